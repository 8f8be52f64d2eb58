import { col, count, cumeDist, denseRank, ntile, percentRank, rank, rowNumber } from 'parquetframe';
import type { DataType } from '@parquetframe/core/engine';
import { method } from '../expressions.js';
import { indexOf, valueOf, type Column, type Model, type Row, type Value } from '../model.js';
import type { Random } from '../random.js';
import { FLOAT64, INT64 } from '../tables.js';
import { FUNCTIONS } from './aggregates.js';
import { isFlat } from './rows.js';

export type Bound = 'unbounded' | 'current' | number;

/** A partition in its order, and where a row is in it. */
export interface Place {
  readonly rows: readonly Row[];
  readonly position: number;
  /** from and to, both included */
  readonly peers: readonly [number, number];
  /** the rows of the frame */
  readonly frame: readonly Row[];
}

export interface Window {
  readonly text: string;
  readonly type: DataType;
  readonly expr: unknown;
  readonly needsOrder?: boolean;
  /** takes a frame */
  readonly framed?: boolean;
  /** the frame that it has by itself */
  readonly own?: readonly [Bound, Bound];
  of(place: Place, model: Pick<Model, 'columns'>): Value;
}

const RANKS: readonly Window[] = [
  { text: 'rowNumber()', type: INT64, expr: rowNumber(), of: ({ position }) => BigInt(position + 1) },
  { text: 'rank()', type: INT64, expr: rank(), needsOrder: true, of: ({ peers }) => BigInt(peers[0] + 1) },
  {
    text: 'percentRank()',
    type: FLOAT64,
    expr: percentRank(),
    needsOrder: true,
    of: ({ rows, peers }) => (rows.length === 1 ? 0 : peers[0] / (rows.length - 1)),
  },
  {
    text: 'cumeDist()',
    type: FLOAT64,
    expr: cumeDist(),
    needsOrder: true,
    of: ({ rows, peers }) => (peers[1] + 1) / rows.length,
  },
  { text: 'count()', type: INT64, expr: count(), framed: true, of: ({ frame }) => BigInt(frame.length) },
];

/** Parts as even as can be, larger ones first. */
const tile = (n: number): Window => ({
  text: `ntile(${String(n)})`,
  type: INT64,
  expr: ntile(n),
  of({ rows, position }) {
    const [size, larger] = [Math.floor(rows.length / n), rows.length % n];
    const inLarger = larger * (size + 1);
    return BigInt(
      position < inLarger ? Math.floor(position / (size + 1)) + 1 : larger + Math.floor((position - inLarger) / size) + 1,
    );
  },
});

function picked(random: Random, column: Column): Window {
  const value = (row: Row | undefined, model: Pick<Model, 'columns'>): Value => valueOf(row ?? [], indexOf(model, column.name));
  const offset = random.between(-2, 2);
  const n = random.between(1, 3);
  const type = column.type;
  return random.pick<Window>([
    {
      text: `${column.name}.lag(${String(offset)})`,
      type,
      expr: method(col(column.name), 'lag', offset),
      of: ({ rows, position: row }, model) => value(rows[row - offset], model),
    },
    {
      text: `${column.name}.lead(${String(offset)})`,
      type,
      expr: method(col(column.name), 'lead', offset),
      of: ({ rows, position: row }, model) => value(rows[row + offset], model),
    },
    {
      text: `${column.name}.firstValue()`,
      type,
      expr: method(col(column.name), 'firstValue'),
      framed: true,
      of: ({ frame }, model) => value(frame[0], model),
    },
    {
      text: `${column.name}.lastValue()`,
      type,
      expr: method(col(column.name), 'lastValue'),
      framed: true,
      of: ({ frame }, model) => value(frame.at(-1), model),
    },
    {
      text: `${column.name}.nthValue(${String(n)})`,
      type,
      expr: method(col(column.name), 'nthValue', n),
      framed: true,
      of: ({ frame }, model) => value(frame[n - 1], model),
    },
  ]);
}

function totals(random: Random, columns: readonly Column[]): Window | undefined {
  const name = random.pick(['sum', 'sum', 'mean', 'min', 'max', 'count', 'countDistinct', 'any', 'all']);
  const chosen = FUNCTIONS[name];
  const column = chosen && random.pick(columns.filter(chosen.accepts));
  if (!chosen || !column) return undefined;
  return {
    text: `${column.name}.${name}()`,
    type: chosen.type(column.type),
    expr: method(col(column.name), name),
    framed: true,
    of: ({ frame }, model) => {
      const index = indexOf(model, column.name);
      return chosen.of(
        frame.map(row => valueOf(row, index)),
        column,
      );
    },
  };
}

interface Framed {
  readonly name: string;
  readonly f: string;
  readonly given?: object;
  readonly own: readonly [Bound, Bound];
}
const RUNNING = ['unbounded', 'current'] as const;

/** Methods that bring their frame: running and rolling totals, values carried on. */
function framed(random: Random, columns: readonly Column[]): Window | undefined {
  const rows = random.between(1, 3);
  const rolling: Framed['own'] = [rows === 1 ? 'current' : 1 - rows, 'current'];
  const one: readonly Framed[] = [
    ...['Sum', 'Min', 'Max', 'Count'].map((name): Framed => ({ name: `cum${name}`, f: name.toLowerCase(), own: RUNNING })),
    ...['Sum', 'Mean', 'Min', 'Max'].map((name): Framed => ({
      name: `rolling${name}`,
      f: name.toLowerCase(),
      given: { rows },
      own: rolling,
    })),
    { name: 'fillForward', f: 'lastThere', own: RUNNING },
    { name: 'fillBackward', f: 'firstThere', own: ['current', 'unbounded'] },
  ];
  const entry = random.pick(one);
  if (!entry) return undefined;
  const { name, f, own } = entry;
  const given = entry.given ? [entry.given] : [];
  const chosen = FUNCTIONS[f] ?? (f === 'lastThere' ? CARRIED.last : CARRIED.first);
  const column = random.pick(columns.filter(chosen.accepts));
  if (!column) return undefined;
  return {
    text: `${column.name}.${name}(${given.map(each => JSON.stringify(each)).join('')})`,
    type: chosen.type(column.type),
    expr: method(col(column.name), name, ...given),
    own,
    of: ({ frame }, model) => {
      const index = indexOf(model, column.name);
      return chosen.of(
        frame.map(row => valueOf(row, index)),
        column,
      );
    },
  };
}

const isThere = (value: Value): boolean => value !== null;
const CARRIED = {
  first: { accepts: isOrdered, type: (type: DataType) => type, of: (values: readonly Value[]) => values.find(isThere) ?? null },
  last: {
    accepts: isOrdered,
    type: (type: DataType) => type,
    of: (values: readonly Value[]) => values.findLast(isThere) ?? null,
  },
};
function isOrdered(column: Column): boolean {
  return isFlat(column) && column.type.id !== 'null';
}

export function someWindow(random: Random, columns: readonly Column[]): Window | undefined {
  switch (random.below(5)) {
    case 4:
      return framed(random, columns);
    case 0:
      return random.pick([...RANKS, tile(random.between(1, 4))]);
    case 1: {
      const column = random.pick(columns.filter(each => isFlat(each) && each.type.id !== 'null'));
      return column && picked(random, column);
    }
    default:
      return totals(random, columns);
  }
}

/** Ranks by another name, which is made as the others are. */
export const DENSE: Window = { text: 'denseRank()', type: INT64, expr: denseRank(), needsOrder: true, of: () => null };

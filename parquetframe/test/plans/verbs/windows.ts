import { col } from 'parquetframe';
import type { Verb } from '../call.js';
import { method } from '../expressions.js';
import { groupsOf, indexOf, keyOf, orderBy, valueOf, type Key, type Model, type Row, type Value } from '../model.js';
import type { Random } from '../random.js';
import { FLOAT64, INT64 } from '../tables.js';
import { withColumn } from './columns.js';
import { isFlat, someKeys } from './rows.js';
import { DENSE, someWindow, type Bound, type Place, type Window } from './window-values.js';

/** Where a frame of rows begins or ends. */
const position = (bound: Bound, at: number, end: number): number =>
  bound === 'unbounded' ? end : bound === 'current' ? at : at + bound;

function someFrame(random: Random): { readonly rows: readonly [Bound, Bound] } {
  const from = random.pick<Bound>(['unbounded', 'current', -2, -1, 1]);
  const to = random.pick<Bound>(['unbounded', 'current', -1, 1, 2]);
  const [low, high] = [typeof from === 'number' ? from : 0, typeof to === 'number' ? to : 0];
  return from !== 'unbounded' && to !== 'unbounded' && low > high ? { rows: ['unbounded', 'current'] } : { rows: [from, to] };
}

const window: Verb = ({ random, columns }) => {
  const made = random.chance(5) ? DENSE : someWindow(random, columns);
  const name = `w${String(random.below(100))}`;
  if (!made || columns.some(column => column.name === name)) return undefined;
  const partitionBy = random.some(columns.filter(isFlat), 0, 2).map(({ name: each }) => each);
  const keys = made.needsOrder === true || random.chance(70) ? someKeys(random, columns, 2) : [];
  if (made.needsOrder === true && keys.length === 0) return undefined;
  const frame = made.framed === true && random.chance(60) ? someFrame(random) : undefined;
  const over = { partitionBy, ...(keys.length > 0 ? { orderBy: keys } : {}), ...(frame ? { frame } : {}) };
  return {
    text: `withColumns({ ${name}: ${made.text}.over(${JSON.stringify(over)}) })`,
    apply: frame_ => frame_.withColumns({ [name]: overOf(made.expr, over) }),
    rows: model =>
      withColumn(model, { name, type: made.type }, windowed(model, made, partitionBy, keys, frame?.rows ?? made.own)),
  };
};

const overOf = (expr: unknown, over: object): never => method(expr, 'over', over) as never;

function windowed(
  { columns, rows: given }: Model,
  made: Window,
  partitionBy: readonly string[],
  keys: readonly Key[],
  frame: readonly [Bound, Bound] | undefined,
): readonly Value[] {
  // A row may be there twice: each is one of its own.
  const model: Model = { columns, rows: given.map(row => [...row]) };
  const compareRows = orderBy(model, keys);
  for (const { column } of keys) indexOf(model, column);
  const values = new Map<Row, Value>();
  const partitions = partitionBy.length === 0 ? [model.rows] : groupsOf(model, partitionBy);
  for (const partition of partitions) {
    const rows = [...partition].sort(compareRows);
    let dense = 0;
    rows.forEach((row, i) => {
      const isPeer = (other: Row): boolean => compareRows(row, other) === 0;
      const first = rows.findIndex(isPeer);
      const last = rows.findLastIndex(isPeer);
      if (first === i) dense++;
      const [from, to] = frame
        ? [position(frame[0], i, 0), position(frame[1], i, rows.length - 1)]
        : [0, keys.length > 0 ? last : rows.length - 1];
      const place: Place = {
        rows,
        position: i,
        peers: [first, last],
        frame: from > to ? [] : rows.slice(Math.max(0, from), Math.max(0, to + 1)),
      };
      values.set(row, made === DENSE ? BigInt(dense) : made.of(place, model));
    });
  }
  return model.rows.map(row => values.get(row) ?? null);
}

const METHODS = ['average', 'min', 'max', 'dense', 'ordinal'] as const;

/** The rank of a value among those of its partition. */
const ranking: Verb = ({ random, columns }) => {
  const column = random.pick(columns.filter(isFlat));
  const name = `v${String(random.below(100))}`;
  if (!column || columns.some(other => other.name === name)) return undefined;
  const methodOf = random.pick(METHODS);
  const descending = random.chance(40);
  const partitionBy = random.some(columns.filter(isFlat), 0, 1).map(({ name: each }) => each);
  const type = methodOf === 'average' ? FLOAT64 : INT64;
  const keys: readonly Key[] = [{ column: column.name, descending, nulls: 'last' }];
  const rank_: Window = {
    text: 'rank',
    type,
    expr: undefined,
    of: ({ rows, position: row, peers }, model) => {
      const index = indexOf(model, column.name);
      if (valueOf(rows[row] ?? [], index) === null) return null;
      const [least, most] = [peers[0] + 1, peers[1] + 1];
      if (methodOf === 'average') return (least + most) / 2;
      if (methodOf === 'ordinal') return BigInt(row + 1);
      if (methodOf !== 'dense') return BigInt(methodOf === 'min' ? least : most);
      return BigInt(new Set(rows.slice(0, row + 1).map(each => keyOf(valueOf(each, index)))).size);
    },
  };
  const made = method(method(col(column.name), 'rank', { method: methodOf, descending }), 'over', { partitionBy });
  return {
    text: `withColumns({ ${name}: ${column.name}.rank(${JSON.stringify({ method: methodOf, descending })}).over(${JSON.stringify({ partitionBy })}) })`,
    apply: frame => frame.withColumns({ [name]: made as never }),
    rows: model => withColumn(model, { name, type }, windowed(model, rank_, partitionBy, keys, undefined)),
  };
};

export const WINDOW_VERBS: readonly Verb[] = [window, window, window, ranking];

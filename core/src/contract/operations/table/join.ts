import type { Json } from '../../data/json.js';
import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, type Field } from '../../data/types.js';
import { ParquetFrameError, quoted } from '../../errors/index.js';
import { readsOnly, throughProjection, type UserExpression } from '../../plan/index.js';
import { tableInput, type Bound, type DataFacts, type OperationDefinition } from '../operation.js';
import { choiceOption, hasOnly, isName, listOption, stringOption } from '../option.js';
import { columnNames, type FilterMove, type PlannedStep } from '../traits.js';
import { requireDistinct } from './project.js';

export type JoinKey = { readonly left: string; readonly right: string };
export const joinKeysOf = (step: Bound): readonly JoinKey[] => (step.binding['on'] ?? []) as readonly JoinKey[];

/** The right columns of the result with their names in it, in order: keys of equal name are left out, duplicates get the suffix. */
export type JoinedColumn = { readonly column: string; readonly name: string };
export const joinedColumnsOf = (step: Bound): readonly JoinedColumn[] =>
  (step.binding['rightColumns'] ?? []) as readonly JoinedColumn[];

export const tableJoin: OperationDefinition = {
  name: 'table.join',
  revision: 1,
  summary: 'Rows of two tables that agree in their key columns.',
  meaning:
    'inner: one row per pair of rows whose keys are all equal; left: also the left rows without a partner, with nulls on the right. Null keys match nothing; NaN matches NaN, -0 matches 0. ' +
    'Columns: all of the left, then those of the right; a right key of the same name as its left key is left out, any other duplicate name gets the suffix. ' +
    'Rows come in the order of the left table, the partners of one row in the order of the right table; `fast`: in any order.',
  source: 'SQL:2016 JOIN',
  inputs: ['table', 'table'],
  options: {
    on: listOption(
      { placement: 'binding', description: 'Pairs of key columns.', required: true },
      'a non-empty array of { left, right }, which name columns',
      v => hasOnly(v, { left: isName, right: isName }),
    ),
    how: choiceOption({ placement: 'binding', description: 'Which rows without a partner stay.', default: 'inner' }, [
      'inner',
      'left',
    ]),
    suffix: stringOption({
      placement: 'binding',
      description: 'Appended to right columns of duplicate name.',
      default: '_right',
    }),
  },
  classes: { exact: 'exact', fast: 'equivalence' },
  bind(options, inputs) {
    const left = tableInput('table.join', inputs, 0);
    const right = tableInput('table.join', inputs, 1);
    const on = options['on'] as readonly JoinKey[];
    requireDifferent(on);
    for (const key of on) requireComparable(fieldOf(left.schema, key.left), fieldOf(right.schema, key.right));
    const how = options['how'] as string;
    const taken = new Set(left.schema.map(f => f.name));
    const kept = right.schema.filter(f => !on.some(key => key.right === f.name && key.left === f.name));
    const rightColumns = kept.map(f => ({
      column: f.name,
      name: taken.has(f.name) ? `${f.name}${options['suffix'] as string}` : f.name,
    }));
    const added = kept.map((f, i): Field => ({
      name: rightColumns[i]?.name ?? f.name,
      type: f.type,
      nullable: f.nullable || how === 'left',
    }));
    const schema = [...left.schema, ...added];
    requireDistinct(schema.map(f => f.name));
    return {
      binding: { on: on.map(({ left: l, right: r }): Json => ({ left: l, right: r })), how, rightColumns },
      arguments: {},
      output: { kind: 'table', schema },
    };
  },
  sizes([left, right], step, facts) {
    const [leftRows, rightRows] = [left?.['rows'] ?? 1e5, right?.['rows'] ?? 1e5];
    const usual = Math.max(leftRows, rightRows);
    const rows = Math.max(step.binding['how'] === 'left' ? leftRows : 0, matches(step, leftRows, rightRows, facts) ?? usual);
    const width = (left?.['bytes'] ?? 1e6) / Math.max(1, leftRows) + (right?.['bytes'] ?? 1e6) / Math.max(1, rightRows);
    return { rows, bytes: rows === usual ? (left?.['bytes'] ?? 1e6) + (right?.['bytes'] ?? 1e6) : rows * width };
  },
  work: ([left, right], _options, { rows = 0 }) => (left?.['rows'] ?? 1e5) + (right?.['rows'] ?? 1e5) + rows,
  plan: {
    order: 'keeps',
    keys: ({ bound }) => [joinKeysOf(bound).map(key => key.left), joinKeysOf(bound).map(key => key.right)],
    copies({ bound, inputs: [left] }, column) {
      if (columnNames(left).includes(column)) return { input: 0, column };
      const source = joinedColumnsOf(bound).find(({ name }) => name === column);
      return source && { input: 1, column: source.column };
    },
    /** Both sides keep their keys; names that could change through the suffix rule keep every column of both sides. */
    reads({ bound }, wanted) {
      if (!wanted || joinedColumnsOf(bound).some(c => c.column !== c.name)) return [];
      const keys = joinKeysOf(bound);
      return [new Set([...wanted, ...keys.map(k => k.left)]), new Set([...wanted, ...keys.map(k => k.right)])];
    },
    filterMoves: intoSide,
    describe({ on, how }) {
      const pairs = (on as readonly JoinKey[]).map(({ left, right }) => (left === right ? left : `${left} = ${right}`));
      return `${typeof how === 'string' ? how : 'inner'} on ${pairs.join(', ')}`;
    },
  },
};

/** Pairs of rows, when the values of the side with fewer of them are among those of the other: Selinger et al. 1979. */
function matches(step: Bound, left: number, right: number, facts: DataFacts | undefined): number | undefined {
  const keys = joinKeysOf(step);
  const [inLeft, inRight] = [
    facts?.distinct(
      0,
      keys.map(key => key.left),
    ),
    facts?.distinct(
      1,
      keys.map(key => key.right),
    ),
  ];
  return inLeft === undefined || inRight === undefined ? undefined : (left * right) / Math.max(1, inLeft, inRight);
}

/** A condition on left columns holds for the left rows alone; one on right columns too, where no row is kept without a partner. */
function intoSide({ bound, options, inputs: [left] }: PlannedStep, part: UserExpression): FilterMove | undefined {
  if (readsOnly(part, new Set(columnNames(left)))) return { inputs: [part, undefined], rows: 'more' };
  if (options['how'] !== 'inner') return undefined;
  const fromRight = joinedColumnsOf(bound).map(({ name, column }) => ({
    name,
    expression: { kind: 'column' as const, name: column },
  }));
  const onRight = throughProjection(part, fromRight);
  return onRight && { inputs: [undefined, onRight], rows: 'more' };
}

/** A pair that is there twice asks nothing more: one of them was meant to be another. */
function requireDifferent(on: readonly JoinKey[]): void {
  const twice = on.find((key, index) => on.findIndex(({ left, right }) => left === key.left && right === key.right) !== index);
  if (twice === undefined) return;
  const { left, right } = twice;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `join compares ${left === right ? `the column ${quoted(left)}` : `${quoted(left)} with ${quoted(right)}`} twice; name it once`,
    { details: { left, right } },
  );
}

function requireComparable(left: Field, right: Field): void {
  const family = familyOf(left.type);
  if (family === familyOf(right.type) && family !== 'nested') return;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `join cannot compare ${JSON.stringify(left.name)} (${formatType(left.type)}) with ${JSON.stringify(right.name)} (${formatType(right.type)}); cast one of them`,
  );
}

import type { Json } from '../../data/json.js';
import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, type Field } from '../../data/types.js';
import { ParquetFrameError, quoted } from '../../errors/index.js';
import { fieldsOf, type JoinHow, type JoinKey } from '../joined.js';
import { readsOnly, throughProjection, type UserExpression } from '../../plan/index.js';
import { tableInput, type Bound, type DataFacts, type OperationDefinition } from '../operation.js';
import { booleanOption, choiceOption, hasOnly, isName, listOption, stringOption } from '../option.js';
import { columnNames, type FilterMove, type PlannedStep } from '../traits.js';
import { requireDistinct } from './project.js';

export const joinHowOf = (step: Bound): JoinHow => step.binding['how'] as JoinHow;
/** Whether null keys match null keys. */
export const joinsNulls = (step: Bound): boolean => step.binding['nullsEqual'] === true;
export const joinKeysOf = (step: Bound): readonly JoinKey[] => (step.binding['on'] ?? []) as readonly JoinKey[];

/** The right columns of the result with their names in it, in order: keys of equal name are left out, duplicates get the suffix. */
export type JoinedColumn = { readonly column: string; readonly name: string };
export const joinedColumnsOf = (step: Bound): readonly JoinedColumn[] =>
  (step.binding['rightColumns'] ?? []) as readonly JoinedColumn[];

export const tableJoin: OperationDefinition = {
  name: 'table.join',
  revision: 2,
  summary: 'Rows of two tables that agree in their key columns.',
  meaning:
    'inner: one row per pair of rows whose keys are all equal; left: also the left rows without a partner, with nulls on the right; right: also the right rows without a partner, with nulls on the left; full: both. ' +
    'semi: the left rows that have a partner, each once; anti: those that have none; both with the left columns only. cross: every left row with every right row, without keys. ' +
    'Null keys match nothing, or null keys with `nullsEqual`; NaN matches NaN, -0 matches 0. ' +
    'Columns: all of the left, then those of the right; a right key of the same name as its left key is left out, any other duplicate name gets the suffix. ' +
    'In right and full joins such a key has the value of the side that has a row, so that both must be of one type. ' +
    'Rows come in the order of the left table, the partners of one row in the order of the right table, then the right rows without a partner in their order; `fast`: in any order.',
  source: 'SQL:2016 JOIN',
  inputs: ['table', 'table'],
  options: {
    on: listOption(
      { placement: 'binding', description: 'Pairs of key columns; none for a cross join, all others need them.' },
      'a non-empty array of { left, right }, which name columns',
      v => hasOnly(v, { left: isName, right: isName }),
    ),
    how: choiceOption({ placement: 'binding', description: 'Which rows there are.', default: 'inner' }, [
      'inner',
      'left',
      ...(['right', 'full', 'semi', 'anti', 'cross'] as const).map(value => ({ value, since: 2 })),
    ]),
    nullsEqual: booleanOption({
      placement: 'binding',
      since: 2,
      description: 'Whether null keys match null keys.',
      default: false,
    }),
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
    const how = options['how'] as JoinHow;
    const on = keysFor(how, options['on'] as readonly JoinKey[] | undefined);
    requireDifferent(on);
    for (const key of on) requireComparable(fieldOf(left.schema, key.left), fieldOf(right.schema, key.right));
    const { rightColumns, schema } = fieldsOf(left.schema, right.schema, { how, on, suffix: options['suffix'] as string });
    requireDistinct(schema.map(f => f.name));
    const binding = { on: on.map(({ left: l, right: r }): Json => ({ left: l, right: r })), how, rightColumns };
    return {
      binding: options['nullsEqual'] === true ? { ...binding, nullsEqual: true } : binding,
      arguments: {},
      output: { kind: 'table', schema },
    };
  },
  sizes([left, right], step, facts) {
    const [leftRows, rightRows] = [left?.['rows'] ?? 1e5, right?.['rows'] ?? 1e5];
    const how = joinHowOf(step);
    const leftWidth = (left?.['bytes'] ?? 1e6) / Math.max(1, leftRows);
    if (how === 'semi' || how === 'anti') return { rows: leftRows / 2, bytes: (leftRows / 2) * leftWidth };
    const usual = Math.max(leftRows, rightRows);
    const pairs = how === 'cross' ? leftRows * rightRows : (matches(step, leftRows, rightRows, facts) ?? usual);
    const least = (how === 'left' || how === 'full' ? leftRows : 0) + (how === 'right' || how === 'full' ? rightRows : 0);
    const rows = Math.max(least, pairs);
    const width = leftWidth + (right?.['bytes'] ?? 1e6) / Math.max(1, rightRows);
    return { rows, bytes: rows === usual ? (left?.['bytes'] ?? 1e6) + (right?.['bytes'] ?? 1e6) : rows * width };
  },
  work: ([left, right], _options, { rows = 0 }) => (left?.['rows'] ?? 1e5) + (right?.['rows'] ?? 1e5) + rows,
  plan: {
    order: 'keeps',
    keys: ({ bound }) => (joinHowOf(bound) === 'cross' ? [] : [keysOn(bound, 'left'), keysOn(bound, 'right')]),
    copies({ bound, inputs: [left] }, column) {
      if (columnNames(left).includes(column))
        return isOf(bound, 'right', 'full') && isNamedOnce(bound, column) ? undefined : { input: 0, column };
      const source = joinedColumnsOf(bound).find(({ name }) => name === column);
      return source && { input: 1, column: source.column };
    },
    /** Both sides keep their keys; names that could change through the suffix rule keep every column of both sides. Only keys are read to find partners. */
    reads({ bound }, wanted) {
      if (isOf(bound, 'semi', 'anti'))
        return [wanted && new Set([...wanted, ...keysOn(bound, 'left')]), new Set(keysOn(bound, 'right'))];
      if (!wanted || isOf(bound, 'cross') || joinedColumnsOf(bound).some(c => c.column !== c.name)) return [];
      return [new Set([...wanted, ...keysOn(bound, 'left')]), new Set([...wanted, ...keysOn(bound, 'right')])];
    },
    filterMoves: intoSide,
    describe({ on, how, nullsEqual }) {
      const kind = typeof how === 'string' ? how : 'inner';
      if (on === undefined) return kind;
      const pairs = (on as readonly JoinKey[]).map(({ left, right }) => (left === right ? left : `${left} = ${right}`));
      return `${kind} on ${pairs.join(', ')}${nullsEqual === true ? ', nulls equal' : ''}`;
    },
  },
};

const isOf = (bound: Bound, ...kinds: readonly JoinHow[]): boolean => kinds.includes(joinHowOf(bound));
const keysOn = (bound: Bound, side: 'left' | 'right'): readonly string[] => joinKeysOf(bound).map(key => key[side]);
const isNamedOnce = (bound: Bound, column: string): boolean =>
  joinKeysOf(bound).some(({ left, right }) => left === column && right === column);

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

/** A condition on left columns holds for the left rows alone, where all rows have one; one on right columns too, where no row is kept without a partner. */
function intoSide({ bound, inputs: [left] }: PlannedStep, part: UserExpression): FilterMove | undefined {
  if (isOf(bound, 'right', 'full')) return undefined;
  if (readsOnly(part, new Set(columnNames(left)))) return { inputs: [part, undefined], rows: 'more' };
  if (!isOf(bound, 'inner', 'cross')) return undefined;
  const fromRight = joinedColumnsOf(bound).map(({ name, column }) => ({
    name,
    expression: { kind: 'column' as const, name: column },
  }));
  const onRight = throughProjection(part, fromRight);
  return onRight && { inputs: [undefined, onRight], rows: 'more' };
}

/** A cross join has no keys, all others do. */
function keysFor(how: JoinHow, on: readonly JoinKey[] | undefined): readonly JoinKey[] {
  if (how === 'cross' && on !== undefined)
    throw new ParquetFrameError('INVALID_ARGUMENT', 'a cross join gives every pair of rows, so it takes no keys: leave out `on`');
  if (how !== 'cross' && on === undefined)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `join needs the option on: the pairs of keys of ${how === 'inner' || how === 'anti' ? 'an' : 'a'} ${how} join`,
    );
  return on ?? [];
}

/** A pair that is there twice asks nothing more: one of them was meant to be another. */
export function requireDifferent(on: readonly JoinKey[], verb = 'join'): void {
  const twice = on.find((key, index) => on.findIndex(({ left, right }) => left === key.left && right === key.right) !== index);
  if (twice === undefined) return;
  const { left, right } = twice;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb} compares ${left === right ? `the column ${quoted(left)}` : `${quoted(left)} with ${quoted(right)}`} twice; name it once`,
    { details: { left, right } },
  );
}

export function requireComparable(left: Field, right: Field, verb = 'join'): void {
  const family = familyOf(left.type);
  if (family === familyOf(right.type) && family !== 'nested') return;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `${verb} cannot compare ${JSON.stringify(left.name)} (${formatType(left.type)}) with ${JSON.stringify(right.name)} (${formatType(right.type)}); cast one of them`,
  );
}

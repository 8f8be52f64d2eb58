import type { Json } from '../../data/json.js';
import { fieldOf } from '../../data/field.js';
import { ParquetFrameError, quoted } from '../../errors/index.js';
import { readsOnly, throughProjection, type UserExpression } from '../../plan/index.js';
import { fieldsOf } from '../joined.js';
import { tableInput, type Bound, type OperationDefinition } from '../operation.js';
import { hasOnly, isName, listOption, stringOption } from '../option.js';
import { columnNames, type FilterMove, type PlannedStep } from '../traits.js';
import { joinedColumnsOf, requireComparable } from './join.js';
import { requireDistinct } from './project.js';

/** How a value of the left table compares with one of the right. */
export type JoinComparison = '=' | '<' | '<=' | '>' | '>=';
/** A condition on a column of each table. */
export type JoinCondition = { readonly left: string; readonly is: JoinComparison; readonly right: string };

export const JOIN_COMPARISONS: readonly JoinComparison[] = ['=', '<', '<=', '>', '>='];
export const joinConditionsOf = ({ binding }: Bound): readonly JoinCondition[] =>
  (binding['on'] ?? []) as readonly JoinCondition[];

const isComparison = (value: unknown): boolean => JOIN_COMPARISONS.some(one => one === value);

export const tableJoinWhere: OperationDefinition = {
  name: 'table.joinWhere',
  revision: 1,
  summary: 'Pairs of rows of two tables whose columns compare as asked.',
  meaning:
    'One row per pair of a left and a right row for which all conditions hold: each compares a left column with a right one by =, <, <=, > or >=, as expressions do. Numbers of any types compare by value, instants across units, texts by their bytes; ' +
    'NaN is equal to itself and greater than every number, -0 is equal to 0; where one of the two values is null the condition does not hold. The columns of a condition are of one family. ' +
    'It gives what a cross join and a filter give, without looking at every pair. ' +
    'Columns: all of the left, then all of the right, of which a duplicate name gets the suffix. ' +
    'Rows come in the order of the left table, the partners of one row in the order of the right table; `fast`: in any order.',
  source: 'SQL:2016 JOIN … ON',
  inputs: ['table', 'table'],
  options: {
    on: listOption(
      { placement: 'binding', description: 'The conditions, all of which hold.', required: true },
      'a non-empty array of { left, is, right }, which name columns, and how they compare: one of =, <, <=, >, >=',
      v => hasOnly(v, { left: isName, is: isComparison, right: isName }),
    ),
    suffix: stringOption({
      placement: 'binding',
      description: 'Appended to right columns of duplicate name.',
      default: '_right',
    }),
  },
  classes: { exact: 'exact', fast: 'equivalence' },
  bind(options, inputs) {
    const left = tableInput('table.joinWhere', inputs, 0);
    const right = tableInput('table.joinWhere', inputs, 1);
    const on = options['on'] as readonly JoinCondition[];
    requireOnce(on);
    for (const one of on) requireComparable(fieldOf(left.schema, one.left), fieldOf(right.schema, one.right), 'joinWhere');
    const { rightColumns, schema } = fieldsOf(left.schema, right.schema, {
      how: 'inner',
      on: [],
      suffix: options['suffix'] as string,
    });
    requireDistinct(schema.map(f => f.name));
    const condition = ({ left: l, is, right: r }: JoinCondition): Json => ({ left: l, is, right: r });
    return { binding: { on: on.map(condition), rightColumns }, arguments: {}, output: { kind: 'table', schema } };
  },
  sizes([left, right]) {
    const [leftRows, rightRows] = [left?.['rows'] ?? 1e5, right?.['rows'] ?? 1e5];
    // Nobody knows; intervals and what lies in them come to a few pairs for each row.
    const rows = Math.min(leftRows * rightRows, 4 * Math.max(leftRows, rightRows));
    const width = (left?.['bytes'] ?? 1e6) / Math.max(1, leftRows) + (right?.['bytes'] ?? 1e6) / Math.max(1, rightRows);
    return { rows, bytes: rows * width };
  },
  work: ([left, right], _options, { rows = 1e5 }) => 4 * ((left?.['rows'] ?? 1e5) + (right?.['rows'] ?? 1e5)) + rows,
  plan: {
    order: 'keeps',
    keys: ({ bound }) => {
      const equal = joinConditionsOf(bound).filter(({ is }) => is === '=');
      return equal.length === 0 ? [] : [equal.map(one => one.left), equal.map(one => one.right)];
    },
    copies({ bound, inputs: [left] }, column) {
      if (columnNames(left).includes(column)) return { input: 0, column };
      const source = joinedColumnsOf(bound).find(({ name }) => name === column);
      return source && { input: 1, column: source.column };
    },
    reads({ bound }, wanted) {
      if (!wanted || joinedColumnsOf(bound).some(c => c.column !== c.name)) return [];
      const names = (side: 'left' | 'right'): ReadonlySet<string> =>
        new Set([...wanted, ...joinConditionsOf(bound).map(one => one[side])]);
      return [names('left'), names('right')];
    },
    filterMoves: intoSide,
    describe: ({ on }) => (on as readonly JoinCondition[]).map(({ left, is, right }) => `${left} ${is} ${right}`).join(' and '),
  },
};

/** A condition on the columns of one side holds for the rows of that side alone. */
function intoSide({ bound, inputs: [left] }: PlannedStep, part: UserExpression): FilterMove | undefined {
  if (readsOnly(part, new Set(columnNames(left)))) return { inputs: [part, undefined], rows: 'more' };
  const fromRight = joinedColumnsOf(bound).map(({ name, column }) => ({
    name,
    expression: { kind: 'column' as const, name: column },
  }));
  const onRight = throughProjection(part, fromRight);
  return onRight && { inputs: [undefined, onRight], rows: 'more' };
}

/** A condition that is there twice asks nothing more: one of them was meant to be another. */
function requireOnce(on: readonly JoinCondition[]): void {
  const text = ({ left, is, right }: JoinCondition): string => `${quoted(left)} ${is} ${quoted(right)}`;
  const twice = on.find((one, index) => on.findIndex(other => text(other) === text(one)) !== index);
  if (twice === undefined) return;
  throw new ParquetFrameError('INVALID_ARGUMENT', `joinWhere asks for ${text(twice)} twice; name it once`, {
    details: { left: twice.left, right: twice.right },
  });
}

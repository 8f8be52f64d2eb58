import { AGGREGATE_FUNCTIONS } from '../../contract/functions/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import { familyOf, fieldOf, formatType, valueType, type DataType } from '../../contract/data/index.js';
import type { LiteralValue, PlanInput, UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import type { AnyAggregate } from '../expr.js';
import { checkedLiteral, isExpr } from '../expression.js';
import { count } from '../operands.js';
import { isParameter } from '../parameter.js';
import { aggregateOf } from '../row.js';
import type { Expanded } from './expansion.js';
import { calledAs, callExpression, columnExpression, literalExpression } from './lowering.js';
import { columnNames, requireOnce, requireSome } from './names.js';

export interface PivotPlan {
  /** the verb that was called */
  readonly verb: 'pivot' | 'crossTab' | 'transpose';
  readonly index: readonly string[];
  readonly on: string;
  readonly columns: readonly { readonly name: string; readonly value: LiteralValue }[];
  readonly aggregate: AnyAggregate;
}

/** What a pivot is to make. @throws ParquetFrameError `INVALID_ARGUMENT`, `DUPLICATE_COLUMN` */
export function pivotOf(options: unknown): PivotPlan {
  const example = "pivot({ index: 'origin', on: 'month', columns: [1, 2], values: row => row.delay.mean() })";
  if (!hasMembers(options))
    throw new ParquetFrameError('INVALID_ARGUMENT', `pivot takes an object, as in ${example}; received ${described(options)}`);
  checkOptionNames('pivot', options, ['index', 'on', 'columns', 'values']);
  const { index, on, columns, values } = options;
  return { ...shapeOf('pivot', index, on, columns), aggregate: aggregateOf('pivot: values', values) };
}

/** How many rows there are of each pair. @throws ParquetFrameError `INVALID_ARGUMENT`, `DUPLICATE_COLUMN` */
export const crossTabOf = (index: unknown, on: unknown, columns: unknown): PivotPlan => ({
  ...shapeOf('crossTab', index, on, columns),
  aggregate: count(),
});

export function shapeOf(verb: PivotPlan['verb'], given: unknown, on: unknown, columns: unknown): Omit<PivotPlan, 'aggregate'> {
  const index = columnNames(`${verb}: index`, given);
  requireSome(`${verb}: index`, index);
  requireOnce(`${verb}: index`, index);
  if (typeof on !== 'string')
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb}: on must be the name of a column, received ${described(on)}`);
  requireOnce(verb, [...index, on]);
  if (!Array.isArray(columns) || columns.length === 0)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: columns must be an array of the values of ${quoted(on)} that become columns, for the columns of a frame are known before it is run: list them, or take those there are, columns: await frame.uniqueValues(${quoted(on)}); received ${Array.isArray(columns) ? 'an empty array' : describedValue(columns)}`,
    );
  const named = Array.from(columns, (value: unknown) => ({ name: nameOf(value), value: pivotValue(verb, on, value) }));
  return { verb, index, on, columns: named };
}

/** A value gives a column its name, so it must be there when the frame is made. @throws ParquetFrameError `INVALID_ARGUMENT` */
function pivotValue(verb: string, on: string, value: unknown): LiteralValue {
  if (!isExpr(value)) return checkedLiteral(value as LiteralValue, `${verb}: columns`);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb}: columns must be values of ${quoted(on)}, whose columns are known before the frame is run; received ${describedValue(value)}`,
  );
}

const describedValue = (value: unknown): string => (isParameter(value) ? 'a parameter' : described(value));

function nameOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return String(value);
}

/**
 * Each cell is aggregated first, by the columns of the index and the value; then there are as many rows again as columns, each with its cells in one of them and nothing in the
 * others, which are put together by the greatest value: there is no more than one.
 */
export function pivotPlan({ schema, step }: Pick<Expanded, 'schema' | 'step'>, cells: PlanInput, pivot: PivotPlan): PlanInput {
  const { verb, index, on, columns, aggregate } = pivot;
  const { type } = fieldOf(schema, CELL);
  if (familyOf(type) === 'nested')
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${verb} cannot put values of type ${formatType(type)} into columns; aggregate what has an order`,
    );
  // Of a dictionary the values, for an empty cell has no dictionary.
  const to = valueType(type);
  const cell: UserExpression =
    type === to ? columnExpression(CELL) : { kind: 'call', function: 'cast', arguments: [columnExpression(CELL)], to };
  const empty = emptyCell(aggregate, to);
  const kept = index.map(name => ({ name, expression: columnExpression(name) }));
  const part = (input: PlanInput, filled?: number): PlanInput => {
    const all = columns.map(({ name }, at) => ({ name, expression: at === filled ? cell : empty }));
    return step('table.project', { columns: [...kept, ...all] }, input);
  };
  const filled = columns.map(({ value }, at) => part(step('table.filter', { predicate: isValue(verb, on, value) }, cells), at));
  // The rows of the index come from the first part, in their order, also those that have no cell in any of the columns.
  const together = step('table.concat', {}, part(cells), ...filled);
  const aggregates = columns.map(({ name }) => ({ name, function: 'max', column: name }));
  return step('table.aggregate', { keys: index, aggregates }, together);
}

/** The column of the cells; a space, so that it is unlike what people call theirs. */
export const CELL = 'cell of pivot ';

/** Nothing was counted where nothing is; anything else is null there. */
const emptyCell = ({ function: name }: AnyAggregate, type: DataType): UserExpression =>
  AGGREGATE_FUNCTIONS[name].nulls === 'never' && type.id === 'int64'
    ? { kind: 'literal', value: 0 }
    : { kind: 'literal', value: null, type };

function isValue(verb: PivotPlan['verb'], on: string, value: LiteralValue): UserExpression {
  const column = columnExpression(on);
  if (value === null) return callExpression('isNull', column);
  const called = { name: verb, accepts: 'values of the column as columns', of: column };
  return calledAs(called, callExpression('equal', column, literalExpression(value)));
}

import type { DataType, OperationCase, Overflow, UserExpression } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';
import { call, column } from '../expressions.js';

/** One call of a function on one table, and what it must give: known from its meaning, not from any engine. */
export interface FunctionCase {
  readonly name: string;
  readonly input: { readonly [column: string]: LiteralColumn };
  /** default: the columns of the input, in order */
  readonly operands?: readonly UserExpression[];
  readonly to?: DataType;
  readonly overflow?: Overflow;
  readonly gives: LiteralColumn | { readonly error: string };
}

/** Cases of functions by name. */
export interface FunctionCases {
  readonly [name: string]: readonly FunctionCase[];
}

/** As cases of `table.project`. */
export const projectionCases = (cases: FunctionCases): readonly OperationCase[] =>
  Object.entries(cases).flatMap(([name, of]) => of.map(one => projectionCase(name, one)));

function projectionCase(name: string, { input, operands, to, overflow, gives, ...one }: FunctionCase): OperationCase {
  const expression = call(name, operands ?? Object.keys(input).map(column), {
    ...(to ? { to } : {}),
    ...(overflow ? { overflow } : {}),
  });
  return {
    name: `${name}: ${one.name}`,
    inputs: [{ kind: 'table', table: tableOf(input) }],
    options: { columns: [{ name: 'y', expression }] },
    expect: 'error' in gives ? gives : { table: tableOf({ y: gives }) },
  };
}

import type { Json } from '../data/json.js';
import type { DataType } from '../data/types.js';
import type { AggregateOptions, Overflow, ScalarFunction } from '../functions/index.js';
import type { ParameterNode } from './parameter.js';

/** An expression inside a fragment: data, typed, with every literal lifted to a parameter so that one kernel serves all values. */
export type Expression =
  | { readonly kind: 'column'; readonly name: string; readonly type: DataType }
  /** `index` into `KernelCall.arguments` */
  | { readonly kind: 'parameter'; readonly index: number; readonly type: DataType }
  /** the item that the innermost function of items is at */
  | { readonly kind: 'item'; readonly type: DataType }
  | {
      readonly kind: 'call';
      readonly function: ScalarFunction;
      readonly arguments: readonly Expression[];
      readonly type: DataType;
      readonly overflow?: Overflow;
    };

/** An expression as the user wrote it: untyped, with literals in place. `resolveExpression` turns it into an `Expression`. */
export type UserExpression =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: LiteralValue; readonly type?: DataType }
  | ParameterNode
  /** an item of a list, within a function of items */
  | { readonly kind: 'item' }
  | {
      readonly kind: 'call';
      readonly function: ScalarFunction;
      readonly arguments: readonly UserExpression[];
      readonly to?: DataType;
      readonly overflow?: Overflow;
      readonly called?: Called;
    }
  | WindowExpression;

/** What the user called, where it is spelled out in other functions: messages speak of that. */
export interface Called {
  readonly name: string;
  /** completes "accepts …"; default what the function accepts */
  readonly accepts?: string;
  /** what it was called on */
  readonly of?: UserExpression;
  /** the operands that the user gave, by position; default all */
  readonly operands?: readonly number[];
}

/** A value from other rows: frames make a step of `table.window` of it, so that no engine meets one inside an expression. */
export interface WindowExpression {
  readonly kind: 'window';
  readonly function: string;
  readonly input?: UserExpression | undefined;
  readonly second?: UserExpression | undefined;
  readonly condition?: UserExpression | undefined;
  readonly options?: AggregateOptions | undefined;
  readonly partitionBy: readonly UserExpression[];
  readonly orderBy: readonly WindowOrder[];
  /** as `table.window` takes it */
  readonly frame?: unknown;
  /** the method that it was made by, where that has another name */
  readonly called?: string | undefined;
}

export interface WindowOrder {
  readonly expression: UserExpression;
  readonly descending?: boolean;
  readonly nulls?: 'first' | 'last';
}

/** What an expression is made of. */
export function operandsOf(expression: UserExpression): readonly UserExpression[] {
  if (expression.kind === 'call') return expression.arguments;
  if (expression.kind !== 'window') return [];
  const { input, second, condition, partitionBy, orderBy } = expression;
  return [
    ...[input, second, condition].filter(each => each !== undefined),
    ...partitionBy,
    ...orderBy.map(key => key.expression),
  ];
}

/** Values of literals and kernel arguments. Dates are instants; int64 beyond 2^53 must be bigint. */
export type LiteralValue = null | boolean | number | bigint | string | Uint8Array | Date;

/** Column names that an expression reads, in order of first use. */
export function columnsOf(expression: Expression | UserExpression, into = new Set<string>()): Set<string> {
  if (expression.kind === 'column') into.add(expression.name);
  else if (expression.kind === 'call') for (const argument of expression.arguments) columnsOf(argument, into);
  else if (expression.kind === 'window') for (const operand of operandsOf(expression)) columnsOf(operand, into);
  return into;
}

/** Function names that an expression calls. */
export function functionsOf(expression: Expression, into = new Set<string>()): Set<string> {
  if (expression.kind === 'call') {
    into.add(expression.function);
    for (const argument of expression.arguments) functionsOf(argument, into);
  }
  return into;
}

export const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  (value.kind === 'column' || value.kind === 'parameter' || value.kind === 'item' || value.kind === 'call');

/** `Expression` is plain JSON; this names that fact for bindings. */
export const expressionJson = (expression: Expression): Json => expression;

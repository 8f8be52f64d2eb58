import type { DataType } from '../contract/data/index.js';
import { ParquetFrameError, received } from '../contract/errors/index.js';
import { isParameterNode, type ParameterNode } from '../contract/plan/index.js';
import type { ColumnType, DeclaredType, TypeText } from './column-types.js';
import { castType } from './declaration.js';
import type { AnyExpr, CastTarget, Expr } from './expr.js';
import { expression, isExpr } from './expression.js';

/** A value that comes with the call: an expression like any other, and what options that take a `Parameter` take. */
export interface Parameter<T extends ColumnType> extends Expr<T> {
  readonly node: ParameterNode;
}

/**
 * A value that is given when the frame is run, by its name: `collect({ params: { name: value } })`. A frame is prepared once, whatever the values, so that running it again with
 * others costs the run alone. The type says what values there may be, and what the expression gives; null is a value of every type.
 *
 * @example
 * const near = shops.filter(row => row.distance.lt(param('radius', 'float64')));
 * await near.toRows({ params: { radius: 2.5 } });
 */
export function param<U extends CastTarget>(name: string, type: U): Parameter<U>;
export function param<const D extends DataType>(name: string, type: D): Parameter<DeclaredType<D>>;
export function param<const X extends TypeText>(name: string, type: X): Parameter<DeclaredType<X>>;
export function param(name: string, type: CastTarget | TypeText | DataType): Parameter<ColumnType> {
  const given: unknown = name;
  if (typeof given !== 'string' || given === '')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `param takes a name and a type, as in param('radius', 'float64'); received ${received(given)} for the name`,
    );
  return expression({ kind: 'param', name, type: castType(type, 'param') }) as Parameter<ColumnType>;
}

/** What a plan holds for an option: a parameter, also one in a list, is its node. */
export function optionValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isParameter) ? value.map(optionValue) : value;
  return isParameter(value) ? value.node : value;
}

/** The options of a step, with the nodes of parameters. */
export const optionValues = (options: { readonly [option: string]: unknown }): { readonly [option: string]: unknown } =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, optionValue(value)]));

export const isParameter = (value: unknown): value is AnyExpr => isExpr(value) && isParameterNode(value.node);

import type { DataType } from '../contract/data/index.js';
import { hasMembers, ParquetFrameError } from '../contract/errors/index.js';
import { aggregate } from './aggregate.js';
import { requireNoMore } from './arguments.js';
import { decimalTypeOf, type LiteralValue } from '../contract/plan/index.js';
import type { ColumnType, DeclaredType } from './column-types.js';
import { castType } from './declaration.js';
import { described } from './described.js';
import type { Aggregate, AnyExpr, CastTarget, Expr } from './expr.js';
import { callOf, checkedLiteral, expression } from './expression.js';

/**
 * A column by name. Its type is not known to the compiler; it is checked when the schema of the data is read (`COLUMN_NOT_FOUND`).
 *
 * @example
 * frame.filter(col('distance').gt(500))
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a column that nobody declared may be of any type
export function col<Column extends string>(column: Column, ...none: readonly unknown[]): Expr<any, Column> {
  requireName('col', 'column', column);
  // An array's `map` gives the index, too.
  if (typeof none[0] === 'string') requireNoMore('col', 1, none, 'Write one col() for each column');
  return expression({ kind: 'column', name: column });
}

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
function requireName(taker: string, what: string, name: unknown): void {
  if (typeof name !== 'string')
    throw new ParquetFrameError('INVALID_ARGUMENT', `${taker} takes the name of a ${what}, received ${described(name)}`);
}

/** The type of a literal: whole numbers are int64, others float64. */
export type LiteralType<V> = V extends boolean
  ? 'bool'
  : V extends bigint
    ? 'int64'
    : V extends number
      ? `${V}` extends `${bigint}`
        ? 'int64'
        : number extends V
          ? 'int64' | 'float64'
          : 'float64'
      : V extends string
        ? 'utf8'
        : V extends Uint8Array
          ? 'binary'
          : V extends Date
            ? 'timestamp'
            : 'null';

/**
 * A constant. Without a type a whole number is an int64 (a float64 beside a float), any other number a float64, a Date a timestamp; beside a decimal a number is the
 * decimal written, so that 19.99 is exactly 19.99. `lit('19.99', 'decimal')` is a decimal anywhere.
 */
export function lit<const V extends LiteralValue>(value: V): Expr<LiteralType<V>>;
export function lit<U extends CastTarget>(value: LiteralValue, to: U): Expr<U>;
export function lit(value: number | bigint | string, to: 'decimal'): Expr<'decimal'>;
export function lit<const D extends DataType>(value: LiteralValue, to: D): Expr<DeclaredType<D>>;
export function lit(value: LiteralValue, to?: CastTarget | 'decimal' | DataType): Expr<ColumnType> {
  checkedLiteral(value);
  return expression(to === undefined ? { kind: 'literal', value } : { kind: 'literal', value, type: literalTarget(value, to) });
}

/**
 * A struct of values by their names.
 *
 * @example
 * frame.withColumns(row => ({ place: struct({ city: row.city, country: 'at' }) }))
 */
export function struct(fields: { readonly [name: string]: LiteralValue | AnyExpr }, ...none: readonly unknown[]): Expr<'struct'> {
  requireNoMore('struct', 1, none, 'Give all fields in one object');
  if (!hasMembers(fields) || Object.keys(fields).length === 0)
    throw new ParquetFrameError('INVALID_ARGUMENT', `struct takes an object of one field or more, received ${described(fields)}`);
  return callOf('toStruct', Object.entries(fields).flat());
}

/** The digits of a decimal are those of its value, where none are stated. */
function literalTarget(value: LiteralValue, to: CastTarget | 'decimal' | DataType): DataType {
  if (to !== 'decimal') return castType(to, 'lit');
  const type = decimalTypeOf(value);
  if (type) return type;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `lit(…, 'decimal') takes a number, a bigint or a string such as '19.99' of at most 38 digits, received ${JSON.stringify(String(value))}`,
  );
}

/** The number of rows of a group. */
export function count(...none: []): Aggregate<'int64!'> {
  requireNoMore('count', 0, none, 'It counts rows; the values of a column are counted by row.x.count()');
  return aggregate(expression, 'count', undefined);
}

/**
 * A function by its name, for those of plugins: `fn('geo.distance', row.from, row.to)`. Its type is not known to the compiler.
 * Types are checked when the schema of the data is read; an unknown name is `INVALID_ARGUMENT` then.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a function that the compiler does not know may give any type
export function fn(scalar: string, ...operands: readonly (LiteralValue | AnyExpr)[]): Expr<any> {
  requireName('fn', 'function', scalar);
  return callOf(scalar, operands);
}

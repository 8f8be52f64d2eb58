import type { DataType } from '../contract/data/index.js';
import { checkOptionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import type { AggregateFunction } from '../contract/operations/index.js';
import type { LiteralValue, Overflow, ScalarFunction, UserExpression } from '../contract/plan/index.js';
import type {
  ArithmeticOf,
  ArithmeticType,
  ColumnType,
  Comparable,
  KnownType,
  LiteralOf,
  SumOf,
  TypeText,
} from './column-types.js';
import { castType } from './declaration.js';
import { formatExpression } from '../contract/plan/index.js';

declare const type: unique symbol;
declare const name: unique symbol;

/** An expression of type `T`, as an operand: all that matters of it then. */
export interface Operand<T extends ColumnType> {
  readonly [type]: T;
  /** what engines see */
  readonly node: UserExpression;
}

/** What a column may be compared with: a literal of its kind or an expression of a comparable type. The second parameter is there for the compiler's message: it names the column. */
export type ComparableWith<T extends ColumnType, _Column extends string> = LiteralOf[T] | Operand<Comparable<T>>;
/** What a number may be combined with. */
export type Arithmetic = number | bigint | Operand<ArithmeticType>;

/** How integer arithmetic answers when a result does not fit int64: the error `INTEGER_OVERFLOW` (default), wrapping around, or null. */
export interface ArithmeticOptions {
  readonly overflow?: Overflow;
}

type Result<T, O> =
  O extends Operand<infer U> ? ArithmeticOf<T, U> : O extends bigint ? ArithmeticOf<T, 'int64'> : NumberResult<T>;
/** An integer column takes integers only, at run time too, so a number keeps it an integer. */
type NumberResult<T> = ArithmeticOf<T, 'int64'>;

/**
 * An expression over the columns of a frame: data, evaluated by whichever engine runs the frame. `Column` is the name of the column where it is one.
 *
 * Nulls follow three-valued logic; numbers of different types compare exactly; NaN equals itself and is greater than every number.
 */
export interface Expr<T extends ColumnType, Column extends string = string> extends Operand<T> {
  readonly [name]: Column;
  eq(other: ComparableWith<T, Column>): Expr<'bool'>;
  ne(other: ComparableWith<T, Column>): Expr<'bool'>;
  lt(other: ComparableWith<T, Column>): Expr<'bool'>;
  lte(other: ComparableWith<T, Column>): Expr<'bool'>;
  gt(other: ComparableWith<T, Column>): Expr<'bool'>;
  gte(other: ComparableWith<T, Column>): Expr<'bool'>;
  /** `low <= this && this <= high` */
  between(low: ComparableWith<T, Column>, high: ComparableWith<T, Column>): Expr<'bool'>;
  /** equal to one of them; false for none */
  isIn(values: readonly ComparableWith<T, Column>[]): Expr<'bool'>;
  isNull(): Expr<'bool'>;
  isNotNull(): Expr<'bool'>;
  and(this: Operand<'bool'>, other: Operand<'bool'>): Expr<'bool'>;
  or(this: Operand<'bool'>, other: Operand<'bool'>): Expr<'bool'>;
  not(this: Operand<'bool'>): Expr<'bool'>;
  add<O extends Arithmetic>(this: Operand<ArithmeticType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  sub<O extends Arithmetic>(this: Operand<ArithmeticType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  mul<O extends Arithmetic>(this: Operand<ArithmeticType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  /** always a float64 */
  div(this: Operand<ArithmeticType>, other: Arithmetic): Expr<'float64'>;
  /** rounded down; of integers by zero: null */
  floorDiv<O extends Arithmetic>(this: Operand<ArithmeticType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  /** with the sign of the divisor; of integers by zero: null */
  mod<O extends Arithmetic>(this: Operand<ArithmeticType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  neg(this: Operand<ArithmeticType>, options?: ArithmeticOptions): Expr<ArithmeticOf<T, 'int64'>>;
  /** Checked: a value that does not fit is `CAST_FAILED`. */
  cast<U extends CastTarget>(to: U): Expr<U>;
  cast(to: DataType | TypeText): Expr<ColumnType>;
  /** sum of non-nulls; of integers int64, of floats float64 */
  sum(this: Operand<ArithmeticType>): Aggregate<SumOf<T>>;
  mean(this: Operand<ArithmeticType>): Aggregate<'float64'>;
  min(): Aggregate<T>;
  max(): Aggregate<T>;
  /** how many are not null */
  count(): Aggregate<'int64!'>;
}

/** Types that a name alone describes. */
export type CastTarget = Exclude<ColumnType, 'null' | 'decimal' | 'time' | 'duration' | 'list' | 'struct' | 'map'>;

/** An aggregate of a group, for `agg`. */
export interface Aggregate<T extends KnownType> {
  readonly [type]: T;
  readonly function: AggregateFunction;
  /** undefined: all rows */
  readonly input: UserExpression | undefined;
}

/** An expression or aggregate of any type. */
export type AnyExpr = { readonly node: UserExpression };
export type AnyAggregate = Pick<Aggregate<ColumnType>, 'function' | 'input'>;

/** The type of each expression of an object. */
export type TypesOf<E> = { readonly [K in keyof E]: E[K] extends { readonly [type]: infer T } ? T : never };

/**
 * A column by name. Its type is not known to the compiler; it is checked when the schema of the data is read (`COLUMN_NOT_FOUND`).
 *
 * @example
 * frame.filter(col('distance').gt(500))
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a column that nobody declared may be of any type
export const col = <Column extends string>(column: Column): Expr<any, Column> => expression({ kind: 'column', name: column });

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

/** A constant. Without a type a whole number is an int64 (a float64 beside a float), any other number a float64, a Date a timestamp. */
export function lit<const V extends LiteralValue>(value: V): Expr<LiteralType<V>>;
export function lit<U extends CastTarget>(value: LiteralValue, to: U): Expr<U>;
export function lit(value: LiteralValue, to?: CastTarget): Expr<ColumnType> {
  return expression(to === undefined ? { kind: 'literal', value } : { kind: 'literal', value, type: castType(to) });
}

/** The number of rows of a group. */
export const count = (): Aggregate<'int64!'> => aggregate('count', undefined);

/** Whether a value is an expression; also one of another copy of this library. */
export const isExpr = (value: unknown): value is AnyExpr => value !== null && typeof value === 'object' && 'node' in value;

/** Does not make an array of anything out of what it is, as `Array.isArray` does. */
const isList = (value: unknown): boolean => Array.isArray(value);

const operand = (value: LiteralValue | AnyExpr): UserExpression =>
  isExpr(value) ? value.node : { kind: 'literal', value: checkedLiteral(value) };

function checkedLiteral(value: LiteralValue): LiteralValue {
  const accepted = value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value);
  if (accepted || value instanceof Uint8Array || value instanceof Date) return value;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `an expression takes another expression or a literal (null, boolean, number, bigint, string, Uint8Array, Date), received ${received(value)}`,
  );
}

function call(
  scalar: ScalarFunction,
  operands: readonly UserExpression[],
  options: { readonly to?: DataType; readonly overflow?: Overflow | undefined } = {},
): UserExpression {
  const { to, overflow } = options;
  return { kind: 'call', function: scalar, arguments: operands, ...(to ? { to } : {}), ...(overflow ? { overflow } : {}) };
}

/** Types of expressions exist for the compiler only, so the phantom members are declared, not made. */
export function aggregate<T extends KnownType>(name: AggregateFunction, input: UserExpression | undefined): Aggregate<T> {
  return { function: name, input } as Aggregate<T>;
}

export function expression<T extends ColumnType, Column extends string>(node: UserExpression): Expr<T, Column> {
  return new Expression(node) as unknown as Expr<T, Column>;
}

type Other = LiteralValue | AnyExpr;

/** The one class behind `Expr`, without types: what may be combined with what is checked by the compiler and, by `resolveExpression`, against the data. */
class Expression {
  constructor(
    readonly node: UserExpression,
    /** levels of operations above columns and literals */
    readonly depth = 0,
  ) {}

  #with(scalar: ScalarFunction, others: readonly Other[], options?: ArithmeticOptions): Expression {
    checkOptionNames(scalar, options, ['overflow']);
    const node = call(scalar, [this.node, ...others.map(operand)], { overflow: options?.overflow });
    return new Expression(node, deeper(Math.max(this.depth, ...others.map(depthOf))));
  }

  eq(other: Other): Expression {
    return this.#with('equal', [other]);
  }
  ne(other: Other): Expression {
    return this.#with('notEqual', [other]);
  }
  lt(other: Other): Expression {
    return this.#with('less', [other]);
  }
  lte(other: Other): Expression {
    return this.#with('lessEqual', [other]);
  }
  gt(other: Other): Expression {
    return this.#with('greater', [other]);
  }
  gte(other: Other): Expression {
    return this.#with('greaterEqual', [other]);
  }
  between(low: Other, high: Other): Expression {
    return this.gte(low).and(this.lte(high));
  }
  isIn(values: readonly Other[]): Expression {
    if (!isList(values))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `isIn takes an array of values, as in isIn(['a', 'b']) or isIn([...set]); received ${received(values)}`,
      );
    return anyOf(values.map(value => this.eq(value))) ?? new Expression({ kind: 'literal', value: false });
  }
  isNull(): Expression {
    return this.#with('isNull', []);
  }
  isNotNull(): Expression {
    return this.#with('isNotNull', []);
  }
  and(other: Other): Expression {
    return this.#with('and', [other]);
  }
  or(other: Other): Expression {
    return this.#with('or', [other]);
  }
  not(): Expression {
    return this.#with('not', []);
  }
  add(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('add', [other], options);
  }
  sub(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('subtract', [other], options);
  }
  mul(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('multiply', [other], options);
  }
  div(other: Other): Expression {
    return this.#with('divide', [other]);
  }
  floorDiv(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('floorDivide', [other], options);
  }
  mod(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('modulo', [other], options);
  }
  neg(options?: ArithmeticOptions): Expression {
    return this.#with('negate', [], options);
  }
  cast(to: CastTarget | TypeText | DataType): Expression {
    const node = call('cast', [this.node], { to: castType(to) });
    return new Expression(node, deeper(this.depth));
  }
  sum(): AnyAggregate {
    return aggregate('sum', this.node);
  }
  mean(): AnyAggregate {
    return aggregate('mean', this.node);
  }
  min(): AnyAggregate {
    return aggregate('min', this.node);
  }
  max(): AnyAggregate {
    return aggregate('max', this.node);
  }
  count(): AnyAggregate {
    return aggregate('count', this.node);
  }
  toString(): string {
    return formatExpression(this.node);
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return formatExpression(this.node);
  }
}

/** Expressions are walked recursively, here and by engines: more levels would overflow a stack somewhere. */
const MOST_LEVELS = 1000;

const depthOf = (value: Other): number =>
  isExpr(value) && 'depth' in value && typeof value.depth === 'number' ? value.depth : 0;

function deeper(depth: number): number {
  if (depth < MOST_LEVELS) return depth + 1;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `an expression may nest ${String(MOST_LEVELS)} levels deep, received one more; use isIn for many values, and several filters for many conditions`,
  );
}

/** Joined by `or` in pairs, so that a long list does not nest deeply. */
function anyOf(conditions: readonly Expression[]): Expression | undefined {
  const [first] = conditions;
  if (first === undefined || conditions.length === 1) return first;
  const middle = conditions.length >> 1;
  const [left, right] = [anyOf(conditions.slice(0, middle)), anyOf(conditions.slice(middle))];
  return left && right ? left.or(right) : (left ?? right);
}

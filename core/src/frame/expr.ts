import type { DataType } from '../contract/data/index.js';
import type { AggregateFunction, AggregateOptions, Overflow } from '../contract/functions/index.js';
import type { UserExpression } from '../contract/plan/index.js';
import type { ColumnType, DeclaredType, InstantType, KnownType, Nullable, TypeText, Unchecked } from './column-types.js';
import type {
  AddableTo,
  AdditiveType,
  ArithmeticOf,
  BoolOperand,
  ComparableOperand,
  DifferenceType,
  LiteralOf,
  NumericOperand,
  SubtractableFrom,
  SumType,
} from './operand-types.js';
import type { AggregateMethodsOf } from './aggregate-methods.js';
import type { FixedMethods, MethodsOf } from './function-methods.js';
import type { WindowMethods } from './window/method-types.js';
import type { OverOptions } from './window/over-types.js';

declare const type: unique symbol;
declare const name: unique symbol;

/** An expression of type `T`, as an operand: all that matters of it then. */
export interface Operand<T extends ColumnType> {
  readonly [type]: T;
  /** what engines see */
  readonly node: UserExpression;
}

/** What a column may be compared with: a literal of its kind or an expression of a comparable type. The second parameter is there for the compiler's message: it names the column. */
export type ComparableWith<T extends ColumnType, _Column extends string> = LiteralOf[T] | Operand<ComparableOperand<T>>;
/** What a number may be combined with. */
export type Arithmetic = number | bigint | Operand<NumericOperand>;
/** What may be added to a value of a type. */
export type Addend<T> = (T extends NumericOperand ? number | bigint : never) | Operand<AddableTo<T>>;
/** What may be subtracted from a value of a type. */
export type Subtrahend<T> =
  (T extends NumericOperand ? number | bigint : T extends InstantType ? Date : never) | Operand<SubtractableFrom<T>>;

/** A value of the very type: what stands in one column with it, without changing its type. */
export type SameAs<T extends ColumnType> = LiteralOf[T] | Operand<T | 'null'> | null;

/** How arithmetic answers when a result does not fit: the errors `INTEGER_OVERFLOW` and `DECIMAL_OVERFLOW` (default), wrapping around (int64 only), or null. */
export interface ArithmeticOptions {
  readonly overflow?: Overflow;
}

/** A column of integers takes integers only, at run time too, so a number keeps it an integer, and a decimal a decimal. */
type TypeOfOperand<O> = O extends Operand<infer U> ? U : O extends Date ? 'timestamp' : 'int64';
type Result<T, O> = ArithmeticOf<T, TypeOfOperand<O>>;

/**
 * An expression over the columns of a frame: data, evaluated by whichever engine runs the frame. `Column` is the name of the column where it is one.
 *
 * Nulls follow three-valued logic; numbers of different types compare exactly; NaN equals itself and is greater than every number.
 */
export interface Expr<T extends ColumnType, Column extends string = string>
  extends Operand<T>, FixedMethods, MethodsOf<T>, AggregateMethodsOf<T>, WindowMethods<T> {
  readonly [name]: Column;
  eq(other: ComparableWith<T, Column>): Expr<'bool'>;
  ne(other: ComparableWith<T, Column>): Expr<'bool'>;
  lt(other: ComparableWith<T, Column>): Expr<'bool'>;
  lte(other: ComparableWith<T, Column>): Expr<'bool'>;
  gt(other: ComparableWith<T, Column>): Expr<'bool'>;
  gte(other: ComparableWith<T, Column>): Expr<'bool'>;
  /** `low <= this && this <= high` */
  between(low: ComparableWith<T, Column>, high: ComparableWith<T, Column>): Expr<'bool'>;
  /** equal to one of them, as in SQL: null where it is null, and where it equals none and one of them is null; false for no values */
  isIn(values: readonly ComparableWith<T, Column>[]): Expr<'bool'>;
  isNull(): Expr<'bool'>;
  /** The value where this one is null. */
  fillNull(value: SameAs<T>): Expr<T>;
  isNotNull(): Expr<'bool'>;
  and(this: Operand<BoolOperand>, other: Operand<BoolOperand>): Expr<'bool'>;
  or(this: Operand<BoolOperand>, other: Operand<BoolOperand>): Expr<'bool'>;
  not(this: Operand<BoolOperand>): Expr<'bool'>;
  /** of numbers, of a timestamp and a duration, of durations */
  add<O extends Addend<T>>(
    this: Operand<AdditiveType>,
    other: O,
    options?: ArithmeticOptions,
  ): Expr<SumType<T, TypeOfOperand<O>>>;
  /** of numbers, of two instants, times or durations (a duration), of a timestamp and a duration */
  sub<O extends Subtrahend<T>>(
    this: Operand<AdditiveType>,
    other: O,
    options?: ArithmeticOptions,
  ): Expr<DifferenceType<T, TypeOfOperand<O>>>;
  mul<O extends Arithmetic>(this: Operand<NumericOperand>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  /** always a float64 */
  div(this: Operand<NumericOperand>, other: Arithmetic): Expr<'float64'>;
  /** rounded down; null by zero, but for floats */
  floorDiv<O extends Arithmetic>(this: Operand<NumericOperand>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  /** with the sign of the divisor; null by zero, but for floats */
  mod<O extends Arithmetic>(this: Operand<NumericOperand>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  neg(this: Operand<NumericOperand>, options?: ArithmeticOptions): Expr<ArithmeticOf<T, 'int64'>>;
  /** Checked: a value that does not fit is `CAST_FAILED`. */
  cast<U extends CastTarget>(to: U): Expr<U>;
  cast<const D extends DataType>(to: D): Expr<DeclaredType<D>>;
  cast(to: TypeText): Expr<ColumnType>;
  /** The same as `cast`, but null for a value that does not fit. */
  tryCast<U extends CastTarget>(to: U): Expr<U>;
  tryCast<const D extends DataType>(to: D): Expr<DeclaredType<D>>;
  tryCast(to: TypeText): Expr<ColumnType>;
  /**
   * The value of a text of JSON as a type: bool, numbers, texts, and lists and structs of these. A text that does not fit is `CAST_FAILED`.
   *
   * @example
   * row.body.jsonDecode('struct<id: int64, tags: list<utf8>>')
   */
  jsonDecode<U extends CastTarget>(this: Operand<'utf8' | 'null'>, to: U): Expr<U>;
  jsonDecode<const D extends DataType>(this: Operand<'utf8' | 'null'>, to: D): Expr<DeclaredType<D>>;
  jsonDecode<const D extends TypeText>(this: Operand<'utf8' | 'null'>, to: D): Expr<DeclaredType<D>>;
  /** The same as `jsonDecode`, but null for a text that does not fit. */
  tryJsonDecode<U extends CastTarget>(this: Operand<'utf8' | 'null'>, to: U): Expr<U>;
  tryJsonDecode<const D extends DataType>(this: Operand<'utf8' | 'null'>, to: D): Expr<DeclaredType<D>>;
  tryJsonDecode<const D extends TypeText>(this: Operand<'utf8' | 'null'>, to: D): Expr<DeclaredType<D>>;
  /** The items in order, ascending and nulls last by default. */
  listSort(
    this: Operand<'list' | 'null'>,
    options?: { readonly descending?: boolean; readonly nulls?: 'first' | 'last' },
  ): Expr<'list'>;
  /**
   * What an expression gives for each item: the compiler does not know its type, so it is that which the callback says, if it says any.
   *
   * @example
   * row.prices.listMap(price => price.mul(2))
   */
  listMap<T extends ColumnType = Unchecked[string]>(
    this: Operand<'list' | 'null'>,
    each: (item: Expr<T>) => AnyExpr,
  ): Expr<'list'>;
  /** The items for which a condition is true. */
  listFilter<T extends ColumnType = Unchecked[string]>(
    this: Operand<'list' | 'null'>,
    each: (item: Expr<T>) => Operand<BoolOperand>,
  ): Expr<'list'>;
  /**
   * The moment at which the clock of another zone shows the same date and time; with null the date and time, without a zone. Times that the clock shows twice or not at all are `CAST_FAILED`, unless the options say
   * what to do.
   *
   * @example
   * row.departure.atTimeZone('Europe/Berlin', { ambiguous: 'earliest' })
   */
  atTimeZone(this: Operand<'timestamp' | 'null'>, zone: string | null, options?: AtTimeZoneOptions): Expr<'timestamp'>;
}

/** What is done with times that the clock of a zone shows twice, or not at all; both are errors by default, `raise`. */
export interface AtTimeZoneOptions {
  readonly ambiguous?: 'raise' | 'earliest' | 'latest' | 'null';
  readonly nonExistent?: 'raise' | 'null';
}

/** Types that a name alone describes. */
export type CastTarget = Exclude<ColumnType, 'null' | 'decimal' | 'time' | 'duration' | 'list' | 'struct' | 'map'>;

/** An aggregate of a group, for `agg`. */
export interface Aggregate<T extends KnownType> {
  readonly [type]: T;
  readonly function: AggregateFunction;
  /** undefined: all rows */
  readonly input: UserExpression | undefined;
  /** of functions of two columns */
  readonly second?: UserExpression | undefined;
  readonly options?: AggregateOptions | undefined;
  /** which rows count */
  readonly condition?: UserExpression | undefined;
  /** The same of the rows for which the predicate is true; groups without any stay. */
  where(predicate: Operand<BoolOperand>): Aggregate<T>;
  /** The same for every row, of the rows of its partition or of a frame of it: for `withColumns` and `filter`. */
  over(options?: OverOptions): Expr<Nullable<T> & ColumnType>;
}

/** An expression or aggregate of any type. */
export type AnyExpr = { readonly node: UserExpression };
export type AnyAggregate = Omit<Aggregate<ColumnType>, 'where' | 'over' | typeof type>;

/** The type of each expression of an object. */
export type TypesOf<E> = { readonly [K in keyof E]: E[K] extends { readonly [type]: infer T } ? T : never };

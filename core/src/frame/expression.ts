import type { DataType } from '../contract/data/index.js';
import { checkOptionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import type { AggregateFunction, Overflow } from '../contract/functions/index.js';
import {
  decimalTypeOf,
  formatExpression,
  isParameterNode,
  type LiteralValue,
  type ParameterNode,
  type UserExpression,
} from '../contract/plan/index.js';
import type {
  AddableTo,
  AdditiveType,
  ArithmeticOf,
  ColumnType,
  Comparable,
  DeclaredType,
  DifferenceType,
  InstantType,
  KnownType,
  LiteralOf,
  NumericType,
  SubtractableFrom,
  SumOf,
  SumType,
  TypeText,
} from './column-types.js';
import { noteExpression } from './conditions.js';
import { castType } from './declaration.js';
import { METHOD_NAMES, type MethodsOf } from './function-methods.js';

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
export type Arithmetic = number | bigint | Operand<NumericType>;
/** What may be added to a value of a type. */
export type Addend<T> = (T extends NumericType ? number | bigint : never) | Operand<AddableTo<T>>;
/** What may be subtracted from a value of a type. */
export type Subtrahend<T> =
  (T extends NumericType ? number | bigint : T extends InstantType ? Date : never) | Operand<SubtractableFrom<T>>;

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
export interface Expr<T extends ColumnType, Column extends string = string> extends Operand<T>, MethodsOf<T> {
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
  mul<O extends Arithmetic>(this: Operand<NumericType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  /** always a float64 */
  div(this: Operand<NumericType>, other: Arithmetic): Expr<'float64'>;
  /** rounded down; null by zero, but for floats */
  floorDiv<O extends Arithmetic>(this: Operand<NumericType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  /** with the sign of the divisor; null by zero, but for floats */
  mod<O extends Arithmetic>(this: Operand<NumericType>, other: O, options?: ArithmeticOptions): Expr<Result<T, O>>;
  neg(this: Operand<NumericType>, options?: ArithmeticOptions): Expr<ArithmeticOf<T, 'int64'>>;
  /** Checked: a value that does not fit is `CAST_FAILED`. */
  cast<U extends CastTarget>(to: U): Expr<U>;
  cast<const D extends DataType>(to: D): Expr<DeclaredType<D>>;
  cast(to: TypeText): Expr<ColumnType>;
  /** sum of non-nulls; of integers int64, of decimals a decimal of 38 digits, of floats the float64 nearest to the exact sum */
  sum(this: Operand<NumericType>): Aggregate<SumOf<T>>;
  /** mean of non-nulls: the float64 nearest to the exact quotient */
  mean(this: Operand<NumericType>): Aggregate<'float64'>;
  min(): Aggregate<T>;
  max(): Aggregate<T>;
  /** how many are not null */
  count(): Aggregate<'int64!'>;
  /** how many different values there are, nulls left out; NaN is equal to itself, −0 to 0 */
  countDistinct(): Aggregate<'int64!'>;
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
  return expression({ kind: 'param', name, type: castType(type) }) as Parameter<ColumnType>;
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

/** The digits of a decimal are those of its value, where none are stated. */
function literalTarget(value: LiteralValue, to: CastTarget | 'decimal' | DataType): DataType {
  if (to !== 'decimal') return castType(to);
  const type = decimalTypeOf(value);
  if (type) return type;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `lit(…, 'decimal') takes a number, a bigint or a string such as '19.99' of at most 38 digits, received ${JSON.stringify(String(value))}`,
  );
}

/** The number of rows of a group. */
export const count = (): Aggregate<'int64!'> => aggregate('count', undefined);

/**
 * A function by its name, for those of plugins: `fn('geo.distance', row.from, row.to)`. Its type is not known to the compiler.
 * Types are checked when the schema of the data is read; an unknown name is `INVALID_ARGUMENT` then.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a function that the compiler does not know may give any type
export const fn = (scalar: string, ...operands: readonly (LiteralValue | AnyExpr)[]): Expr<any> =>
  fromClass(new Expression(call(scalar, operands.map(operand)), deeper(Math.max(0, ...operands.map(depthOf)))));

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
  scalar: string,
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

export const expression = <T extends ColumnType, Column extends string>(node: UserExpression): Expr<T, Column> =>
  fromClass(new Expression(node));

const fromClass = <T extends ColumnType, Column extends string>(made: Expression): Expr<T, Column> =>
  made as unknown as Expr<T, Column>;

type Other = LiteralValue | AnyExpr;

/** The one class behind `Expr`, without types: what may be combined with what is checked by the compiler and, by `resolveExpression`, against the data. */
class Expression {
  constructor(
    readonly node: UserExpression,
    /** levels of operations above columns and literals */
    readonly depth = 0,
  ) {
    noteExpression(node);
  }

  #with(scalar: string, others: readonly Other[], options?: ArithmeticOptions): Expression {
    checkOptionNames(scalar, options, ['overflow']);
    const node = call(scalar, [this.node, ...others.map(operand)], { overflow: options?.overflow });
    return new Expression(node, deeper(Math.max(this.depth, ...others.map(depthOf))));
  }

  /** A function of one operand by its name. */
  apply(scalar: string, options?: ArithmeticOptions): Expression {
    return this.#with(scalar, [], options);
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
  countDistinct(): AnyAggregate {
    return aggregate('countDistinct', this.node);
  }
  toString(): string {
    return formatExpression(this.node);
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return formatExpression(this.node);
  }
  /** Text in a template; operators of JavaScript would compare and add texts. @throws ParquetFrameError `INVALID_ARGUMENT` */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return formatExpression(this.node);
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `operators of JavaScript cannot look into the expression ${formatExpression(this.node)}; write a.add(b), a.gt(b), a.eq(b) and so on`,
    );
  }
}

/** Functions of one operand whose records say that they are methods. */
for (const name of METHOD_NAMES)
  Object.defineProperty(Expression.prototype, name, {
    value(this: Expression, options?: ArithmeticOptions) {
      return this.apply(name, options);
    },
  });

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

import type { LiteralValue } from '../contract/plan/index.js';
import type { ColumnType, FloatType, NumericType } from './column-types.js';
import type { Operand } from './expr.js';
import type { ComparableOperand, LiteralOf } from './operand-types.js';
import type { LiteralType } from './operands.js';

type IsUnion<T, U = T> = T extends U ? ([U] extends [T] ? false : true) : never;

/** The type of a column that holds values of several: numbers have one in common, anything else must agree. */
type Joined<T> = 0 extends 1 & T
  ? T
  : [T] extends [never]
    ? 'null'
    : IsUnion<T> extends true
      ? [T] extends [NumericType]
        ? [Extract<T, FloatType>] extends [never]
          ? 'decimal' extends T
            ? 'decimal'
            : 'int64'
          : 'float64'
        : T
      : T;

/** The type of a choice between operands and literals, which take the type of the operands where there are any. */
export type ChoiceOf<Operands, Literals> = ([Exclude<Operands, 'null'>] extends [never]
  ? [Exclude<Literals, 'null'>] extends [never]
    ? 'null'
    : Exclude<Literals, 'null'>
  : Joined<Exclude<Operands, 'null'>>) &
  ColumnType;

export type OperandTypeOf<V> = V extends Operand<infer T> ? T : never;
export type LiteralTypeOf<V> = V extends Operand<ColumnType> ? never : LiteralType<V>;

/** What may be a value of a choice of a type. */
export type Alternative<T extends ColumnType> = LiteralOf[T] | Operand<ComparableOperand<T>> | null;
/** Any literal or expression. */
export type AnyAlternative = LiteralValue | Operand<ColumnType>;

import type { ColumnType, FloatType, InstantType, NumericType } from './column-types.js';

/** Literals that a column of a type may be compared with. */
export interface LiteralOf {
  /** whatever it is compared with, the answer is null */
  null: boolean | number | bigint | string | Uint8Array | Date;
  bool: boolean;
  int8: number | bigint;
  int16: number | bigint;
  int32: number | bigint;
  int64: number | bigint;
  uint8: number | bigint;
  uint16: number | bigint;
  uint32: number | bigint;
  uint64: number | bigint;
  float16: number | bigint;
  float32: number | bigint;
  float64: number | bigint;
  /** 19.99 and '19.99' are exactly that, a bigint is a whole number */
  decimal: number | bigint | string;
  utf8: string;
  binary: Uint8Array;
  date: Date | string;
  timestamp: Date | string;
  /** `'23:59:59.5'`, or a count of the column's unit */
  time: number | bigint | string;
  /** a count of the column's unit */
  duration: number | bigint;
  list: never;
  struct: never;
  map: never;
}

/** Column types that a type may be compared with: exactly across numbers, and across dates and timestamps; else the same type. */
export type Comparable<T extends ColumnType> = T extends NumericType ? NumericType : T extends InstantType ? InstantType : T;
/** The same for operands: what is null in every row may stand beside anything. */
export type ComparableOperand<T extends ColumnType> = T extends 'null' ? ColumnType : Comparable<T> | 'null';
/** Numbers, and what is null in every row, which takes the type of what it stands beside. */
export type NumericOperand = NumericType | 'null';
export type BoolOperand = 'bool' | 'null';

/** What has sums and means. */
export type SummableType = NumericType | 'duration';
/** The type of a sum. */
export type SumOf<T> = T extends FloatType
  ? 'float64'
  : T extends 'decimal'
    ? 'decimal'
    : T extends 'duration'
      ? 'duration'
      : 'int64';
/** The type of a mean. */
export type MeanOf<T> = T extends 'duration' ? 'duration' : 'float64';
/** The type of arithmetic on numbers. */
export type ArithmeticOf<A, B> = A extends FloatType
  ? 'float64'
  : B extends FloatType
    ? 'float64'
    : A extends 'decimal'
      ? 'decimal'
      : B extends 'decimal'
        ? 'decimal'
        : 'int64';
/** What may be added and subtracted: numbers, instants, times and durations. */
export type AdditiveType = NumericType | InstantType | 'time' | 'duration' | 'null';
/** The type of a sum of two values: of numbers, of a timestamp and a duration, of durations. */
export type SumType<A, B> = A extends NumericType
  ? ArithmeticOf<A, B>
  : A extends 'null'
    ? B extends NumericType | 'null'
      ? ArithmeticOf<A, B>
      : B
    : A extends 'timestamp'
      ? A
      : B extends 'timestamp'
        ? B
        : 'duration';
/** The type of a difference: of numbers, of two instants, times or durations, or of a timestamp and a duration. */
export type DifferenceType<A, B> = A extends NumericType
  ? ArithmeticOf<A, B>
  : [A, B] extends ['null', NumericOperand]
    ? ArithmeticOf<A, B>
    : A extends 'timestamp'
      ? B extends 'duration'
        ? A
        : 'duration'
      : 'duration';
/** What an operand beside a type must be to be added to it, or subtracted from it. */
export type AddableTo<A> = A extends NumericType
  ? NumericOperand
  : A extends 'timestamp'
    ? 'duration' | 'null'
    : A extends 'duration'
      ? 'duration' | 'timestamp' | 'null'
      : A extends 'null'
        ? NumericOperand | 'duration' | 'timestamp'
        : never;
export type SubtractableFrom<A> = A extends NumericType
  ? NumericOperand
  : A extends 'null'
    ? AdditiveType
    : A extends 'timestamp'
      ? InstantType | 'duration'
      : A extends 'date'
        ? InstantType
        : A extends 'time' | 'duration'
          ? A | 'null'
          : never;

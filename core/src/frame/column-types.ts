import type { DataType } from '../contract/data/index.js';

/** What a value of each column type is in rows. Null is added where rows are formed: every column may hold it. */
export interface JsValueOf {
  null: null;
  bool: boolean;
  int8: number;
  int16: number;
  int32: number;
  int64: bigint;
  uint8: number;
  uint16: number;
  uint32: number;
  uint64: bigint;
  float16: number;
  float32: number;
  float64: number;
  /** exact, e.g. `'12.50'` */
  decimal: string;
  utf8: string;
  binary: Uint8Array;
  /** midnight UTC */
  date: Date;
  timestamp: Date;
  /** count of the column's unit */
  time: bigint;
  /** count of the column's unit */
  duration: bigint;
  list: readonly unknown[];
  struct: { readonly [member: string]: unknown };
  /** pairs of key and value */
  map: readonly (readonly [unknown, unknown])[];
}

/**
 * Names of column types, as schemas declare them. One name stands for all encodings of the same values: `utf8` also for large, view and dictionary-encoded strings,
 * `timestamp` for every unit.
 */
export type ColumnType = keyof JsValueOf;

/** Columns and their types, as the compiler knows them. */
export type FrameSchema = { readonly [column: string]: ColumnType };

/** A schema that the compiler does not know: every column is allowed, and checked when the schema of the data is read. */
export type Unchecked = { readonly [column: string]: any }; // eslint-disable-line @typescript-eslint/no-explicit-any -- the type of a column that nobody declared

/** A schema as a user declares it: type names, or full types where a name leaves something open (units, precision). */
export type SchemaDeclaration = { readonly [column: string]: ColumnType | DataType };

/** The compile-time schema of a declaration. */
export type DeclaredSchemaOf<D extends SchemaDeclaration> = { readonly [K in keyof D]: TypeName<D[K]> };

/** Not recursive: dictionaries of dictionaries do not occur, and the compiler would try to go all the way down. */
type TypeName<T> = T extends ColumnType
  ? T
  : T extends { readonly values: { readonly id: infer V } }
    ? NameOfId<V>
    : T extends { readonly id: infer Id }
      ? NameOfId<Id>
      : never;
type NameOfId<Id> = Id extends ColumnType
  ? Id
  : Id extends 'largeUtf8' | 'utf8View'
    ? 'utf8'
    : Id extends 'largeBinary' | 'binaryView' | 'fixedSizeBinary'
      ? 'binary'
      : Id extends 'largeList' | 'fixedSizeList'
        ? 'list'
        : never;

export type IntegerType = 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64';
export type FloatType = 'float16' | 'float32' | 'float64';
export type ArithmeticType = IntegerType | FloatType;
export type NumericType = ArithmeticType | 'decimal';
export type InstantType = 'date' | 'timestamp';

/** Literals that a column of a type may be compared with. */
export interface LiteralOf {
  null: never;
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
  decimal: number | bigint;
  utf8: string;
  binary: Uint8Array;
  date: Date | string;
  timestamp: Date | string;
  time: bigint;
  duration: bigint;
  list: never;
  struct: never;
  map: never;
}

/** Column types that a type may be compared with: exactly across numbers, and across dates and timestamps; else the same type. */
export type Comparable<T extends ColumnType> = T extends NumericType ? NumericType : T extends InstantType ? InstantType : T;

/** The type of a sum. */
export type SumOf<T> = T extends FloatType ? 'float64' : T extends 'decimal' ? 'decimal' : 'int64';
/** The type of integer or float arithmetic. */
export type ArithmeticOf<A, B> = A extends FloatType ? 'float64' : B extends FloatType ? 'float64' : 'int64';

/** One row as an object. */
export type RowOf<S> = { -readonly [K in keyof S]: S[K] extends keyof JsValueOf ? JsValueOf[S[K]] | null : unknown };
/** One row with `{ int64: 'number' }`, `{ timestamp: 'bigint' }`. */
export type RowWith<S, O> = string extends keyof S
  ? RowOf<S>
  : { -readonly [K in keyof S]: S[K] extends keyof JsValueOf ? ValueWith<S[K], O> | null : unknown };
type ValueWith<T extends keyof JsValueOf, O> = T extends 'int64' | 'uint64'
  ? O extends { readonly int64: 'number' }
    ? number
    : bigint
  : T extends 'timestamp'
    ? O extends { readonly timestamp: 'bigint' }
      ? bigint
      : Date
    : JsValueOf[T];

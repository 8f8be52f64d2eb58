import type { DataType } from '../contract/data/index.js';

/** What a value of each column type is in rows. Null is added where rows are formed. */
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

/** A column type without nulls, such as the `int64!` of a count: in rows its values are not typed `| null`. */
export type NotNull<T extends ColumnType = ColumnType> = `${T}!`;

/** What the compiler knows of a column: its type, and by the `!` that it holds no nulls. */
export type KnownType = ColumnType | NotNull;

/** The type of a column that may hold nulls, whatever it is now. */
export type Nullable<T> = T extends `${infer U extends ColumnType}!` ? U : T;

/** Columns and their types, as the compiler knows them. */
export type FrameSchema = { readonly [column: string]: KnownType };

/** A schema that the compiler does not know: every column is allowed, and checked when the schema of the data is read. */
export type Unchecked = { readonly [column: string]: any }; // eslint-disable-line @typescript-eslint/no-explicit-any -- the type of a column that nobody declared

/** A schema as a user declares it: type names, or full types where a name leaves something open (units, precision). */
export type SchemaDeclaration = { readonly [column: string]: ColumnType | TypeText | DataType };

/** Full types as the library prints them: `timestamp[ms, UTC]`, `decimal(10, 2)`, `list<int64>`. */
export type TypeText =
  | 'largeUtf8'
  | 'utf8View'
  | 'largeBinary'
  | 'binaryView'
  | `${'date' | 'time' | 'duration' | 'timestamp'}[${string}]`
  | `${'decimal' | 'fixedSizeBinary'}(${string})`
  | `${'list' | 'largeList' | 'fixedSizeList' | 'struct' | 'map' | 'dictionary'}<${string}>`;

/** The compile-time schema of a declaration. Without one every column is allowed. */
export type DeclaredSchemaOf<D extends SchemaDeclaration> = string extends keyof D
  ? Unchecked
  : { readonly [K in keyof D]: TypeName<D[K]> };

/** The name of a full type. */
export type DeclaredType<T> = TypeName<T>;

/** Not recursive: dictionaries of dictionaries do not occur, and the compiler would try to go all the way down. */
type TypeName<T> = T extends ColumnType
  ? T
  : T extends string
    ? TextName<T>
    : T extends { readonly values: { readonly id: infer V } }
      ? NameOfId<V>
      : T extends { readonly id: infer Id }
        ? NameOfId<Id>
        : never;
type TextName<T extends string> = T extends `dictionary<${infer V}>`
  ? V extends ColumnType
    ? V
    : TextName<V>
  : NameOfId<
      T extends `${infer Id}[${string}]`
        ? Id
        : T extends `${infer Id}(${string})`
          ? Id
          : T extends `${infer Id}<${string}>`
            ? Id
            : T
    >;
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
/** Numbers. */
export type NumericType = IntegerType | FloatType | 'decimal';
export type InstantType = 'date' | 'timestamp';

/** How int64 and uint64 appear in rows. */
export type Int64 = 'bigint' | 'number' | 'string';

/** One row as an object. */
export type RowOf<S, I extends Int64 = 'bigint'> = RowWith<S, unknown, I>;
/** One row with `{ int64: 'number' }`, `{ timestamp: 'bigint' }`; `I` is how the frame gives int64. */
export type RowWith<S, O, I extends Int64 = 'bigint'> = { -readonly [K in keyof S]: ValueWith<S[K], O, I> };
/** A value of a column of a known type: with null where the column may hold it. */
export type ValueWith<T, O, I extends Int64 = 'bigint'> = T extends keyof JsValueOf
  ? FormOf<T, O, I> | null
  : T extends `${infer U extends ColumnType}!`
    ? FormOf<U, O, I>
    : unknown;
type FormOf<T extends keyof JsValueOf, O, I extends Int64> = T extends 'int64' | 'uint64'
  ? Int64Form[O extends { readonly int64: infer J extends Int64 } ? J : I]
  : T extends 'timestamp'
    ? O extends { readonly timestamp: 'bigint' }
      ? bigint
      : Date
    : JsValueOf[T];
interface Int64Form {
  bigint: bigint;
  number: number;
  string: string;
}

/** The compile-time schema of row objects: what `fromRows` infers. Rows whose members the compiler does not know give an unchecked frame. */
export type SchemaOfRows<R> =
  string extends MembersOf<R>
    ? Unchecked
    : [MembersOf<R>] extends [never]
      ? Unchecked
      : { readonly [K in MembersOf<R>]: TypeOfValues<MemberOf<R, K>> };
/** The compile-time schema of `fromColumns`: typed arrays have their own type and no nulls. */
export type SchemaOfColumns<C> = string extends keyof C
  ? Unchecked
  : { readonly [K in keyof C & string]: C[K] extends readonly (infer V)[] ? TypeOfValues<V> : TypeOfArray<C[K]> };
type TypeOfArray<A> = A extends { readonly [Symbol.toStringTag]: infer Name extends keyof TypedArrayTypes }
  ? TypedArrayTypes[Name]
  : Unchecked[string];
interface TypedArrayTypes {
  Int8Array: 'int8!';
  Int16Array: 'int16!';
  Int32Array: 'int32!';
  BigInt64Array: 'int64!';
  Uint8Array: 'uint8!';
  Uint16Array: 'uint16!';
  Uint32Array: 'uint32!';
  BigUint64Array: 'uint64!';
  Float32Array: 'float32!';
  Float64Array: 'float64!';
}
type MembersOf<R> = R extends unknown ? keyof R & string : never;
type MemberOf<R, K> = R extends unknown ? (K extends keyof R ? R[K] : undefined) : never;
type TypeOfValues<V> = unknown extends V
  ? Unchecked[string]
  : [V] extends [NonNullable<V>]
    ? `${TypeOfValue<V>}!`
    : TypeOfValue<NonNullable<V>>;
type TypeOfValue<V> = [V] extends [never]
  ? 'null'
  : [V] extends [number]
    ? 'float64'
    : [V] extends [bigint]
      ? 'int64'
      : [V] extends [string]
        ? 'utf8'
        : [V] extends [boolean]
          ? 'bool'
          : [V] extends [Date]
            ? 'timestamp'
            : [V] extends [Uint8Array]
              ? 'binary'
              : [V] extends [readonly unknown[]]
                ? 'list'
                : [V] extends [object]
                  ? 'struct'
                  : Unchecked[string];

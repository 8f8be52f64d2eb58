import type {
  ColumnType,
  DeclaredType,
  FloatType,
  InstantType,
  IntegerType,
  NotNull,
  Nullable,
  NumericType,
  Unchecked,
} from './column-types.js';
import type { Comparable, LiteralOf, MeanOf, SummableType, SumOf } from './operand-types.js';
import type { Expr, Operand } from './expr.js';

/** The columns of a row, as expressions: what the callback of a verb gets. */
export type Row<S> = { readonly [K in keyof S & string]: Expr<Nullable<S[K]> & ColumnType, K> };

/** An expression over `S`: a callback, in which the compiler knows the columns, or a value such as `count()` or one made with `col()`, whose columns it does not know. */
export type Over<S, R> = R | ((row: Row<S>) => R);

/** Names of columns of `S`. */
export type ColumnOf<S> = keyof S & string;

/*
 * Names are computed before columns are, by `Exclude` and `Extract`: of a mapped type that renames or leaves out by `as`, the compiler works out the names again whenever it is asked for one, and the types of
 * a chain of verbs would cost the number of columns times that of verbs.
 */
export type Selected<S, K> = string extends keyof S ? Unchecked : { readonly [P in Extract<keyof S, K>]: S[P] };
export type Without<S, K> = string extends keyof S ? Unchecked : { readonly [P in Exclude<keyof S, K>]: S[P] };
export type WithColumns<S, T> = string extends keyof S
  ? Unchecked
  : { readonly [P in keyof S | keyof T]: P extends keyof T ? T[P] : P extends keyof S ? S[P] : never };
export type Renamed<S, M> = string extends keyof S
  ? Unchecked
  : {
      readonly [P in Exclude<keyof S, keyof M> | NewName<M[keyof M & keyof S]>]: P extends Exclude<keyof S, keyof M>
        ? S[P]
        : S[OldName<M, P> & keyof S];
    };
type NewName<N> = N extends string ? N : never;
type OldName<M, N> = { [P in keyof M]: N extends M[P] ? P : never }[keyof M];
/**
 * Columns of the left, then those of the right without the common keys; a name that both have gets the suffix. Columns of a side that may lack a row may be
 * null; semi and anti joins have the left columns only.
 */
export type Joined<L, R, Keys, Suffix extends string, How> = string extends keyof L | keyof R
  ? Unchecked
  : How extends 'semi' | 'anti'
    ? L
    : How extends 'right' | 'full'
      ? Flat<
          { readonly [P in keyof L]: P extends Keys ? JoinedKey<L, R, P, How> : Nullable<L[P]> } & Added<L, R, Keys, Suffix, How>
        >
      : Flat<L & Added<L, R, Keys, Suffix, How>>;
type Added<L, R, Keys, Suffix extends string, How> = {
  readonly [P in Exclude<keyof R, Keys> as P extends keyof L ? `${P & string}${Suffix}` : P]: How extends 'left' | 'full'
    ? Nullable<R[P]>
    : R[P];
};
/** A key that both sides have: of a right join the right one, of a full join that of the side that has a row. */
type JoinedKey<L, R, P extends keyof L, How> = P extends keyof R
  ? How extends 'right'
    ? R[P]
    : L[P] extends NotNull
      ? R[P]
      : L[P]
  : L[P];

/** `unknown`, or what does not compile where a pair of join keys is of types that are never equal: its text names both. */
export type JoinCheck<L, R, A extends string, B extends string> = string extends keyof L | keyof R
  ? unknown
  : Refused<L, R, A, B> extends infer E
    ? [E] extends [never]
      ? unknown
      : { readonly 'join keys': E }
    : never;
/** With several keys on each side the pairs are known at run time only. */
type Refused<L, R, A extends string, B extends string> =
  IsUnion<A> extends true ? (A extends B ? PairRefused<L, R, A, A> : never) : PairRefused<L, R, A, B>;
type PairRefused<L, R, A extends string, B extends string> = A extends keyof L
  ? B extends keyof R
    ? FamilyRefused<Nullable<L[A]>, Nullable<R[B]>, A, B>
    : never
  : never;
type FamilyRefused<T, U, A extends string, B extends string> = 0 extends 1 & T
  ? never
  : 0 extends 1 & U
    ? never
    : [U] extends [Comparable<T & ColumnType>]
      ? T extends 'list' | 'struct' | 'map'
        ? `${A} is a ${T}, which cannot be a key`
        : never
      : `${A} is ${T & string}, ${B} is ${U & string}: cast one of them`;
type IsUnion<T, Whole = T> = [T] extends [never] ? false : T extends unknown ? ([Whole] extends [T] ? false : true) : false;
/** One object type instead of an intersection: cheaper for whatever comes after. */
type Flat<T> = { readonly [P in keyof T]: T[P] };
/** Keys, then aggregates. */
export type Grouped<S, K extends PropertyKey, T> = string extends keyof S
  ? Unchecked
  : { readonly [P in K | keyof T]: P extends keyof T ? T[P] : P extends keyof S ? S[P] : never };
/** An aggregate of every column that can take it, but for the keys. */
export type Aggregated<S, K extends PropertyKey, F extends keyof AggregatedTypes<ColumnType>> = {
  readonly [P in Exclude<keyof S, K> as Nullable<S[P]> extends TakenBy[F] | 'null' ? P : never]: AggregatedTypes<
    Nullable<S[P]>
  >[F];
};
interface TakenBy {
  readonly sum: SummableType;
  readonly mean: SummableType;
  readonly min: FlatType;
  readonly max: FlatType;
  readonly median: NumericType;
  readonly countDistinct: FlatType;
}
interface AggregatedTypes<T> {
  readonly sum: SumOf<T>;
  readonly mean: MeanOf<T>;
  readonly min: T;
  readonly max: T;
  readonly median: 'float64';
  readonly countDistinct: 'int64!';
}
type FlatType = Exclude<ColumnType, 'list' | 'struct' | 'map'>;

/** Columns without nulls. */
export type WithoutNulls<S, K> = string extends keyof S
  ? Unchecked
  : { readonly [P in keyof S]: P extends K ? NeverNull<S[P]> : S[P] };
type NeverNull<T> = 0 extends 1 & T ? T : T extends ColumnType ? NotNull<T> : T;
/** The type of each column of a cast. */
export type CastTypes<M> = { readonly [K in keyof M]: DeclaredType<M[K]> };
/** A column and how often each of its values is there, or its share. */
export type Counted<S, K extends PropertyKey, N extends string, P> = Grouped<
  S,
  K,
  { readonly [name in N]: P extends true ? 'float64' : 'int64!' }
>;

/** The number of each row, then all columns. */
export type WithRowIndex<S, N extends string> = string extends keyof S
  ? Unchecked
  : { readonly [P in N | keyof S]: P extends keyof S ? S[P] : 'int64!' };
/** Columns that hold lists, as far as the compiler knows. */
export type ListColumnOf<S> = { [K in ColumnOf<S>]: Nullable<S[K]> extends 'list' ? K : never }[ColumnOf<S>];
/** Columns of some types, as far as the compiler knows. */
export type ColumnOfType<S, T> = { [K in ColumnOf<S>]: Nullable<S[K]> extends T ? K : never }[ColumnOf<S>];
/** The columns of some types: `numeric` stands for all numbers. */
export type OfTypes<S, T> = string extends keyof S
  ? Unchecked
  : {
      readonly [
        P in keyof S as Nullable<S[P]> extends Exclude<T, 'numeric'> | ('numeric' extends T ? NumericType : never) ? P : never
      ]: S[P];
    };
/** All columns with something before and after their names. */
export type Affixed<S, P extends string, X extends string> = string extends keyof S
  ? Unchecked
  : { readonly [K in keyof S as `${P}${K & string}${X}`]: S[K] };
/** A matrix of correlations. */
export type Correlated<S, K extends string> = string extends keyof S
  ? Unchecked
  : { readonly [P in K | 'column']: P extends 'column' ? 'utf8!' : 'float64' };
/** What may be written in the place of a value of a column. */
export type ReplacedKey<T> = 0 extends 1 & T ? FillValue : Nullable<T> extends infer U extends ColumnType ? LiteralOf[U] : never;
/** The type of a column that may hold nulls from here on. */
export type Nulled<T> = 0 extends 1 & T ? T : Nullable<T>;
/** Columns may be null in rows that are added, except those that the steps are made of. */
export type Upsampled<S, K> = string extends keyof S ? Unchecked : { readonly [P in keyof S]: P extends K ? S[P] : Nulled<S[P]> };
/** What the items of lists are, the compiler does not know. */
export type Exploded<S, K> = string extends keyof S
  ? Unchecked
  : { readonly [P in keyof S]: P extends K ? Unchecked[string] : S[P] };

/** Rows of two frames, columns matched by name: a column may be null where it may be in either, or where one lacks it. */
export type Concatenated<S, R> = string extends keyof S | keyof R
  ? Unchecked
  : {
      readonly [P in keyof S | keyof R]: P extends keyof S
        ? P extends keyof R
          ? EitherOf<S[P], R[P]>
          : Nullable<S[P]>
        : P extends keyof R
          ? Nullable<R[P]>
          : never;
    };
/** Of a column that is null in every row the type that it has elsewhere. */
type EitherOf<A, B> = [A, B] extends [B, A] ? A : [Nullable<A>] extends ['null'] ? Nullable<B> : Nullable<A>;

/** `unknown`, or what does not compile where frames have different columns: its text names the first of them. */
export type ConcatCheck<S, R, M> = string extends keyof S | keyof R
  ? unknown
  : ConcatRefused<S, R, M> extends infer E
    ? [E] extends [never]
      ? unknown
      : // A text of its own, since messages show an alias by its name.
        { readonly 'columns of both frames': E extends string ? `${E}.` : never }
    : never;
type ConcatRefused<S, R, M> =
  | { [P in keyof S & keyof R]: DifferenceOf<Nullable<S[P]>, Nullable<R[P]>, P & string> }[keyof S & keyof R]
  | (M extends 'null'
      ? never
      : LackOf<Exclude<keyof S, keyof R> & string, 'other'> | LackOf<Exclude<keyof R, keyof S> & string, 'first'>);
type LackOf<P extends string, W extends string> = P extends string ? `the ${W} frame has no ${P}` : never;
type DifferenceOf<A, B, P extends string> = 0 extends 1 & (A | B)
  ? never
  : [A] extends [B]
    ? never
    : [B] extends [A]
      ? never
      : 'null' extends A | B
        ? never
        : `${P} is ${A & string}, ${B & string}: cast one of them`;

/** The columns of two frames side by side; they may be null where rows are filled. */
export type Beside<S, R, M> = string extends keyof S | keyof R
  ? Unchecked
  : {
      readonly [P in keyof S | keyof R]: P extends keyof S ? FilledUp<S[P], M> : P extends keyof R ? FilledUp<R[P], M> : never;
    };
type FilledUp<T, M> = M extends 'null' ? Nulled<T> : T;
/** `unknown`, or what does not compile where both frames have a column of one name: its text names it. */
export type BesideCheck<S, R> = string extends keyof S | keyof R
  ? unknown
  : Extract<keyof S & keyof R, string> extends infer E
    ? [E] extends [never]
      ? unknown
      : { readonly 'columns side by side': E extends string ? `both frames have ${E}: rename one of them` : never }
    : never;

/** Columns as rows; `K` or `X` is never where all others are meant. */
export type Unpivoted<S, K, X, N extends string, V extends string> = string extends keyof S
  ? Unchecked
  : UnpivotedOf<
      S,
      [K] extends [never] ? Exclude<keyof S, X> : K & keyof S,
      [X] extends [never] ? Exclude<keyof S, K> : X & keyof S,
      N,
      V
    >;
type UnpivotedOf<S, K extends keyof S, X, N extends string, V extends string> = {
  readonly [P in (X & keyof S) | N | V]: P extends V
    ? CommonOf<Exclude<Nullable<S[K]>, 'null'>>
    : P extends N
      ? 'utf8'
      : P extends keyof S
        ? S[P]
        : never;
};
type CommonOf<T> = [T] extends [never] ? 'null' : IsUnion<T> extends true ? ([T] extends [IntegerType] ? 'int64' : 'float64') : T;

/** Values that become names of columns. */
export type PivotValue = string | number | bigint | boolean | Date | null;
/** The columns of the index, then one for each value. */
export type Pivoted<S, X extends PropertyKey, V extends PivotValue, T> = string extends keyof S
  ? Unchecked
  : string extends NameOf<V>
    ? Unchecked
    : { readonly [P in X | NameOf<V>]: P extends keyof S ? (P extends X ? S[P] : T) : T };
type NameOf<V extends PivotValue> = V extends Date
  ? string
  : V extends string | number | bigint | boolean | null
    ? number extends V
      ? string
      : bigint extends V
        ? string
        : `${V}`
    : never;

/** One value for all columns of its kind. */
export type FillValue = number | bigint | string | boolean | Date | Uint8Array;
/** What may stand in the place of a null of a column: a literal of its kind, or an expression of its type. */
export type FillOf<T, K extends string> = 0 extends 1 & T
  ? FillValue | Operand<ColumnType>
  : Nullable<T> extends infer U extends ColumnType
    ? FillerOf<U, K>
    : never;
/** The second parameter is there for the compiler's message: it names the column. */
export type FillerOf<T extends ColumnType, _Column extends string> = LiteralOf[T] | Operand<T>;
/** Columns that are filled with a literal have no nulls; with an expression they may. */
export type Filled<S, V> = string extends keyof S
  ? Unchecked
  : { readonly [P in keyof S]: FilledType<S[P], V extends FillValue ? V : P extends keyof V ? V[P] : never, V> };
type FilledType<T, W, V> = [W] extends [never]
  ? T
  : W extends FillValue
    ? V extends FillValue
      ? Nullable<T> extends KindOf<W>
        ? NeverNull<T>
        : T
      : NeverNull<T>
    : T;
/** The types that a value fills whatever it is: integers are not among those of a number, which may have a fraction. */
type KindOf<W> = W extends number
  ? FloatType | 'decimal'
  : W extends bigint
    ? NumericType
    : W extends string
      ? 'utf8'
      : W extends boolean
        ? 'bool'
        : W extends Date
          ? InstantType
          : 'binary';

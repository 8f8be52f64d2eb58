import type { ColumnType, Unchecked } from './column-types.js';
import type { Expr } from './expression.js';

/** The columns of a row, as expressions: what the callback of a verb gets. */
export type Row<S> = { readonly [K in keyof S & string]: Expr<S[K] & ColumnType, K> };

/** An expression over `S`: a callback on frames whose schema the compiler knows; on others also a value made with `col()`. */
export type Over<S, R> = string extends keyof S ? R | ((row: Row<S>) => R) : (row: Row<S>) => R;

/** Names of columns of `S`. */
export type ColumnOf<S> = keyof S & string;

export type Selected<S, K> = string extends keyof S ? Unchecked : { readonly [P in keyof S as P extends K ? P : never]: S[P] };
export type Without<S, K> = string extends keyof S ? Unchecked : { readonly [P in keyof S as P extends K ? never : P]: S[P] };
export type WithColumns<S, T> = string extends keyof S
  ? Unchecked
  : { readonly [P in keyof S | keyof T]: P extends keyof T ? T[P] : P extends keyof S ? S[P] : never };
export type Renamed<S, M> = string extends keyof S
  ? Unchecked
  : { readonly [P in keyof S as P extends keyof M ? M[P] & string : P]: S[P] };
/** Columns of the left, then those of the right without the common keys; a name that both have gets the suffix. */
export type Joined<L, R, Keys, Suffix extends string> = string extends keyof L | keyof R
  ? Unchecked
  : Flat<
      L & {
        readonly [P in Exclude<keyof R, Keys> as P extends keyof L ? `${P & string}${Suffix}` : P]: R[P];
      }
    >;
/** One object type instead of an intersection: cheaper for whatever comes after. */
type Flat<T> = { readonly [P in keyof T]: T[P] };
/** Keys, then aggregates. */
export type Grouped<S, K extends PropertyKey, T> = string extends keyof S
  ? Unchecked
  : { readonly [P in K | keyof T]: P extends keyof T ? T[P] : P extends keyof S ? S[P] : never };

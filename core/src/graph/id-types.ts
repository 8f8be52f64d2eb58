import type { ColumnType, FloatType, IntegerType, JsValueOf, Nullable } from '../frame/column-types.js';

/** Types of vertex ids: integers and strings. */
export type IdType = IntegerType | 'utf8';

/** The id type of a graph: that of the two edge columns; int64 for integers of two widths, and for floats, which must be whole. */
export type IdOf<S, Src, Dst> = string extends keyof S
  ? UncheckedId
  : Src extends keyof S
    ? Dst extends keyof S
      ? CommonId<Nullable<S[Src]>, Nullable<S[Dst]>>
      : never
    : never;
type CommonId<A, B> = [A] extends [B] ? ([B] extends [A] ? (A extends IdType ? A : Mixed<A, B>) : Mixed<A, B>) : Mixed<A, B>;
type Mixed<A, B> = A | B extends IntegerType | FloatType ? 'int64' : A | B extends 'utf8' ? 'utf8' : never;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the id type of a frame whose columns nobody declared
export type UncheckedId = any;

/** A column of vertices: it holds no nulls. */
export type IdColumn<Id> = Id extends ColumnType ? `${Id}!` : Id;

/** Values that name a vertex. */
export type VertexId<Id> = Id extends keyof JsValueOf
  ? JsValueOf[Id] extends string
    ? string
    : number | bigint
  : number | bigint | string;

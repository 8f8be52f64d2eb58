import type { IntegerType, JsValueOf } from '../frame/column-types.js';

/** Types of vertex ids: integers and strings. */
export type IdType = IntegerType | 'utf8';

/** The id type of a graph: that of the two edge columns; int64 for integers of two widths. */
export type IdOf<S, Src, Dst> = string extends keyof S
  ? UncheckedId
  : Src extends keyof S
    ? Dst extends keyof S
      ? CommonId<S[Src], S[Dst]>
      : never
    : never;
type CommonId<A, B> = [A] extends [B] ? ([B] extends [A] ? A & IdType : Mixed<A, B>) : Mixed<A, B>;
type Mixed<A, B> = A | B extends IntegerType ? 'int64' : A | B extends 'utf8' ? 'utf8' : never;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the id type of a frame whose columns nobody declared
export type UncheckedId = any;

/** Values that name a vertex. */
export type VertexId<Id> = Id extends keyof JsValueOf
  ? JsValueOf[Id] extends string
    ? string
    : number | bigint
  : number | bigint | string;

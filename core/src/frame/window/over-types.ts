import type { AnyExpr } from '../expr.js';

/** A column by its name, or as an expression, which the compiler checks: `'origin'` or `row.origin`. */
export type WindowColumn = string | AnyExpr;
/** A key of the order of rows, with its direction, or just its column. */
export type WindowKey =
  WindowColumn | { readonly column: WindowColumn; readonly descending?: boolean; readonly nulls?: 'first' | 'last' };

/** An end of a frame of rows: so many rows from the row itself, before it below 0. */
export type RowsBound = 'unbounded' | 'current' | number;
/** An end of a frame of values: how far they are from the row's own, as a number or, for dates and times, as a duration such as `'-7d'`. */
export type RangeBound = 'unbounded' | 'current' | number | bigint | (string & {});
/** The rows that a window looks at, from and to. */
export type FrameOptions =
  | { readonly rows: readonly [from: RowsBound, to: RowsBound]; readonly range?: never }
  | { readonly range: readonly [from: RangeBound, to: RangeBound]; readonly rows?: never };

/** Over which rows a window goes. */
export interface OverOptions {
  /** rows with the same values are a partition of their own; all rows are one by default */
  readonly partitionBy?: WindowColumn | readonly WindowColumn[];
  /** the order of the rows of a partition; that of the frame by default */
  readonly orderBy?: WindowKey | readonly WindowKey[];
  /** with an order from the first row to the peers of this one by default, without one the whole partition */
  readonly frame?: FrameOptions;
}

/** The last rows up to a row, or all whose value in `by` is no further behind than `range`, both ends included. */
export type RollingOptions =
  | {
      readonly rows: number;
      /** null where fewer values are there; default 1 */
      readonly minSamples?: number;
    }
  | { readonly range: number | bigint | string; readonly by: WindowColumn; readonly minSamples?: number };

/** How fast older values lose their weight: one of the three. */
export type EwmOptions =
  | { readonly alpha: number; readonly span?: never; readonly halfLife?: never }
  | { readonly span: number; readonly alpha?: never; readonly halfLife?: never }
  | { readonly halfLife: number; readonly alpha?: never; readonly span?: never };

/** `average` (default): peers share the mean of their ranks; `min`, `max`: the least, the greatest of them; `dense`: no rank is left out; `ordinal`: peers in their order. */
export type RankMethod = 'average' | 'min' | 'max' | 'dense' | 'ordinal';

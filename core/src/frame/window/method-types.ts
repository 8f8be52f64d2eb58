import type { ColumnType } from '../column-types.js';
import type { Expr, Operand, SameAs } from '../expr.js';
import type { AdditiveType, DifferenceType, MeanOf, NumericOperand, SummableType, SumOf } from '../operand-types.js';
import type { EwmOptions, OverOptions, RankMethod, RollingOptions } from './over-types.js';

/** An expression of other rows: over all rows in their order, unless `over` says which. */
export interface WindowExpr<T extends ColumnType> extends Expr<T> {
  /** Over which rows each of its windows goes. */
  over(options: OverOptions): Expr<T>;
}

type Summable = Operand<SummableType | 'null'>;
type Numbers = Operand<NumericOperand>;

/** Window functions as methods of an expression of type `T`. Without `over` they go over all rows, in the order of the frame. */
export interface WindowMethods<T extends ColumnType> {
  /** The value `rows` rows before (after it, below 0), or `default` where there is no such row, else null. */
  lag(rows?: number, options?: { readonly default?: SameAs<T> }): WindowExpr<T>;
  /** The value `rows` rows after. */
  lead(rows?: number, options?: { readonly default?: SameAs<T> }): WindowExpr<T>;
  /** As `lag`, by the name that pandas and Polars have for it. */
  shift(rows?: number, options?: { readonly default?: SameAs<T> }): WindowExpr<T>;
  /** How much it is more than `rows` rows before. */
  diff(this: Operand<AdditiveType>, rows?: number): WindowExpr<DifferenceType<T, T> & ColumnType>;
  /** The same as a share of the value before: 0.5 for half as much again. */
  pctChange(this: Numbers, rows?: number): WindowExpr<'float64'>;
  /** The value of the first row of the frame, null where that is null. */
  firstValue(): WindowExpr<T>;
  /** The value of the last row of the frame: with an order, that of the peers of the row unless a frame says more. */
  lastValue(): WindowExpr<T>;
  /** The value of row `n` of the frame, from 1 on. */
  nthValue(n: number): WindowExpr<T>;
  /** The sum of the values up to the row; null before the first one. */
  cumSum(this: Summable): WindowExpr<SumOf<T>>;
  cumMin(): WindowExpr<T>;
  cumMax(): WindowExpr<T>;
  /** How many values that are not null there have been. */
  cumCount(): WindowExpr<'int64'>;
  /** The sum of the last values: `{ rows: 7 }`, or `{ range: '7d', by: 'date' }`, both ends included. */
  rollingSum(this: Summable, options: RollingOptions): WindowExpr<SumOf<T>>;
  rollingMean(this: Summable, options: RollingOptions): WindowExpr<MeanOf<T>>;
  rollingMin(options: RollingOptions): WindowExpr<T>;
  rollingMax(options: RollingOptions): WindowExpr<T>;
  /** The standard deviation of a sample; null for less than two values. */
  rollingStd(this: Numbers, options: RollingOptions): WindowExpr<'float64'>;
  /** The last value that is not null, up to the row. */
  fillForward(): WindowExpr<T>;
  /** The next value that is not null, from the row on. */
  fillBackward(): WindowExpr<T>;
  /** The rank of the value among all, from 1 on; null where it is null. Peers share the mean of their ranks by default. */
  rank<const M extends RankMethod = 'average'>(options?: {
    readonly method?: M;
    readonly descending?: boolean;
  }): WindowExpr<M extends 'average' ? 'float64' : 'int64'>;
  /** The exponentially weighted mean of the values up to the row, each weighing `1 - alpha` times the next; as `adjust: true` of pandas and Polars. */
  ewmMean(this: Numbers, options: EwmOptions): WindowExpr<'float64'>;
}

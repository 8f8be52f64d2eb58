import { isFloat } from '@parquetframe/core/engine';
import type { Aggregation, ColumnData, DataType, Steps } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import { AnyAll } from './any-all.js';
import { ApproxDistinct } from './approx-distinct.js';
import { ArgExtreme } from './arg-extreme.js';
import { Counter } from './counter.js';
import { Distinct } from './distinct.js';
import { First, Last } from './ends.js';
import { Extremes } from './extremes.js';
import { Histogram } from './histogram.js';
import { KeptOrder } from './kept-order.js';
import { Joined, Lists } from './lists.js';
import { Mode } from './mode.js';
import { kurtosis, skewness } from './moments.js';
import { Pairs } from './pairs.js';
import { SortedNumbers, quantile } from './sorted-numbers.js';
import { DecimalTotal, DurationMean, FloatTotal, IntegerTotal, WholeMean } from './totals.js';
import { Variance } from './variance.js';

/**
 * What one aggregate knows of each group. `partial` gives it as plain data that can be sent to another thread, `merge` takes that in; the result is
 * the same, however the rows were divided.
 */
export interface Accumulator {
  /** Makes room for `length` rows of up to `groupCount` groups, so that `add` does not stop to do it. */
  reserve(groupCount: number, vector: Vector | undefined, length: number): Steps<void>;
  /** Row i belongs to `groups[i]`. `vector` is undefined for a count of all rows, `second` the second column of functions that take two. */
  add(vector: Vector | undefined, groups: Int32Array, groupCount: number, second?: Vector): void;
  /** What is known of the first `groupCount` groups, for `merge` of another accumulator of the same aggregate. */
  partial(groupCount: number): unknown;
  /** Group i of another accumulator's `partial` is added to `groups[i]`. */
  merge(partial: unknown, groups: Int32Array, groupCount: number): void;
  /** Bytes of what grows with the rows, not only with the groups. */
  readonly bytes?: number;
  /** What is done once, before the groups are finished. */
  prepare?(groupCount: number): Steps<void>;
  /** The whole column, where it is not made of `finish`. */
  column?(groupCount: number): Steps<ColumnData>;
  /** One value per group `from … to`. @throws ParquetFrameError `INTEGER_OVERFLOW`, `DECIMAL_OVERFLOW` */
  finish(from: number, to: number): Vector;
}

const NOTHING: DataType = { id: 'null' };

/** `type` is that of the column, `second` that of the second one. */
export function accumulator(
  { name, function: f, options = {} }: Aggregation,
  type: DataType = NOTHING,
  second: DataType = NOTHING,
): Accumulator {
  const scale = type.id === 'decimal' ? type.scale : undefined;
  switch (f) {
    case 'count':
      return new Count();
    case 'countDistinct':
      return new Distinct();
    case 'sum':
      if (scale !== undefined) return new DecimalTotal(name, scale);
      if (type.id === 'duration') return new IntegerTotal(name, type);
      return isFloat(type) ? new FloatTotal(false) : new IntegerTotal(name);
    case 'mean':
      if (type.id === 'duration') return new DurationMean(name, type);
      return isFloat(type) ? new FloatTotal(true) : new WholeMean(name, scale ?? 0);
    case 'min':
    case 'max':
      return new Extremes(f === 'min', type);
    case 'first':
      return new First(type, options['ignoreNulls'] === true);
    case 'last':
      return new Last(type, options['ignoreNulls'] === true);
    case 'any':
    case 'all':
      return new AnyAll(f === 'any');
    case 'var':
    case 'std':
      return new Variance(type, Number(options['ddof']), f === 'std');
    case 'median':
      return new SortedNumbers(type, sorted => quantile(sorted, 0.5));
    case 'quantile':
      return new SortedNumbers(type, sorted => quantile(sorted, Number(options['q'])));
    case 'skew':
      return new SortedNumbers(type, sorted => skewness(sorted, options['bias'] === true));
    case 'kurtosis':
      return new SortedNumbers(type, sorted => kurtosis(sorted, options['bias'] === true));
    case 'approxCountDistinct':
      return new ApproxDistinct(type);
    case 'histogram':
      return new Histogram(type, Array.isArray(options['breaks']) ? options['breaks'].map(Number) : []);
    case 'mode':
      return new Mode(type);
    case 'argMin':
    case 'argMax':
      return new ArgExtreme(type, second, f === 'argMin');
    case 'list':
      return new Lists(type);
    case 'join':
      return new Joined(type, separatorOf(options));
    case 'listBy':
      return new Lists(type, new KeptOrder(second, options['descending'] === true));
    case 'joinBy':
      return new Joined(type, separatorOf(options), new KeptOrder(second, options['descending'] === true));
    case 'cov':
      return new Pairs(type, second, Number(options['ddof']));
    case 'corr':
      return new Pairs(type, second, undefined);
  }
}

const separatorOf = (options: NonNullable<Aggregation['options']>): string =>
  typeof options['separator'] === 'string' ? options['separator'] : '';

class Count implements Accumulator {
  readonly #counter = new Counter();

  reserve(groupCount: number): Steps<void> {
    return this.#counter.reserveSteps(groupCount);
  }

  add(vector: Vector | undefined, groups: Int32Array, groupCount: number): void {
    this.#counter.add(vector, groups, groupCount);
  }

  partial(groupCount: number): Float64Array {
    return this.#counter.counts(0, groupCount).slice();
  }

  merge(partial: unknown, groups: Int32Array, groupCount: number): void {
    if (partial instanceof Float64Array) this.#counter.addCounts(partial, groups, groupCount);
  }

  finish(from: number, to: number): Vector {
    return { form: 'number', type: { id: 'int64' }, step: 1, validity: undefined, values: this.#counter.counts(from, to) };
  }
}

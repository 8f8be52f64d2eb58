import { ParquetFrameError } from '../contract/errors/index.js';
import { requireNoMore } from './arguments.js';
import type { Int64, IntegerType, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import { described } from './described.js';
import { FrameBase } from './frame-base.js';
import type { Parameter } from './parameter.js';
import type { ColumnOf, Counted, WithoutNulls } from './schema-types.js';
import { sampleStep, type SampleOptions } from './verbs/choose.js';
import { headStep, rankedSteps, sliceSteps, tailStep } from './verbs/ends.js';
import { dropNullsStep } from './verbs/nulls.js';
import { valueCountsStep, type ValueCountsOptions } from './verbs/value-counts.js';

/** Verbs that choose rows and are made of other operations. */
export abstract class RowVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends FrameBase<S, I> {
  /** The first rows; 5 by default. */
  head(rows: number | Parameter<IntegerType> = 5, ...none: []): DataFrame<S, I> {
    requireNoMore('head', 1, none);
    return this.verb(headStep(rows));
  }

  /** The last rows, in their order; 5 by default. The frame is read to its end. */
  tail(rows: number | Parameter<IntegerType> = 5, ...none: []): DataFrame<S, I> {
    requireNoMore('tail', 1, none);
    return this.verb(tailStep(rows));
  }

  /**
   * At most `length` rows from row `offset` on; all that follow where no length is given. An offset below 0 counts from the end; where there are fewer rows than
   * that, it is the first row.
   *
   * @example
   * frame.slice(10, 5); // rows 10 to 14
   * frame.slice(-3, 2); // the third and the second from the end
   */
  slice(offset: number, length?: number | Parameter<IntegerType>, ...none: []): DataFrame<S, I> {
    requireNoMore('slice', 2, none);
    return this.verbs(sliceSteps(offset, length));
  }

  /** The `rows` rows with the largest values of a column, ties by the next column, then by their order; the largest first, nulls last. */
  topK(rows: number | Parameter<IntegerType>, by: ColumnOf<S> | readonly ColumnOf<S>[], ...none: []): DataFrame<S, I> {
    requireNoMore('topK', 2, none, "Several columns are given as a list: topK(3, ['a', 'b'])");
    return this.verbs(rankedSteps('topK', rows, by));
  }

  /** The `rows` rows with the smallest values, the smallest first; nulls last. */
  bottomK(rows: number | Parameter<IntegerType>, by: ColumnOf<S> | readonly ColumnOf<S>[], ...none: []): DataFrame<S, I> {
    requireNoMore('bottomK', 2, none, "Several columns are given as a list: bottomK(3, ['a', 'b'])");
    return this.verbs(rankedSteps('bottomK', rows, by));
  }

  /**
   * Some rows chosen at random, each at most once, in their order: `n` of them, or a fraction, rounded down. The same seed (0 by default) takes the same rows, on every
   * engine: `table.sample` of the catalogue says how they are chosen.
   *
   * @example
   * flights.sample({ n: 1000 });
   * flights.sample({ fraction: 0.01, seed: 7 });
   */
  sample(options: SampleOptions | number, ...none: []): DataFrame<S, I> {
    requireNoMore('sample', 1, none, 'Give the seed as in sample({ n: 10, seed: 7 })');
    return this.verb(sampleStep(options));
  }

  /** The rows that have no null in any column, or in none of those named. NaN is not null. */
  dropNulls<const K extends ColumnOf<S> = ColumnOf<S>>(subset?: K | readonly K[], ...none: []): DataFrame<WithoutNulls<S, K>, I> {
    requireNoMore('dropNulls', 1, none, "Several columns are given as a list: dropNulls(['a', 'b'])");
    const { step, expand } = dropNullsStep(subset);
    return this.expanded(step, expand);
  }

  /**
   * How often each value of a column is there, null too: one row for each value, the most frequent first.
   *
   * @example
   * flights.valueCounts('origin'); // origin, count
   * flights.valueCounts('origin', { normalize: true }); // origin, proportion
   */
  valueCounts<
    const K extends ColumnOf<S>,
    const P extends boolean = false,
    const N extends string = P extends true ? 'proportion' : 'count',
  >(column: K, options?: ValueCountsOptions<N, P>, ...none: []): DataFrame<Counted<S, K, N, P>, I> {
    requireNoMore('valueCounts', 2, none);
    const { step, expand } = valueCountsStep(column, options);
    return this.expanded(step, expand);
  }

  /**
   * What a function makes of the frame: for chains that go through functions of your own.
   *
   * @example
   * const long = (frame: DataFrame<Flights>) => frame.filter(row => row.distance.gt(1000));
   * flights.pipe(long).limit(3);
   */
  pipe<R>(step: (frame: this) => R, ...none: []): R {
    requireNoMore('pipe', 1, none, 'Give further arguments in the function: pipe(frame => step(frame, more))');
    if (typeof (step as unknown) !== 'function')
      throw new ParquetFrameError('INVALID_ARGUMENT', `pipe takes a function of the frame, received ${described(step)}`);
    return step(this);
  }
}

import { requireNoMore } from './arguments.js';
import type { Int64, Unchecked } from './column-types.js';
import { ColumnVerbs } from './column-verbs.js';
import type { DataFrame } from './data-frame.js';
import type { FrameLike, FrameOf } from './frame-like.js';
import type { Beside, BesideCheck, ColumnOf, ConcatCheck, Concatenated, Joined } from './schema-types.js';
import { framesBeside } from './verbs/align.js';
import { joinAsofStep, type AsofOptions } from './verbs/join-asof.js';
import { joinWhereStep, type WhereCondition } from './verbs/join-where.js';
import { concatStep, setStep, type BesideOptions, type ConcatOptions, type SetOptions } from './verbs/sets.js';

/** Verbs over the rows of several frames: those with the same columns, and those whose values are near, or compare as asked. */
export abstract class SetVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends ColumnVerbs<S, I> {
  /**
   * The rows of this frame, then those of the others, columns matched by name. All have the same columns, in any order, unless `missing: 'null'` fills those that a frame lacks; the
   * same name stands for the same type. A column that is null in every row takes the type that it has elsewhere.
   *
   * @example
   * january.concat(february);
   * january.concat([february, march], { missing: 'null' });
   */
  concat<R, const M extends 'error' | 'null' = 'error'>(
    others: (FrameOf<R> | readonly FrameOf<R>[]) & ConcatCheck<S, R, M>,
    options?: ConcatOptions<M>,
  ): DataFrame<Concatenated<S, R>, I>;
  /**
   * Frames side by side, row by row: columns of different names, and as many rows in each, unless `missing: 'null'` fills the last rows of shorter ones.
   *
   * @example
   * features.concat(labels, { how: 'horizontal' });
   */
  concat<R, const M extends 'error' | 'null' = 'error'>(
    other: FrameOf<R> & BesideCheck<S, R>,
    options: BesideOptions<M>,
  ): DataFrame<Beside<S, R, M>, I>;
  concat(others: readonly FrameLike[], options: BesideOptions): DataFrame<Unchecked, I>;
  concat(others: FrameLike | readonly FrameLike[], options?: ConcatOptions | BesideOptions, ...none: []): unknown {
    requireNoMore('concat', 2, none, 'Several frames are given as a list: concat([b, c])');
    const plans = framesBeside('concat', this, others);
    const { step, expand } = concatStep(options);
    return this.expanded(step, expand, ...plans);
  }

  /** The different rows that are in both frames, in the order in which they first appear here; with `all` each as often as it is in both. Null is equal to null, NaN to NaN; -0 is shown as 0. */
  intersect<R>(other: FrameOf<R> & ConcatCheck<S, R, 'error'>, options?: SetOptions, ...none: []): DataFrame<S, I> {
    requireNoMore('intersect', 2, none);
    const { step, expand } = setStep('intersect', options);
    return this.expanded(step, expand, ...framesBeside('intersect', this, [other]));
  }

  /** The different rows of this frame that are not in the other, in the order in which they first appear; with `all` each of the other takes away one that is equal, the first of them. Null is equal to null, NaN to NaN; -0 is shown as 0. */
  except<R>(other: FrameOf<R> & ConcatCheck<S, R, 'error'>, options?: SetOptions, ...none: []): DataFrame<S, I> {
    requireNoMore('except', 2, none);
    const { step, expand } = setStep('except', options);
    return this.expanded(step, expand, ...framesBeside('except', this, [other]));
  }

  /**
   * Every row of this frame with the row of the other whose value in `on` is nearest: the last one up to it (`backward`, default), the first one from it on (`forward`) or the nearest on either
   * side; among those that agree in `by`. Values are numbers, decimals, dates, times or durations, in any order; nulls and NaN match nothing. A row without a partner has nulls.
   *
   * @example
   * trades.joinAsof(quotes, { on: 'time', by: 'symbol', tolerance: '5s' });
   */
  joinAsof<
    R,
    const K extends ColumnOf<R> & ColumnOf<S>,
    const B extends ColumnOf<R> & ColumnOf<S> = never,
    const X extends string = '_right',
  >(
    right: FrameOf<R>,
    options: AsofOptions & { readonly on: K; readonly by?: B | readonly B[]; readonly suffix?: X },
  ): DataFrame<Joined<S, R, K | B, X, 'left'>, I>;
  joinAsof<
    R,
    const K extends ColumnOf<S>,
    const L extends ColumnOf<R>,
    const A extends ColumnOf<S> = never,
    const B extends ColumnOf<R> = never,
    const X extends string = '_right',
  >(
    right: FrameOf<R>,
    options: AsofOptions & {
      readonly leftOn: K;
      readonly rightOn: L;
      readonly leftBy?: A | readonly A[];
      readonly rightBy?: B | readonly B[];
      readonly suffix?: X;
    },
  ): DataFrame<Joined<S, R, (K & L) | (A & B), X, 'left'>, I>;
  joinAsof(right: FrameLike, options: object, ...none: []): unknown {
    requireNoMore('joinAsof', 2, none);
    const step = joinAsofStep(this.executor, right, options);
    return this.verb<S>(step, step.right.plan);
  }

  /**
   * The pairs of a row of this frame and one of the other for which all conditions hold: `=`, `<`, `<=`, `>` or `>=` between a column of each, such as what lies in an interval, or intervals that overlap. Rows in
   * the order of this frame, the partners of one in the order of the other; all columns of both. It gives what a cross join and a filter give, without looking at every pair. Where a value is null its condition does not hold.
   *
   * @example
   * trips.joinWhere(shifts, { on: [['at', '>=', 'start'], ['at', '<', 'end']] });
   */
  joinWhere<R, const X extends string = '_right'>(
    right: FrameOf<R>,
    options: { readonly on: readonly WhereCondition<ColumnOf<S>, ColumnOf<R>>[]; readonly suffix?: X },
    ...none: []
  ): DataFrame<Joined<S, R, never, X, 'inner'>, I> {
    requireNoMore('joinWhere', 2, none);
    const step = joinWhereStep(this.executor, right, options);
    return this.verb(step, step.right.plan);
  }
}

import { requireNoMore } from './arguments.js';
import type { Int64, Unchecked } from './column-types.js';
import { ColumnVerbs } from './column-verbs.js';
import type { DataFrame } from './data-frame.js';
import type { FrameOf } from './frame-like.js';
import type { ConcatCheck, Concatenated } from './schema-types.js';
import { framesBeside } from './verbs/align.js';
import { verbStep } from './verbs/names.js';
import { concatStep, setExpansion, type ConcatOptions } from './verbs/sets.js';

/** Verbs over the rows of several frames that have the same columns. */
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
    ...none: []
  ): DataFrame<Concatenated<S, R>, I> {
    requireNoMore('concat', 2, none, 'Several frames are given as a list: concat([b, c])');
    const plans = framesBeside('concat', this, others);
    const { step, expand } = concatStep(options);
    return this.expanded(step, expand, ...plans);
  }

  /** The different rows that are in both frames, in the order in which they first appear here. Null is equal to null, NaN to NaN; -0 is shown as 0. */
  intersect<R>(other: FrameOf<R> & ConcatCheck<S, R, 'error'>, ...none: []): DataFrame<S, I> {
    requireNoMore('intersect', 1, none);
    return this.expanded(verbStep('intersect', {}), setExpansion('intersect'), ...framesBeside('intersect', this, [other]));
  }

  /** The different rows of this frame that are not in the other, in the order in which they first appear. Null is equal to null, NaN to NaN; -0 is shown as 0. */
  except<R>(other: FrameOf<R> & ConcatCheck<S, R, 'error'>, ...none: []): DataFrame<S, I> {
    requireNoMore('except', 1, none);
    return this.expanded(verbStep('except', {}), setExpansion('except'), ...framesBeside('except', this, [other]));
  }
}

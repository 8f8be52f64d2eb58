import { requireNoMore } from './arguments.js';
import type { ChoiceOf } from './choice-types.js';
import type { InstantType, Int64, NumericType, Unchecked } from './column-types.js';
import type { LiteralValue } from '../contract/plan/index.js';
import type { DataFrame } from './data-frame.js';
import type { LiteralType } from './operands.js';
import type { ColumnOf, ColumnOfType, Nulled, ReplacedKey, WithColumns } from './schema-types.js';
import { TimeVerbs } from './time-verbs.js';
import { cutStep, type CutOptions } from './verbs/cut.js';
import { qcutStep, type QcutOptions } from './verbs/qcut.js';
import { replaceStep } from './verbs/replace.js';

/** Verbs that sort values into others. */
export abstract class ValueVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends TimeVerbs<S, I> {
  /**
   * The interval that each value lies in, by its label, in a new column: between breaks that are given in ascending order, each the end of one interval and the beginning of the next. Intervals
   * hold their upper ends, unless `right` is false: then their lower ones. Null and NaN lie in none: null.
   *
   * @example
   * people.cut('age', { breaks: [18, 65], labels: ['young', 'adult', 'old'] }) // …, age_bin
   */
  cut<const K extends ColumnOfType<S, NumericType | InstantType>, const N extends string = `${K}_bin`>(
    column: K,
    options: CutOptions<N>,
    ...none: []
  ): DataFrame<WithColumns<S, { readonly [name in N]: 'utf8' }>, I> {
    requireNoMore('cut', 2, none, 'Give all options in one object');
    const { step, expand } = cutStep(column, options);
    return this.expanded(step, expand);
  }

  /**
   * The same with the quantiles of the column as breaks, so that intervals hold about as many values each: a number of intervals, or the fractions at which they end. Quantiles are those of the
   * aggregate `quantile`, of values that are neither null nor NaN.
   *
   * @example
   * people.qcut('income', { quantiles: 4, labels: ['q1', 'q2', 'q3', 'q4'] }) // …, income_bin
   */
  qcut<const K extends ColumnOfType<S, NumericType>, const N extends string = `${K}_bin`>(
    column: K,
    options: QcutOptions<N>,
    ...none: []
  ): DataFrame<WithColumns<S, { readonly [name in N]: 'utf8' }>, I> {
    requireNoMore('qcut', 2, none, 'Give all options in one object');
    const { step, expand } = qcutStep(column, options);
    return this.expanded(step, expand);
  }

  /**
   * Other values in the place of some, by pairs of old and new ones, a `Map`, or an object whose keys are the old ones. All others stay, and new values are of the type of the column; with a `default`
   * all others become that, and the type is that of the new values. Of values that are named twice the first counts; null and NaN are values that can be named.
   *
   * @example
   * flights.replace('origin', { ATL: 'Atlanta', ORD: 'Chicago' });
   * flights.replace('month', [[1, 'January'], [2, 'February']], { default: null });
   */
  replace<const K extends ColumnOf<S>>(
    column: K,
    values: Replacements<ReplacedKey<S[K]>, ReplacedKey<S[K]>>,
  ): DataFrame<WithColumns<S, { readonly [name in K]: Nulled<S[K]> }>, I>;
  replace<const K extends ColumnOf<S>, const V extends LiteralValue, const D extends LiteralValue>(
    column: K,
    values: Replacements<ReplacedKey<S[K]>, V>,
    options: { readonly default: D },
  ): DataFrame<WithColumns<S, { readonly [name in K]: ChoiceOf<never, LiteralType<V | D>> }>, I>;
  replace(column: string, values: unknown, options?: object, ...none: []): unknown {
    requireNoMore('replace', 3, none);
    const { step, expand } = replaceStep(column, values, options);
    return this.expanded(step, expand);
  }
}

/** Old and new values. */
export type Replacements<K, V> =
  ReadonlyMap<K | null, V | null> | readonly (readonly [K | null, V | null])[] | { readonly [value: string]: V | null };

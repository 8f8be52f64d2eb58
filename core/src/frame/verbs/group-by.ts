import type { Int64, IntegerType } from '../column-types.js';
import type { DataFrame } from '../data-frame.js';
import type { AnyAggregate, TypesOf } from '../expr.js';
import { requireNoMore } from '../arguments.js';
import { isAggregate, membersOf } from '../row.js';
import type { Parameter } from '../parameter.js';
import type { AggregateFunction } from '../../contract/functions/index.js';
import type { Aggregated, ColumnOf, Grouped, Over } from '../schema-types.js';
import { count } from '../operands.js';
import { groupHeadStep, topPerGroupSteps } from './choose.js';
import type { Lowered } from './expansion.js';
import { groupAggregateStep } from './group-aggregates.js';
import { groupSliceStep, groupTailStep } from './group-rows.js';
import { requireSome, type VerbStep } from './names.js';

/** Makes the frame of an aggregation: given by the frame that is grouped. */
export type MakeAggregate<I extends Int64> = <T>(
  keys: readonly string[],
  aggregates: readonly (readonly [string, AnyAggregate])[],
) => DataFrame<T, I>;

/** What the frame that is grouped does for its groups. */
interface GroupSource<S, I extends Int64> {
  readonly keys: readonly string[];
  /** columns that are neither keys nor values: the time behind windows of it */
  readonly others: readonly string[];
  readonly aggregate: MakeAggregate<I>;
  /** some of the rows, by steps */
  rows(steps: readonly VerbStep[]): DataFrame<S, I>;
  /** some of the rows, by what depends on the columns there are */
  chosen(lowered: Lowered): DataFrame<S, I>;
  /** one row per group, likewise */
  aggregated<T>(lowered: Lowered): DataFrame<T, I>;
}

/** A frame with its keys; `agg` makes it a frame again. */
export class GroupBy<S, K extends string, I extends Int64 = 'bigint'> {
  readonly #source: GroupSource<S, I>;

  /** @internal Made by `groupBy`. */
  constructor(source: GroupSource<S, I>) {
    this.#source = source;
  }

  /** One row per group: the keys, then the aggregates. Rows come in the order of the first row of each group. */
  agg<A extends { readonly [column: string]: AnyAggregate }>(
    aggregates: Over<S, A>,
    ...none: []
  ): DataFrame<Grouped<S, K, TypesOf<A>>, I> {
    requireNoMore('agg', 1, none, 'Name all aggregates in one object');
    const members = membersOf('agg', aggregates, isAggregate, "{ n: count(), total: col('x').sum() }");
    requireSome('agg', members, 'aggregate');
    return this.#source.aggregate(this.#source.keys, members);
  }

  /** How many rows each group has, in a column `count`. */
  count(...none: []): DataFrame<Grouped<S, K, { readonly count: 'int64!' }>, I> {
    requireNoMore('count', 0, none, 'The values of a column are counted by agg(row => ({ n: row.x.count() }))');
    return this.#source.aggregate(this.#source.keys, [['count', count()]]);
  }

  /** The first rows of each group, all columns, in the order of the frame; 5 by default. */
  head(rows: number | Parameter<IntegerType> = 5, ...none: []): DataFrame<S, I> {
    requireNoMore('head', 1, none);
    return this.#source.rows([groupHeadStep(this.#source.keys, rows)]);
  }

  /** The last rows of each group, all columns, in the order of the frame; 5 by default. */
  tail(rows: number | Parameter<IntegerType> = 5, ...none: []): DataFrame<S, I> {
    requireNoMore('tail', 1, none);
    return this.#source.chosen(groupTailStep(this.#source.keys, rows));
  }

  /** The first row of each group, as it is: null where it has null. The first value of one column that is not null is `row.x.first({ ignoreNulls: true })` in `agg`. */
  first(...none: []): DataFrame<S, I> {
    requireNoMore('first', 0, none, 'The first rows of each group are head(3)');
    return this.head(1);
  }

  /** The last row of each group, as it is. */
  last(...none: []): DataFrame<S, I> {
    requireNoMore('last', 0, none, 'The last rows of each group are tail(3)');
    return this.tail(1);
  }

  /**
   * At most `length` rows of each group from its row `offset` on; all that follow where no length is given. An offset below 0 counts from the end of the group; where the group has fewer rows,
   * from its first row.
   *
   * @example
   * flights.groupBy('origin').slice(1, 2) // the second and the third row of each
   * flights.groupBy('origin').slice(-2, 1) // the last but one
   */
  slice(offset: number, length?: number | Parameter<IntegerType>, ...none: []): DataFrame<S, I> {
    requireNoMore('slice', 2, none);
    return this.#source.chosen(groupSliceStep(this.#source.keys, offset, length));
  }

  /**
   * The `rows` rows of each group with the largest values of a column, ties by the next column, then by their order. All groups together are in the order of these values;
   * nulls last.
   *
   * @example
   * flights.groupBy('origin').topK(3, 'delay')
   */
  topK(rows: number | Parameter<IntegerType>, by: ColumnOf<S> | readonly ColumnOf<S>[], ...none: []): DataFrame<S, I> {
    requireNoMore('topK', 2, none, "Several columns are given as a list: topK(3, ['a', 'b'])");
    return this.#source.rows(topPerGroupSteps('topK', this.#source.keys, rows, by));
  }

  /** The same with the smallest values. */
  bottomK(rows: number | Parameter<IntegerType>, by: ColumnOf<S> | readonly ColumnOf<S>[], ...none: []): DataFrame<S, I> {
    requireNoMore('bottomK', 2, none, "Several columns are given as a list: bottomK(3, ['a', 'b'])");
    return this.#source.rows(topPerGroupSteps('bottomK', this.#source.keys, rows, by));
  }

  /** The sums of all columns that have one, numbers and durations, under their names; the others are left out. */
  sum(...none: []): DataFrame<Grouped<S, K, Aggregated<S, K, 'sum'>>, I> {
    return this.#all('sum', none);
  }

  /** The means of all columns of numbers and durations. */
  mean(...none: []): DataFrame<Grouped<S, K, Aggregated<S, K, 'mean'>>, I> {
    return this.#all('mean', none);
  }

  /** The least value of each column, but for those that are nested. */
  min(...none: []): DataFrame<Grouped<S, K, Aggregated<S, K, 'min'>>, I> {
    return this.#all('min', none);
  }

  /** The greatest value of each column, but for those that are nested. */
  max(...none: []): DataFrame<Grouped<S, K, Aggregated<S, K, 'max'>>, I> {
    return this.#all('max', none);
  }

  /** The medians of all columns of numbers. */
  median(...none: []): DataFrame<Grouped<S, K, Aggregated<S, K, 'median'>>, I> {
    return this.#all('median', none);
  }

  /** How many different values that are not null each column has, but for those that are nested. */
  countDistinct(...none: []): DataFrame<Grouped<S, K, Aggregated<S, K, 'countDistinct'>>, I> {
    return this.#all('countDistinct', none);
  }

  #all<T>(f: AggregateFunction, none: readonly unknown[]): DataFrame<T, I> {
    requireNoMore(f, 0, none, `It is of all columns; that of one is agg(row => ({ x: row.x.${f}() }))`);
    return this.#source.aggregated(groupAggregateStep(f, this.#source.keys, this.#source.others));
  }
}

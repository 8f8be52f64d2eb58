import type { Int64, IntegerType } from '../column-types.js';
import type { DataFrame } from '../data-frame.js';
import type { AnyAggregate, TypesOf } from '../expr.js';
import { requireNoMore } from '../arguments.js';
import { isAggregate, membersOf } from '../row.js';
import type { Parameter } from '../parameter.js';
import type { ColumnOf, Grouped, Over } from '../schema-types.js';
import { count } from '../operands.js';
import { groupHeadStep, topPerGroupSteps } from './choose.js';
import { requireSome, type VerbStep } from './names.js';

/** Makes the frame of an aggregation: given by the frame that is grouped. */
export type MakeAggregate<I extends Int64> = <T>(
  keys: readonly string[],
  aggregates: readonly (readonly [string, AnyAggregate])[],
) => DataFrame<T, I>;

/** A frame with its keys; `agg` makes it a frame again. */
export class GroupBy<S, K extends string, I extends Int64 = 'bigint'> {
  readonly #keys: readonly string[];
  readonly #aggregate: MakeAggregate<I>;
  readonly #rows: (steps: readonly VerbStep[]) => DataFrame<S, I>;

  /** @internal Made by `groupBy`. */
  constructor(keys: readonly string[], aggregate: MakeAggregate<I>, rows: (steps: readonly VerbStep[]) => DataFrame<S, I>) {
    this.#keys = keys;
    this.#aggregate = aggregate;
    this.#rows = rows;
  }

  /** One row per group: the keys, then the aggregates. Rows come in the order of the first row of each group. */
  agg<A extends { readonly [column: string]: AnyAggregate }>(
    aggregates: Over<S, A>,
    ...none: []
  ): DataFrame<Grouped<S, K, TypesOf<A>>, I> {
    requireNoMore('agg', 1, none, 'Name all aggregates in one object');
    const members = membersOf('agg', aggregates, isAggregate, "{ n: count(), total: col('x').sum() }");
    requireSome('agg', members, 'aggregate');
    return this.#aggregate(this.#keys, members);
  }

  /** How many rows each group has, in a column `count`. */
  count(...none: []): DataFrame<Grouped<S, K, { readonly count: 'int64!' }>, I> {
    requireNoMore('count', 0, none, 'The values of a column are counted by agg(row => ({ n: row.x.count() }))');
    return this.#aggregate(this.#keys, [['count', count()]]);
  }

  /** The first rows of each group, all columns, in the order of the frame. */
  head(rows: number | Parameter<IntegerType>, ...none: []): DataFrame<S, I> {
    requireNoMore('head', 1, none);
    return this.#rows([groupHeadStep(this.#keys, rows)]);
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
    return this.#rows(topPerGroupSteps('topK', this.#keys, rows, by));
  }

  /** The same with the smallest values. */
  bottomK(rows: number | Parameter<IntegerType>, by: ColumnOf<S> | readonly ColumnOf<S>[], ...none: []): DataFrame<S, I> {
    requireNoMore('bottomK', 2, none, "Several columns are given as a list: bottomK(3, ['a', 'b'])");
    return this.#rows(topPerGroupSteps('bottomK', this.#keys, rows, by));
  }
}

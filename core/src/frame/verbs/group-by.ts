import type { Int64 } from '../column-types.js';
import type { DataFrame } from '../data-frame.js';
import type { AnyAggregate, TypesOf } from '../expr.js';
import { requireNoMore } from '../arguments.js';
import { membersOf } from '../row.js';
import type { Grouped, Over } from '../schema-types.js';
import { requireSome } from './names.js';

/** Makes the frame of an aggregation: given by the frame that is grouped. */
export type MakeAggregate<I extends Int64> = <T>(
  keys: readonly string[],
  aggregates: readonly (readonly [string, AnyAggregate])[],
) => DataFrame<T, I>;

/** A frame with its keys; `agg` makes it a frame again. */
export class GroupBy<S, K extends string, I extends Int64 = 'bigint'> {
  readonly #keys: readonly string[];
  readonly #aggregate: MakeAggregate<I>;

  /** @internal Made by `groupBy`. */
  constructor(keys: readonly string[], aggregate: MakeAggregate<I>) {
    this.#keys = keys;
    this.#aggregate = aggregate;
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
}

const isAggregate = (value: unknown): value is AnyAggregate =>
  typeof value === 'object' && value !== null && 'function' in value && 'input' in value;

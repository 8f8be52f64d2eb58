import type { TableData } from './column.js';
import type { Kind, Replica } from './replica.js';
import type { Schema } from './types.js';

/** A table whose columns are made when it is first used, in turns with the event loop. */
export interface DeferredTable {
  readonly schema: Schema;
  readonly length: number;
  make(): Promise<TableData>;
}

/**
 * A dataset: what it is, the physical copies there are of it, and the recipe it can be rebuilt from. Built once (single-flight), used many times,
 * moved only when that pays. Held by frames (`cache()`), graphs and sources; the executor fills and empties `replicas`.
 */
export interface Dataset {
  readonly id: number;
  /** for messages: a path, `graph`, `table` */
  readonly label: string;
  /** known at once for sources, after the first resolution for others */
  kind: Kind | undefined;
  /** sizes and facts, as far as known */
  sizes: { readonly [size: string]: number | undefined };
  replicas: Replica[];
  /** makes its first replica, for data whose copying was put off; undefined once that is done */
  prepare?: (() => Promise<void>) | undefined;
  /** of a source in a store: its parts, listed when they are first asked for; a step over it is a step over each of them */
  readonly parts?: (() => Promise<readonly Dataset[]>) | undefined;
  /** the plan that makes it; undefined for data that a user handed in, which is then pinned */
  readonly recipe: unknown;
  /** a build that is under way, shared by all who wait for it */
  building: Promise<void> | undefined;
  /** uses under way: a leased dataset is not evicted */
  leases: number;
  /** for eviction: order of last use */
  used: number;
  disposed: boolean;
}

import type { Dataset, DeferredTable, JsonObject, Kind, Replica, Residency, TableData } from '../contract/data/index.js';
import type { Sizes } from '../contract/operations/index.js';
import type { Determinism, LiteralValue, PlanInput, PlanNode } from '../contract/plan/index.js';
import type { Explanation, Provenance } from './provenance.js';

/** What a terminal call may say about how it is run. */
export interface RunOptions {
  /** pins every step to this engine; never falls back */
  readonly engine?: string | undefined;
  /** tried first wherever it can run a step; the others follow when it cannot or fails */
  readonly prefer?: string | undefined;
  readonly determinism?: Determinism | undefined;
  readonly signal?: AbortSignal | undefined;
  /** milliseconds from now; then `DEADLINE_EXCEEDED` */
  readonly deadline?: number | undefined;
  /** false: the plan is run as written, without pushdown; for comparing. Default true. */
  readonly rewrite?: boolean | undefined;
  /** @internal what is written is thrown away when the call fails, so another engine may write it again */
  readonly staged?: boolean | undefined;
  /** @internal what the frame is pinned to, as the steps of its plan are: it must be there also where no step is left to run */
  readonly frameEngine?: string | undefined;
  /** values of the parameters of the frame, by name: one for each */
  readonly params?: { readonly [name: string]: LiteralValue } | undefined;
  /** 0 … 1 over the whole call */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** A finished terminal call. `release` gives back what it holds; memory returns when the last exported view is collected. */
export interface Execution {
  readonly kind: Kind;
  readonly replica: Replica;
  readonly sizes: Sizes;
  readonly notes: JsonObject;
  readonly provenance: Provenance;
  release(): Promise<void>;
}

/** What frames and graphs ask of dispatch. */
export interface Executor {
  /** The kind (for tables: the schema) of a plan, from file metadata where needed. Cached per node. */
  resolveKind(input: PlanInput, run?: RunOptions): Promise<Kind>;
  /** Runs a plan and delivers it in the first of `want` that is cheapest. */
  execute(input: PlanInput, want: readonly Residency[], run?: RunOptions): Promise<Execution>;
  /** The decision that `execute` would take. */
  explain(input: PlanInput, want: readonly Residency[], run?: RunOptions): Promise<Explanation>;
  /** The options of a node in one line, for the text of a plan; undefined when its operation has no words for them. */
  describe(node: PlanNode): string | undefined;
  /** A dataset that is built from the plan when first used, then kept until disposed or evicted. */
  keep(plan: PlanNode, label: string): Dataset;
  /** A file, as it is now: reading it later when it has changed is SOURCE_CHANGED. */
  file(scheme: string, path: string): Dataset;
  /** What a URL names in a store, listed when it is first used; undefined when no storage plugin has its scheme. */
  source?(scheme: string, url: string): Dataset | undefined;
  /** A table that the user handed in, or that is to be made of what the user handed in. */
  table(table: TableData | DeferredTable, label?: string): Dataset;
  /** Releases all replicas of a dataset; using it afterwards is CLOSED. */
  dispose(dataset: Dataset): Promise<void>;
}

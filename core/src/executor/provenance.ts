import type { JsonObject } from '../contract/data/index.js';

/** An engine that was tried, or considered and left, for a fragment. */
export interface Attempt {
  readonly engine: string;
  readonly outcome: 'ran' | 'declined' | 'unavailable' | 'memory' | 'crashed';
  readonly code: string;
  readonly reason: string;
  readonly remedy?: string;
  /** when a quarantined engine is tried again, as an ISO date */
  readonly until?: string;
}

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly alias: boolean;
}

/** One fragment as it was run. */
export interface Stage {
  /** operations from input to result, e.g. `parquet.scan`, `table.filter` */
  readonly operations: readonly string[];
  readonly engine: string;
  readonly engineVersion: string;
  readonly seconds: number;
  readonly threads: number;
  /** other kernels ran at some time while it did, so its seconds are not those it takes by itself */
  readonly overlapped?: true;
  /** its result was not computed yet when it ended: the time is where it was needed */
  readonly deferred?: true;
  /** why this engine: `fastest by measurement (3.1 ms; ts-reference 12.0 ms)`, `pinned`, `only candidate` … */
  readonly why: string;
  readonly resultClass: string;
  readonly moves: readonly Move[];
  /** engines that were tried before and did not finish */
  readonly fallbacks: readonly Attempt[];
  readonly rows?: number;
  readonly notes: JsonObject;
}

/** What ran where, how long it took, what was moved, what fell back. Prints itself as text. */
export interface Provenance {
  readonly stages: readonly Stage[];
  readonly seconds: number;
  /** datasets that were rebuilt because their only copy was lost */
  readonly rebuilt: readonly string[];
  /** the same as text, for people */
  toString(): string;
}

/** One fragment of a decision, with every engine that was considered. */
export interface ExplainedStage {
  readonly operations: readonly string[];
  readonly engine: string;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly basis: 'measured' | 'estimated';
  readonly output: string;
  readonly considered: readonly { readonly engine: string; readonly seconds?: number; readonly reason: string }[];
}

/** What would run where, at what cost, and why. Prints itself as text. */
export interface Explanation {
  readonly stages: readonly ExplainedStage[];
  readonly rewrites: readonly string[];
  readonly seconds: number;
  /** the same as text, for people */
  toString(): string;
}

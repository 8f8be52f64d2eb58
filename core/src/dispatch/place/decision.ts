import type { Dataset, Replica, Residency } from '../../contract/data/index.js';
import type { RecentMap } from '../../registry/index.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import type { TransferGraph, TransferPath } from '../transfer/transfer-paths.js';
import type { Candidate } from './candidates.js';
import type { PriceContext, PricedKernel } from './price.js';

/** One way to have an input in a residency, with its total cost. */
export interface Option {
  readonly residency: Residency;
  readonly seconds: number;
  /** what ways are compared by: the seconds, and what counts beyond any number of them */
  readonly weight: number;
  /** undefined: it is there already, as this replica */
  readonly pick: Pick | undefined;
  readonly replica: Replica | undefined;
}

/** A fragment placed on an engine, with how each of its inputs gets there. */
export interface Pick {
  readonly step: LogicalStep;
  readonly candidate: Candidate;
  readonly ports: readonly PlacedPort[];
  /** of the kernel alone */
  readonly cost: PricedKernel;
}

export interface PlacedPort {
  readonly input: LogicalInput;
  readonly option: Option;
  readonly want: Residency;
  readonly path: TransferPath;
}

/** A way to do a step, and what it costs with everything before it. */
export interface PricedPick {
  readonly pick: Pick;
  readonly total: number;
}

/** What is delivered and how. */
export interface Decision {
  readonly option: Option;
  readonly want: Residency;
  readonly path: TransferPath;
  readonly seconds: number;
  /** what it was compared by */
  readonly weight: number;
}

export interface DecisionContext extends PriceContext {
  /** the steps of a deep plan in an order in which solving one never needs more than its inputs */
  readonly inputsFirst: Iterable<LogicalStep>;
  readonly transfers: TransferGraph;
  /** bytes that a kernel with these outputs may use: those of this machine, or of where it puts its result */
  readonly memoryIn: (outputs: readonly Residency[]) => number;
  /** candidates given as streams are preferred: the caller wants bounded memory */
  readonly streaming: boolean;
  readonly done: ReadonlyMap<LogicalInput, Dataset>;
  readonly alive: (dataset: Dataset) => readonly Replica[];
  readonly recipes: (dataset: Dataset) => LogicalInput | undefined;
  /** shared datasets that have been placed for all their consumers; what they cost is counted elsewhere */
  readonly settled?: ReadonlyMap<Dataset, Option>;
  /** engine whose candidates win whatever they cost */
  readonly prefer: string | undefined;
  /** last winner per signature, for hysteresis */
  readonly winners: RecentMap<string, string>;
  /** whether there is time left to try a candidate that has not been measured */
  readonly mayExplore: () => boolean;
}

import type { Dataset, Kind, Replica, Residency } from '../../contract/data/index.js';
import type { CostEstimate, Statistics } from '../../contract/index.js';
import type { RecentMap } from '../../registry/index.js';
import { attempt, type Candidate, type StepChoices } from './candidates.js';
import { debug } from '../run/events.js';
import { kindOf, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import type { Attempt } from '../../executor/provenance.js';
import type { SizeEstimates } from './sizes.js';
import type { TransferGraph, TransferPath } from '../transfer/transfer-paths.js';
import type { Wisdom } from './wisdom.js';

export type Mode = 'estimate' | 'measure' | 'wisdom-only';

/** One way to have an input in a residency, with its total cost. */
export interface Option {
  readonly residency: Residency;
  readonly seconds: number;
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

export interface PricedKernel extends CostEstimate {
  readonly basis: 'measured' | 'estimated';
  readonly work: number;
  /** the engine's own estimate, uncalibrated */
  readonly estimate: number | undefined;
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
}

export interface DecisionContext {
  readonly choices: (step: LogicalStep) => StepChoices;
  /** the steps of a deep plan in an order in which solving one never needs more than its inputs */
  readonly inputsFirst: Iterable<LogicalStep>;
  readonly sizes: SizeEstimates;
  readonly transfers: TransferGraph;
  readonly wisdom: Wisdom;
  readonly mode: Mode;
  /** bytes that kernels may use */
  readonly memory: number;
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

/** A challenger must be this much cheaper than the last winner of the same signature. */
const HYSTERESIS = 0.9;
/** An unmeasured candidate is worth a try when its estimate is below this multiple of the best. */
const EXPLORE_BELOW = 4;
const DEFAULT_SECONDS_PER_WORK = 2e-8;

/**
 * Places a tree of steps: dynamic programming, bottom-up, over (step, engine, residency). Cost = transfers still missing + run + the transfer the consumer needs.
 * Synchronous and free of I/O; everything slow (binding) has been done by then.
 */
export class Decider {
  readonly #options = new Map<LogicalInput, readonly Option[]>();
  /** per step: candidates that were left out, and the price of the others, for `explain` */
  readonly left = new Map<LogicalStep, Attempt[]>();
  readonly priced = new Map<LogicalStep, readonly PricedPick[]>();
  /** why a step's candidate is not the cheapest there was */
  readonly exceptions = new Map<LogicalStep, string>();

  constructor(private readonly context: DecisionContext) {}

  /** The cheapest delivery in one of `wants` (any residency when empty), or undefined when no engine can. */
  decide(root: LogicalInput, wants: readonly Residency[]): Decision | undefined {
    for (const step of this.context.inputsFirst) this.#solve(step);
    let best: Decision | undefined;
    const kind = kindOf(root);
    const bytes = this.context.sizes.of(root)['bytes'] ?? 0;
    for (const option of this.#solve(root)) {
      if (wants.length === 0) {
        if (!best || option.seconds < best.seconds)
          best = { option, want: option.residency, path: NO_MOVE, seconds: option.seconds };
        continue;
      }
      for (const want of wants) {
        const path = this.context.transfers.path(kind.kind, option.residency, want);
        if (!path) continue;
        const seconds = option.seconds + path.seconds(bytes);
        if (!best || seconds < best.seconds) best = { option, want, path, seconds };
      }
    }
    return best;
  }

  /** All ways to have an input, each in another residency. */
  options(input: LogicalInput): readonly Option[] {
    for (const step of this.context.inputsFirst) this.#solve(step);
    return this.#solve(input);
  }

  prefers(engine: string): boolean {
    return this.context.prefer === engine;
  }

  bytesOf(input: LogicalInput): number {
    return this.context.sizes.of(input)['bytes'] ?? 0;
  }

  expectedRows(step: LogicalStep): number | undefined {
    return this.context.sizes.of(step)['rows'];
  }

  #solve(input: LogicalInput): readonly Option[] {
    let options = this.#options.get(input);
    if (!options) this.#options.set(input, (options = this.#expand(input)));
    return options;
  }

  #expand(input: LogicalInput): readonly Option[] {
    const dataset = this.context.done.get(input) ?? (input.kind === 'dataset' ? input.dataset : undefined);
    if (dataset) {
      const replicas = this.context.alive(dataset);
      if (replicas.length > 0)
        return replicas.map(replica => ({ residency: replica.residency, seconds: 0, pick: undefined, replica }));
      const settled = this.context.settled?.get(dataset);
      if (settled) return [{ ...settled, seconds: 0 }];
      const recipe = this.context.recipes(dataset);
      return recipe ? this.#solve(recipe) : [];
    }
    return input.kind === 'step' ? this.#place(input) : [];
  }

  #place(step: LogicalStep): readonly Option[] {
    const { candidates, left } = this.context.choices(step);
    const outcomes: (PricedPick & { readonly seconds: number; readonly measured: boolean })[] = [];
    const leftOut = [...left];
    for (const candidate of candidates) {
      const cost = this.#price(step, candidate);
      if (!cost) {
        leftOut.push(
          attempt(candidate.engine.id, 'declined', 'UNSUPPORTED_OPTION', 'it has not been measured and the mode is wisdom-only'),
        );
        continue;
      }
      // A kernel that streams needs a few batches, whatever the size of the result.
      const streams = this.context.streaming && candidate.kernel.outputs.some(residency => residency.once === true);
      if (!streams && cost.peakBytes > this.context.memory) {
        leftOut.push(
          attempt(
            candidate.engine.id,
            'memory',
            'OUT_OF_MEMORY',
            `it would need ${String(Math.round(cost.peakBytes / 1e6))} MB, the budget is ${String(Math.round(this.context.memory / 1e6))} MB`,
            'raise PARQUETFRAME_MEMORY, read fewer columns, or stream with batches()',
          ),
        );
        continue;
      }
      const ports = this.#placePorts(candidate);
      if (!ports) {
        leftOut.push(
          attempt(candidate.engine.id, 'declined', 'UNSUPPORTED_FRAGMENT', 'its inputs cannot be brought to where it needs them'),
        );
        continue;
      }
      const total = ports.seconds + cost.seconds;
      const seconds = total * (1 - FUSION_BONUS * (candidate.region.steps.length - 1));
      const preferred = candidate.engine.id === this.context.prefer;
      outcomes.push({
        pick: { step, candidate, ports: ports.ports, cost },
        total,
        seconds: preferred ? seconds * PREFERENCE : seconds,
        measured: cost.basis === 'measured',
      });
    }
    this.left.set(step, leftOut);
    this.priced.set(step, outcomes);
    return this.#outputs(this.#steady(step, outcomes));
  }

  /** Hysteresis and exploration work on the total cost of whole outcomes. */
  #steady<T extends { readonly pick: Pick; readonly seconds: number; readonly measured: boolean }>(
    step: LogicalStep,
    outcomes: readonly T[],
  ): readonly T[] {
    if (outcomes.length < 2) return outcomes;
    const best = outcomes.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    if (this.context.mode === 'measure') {
      const unknown = outcomes.find(o => !o.measured && o.seconds < best.seconds * EXPLORE_BELOW);
      if (unknown && this.context.mayExplore()) {
        this.exceptions.set(step, 'tried, to measure it');
        return [unknown];
      }
    }
    const last = this.context.winners.peek(best.pick.candidate.region.fragment.signature);
    if (last === undefined || last === best.pick.candidate.engine.id) return outcomes;
    const holder = outcomes.find(
      o =>
        o.pick.candidate.engine.id === last && o.pick.candidate.region.steps.length === best.pick.candidate.region.steps.length,
    );
    if (!holder || best.seconds <= holder.seconds * HYSTERESIS) return outcomes;
    this.exceptions.set(step, 'kept, as nothing is clearly cheaper');
    return outcomes.filter(o => o === holder || o.seconds > best.seconds);
  }

  #outputs(outcomes: readonly { readonly pick: Pick; readonly seconds: number }[]): readonly Option[] {
    const best: Option[] = [];
    for (const { pick, seconds } of outcomes) {
      for (const residency of pick.candidate.kernel.outputs) {
        const total = seconds + (this.context.streaming && residency.once !== true ? MATERIALISE_PENALTY : 0);
        const known = best.findIndex(o => o.residency.space === residency.space && o.residency.layout === residency.layout);
        const option: Option = { residency, seconds: total, pick, replica: undefined };
        if (known < 0) best.push(option);
        else if (total < (best[known]?.seconds ?? Infinity)) best[known] = option;
      }
    }
    return best;
  }

  #placePorts(candidate: Candidate): { readonly ports: readonly PlacedPort[]; readonly seconds: number } | undefined {
    const ports: PlacedPort[] = [];
    let total = 0;
    for (const [index, input] of candidate.region.ports.entries()) {
      const accepted = candidate.kernel.inputs[index] ?? [];
      const bytes = this.context.sizes.of(input)['bytes'] ?? 0;
      const kind: Kind['kind'] = kindOf(input).kind;
      let best: PlacedPort | undefined;
      let cheapest = Infinity;
      for (const option of this.#solve(input)) {
        for (const want of accepted) {
          const path = this.context.transfers.path(kind, option.residency, want);
          if (!path) continue;
          const seconds = option.seconds + path.seconds(bytes);
          if (seconds < cheapest) {
            cheapest = seconds;
            best = { input, option, want, path };
          }
        }
      }
      if (!best) return undefined;
      ports.push(best);
      total += cheapest;
    }
    return { ports, seconds: total };
  }

  /** Measurements on this machine first, else the engine's estimate corrected by how far its others were off. */
  #price(step: LogicalStep, candidate: Candidate): PricedKernel | undefined {
    const { sizes, wisdom, mode } = this.context;
    let work = 0;
    for (const inner of candidate.region.steps)
      work += inner.definition.work(
        inner.inputs.map(input => sizes.of(input)),
        inner.options,
      );
    const estimate = estimateOf(candidate, {
      ports: candidate.region.ports.map(port => sizes.of(port)),
      result: sizes.of(step),
      work,
    });
    const peakBytes = estimate?.peakBytes ?? sizes.of(step)['bytes'] ?? 0;
    const measured = (candidate.series ??= wisdom.series(candidate.key))?.measured(work);
    if (measured !== undefined) return { seconds: measured, peakBytes, basis: 'measured', work, estimate: estimate?.seconds };
    if (mode === 'wisdom-only' && !candidate.pinned) return undefined;
    const seconds = (estimate?.seconds ?? work * DEFAULT_SECONDS_PER_WORK) * wisdom.calibration(candidate.subject);
    return { seconds, peakBytes, basis: 'estimated', work, estimate: estimate?.seconds };
  }
}

/** What an engine estimates; one that throws, or gives what is not a time, counts as no estimate. */
function estimateOf({ kernel, subject }: Candidate, statistics: Statistics): CostEstimate | undefined {
  try {
    const estimate = kernel.estimate?.(statistics);
    if (!estimate || (estimate.seconds >= 0 && estimate.peakBytes >= 0)) return estimate;
    debug('%s estimates %s seconds and %s bytes: left out', subject, estimate.seconds, estimate.peakBytes);
  } catch (error) {
    debug('%s threw while it estimated: %s', subject, error);
  }
  return undefined;
}

/** Of ways that cost about the same, the one with fewer hand-overs: each saves what no estimate counts. */
const FUSION_BONUS = 0.02;
/** What the cost of a preferred engine is multiplied with. */
const PREFERENCE = 1e-6;
/** When the caller streams, a step that materialises costs it bounded memory: as much as this. */
const MATERIALISE_PENALTY = 1000;
const NO_MOVE: TransferPath = { transfers: [], seconds: () => 0, peakBytes: () => 0 };

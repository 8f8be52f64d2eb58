import type { Residency } from '../../contract/data/index.js';
import type { TransferSubject } from '../../contract/index.js';
import { attempt, type Candidate } from './candidates.js';
import { kindOf, type LogicalInput, type LogicalStep } from '../resolve/logical.js';
import type { Attempt } from '../../executor/provenance.js';
import type { Decision, DecisionContext, Option, PlacedPort, PricedPick } from './decision.js';
import { Pricer } from './price.js';

/** A challenger must be this much cheaper than the last winner of the same signature. */
const HYSTERESIS = 0.9;
/** An unmeasured candidate is worth a try when its estimate is below this multiple of the best. */
const EXPLORE_BELOW = 4;
/**
 * Places a tree of steps: dynamic programming, bottom-up, over (step, engine, residency). Cost = transfers still missing + run + the transfer the consumer needs.
 * Synchronous and free of I/O; everything slow (binding) has been done by then.
 */
export class Decider {
  readonly #options = new Map<LogicalInput, readonly Option[]>();
  readonly #about = new Map<LogicalInput, MoveSubject>();
  /** per step: candidates that were left out, and the price of the others, for `explain` */
  readonly left = new Map<LogicalStep, Attempt[]>();
  readonly priced = new Map<LogicalStep, readonly PricedPick[]>();
  /** why a step's candidate is not the cheapest there was */
  readonly exceptions = new Map<LogicalStep, string>();

  readonly #pricer: Pricer;

  constructor(private readonly context: DecisionContext) {
    this.#pricer = new Pricer(context);
  }

  /** The cheapest delivery in one of `wants` (any residency when empty), or undefined when no engine can. */
  decide(root: LogicalInput, wants: readonly Residency[]): Decision | undefined {
    for (const step of this.context.inputsFirst) this.#solve(step);
    let best: Decision | undefined;
    let least = Infinity;
    const about = this.about(root);
    for (const option of this.#solve(root)) {
      for (const want of wants.length === 0 ? [option.residency] : wants) {
        const path = this.context.transfers.path(about.kind.kind, option.residency, want);
        if (!path) continue;
        const move = path.seconds(about.bytes, about);
        if (option.weight + move >= least) continue;
        least = option.weight + move;
        best = { option, want, path, seconds: option.seconds + move, weight: least };
      }
    }
    return best;
  }

  /** What is expected of an input, for those who price moving it. */
  about(input: LogicalInput): MoveSubject {
    let about = this.#about.get(input);
    if (!about) {
      const sizes = this.context.sizes.of(input);
      about = { kind: kindOf(input), rows: sizes['rows'], bytes: sizes['bytes'] ?? 0 };
      this.#about.set(input, about);
    }
    return about;
  }

  /** All ways to have an input, each in another residency. */
  options(input: LogicalInput): readonly Option[] {
    for (const step of this.context.inputsFirst) this.#solve(step);
    return this.#solve(input);
  }

  prefers(engine: string): boolean {
    return this.context.prefer === engine;
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
        return replicas.map(replica => ({ residency: replica.residency, seconds: 0, weight: 0, pick: undefined, replica }));
      const settled = this.context.settled?.get(dataset);
      if (settled) return [{ ...settled, seconds: 0, weight: 0 }];
      const recipe = this.context.recipes(dataset);
      return recipe ? this.#solve(recipe) : [];
    }
    return input.kind === 'step' ? this.#place(input) : [];
  }

  #place(step: LogicalStep): readonly Option[] {
    const { candidates, left } = this.context.choices(step);
    const outcomes: Outcome[] = [];
    const leftOut = [...left];
    for (const candidate of candidates) {
      const cost = this.#pricer.price(candidate);
      if (!cost) {
        leftOut.push(
          attempt(candidate.engine.id, 'declined', 'UNSUPPORTED_OPTION', 'it has not been measured and the mode is wisdom-only'),
        );
        continue;
      }
      // A kernel that streams needs a few batches, whatever the size of the result.
      const streams = this.context.streaming && candidate.kernel.outputs.some(residency => residency.once === true);
      const needed = cost.minBytes ?? cost.peakBytes;
      if (!streams && needed > this.context.memoryIn(candidate.kernel.outputs)) {
        leftOut.push(
          attempt(
            candidate.engine.id,
            'memory',
            'OUT_OF_MEMORY',
            `it would need ${String(Math.round(needed / 1e6))} MB, the budget is ${String(Math.round(this.context.memoryIn(candidate.kernel.outputs) / 1e6))} MB`,
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
      const isPreferred = this.context.prefer === undefined || candidate.engine.id === this.context.prefer;
      const { length } = candidate.region.steps;
      outcomes.push({
        pick: { step, candidate, ports: ports.ports, cost },
        total: ports.seconds + cost.seconds,
        weight: ports.weight + HAND_OVER + cost.seconds * fused(length) + (isPreferred ? 0 : NOT_PREFERRED * length),
        measured: cost.basis === 'measured',
      });
    }
    this.left.set(step, leftOut);
    this.priced.set(step, outcomes);
    return this.#outputs(this.#steady(step, outcomes));
  }

  /** Hysteresis and exploration work on the total cost of whole outcomes. */
  #steady(step: LogicalStep, outcomes: readonly Outcome[]): readonly Outcome[] {
    if (outcomes.length < 2) return outcomes;
    const best = outcomes.reduce((a, b) => (b.weight < a.weight ? b : a));
    if (this.context.mode === 'measure') {
      const unknown = outcomes.find(o => !o.measured && o.weight < best.weight * EXPLORE_BELOW);
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
    if (!holder || best.weight <= holder.weight * HYSTERESIS) return outcomes;
    this.exceptions.set(step, 'kept, as nothing is clearly cheaper');
    return outcomes.filter(o => o === holder || o.weight > best.weight);
  }

  #outputs(outcomes: readonly Outcome[]): readonly Option[] {
    const best: Option[] = [];
    for (const { pick, total, weight } of outcomes) {
      const { candidate, cost } = pick;
      for (const [index, residency] of candidate.kernel.outputs.entries()) {
        const there = index === 0 ? cost : this.#pricer.priceIn(residency, candidate, cost);
        const more = there.seconds - cost.seconds;
        const own = weight + more + (this.context.streaming && residency.once !== true ? MATERIALISE_PENALTY : 0);
        const known = best.findIndex(o => isSame(o.residency, residency));
        if (known >= 0 && own >= (best[known]?.weight ?? Infinity)) continue;
        const placed = there === cost ? pick : { ...pick, cost: there };
        best[known < 0 ? best.length : known] = {
          residency,
          seconds: total + more,
          weight: own,
          pick: placed,
          replica: undefined,
        };
      }
    }
    return best;
  }

  #placePorts(candidate: Candidate): PlacedPorts | undefined {
    const ports: PlacedPort[] = [];
    let seconds = 0;
    let weight = 0;
    for (const [index, input] of candidate.region.ports.entries()) {
      const accepted = candidate.kernel.inputs[index] ?? [];
      const about = this.about(input);
      let best: PlacedPort | undefined;
      let least = Infinity;
      let move = 0;
      let rank = Infinity;
      for (const option of this.#solve(input)) {
        for (const [place, want] of accepted.entries()) {
          const path = this.context.transfers.path(about.kind.kind, option.residency, want);
          if (!path) continue;
          const moving = path.seconds(about.bytes, about);
          // Of ways that cost the same one without a transfer, and of these the one that the kernel names first.
          const order = place + (isSame(option.residency, want) ? 0 : accepted.length);
          const cost = option.weight + moving;
          if (cost > least || (cost === least && order >= rank)) continue;
          least = cost;
          rank = order;
          move = moving;
          best = { input, option, want, path };
        }
      }
      if (!best) return undefined;
      ports.push(best);
      seconds += best.option.seconds + move;
      weight += least;
    }
    return { ports, seconds, weight };
  }
}

const isSame = (a: Residency, b: Residency): boolean => a.space === b.space && a.layout === b.layout;

type MoveSubject = TransferSubject & { readonly bytes: number };

interface PlacedPorts {
  readonly ports: readonly PlacedPort[];
  readonly seconds: number;
  readonly weight: number;
}

interface Outcome extends PricedPick {
  readonly weight: number;
  readonly measured: boolean;
}

/** What every stage costs beside its kernel: of ways that cost the same, the one with fewer hand-overs. */
const HAND_OVER = 1e-6;
/** Of ways that cost about the same likewise: each hand-over saved saves what no estimate counts. */
const fused = (steps: number): number => Math.max(0.75, 1 - 0.02 * (steps - 1));
/** Each step that the preferred engine could run and another one does counts more than any time. */
const NOT_PREFERRED = 1e6;
/** When the caller streams, a step that materialises costs it bounded memory: as much as this. */
const MATERIALISE_PENALTY = 1000;

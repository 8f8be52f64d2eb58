import type { Residency } from '../../contract/data/index.js';
import type { CostEstimate, Statistics } from '../../contract/index.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import { debug } from '../run/events.js';
import type { Candidate, StepChoices, Timings } from './candidates.js';
import type { SizeEstimates } from './sizes.js';
import type { Wisdom } from './wisdom.js';

export type Mode = 'estimate' | 'measure' | 'wisdom-only';

export interface PricedKernel extends CostEstimate {
  readonly basis: 'measured' | 'estimated';
  readonly work: number;
  /** the engine's own estimate, uncalibrated */
  readonly estimate: number | undefined;
}

export interface PriceContext {
  readonly choices: (step: LogicalStep) => StepChoices;
  readonly sizes: SizeEstimates;
  readonly wisdom: Wisdom;
  readonly mode: Mode;
}

const DEFAULT_SECONDS_PER_WORK = 2e-8;
/** An engine whose estimates were the same for all residencies is asked again when the work is so many times more. */
const INDIFFERENT = 4;

/** What kernels cost: measurements on this machine first, else the engine's estimate corrected by how far its others were off. */
export class Pricer {
  /** per step and engine: the least that the levels below it cost in parts */
  readonly #parts = new Map<LogicalStep, Map<string, Map<number, number>>>();

  constructor(private readonly context: PriceContext) {}

  /** Undefined: the mode asks for measurements and there are none. A larger fragment never costs more than its own parts on the same engine. */
  price(candidate: Candidate): PricedKernel | undefined {
    const whole = this.#price(candidate);
    if (!whole || candidate.region.levels === 1) return whole;
    let seconds = whole.seconds;
    for (const part of this.#siblings(candidate)) {
      if (part.region.levels >= candidate.region.levels) break;
      seconds = Math.min(seconds, this.#withBelow(part, candidate.region.levels, candidate.region.members));
    }
    return seconds < whole.seconds ? { ...whole, seconds } : whole;
  }

  /** The price of giving the result in another of the kernel's residencies than the first: what was measured does not tell them apart. */
  priceIn(want: Residency, candidate: Candidate, usual: PricedKernel): PricedKernel {
    const first = usual.estimate;
    if (usual.basis === 'measured' || first === undefined || usual.work <= (candidate.indifferent ?? -1)) return usual;
    const statistics = this.#statistics(candidate, usual.work);
    const differs = candidate.kernel.outputs.some(
      other => estimateOf(candidate, { ...statistics, want: other })?.seconds !== first,
    );
    if (!differs) candidate.indifferent = usual.work * INDIFFERENT;
    const estimate = differs ? estimateOf(candidate, { ...statistics, want }) : undefined;
    if (!estimate || estimate.seconds === first) return usual;
    const { calibration } = timingsOf(candidate, this.context.wisdom);
    return {
      ...usual,
      seconds: Math.max(0, usual.seconds + (estimate.seconds - first) * calibration),
      estimate: estimate.seconds,
    };
  }

  #siblings(candidate: Candidate): readonly Candidate[] {
    const root = candidate.region.steps.at(-1);
    return (root && this.context.choices(root).byEngine.get(candidate.engine.id)) ?? [];
  }

  /** A part of a region of so many levels, and the rest of the region below it. */
  #withBelow(part: Candidate, levels: number, members: ReadonlySet<LogicalInput>): number {
    let seconds = this.#price(part)?.seconds ?? Infinity;
    for (const port of part.region.ports)
      if (port.kind === 'step' && members.has(port)) seconds += this.#below(port, part.engine.id, levels - part.region.levels);
    return seconds;
  }

  /** The least that a step and what is below it, so many levels in all, cost in parts of one engine. */
  #below(step: LogicalStep, engine: string, levels: number): number {
    const engines = this.#parts.get(step) ?? new Map<string, Map<number, number>>();
    this.#parts.set(step, engines);
    const known = engines.get(engine) ?? new Map<number, number>();
    engines.set(engine, known);
    let least = known.get(levels);
    if (least !== undefined) return least;
    least = Infinity;
    const candidates = this.context.choices(step).byEngine.get(engine) ?? [];
    const reach = candidates.at(-1)?.region.members ?? new Set<LogicalInput>();
    for (const candidate of candidates) {
      if (candidate.region.levels > levels) break;
      least = Math.min(least, this.#withBelow(candidate, levels, reach));
    }
    known.set(levels, least);
    return least;
  }

  #price(candidate: Candidate): PricedKernel | undefined {
    const known = candidate.priced;
    if (known?.by === this) return known.price;
    const price = this.#measuredOrEstimated(candidate);
    candidate.priced = { by: this, price };
    return price;
  }

  #measuredOrEstimated(candidate: Candidate): PricedKernel | undefined {
    const { sizes, wisdom, mode } = this.context;
    const { steps } = candidate.region;
    let work = 0;
    for (const inner of steps) work += workOf(inner, sizes);
    const statistics = this.#statistics(candidate, work);
    const estimate = estimateOf(candidate, statistics);
    const peakBytes = estimate?.peakBytes ?? statistics.result['bytes'] ?? 0;
    const least = estimate?.minBytes === undefined ? {} : { minBytes: estimate.minBytes };
    const { series, calibration } = timingsOf(candidate, wisdom);
    const measured = series?.measured(work);
    if (measured !== undefined)
      return { seconds: measured, peakBytes, ...least, basis: 'measured', work, estimate: estimate?.seconds };
    if (mode === 'wisdom-only' && !candidate.pinned) return undefined;
    const root = steps.at(-1);
    const hardness = root ? sizes.facts.hardness(root) : 1;
    const seconds = (estimate?.seconds ?? work * DEFAULT_SECONDS_PER_WORK) * calibration * hardness;
    return { seconds, peakBytes, ...least, basis: 'estimated', work, estimate: estimate?.seconds };
  }

  #statistics({ region, kernel }: Candidate, work: number): Statistics {
    const { sizes } = this.context;
    const root = region.steps.at(-1);
    return { ports: region.ports.map(port => sizes.of(port)), result: root ? sizes.of(root) : {}, work, want: kernel.outputs[0] };
  }
}

function timingsOf(candidate: Candidate, wisdom: Wisdom): Timings {
  const known = candidate.timings;
  if (known?.revision === wisdom.revision) return known;
  const { revision } = wisdom;
  return (candidate.timings = {
    revision,
    series: wisdom.series(candidate.key),
    calibration: wisdom.calibration(candidate.subject),
  });
}

/** The catalogue's measure of a step's work, for the sizes that are expected or known. */
export const workOf = (step: LogicalStep, sizes: SizeEstimates): number =>
  step.definition.work(
    step.inputs.map(input => sizes.of(input)),
    sizes.optionsOf(step),
    sizes.of(step),
  );

/** What an engine estimates; one that throws, or gives what is no time, is as good as none. */
export function estimateOf(
  { kernel, subject }: Pick<Candidate, 'kernel' | 'subject'>,
  statistics: Statistics,
): CostEstimate | undefined {
  try {
    const estimate = kernel.estimate?.(statistics);
    if (!estimate || (estimate.seconds >= 0 && estimate.peakBytes >= 0 && (estimate.minBytes ?? 0) >= 0)) return estimate;
    debug('%s estimates %s seconds and %s bytes: left out', subject, estimate.seconds, estimate.peakBytes);
  } catch (error) {
    debug('%s threw while it estimated: %s', subject, error);
  }
  return undefined;
}

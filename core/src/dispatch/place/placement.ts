import type { Dataset, Residency } from '../../contract/data/index.js';
import type { Transfer } from '../../contract/index.js';
import { inputsFirst } from '../../contract/plan/index.js';
import { RecentMap, type EngineRegistry } from '../../registry/index.js';
import { findCandidates, type Policy, type StepChoices } from './candidates.js';
import type { Datasets } from '../run/datasets.js';
import { Decider } from './decide.js';
import type { Decision, DecisionContext, Pick as PlacedPick } from './decision.js';
import { Facts } from './facts.js';
import { isFar } from './outcome.js';
import { NO_VALUES } from '../resolve/call-values.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import type { Plans } from '../resolve/plans.js';
import type { Session } from '../run/session.js';
import { estimateOf, workOf, type Mode } from './price.js';
import { decideShared, sharedDatasets } from './shared.js';
import { SizeEstimates } from './sizes.js';
import { TransferGraph } from '../transfer/transfer-paths.js';
import { CORE_TRANSFERS } from '../transfer/transfers.js';
import type { Wisdom } from './wisdom.js';

export interface PlacementOptions {
  readonly registry: EngineRegistry;
  readonly wisdom: Wisdom;
  readonly mode: Mode;
  readonly uncertified: 'allow' | 'refuse';
  /** runtime-wide pin */
  readonly engine: string | undefined;
  readonly memory: number;
  /** from stores */
  readonly transfers: readonly Transfer[];
}

/** A decision, or none, and the decider that knows why. */
export interface Placed {
  readonly decision: Decision | undefined;
  readonly decider: Decider;
}

/** How far a run's seconds are those of its kernel: other kernels may have run beside it, or what it gave is computed elsewhere. */
export type Timing = 'alone' | 'overlapped' | 'untimed';

/** What a decision is taken from. */
interface Gathered {
  readonly choices: ReadonlyMap<LogicalStep, StepChoices>;
  /** whether a dataset has to be built first */
  readonly builds: boolean;
}

/** Share of kernel time that may go into trying candidates that have not been measured. */
const EXPLORATION = 0.05;
/** Steps that a decision can go through recursively. */
const SHALLOW = 100;
const NO_CHOICES: StepChoices = { candidates: [], byEngine: new Map(), left: [] };

/** Where plans are run: gathers candidates, decides, and learns from what was run. */
export class Placement {
  readonly #choices = new WeakMap<LogicalStep, Map<string, Promise<StepChoices>>>();
  readonly #winners = new RecentMap<string, string>();
  readonly #facts: Facts;
  #transfers: { readonly engines: number; readonly graph: TransferGraph } | undefined;
  #kernelSeconds = 0;
  #exploredSeconds = 0;
  #generation = 0;

  constructor(
    private readonly options: PlacementOptions,
    private readonly plans: Plans,
    private readonly datasets: Datasets,
  ) {
    this.#facts = new Facts(plans.knownRecipe);
  }

  async place(root: LogicalInput, wants: readonly Residency[], session: Session): Promise<Placed> {
    return this.#decide(root, wants, await this.#gather(root, session), session);
  }

  /** Everything asynchronous done beforehand: the returned function takes one full decision. */
  async prepare(root: LogicalInput, wants: readonly Residency[], session: Session): Promise<() => Decision | undefined> {
    const gathered = await this.#gather(root, session);
    return () => this.#decide(root, wants, gathered, session).decision;
  }

  #decide(root: LogicalInput, wants: readonly Residency[], { choices, builds }: Gathered, session: Session): Placed {
    const context = this.#context(choices, session);
    const shared = builds ? sharedDatasets(root, context) : [];
    if (shared.length > 0) {
      const together = decideShared(root, wants, shared, context);
      if (together.decision) return together;
    }
    const decider = new Decider(context);
    return { decision: decider.decide(root, wants), decider };
  }

  /** What was bound is bound again: an engine has crashed, or lost its memory. */
  forgetBindings(): void {
    this.#generation++;
  }

  /**
   * Timings, winners and facts of a stage that has run. A surprise goes where it belongs: sizes are facts of the data; when they were far from what was
   * expected, so is the time that remains unexplained; otherwise it corrects the estimates of the engine.
   */
  learn(
    pick: PlacedPick,
    inputs: readonly Dataset[],
    seconds: number,
    timing: Timing,
    sizes: Dataset['sizes'],
    values = NO_VALUES,
  ): void {
    const { candidate, cost, step } = pick;
    const { region, kernel } = candidate;
    this.#kernelSeconds += seconds;
    if (cost.basis === 'estimated' && this.options.mode === 'measure') this.#exploredSeconds += seconds;
    this.#winners.set(region.fragment.signature, candidate.engine.id);
    const known = new Map<LogicalInput, Pick<Dataset, 'sizes'>>();
    for (const [index, port] of region.ports.entries()) known.set(port, inputs[index] ?? { sizes: {} });
    const before = new SizeEstimates(this.#facts, known, this.plans.knownRecipe, values);
    for (const inner of region.steps) before.of(inner);
    const expected = before.of(step);
    const single = region.steps.length === 1;
    this.#facts.learn(step, single ? inputs[0]?.sizes['rows'] : undefined, sizes);
    if (timing === 'untimed') return;
    known.set(step, { sizes: { ...expected, ...sizes } });
    const actual = new SizeEstimates(this.#facts, known, this.plans.knownRecipe, values);
    const work = region.steps.reduce((sum, inner) => sum + workOf(inner, actual), 0);
    const ports = region.ports.map(port => actual.of(port));
    const estimate = estimateOf(candidate, { ports, result: actual.of(step), work, want: kernel.outputs[0] })?.seconds;
    const isSurprise = isFar(sizes['rows'], expected['rows']);
    const { wisdom } = this.options;
    const overlapped = timing === 'overlapped';
    if (isSurprise && !overlapped && estimate !== undefined && estimate > 0)
      this.#facts.learnHardness(step, Math.max(1, seconds / (estimate * wisdom.calibration(candidate.subject))));
    const own = isSurprise || estimate === undefined ? undefined : estimate * this.#facts.hardness(step);
    wisdom.record(candidate.key, candidate.subject, work, seconds, own, overlapped);
  }

  #context(choices: ReadonlyMap<LogicalStep, StepChoices>, session: Session): DecisionContext {
    const recipes = this.plans.knownRecipe;
    return {
      choices: step => choices.get(step) ?? NO_CHOICES,
      inputsFirst: choices.size > SHALLOW ? [...choices.keys()] : [],
      sizes: new SizeEstimates(this.#facts, session.done, recipes, session.values),
      transfers: this.#transferGraph(),
      wisdom: this.options.wisdom,
      mode: this.options.mode,
      memoryIn: outputs => this.#memoryIn(outputs),
      streaming: session.streaming,
      done: session.done,
      alive: dataset => this.datasets.alive(dataset),
      recipes,
      prefer: session.run.prefer,
      winners: this.#winners,
      mayExplore: () => this.#exploredSeconds <= this.#kernelSeconds * EXPLORATION,
    };
  }

  /** Finds and binds candidates for every step that is not done yet, inputs first, including those that rebuild missing datasets. */
  async #gather(root: LogicalInput, session: Session): Promise<Gathered> {
    const choices = new Map<LogicalStep, StepChoices>();
    const inputs = await this.#toPlace(root, session);
    for (const input of inputs) {
      if (input.kind !== 'step' || session.done.has(input)) continue;
      await this.#facts.sample(input);
      choices.set(input, await this.#candidates(input, session));
      const pause = session.cancellation.checkpoint();
      if (pause) await pause;
    }
    return { choices, builds: inputs.some(input => input.kind === 'dataset' && this.#isMissing(input.dataset)) };
  }

  async #toPlace(root: LogicalInput, session: Session): Promise<readonly LogicalInput[]> {
    const inputsOf = (input: LogicalInput): readonly LogicalInput[] => {
      if (session.done.has(input)) return [];
      if (input.kind === 'step') return input.inputs;
      const recipe = this.#isMissing(input.dataset) ? this.plans.knownRecipe(input.dataset) : undefined;
      return recipe ? [recipe] : [];
    };
    for (;;) {
      const inputs = inputsFirst(root, inputsOf);
      const unplanned = inputs.flatMap(input =>
        input.kind === 'dataset' && this.#isMissing(input.dataset) && !this.plans.knownRecipe(input.dataset)
          ? [input.dataset]
          : [],
      );
      const planned = await Promise.all(unplanned.map(dataset => this.plans.recipe(dataset)));
      // What a recipe stands on may be missing too.
      if (planned.every(recipe => recipe === undefined)) return inputs;
    }
  }

  #memoryIn(outputs: readonly Residency[]): number {
    const { spaces } = this.datasets;
    if (!spaces.anyDefined) return this.options.memory;
    let most: number | undefined;
    for (const { space } of outputs) most = Math.max(most ?? 0, spaces.budgetOf(space) ?? this.options.memory);
    return most ?? this.options.memory;
  }

  #isMissing(dataset: Dataset): boolean {
    return this.datasets.alive(dataset).length === 0;
  }

  #candidates(step: LogicalStep, session: Session): Promise<StepChoices> {
    const { registry } = this.options;
    const policy: Policy = {
      engine: session.run.engine ?? this.options.engine,
      uncertified: this.options.uncertified,
      excluded: (engine, inner) => session.excluded(engine, inner),
      mayEnter: inner => !session.done.has(inner),
      factsOf: input => this.plans.sourceFacts(input),
    };
    // Within a call that has had a failure or has results already, answers are its own; otherwise they are remembered per step.
    if (session.hasExclusions || session.done.size > 0) return findCandidates(step, registry, policy);
    const usable = registry.all().map(engine => (engine.usable ? '1' : '0'));
    const key = `${policy.engine ?? ''}#${String(this.#generation)}#${usable.join('')}`;
    const known = this.#choices.get(step) ?? new Map<string, Promise<StepChoices>>();
    this.#choices.set(step, known);
    let found = known.get(key);
    if (!found) {
      found = findCandidates(step, registry, policy);
      known.set(key, found);
      found.catch(() => known.delete(key));
    }
    return found;
  }

  /** Rebuilt when another engine has been opened since. */
  #transferGraph(): TransferGraph {
    const { openedEngines } = this.options.registry;
    if (this.#transfers?.engines !== openedEngines.length) {
      this.#transfers = {
        engines: openedEngines.length,
        graph: new TransferGraph([
          ...CORE_TRANSFERS,
          ...this.options.transfers,
          ...openedEngines.flatMap(engine => engine.transfers),
        ]),
      };
    }
    return this.#transfers.graph;
  }
}

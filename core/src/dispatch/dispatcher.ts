import { HEAP_RECORD, type Dataset, type Json, type Kind, type Residency, type Space, type TableData } from '../data/index.js';
import { ParquetFrameError, type ErrorCategory } from '../errors/index.js';
import type { Catalogue } from '../operations/index.js';
import type { PlanInput, PlanNode } from '../plan/index.js';
import type { EngineRegistry } from '../registry/index.js';
import { CpuLease } from './admission.js';
import { attempt, findCandidates, type Policy, type StepChoices } from './candidates.js';
import type { Datasets } from './datasets.js';
import { Decider, type Decision, type Mode, type Pick } from './decide.js';
import { debug, warnOnce } from './events.js';
import type { Execution, Executor, RunOptions } from './executor.js';
import { explanation, picksOf, reasonFor } from './explain.js';
import { consumersOf, kindOf, withInputs, type LogicalDataset, type LogicalInput, type LogicalStep } from './logical.js';
import type { Explanation } from './provenance.js';
import { Resolver } from './resolve.js';
import { rewrite, type Rewritten } from './rewrite/index.js';
import { isOff, noEngineError, passedOver, REPLAN } from './outcome.js';
import { Session } from './session.js';
import { Observations, SizeEstimates } from './sizes.js';
import { moveDataset, runStage, typedFailure } from './stage.js';
import { TransferGraph } from './transfer-paths.js';
import { CORE_TRANSFERS } from './transfers.js';
import type { Wisdom } from './wisdom.js';

export interface DispatcherOptions {
  readonly registry: EngineRegistry;
  readonly catalogue: Catalogue;
  readonly wisdom: Wisdom;
  readonly mode: Mode;
  readonly uncertified: 'allow' | 'refuse';
  /** runtime-wide pin */
  readonly engine: string | undefined;
  readonly threads: number;
  readonly memory: number;
  readonly datasets: Datasets;
}

/** A kept dataset that is being built, for all who wait for it. */
interface Build {
  readonly promise: Promise<Session['stages']>;
  readonly controller: AbortController;
  readonly owner: Session;
  waiters: number;
}

/** Categories of failure that another engine may do better with. */
const FALLS_BACK: ReadonlySet<ErrorCategory> = new Set<ErrorCategory>(['decline', 'unavailable', 'memory', 'crash']);
/** Share of kernel time that may go into trying candidates that have not been measured. */
const EXPLORATION = 0.05;

/** A dataset that is lost again and again within one call is not rebuilt for ever. */
const LOSSES = 5;

/** Runs plans: resolves, rewrites, places, executes, falls back. One per runtime. */
export class Dispatcher implements Executor {
  readonly datasets: Datasets;
  readonly #cpu: CpuLease;
  readonly #resolver: Resolver;
  readonly #rewritten = new WeakMap<LogicalInput, Rewritten>();
  readonly #choices = new WeakMap<LogicalStep, Map<string, Promise<StepChoices>>>();
  readonly #recipes = new WeakMap<Dataset, LogicalInput>();
  readonly #built = new WeakSet<Dataset>();
  /** datasets that stand for shared steps of one call */
  readonly #shared = new WeakSet<Dataset>();
  readonly #winners = new Map<string, string>();
  readonly #observations = new Observations();
  #transfers: { readonly engines: number; readonly graph: TransferGraph } | undefined;
  #kernelSeconds = 0;
  #exploredSeconds = 0;
  #generation = 0;
  #closed = false;

  constructor(readonly options: DispatcherOptions) {
    this.datasets = options.datasets;
    this.#cpu = new CpuLease(options.threads);
    this.#resolver = new Resolver(options.catalogue, (node, run) => this.#record(node, run));
  }

  async resolveKind(input: PlanInput, run: RunOptions = {}): Promise<Kind> {
    this.#open();
    return kindOf(await this.#resolver.resolve(input, run));
  }

  keep(plan: PlanNode, label: string): Dataset {
    return this.datasets.keep(plan, label);
  }

  file(scheme: string, path: string): Dataset {
    return this.datasets.file(scheme, path);
  }

  table(table: TableData, label?: string): Dataset {
    return this.datasets.table(table, label);
  }

  dispose(dataset: Dataset): Promise<void> {
    return this.datasets.dispose(dataset);
  }

  async execute(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<Execution> {
    this.#open();
    const session = new Session(run, want[0]?.once === true);
    let root: LogicalInput | undefined;
    try {
      session.cancellation.check();
      ({ root } = await this.#plan(input, run));
      const dataset = await this.#deliver(root, want, session);
      return await this.#execution(dataset, root, want, session);
    } catch (error) {
      for (const dataset of [...session.done.values(), ...(root ? this.#sharedOf(root) : [])])
        await this.datasets.release(dataset);
      throw error;
    } finally {
      session.cancellation.close();
    }
  }

  async explain(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<Explanation> {
    this.#open();
    const session = new Session(run, want[0]?.once === true);
    const { root, rules } = await this.#plan(input, run);
    const placed = await this.#place(root, want, session);
    if (!placed.decision) throw noEngineError(root, placed.decider, session.lastFailure);
    return explanation(placed.decision, placed.decider, rules);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.datasets.close();
    this.options.wisdom.save();
  }

  /** All replicas of a space are gone: they are forgotten, and what was bound there is bound again. */
  lost(space: Space): void {
    this.datasets.dropSpace(space);
    this.#generation++;
  }

  #open(): void {
    if (this.#closed) throw new ParquetFrameError('CLOSED', 'the runtime is closed');
  }

  // ── plan ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #plan(input: PlanInput, run: RunOptions): Promise<Rewritten> {
    const logical = await this.#resolver.resolve(input, run);
    if (run.rewrite === false) return { root: this.#cutShared(logical), rules: [] };
    let rewritten = this.#rewritten.get(logical);
    if (!rewritten) this.#rewritten.set(logical, (rewritten = rewrite(logical)));
    return { root: this.#cutShared(rewritten.root), rules: rewritten.rules };
  }

  /** Shared steps become datasets of this call: run once, placed for all their consumers, given back when it ends. */
  #cutShared(root: LogicalInput): LogicalInput {
    const consumers = consumersOf(root);
    if (![...consumers].some(([input, count]) => count > 1 && input.kind === 'step')) return root;
    const cut = new Map<LogicalInput, LogicalInput>();
    const visit = (input: LogicalInput): LogicalInput => {
      if (input.kind === 'dataset') return input;
      const known = cut.get(input);
      if (known) return known;
      const step = withInputs(input, input.inputs.map(visit));
      const result = (consumers.get(input) ?? 0) > 1 && input !== root ? this.#sharedDataset(step) : step;
      cut.set(input, result);
      return result;
    };
    return visit(root);
  }

  #sharedDataset(step: LogicalStep): LogicalDataset {
    const dataset = this.datasets.temporary(`shared ${step.definition.name}`, step.bound.output, [], {});
    this.#recipes.set(dataset, step);
    this.#shared.add(dataset);
    return { kind: 'dataset', dataset, data: step.bound.output };
  }

  /** The plan of a dataset that must be built, if it can be. */
  async #recipe(dataset: Dataset): Promise<LogicalInput | undefined> {
    const known = this.#recipes.get(dataset);
    if (known || dataset.recipe === undefined) return known;
    const { root } = await this.#plan(dataset.recipe as PlanInput, {});
    this.#recipes.set(dataset, root);
    return root;
  }

  // ── placement ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async #place(
    root: LogicalInput,
    wants: readonly Residency[],
    session: Session,
  ): Promise<{ readonly decision: Decision | undefined; readonly decider: Decider }> {
    const decider = await this.#decider(root, session);
    return { decision: decider.decide(root, wants), decider };
  }

  async #decider(root: LogicalInput, session: Session): Promise<Decider> {
    const choices = new Map<LogicalStep, StepChoices>();
    await this.#gather(root, session, choices, new Set());
    return this.#newDecider(choices, session);
  }

  #newDecider(choices: ReadonlyMap<LogicalStep, StepChoices>, session: Session): Decider {
    const recipes = (dataset: Dataset): LogicalInput | undefined => this.#recipes.get(dataset);
    return new Decider({
      choices: step => choices.get(step) ?? NO_CHOICES,
      sizes: new SizeEstimates(this.#observations, session.done, recipes),
      transfers: this.#transferGraph(),
      wisdom: this.options.wisdom,
      mode: this.options.mode,
      memory: this.options.memory,
      streaming: session.streaming,
      done: session.done,
      alive: dataset => this.datasets.alive(dataset),
      recipes,
      prefer: session.run.prefer,
      winners: this.#winners,
      mayExplore: () => this.#exploredSeconds <= this.#kernelSeconds * EXPLORATION,
    });
  }

  /** Everything asynchronous done beforehand: the returned function takes one full decision, for benchmarks of dispatch itself. */
  async prepareDecision(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<() => Decision | undefined> {
    const session = new Session(run, want[0]?.once === true);
    const { root } = await this.#plan(input, run);
    const choices = new Map<LogicalStep, StepChoices>();
    await this.#gather(root, session, choices, new Set());
    return () => this.#newDecider(choices, session).decide(root, want);
  }

  /** Finds and binds candidates for every step that is not done yet, including those that rebuild missing datasets. */
  async #gather(
    input: LogicalInput,
    session: Session,
    choices: Map<LogicalStep, StepChoices>,
    seen: Set<LogicalInput>,
  ): Promise<void> {
    if (seen.has(input) || session.done.has(input)) return;
    seen.add(input);
    if (input.kind === 'dataset') {
      if (this.datasets.alive(input.dataset).length > 0) return;
      const recipe = await this.#recipe(input.dataset);
      if (recipe) await this.#gather(recipe, session, choices, seen);
      return;
    }
    for (const inner of input.inputs) await this.#gather(inner, session, choices, seen);
    choices.set(input, await this.#candidates(input, session));
  }

  #candidates(step: LogicalStep, session: Session): Promise<StepChoices> {
    const policy: Policy = {
      engine: session.run.engine ?? this.options.engine,
      uncertified: this.options.uncertified,
      isExcluded: (engine, inner) => session.isExcluded(engine, inner),
      mayEnter: inner => !session.done.has(inner),
    };
    // Within a call that has had a failure or has results already, answers are its own; otherwise they are remembered per step.
    if (session.hasExclusions || session.done.size > 0) return findCandidates(step, this.options.registry, policy);
    const key = `${policy.engine ?? ''}#${String(this.#generation)}#${this.options.registry
      .all()
      .map(engine => (engine.usable ? '1' : '0'))
      .join('')}`;
    const known = this.#choices.get(step) ?? new Map<string, Promise<StepChoices>>();
    this.#choices.set(step, known);
    let found = known.get(key);
    if (!found) {
      found = findCandidates(step, this.options.registry, policy);
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
        graph: new TransferGraph([...CORE_TRANSFERS, ...openedEngines.flatMap(engine => engine.transfers)]),
      };
    }
    return this.#transfers.graph;
  }

  // ── execution ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Runs stage after stage until the root is a dataset with a replica in one of `wants`. */
  async #deliver(root: LogicalInput, wants: readonly Residency[], session: Session): Promise<Dataset> {
    for (;;) {
      session.cancellation.check();
      const { decision, decider } = await this.#place(root, wants, session);
      if (!decision) throw noEngineError(root, decider, session.lastFailure);
      const missing = this.#missing(root, decision, session);
      if (missing) {
        await this.#build(missing.dataset, missing.residency, session);
        continue;
      }
      const picks = picksOf(decision).filter(pick => !session.done.has(pick.step));
      for (const [index, pick] of picks.entries()) {
        const want = this.#wanted(pick, picks.slice(index + 1), decision);
        const finished = await this.#runPick(pick, want, decider, session);
        if (!finished) break;
        if (index < picks.length - 1 && isOff(decider, pick, session.done.get(pick.step))) {
          debug('placing the rest anew: %s gave a size off by more than %d×', pick.step.definition.name, REPLAN);
          break;
        }
      }
      const result = session.done.get(root) ?? (root.kind === 'dataset' ? root.dataset : undefined);
      if (result && this.datasets.alive(result).length > 0) return result;
    }
  }

  /** The first dataset that the decision rests on and that is not there, with the residency it would be built in. */
  #missing(
    root: LogicalInput,
    decision: Decision,
    session: Session,
  ): { readonly dataset: Dataset; readonly residency: Residency } | undefined {
    // A dataset asked for by itself: no stage comes after its build.
    if (root.kind === 'dataset' && !session.done.has(root) && this.datasets.alive(root.dataset).length === 0)
      return { dataset: root.dataset, residency: decision.option.residency };
    for (const pick of picksOf(decision)) {
      for (const port of pick.ports) {
        if (
          port.input.kind === 'dataset' &&
          !session.done.has(port.input) &&
          this.datasets.alive(port.input.dataset).length === 0
        )
          return { dataset: port.input.dataset, residency: port.option.residency };
      }
    }
    return undefined;
  }

  /** Which residency a stage's consumer chose. */
  #wanted(pick: Pick, later: readonly Pick[], decision: Decision): Residency {
    for (const consumer of later) {
      const port = consumer.ports.find(p => p.option.pick === pick);
      if (port) return port.option.residency;
    }
    return decision.option.residency;
  }

  /** Runs one stage; false when it failed in a way that another engine may do better: the caller places anew. */
  async #runPick(pick: Pick, want: Residency, decider: Decider, session: Session): Promise<boolean> {
    const { candidate, step } = pick;
    const { engine, region } = candidate;
    const inputs = region.ports.map(port => this.#inputDataset(port, session));
    if (inputs.some(input => this.datasets.alive(input).length === 0)) {
      for (const port of region.ports) session.done.delete(port);
      return false;
    }
    const why = reasonFor(pick, decider);
    try {
      const result = await runStage(pick, inputs, want, session, { datasets: this.datasets, cpu: this.#cpu }, why);
      this.#learn(pick, inputs, result.seconds, result.alone && result.replicas[0]?.residency.once !== true, result.sizes);
      const label = step.definition.name;
      session.done.set(step, this.datasets.temporary(label, step.bound.output, result.replicas, result.sizes));
      const rows = result.sizes['rows'];
      session.finish({
        operations: region.steps.map(s => s.definition.name),
        engine: engine.id,
        engineVersion: engine.version,
        seconds: result.seconds,
        threads: result.threads,
        why,
        resultClass: step.definition.classes[step.origin.determinism],
        moves: result.moves,
        fallbacks: [...session.fallbacks, ...passedOver(decider.left.get(step) ?? [], session.fallbacks)],
        ...(rows === undefined ? {} : { rows }),
        notes: result.notes,
      });
      await this.#releaseInputs(region.ports, session);
      return true;
    } catch (error) {
      await this.#afterFailure(pick, typedFailure(error, engine.id), session);
      return false;
    }
  }

  #inputDataset(port: LogicalInput, session: Session): Dataset {
    const dataset = session.done.get(port) ?? (port.kind === 'dataset' ? port.dataset : undefined);
    if (dataset) return dataset;
    throw new ParquetFrameError('INTERNAL', 'a stage was started before its input');
  }

  /** Results of earlier stages have served; memory outlives every view, so releasing them is safe. */
  async #releaseInputs(ports: readonly LogicalInput[], session: Session): Promise<void> {
    for (const port of ports) {
      const dataset = session.done.get(port);
      if (dataset && port.kind === 'step') await this.datasets.release(dataset);
    }
  }

  async #afterFailure(pick: Pick, failure: ParquetFrameError, session: Session): Promise<void> {
    const { engine, region, pinned } = pick.candidate;
    session.cancellation.check();
    if (failure.category === 'crash' && failure.code !== 'DATASET_LOST') {
      engine.noteCrash(failure.message);
      this.#generation++;
    }
    if (!FALLS_BACK.has(failure.category)) throw failure;
    if (pinned && failure.code !== 'DATASET_LOST') throw failure;
    session.lastFailure = failure;
    if (failure.code === 'DATASET_LOST' && ++session.losses > LOSSES) throw failure;
    if (failure.code !== 'DATASET_LOST') {
      const outcome =
        failure.category === 'crash'
          ? 'crashed'
          : failure.category === 'memory'
            ? 'memory'
            : failure.category === 'decline'
              ? 'declined'
              : 'unavailable';
      session.fallbacks.push(attempt(engine.id, outcome, failure.code, failure.message));
      session.exclude(engine.id, region.steps, failure.category === 'crash');
      warnOnce(
        `${engine.id}:${failure.code}`,
        `${engine.id} did not finish ${region.steps.map(s => s.definition.name).join(' → ')} (${failure.code}: ${failure.message}); the next engine is used`,
      );
    }
    // Streams that were read in part, and results that are gone, are made again from their recipe.
    for (const port of region.ports) {
      const dataset = session.done.get(port);
      if (dataset && this.datasets.alive(dataset).length === 0) session.done.delete(port);
    }
    await Promise.resolve();
  }

  #learn(pick: Pick, inputs: readonly Dataset[], seconds: number, alone: boolean, sizes: Dataset['sizes']): void {
    const { candidate, cost, step } = pick;
    this.#kernelSeconds += seconds;
    if (cost.basis === 'estimated' && this.options.mode === 'measure') this.#exploredSeconds += seconds;
    if (alone) this.options.wisdom.record(candidate.key, candidate.subject, cost.work, seconds, cost.estimate);
    this.#winners.set(candidate.region.fragment.signature, candidate.engine.id);
    if (candidate.region.steps.length === 1) this.#observations.record(step, inputs[0]?.sizes['rows'], sizes['rows']);
  }

  // ── kept datasets ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Builds a kept dataset once for all who wait for it; the build stops only when the last of them aborts. */
  async #build(dataset: Dataset, residency: Residency, session: Session): Promise<void> {
    if (dataset.disposed) throw new ParquetFrameError('CLOSED', `${dataset.label} was closed`);
    let build = this.#builds.get(dataset);
    if (!build) {
      build = this.#startBuild(dataset, residency, session);
      this.#builds.set(dataset, build);
    }
    build.waiters++;
    try {
      const stages = await session.cancellation.settle(build.promise, 0);
      if (build.owner === session) session.stages.push(...stages);
    } finally {
      if (--build.waiters === 0 && session.cancellation.signal.aborted) {
        // Whoever asks next must not be given the build that is stopping.
        if (this.#builds.get(dataset) === build) this.#builds.delete(dataset);
        build.controller.abort(session.cancellation.reason);
      }
    }
  }

  readonly #builds = new Map<Dataset, Build>();

  #startBuild(dataset: Dataset, residency: Residency, owner: Session): Build {
    const controller = new AbortController();
    const run = async (): Promise<Session['stages']> => {
      const recipe = await this.#recipe(dataset);
      if (!recipe)
        throw new ParquetFrameError('DATASET_LOST', `${dataset.label} is gone and there is nothing to rebuild it from`);
      if (this.#built.has(dataset)) owner.rebuilt.push(dataset.label);
      const shared = this.#shared.has(dataset);
      const inner = new Session(
        {
          signal: controller.signal,
          ...(shared ? { engine: owner.run.engine } : {}),
          prefer: owner.run.prefer,
          onProgress: owner.run.onProgress,
        },
        false,
      );
      for (const engine of owner.crashedEngines) inner.exclude(engine, [], true);
      try {
        const result = await this.#deliver(recipe, residency.once === true ? [] : [residency], inner).catch((error: unknown) => {
          // The residency was a hint of the consumer that asked first; anything is better than nothing.
          if (error instanceof ParquetFrameError && error.code === 'NO_ENGINE') return this.#deliver(recipe, [], inner);
          throw error;
        });
        if (controller.signal.aborted) await this.datasets.release(result);
        inner.cancellation.check();
        dataset.replicas = [...this.datasets.alive(result)];
        dataset.sizes = { ...dataset.sizes, ...result.sizes };
        dataset.kind ??= result.kind;
        this.#built.add(dataset);
        return inner.stages;
      } finally {
        inner.cancellation.close();
      }
    };
    const promise = run().finally(() => {
      if (this.#builds.get(dataset)?.controller === controller) this.#builds.delete(dataset);
      if (dataset.building === building) dataset.building = undefined;
    });
    const building = promise.then(
      () => undefined,
      () => undefined,
    );
    dataset.building = building;
    return { promise, controller, owner, waiters: 0 };
  }

  // ── results ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #execution(dataset: Dataset, root: LogicalInput, wants: readonly Residency[], session: Session): Promise<Execution> {
    const kind = kindOf(root);
    const { decision } = await this.#place(root, wants, session);
    const source = decision?.option.replica;
    if (!decision || !source)
      throw new ParquetFrameError('DATASET_LOST', `${dataset.label} was lost before it could be delivered`);
    dataset.leases++;
    const { replica, moves } = await moveDataset(dataset, source, decision.path, kind, session, {
      datasets: this.datasets,
      cpu: this.#cpu,
    });
    const last = session.stages.at(-1);
    if (last && moves.length > 0) session.stages[session.stages.length - 1] = { ...last, moves: [...last.moves, ...moves] };
    for (const shared of this.#sharedOf(root)) await this.datasets.dispose(shared);
    session.run.onProgress?.(1);
    let released = false;
    const owned = root.kind === 'step';
    return {
      kind,
      replica,
      sizes: dataset.sizes,
      notes: last?.notes ?? {},
      provenance: session.provenance(),
      release: async () => {
        if (released) return;
        released = true;
        dataset.leases--;
        if (owned) await this.datasets.release(dataset);
      },
    };
  }

  /** Datasets that stand for shared steps of this call. */
  #sharedOf(root: LogicalInput): readonly Dataset[] {
    const found = new Set<Dataset>();
    const visit = (input: LogicalInput): void => {
      if (input.kind === 'step') input.inputs.forEach(visit);
      else {
        const recipe = this.#recipes.get(input.dataset);
        if (recipe === undefined || !this.#shared.has(input.dataset)) return;
        found.add(input.dataset);
        visit(recipe);
      }
    };
    visit(root);
    return [...found];
  }

  async #record(node: PlanNode, run: RunOptions): Promise<{ readonly value: Json; readonly sizes: Dataset['sizes'] }> {
    const execution = await this.execute(node, [HEAP_RECORD], run);
    const value = execution.replica.value as Json;
    await execution.release();
    return { value, sizes: execution.sizes };
  }
}

const NO_CHOICES: StepChoices = { candidates: [], left: [] };

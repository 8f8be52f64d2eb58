import {
  HEAP_RECORD,
  type Dataset,
  type Json,
  type Kind,
  type Replica,
  type Residency,
  type Space,
  type TableData,
} from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Catalogue } from '../../contract/operations/index.js';
import type { PlanInput, PlanNode } from '../../contract/plan/index.js';
import { Admission } from './admission.js';
import { Builds } from './builds.js';
import type { Datasets } from './datasets.js';
import type { Decider, Decision, Pick } from '../place/decide.js';
import { debug } from './events.js';
import type { Execution, Executor, RunOptions } from '../../executor/executor.js';
import { Fallback } from './fallback.js';
import { explanation, picksOf, reasonFor } from '../place/explain.js';
import { kindOf, type LogicalInput } from '../resolve/logical.js';
import { moveDataset, MoveFailure } from '../transfer/moves.js';
import { Placement, type PlacementOptions } from '../place/placement.js';
import { Plans } from '../resolve/plans.js';
import type { Explanation, Move } from '../../executor/provenance.js';
import { isOff, noEngineError, passedOver, REPLAN } from '../place/outcome.js';
import { checkRunOptions } from './run-options.js';
import { Session } from './session.js';
import { guarded, runStage } from './stage.js';

export interface DispatcherOptions extends PlacementOptions {
  readonly catalogue: Catalogue;
  readonly threads: number;
  readonly datasets: Datasets;
}

/** Runs plans: resolves, rewrites, places, executes, falls back. One per runtime. */
export class Dispatcher implements Executor {
  readonly datasets: Datasets;
  readonly #admission: Admission;
  readonly #plans: Plans;
  readonly #placement: Placement;
  readonly #builds: Builds;
  readonly #fallback: Fallback;
  /** calls that run, and streams that are read */
  readonly #sessions = new Set<Session>();
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(readonly options: DispatcherOptions) {
    this.datasets = options.datasets;
    this.#admission = new Admission(options.threads, () => this.datasets.budget);
    this.#plans = new Plans(options.catalogue, this.datasets, (node, run) => this.#record(node, run));
    this.#placement = new Placement(options, this.#plans, this.datasets);
    this.#fallback = new Fallback(options.registry, this.#placement, this.datasets);
    this.#builds = new Builds(this.datasets, this.#plans, (root, wants, session) => this.#deliver(root, wants, session));
  }

  resolveKind(input: PlanInput, run: RunOptions = {}): Promise<Kind> {
    return this.#within(run, false, async session => kindOf(await session.wait(this.#plans.resolve(input, run))));
  }

  describe(node: PlanNode): string | undefined {
    return this.options.catalogue.describe(node.operation, node.options);
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

  execute(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<Execution> {
    return this.#within(run, want[0]?.once === true, async session => {
      const { root } = await session.wait(this.#plans.plan(input, run));
      try {
        for (;;) {
          const dataset = await this.#deliver(root, want, session);
          const execution = await this.#handOver(dataset, root, want, session);
          if (execution) return execution;
        }
      } catch (error) {
        for (const dataset of [...session.done.values(), ...this.#plans.sharedOf(root)]) await this.datasets.release(dataset);
        throw error;
      }
    });
  }

  explain(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<Explanation> {
    return this.#within(run, want[0]?.once === true, async session => {
      const { root, rules } = await session.wait(this.#plans.plan(input, run));
      const placed = await session.wait(this.#placement.place(root, want, session));
      if (!placed.decision) throw noEngineError(root, placed.decider, session.lastFailure);
      return explanation(placed.decision, placed.decider, rules);
    });
  }

  /** Ends calls that run with `CLOSED`, then gives everything back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const session of this.#sessions)
      session.cancellation.cancel(new ParquetFrameError('CLOSED', 'the runtime was closed while the call ran'));
    await Promise.allSettled(this.#running);
    await this.datasets.close();
    this.options.wisdom.save();
  }

  /** One call from its options to its end. */
  async #within<T>(run: RunOptions, streaming: boolean, work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#closed) throw new ParquetFrameError('CLOSED', 'the runtime is closed');
    checkRunOptions(run);
    const session = new Session(run, streaming);
    this.#sessions.add(session);
    const running = (async () => {
      session.cancellation.check();
      if (run.prefer !== undefined) this.options.registry.get(run.prefer);
      return await work(session);
    })();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      if (!session.isRead) this.#end(session);
    }
  }

  #end(session: Session): void {
    session.close();
    this.#sessions.delete(session);
  }

  /** All replicas of a space are gone: they are forgotten, and what was bound there is bound again. */
  lost(space: Space): void {
    this.datasets.dropSpace(space);
    this.#placement.forgetBindings();
  }

  /** Everything asynchronous done beforehand: the returned function takes one full decision, for benchmarks of dispatch itself. */
  async prepareDecision(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<() => Decision | undefined> {
    const { root } = await this.#plans.plan(input, run);
    return this.#placement.prepare(root, want, new Session(run, want[0]?.once === true));
  }

  /** Runs stage after stage until the root is a dataset with a replica in one of `wants`. */
  async #deliver(root: LogicalInput, wants: readonly Residency[], session: Session): Promise<Dataset> {
    for (;;) {
      session.cancellation.check();
      const { decision, decider } = await session.wait(this.#placement.place(root, wants, session));
      if (!decision) throw noEngineError(root, decider, session.lastFailure);
      const picks = picksOf(decision).filter(pick => !session.done.has(pick.step));
      session.expect(picks.length);
      const missing = this.#missing(root, decision, session);
      if (missing) {
        await this.#builds.build(missing.dataset, missing.residency, session);
        continue;
      }
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
      session.forgetLost(dataset => this.datasets.alive(dataset).length > 0);
      return false;
    }
    const why = reasonFor(pick, decider);
    try {
      const result = await runStage(pick, inputs, want, session, { datasets: this.datasets, admission: this.#admission }, why);
      this.#placement.learn(
        pick,
        inputs,
        result.seconds,
        result.alone && result.replicas[0]?.residency.once !== true,
        result.sizes,
      );
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
      if (error instanceof MoveFailure) this.#fallback.afterMove(error, session);
      else this.#fallback.afterKernel(pick, error, session);
      return false;
    }
  }

  #inputDataset(port: LogicalInput, session: Session): Dataset {
    const dataset = session.done.get(port) ?? (port.kind === 'dataset' ? port.dataset : undefined);
    if (dataset) return dataset;
    throw new ParquetFrameError('INTERNAL', 'a stage was started before its input');
  }

  /** Results of earlier stages have served; memory outlives every view, so releasing them is safe. Should they be needed once more, they are made again. */
  async #releaseInputs(ports: readonly LogicalInput[], session: Session): Promise<void> {
    for (const port of ports) {
      const dataset = session.done.get(port);
      if (!dataset || port.kind !== 'step') continue;
      session.done.delete(port);
      await this.datasets.release(dataset);
    }
  }

  /** Brings the result where it is wanted; undefined when that failed in a way that another engine may do better. */
  async #handOver(
    dataset: Dataset,
    root: LogicalInput,
    wants: readonly Residency[],
    session: Session,
  ): Promise<Execution | undefined> {
    const kind = kindOf(root);
    const { decision } = await session.wait(this.#placement.place(root, wants, session));
    const source = decision?.option.replica;
    if (!decision || !source) {
      this.#fallback.afterLoss(dataset, session);
      return undefined;
    }
    dataset.leases++;
    try {
      const { replica, moves } = await moveDataset(dataset, source, decision.path, kind, session, this.datasets);
      session.complete();
      for (const shared of this.#plans.sharedOf(root)) await this.datasets.dispose(shared);
      return this.#execution(dataset, root, replica, moves, session);
    } catch (error) {
      dataset.leases--;
      if (!(error instanceof MoveFailure)) throw error;
      this.#fallback.afterMove(error, session);
      return undefined;
    }
  }

  #execution(dataset: Dataset, root: LogicalInput, replica: Replica, moves: readonly Move[], session: Session): Execution {
    const last = session.stages.at(-1);
    if (last && moves.length > 0) session.stages[session.stages.length - 1] = { ...last, moves: [...last.moves, ...moves] };
    // A stream can be aborted for as long as it is read.
    session.isRead = replica.residency.once === true;
    let released = false;
    return {
      kind: kindOf(root),
      replica: session.isRead ? guarded(replica, session) : replica,
      sizes: dataset.sizes,
      notes: last?.notes ?? {},
      provenance: session.provenance(),
      release: async () => {
        if (released) return;
        released = true;
        dataset.leases--;
        this.#end(session);
        if (root.kind === 'step') await this.datasets.release(dataset);
      },
    };
  }

  async #record(node: PlanNode, run: RunOptions): Promise<{ readonly value: Json; readonly sizes: Dataset['sizes'] }> {
    const execution = await this.execute(node, [HEAP_RECORD], run);
    const value = execution.replica.value as Json;
    await execution.release();
    return { value, sizes: execution.sizes };
  }
}

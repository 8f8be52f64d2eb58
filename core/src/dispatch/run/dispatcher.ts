import {
  HEAP_RECORD,
  type Dataset,
  type DeferredTable,
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
import type { AdmissionControl } from './admission.js';
import { Builds } from './builds.js';
import type { Datasets } from './datasets.js';
import type { Decision } from '../place/decision.js';
import { Delivery } from './delivery.js';
import { Entry } from './entry.js';
import type { Execution, Executor, RunOptions } from '../../executor/executor.js';
import { Fallback } from './fallback.js';
import { enclosing } from './inside.js';
import { explanation } from '../place/explain.js';
import { requireTable } from '../resolve/inputs.js';
import { kindOf, type LogicalInput } from '../resolve/logical.js';
import { moveDataset, MoveFailure } from '../transfer/moves.js';
import { Placement, type PlacementOptions } from '../place/placement.js';
import { Plans } from '../resolve/plans.js';
import type { Explanation, Move } from '../../executor/provenance.js';
import { noEngineError } from '../place/outcome.js';
import { CallValues, NO_VALUES } from '../resolve/call-values.js';
import { checkedParameters, parametersOf } from '../resolve/parameters.js';
import { checkRunOptions } from './run-options.js';
import { Session } from './session.js';
import { withNamedFiles } from './named-files.js';
import type { Sources } from './sources.js';
import { guarded } from './stage.js';

export interface DispatcherOptions extends Omit<PlacementOptions, 'transfers'> {
  readonly sources: Sources;
  readonly catalogue: Catalogue;
  readonly admission: AdmissionControl;
  readonly datasets: Datasets;
}

/** Runs plans: resolves, rewrites, places, executes, falls back. One per runtime. */
export class Dispatcher implements Executor {
  readonly datasets: Datasets;
  readonly #plans: Plans;
  readonly #placement: Placement;
  readonly #delivery: Delivery;
  readonly #fallback: Fallback;
  /** calls that run, and streams that are read */
  readonly #sessions = new Set<Session>();
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(readonly options: DispatcherOptions) {
    this.datasets = options.datasets;
    this.#plans = new Plans(options.catalogue, this.datasets, (node, run) => this.#record(node, run));
    this.#placement = new Placement({ ...options, transfers: options.sources.transfers }, this.#plans, this.datasets);
    this.#fallback = new Fallback(options.registry, this.#placement, this.datasets);
    const builds = new Builds(this.datasets, this.#plans, (root, wants, session) => this.#delivery.deliver(root, wants, session));
    const { datasets } = this;
    this.#delivery = new Delivery({ datasets, placement: this.#placement, fallback: this.#fallback, builds, owner: this });
  }

  resolveKind(input: PlanInput, run: RunOptions = {}): Promise<Kind> {
    return this.#within(input, run, false, async session => {
      if (run.params !== undefined) this.#valuesOf(input, run);
      return kindOf(await session.wait(this.#plans.resolve(input, run)));
    });
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

  source(scheme: string, url: string): Dataset | undefined {
    return this.options.sources.source(scheme, url);
  }

  table(table: TableData | DeferredTable, label?: string): Dataset {
    return this.datasets.table(table, label);
  }

  dispose(dataset: Dataset): Promise<void> {
    return this.datasets.dispose(dataset);
  }

  execute(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<Execution> {
    return this.#run(input, want, run, false);
  }

  #run(input: PlanInput, want: readonly Residency[], run: RunOptions, isPlanning: boolean): Promise<Execution> {
    const work = async (session: Session): Promise<Execution> => {
      session.values = this.#valuesOf(input, run);
      const { root } = await session.wait(this.#plans.plan(input, run));
      if (root.kind === 'step' && isOfTable(want[0])) requireTable(root.definition, root.bound.output);
      try {
        for (;;) {
          const dataset = await this.#delivery.deliver(root, want, session);
          const execution = await this.#handOver(dataset, root, want, session, error => withNamedFiles(error, input));
          if (execution) return execution;
        }
      } catch (error) {
        for (const dataset of [...session.done.values(), ...this.#plans.sharedOf(root)]) await this.datasets.release(dataset);
        throw error;
      }
    };
    return this.#within(input, run, want[0]?.once === true, work, isPlanning);
  }

  explain(input: PlanInput, want: readonly Residency[], run: RunOptions = {}): Promise<Explanation> {
    return this.#within(input, run, want[0]?.once === true, async session => {
      session.values = this.#valuesOf(input, run);
      const { root, rules } = await session.wait(this.#plans.plan(input, run));
      if (root.kind === 'step' && isOfTable(want[0])) requireTable(root.definition, root.bound.output);
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
  async #within<T>(
    plan: PlanInput,
    run: RunOptions,
    streaming: boolean,
    work: (session: Session) => Promise<T>,
    isPlanning = false,
  ): Promise<T> {
    if (this.#closed) throw new ParquetFrameError('CLOSED', 'the runtime is closed');
    checkRunOptions(run);
    const session = this.#begin(run, streaming, isPlanning);
    const running = (async () => {
      session.cancellation.check();
      // Also where nothing is left to run: a misspelt engine would otherwise go unnoticed until something is.
      for (const engine of [run.engine, run.prefer, run.frameEngine]) if (engine !== undefined) this.options.registry.get(engine);
      return await work(session);
    })();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw withNamedFiles(error, plan);
    } finally {
      this.#running.delete(running);
      if (!session.isRead) this.#end(session);
    }
  }

  /** A call from inside a kernel is admitted by what that kernel has leased, and ends with it. */
  #begin(run: RunOptions, streaming: boolean, isPlanning: boolean): Session {
    const around = enclosing(this);
    const entry = new Entry(around?.admission ?? this.options.admission, around !== undefined);
    const session = new Session(run, streaming, entry, isPlanning);
    around?.session.adopt(session);
    this.#sessions.add(session);
    return session;
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
    const session = new Session(run, want[0]?.once === true, new Entry(this.options.admission, false));
    session.values = this.#valuesOf(input, run);
    return this.#placement.prepare(root, want, session);
  }

  /** Brings the result where it is wanted; undefined when that failed in a way that another engine may do better. */
  async #handOver(
    dataset: Dataset,
    root: LogicalInput,
    wants: readonly Residency[],
    session: Session,
    named: (error: unknown) => unknown,
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
      return this.#execution(dataset, root, replica, moves, session, named);
    } catch (error) {
      dataset.leases--;
      if (!(error instanceof MoveFailure)) throw error;
      this.#fallback.afterMove(error, root, session);
      return undefined;
    }
  }

  #execution(
    dataset: Dataset,
    root: LogicalInput,
    replica: Replica,
    moves: readonly Move[],
    session: Session,
    named: (error: unknown) => unknown,
  ): Execution {
    const last = session.stages.at(-1);
    const fallbacks = session.takeAllAttempts();
    if (last)
      session.stages[session.stages.length - 1] = {
        ...last,
        moves: [...last.moves, ...moves],
        fallbacks: [...last.fallbacks, ...fallbacks],
      };
    // A stream can be aborted for as long as it is read.
    session.isRead = replica.residency.once === true;
    let released = false;
    return {
      kind: kindOf(root),
      replica: session.isRead ? guarded(replica, session, named) : replica,
      sizes: dataset.sizes,
      notes: last?.notes ?? {},
      provenance: session.provenance(),
      release: async () => {
        if (released) return;
        released = true;
        dataset.leases--;
        this.#end(session);
        if (session.isRead) await replica.release();
        if (root.kind === 'step') await this.datasets.release(dataset);
      },
    };
  }

  /** @throws ParquetFrameError `INVALID_ARGUMENT` */
  #valuesOf(plan: PlanInput, { params }: RunOptions): CallValues {
    const types = parametersOf(plan);
    return types.size === 0 && params === undefined ? NO_VALUES : new CallValues(checkedParameters(types, params));
  }

  async #record(node: PlanNode, run: RunOptions): Promise<{ readonly value: Json; readonly sizes: Dataset['sizes'] }> {
    const execution = await this.#run(node, [HEAP_RECORD], run, true);
    const value = execution.replica.value as Json;
    await execution.release();
    return { value, sizes: execution.sizes };
  }
}

const isOfTable = (residency: Residency | undefined): boolean => residency?.layout === 'arrow' || residency?.layout === 'batches';

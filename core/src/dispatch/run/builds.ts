import { HEAP_ARROW, type Dataset, type Residency } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import { ownController } from './abort-listeners.js';
import type { Datasets } from './datasets.js';
import type { Entry } from './entry.js';
import { kindOf, type LogicalInput } from '../resolve/logical.js';
import type { Plans } from '../resolve/plans.js';
import { Session } from './session.js';

/** A kept dataset that is being built, for all who wait for it. */
interface Build {
  readonly promise: Promise<Session['stages']>;
  readonly entry: Entry;
  readonly controller: AbortController;
  readonly owner: Session;
  waiters: number;
}

/** Runs a plan to a dataset with a replica in one of the residencies. */
export type Deliver = (root: LogicalInput, wants: readonly Residency[], session: Session) => Promise<Dataset>;

/** Builds kept datasets and shared steps: once for all who wait, stopped only when the last of them aborts. */
export class Builds {
  readonly #builds = new Map<Dataset, Build>();
  readonly #built = new WeakSet<Dataset>();

  constructor(
    private readonly datasets: Datasets,
    private readonly plans: Plans,
    private readonly deliver: Deliver,
  ) {}

  /** @throws ParquetFrameError `CLOSED`; `DATASET_LOST` when there is nothing to build it from */
  async build(dataset: Dataset, residency: Residency, session: Session): Promise<void> {
    if (dataset.disposed) throw new ParquetFrameError('CLOSED', `${dataset.label} was closed`);
    let build = this.#builds.get(dataset);
    if (!build) {
      build = this.#start(dataset, residency, session);
      this.#builds.set(dataset, build);
    }
    build.waiters++;
    try {
      const { promise } = build;
      const stages = await session.entry.waitFor(build.entry, () => session.cancellation.settle(promise, 0));
      if (build.owner === session) session.stages.push(...stages);
      session.hold(dataset);
      session.advance(dataset);
    } finally {
      if (--build.waiters === 0 && session.cancellation.signal.aborted) {
        // Whoever asks next must not be given the build that is stopping.
        if (this.#builds.get(dataset) === build) this.#builds.delete(dataset);
        build.controller.abort(session.cancellation.reason);
      }
    }
  }

  #start(dataset: Dataset, residency: Residency, owner: Session): Build {
    const controller = ownController();
    const entry = owner.entry.same();
    const promise = this.#run(dataset, residency, { owner, entry, signal: controller.signal }).finally(() => {
      if (this.#builds.get(dataset)?.controller === controller) this.#builds.delete(dataset);
      if (dataset.building === building) dataset.building = undefined;
    });
    const building = promise.then(
      () => undefined,
      () => undefined,
    );
    dataset.building = building;
    return { promise, entry, controller, owner, waiters: 0 };
  }

  async #run(
    dataset: Dataset,
    residency: Residency,
    { owner, entry, signal }: { readonly owner: Session; readonly entry: Entry; readonly signal: AbortSignal },
  ): Promise<Session['stages']> {
    const recipe = await this.plans.recipe(dataset);
    if (!recipe) throw new ParquetFrameError('DATASET_LOST', `${dataset.label} is gone and there is nothing to rebuild it from`);
    if (this.#built.has(dataset)) owner.rebuilt.push(dataset.label);
    const inner = new Session(
      {
        signal,
        ...(this.plans.isShared(dataset) ? { engine: owner.run.engine } : {}),
        prefer: owner.run.prefer,
        onProgress: fraction => {
          owner.progress(dataset, fraction);
        },
      },
      false,
      entry,
    );
    // A shared step of one call has its parameters; what is kept has none.
    if (this.plans.isShared(dataset)) inner.values = owner.values;
    for (const crash of owner.crashes) inner.exclude(crash, [], true);
    try {
      const result = await this.deliver(recipe, kept(recipe, residency), inner).catch((error: unknown) => {
        // The residency was a hint of the consumer that asked first; anything is better than nothing.
        if (error instanceof ParquetFrameError && error.code === 'NO_ENGINE') return this.deliver(recipe, [], inner);
        throw error;
      });
      if (signal.aborted || dataset.disposed) await this.datasets.release(result);
      inner.cancellation.check();
      if (dataset.disposed) throw new ParquetFrameError('CLOSED', `${dataset.label} was closed while it was built`);
      this.datasets.adopt(dataset, result);
      this.#built.add(dataset);
      return inner.stages;
    } catch (error) {
      for (const left of inner.done.values()) await this.datasets.release(left);
      throw error;
    } finally {
      // What its own plan shared has served.
      for (const shared of this.plans.sharedOf(recipe)) await this.datasets.release(shared);
      inner.close();
    }
  }
}

/** What is read more than once is not a stream, whatever its first reader would take. */
function kept(recipe: LogicalInput, residency: Residency): readonly Residency[] {
  if (residency.once !== true) return [residency];
  return kindOf(recipe).kind === 'table' ? [HEAP_ARROW] : [];
}

import { sameResidency, type Dataset, type Residency } from '../../contract/data/index.js';
import type { EngineManifest } from '../../contract/index.js';
import { satisfies, type ResultClass } from '../../contract/operations/index.js';
import type { Decider } from '../place/decide.js';
import type { Decision, Pick } from '../place/decision.js';
import { picksOf, reasonFor } from '../place/explain.js';
import { isOff, noEngineError, passedOver, REPLAN } from '../place/outcome.js';
import type { Placement } from '../place/placement.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import { MoveFailure } from '../transfer/moves.js';
import type { Builds } from './builds.js';
import type { Datasets } from './datasets.js';
import { debug } from './events.js';
import type { Fallback } from './fallback.js';
import type { Session } from './session.js';
import { runStage } from './stage.js';
import { together } from './together.js';

export interface DeliveryOptions {
  readonly datasets: Datasets;
  readonly placement: Placement;
  readonly fallback: Fallback;
  readonly builds: Builds;
  /** the dispatcher that calls from inside kernels come back to */
  readonly owner: object;
}

/** What one placed stage is run with. */
interface Order {
  readonly pick: Pick;
  readonly want: Residency;
  readonly decider: Decider;
  readonly announced: () => void;
}

/** Runs what was placed: stages that do not stand on each other at the same time, each with its own fallback. */
export class Delivery {
  constructor(private readonly options: DeliveryOptions) {}

  /** Runs stages until the root is a dataset with a replica, preferably in one of `wants`. @throws ParquetFrameError what is final */
  async deliver(root: LogicalInput, wants: readonly Residency[], session: Session): Promise<Dataset> {
    for (;;) {
      const { decision, decider } = await this.#place(root, wants, session);
      if (!decision) throw noEngineError(root, decider, session.lastFailure);
      const delivered = await this.#follow(root, decision, decider, session, true);
      if (delivered) return delivered;
    }
  }

  async #place(root: LogicalInput, wants: readonly Residency[], session: Session): ReturnType<Placement['place']> {
    session.cancellation.check();
    return await session.wait(this.options.placement.place(root, wants, session));
  }

  /** Undefined when something turned out otherwise, and the rest has to be placed again. */
  async #follow(
    root: LogicalInput,
    decision: Decision,
    decider: Decider,
    session: Session,
    isWhole: boolean,
  ): Promise<Dataset | undefined> {
    const { datasets, builds } = this.options;
    const picks = picksOf(decision).filter(pick => !session.done.has(pick.step));
    const missing = this.#missing(root, picks, decision, session);
    if (isWhole) session.expect(picks.length + missing.size);
    if (missing.size > 0) {
      await together(
        [...missing].map(([dataset, residency]) => builds.build(dataset, residency, session)),
        session,
      );
      return undefined;
    }
    await this.#run(picks, decision, decider, session);
    const result = session.done.get(root) ?? (root.kind === 'dataset' ? root.dataset : undefined);
    return result && datasets.alive(result).length > 0 ? result : undefined;
  }

  /** The datasets that the decision rests on and that are not there, with the residency they would be built in. */
  #missing(root: LogicalInput, picks: readonly Pick[], decision: Decision, session: Session): ReadonlyMap<Dataset, Residency> {
    const missing = new Map<Dataset, Residency>();
    const look = (input: LogicalInput, residency: Residency): void => {
      if (input.kind !== 'dataset' || session.done.has(input) || missing.has(input.dataset)) return;
      if (this.options.datasets.alive(input.dataset).length === 0) missing.set(input.dataset, residency);
    };
    // A dataset asked for by itself: no stage comes after its build.
    look(root, decision.option.residency);
    if (missing.size === 0) for (const pick of picks) for (const port of pick.ports) look(port.input, port.option.residency);
    return missing;
  }

  async #run(picks: readonly Pick[], decision: Decision, decider: Decider, session: Session): Promise<void> {
    const runs = new Map<Pick, Promise<boolean>>();
    const last = picks.at(-1);
    let isOver = false;
    const begin = async (pick: Pick, before: readonly Promise<boolean>[]): Promise<boolean> => {
      // A core is kept for whatever is ready, before the first of them takes those that are free.
      const ready = before.length === 0 ? session.entry.admission.announce() : undefined;
      const isReady = (await Promise.all(before)).every(Boolean);
      const announced = ready ?? session.entry.admission.announce();
      try {
        if (!isReady || isOver || session.excluded(pick.candidate.engine.id, pick.step)) return false;
        const want = wantedOf(pick, picks, decision);
        if (!(await this.#finish({ pick, want, decider, announced }, session))) return !(isOver = true);
        if (pick === last || !isOff(decider, pick, session.done.get(pick.step))) return true;
        debug('re-planning the rest: %s gave a size off by more than %d×', pick.step.definition.name, REPLAN);
        return !(isOver = true);
      } finally {
        announced();
      }
    };
    for (const pick of picks) {
      const before = pick.ports.flatMap(({ option }) => (option.pick && runs.get(option.pick)) ?? []);
      runs.set(pick, begin(pick, before));
    }
    await together([...runs.values()], session);
  }

  /** A stage to its end: on its engine, or else on another one while its siblings run on. False: what comes after it has to be placed again. */
  async #finish(order: Order, session: Session): Promise<boolean> {
    const { step } = order.pick;
    if (await this.#stage(order, session)) return true;
    order.announced();
    for (;;) {
      const { decision, decider } = await this.#place(step, [order.want], session);
      // Together with what comes after it, an engine may take it yet.
      if (!decision) return false;
      const delivered = await this.#follow(step, decision, decider, session, false);
      if (delivered) return this.options.datasets.alive(delivered).some(({ residency }) => sameResidency(residency, order.want));
    }
  }

  /** Runs one stage; false when it failed in a way that another engine may do better. */
  async #stage({ pick, want, decider, announced }: Order, session: Session): Promise<boolean> {
    const { datasets, placement, fallback, owner } = this.options;
    const { candidate, step } = pick;
    const { engine, region } = candidate;
    const inputs = region.ports.map(port => inputDataset(port, session));
    const there = inputs.flatMap(input => (input && datasets.alive(input).length > 0 ? [input] : []));
    if (there.length < inputs.length) {
      session.forgetLost(dataset => datasets.alive(dataset).length > 0);
      return false;
    }
    const why = reasonFor(pick, decider);
    for (const input of there) session.noteFile(input);
    const waits = there.some(({ replicas }) => replicas.some(({ deferred }) => deferred));
    try {
      const result = await runStage({ pick, inputs: there, want, why, announced }, session, { datasets, owner });
      const [replica] = result.replicas;
      const isTimed = replica?.residency.once !== true && replica?.deferred !== true && !waits;
      const timing = isTimed ? (result.alone ? 'alone' : 'overlapped') : 'untimed';
      placement.learn(pick, there, result.seconds, timing, result.sizes, session.values);
      session.done.set(step, datasets.temporary(step.definition.name, step.bound.output, result.replicas, result.sizes));
      const tried = session.takeAttempts(region.steps);
      const { rows } = result.sizes;
      session.stages.push({
        operations: region.steps.map(s => s.definition.name),
        engine: engine.id,
        engineVersion: engine.version,
        seconds: result.seconds,
        threads: result.threads,
        ...(result.alone ? {} : { overlapped: true }),
        ...(replica?.deferred === true ? { deferred: true } : {}),
        why,
        resultClass: classOf(step, engine.module.manifest),
        moves: result.moves,
        fallbacks: [...tried, ...passedOver(decider.left.get(step) ?? [], tried)],
        ...(rows === undefined ? {} : { rows }),
        notes: result.notes,
      });
      session.advance(pick);
      await this.#releaseInputs(region.ports, session);
      return true;
    } catch (error) {
      session.abandon(pick);
      if (error instanceof MoveFailure) fallback.afterMove(error, step, session);
      else fallback.afterKernel(pick, error, session);
      return false;
    }
  }

  /** Results of earlier stages have served; memory outlives every view, so releasing them is safe. Should they be needed once more, they are made again. */
  async #releaseInputs(ports: readonly LogicalInput[], session: Session): Promise<void> {
    for (const port of ports) {
      const dataset = session.done.get(port);
      if (!dataset || port.kind !== 'step') continue;
      session.done.delete(port);
      await this.options.datasets.release(dataset);
    }
  }
}

/** Which residency a stage's consumer chose. */
function wantedOf(pick: Pick, picks: readonly Pick[], decision: Decision): Residency {
  for (const consumer of picks) {
    const port = consumer.ports.find(({ option }) => option.pick === pick);
    if (port) return port.option.residency;
  }
  return decision.option.residency;
}

/** Undefined: it was there, and is lost. */
const inputDataset = (port: LogicalInput, session: Session): Dataset | undefined =>
  session.done.get(port) ?? (port.kind === 'dataset' ? port.dataset : undefined);

/** The class that was asked for, or the weaker one that the engine claims, where that was allowed. */
function classOf({ definition, origin }: LogicalStep, { operations }: EngineManifest): ResultClass {
  const asked = definition.classes[origin.determinism];
  const claimed = operations[definition.name]?.class ?? asked;
  return satisfies(claimed, asked) ? asked : claimed;
}

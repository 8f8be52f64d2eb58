import type { Dataset } from '../../contract/data/index.js';
import { ParquetFrameError, type ErrorCategory } from '../../contract/errors/index.js';
import type { EngineRegistry, RegisteredEngine } from '../../registry/index.js';
import { attempt } from '../place/candidates.js';
import type { Datasets } from './datasets.js';
import type { Pick } from '../place/decide.js';
import { warnOnce } from './events.js';
import type { LogicalStep } from '../resolve/logical.js';
import type { MoveFailure } from '../transfer/moves.js';
import type { Placement } from '../place/placement.js';
import type { Attempt } from '../../executor/provenance.js';
import type { Session } from './session.js';
import { typedFailure } from './stage.js';

/** Categories of failure that another engine may do better with, and what they are called in the provenance. */
const FALLS_BACK: ReadonlyMap<ErrorCategory, Attempt['outcome']> = new Map<ErrorCategory, Attempt['outcome']>([
  ['decline', 'declined'],
  ['unavailable', 'unavailable'],
  ['memory', 'memory'],
  ['crash', 'crashed'],
]);

/** A dataset that is lost again and again within one call is not rebuilt for ever. */
const LOSSES = 5;

/** Spaces that no engine can lose. */
const SAFE_SPACES: ReadonlySet<string> = new Set(['heap', 'shared', 'file']);

/**
 * What happens after a failure: what is final is thrown on; else the engine at fault is left out of the rest of the call, what was lost is forgotten,
 * and the caller places anew.
 */
export class Fallback {
  constructor(
    private readonly registry: EngineRegistry,
    private readonly placement: Placement,
    private readonly datasets: Datasets,
  ) {}

  /** @throws ParquetFrameError the failure, when it is final */
  afterKernel(pick: Pick, error: unknown, session: Session): void {
    session.cancellation.check();
    const { engine, region, pinned } = pick.candidate;
    const failure = typedFailure(error, engine.id);
    if (failure.code === 'DATASET_LOST') this.#noteLoss(failure, session);
    else this.#blame(engine, failure, pinned, region.steps, session);
    this.#forgetLost(session);
  }

  /** A transfer is the fault of the engine that brings it: whoever wanted the dataset may have it from elsewhere. @throws ParquetFrameError the failure, when it is final */
  afterMove({ transfer, dataset, source, cause }: MoveFailure, session: Session): void {
    session.cancellation.check();
    const owner = this.registry.ownerOf(transfer);
    const failure = typedFailure(cause, owner?.id ?? 'core');
    if (failure.code === 'DATASET_LOST') this.#noteLoss(failure, session);
    else if (owner) this.#blame(owner, failure, false, undefined, session);
    else throw failure;
    // It may not be lost, but nobody gets it out of there.
    if (!SAFE_SPACES.has(source.residency.space)) this.#drop(dataset, source);
    this.#forgetLost(session);
  }

  /** A result that was lost before it could be delivered. @throws ParquetFrameError `DATASET_LOST` when that happens again and again */
  afterLoss(dataset: Dataset, session: Session): void {
    this.#noteLoss(new ParquetFrameError('DATASET_LOST', `${dataset.label} was lost before it could be delivered`), session);
    this.#forgetLost(session);
  }

  #noteLoss(failure: ParquetFrameError, session: Session): void {
    session.lastFailure = failure;
    if (++session.losses > LOSSES) throw failure;
  }

  /** @param steps what is not to be tried again there; undefined: anything */
  #blame(
    engine: RegisteredEngine,
    failure: ParquetFrameError,
    pinned: boolean,
    steps: readonly LogicalStep[] | undefined,
    session: Session,
  ): void {
    const { category, code, message } = failure;
    const outcome = FALLS_BACK.get(category);
    if (category === 'crash') {
      engine.noteCrash(message);
      this.placement.forgetBindings();
    }
    if (outcome === undefined || pinned) throw failure;
    session.lastFailure = failure;
    session.fallbacks.push(attempt(engine.id, outcome, code, message));
    session.exclude(engine.id, steps ?? [], steps === undefined || category === 'crash');
    const what = steps ? steps.map(step => step.definition.name).join(' → ') : 'a transfer';
    warnOnce(`${engine.id}:${code}`, `${engine.id} did not finish ${what} (${code}: ${message}); the next engine is used`);
  }

  #drop(dataset: Dataset, replica: MoveFailure['source']): void {
    dataset.replicas = dataset.replicas.filter(known => known !== replica);
    (async () => replica.release())().catch(() => undefined);
  }

  /** Streams that were read in part, and results that are gone, are made again from their recipe. */
  #forgetLost(session: Session): void {
    session.forgetLost(dataset => this.datasets.alive(dataset).length > 0);
  }
}

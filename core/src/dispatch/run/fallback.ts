import type { Dataset } from '../../contract/data/index.js';
import { ParquetFrameError, withFileNames, type ErrorCategory } from '../../contract/errors/index.js';
import { writes } from '../../contract/operations/index.js';
import type { Attempt } from '../../executor/provenance.js';
import type { EngineRegistry, RegisteredEngine } from '../../registry/index.js';
import { attempt } from '../place/candidates.js';
import type { Pick } from '../place/decision.js';
import type { Placement } from '../place/placement.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import type { MoveFailure } from '../transfer/moves.js';
import type { Datasets } from './datasets.js';
import { warnOnce } from './events.js';
import { KernelFailure, RunDeclined, typedFailure } from './failure.js';
import type { Session } from './session.js';

/** Categories of failure that another engine may do better with, and what they are called in the provenance. */
const FALLS_BACK: ReadonlyMap<ErrorCategory, Attempt['outcome']> = new Map<ErrorCategory, Attempt['outcome']>([
  ['decline', 'declined'],
  ['unavailable', 'unavailable'],
  ['memory', 'memory'],
  ['crash', 'crashed'],
]);

/** Failures that count towards quarantine: something is gone, or broke. What an engine throws otherwise may lie in the data. */
const CRASHES: ReadonlySet<string> = new Set(['ENGINE_CRASH', 'NATIVE_PANIC']);

/** A dataset that is lost again and again within one call is not rebuilt for ever. */
const LOSSES = 5;

/** Spaces that no engine can lose. */
const SAFE_SPACES: ReadonlySet<string> = new Set(['heap', 'shared', 'file']);

/** What failed: the engine at fault and what it was to do. */
interface Failed {
  readonly engine: RegisteredEngine;
  readonly failure: ParquetFrameError;
  readonly pinned: boolean;
  /** steps that are not to be tried there again; undefined: anything */
  readonly steps: readonly LogicalStep[] | undefined;
  /** what has to be done otherwise */
  readonly wanted: LogicalInput;
  /** `crashesSoFar()` when it was started; undefined: it was not */
  readonly began: number | undefined;
}

/**
 * What happens after a failure: what is final is thrown on; else the engine at fault is left out of the rest of the call, what was lost is forgotten,
 * and the caller places again.
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
    if (error instanceof RunDeclined) {
      this.#afterDecline(pick, error, session);
      return;
    }
    const began = error instanceof KernelFailure ? error.began : undefined;
    const thrown = error instanceof KernelFailure ? error.cause : error;
    const failure = typedFailure(withFileNames(thrown, session.fileNames), engine.id);
    const sink =
      began === undefined || session.run.staged === true || !FALLS_BACK.has(failure.category)
        ? undefined
        : region.steps.find(({ definition, bound }) => writes(definition, bound));
    if (sink && failure.details['written'] !== false) {
      this.#note(engine, failure, began);
      throw unfinishedWrite(failure, sink.definition.name, engine.id);
    }
    if (failure.code === 'DATASET_LOST') this.#noteLoss(failure, session);
    else this.#blame({ engine, failure, pinned, steps: region.steps, wanted: pick.step, began }, session);
    this.#forgetLost(session);
  }

  /** A transfer is the fault of the engine that brings it: whoever wanted the dataset may have it from elsewhere. @throws ParquetFrameError the failure, when it is final */
  afterMove({ transfer, dataset, source, began, cause }: MoveFailure, wanted: LogicalInput, session: Session): void {
    session.cancellation.check();
    const engine = this.registry.ownerOf(transfer);
    const failure = typedFailure(cause, engine?.id ?? 'core');
    if (failure.code === 'DATASET_LOST') this.#noteLoss(failure, session);
    else if (engine) this.#blame({ engine, failure, pinned: false, steps: undefined, wanted, began }, session);
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

  /** It says so itself, and has done nothing: no failure. */
  #afterDecline({ candidate: { engine, region }, step }: Pick, { answer }: RunDeclined, session: Session): void {
    const tried = attempt(engine.id, 'declined', answer.code, answer.reason, answer.remedy);
    session.tried(step, tried);
    session.exclude(tried, region.steps, false);
  }

  #noteLoss(failure: ParquetFrameError, session: Session): void {
    session.lastFailure = failure;
    if (++session.losses > LOSSES) throw failure;
  }

  #note(engine: RegisteredEngine, { code, message }: ParquetFrameError, began: number | undefined): void {
    if (!CRASHES.has(code) || began === undefined) return;
    engine.noteCrash(message, began);
    this.placement.forgetBindings();
  }

  #blame({ engine, failure, pinned, steps, wanted, began }: Failed, session: Session): void {
    const { category, code, message } = failure;
    const outcome = FALLS_BACK.get(category);
    this.#note(engine, failure, began);
    if (outcome === undefined || pinned) throw failure;
    session.lastFailure = failure;
    const tried = attempt(engine.id, outcome, code, message);
    session.tried(wanted, tried);
    session.exclude(tried, steps ?? [], steps === undefined || category === 'crash');
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

/** Run again elsewhere, it might be written twice. */
function unfinishedWrite(failure: ParquetFrameError, operation: string, engine: string): ParquetFrameError {
  return new ParquetFrameError(
    failure.code,
    `${failure.message}; ${operation} had begun on ${engine} and may have written: it was not run again. Look at what is there before you call it again`,
    { cause: failure, details: { ...failure.details, operation, engine, written: 'unknown' } },
  );
}

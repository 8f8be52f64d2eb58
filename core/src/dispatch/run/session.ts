import { setMaxListeners } from 'node:events';
import type { Dataset } from '../../contract/data/index.js';
import type { ParquetFrameError } from '../../contract/errors/index.js';
import { Cancellation } from './cancellation.js';
import type { Entry } from './entry.js';
import type { RunOptions } from '../../executor/executor.js';
import { NO_VALUES } from '../resolve/call-values.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import { printed, provenanceText } from '../../executor/printed.js';
import type { Attempt, Provenance, Stage } from '../../executor/provenance.js';

/** One terminal call: what it has done so far, what failed, and how it is cancelled. */
export class Session {
  readonly cancellation: Cancellation;
  /** of the parameters of what is run */
  values = NO_VALUES;
  readonly done = new Map<LogicalInput, Dataset>();
  readonly stages: Stage[] = [];
  readonly rebuilt: string[] = [];
  /** engines not to be tried again: for one step after a refusal, for all after a crash */
  readonly #excludedSteps = new Map<LogicalStep, Map<string, Attempt>>();
  readonly #crashed = new Map<string, Attempt>();
  /** attempts at stages that have not finished yet, by the steps that were tried */
  readonly #attempts = new Map<LogicalInput, Attempt[]>();
  losses = 0;
  /** of the files that are read: resolved path → as the user named it */
  readonly fileNames = new Map<string, string>();
  lastFailure: ParquetFrameError | undefined;
  /** the call has returned a stream, which is still being read */
  isRead = false;
  readonly started = performance.now();
  #finishedStages = 0;
  #expectedStages = 1;
  /** how far the stages are that run now */
  readonly #fractions = new Map<object, number>();
  #reported = 0;
  /** kept datasets that this call needs: leased, so that building one does not evict another */
  readonly #held = new Set<Dataset>();
  #onClose: (() => void) | undefined;

  constructor(
    readonly run: RunOptions,
    readonly streaming: boolean,
    /** how its stages get cores and memory */
    readonly entry: Entry,
    /** it reads what a plan of another call needs to know: too little to wait for a core, which that call may hold */
    readonly isPlanning = false,
  ) {
    this.cancellation = new Cancellation(run.signal, run.deadline);
    // Stages that run at the same time all listen, and so do the calls from inside their kernels.
    setMaxListeners(0, this.cancellation.signal);
  }

  noteFile({ kind, label, replicas }: Dataset): void {
    const value = replicas[0]?.value;
    if (kind?.kind === 'file' && typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string')
      this.fileNames.set(value.path, label);
  }

  /** Why an engine is not tried for a step any more. */
  excluded(engine: string, step: LogicalStep): Attempt | undefined {
    return this.#excludedSteps.get(step)?.get(engine) ?? this.#crashed.get(engine);
  }

  get hasExclusions(): boolean {
    return this.#crashed.size > 0 || this.#excludedSteps.size > 0;
  }

  get crashes(): readonly Attempt[] {
    return [...this.#crashed.values()];
  }

  exclude(tried: Attempt, steps: readonly LogicalStep[], everywhere: boolean): void {
    if (everywhere) this.#crashed.set(tried.engine, tried);
    for (const step of steps) {
      const excluded = this.#excludedSteps.get(step) ?? new Map<string, Attempt>();
      this.#excludedSteps.set(step, excluded.set(tried.engine, tried));
    }
  }

  /** An attempt at something that has to be done otherwise now. */
  tried(input: LogicalInput, attempt: Attempt): void {
    const earlier = this.#attempts.get(input);
    if (earlier) earlier.push(attempt);
    else this.#attempts.set(input, [attempt]);
  }

  /** What was tried before these steps were done, for their stage. */
  takeAttempts(steps: readonly LogicalStep[]): readonly Attempt[] {
    return steps.flatMap(step => {
      const attempts = this.#attempts.get(step) ?? [];
      this.#attempts.delete(step);
      return attempts;
    });
  }

  takeAllAttempts(): readonly Attempt[] {
    const attempts = [...this.#attempts.values()].flat();
    this.#attempts.clear();
    return attempts;
  }

  /** A call from inside one of its kernels ends with this one. */
  adopt(inner: Session): void {
    const { signal } = this.cancellation;
    const end = (): void => {
      inner.cancellation.cancel(signal.reason);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    inner.#onClose = () => {
      signal.removeEventListener('abort', end);
    };
  }

  /** Waits for work that others may wait for too: an abort lets go of it at once. Gives way where planning took a turn of the event loop. */
  async wait<T>(work: Promise<T>): Promise<T> {
    const result = await this.cancellation.settle(work, 0);
    const pause = this.cancellation.checkpoint();
    if (pause) await pause;
    return result;
  }

  /** Leases a dataset until the call ends. */
  hold(dataset: Dataset): void {
    if (this.#held.has(dataset)) return;
    this.#held.add(dataset);
    dataset.leases++;
  }

  /** Results that are gone are made again from their recipe. */
  forgetLost(alive: (dataset: Dataset) => boolean): void {
    for (const [input, dataset] of this.done) if (!alive(dataset)) this.done.delete(input);
  }

  /** How many stages are still to come, as far as is known. */
  expect(stages: number): void {
    this.#expectedStages = this.#finishedStages + stages;
  }

  /** Of one of the stages that run. The whole never goes back; an exception of the user's callback ends the call, whoever called it. */
  progress(stage: object, fraction: number): void {
    this.#fractions.set(stage, Math.max(0, Math.min(1, fraction)));
    this.#reportAll();
  }

  #reportAll(): void {
    const stages = Math.max(this.#expectedStages, this.#finishedStages + Math.max(1, this.#fractions.size));
    const running = [...this.#fractions.values()].reduce((sum, fraction) => sum + fraction, 0);
    this.#report(Math.min(1, (this.#finishedStages + running) / stages));
  }

  #report(whole: number): void {
    if (!(whole > this.#reported)) return;
    this.#reported = whole;
    try {
      this.run.onProgress?.(whole);
    } catch (error) {
      this.cancellation.cancel(error);
    }
  }

  /** One stage, or the build of a dataset, less to come. */
  advance(stage: object): void {
    this.#fractions.delete(stage);
    this.#finishedStages++;
    this.#reportAll();
  }

  /** It did not finish: it is done otherwise, from the beginning. */
  abandon(stage: object): void {
    this.#fractions.delete(stage);
  }

  /** Reports the end. @throws what the user's callback threw */
  complete(): void {
    this.#report(1);
    this.cancellation.check();
  }

  /** Gives back what the call held on to, and stops listening for an abort. */
  close(): void {
    this.#onClose?.();
    for (const dataset of this.#held) dataset.leases--;
    this.#held.clear();
    this.cancellation.close();
  }

  provenance(): Provenance {
    const seconds = (performance.now() - this.started) / 1000;
    const provenance: Provenance = { stages: this.stages, seconds, rebuilt: this.rebuilt };
    return printed(provenance, () => provenanceText(provenance));
  }
}

import type { Dataset } from '../../contract/data/index.js';
import type { ParquetFrameError } from '../../contract/errors/index.js';
import { Cancellation } from './cancellation.js';
import type { RunOptions } from '../../executor/executor.js';
import type { LogicalInput, LogicalStep } from '../resolve/logical.js';
import { printed, provenanceText } from '../../executor/printed.js';
import type { Attempt, Provenance, Stage } from '../../executor/provenance.js';

/** One terminal call: what it has done so far, what failed, and how it is cancelled. */
export class Session {
  readonly cancellation: Cancellation;
  readonly done = new Map<LogicalInput, Dataset>();
  readonly stages: Stage[] = [];
  readonly rebuilt: string[] = [];
  /** engines not to be tried again: for one step after a refusal, for all after a crash */
  readonly #excludedSteps = new Map<LogicalStep, Set<string>>();
  readonly #crashed = new Set<string>();
  /** attempts at the stage that is being placed */
  fallbacks: Attempt[] = [];
  losses = 0;
  lastFailure: ParquetFrameError | undefined;
  /** the call has returned a stream, which is still being read */
  isRead = false;
  readonly started = performance.now();
  #finishedStages = 0;
  #expectedStages = 1;
  #reported = 0;
  /** kept datasets that this call needs: leased, so that building one does not evict another */
  readonly #held = new Set<Dataset>();

  constructor(
    readonly run: RunOptions,
    readonly streaming: boolean,
  ) {
    this.cancellation = new Cancellation(run.signal, run.deadline);
  }

  isExcluded(engine: string, step: LogicalStep): boolean {
    return this.#crashed.has(engine) || this.#excludedSteps.get(step)?.has(engine) === true;
  }

  get hasExclusions(): boolean {
    return this.#crashed.size > 0 || this.#excludedSteps.size > 0;
  }

  get crashedEngines(): readonly string[] {
    return [...this.#crashed];
  }

  exclude(engine: string, steps: readonly LogicalStep[], everywhere: boolean): void {
    if (everywhere) this.#crashed.add(engine);
    for (const step of steps) {
      const excluded = this.#excludedSteps.get(step) ?? new Set<string>();
      this.#excludedSteps.set(step, excluded.add(engine));
    }
  }

  /** Waits for work that others may wait for too: an abort lets go of it at once. */
  wait<T>(work: Promise<T>): Promise<T> {
    return this.cancellation.settle(work, 0);
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

  /** Of the stage that is running. Never goes back; an exception of the user's callback ends the call, whoever called it. */
  progress(fraction: number): void {
    const stages = Math.max(this.#expectedStages, this.#finishedStages + 1);
    this.#report(Math.min(1, (this.#finishedStages + Math.max(0, Math.min(1, fraction))) / stages));
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
  advance(): void {
    this.#finishedStages++;
    this.progress(0);
  }

  finish(stage: Stage): void {
    this.stages.push(stage);
    this.fallbacks = [];
    this.advance();
  }

  /** Reports the end. @throws what the user's callback threw */
  complete(): void {
    this.#report(1);
    this.cancellation.check();
  }

  /** Gives back what the call held on to, and stops listening for an abort. */
  close(): void {
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

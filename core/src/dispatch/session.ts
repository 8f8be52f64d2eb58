import type { Dataset } from '../data/index.js';
import type { ParquetFrameError } from '../errors/index.js';
import { Cancellation } from './cancellation.js';
import type { RunOptions } from './executor.js';
import type { LogicalInput, LogicalStep } from './logical.js';
import type { Attempt, Provenance, Stage } from './provenance.js';

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
  readonly started = performance.now();
  #finishedStages = 0;

  constructor(
    readonly run: RunOptions,
    readonly streaming: boolean,
    readonly expectedStages = 1,
  ) {
    this.cancellation = new Cancellation(run.signal, run.deadline);
  }

  isExcluded(engine: string, step: LogicalStep): boolean {
    return this.#crashed.has(engine) || this.#excludedSteps.get(step)?.has(engine) === true;
  }

  get hasExclusions(): boolean {
    return this.#crashed.size > 0 || this.#excludedSteps.size > 0;
  }

  /** Bytes of results that this call holds. */
  get heldBytes(): number {
    let bytes = 0;
    for (const dataset of this.done.values()) for (const replica of dataset.replicas) bytes += replica.bytes ?? 0;
    return bytes;
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

  progress(fraction: number): void {
    this.run.onProgress?.(
      Math.min(
        1,
        (this.#finishedStages + Math.max(0, Math.min(1, fraction))) / Math.max(this.expectedStages, this.#finishedStages + 1),
      ),
    );
  }

  finish(stage: Stage): void {
    this.stages.push(stage);
    this.#finishedStages++;
    this.fallbacks = [];
  }

  provenance(): Provenance {
    return { stages: this.stages, seconds: (performance.now() - this.started) / 1000, rebuilt: this.rebuilt };
  }
}

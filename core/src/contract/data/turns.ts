import { setImmediate } from 'node:timers/promises';
import { ParquetFrameError } from '../errors/index.js';
import { inSteps, type Steps } from './steps.js';

/** Longest stretch in which work on this thread holds the event loop, in milliseconds. */
const TIME_SLICE = 4;

/** Long work on this thread in turns with everything else that the event loop has to do. */
export class Turns {
  #since = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** Whether the turn has lasted long enough; then `next` is to be awaited. */
  get over(): boolean {
    return performance.now() - this.#since >= TIME_SLICE;
  }

  /** Lets the event loop go round. @throws ParquetFrameError `ABORTED` */
  async next(): Promise<void> {
    await setImmediate();
    if (this.signal?.aborted === true)
      throw new ParquetFrameError('ABORTED', 'the call was aborted', { cause: this.signal.reason });
    this.#since = performance.now();
  }
}

/** All steps, in turns with everything else. @throws ParquetFrameError `ABORTED` */
export function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  const turns = new Turns(signal);
  return inSteps(steps, () => (turns.over ? turns.next() : undefined));
}

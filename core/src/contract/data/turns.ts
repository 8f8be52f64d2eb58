import { setImmediate as turn } from 'node:timers/promises';
import { ParquetFrameError } from '../errors/index.js';
import { inSteps, type Steps } from './steps.js';

/** Longest stretch in which work on this thread holds the event loop, in milliseconds: of all calls together. */
const TIME_SLICE = 4;

/** When work began in the present turn of the event loop; undefined where it has not yet. */
let turnStart: number | undefined;
/** what each of those that wait for a turn may take of it */
let share = TIME_SLICE;
let waiting = 0;
let coming: Promise<void> | undefined;

/** Work on this thread that gives way to the event loop. Several at a time share a turn: each gets its part of it. */
export class TimeSlice {
  #since = startWork();

  /** Whether it has lasted long enough; then `next` is to be awaited. */
  get isOver(): boolean {
    const now = performance.now();
    return now - this.#since >= share || now - (turnStart ?? this.#since) >= TIME_SLICE;
  }

  /** Lets the event loop go round. */
  async next(): Promise<void> {
    waiting++;
    coming ??= nextTurn();
    await coming;
    this.#since = startWork();
  }
}

function startWork(): number {
  const now = performance.now();
  if (turnStart === undefined) {
    turnStart = now;
    setImmediate(() => {
      turnStart = undefined;
    });
  }
  return now;
}

async function nextTurn(): Promise<void> {
  await turn();
  coming = undefined;
  share = TIME_SLICE / waiting;
  waiting = 0;
}

/** Long work on this thread in turns with everything else that the event loop has to do. */
export class Turns {
  readonly #slice = new TimeSlice();

  constructor(private readonly signal?: AbortSignal) {}

  /** Whether the turn has lasted long enough; then `next` is to be awaited. */
  get over(): boolean {
    return this.#slice.isOver;
  }

  /** Lets the event loop go round. @throws ParquetFrameError `ABORTED` */
  async next(): Promise<void> {
    await this.#slice.next();
    if (this.signal?.aborted === true)
      throw new ParquetFrameError('ABORTED', 'the call was aborted', { cause: this.signal.reason });
  }
}

/** All steps, in turns with everything else. @throws ParquetFrameError `ABORTED` */
export function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  const turns = new Turns(signal);
  return inSteps(steps, () => (turns.over ? turns.next() : undefined));
}

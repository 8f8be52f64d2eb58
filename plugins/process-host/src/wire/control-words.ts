import { setTimeout as wait } from 'node:timers/promises';

/**
 * Cancellation inside the child, between its control thread (which hears of it) and its main thread (which may be busy in a kernel): three words per slot in shared
 * memory. With sequentially consistent stores the order of arrival does not matter: whoever comes second sees what the first one wrote.
 */
export const CONTROL_SLOTS = 1_024;
const WORDS = 3;
/** Milliseconds between two looks where waiting for a word is not possible. */
const LOOK = 100;
const CANCELLED = 0;
const CURRENT = 1;
const ASKED = 2;
/** after the slots: the last beat that the main thread has seen, and how many calls it runs */
const TURN = CONTROL_SLOTS * WORDS;
const RUNNING = TURN + 1;

export class ControlWords {
  readonly #words: Int32Array;
  /** one view per slot, made when it is first used */
  readonly #views: Int32Array[] = [];

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer((CONTROL_SLOTS * WORDS + 2) * 4)) {
    this.#words = new Int32Array(memory);
  }

  /** Main thread, before a call runs. @returns the word that the kernel watches */
  begin(slot: number, call: number): Int32Array {
    const at = slot * WORDS;
    Atomics.store(this.#words, at + CANCELLED, 0);
    Atomics.store(this.#words, at + CURRENT, call);
    if (Atomics.load(this.#words, at + ASKED) === call) Atomics.store(this.#words, at + CANCELLED, 1);
    return (this.#views[slot] ??= new Int32Array(this.memory, at * 4, 1));
  }

  /** Control thread. A cancellation may come before its call begins or after it has ended. */
  cancel(slot: number, call: number): void {
    const at = slot * WORDS;
    Atomics.store(this.#words, at + ASKED, call);
    if (Atomics.load(this.#words, at + CURRENT) === call) Atomics.store(this.#words, at + CANCELLED, 1);
  }

  /** Main thread: a call runs, until what is returned is called. */
  running(): () => void {
    Atomics.add(this.#words, RUNNING, 1);
    Atomics.notify(this.#words, RUNNING);
    return () => void Atomics.sub(this.#words, RUNNING, 1);
  }

  get isRunning(): boolean {
    return Atomics.load(this.#words, RUNNING) > 0;
  }

  /** Control thread: resolves when a call runs; at once while one does. */
  async untilRunning(): Promise<void> {
    while (!this.isRunning) {
      // Not every host of JavaScript has it.
      if ('waitAsync' in Atomics) await Atomics.waitAsync(this.#words, RUNNING, 0).value;
      else await wait(LOOK);
    }
  }

  get turn(): number {
    return Atomics.load(this.#words, TURN);
  }

  set turn(beat: number) {
    Atomics.store(this.#words, TURN, beat);
  }
}

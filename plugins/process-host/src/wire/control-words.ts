/**
 * Cancellation inside the child, between its control thread (which hears of it) and its main thread (which may be busy in a kernel): three words per slot in shared
 * memory. With sequentially consistent stores the order of arrival does not matter: whoever comes second sees what the first one wrote.
 */
export const CONTROL_SLOTS = 1_024;
const WORDS = 3;
const CANCELLED = 0;
const CURRENT = 1;
const ASKED = 2;
/** after the slots: the last beat that the main thread has seen */
const TURN = CONTROL_SLOTS * WORDS;

export class ControlWords {
  readonly #words: Int32Array;
  /** one view per slot, made when it is first used */
  readonly #views: Int32Array[] = [];

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer((CONTROL_SLOTS * WORDS + 1) * 4)) {
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

  get turn(): number {
    return Atomics.load(this.#words, TURN);
  }

  set turn(beat: number) {
    Atomics.store(this.#words, TURN, beat);
  }
}

import { ParquetFrameError, type JsonObject } from '@parquetframe/core/engine';
import type { Slots } from './slots.js';

export interface Answer {
  readonly header: JsonObject;
  readonly bodies: readonly Uint8Array<ArrayBuffer>[];
  /** of a call that keeps its slot */
  readonly slot: number | undefined;
}

export interface AskOptions {
  readonly buffers?: readonly ArrayBufferView[];
  /** milliseconds for the answer; without one only a hang or the caller's signal ends the wait */
  readonly deadline?: number;
  /** makes it cancellable: the child gets a word in shared memory and a signal */
  readonly signal?: AbortSignal;
  /** The result watches its word after the call: the slot stays taken until `releaseSlot`. */
  readonly keepsSlot?: boolean;
  progress?(fraction: number): void;
  /** false while the child starts: loading an engine may take its event loop for long */
  readonly watch?: boolean;
}

/** What a request that waits may do to the connection it waits on. */
export interface Waiting {
  readonly slots: Slots;
  /** milliseconds for a cancelled call to end */
  readonly grace: number;
  cancel(call: number, slot: number): void;
  kill(why: string): void;
  /** bytes that the child has sent so far */
  received(): number;
}

/** One request that waits for its answer, and what has to end with it: its timers, its listener and its slot. */
export class Pending {
  readonly bodies: Uint8Array<ArrayBuffer>[] = [];
  header: JsonObject | undefined;
  /** of all bodies so far */
  bytes = 0;
  /** its own bytes are still on their way to the child */
  sending = false;
  readonly answered: Promise<Answer>;
  #resolve: (answer: Answer) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #late: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;
  #seen = 0;

  constructor(
    readonly id: number,
    readonly type: string,
    readonly slot: number | undefined,
    readonly options: AskOptions,
    readonly on: Waiting,
  ) {
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const { deadline, signal } = options;
    if (deadline !== undefined) this.#late = setTimeout(() => on.kill(`did not answer ${type} within ${deadline} ms`), deadline);
    if (slot !== undefined) signal?.addEventListener('abort', this.cancel, { once: true });
  }

  get cancelled(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** Nothing for a request without a slot. */
  readonly cancel = (): void => {
    if (this.slot === undefined) return;
    this.on.slots.hold(this.slot);
    this.on.cancel(this.id, this.slot);
    this.#watchGrace();
  };

  /** A message that is on its way ends at its next frame, which may take longer than the grace period: that begins when its bytes stand still. */
  #watchGrace(): void {
    const { grace, kill, received } = this.on;
    this.#seen = received();
    this.#grace = setTimeout(() => {
      const moving = this.sending || (this.type === 'fetch' && received() !== this.#seen);
      if (moving) this.#watchGrace();
      else kill(`did not stop ${this.type} within ${grace} ms of its cancellation`);
    }, grace);
  }

  resolve(answer: JsonObject): void {
    const kept = this.options.keepsSlot === true;
    this.#end(kept);
    this.#resolve({ header: answer, bodies: this.bodies, slot: kept ? this.slot : undefined });
  }

  reject(error: unknown): void {
    this.#end(false);
    this.#reject(error);
  }

  #end(keepSlot: boolean): void {
    clearTimeout(this.#late);
    clearTimeout(this.#grace);
    if (this.slot === undefined) return;
    this.options.signal?.removeEventListener('abort', this.cancel);
    if (!keepSlot) this.on.slots.release(this.slot);
  }
}

export const abortedBefore = (type: string): ParquetFrameError =>
  new ParquetFrameError('ABORTED', `${type} was aborted before it began`);

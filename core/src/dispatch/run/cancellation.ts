import { TimeSlice } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import { ownController, whenAborted } from './abort-listeners.js';

/** How long an aborted kernel may take to acknowledge before its caller is let go, in milliseconds: native code in the middle of a large page does not look up. Inputs stay pinned until it stops. */
export const GRACE = 200;

/** Node's timers hold 31 bits of milliseconds; a deadline farther away, 25 days or never, is not set. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One call's cancellation: the user's signal and deadline as one signal and as one word in shared memory. */
export class Cancellation {
  readonly cancelled = new Int32Array(new SharedArrayBuffer(4));
  readonly #controller = ownController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #stopListening: (() => void) | undefined;
  readonly #slice = new TimeSlice();

  constructor(userSignal: AbortSignal | undefined, deadline: number | undefined) {
    const onAbort = (): void => {
      this.cancel(new ParquetFrameError('ABORTED', 'the call was aborted', { cause: userSignal?.reason }));
    };
    if (userSignal?.aborted) onAbort();
    else this.#stopListening = userSignal && whenAborted(userSignal, onAbort);
    if (deadline !== undefined && deadline <= LONGEST_TIMER) {
      this.#timer = setTimeout(() => {
        this.cancel(new ParquetFrameError('DEADLINE_EXCEEDED', `the call did not finish within ${String(deadline)} ms`));
      }, deadline);
      this.#timer.unref();
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** @param reason what the call rejects with: a typed error, or an exception of the user's own */
  cancel(reason: unknown): void {
    if (this.signal.aborted) return;
    Atomics.store(this.cancelled, 0, 1);
    Atomics.notify(this.cancelled, 0);
    this.#controller.abort(reason);
  }

  /** @throws ParquetFrameError `ABORTED`, `DEADLINE_EXCEEDED` */
  check(): void {
    if (this.signal.aborted) throw this.reason;
  }

  get reason(): Error {
    const reason: unknown = this.signal.reason;
    return reason instanceof Error ? reason : new ParquetFrameError('ABORTED', 'the call was aborted', { cause: reason });
  }

  /** See `KernelCall.checkpoint`. */
  readonly checkpoint = (): Promise<void> | undefined => {
    if (this.signal.aborted) return Promise.reject(this.reason);
    return this.#slice.isOver ? this.#yield() : undefined;
  };

  async #yield(): Promise<void> {
    await this.#slice.next();
    this.check();
  }

  /** Settles with the work, or rejects when it was cancelled and did not acknowledge within the grace period. */
  async settle<T>(work: Promise<T>, grace = GRACE): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let abort: (() => void) | undefined;
    const letGo = new Promise<never>((_, reject) => {
      abort = () => {
        timer = setTimeout(() => {
          reject(this.reason);
        }, grace);
      };
      if (this.signal.aborted) abort();
      else this.signal.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([work, letGo]);
    } catch (error) {
      throw this.signal.aborted ? this.reason : error;
    } finally {
      clearTimeout(timer);
      if (abort) this.signal.removeEventListener('abort', abort);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopListening?.();
  }
}

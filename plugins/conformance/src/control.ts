import { ParquetFrameError } from '@parquetframe/core/engine';

/**
 * The cancelling side of a kernel call: the signal, the same fact in shared memory, and a checkpoint that counts. Cancelling happens at a chosen
 * checkpoint and not after a time, so that a check gives the same answer on every machine.
 */
export class CallControl {
  readonly #controller = new AbortController();
  readonly cancelled = new Int32Array(new SharedArrayBuffer(4));
  readonly #abortAt: number | undefined;
  checkpoints = 0;
  checkpointsAfterAbort = 0;
  progress: number[] = [];
  /** milliseconds that the kernel has taken, without what moves its inputs and its result */
  milliseconds = 0;
  /** called when the kernel starts */
  onStart: () => void = () => undefined;
  /** called when the kernel has given its result */
  onEnd: () => void = () => undefined;

  /** `abortAt`: 0 is before the run, n at the n-th checkpoint */
  constructor(abortAt?: number) {
    this.#abortAt = abortAt;
    if (abortAt === 0) this.abort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get aborted(): boolean {
    return this.signal.aborted;
  }

  abort(): void {
    Atomics.store(this.cancelled, 0, 1);
    this.#controller.abort(new ParquetFrameError('ABORTED', 'the call was aborted by the conformance kit'));
  }

  checkpoint(): Promise<void> | undefined {
    if (this.aborted) {
      this.checkpointsAfterAbort++;
      return this.#rejection();
    }
    this.checkpoints++;
    if (this.checkpoints === this.#abortAt) {
      this.abort();
      return this.#rejection();
    }
    return this.checkpoints % 16 === 0 ? new Promise<void>(resolve => setImmediate(resolve)) : undefined;
  }

  /** A kernel that never awaits it is what a check is for: it must not end the process as an unhandled rejection. */
  #rejection(): Promise<void> {
    const rejection: Promise<void> = Promise.reject(
      new ParquetFrameError('ABORTED', 'the call was aborted by the conformance kit'),
    );
    rejection.catch(() => undefined);
    return rejection;
  }
}

import { setMaxListeners } from 'node:events';

/** One call's cancellation in the child: the word that the control thread sets, and a signal for kernels that ask for one. */
export class Cancellation {
  #controller: AbortController | undefined;

  constructor(readonly cancelled: Int32Array) {}

  /** The main thread heard of it; the word is set already, except when the host closes the child. */
  cancel(): void {
    Atomics.store(this.cancelled, 0, 1);
    Atomics.notify(this.cancelled, 0);
    this.#controller?.abort();
  }

  /** Controllers cost more than all the rest of a small call, so there is one only where it is looked at. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    // As many listen as an engine has threads.
    setMaxListeners(0, this.#controller.signal);
    if (Atomics.load(this.cancelled, 0) !== 0) this.#controller.abort();
    return this.#controller.signal;
  }
}

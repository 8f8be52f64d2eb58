import type { AdmissionControl, Demand, Lease } from './admission.js';
import type { Cancellation } from './cancellation.js';

/**
 * How the stages of one call are admitted. A call from inside a kernel takes what that kernel lends; and a build that such a call waits for takes it too, for whoever started
 * that build may be waiting for the very cores that the kernel holds.
 */
export class Entry {
  #admission: AdmissionControl;
  readonly #waiting = new Set<AbortController>();
  readonly #others = new Set<Entry>();

  /** @param isNested whether it comes from inside a kernel */
  constructor(
    admission: AdmissionControl,
    private isNested: boolean,
  ) {
    this.#admission = admission;
  }

  get admission(): AdmissionControl {
    return this.#admission;
  }

  /** For work that is done on behalf of the same call. */
  same(): Entry {
    return new Entry(this.#admission, this.isNested);
  }

  /** @returns the lease, and what it was admitted by */
  async acquire(
    demand: Demand,
    cancellation: Cancellation,
    announced: () => void,
  ): Promise<{ readonly lease: Lease; readonly admission: AdmissionControl }> {
    for (;;) {
      const admission = this.#admission;
      const leave = new AbortController();
      const abort = (): void => {
        leave.abort();
      };
      cancellation.check();
      cancellation.signal.addEventListener('abort', abort, { once: true });
      this.#waiting.add(leave);
      try {
        announced();
        return { lease: await admission.acquire(demand, leave.signal), admission };
      } catch (error) {
        cancellation.check();
        if (!leave.signal.aborted) throw error;
      } finally {
        cancellation.signal.removeEventListener('abort', abort);
        this.#waiting.delete(leave);
      }
    }
  }

  /** The calls that this one waits for are as urgent as it is, for as long as it waits. */
  async waitFor<T>(other: Entry, work: () => Promise<T>): Promise<T> {
    this.#others.add(other);
    if (this.isNested) other.#lend(this.#admission);
    try {
      return await work();
    } finally {
      this.#others.delete(other);
    }
  }

  #lend(admission: AdmissionControl): void {
    // What comes from inside a kernel has what that kernel lends.
    if (this.isNested) return;
    this.isNested = true;
    this.#admission = admission;
    for (const waiting of this.#waiting) waiting.abort();
    for (const other of this.#others) other.#lend(admission);
  }
}

/** A grant of cores. `alone` tells whether no other kernel ran at any time while it was held: only such timings are recorded. */
export interface Lease {
  readonly threads: number;
  alone: boolean;
  release(): void;
}

interface Waiter {
  readonly wanted: number;
  readonly grant: (lease: Lease) => void;
}

/** The cores of the machine, leased to kernels so that rayon, workers and child processes do not oversubscribe each other. First come, first served. */
export class CpuLease {
  #free: number;
  readonly #waiters: Waiter[] = [];
  readonly #held = new Set<Lease>();

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Waits for a free core and takes up to `wanted` of those that are free then. */
  acquire(wanted: number, signal: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        wanted: Math.max(1, Math.min(wanted, this.total)),
        grant: lease => {
          signal.removeEventListener('abort', abort);
          resolve(lease);
        },
      };
      const abort = (): void => {
        const index = this.#waiters.indexOf(waiter);
        if (index >= 0) this.#waiters.splice(index, 1);
        reject(signal.reason as Error);
      };
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#free > 0) {
      const waiter = this.#waiters.shift();
      if (!waiter) return;
      const threads = Math.min(waiter.wanted, this.#free);
      this.#free -= threads;
      const lease: Lease = { threads, alone: this.#held.size === 0, release: () => this.#release(lease) };
      for (const other of this.#held) other.alone = false;
      this.#held.add(lease);
      waiter.grant(lease);
    }
  }

  #release(lease: Lease): void {
    if (!this.#held.delete(lease)) return;
    this.#free += lease.threads;
    this.#serve();
  }
}

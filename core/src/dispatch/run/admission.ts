/** A grant of cores. `alone` tells whether no other kernel ran at any time while it was held: only such timings are recorded. */
export interface Lease {
  readonly threads: number;
  alone: boolean;
  release(): void;
}

/** What a kernel asks for. */
export interface Demand {
  readonly threads: number;
  /** memory it takes at most, beside its inputs */
  readonly bytes: number;
}

interface Waiter {
  readonly demand: Demand;
  readonly grant: (lease: Lease) => void;
}

/**
 * The cores and the memory of a runtime, leased to kernels so that rayon, workers and child processes do not oversubscribe each other.
 * First come, first served. A kernel that alone takes more than the budget runs alone.
 */
export class Admission {
  #free: number;
  #bytes = 0;
  readonly #waiters: Waiter[] = [];
  readonly #held = new Set<Lease>();

  constructor(
    readonly threads: number,
    /** bytes that running kernels may take together, now */
    readonly memory: () => number,
  ) {
    this.#free = threads;
  }

  /** Peaks of the kernels that run now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Waits for a free core and the memory, and takes up to as many cores as are asked for of those that are free then. */
  acquire(demand: Demand, signal: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        demand,
        grant: lease => {
          signal.removeEventListener('abort', abort);
          resolve(lease);
        },
      };
      const abort = (): void => {
        const index = this.#waiters.indexOf(waiter);
        if (index >= 0) this.#waiters.splice(index, 1);
        this.#serve();
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
      const [waiter] = this.#waiters;
      if (!waiter) return;
      const { threads: wanted, bytes } = waiter.demand;
      if (this.#held.size > 0 && this.#bytes + bytes > this.memory()) return;
      this.#waiters.shift();
      const threads = Math.max(1, Math.min(wanted, this.#free));
      this.#free -= threads;
      this.#bytes += bytes;
      const lease: Lease = { threads, alone: this.#held.size === 0, release: () => this.#release(lease, bytes) };
      for (const other of this.#held) other.alone = false;
      this.#held.add(lease);
      waiter.grant(lease);
    }
  }

  #release(lease: Lease, bytes: number): void {
    if (!this.#held.delete(lease)) return;
    this.#free += lease.threads;
    this.#bytes = this.#held.size === 0 ? 0 : this.#bytes - bytes;
    this.#serve();
  }
}

import { ParquetFrameError, received } from '../../contract/errors/index.js';

/** A grant of cores. `alone` tells whether no other kernel ran at any time while it was held. */
export interface Lease {
  readonly threads: number;
  readonly alone: boolean;
  release(): void;
}

/** What a kernel asks for. */
export interface Demand {
  /** cores it can use; 0: none */
  readonly threads: number;
  /** memory it takes at most, beside its inputs */
  readonly bytes: number;
  /** asked from inside a kernel, which waits for it: it is served before what waits from outside */
  readonly nested?: boolean;
}

/** The cores and the memory that kernels are admitted to. One per runtime, unless an embedder gives several runtimes the same. */
export interface AdmissionControl {
  readonly threads: number;
  /** peaks of what runs now */
  readonly bytes: number;
  /** Waits for a free core and the memory. @throws ParquetFrameError `OUT_OF_MEMORY` when that would be for ever; the reason of the signal */
  acquire(demand: Demand, signal: AbortSignal): Promise<Lease>;
  /** A stage is ready and will ask soon: a core is kept for it until the returned function is called. */
  announce(): () => void;
  /** Takes memory at once or not at all, for a kernel that runs already. */
  borrow(bytes: number): boolean;
  giveBack(bytes: number): void;
}

interface Waiter {
  readonly demand: Demand;
  readonly signal: AbortSignal;
  readonly grant: (lease: Lease) => void;
  readonly refuse: (error: Error) => void;
}

interface Held extends Lease {
  alone: boolean;
}

/**
 * Cores and memory, leased to kernels so that rayon, workers and child processes do not oversubscribe each other. First come, first served; a kernel gets all cores that
 * nobody else is ready for. One that alone takes more than the budget runs alone.
 *
 * With an outer admission it is what one kernel has leased, lent to the calls inside it. What they take beyond that memory is borrowed from outside at once, or they wait
 * for each other; where neither can be, it is an error, for the kernel would wait for them for ever.
 */
export class Admission implements AdmissionControl {
  #free: number;
  #bytes = 0;
  #borrowed = 0;
  #announced = 0;
  #drained: (() => void) | undefined;
  readonly #waiters: Waiter[] = [];
  readonly #held = new Set<Held>();

  constructor(
    readonly threads: number,
    /** bytes that running kernels may take together, now */
    private readonly memory: () => number,
    private readonly outer?: AdmissionControl,
  ) {
    if (!(Number.isSafeInteger(threads) || threads === Infinity) || threads < 1)
      throw refused('threads must be a whole number, 1 or more, or Infinity', threads);
    if (typeof (memory as unknown) !== 'function') throw refused('memory must be a function that gives bytes', memory);
    this.#free = threads;
  }

  get bytes(): number {
    return this.#bytes;
  }

  acquire(demand: Demand, signal: AbortSignal): Promise<Lease> {
    if (this.#drained && this.outer) return this.outer.acquire(demand, signal);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', abort);
      };
      const waiter: Waiter = {
        demand,
        signal,
        grant: lease => {
          leave();
          resolve(lease);
        },
        refuse: error => {
          leave();
          reject(error);
        },
      };
      const abort = (): void => {
        const index = this.#waiters.indexOf(waiter);
        if (index >= 0) this.#waiters.splice(index, 1);
        waiter.refuse(signal.reason as Error);
        this.#serve();
      };
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      // Who asks for nothing waits for nothing.
      if (demand.threads === 0 && demand.bytes === 0) this.#grant(waiter, 0);
      else this.#enqueue(waiter);
      this.#serve();
    });
  }

  announce(): () => void {
    let isKept = true;
    this.#announced++;
    return () => {
      if (isKept) this.#announced--;
      isKept = false;
    };
  }

  borrow(bytes: number): boolean {
    if (!this.#hasRoom(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
    this.#serve();
  }

  /** The kernel that lent this has ended: who waits here waits outside. @param drained called once nothing that was admitted here runs any more */
  close(drained: () => void): void {
    this.#drained = drained;
    for (const { demand, signal, grant, refuse } of this.#waiters.splice(0))
      this.outer?.acquire(demand, signal).then(grant, refuse);
    if (this.#held.size === 0) this.#end();
  }

  #end(): void {
    this.outer?.giveBack(this.#borrowed);
    this.#borrowed = 0;
    this.#drained?.();
  }

  #enqueue(waiter: Waiter): void {
    const behind = waiter.demand.nested === true ? this.#waiters.findIndex(({ demand }) => demand.nested !== true) : -1;
    this.#waiters.splice(behind < 0 ? this.#waiters.length : behind, 0, waiter);
  }

  #serve(): void {
    for (let waiter = this.#waiters[0]; waiter; waiter = this.#waiters[0]) {
      const { threads: wanted, bytes } = waiter.demand;
      if (wanted > 0 && this.#free <= 0) return;
      const mayRun = this.#hasRoom(bytes) || (this.#held.size === 0 && !this.outer);
      if (!mayRun && this.#held.size > 0) return;
      this.#waiters.shift();
      if (mayRun) this.#grant(waiter, this.#share(wanted));
      else waiter.refuse(notAdmitted(bytes, this.#limit));
    }
  }

  /** Of the free cores as many as are wanted, but for one for everybody else who is ready. */
  #share(wanted: number): number {
    if (wanted === 0) return 0;
    const others = this.#announced + this.#waiters.filter(({ demand }) => demand.threads > 0).length;
    return Math.max(1, Math.min(wanted, this.#free - others));
  }

  #grant({ demand: { bytes }, grant }: Waiter, threads: number): void {
    this.#free -= threads;
    this.#bytes += bytes;
    const lease: Held = {
      threads,
      alone: this.#held.size === 0,
      release: () => {
        this.#release(lease, bytes);
      },
    };
    for (const other of this.#held) other.alone = false;
    this.#held.add(lease);
    grant(lease);
  }

  #release(lease: Lease & Held, bytes: number): void {
    if (!this.#held.delete(lease)) return;
    this.#free += lease.threads;
    // What was lent or borrowed is back by then.
    this.#bytes = this.#held.size === 0 ? 0 : this.#bytes - bytes;
    if (this.#drained && this.#held.size === 0) this.#end();
    else this.#serve();
  }

  get #limit(): number {
    return this.memory() + this.#borrowed;
  }

  /** Whether so many bytes more fit, with what can be borrowed for them. */
  #hasRoom(bytes: number): boolean {
    const missing = this.#bytes + bytes - this.#limit;
    if (missing <= 0) return true;
    if (this.outer?.borrow(missing) !== true) return false;
    this.#borrowed += missing;
    return true;
  }
}

const notAdmitted = (bytes: number, limit: number): ParquetFrameError =>
  new ParquetFrameError(
    'OUT_OF_MEMORY',
    `a call from inside a kernel needs ${megabytes(bytes)}; its kernel has ${megabytes(limit)}, and the rest of the budget is in use. ` +
      'Raise PARQUETFRAME_MEMORY, or let the kernel estimate the peak of the calls that it makes',
    { details: { bytes, limit } },
  );

const megabytes = (bytes: number): string => `${String(Math.round(bytes / 1e4) / 100)} MB`;

const refused = (what: string, value: unknown): ParquetFrameError =>
  new ParquetFrameError('INVALID_ARGUMENT', `Admission: ${what}, received ${received(value)}`);

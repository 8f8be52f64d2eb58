import type { ResourceLimits } from 'node:worker_threads';
import { Thread, ThreadDied, type Job } from './thread.js';

/** Idle threads beyond the first are ended after this long, in milliseconds. */
const IDLE = 30_000;

export interface ThreadsOptions {
  /** the program of each thread */
  readonly file: URL;
  /** threads at most */
  readonly maximum: number;
  readonly resourceLimits?: ResourceLimits;
  readonly startDeadline?: number;
}

export interface RunOptions {
  /** ends the thread that has the job, or takes the job out of the queue */
  readonly signal?: AbortSignal;
  /** shared memory that the message refers to, for the count of the thread that takes it */
  readonly shared?: readonly SharedArrayBuffer[];
}

/**
 * Threads that take jobs in the order in which they come. They are started for jobs and keep nobody alive while they are idle. A thread that ends takes the job
 * with it that it had, and no other: a program that cannot start fails each job once and is never started without one.
 */
export class Threads {
  readonly #options: ThreadsOptions;
  readonly #threads = new Set<Thread>();
  readonly #timers = new Map<Thread, NodeJS.Timeout>();
  readonly #queue: Job[] = [];
  #lastJob = 0;
  #closed: Error | undefined;

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#threads.size;
  }

  /** The jobs that wait or run: none are left behind when all calls have settled. */
  get pending(): number {
    return this.#queue.length + [...this.#threads].filter(({ job }) => job !== undefined).length;
  }

  /**
   * @param message is given the shared memory that is new to the thread
   * @throws ThreadDied when its thread ended; what the structured clone threw when the message cannot be sent
   */
  async run(
    message: (fresh: readonly SharedArrayBuffer[]) => unknown,
    { signal, shared = [] }: RunOptions = {},
  ): Promise<unknown> {
    if (this.#closed) throw this.#closed;
    const id = ++this.#lastJob;
    let abort: (() => void) | undefined;
    try {
      return await new Promise<unknown>((resolve, reject) => {
        const job: Job = { id, transfer: [], resolve, reject, message: thread => message(newTo(thread, shared)) };
        abort = () => this.#abort(job);
        signal?.addEventListener('abort', abort, { once: true });
        this.#queue.push(job);
        this.#next();
      });
    } finally {
      if (abort) signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends all threads and rejects all jobs with `reason`. */
  async close(reason: Error): Promise<void> {
    this.#closed ??= reason;
    for (const job of this.#queue.splice(0)) job.reject(reason);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const thread of this.#threads) thread.job?.reject(reason);
    await Promise.all([...this.#threads].map(thread => thread.end(reason.message)));
  }

  #next(): void {
    while (this.#queue.length > 0 && this.#closed === undefined) {
      const thread = [...this.#threads].find(({ isIdle }) => isIdle) ?? this.#startThread();
      if (thread === undefined) {
        // Without any thread the job at the head was rejected; those behind it fare no better.
        if (this.#threads.size > 0) return;
        continue;
      }
      const job = this.#queue.shift();
      if (job === undefined) return;
      clearTimeout(this.#timers.get(thread));
      this.#timers.delete(thread);
      thread.start(job);
    }
  }

  /** A new thread, undefined when there may be no more; when the system refuses one and none is there, the job that waits for it fails. */
  #startThread(): Thread | undefined {
    if (this.#threads.size >= this.#options.maximum) return undefined;
    const { file, resourceLimits = {}, startDeadline } = this.#options;
    try {
      const thread = new Thread(
        { file, resourceLimits, startDeadline },
        idle => this.#onIdle(idle),
        ended => this.#onEnded(ended),
      );
      this.#threads.add(thread);
      return thread;
    } catch (error) {
      if (this.#threads.size > 0) return undefined;
      this.#queue
        .shift()
        ?.reject(new ThreadDied(`it cannot be started: ${error instanceof Error ? error.message : String(error)}`));
      return undefined;
    }
  }

  #onIdle(thread: Thread): void {
    this.#next();
    if (!thread.isIdle || this.#closed) return;
    const timer = setTimeout(() => {
      if (this.#threads.size > 1) void thread.end('was idle');
    }, IDLE);
    timer.unref();
    this.#timers.set(thread, timer);
  }

  #onEnded(thread: Thread): void {
    clearTimeout(this.#timers.get(thread));
    this.#timers.delete(thread);
    this.#threads.delete(thread);
    this.#next();
  }

  #abort(job: Job): void {
    const at = this.#queue.indexOf(job);
    if (at >= 0) {
      this.#queue.splice(at, 1);
      return job.reject(new ThreadDied('it was aborted before it began'));
    }
    const thread = [...this.#threads].find(running => running.job === job);
    void thread?.end('did not notice its cancellation');
  }
}

function newTo(thread: Thread, shared: readonly SharedArrayBuffer[]): readonly SharedArrayBuffer[] {
  const fresh = shared.filter(memory => !thread.seen.has(memory));
  for (const memory of fresh) thread.seen.add(memory);
  return fresh;
}

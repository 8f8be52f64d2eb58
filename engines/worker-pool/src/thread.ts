import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';

/** How long a thread may take to say that it is ready, in milliseconds: what the process preloads is loaded in it too. */
const START_DEADLINE = 60_000;

/** What is sent to a thread. */
export interface Envelope {
  readonly job: number;
  readonly message: unknown;
}
/** What a thread sends: that it is ready, or the reply to a job. Anything else is not of this pool. */
export type FromThread = { readonly ready: true } | { readonly job: number; readonly reply: unknown };

export interface Job {
  readonly id: number;
  /** made for the thread that takes it: what it has seen before need not be counted again */
  message(thread: Thread): unknown;
  readonly transfer: readonly Transferable[];
  resolve(reply: unknown): void;
  reject(error: Error): void;
}

/** A thread ended, or cannot be used any more, before it replied. */
export class ThreadDied extends Error {}

export interface ThreadOptions {
  readonly file: URL;
  readonly resourceLimits: ResourceLimits;
  readonly startDeadline?: number | undefined;
}

/** One thread with at most one job. Whatever happens to it, its job settles and `ended` is called once. */
export class Thread {
  readonly #worker: Worker;
  readonly #startTimer: NodeJS.Timeout;
  /** shared memory that this thread was sent before */
  readonly seen = new WeakSet<SharedArrayBuffer>();
  #job: Job | undefined;
  #why: string | undefined;
  #isEnding = false;

  constructor(
    { file, resourceLimits, startDeadline = START_DEADLINE }: ThreadOptions,
    private readonly idle: (thread: Thread) => void,
    private readonly ended: (thread: Thread) => void,
  ) {
    // @throws what the system says when there can be no more threads
    const worker = new Worker(file, { resourceLimits });
    this.#worker = worker;
    this.#startTimer = setTimeout(() => void this.end(`was not ready within ${startDeadline / 1000} s`), startDeadline);
    this.#startTimer.unref();
    worker.on('message', (message: unknown) => this.#onMessage(message));
    worker.on('messageerror', error => void this.end(`sent what cannot be read: ${error.message}`));
    worker.on('error', error => (this.#why ??= error instanceof Error ? error.message : String(error)));
    worker.on('exit', code => this.#onExit(code));
    worker.unref();
  }

  get isIdle(): boolean {
    return this.#job === undefined && !this.#isEnding;
  }

  get job(): Job | undefined {
    return this.#job;
  }

  /** The job must be given to an idle thread. What cannot be sent rejects the job and leaves the thread as it was. */
  start(job: Job): void {
    this.#job = job;
    this.#worker.ref();
    try {
      const envelope: Envelope = { job: job.id, message: job.message(this) };
      this.#worker.postMessage(envelope, [...job.transfer]);
    } catch (error) {
      this.#rest();
      job.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Ends the thread whatever it does; its job is rejected when it has ended. */
  end(why: string): Promise<unknown> {
    this.#why ??= why;
    this.#isEnding = true;
    return this.#worker.terminate();
  }

  #onMessage(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if ('ready' in message) return clearTimeout(this.#startTimer);
    const job = this.#job;
    if (job === undefined || !('job' in message) || message.job !== job.id || !('reply' in message)) return;
    this.#rest();
    job.resolve(message.reply);
    if (!this.#isEnding) this.idle(this);
  }

  #rest(): void {
    this.#job = undefined;
    this.#worker.unref();
  }

  #onExit(code: number): void {
    this.#isEnding = true;
    clearTimeout(this.#startTimer);
    const job = this.#job;
    this.#job = undefined;
    this.ended(this);
    job?.reject(new ThreadDied(this.#why ?? `it ended with code ${code}`));
  }
}

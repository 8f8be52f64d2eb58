import { ParquetFrameError, fromErrorRecord, isParquetFrameError } from '@parquetframe/core/engine';
import type { KernelCall } from '@parquetframe/core/engine';
import type { Piscina } from 'piscina';
import { MIN_WORK, type Division } from './partition.js';
import type { TaskInput, TaskMessage, TaskName, TaskOutput, TaskReply } from './protocol.js';

/** What a pool needs to know of a run. */
export type PoolCall = Pick<KernelCall, 'signal' | 'cancelled'>;

/** How long a cancelled task may take to notice before its thread is ended, in milliseconds. */
const GRACE = 2_000;
/** Seconds that the first task of a new thread waits: for Node to start it and for the kernels to be loaded in it. */
const START_SECONDS = 0.065;
/** Idle threads beyond the first are ended after this long, in milliseconds. */
const IDLE = 30_000;

export interface PoolOptions {
  readonly threads: number;
  readonly minPartitionWork?: number | undefined;
  /** for tests, see `WorkerPoolOptions` */
  readonly exitDuringTasks?: readonly number[] | undefined;
  log(message: string): void;
}

/**
 * Threads for one engine: started by the first task, not keeping the process alive while idle. Tasks read immutable memory and write ranges that
 * they own, so that a task whose thread died can be run again from the start.
 */
export class WorkerPool {
  readonly threads: number;
  readonly #minimum: number;
  readonly #exitDuringTasks: ReadonlySet<number>;
  readonly #log: (message: string) => void;
  #pool: Piscina | undefined;
  #sent = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.threads = Math.max(1, Math.floor(options.threads));
    this.#minimum = options.minPartitionWork ?? MIN_WORK;
    this.#exitDuringTasks = new Set(options.exitDuringTasks);
    this.#log = message => options.log(message);
  }

  /** What a run has to wait for threads that are not there yet: all at first, those beyond one after a pause. */
  get startSeconds(): number {
    return (this.#pool?.threads.length ?? 0) < this.threads ? START_SECONDS : 0;
  }

  /** How a call that has leased so many cores divides its work. */
  division({ threads }: Pick<KernelCall, 'threads'>): Division {
    return { parts: Math.min(threads, this.threads), minimum: this.#minimum };
  }

  /**
   * Runs the same task on every part, at once as far as there are threads. Settles when all have ended; the error of the first part that failed is thrown.
   * @throws ParquetFrameError what the task threw; `ABORTED`; `ENGINE_CRASH` when a thread died twice over one task; `CLOSED`
   */
  async map<K extends TaskName>(call: PoolCall, task: K, inputs: readonly TaskInput<K>[]): Promise<TaskOutput<K>[]> {
    const runs = inputs.map(input => this.run(call, task, input));
    await Promise.allSettled(runs);
    const outputs: TaskOutput<K>[] = [];
    for (const run of runs) outputs.push(await run);
    return outputs;
  }

  /** Runs one task; when its thread dies, once more on another. Errors as `map`. */
  async run<K extends TaskName>(call: PoolCall, task: K, input: TaskInput<K>): Promise<TaskOutput<K>> {
    try {
      return await this.#attempt(call, task, input);
    } catch (error) {
      if (!(error instanceof WorkerDied)) throw error;
      this.#log(`worker-pool: a thread died during ${task} (${error.message}); trying once more on another`);
    }
    try {
      return await this.#attempt(call, task, input);
    } catch (error) {
      if (!(error instanceof WorkerDied)) throw error;
      throw new ParquetFrameError('ENGINE_CRASH', `two threads in a row died during ${task}: ${error.message}`, {
        cause: error,
        details: { engine: 'worker-pool', task },
      });
    }
  }

  async #attempt<K extends TaskName>(call: PoolCall, task: K, input: TaskInput<K>): Promise<TaskOutput<K>> {
    throwIfAborted(call);
    const message: TaskMessage = {
      task,
      input,
      cancelled: call.cancelled,
      exit: this.#exitDuringTasks.has(++this.#sent),
    };
    const pool = await this.#start();
    const patience = patienceOf(call.signal);
    try {
      const reply = (await pool.run(message, { signal: patience.signal })) as TaskReply;
      if ('error' in reply) throw fromErrorRecord(reply.error);
      // The worker ran the task of this name: its output has this type.
      return reply.output as TaskOutput<K>;
    } catch (error) {
      throwIfAborted(call);
      if (this.#pool !== pool)
        throw new ParquetFrameError('CLOSED', 'the worker-pool engine was closed during a run', { cause: error });
      // Errors of tasks come as replies; whatever rejects the promise of the pool ended the thread.
      if (error instanceof ParquetFrameError) throw error;
      throw new WorkerDied(error instanceof Error ? error.message : String(error));
    } finally {
      patience.end();
    }
  }

  /** piscina is loaded with the first run, not when the engine is imported. */
  async #start(): Promise<Piscina> {
    const piscina = await import('piscina');
    if (this.#closed) throw new ParquetFrameError('CLOSED', 'the worker-pool engine is closed');
    this.#pool ??= new piscina.Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      // One is always replaced when it dies, so that queued tasks do not wait for ever.
      minThreads: 1,
      maxThreads: this.threads,
      idleTimeout: IDLE,
      recordTiming: false,
    });
    return this.#pool;
  }

  /** Ends all threads; runs under way end with `CLOSED`. */
  async close(): Promise<void> {
    this.#closed = true;
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }
}

class WorkerDied extends Error {}

/** Core's reason is typed already: `ABORTED`, or `DEADLINE_EXCEEDED`. */
function throwIfAborted({ signal }: PoolCall): void {
  if (!signal.aborted) return;
  const reason: unknown = signal.reason;
  throw isParquetFrameError(reason) ? reason : new ParquetFrameError('ABORTED', 'the call was aborted', { cause: reason });
}

/** A signal that follows another after the grace period: tasks end themselves, and only those that do not lose their thread. */
function patienceOf(signal: AbortSignal): { readonly signal: AbortSignal; end(): void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => late.abort(signal.reason), GRACE);
  };
  // It may have come while the pool was loaded.
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: late.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

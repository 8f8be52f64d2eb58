import { ParquetFrameError, countShared, fromErrorRecord, isParquetFrameError } from '@parquetframe/core/engine';
import type { KernelCall } from '@parquetframe/core/engine';
import { MIN_WORK, type Division } from './partition.js';
import type { TaskInput, TaskMessage, TaskName, TaskOutput, TaskReply } from './protocol.js';
import { sharedIn } from './own-buffers.js';
import { ThreadDied } from './thread.js';
import { Threads } from './threads.js';

/** What a pool needs to know of a run. */
export type PoolCall = Pick<KernelCall, 'signal' | 'cancelled'>;

/** How long a cancelled task may take to notice before its thread is ended, in milliseconds. */
const GRACE = 2_000;
/** Seconds that the first task of a new thread waits: for Node to start it and for the kernels to be loaded in it. */
const START_SECONDS = 0.065;
/** A thread's own heap, in MiB: what a share of the budget is, within bounds in which the kernels work and V8 accepts it. */
const HEAP = { least: 256, most: 4096 } as const;

export interface PoolOptions {
  readonly threads: number;
  /** the runtime's budget in bytes */
  readonly memory: number;
  /** the program of each thread */
  readonly file: URL;
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
  readonly #threads: Threads;
  #sent = 0;

  constructor(options: PoolOptions) {
    this.threads = Math.max(1, Math.floor(options.threads));
    this.#minimum = options.minPartitionWork ?? MIN_WORK;
    this.#exitDuringTasks = new Set(options.exitDuringTasks);
    this.#log = message => options.log(message);
    const share = Math.floor(options.memory / this.threads / 2 ** 20);
    this.#threads = new Threads({
      file: options.file,
      maximum: this.threads,
      // A thread whose heap is full ends with an error; without a limit the process would.
      resourceLimits: { maxOldGenerationSizeMb: Math.min(HEAP.most, Math.max(HEAP.least, share)) },
    });
  }

  /** What a run has to wait for threads that are not there yet: all at first, those beyond one after a pause. */
  get startSeconds(): number {
    return this.#threads.size < this.threads ? START_SECONDS : 0;
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
      if (!(error instanceof ThreadDied)) throw error;
      this.#log(`worker-pool: a thread died during ${task} (${error.message}); trying once more on another`);
    }
    try {
      return await this.#attempt(call, task, input);
    } catch (error) {
      if (!(error instanceof ThreadDied)) throw error;
      throw new ParquetFrameError('ENGINE_CRASH', `two threads in a row died during ${task}: ${error.message}`, {
        cause: error,
        details: { engine: 'worker-pool', task },
      });
    }
  }

  async #attempt<K extends TaskName>(call: PoolCall, task: K, input: TaskInput<K>): Promise<TaskOutput<K>> {
    throwIfAborted(call);
    const exit = this.#exitDuringTasks.has(++this.#sent);
    const patience = patienceOf(call.signal);
    try {
      const reply = (await this.#threads.run((fresh): TaskMessage => ({ task, input, cancelled: call.cancelled, exit, fresh }), {
        signal: patience.signal,
        shared: [...sharedIn(input)],
      })) as TaskReply;
      if ('error' in reply) throw fromErrorRecord(reply.error);
      for (const memory of sharedIn(reply.output)) countShared(memory);
      // The thread ran the task of this name: its output has this type.
      return reply.output as TaskOutput<K>;
    } catch (error) {
      throwIfAborted(call);
      throw error;
    } finally {
      patience.end();
    }
  }

  /** Ends all threads; runs under way end with `CLOSED`. */
  close(): Promise<void> {
    return this.#threads.close(new ParquetFrameError('CLOSED', 'the worker-pool engine is closed'));
  }
}

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

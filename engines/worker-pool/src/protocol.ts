import type { ErrorRecord } from '@parquetframe/core/engine';
import type { Tasks } from './tasks/index.js';

export type TaskName = keyof Tasks;
export type TaskInput<K extends TaskName> = Parameters<Tasks[K]>[0];
export type TaskOutput<K extends TaskName> = Awaited<ReturnType<Tasks[K]>>;

/** What is sent to a worker: plain data and views on shared memory, which are passed by reference. */
export interface TaskMessage {
  readonly task: TaskName;
  readonly input: unknown;
  /** word 0 becomes 1 when the call is cancelled */
  readonly cancelled: Int32Array;
  /** the shared memory in the input that this thread has not been sent before: each message makes new objects for the same memory, which is to be counted once */
  readonly fresh: readonly SharedArrayBuffer[];
  /** for tests: end the thread in the middle of the task */
  readonly exit: boolean;
}

/** What comes back. An error that a kernel throws is a record: threads lose the fields of custom errors. */
export type TaskReply = { readonly output: unknown } | { readonly error: ErrorRecord };

/** What a task has of its run. */
export interface TaskControl {
  /** Called every few ten thousand rows or arcs. @throws ParquetFrameError `ABORTED` */
  check(): void;
  /** The same for kernels that call `checkpoint`. */
  checkpoint(): Promise<void> | undefined;
}

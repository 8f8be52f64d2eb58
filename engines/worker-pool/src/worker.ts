/** What runs on each thread of the pool. */
import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { ParquetFrameError, countShared, toErrorRecord } from '@parquetframe/core/engine';
import { ownBuffers } from './own-buffers.js';
import type { TaskControl, TaskMessage, TaskReply } from './protocol.js';
import { tasks } from './tasks/index.js';
import type { Envelope, FromThread } from './thread.js';

/** Runs one task. Errors come back as records; a rejection of this promise is a defect, and ends the thread. */
async function runTask({ task, input, cancelled, fresh, exit }: TaskMessage): Promise<TaskReply> {
  for (const memory of fresh) countShared(memory);
  const check = (): void => {
    if (exit) process.exit(1);
    if (Atomics.load(cancelled, 0) !== 0) throw new ParquetFrameError('ABORTED', 'the call was aborted');
  };
  const control: TaskControl = {
    check,
    checkpoint: () => {
      check();
      return undefined;
    },
  };
  try {
    // The pool typed the name and its input together; a message cannot carry that.
    const run = tasks[task] as (input: unknown, control: TaskControl) => unknown;
    const output = await run(input, control);
    check();
    return { output };
  } catch (error) {
    return { error: toErrorRecord(error) };
  }
}

const send = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

parentPort?.on('message', ({ job, message }: Envelope) => {
  // The pool sends nothing else.
  void runTask(message as TaskMessage).then(reply => send({ job, reply }, [...ownBuffers(reply)]));
});
// Nobody would ever hear of the task: the thread ends, which is heard.
parentPort?.on('messageerror', error => {
  throw error;
});
send({ ready: true });

/** What runs on each thread of the pool. */
import process from 'node:process';
import { ParquetFrameError, toErrorRecord } from '@parquetframe/core/engine';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { ownBuffers } from './own-buffers.js';
import type { TaskControl, TaskMessage, TaskReply } from './protocol.js';
import { tasks } from './tasks/index.js';

/** Runs one task. Errors come back as records; a rejection of this promise is a defect. */
export default async function runTask({ task, input, cancelled, exit }: TaskMessage): Promise<unknown> {
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
    const reply: TaskReply = { output };
    return move({ [transferableSymbol]: [...ownBuffers(output)], [valueSymbol]: reply });
  } catch (error) {
    const reply: TaskReply = { error: toErrorRecord(error) };
    return reply;
  }
}

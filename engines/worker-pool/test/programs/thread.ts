/** A thread of the tests: does what its message says. */
import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { countShared } from '@parquetframe/core/engine';

export type ThreadMessage =
  | { readonly do: 'echo'; readonly value: number }
  | { readonly do: 'exit' | 'throw' | 'fill the heap' | 'never' | 'close the port' | 'count' }
  | { readonly do: 'see'; readonly memory: SharedArrayBuffer; readonly fresh: readonly SharedArrayBuffer[] };

const seen: WeakRef<SharedArrayBuffer>[] = [];

function answer(message: ThreadMessage): unknown {
  switch (message.do) {
    case 'echo':
      return message.value;
    case 'exit':
      return process.exit(3);
    case 'throw':
      throw new Error('thrown by the program');
    case 'fill the heap': {
      const kept: unknown[] = [];
      for (;;) kept.push({ kept: kept.length });
    }
    case 'close the port':
      return parentPort?.close();
    case 'see':
      for (const memory of message.fresh) countShared(memory);
      seen.push(new WeakRef(message.memory));
      return true;
    case 'count':
      return seen.filter(reference => reference.deref() !== undefined).length;
    case 'never':
      return undefined;
  }
}

parentPort?.on('message', ({ job, message }: { readonly job: number; readonly message: ThreadMessage }) => {
  const reply = answer(message);
  if (message.do !== 'never') parentPort?.postMessage({ job, reply });
});
parentPort?.postMessage({ ready: true });
// Whatever else comes from a thread, such as from what the process preloads, is not a reply.
parentPort?.postMessage('hello');

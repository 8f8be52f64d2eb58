import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { isDecline } from '@parquetframe/core/engine';
import { tableOfResult, withRows } from '../defect.js';
import { mutant, type Mutant } from './mutant.js';

const released = new WeakSet();

/** Engines that are careless with memory, or do not stop when told to. */
export const MEMORY: readonly Mutant[] = [
  mutant(
    'the input is written to',
    {
      operations: ['table.sort'],
      run: (result, call) => {
        const table = call.inputs[0]?.value as ReturnType<typeof tableOfResult>;
        for (const batch of table.batches)
          for (const buffer of batch.columns[0]?.buffers ?? [])
            if (buffer) new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).fill(1);
        return result;
      },
    },
    ['immutability'],
  ),
  mutant(
    'releasing twice fails',
    {
      operations: ['table.limit'],
      run: result => {
        const replica = {
          ...result.replica,
          release: (): void => {
            if (released.has(replica)) throw new Error('freed twice');
            released.add(replica);
          },
        };
        return { ...result, also: [], replica };
      },
    },
    ['release'],
    { message: /releasing twice/ },
  ),
  mutant(
    'memory is reused once it is released, under the eyes of its reader',
    {
      operations: ['table.sort'],
      run: result => {
        const copied = withRows(result, rows => rows);
        const { batches } = tableOfResult(copied);
        return {
          ...copied,
          replica: {
            ...copied.replica,
            release: () => {
              for (const buffer of batches[0]?.columns[0]?.buffers ?? [])
                if (buffer) new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).fill(0);
            },
          },
        };
      },
    },
    ['release'],
    { message: /changed when/ },
  ),
  mutant(
    'the cancel flag is ignored',
    {
      operations: ['table.sort'],
      bind: answer =>
        isDecline(answer)
          ? answer
          : {
              ...answer,
              run: call =>
                answer.run({
                  ...call,
                  signal: new AbortController().signal,
                  cancelled: new Int32Array(1),
                  checkpoint: () => undefined,
                }),
            },
    },
    ['cancellation'],
    { message: /ignores the cancel flag/ },
  ),
  mutant(
    'a cancelled call goes on for long',
    {
      operations: ['table.sort'],
      bind: answer =>
        isDecline(answer)
          ? answer
          : {
              ...answer,
              run: async call => {
                for (let step = 0; step < 1000; step++) call.checkpoint()?.catch(() => undefined);
                return answer.run(call);
              },
            },
    },
    ['cancellation'],
    { message: /went on for/ },
  ),
  mutant(
    'threads are used that nobody gave',
    {
      operations: ['table.aggregate'],
      bind: answer =>
        isDecline(answer)
          ? answer
          : {
              ...answer,
              run: async call => {
                const busy = new Worker('require("node:worker_threads").parentPort.postMessage(0); for (;;) ;', { eval: true });
                await once(busy, 'message');
                try {
                  return await answer.run(call);
                } finally {
                  await busy.terminate();
                }
              },
            },
    },
    ['threads'],
    { message: /ignores `threads`/ },
  ),
];

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { HEAP_RECORD, heldReplica, type Replica } from '../contract/data/index.js';
import { resultOf, type Kernel, type KernelCall } from '../contract/index.js';
import { collectedKernel } from './collected-kernel.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function collect(times: number, gone: () => boolean = () => false): Promise<void> {
  for (let i = 0; i < times && !gone(); i++) {
    await new Promise<void>(resolve => setImmediate(resolve));
    collectGarbage();
  }
}

const CALL: KernelCall = {
  inputs: [],
  arguments: [],
  want: HEAP_RECORD,
  signal: new AbortController().signal,
  cancelled: new Int32Array(1),
  threads: 1,
  memory: 1,
  progress: () => undefined,
  checkpoint: () => undefined,
};

test('a kernel is disposed when nobody can run it and nobody has what it gave, not before', async t => {
  let disposed = 0;
  let finish: (() => void) | undefined;
  const kernel: Kernel = {
    inputs: [],
    outputs: [HEAP_RECORD],
    estimate: () => ({ seconds: 1, peakBytes: 2 }),
    run: async () => {
      await new Promise<void>(resolve => (finish = resolve));
      return { replica: heldReplica(HEAP_RECORD, {}, 0) };
    },
    [Symbol.asyncDispose]: () => {
      disposed++;
      return Promise.resolve();
    },
  };
  const start = async (): Promise<Replica[]> => [resultOf(await collectedKernel(kernel).run(CALL)).replica];
  t.deepEqual(collectedKernel(kernel).estimate?.({ ports: [], result: {}, work: 1 }), { seconds: 1, peakBytes: 2 });
  await collect(200, () => disposed === 1);
  t.is(disposed, 1);
  const running = start();
  await collect(20);
  t.is(disposed, 1, 'while it runs');
  finish?.();
  const given = await running;
  await collect(20);
  t.is(disposed, 1, 'while its result is there');
  given.pop();
  await collect(200, () => disposed === 2);
  t.is(disposed, 2);
});

test('a kernel without a disposer is handed out as it is', t => {
  const kernel: Kernel = { inputs: [], outputs: [], run: () => ({ replica: heldReplica(HEAP_RECORD, {}, 0) }) };
  t.is(collectedKernel(kernel), kernel);
});

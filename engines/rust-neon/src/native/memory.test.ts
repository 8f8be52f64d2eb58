import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { bfsRequest, buildRequest, heap, int64, never, openAddon, shared } from './open.test.data.js';

const addon = openAddon();

for (const [name, memory] of [
  ['heap', heap],
  ['shared', shared],
] as const) {
  test(`typed arrays over ${name} memory are seen where they lie`, t => {
    const whole = new Uint8Array(memory(64));
    const part = whole.subarray(24);
    t.is(addon.addressOf(part) - addon.addressOf(whole), 24n);
    // Another view of the same memory has the same address: nothing was copied on the way.
    t.is(addon.addressOf(new Uint8Array(whole.buffer, 24)), addon.addressOf(part));
  });

  test(`a graph is built and searched from ${name} memory`, async t => {
    const graph = await addon.build(buildRequest(int64([10, 20, 10, 30], memory), int64([20, 30, 30, 10], memory)), never());
    t.deepEqual(graph.ids?.values, BigInt64Array.of(10n, 20n, 30n));
    t.deepEqual([graph.csr.offsets, graph.csr.targets], [Uint32Array.of(0, 2, 3, 4), Uint32Array.of(1, 2, 2, 0)]);
    t.deepEqual(graph.csc && [graph.csc.offsets, graph.csc.targets], [Uint32Array.of(0, 1, 2, 4), Uint32Array.of(2, 0, 0, 1)]);
    const copy = (array: Uint32Array): Uint32Array => {
      const other = new Uint32Array(memory(array.byteLength));
      other.set(array);
      return other;
    };
    const hops = await addon.bfs(bfsRequest(copy(Uint32Array.of(0, 1, 3, 4, 4)), copy(Uint32Array.of(1, 0, 2, 1))), never());
    t.deepEqual(hops.distance?.values, Uint32Array.of(0, 1, 2, 2 ** 32 - 1));
    t.deepEqual([hops.distance?.validity, hops.distance?.nullCount], [Uint8Array.of(0b0111), 1]);
    t.deepEqual(hops.predecessor?.values, BigInt64Array.of(0n, 0n, 1n, 0n));
    t.deepEqual([hops.reached, hops.levels], [3, 3]);
  });
}

test('a bare SharedArrayBuffer is refused, not followed', t => {
  const bare: unknown = new SharedArrayBuffer(8);
  t.throws(() => void Reflect.apply(addon.addressOf, addon, [bare]), { message: /downcast/ });
});

test('results are external memory, counted until they are collected', async t => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('no gc');
  const settle = async (): Promise<number> => {
    for (let round = 0; round < 20; round++) {
      Reflect.apply(collect, undefined, []);
      await new Promise(resolve => setImmediate(resolve));
    }
    return addon.liveBytes();
  };
  const before = await settle();
  const ids = Array.from({ length: 10_000 }, (_, row) => row);
  let live = 0;
  await (async () => {
    const graph = await addon.build(buildRequest(int64(ids), int64(ids)), never());
    live = addon.liveBytes();
    t.is(graph.csr.targets.length, 10_000);
  })();
  // ids 8 bytes each, two sides of 4 + 4 bytes, and one more offset per side
  t.is(live - before, 10_000 * (8 + 16) + 8);
  t.is(await settle(), before);
});

test('empty results are arrays too', async t => {
  const graph = await addon.build(buildRequest(int64([]), int64([])), never());
  t.deepEqual([graph.csr.offsets, graph.csr.targets], [Uint32Array.of(0), new Uint32Array(0)]);
});

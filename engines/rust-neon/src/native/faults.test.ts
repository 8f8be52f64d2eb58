import test from 'ava';
import { bfsRequest, buildRequest, codeOf, int64, never, openAddon } from './open.test.data.js';

const addon = openAddon();

test('a panic in a kernel is an error with a code, and the process lives', async t => {
  // Targets beyond V are a broken graph, which core never hands over: the kernel's bounds check panics.
  const broken = bfsRequest(Uint32Array.of(0, 1, 2), Uint32Array.of(100_000, 100_000));
  const error = await t.throwsAsync(addon.bfs(broken, never()));
  t.is(codeOf(error), 'NATIVE_PANIC');
  const hops = await addon.bfs(bfsRequest(Uint32Array.of(0, 1, 2), Uint32Array.of(1, 0)), never());
  t.is(hops.reached, 2);
});

test('buffers that are too short are refused before the kernel', async t => {
  const short = { ...bfsRequest(Uint32Array.of(0, 1, 2), Uint32Array.of(1, 0)), vertexCount: 3 };
  t.is(codeOf(await t.throwsAsync(addon.bfs(short, never()))), 'INVALID_ARGUMENT');
});

test('a malformed request throws at once', t => {
  t.throws(() => void Reflect.apply(addon.build, addon, [{}, never()]), { message: /downcast/ });
});

test('data errors have their code and the place', async t => {
  const nulls = { ...int64([1, 2]), validity: Uint8Array.of(0b01) };
  const error = await t.throwsAsync(addon.build(buildRequest(int64([1, 2]), nulls), never()));
  t.is(codeOf(error), 'NULL_VERTEX_ID');
  t.deepEqual('details' in error ? error.details : undefined, { row: 1, column: 'dst' });
});

test('a running build stops when its word is set', async t => {
  const ids = Array.from({ length: 300_000 }, (_, row) => (row * 7919) % 100_003);
  const request = buildRequest(int64(ids), int64([...ids].reverse()));
  const cancelled = never();
  const running = addon.build({ ...request, threads: 1 }, cancelled);
  Atomics.store(cancelled, 0, 1);
  t.is(codeOf(await t.throwsAsync(running)), 'ABORTED');
  const whole = await addon.build(request, never());
  t.is(whole.csr.targets.length, ids.length, 'the inputs are intact');
});

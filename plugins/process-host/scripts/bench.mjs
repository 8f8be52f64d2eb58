/**
 * Measures what isolation costs: the round trip of a message, and the bytes per second of a table into the child and out of it. In turn with a bare Unix socket
 * that does the same without a protocol, so that the ratios hold on a busy machine too.
 */
import { cpus } from 'node:os';
import tsReference from '@parquetframe/engine-ts-reference';
import { HEAP_ARROW, heldReplica, makeFragment, tableData } from '@parquetframe/core/engine';
import { isolate } from '@parquetframe/process-host';
import { rawSocket } from './raw-socket.mjs';

const ROUNDS = 9;
const CALLS = 2_000;
const BYTES = 256 * 2 ** 20;

const module = isolate(tsReference());
const engine = await module.open({
  space: name => `${module.manifest.id}/${name}`,
  threads: 1,
  memory: 2 ** 33,
  settings: { nativeLog: undefined },
  allocateShared: bytes => new SharedArrayBuffer(bytes),
  signal: new AbortController().signal,
  lost: () => undefined,
  log: line => console.error(line),
});

const schema = [{ name: 'x', type: { id: 'float64' }, nullable: false }];
const kind = { kind: 'table', schema };
const tableOf = values =>
  tableData(schema, [
    { length: values.length, columns: [{ length: values.length, nullCount: 0, buffers: [undefined, values] }] },
  ]);
const call = (inputs, want, values = []) => ({
  inputs,
  arguments: values,
  want,
  signal: new AbortController().signal,
  cancelled: new Int32Array(1),
  threads: 1,
  memory: 2 ** 33,
  progress: () => undefined,
  checkpoint: () => undefined,
});
const into = engine.transfers.find(t => t.kind === 'table' && t.from === HEAP_ARROW);
const out = engine.transfers.find(t => t.kind === 'table' && t.to === HEAP_ARROW && t.from.space === into.to.space);
const move = async (transfer, replica) => (await transfer.run(call([replica], transfer.to), kind)).replica;
const held = values => heldReplica(HEAP_ARROW, tableOf(values), values.byteLength);

const step = {
  kind: 'step',
  operation: 'table.limit',
  revision: 1,
  binding: {},
  arguments: { count: 0, limit: 0 },
  inputs: [{ kind: 'port', index: 0, data: kind }],
  output: kind,
};
const limit = await engine.bind(makeFragment(step, 'exact', [undefined]));
if ('declined' in limit) throw new Error(limit.reason);
const small = await move(into, held(Float64Array.of(1, 2, 3)));
const big = held(new Float64Array(BYTES / 8).fill(1.5));

const raw = await rawSocket(BYTES);
const samples = {
  'kernel run, µs': [],
  'fetch of 3 rows, µs': [],
  'bare socket, 200 bytes there and back, µs': [],
  'store, GB/s': [],
  'fetch, GB/s': [],
  'bare socket, GB/s': [],
};
const perCall = async work => {
  const began = performance.now();
  for (let i = 0; i < CALLS; i++) await work();
  return ((performance.now() - began) / CALLS) * 1e3;
};
const perSecond = async work => {
  const began = performance.now();
  const result = await work();
  return [BYTES / 1e6 / (performance.now() - began), result];
};
for (let round = 0; round < ROUNDS; round++) {
  samples['kernel run, µs'].push(
    await perCall(async () => (await limit.run(call([small], limit.outputs[0], [3]))).replica.release()),
  );
  samples['fetch of 3 rows, µs'].push(await perCall(() => move(out, small)));
  samples['bare socket, 200 bytes there and back, µs'].push(await perCall(() => raw.echo()));
  const [stored, replica] = await perSecond(() => move(into, big));
  const [fetched] = await perSecond(() => move(out, replica));
  await replica.release();
  samples['store, GB/s'].push(stored);
  samples['fetch, GB/s'].push(fetched);
  samples['bare socket, GB/s'].push((await perSecond(() => raw.fetch()))[0]);
}
await engine[Symbol.asyncDispose]();
raw.close();

console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}; ${ROUNDS} rounds, ${BYTES / 2 ** 20} MiB tables`,
);
const quartiles = values => {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map(share => sorted[Math.round(share * (sorted.length - 1))].toFixed(2));
};
for (const [name, values] of Object.entries(samples)) {
  const [low, median, high] = quartiles(values);
  console.log(`${name}: median ${median}, quartiles ${low} … ${high}`);
}
const ratio = (name, side, base) => {
  const [low, median, high] = quartiles(samples[side].map((value, round) => value / samples[base][round]));
  console.log(`${name}: ${median} (${low} … ${high})`);
};
ratio('kernel run / bare socket', 'kernel run, µs', 'bare socket, 200 bytes there and back, µs');
ratio('fetch of 3 rows / bare socket', 'fetch of 3 rows, µs', 'bare socket, 200 bytes there and back, µs');
ratio('GB/s of fetch / bare socket', 'fetch, GB/s', 'bare socket, GB/s');
ratio('GB/s of store / bare socket', 'store, GB/s', 'bare socket, GB/s');

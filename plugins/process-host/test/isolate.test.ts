import test from 'ava';
import {
  HEAP_GRAPH,
  heldReplica,
  resultOf,
  SHARED_ARROW,
  toShared,
  type Batch,
  type BatchStream,
  type GraphData,
} from '@parquetframe/core/engine';
import { isolate, type IsolateOptions } from '@parquetframe/process-host';
import { isolatedToy, TABLE, Workbench, xTable, xValues } from './engines/workbench.js';

test('a kernel in a child may use no core, and may decline when it sees its data', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1]));
  const kernel = await bench.bind('test.declinesLate', [TABLE], TABLE);
  t.is(kernel.cpu, 'none');
  const [want] = kernel.outputs;
  if (want === undefined) return t.fail();
  // More often than there are slots for streams.
  for (let i = 0; i < 1_100; i++)
    t.deepEqual(await kernel.run(bench.call([stored], want)), {
      declined: true,
      code: 'UNSUPPORTED_CODEC',
      reason: 'the file is LZO',
      remedy: 'use zstd',
    });
});

test('the manifest is the engine’s own under another id, and enough to open it elsewhere', async t => {
  const module = isolatedToy();
  t.is(module.manifest.id, 'toy@process');
  t.true('test.echo' in module.manifest.operations);
  const source = JSON.parse(JSON.stringify(module.source)) as typeof module.source;
  const { default: again } = (await import(source.url)) as { default: (options: unknown) => typeof module };
  t.deepEqual(again(source.options).manifest, module.manifest);
});

test('the certificate of the engine is passed on under the isolated id', async t => {
  const { isolate } = await import('@parquetframe/process-host');
  const { manifest, source } = isolatedToy();
  const certificate = { catalogue: 1, engine: 'toy', version: '1.0.0', kit: 1, operations: {} };
  t.deepEqual(isolate({ manifest, source, certificate }, { id: 'toy@process' }).certificate, {
    ...certificate,
    engine: 'toy@process',
  });
  t.is(isolate({ manifest, source }).certificate, undefined);
});

test('the rule of quarantine is a property of the module, for the registry', t => {
  t.is(isolatedToy().quarantine, undefined);
  const quarantine = { crashes: 1, within: 1000, for: Infinity };
  t.deepEqual(isolatedToy({ quarantine }).quarantine, quarantine);
  for (const wrong of [{ crashes: 0 }, { crashes: 1.5 }, { within: 0 }, { for: NaN }, { window: 5 }])
    t.throws(() => isolatedToy({ quarantine: wrong }), { code: 'INVALID_ARGUMENT', message: /quarantine/ });
});

test('an option that there is not is refused', t => {
  t.throws(() => isolatedToy({ hangDeadlin: 5 } as IsolateOptions), {
    code: 'INVALID_ARGUMENT',
    message: /no option "hangDeadlin".*hangDeadline/,
  });
});

test('probe asks the engine in the child', async t => {
  const { signal } = new AbortController();
  t.deepEqual(await isolatedToy().probe({ signal }), { available: true, version: '1.0.0', details: { of: 'toy' } });
  t.deepEqual(await isolatedToy({}, { probe: 'unavailable' }).probe({ signal }), {
    available: false,
    code: 'NATIVE_BINARY_MISSING',
    reason: 'no binary',
    remedy: 'get one',
  });
});

test('probe never throws: a child that dies, or a module that does not load, is an answer', async t => {
  const { signal } = new AbortController();
  for (const [engine, code, reason] of [
    [{ probe: 'abort' }, 'ENGINE_CRASH', /SIGABRT/],
    [{ probe: 'exit' }, 'ENGINE_CRASH', /exit code 3/],
    [{ fail: 'load' }, 'ENGINE_DEFECT', /does not load/],
  ] as const) {
    const availability = await isolatedToy({}, engine).probe({ signal });
    t.false(availability.available);
    if (availability.available) continue;
    t.is(availability.code, code);
    t.regex(availability.reason, reason);
    t.not(availability.remedy, '');
  }
});

test('a probe that is aborted ends its child', async t => {
  const controller = new AbortController();
  const probed = isolatedToy().probe({ signal: controller.signal });
  controller.abort();
  t.false((await probed).available);
});

test('a child that answered the probe is the one that is opened', async t => {
  const pids: number[] = [];
  const module = isolatedToy({}, { probe: 'pid' }, { started: pid => pids.push(pid) });
  const availability = await module.probe({ signal: new AbortController().signal });
  const bench = await Workbench.open(t, module);
  t.deepEqual(pids, [await bench.pid()]);
  t.like(availability, { available: true, details: { pid: pids[0] } });
  t.deepEqual(await bench.record('test.arguments', 1), [1], 'its log and its answers come here');
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await bench.line('SIGKILL');
});

test('durations may be endless; what is not a duration is refused', async t => {
  const endless = { startDeadline: Infinity, messageDeadline: Infinity, hangDeadline: Infinity, grace: Infinity };
  const bench = await Workbench.open(t, isolatedToy(endless));
  t.deepEqual(await bench.record('test.arguments', 1), [1]);
  for (const wrong of [NaN, -1, 0]) t.throws(() => isolatedToy({ hangDeadline: wrong }), { code: 'INVALID_ARGUMENT' });
});

test('a table goes there, through a kernel and back, and stays in the child in between', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1, 2, 3], [4.5]));
  t.deepEqual({ ...stored.residency }, { space: 'toy@process/heap', layout: 'arrow' });
  const { replica, statistics } = await bench.run('test.echo', [stored]);
  t.is(replica.residency.space, 'toy@process/heap');
  t.deepEqual(statistics, { rows: 4 });
  const fetched = await bench.fetch(replica);
  t.is(fetched.length, 4);
  t.is(fetched.batches.length, 2);
  t.deepEqual(xValues(fetched), [1, 2, 3, 4.5]);
});

test('a space that the engine minted keeps its name; aliases come along; its own transfers run in the child', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const { replica, also, notes } = await bench.run('test.own', [await bench.store(xTable([7]))]);
  t.deepEqual({ ...replica.residency }, { space: 'toy@process/memory', layout: 'toy:table' });
  t.deepEqual(notes, { own: true });
  t.is(also?.[0]?.residency.space, 'toy@process/heap');
  const moved = await bench.move(bench.transfer('table', replica.residency, { layout: 'arrow' }), replica);
  t.deepEqual(xValues(await bench.fetch(moved)), [7]);
  await replica.release();
  await replica.release();
  await also?.[0]?.release();
  t.is(((await bench.record('test.record')) as { released: number }).released, 2);
});

test('tables on shared memory are stored from where they are', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const shared = heldReplica(SHARED_ARROW, toShared(xTable([1, 2])), undefined);
  const into = bench.transfer('table', { space: 'heap', layout: 'arrow' }, { space: 'toy@process/heap' });
  t.deepEqual(xValues(await bench.fetch(await bench.move(into, shared))), [1, 2]);
});

test('memory inside the child is moved there: heap to shared and back', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1, 2]));
  const shared = await bench.move(bench.transfer('table', stored.residency, { space: 'toy@process/shared' }), stored);
  const { replica } = await bench.run('test.own', [shared]);
  t.is(replica.bytes, 64);
  t.deepEqual(xValues(await bench.fetch(shared)), [1, 2]);
});

test('graphs travel as their arrays; an undirected graph keeps one adjacency', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const adjacency = { offsets: Uint32Array.of(0, 1, 2), targets: Uint32Array.of(1, 0), weights: Float32Array.of(0.5, 0.5) };
  const ids = { length: 2, nullCount: 0, buffers: [undefined, Int32Array.of(0, 1, 2), Buffer.from('ab')] };
  const graph: GraphData = {
    vertexCount: 2,
    arcCount: 2,
    directed: false,
    weighted: true,
    id: { id: 'utf8' },
    ids,
    csr: adjacency,
    csc: adjacency,
  };
  const kind = { kind: 'graph', directed: false, weighted: true, id: { id: 'utf8' } } as const;
  const stored = await bench.move(bench.transfer('graph', HEAP_GRAPH, {}), heldReplica(HEAP_GRAPH, graph, undefined), kind);
  const kernel = await bench.bind('test.graph', [kind], kind);
  const [want] = kernel.outputs;
  if (want === undefined) return t.fail();
  const { replica } = resultOf(await kernel.run(bench.call([stored], want)));
  const back = (await bench.move(bench.transfer('graph', want, HEAP_GRAPH), replica, kind)).value as GraphData;
  t.is(back.csc, back.csr);
  t.deepEqual({ ...back.csr }, adjacency);
  t.deepEqual([back.vertexCount, back.arcCount, back.directed, back.weighted, back.id], [2, 2, false, true, { id: 'utf8' }]);
  t.is(Buffer.from(back.ids?.buffers[2] as Uint8Array).toString(), 'ab');
});

test('arguments and records are passed faithfully', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const values = [
    1,
    -0,
    NaN,
    Infinity,
    2n ** 63n,
    'ä\u0000',
    null,
    true,
    new Uint8Array([0, 255]),
    new Date(5),
    [1n, 'x'],
    undefined,
  ];
  t.deepEqual(await bench.record('test.arguments', ...values), values);
  t.deepEqual(await bench.record('test.record'), {
    big: 2n ** 70n,
    nan: NaN,
    zero: -0,
    bytes: new Uint8Array([1, 2]),
    released: 0,
  });
});

test('typed errors keep code, message, details and cause; others are a defect of the engine', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const typed = await t.throwsAsync(bench.run('test.typed'), { code: 'NEGATIVE_WEIGHT', message: 'an edge has weight -1' });
  t.like(typed, { details: { row: 7, weight: -1 }, cause: { message: 'why' } });
  await t.throwsAsync(bench.run('test.untyped'), { code: 'ENGINE_DEFECT', message: /RangeError: oops/ });
  t.deepEqual(await bench.record('test.arguments', 1), [1], 'the same child goes on');
});

test('a Decline comes back with code, reason and remedy', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  await t.throwsAsync(bench.bind('test.declined'), { message: 'UNSUPPORTED_COLUMN_TYPE: it does not take this' });
});

test('estimates of the engine are interpolated here, with the message added', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const kernel = await bench.bind('test.make', [], TABLE);
  t.is(kernel.cpu, 'one');
  for (const work of [0, 10, 5e5, 5e9]) {
    const { seconds = 0, peakBytes } = kernel.estimate?.({ ports: [], result: {}, work }) ?? {};
    t.true(Math.abs(seconds - (1e-3 + work * 1e-6 + 5e-5)) < 1e-9, `${work}: ${seconds}`);
    t.is(peakBytes, work * 8);
  }
});

test('a table larger than any socket buffer arrives whole', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const { replica } = await bench.run('test.make', [], { arguments: [3_000_000] });
  const table = await bench.fetch(replica);
  const values = table.batches[0]?.columns[0]?.buffers[1] as Float64Array;
  t.is(values.length, 3_000_000);
  t.is(values.byteOffset % 64, 0);
  t.true(values.every(value => value === 1.5));
  t.is((await bench.fetch(await bench.store(table))).length, 3_000_000);
});

test('a stream is pulled batch by batch: the child makes what was asked for and no more', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1], [2]));
  const { replica } = await bench.run('test.stream', [stored], { arguments: [1e9] });
  t.true(replica.residency.once);
  const stream = await bench.move(bench.transfer('table', replica.residency, { space: 'heap', layout: 'batches' }), replica);
  const seen: Batch[] = [];
  for await (const batch of stream.value as BatchStream) {
    seen.push(batch);
    if (seen.length === 5) break;
  }
  await bench.line('stream ended');
  const made = bench.lines.filter(line => line.includes('made ')).length;
  t.true(made >= 5 && made <= 5 + 3, `${made} batches were made`);
});

test('a stream is not stopped by the cancellation of another call', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const { replica } = await bench.run('test.stream', [await bench.store(xTable([1], [2]))], { arguments: [12] });
  const stream = await bench.move(bench.transfer('table', replica.residency, { space: 'heap', layout: 'batches' }), replica);
  let batches = 0;
  for await (const { length } of stream.value as BatchStream) {
    batches += length;
    const controller = new AbortController();
    const other = bench.run('test.progress', [], { signal: controller.signal, progress: () => controller.abort() });
    await t.throwsAsync(other, { code: 'ABORTED' });
  }
  t.is(batches, 12);
});

test('streams that were released give their slots back', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1]));
  const stream = await bench.bind('test.stream', [TABLE], TABLE);
  const [want] = stream.outputs;
  if (want === undefined) return t.fail();
  for (let i = 0; i < 1_100; i++) {
    await resultOf(await stream.run(bench.call([stored], want, { arguments: [1] }))).replica.release();
  }
  t.pass();
});

test('a finite stream ends', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const { replica } = await bench.run('test.stream', [await bench.store(xTable([1], [2]))], { arguments: [3] });
  const stream = await bench.move(bench.transfer('table', replica.residency, { space: 'heap', layout: 'batches' }), replica);
  const lengths: number[] = [];
  for await (const batch of stream.value as BatchStream) lengths.push(batch.length);
  t.deepEqual(lengths, [1, 1, 1]);
});

test('standard output and error of the child are lines of the log and nothing else', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const pid = await bench.pid();
  await bench.line('to stdout');
  t.true(bench.lines.includes(`[${pid}] to stdout`));
  await bench.engine[Symbol.asyncDispose]();
  await bench.line('unfinished');
  // What the child wrote last may arrive after its end.
  t.regex(await bench.line('engine closed'), /engine closed$/);
});

test('a closed engine says so', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const kernel = await bench.bind('test.record');
  await bench.engine[Symbol.asyncDispose]();
  const [want] = kernel.outputs;
  if (want === undefined) return t.fail();
  await t.throwsAsync(async () => kernel.run(bench.call([], want)), { code: 'CLOSED' });
});

test('what is not an engine, and options of other types, are refused by name', t => {
  for (const wrong of [undefined, {}, 'rust-napi', { manifest: {} }])
    t.throws(() => isolate(wrong as never), { code: 'INVALID_ARGUMENT', message: /^isolate takes an engine module/ });
  t.throws(() => isolate((() => undefined) as never), { message: /a function; call it/ });
  for (const wrong of [{ execArgv: '--inspect' }, { inheritEnvironment: 'HOME' }, { environment: { A: 1 } }])
    t.throws(() => isolatedToy(wrong as never), { code: 'INVALID_ARGUMENT', message: /must be an (array|object) of strings/ });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { columnFromValues, tableData } from '@parquetframe/core/engine';
import test from 'ava';
import { codeOf, ignore, importTable, never, openAddon } from './open.test.data.js';

const addon = openAddon();

test('a panic in Rust is an error with a code, and the process lives', async t => {
  addon.armFaults();
  const error = await t.throwsAsync(addon.fault('panic', never()));
  t.is(codeOf(error), 'NATIVE_PANIC');
  t.regex(error.message, /a panic on demand/);
  const again = await importTable(addon, tableData([], []));
  t.is(again.rows, 0);
});

test('a running kernel stops when its word is set', async t => {
  addon.armFaults();
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const running = addon.fault('hang', cancelled);
  Atomics.store(cancelled, 0, 1);
  t.is(codeOf(await t.throwsAsync(running)), 'ABORTED');
});

test('PageRank is aborted in the middle of its run', async t => {
  const vertices = 20_000;
  const edges = 200_000;
  const type = { id: 'uint32' } as const;
  // A fixed linear congruential sequence.
  const random = (seed: number): number[] => {
    let state = seed;
    return Array.from({ length: edges }, () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % vertices);
  };
  const schema = ['src', 'dst'].map(name => ({ name, type, nullable: false }));
  const columns = [columnFromValues(type, random(1)), columnFromValues(type, random(2))];
  const table = await importTable(addon, tableData(schema, [{ length: edges, columns }]));
  const build = {
    src: 'src',
    dst: 'dst',
    weight: null,
    directed: true,
    ids: 'dense',
    vertex: null,
    vertexCount: vertices,
    idType: type,
  };
  const graph = await addon.graphBuild(JSON.stringify(build), table, undefined, 2, never(), ignore);
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const request = (maxIterations: number): string =>
    JSON.stringify({ options: { damping: 0.85, tolerance: 0, maxIterations, weighted: false }, fast: false });
  let reports = 0;
  const running = addon.graphRun('graph.pageRank', request(1_000_000), graph, 2, cancelled, () => {
    reports += 1;
    Atomics.store(cancelled, 0, 1);
  });
  t.is(codeOf(await t.throwsAsync(running)), 'ABORTED');
  t.true(reports > 0, 'it was running: it had reported progress');
  const ranks = await addon.graphRun('graph.pageRank', request(2), graph, 2, never(), ignore);
  t.is(ranks.rows, vertices, 'the graph is intact');
});

test('an abort in native code ends the process it is in, and only that', async t => {
  const script = `
    import { openAddon, never } from ${JSON.stringify(new URL('./open.test.data.js', import.meta.url).href)};
    const addon = openAddon();
    addon.armFaults();
    await addon.fault('abort', never());
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  t.is(code, null);
  t.is(signal, 'SIGABRT');
});

test('faults must be armed', async t => {
  const script = `
    import { openAddon, never } from ${JSON.stringify(new URL('./open.test.data.js', import.meta.url).href)};
    await openAddon().fault('abort', never()).catch(() => process.exit(7));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  t.is(code, 7);
});

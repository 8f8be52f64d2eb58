import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParquetFrameError, col, count, createRuntime, isParquetFrameError, type Runtime } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import test from 'ava';
import { defaultEngines } from '../index.js';
import { temporaryFolder } from './data.js';

/** What can go wrong for a user or an operator, each on every engine that can run it. */
const runtime = (): Promise<Runtime> => createRuntime({ engines: defaultEngines(), wisdom: 'off' });
const codeOf = (error: unknown): string | undefined => (isParquetFrameError(error) ? error.code : undefined);

const enginesFor = (pf: Runtime, operation: string): readonly string[] =>
  pf
    .engines()
    .filter(e => e.availability.available && operation in e.manifest.operations)
    .map(e => e.id);

async function parquetFile(pf: Runtime, rows = 1000): Promise<string> {
  const path = join(temporaryFolder(), 'table.parquet');
  await pf.fromRows(Array.from({ length: rows }, (_, i) => ({ id: i, name: `name ${String(i % 10)}` }))).writeParquet(path);
  return path;
}

test('a wrong column names itself, the columns there are and the call', async t => {
  await using pf = await runtime();
  const path = await parquetFile(pf);
  const error = await t.throwsAsync(pf.readParquet(path).filter(col('nmae').eq('x')).collect(), {
    instanceOf: ParquetFrameError,
    code: 'COLUMN_NOT_FOUND',
  });
  t.regex(error.message, /"nmae".*"id", "name".*Did you mean "name"\?$/);
  t.regex(JSON.stringify(error.details['callSite']), /failures\.test\.[jt]s:\d+:\d+"$/);
});

test('a declared schema that the file does not have is SCHEMA_MISMATCH', async t => {
  await using pf = await runtime();
  const path = await parquetFile(pf);
  t.is(codeOf(await t.throwsAsync(pf.readParquet(path, { schema: { id: 'utf8' } }).collect())), 'SCHEMA_MISMATCH');
  t.is(codeOf(await t.throwsAsync(pf.readParquet(path, { schema: { other: 'utf8' } }).collect())), 'SCHEMA_MISMATCH');
});

test('a damaged Parquet file is DATA_CORRUPT with the file, on every engine, and nothing falls back', async t => {
  await using pf = await runtime();
  const path = await parquetFile(pf);
  const bytes = readFileSync(path);
  const pages = Buffer.from(bytes);
  pages.fill(0xff, 4, 200);
  writeFileSync(path, pages);
  for (const engine of enginesFor(pf, 'parquet.scan')) {
    const error = await t.throwsAsync(pf.readParquet(path, { engine }).collect(), undefined, engine);
    t.is(codeOf(error), 'DATA_CORRUPT', engine);
    t.true(error.message.includes('table.parquet'), engine);
  }
  const truncated = join(temporaryFolder(), 'truncated.parquet');
  writeFileSync(truncated, bytes.subarray(0, bytes.length - 10));
  for (const engine of enginesFor(pf, 'parquet.metadata'))
    t.is(codeOf(await t.throwsAsync(pf.metadata(truncated, { engine }))), 'DATA_CORRUPT', engine);
});

test('a missing file is FILE_NOT_FOUND when the frame is used, not before', async t => {
  await using pf = await runtime();
  const frame = pf.readParquet('/nowhere/at-all.parquet');
  const error = await t.throwsAsync(frame.collect());
  t.is(codeOf(error), 'FILE_NOT_FOUND');
  t.true(error.message.includes('/nowhere/at-all.parquet'));
});

test('a source that changed under a lazy frame is SOURCE_CHANGED; a new frame reads the new contents', async t => {
  await using pf = await runtime();
  const path = await parquetFile(pf, 10);
  for (const engine of enginesFor(pf, 'parquet.scan')) {
    const frame = pf.readParquet(path, { engine });
    t.is(await frame.count(), 10);
    await pf.fromRows([{ id: 1, name: 'one' }]).writeParquet(path);
    t.is(codeOf(await t.throwsAsync(frame.filter(col('id').gt(0)).collect())), 'SOURCE_CHANGED', engine);
    t.is(await pf.readParquet(path, { engine }).count(), 1);
    await pf.fromRows(Array.from({ length: 10 }, (_, id) => ({ id, name: 'x' }))).writeParquet(path);
  }
  const csv = join(temporaryFolder(), 'x.csv');
  writeFileSync(csv, 'a\n1\n');
  const lines = pf.readCsv(csv);
  t.is(await lines.count(), 1);
  appendFileSync(csv, '2\n');
  t.is(codeOf(await t.throwsAsync(lines.toRows())), 'SOURCE_CHANGED');
});

test('a negative weight names its edge; so does NaN', async t => {
  await using pf = await runtime();
  for (const engine of enginesFor(pf, 'graph.build')) {
    const edges = pf.fromRows([
      { src: 1, dst: 2, w: 1.5 },
      { src: 2, dst: 3, w: -0.5 },
    ]);
    await using graph = pf.graph.fromEdges(edges, { weight: 'w', engine });
    const error = await t.throwsAsync(graph.pageRank({ weighted: true }).collect(), undefined, engine);
    t.is(codeOf(error), 'NEGATIVE_WEIGHT', engine);
    t.regex(error.message, /row 1/);
    t.is((await graph.pageRank().collect()).length, 3, 'an unweighted run does not care');
    await using nan = pf.graph.fromEdges(pf.fromRows([{ src: 1, dst: 2, w: Number.NaN }]), { weight: 'w', engine });
    t.is(codeOf(await t.throwsAsync(nan.pageRank({ weighted: true }).collect())), 'NAN_WEIGHT', engine);
  }
});

test('an aborted call rejects with ABORTED, mid-run, on every engine, and the graph still serves the next', async t => {
  await using pf = await createRuntime({ engines: [...defaultEngines(), isolate(rustNapi())], wisdom: 'off' });
  const edges = pf.fromRows(Array.from({ length: 200_000 }, (_, i) => ({ src: i % 5000, dst: (i * 7919) % 5000 })));
  for (const engine of enginesFor(pf, 'graph.pageRank')) {
    await using graph = pf.graph.fromEdges(edges);
    const controller = new AbortController();
    const running = graph.pageRank({ engine, tolerance: 0, maxIterations: 1_000_000 }).collect({
      signal: controller.signal,
      onProgress: fraction => {
        if (fraction > 0) controller.abort();
      },
    });
    t.is(codeOf(await t.throwsAsync(running, undefined, engine)), 'ABORTED', engine);
    t.is((await graph.pageRank({ engine, maxIterations: 2 }).collect()).length, 5000, engine);
  }
});

test('kill -9 of the isolated engine: the next engine gives the answer though the only copy of the graph was in the child', async t => {
  const children: number[] = [];
  const native = isolate(rustNapi(), {}, { started: pid => children.push(pid) });
  await using pf = await createRuntime({ engines: [native, tsReference()], wisdom: 'off' });
  if (!pf.engines().some(e => e.id === native.manifest.id && e.availability.available)) {
    t.log('skipped: the native engine is not built here');
    t.pass();
    return;
  }
  const edges = pf.fromRows(Array.from({ length: 400_000 }, (_, i) => ({ src: i % 5000, dst: (i * 7919) % 5000 })));
  await using graph = pf.graph.fromEdges(edges);
  const options = { tolerance: 0, maxIterations: 300 };
  const first = await graph.pageRank({ maxIterations: 1 }).collect({ prefer: native.manifest.id });
  t.is(first.provenance.stages.at(-1)?.engine, native.manifest.id);
  let killed = false;
  const survived = await graph.pageRank(options).collect({
    prefer: native.manifest.id,
    onProgress: fraction => {
      if (fraction === 0 || killed) return;
      killed = true;
      process.kill(children.at(-1) ?? 0, 'SIGKILL');
    },
  });
  t.true(killed);
  t.is(survived.provenance.stages.at(-1)?.engine, 'ts-reference');
  t.true(
    survived.provenance.stages.some(stage => stage.fallbacks.some(f => f.outcome === 'crashed' && f.code === 'ENGINE_CRASH')),
  );
  t.deepEqual(survived.provenance.rebuilt, ['graph']);
  const expected = await pf.graph.fromEdges(edges, { engine: 'ts-reference' }).pageRank(options).toRows();
  t.deepEqual(survived.toRows(), expected);
});

test('an evicted graph is built again', async t => {
  await using pf = await runtime();
  const edges = pf.fromRows([
    { src: 1, dst: 2 },
    { src: 2, dst: 3 },
  ]);
  await using graph = pf.graph.fromEdges(edges);
  const before = await graph.wcc().toRows();
  t.deepEqual(await pf.composition.dispatcher.datasets.makeRoom(Number.MAX_SAFE_INTEGER), ['graph']);
  const after = await graph.wcc().collect();
  t.deepEqual(after.toRows(), before);
  t.deepEqual(after.provenance.rebuilt, ['graph']);
});

test('an engine factory that was not called is told so', async t => {
  for (const [engines, message] of [
    [[tsReference], /engines\[0\] is not an engine module: received the function .*itself; call it/],
    [defaultEngines, /engines must be an array.*call it/],
    [[rustNapi(), undefined], /engines\[1\] is not an engine module: received undefined/],
  ] as const) {
    const error = await t.throwsAsync(createRuntime({ engines: engines as never, wisdom: 'off' }), { message });
    t.is(codeOf(error), 'INVALID_ARGUMENT');
  }
});

test('a pinned engine never falls back', async t => {
  await using pf = await runtime();
  const frame = pf.fromRows([{ a: 2 }, { a: 1 }]).tail(1);
  const error = await t.throwsAsync(frame.collect({ engine: 'worker-pool' }));
  t.is(codeOf(error), 'NO_ENGINE');
  t.regex(error.message, /worker-pool.*UNSUPPORTED_OPERATION/);
});

test('integer overflow and failed casts are data errors with the value', async t => {
  await using pf = await runtime();
  for (const engine of enginesFor(pf, 'table.project')) {
    const frame = pf.fromRows([{ a: 9223372036854775807n, s: 'x' }]).using({ engine });
    t.is(codeOf(await t.throwsAsync(frame.withColumns({ b: col('a').add(1) }).collect())), 'INTEGER_OVERFLOW', engine);
    const cast = await t.throwsAsync(frame.withColumns({ b: col('s').cast('int64') }).collect());
    t.is(codeOf(cast), 'CAST_FAILED', engine);
    t.true(cast.message.includes('x'), engine);
  }
  for (const engine of enginesFor(pf, 'table.aggregate')) {
    const frame = pf.fromRows([{ a: 9223372036854775807n }, { a: 1n }]).using({ engine });
    t.is(codeOf(await t.throwsAsync(frame.agg({ s: col('a').sum() }).collect())), 'INTEGER_OVERFLOW', engine);
    t.deepEqual(
      await pf
        .fromRows([{ a: 9223372036854775807n }, { a: 1n }, { a: -1n }])
        .using({ engine })
        .agg({ s: col('a').sum(), n: count() })
        .toRows(),
      [{ s: 9223372036854775807n, n: 3n }],
    );
  }
});

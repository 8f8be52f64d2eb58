import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { graphToShared, hashTable } from '@parquetframe/core/engine';
import type { GraphData } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { edges } from './data.js';
import { bind, Cancel, graphOf, open, run, tableOf } from './engine.js';

const reference = await open(tsReference());
const table = edges(60_000, 300_000, 11);
const graph: GraphData = graphToShared(graphOf(await run(reference, 'graph.build', {}, [{ table }])));
test.after.always(() => reference[Symbol.asyncDispose]());

for (const [operation, options, deaths] of [
  ['graph.pageRank', {}, [1, 6]],
  ['graph.wcc', {}, [1, 4]],
] as const) {
  test(`${operation}: threads that end in the middle of a task are replaced, and the answer is right`, async t => {
    await using pool = await open(workerPool({ minPartitionWork: 1000, exitDuringTasks: [...deaths] }));
    const expected = hashTable(tableOf(await run(reference, operation, options, [{ graph }])));
    t.is(hashTable(tableOf(await run(pool, operation, options, [{ graph }]))), expected);
    t.is(pool.log.length, deaths.length);
    t.regex(pool.log[0] ?? '', /a thread died during .* trying once more/);
    t.is(hashTable(tableOf(await run(pool, operation, options, [{ graph }]))), expected);
  });
}

test('aggregate: a thread that ends is replaced, and the answer is right', async t => {
  await using pool = await open(workerPool({ minPartitionWork: 1000, exitDuringTasks: [1, 4] }));
  const options = { keys: [], aggregates: [{ name: 'n', function: 'count', column: null }] };
  const result = tableOf(await run(pool, 'table.aggregate', options, [{ table }]));
  t.is(hashTable(result), hashTable(tableOf(await run(reference, 'table.aggregate', options, [{ table }]))));
  t.is(pool.log.length, 2);
});

test('two deaths over one task are ENGINE_CRASH, and the pool works afterwards', async t => {
  await using pool = await open(workerPool({ threads: 1, exitDuringTasks: [1, 2] }));
  const error: unknown = await t.throwsAsync(run(pool, 'graph.wcc', {}, [{ graph }]));
  t.like(error, { code: 'ENGINE_CRASH', category: 'crash' });
  t.is(tableOf(await run(pool, 'graph.wcc', {}, [{ graph }])).length, graph.vertexCount);
});

test('a cancelled run ends with ABORTED and its threads live on', async t => {
  await using pool = await open(workerPool({ minPartitionWork: 1000 }));
  const cancel = new Cancel();
  let iterations = 0;
  const forever = run(pool, 'graph.pageRank', { tolerance: 0, maxIterations: 1_000_000 }, [{ graph }], {
    cancel,
    onProgress: () => {
      if (++iterations === 3) cancel.abort();
    },
  });
  t.like(await t.throwsAsync(forever), { code: 'ABORTED' });
  t.is(iterations, 3);
  t.is(tableOf(await run(pool, 'graph.wcc', {}, [{ graph }])).length, graph.vertexCount);
  const before = new Cancel();
  before.abort();
  t.like(await t.throwsAsync(run(pool, 'graph.wcc', {}, [{ graph }], { cancel: before })), { code: 'ABORTED' });
});

test('after close, runs are CLOSED', async t => {
  const pool = await open(workerPool());
  await run(pool, 'graph.wcc', {}, [{ graph }]);
  await pool[Symbol.asyncDispose]();
  t.like(await t.throwsAsync(run(pool, 'graph.wcc', {}, [{ graph }])), { code: 'CLOSED' });
});

for (const preload of ['preload-throw', 'preload-exit']) {
  test(`${preload}: threads that cannot start are ENGINE_CRASH, another engine takes over, and the process lives`, async t => {
    const program = (name: string): string => new URL(`./programs/${name}.js`, import.meta.url).href;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', program(preload), fileURLToPath(program('filtered'))],
      { timeout: 240_000 },
    );
    t.deepEqual(JSON.parse(stdout), {
      pinned: 'ENGINE_CRASH',
      rows: 2,
      engine: 'ts-reference',
      fallbacks: ['worker-pool: ENGINE_CRASH'],
    });
  });
}

test('an idle pool does not keep the process alive', async t => {
  const script = new URL('./idle.js', import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [script.pathname], { timeout: 240_000 });
  t.is(stdout.trim(), '2 rows');
});

test('estimates count the start of threads until they are there', async t => {
  await using pool = await open(workerPool({ threads: 1 }));
  const { kernel } = await bind(pool, 'graph.wcc', {}, [{ graph }]);
  const seconds = (): number => kernel.estimate?.({ ports: [{ vertices: 60_000 }], result: {}, work: 3e5 }).seconds ?? 0;
  const cold = seconds();
  await run(pool, 'graph.wcc', {}, [{ graph }]);
  t.true(cold - seconds() > 0.05, `${cold} s before, ${seconds()} s after`);
});

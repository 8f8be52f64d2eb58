import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { graphToShared, toShared } from '@parquetframe/core/engine';
import type { TableData } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { edges } from './data.js';
import { graphOf, open, run, tableOf } from './engine.js';

const reference = await open(tsReference());
const pool = await open(workerPool({ minPartitionWork: 1000 }));
test.after.always(async () => {
  await reference[Symbol.asyncDispose]();
  await pool[Symbol.asyncDispose]();
});

const buffersOf = (table: TableData): ArrayBufferView[] =>
  table.batches.flatMap(batch => batch.columns.flatMap(column => column.buffers.filter(buffer => buffer !== undefined)));

test('a thread sees the very memory of the caller: what it writes is seen here', async t => {
  const table = toShared(edges(10, 100, 1));
  const graph = graphToShared(graphOf(await run(reference, 'graph.build', { weight: 'weight' }, [{ table }])));
  const views = [...buffersOf(table), graph.csr.offsets, graph.csr.targets, graph.csc.targets];
  const worker = new Worker(new URL('./mark.js', import.meta.url));
  worker.postMessage(views);
  t.deepEqual(await once(worker, 'message'), [true]);
  await worker.terminate();
  t.true(views.every(view => new Uint8Array(view.buffer, view.byteOffset)[0] === 0xa5));
});

test('ranks and components come in shared memory, with the ids of the graph itself', async t => {
  const graph = graphToShared(graphOf(await run(reference, 'graph.build', {}, [{ table: edges(50_000, 200_000, 2) }])));
  for (const operation of ['graph.pageRank', 'graph.wcc']) {
    const result = tableOf(await run(pool, operation, {}, [{ graph }]));
    t.true(buffersOf(result).every(view => view.buffer instanceof SharedArrayBuffer));
    t.true(result.batches[0]?.columns[0]?.buffers[1] === graph.ids?.buffers[1]);
  }
});

test('a filter that keeps all rows gives the columns of its input', async t => {
  const table = toShared(edges(10, 50_000, 3));
  const predicate = { kind: 'call', function: 'isNotNull', arguments: [{ kind: 'column', name: 'src' }] };
  const result = tableOf(await run(pool, 'table.filter', { predicate }, [{ table }]));
  t.is(result.length, 50_000);
  // Each message makes new objects for shared memory, so that only a write tells whether it is the same.
  const [input] = table.batches[0]?.columns[0]?.buffers.slice(1) ?? [];
  t.true(input !== undefined);
  if (input) new Uint32Array(input.buffer, input.byteOffset)[0] = 123_456_789;
  const [first] = result.batches[0]?.columns[0]?.buffers.slice(1) ?? [];
  t.is(first && new Uint32Array(first.buffer, first.byteOffset)[0], 123_456_789);
});

test('an input on the heap is refused, not copied', async t => {
  const table = edges(10, 100, 4);
  const graph = graphOf(await run(reference, 'graph.build', {}, [{ table }]));
  t.like(await t.throwsAsync(run(pool, 'graph.wcc', {}, [{ graph }], { asIs: true })), { code: 'ENGINE_DEFECT' });
  const predicate = { kind: 'call', function: 'isNotNull', arguments: [{ kind: 'column', name: 'src' }] };
  t.like(await t.throwsAsync(run(pool, 'table.filter', { predicate }, [{ table }], { asIs: true })), { code: 'ENGINE_DEFECT' });
});

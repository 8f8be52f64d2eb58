import { columnFromValues, columnReader, tableData } from '@parquetframe/core/engine';
import type { Schema } from '@parquetframe/core/engine';
import test from 'ava';
import type { NativeStream } from './addon.js';
import { codeOf, importTable, never, openAddon, request } from './open.test.data.js';

const addon = openAddon();
const ROWS = 200_000;
const schema: Schema = [{ name: 'id', type: { id: 'int32' }, nullable: false }];

const source = () => {
  const ids = Array.from({ length: ROWS }, (_, row) => row);
  return importTable(addon, tableData(schema, [{ length: ROWS, columns: [columnFromValues({ id: 'int32' }, ids)] }]));
};

/** First id and length of every batch. */
async function drain(stream: NativeStream): Promise<[first: unknown, length: number][]> {
  const seen: [unknown, number][] = [];
  for (let table = await stream.next(1, never()); table; table = await stream.next(1, never())) {
    const [batch] = table.view().batches;
    const column = batch?.columns[0];
    if (batch && column) seen.push([columnReader({ id: 'int32' }, column).get(0), batch.length]);
    table.dispose();
  }
  return seen;
}

test('a stream gives batches in order, one per call', async t => {
  const table = await source();
  const stream = await addon.openStream(request(), [table], 2, never());
  const batches = await drain(stream);
  t.true(batches.length > 1);
  let next = 0;
  for (const [first, length] of batches) {
    t.is(first, next);
    next += length;
  }
  t.is(next, ROWS);
  t.is(await stream.next(1, never()), null, 'the end stays the end');
});

test('limit and offset cut across batches', async t => {
  const table = await source();
  const stream = await addon.openStream(request({ step: 'limit', count: 100_000, offset: 65_000 }), [table], 2, never());
  const batches = await drain(stream);
  t.is(batches[0]?.[0], 65_000);
  t.is(
    batches.reduce((rows, [, length]) => rows + length, 0),
    100_000,
  );
});

test('a closed stream is at its end', async t => {
  const table = await source();
  const stream = await addon.openStream(request(), [table], 1, never());
  t.truthy(await stream.next(1, never()));
  await stream.close();
  t.is(await stream.next(1, never()), null);
});

test('a cancelled stream stops with ABORTED and holds nothing afterwards', async t => {
  const table = await source();
  const stream = await addon.openStream(request(), [table], 1, never());
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  Atomics.store(cancelled, 0, 1);
  t.is(codeOf(await t.throwsAsync(stream.next(1, cancelled))), 'ABORTED');
  t.is(await stream.next(1, never()), null);
});

test('what looks at all rows is done before its first batch, and streamed like any rows', async t => {
  const table = await source();
  const aggregate = { step: 'aggregate', keys: ['id'], aggregates: [{ name: 'n', function: 'count', column: null }] };
  const sort = { step: 'sort', keys: [{ column: 'id', descending: true }] };
  const stream = await addon.openStream(request(aggregate, sort, { step: 'limit', count: 3 }), [table], 1, never());
  t.deepEqual(await drain(stream), [[ROWS - 1, 3]]);
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { col, createRuntime, isParquetFrameError, param, type Runtime } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import test from 'ava';
import { FakeStore } from './stored-files.js';

const GROUP = 10_000;
const GROUPS = 6;
const ENGINES = ['ts-reference', 'rust-napi'] as const;
const folder = mkdtempSync(join(tmpdir(), 'pf-stored-'));

const runtime = (store: FakeStore): Promise<Runtime> =>
  createRuntime({
    engines: [tsReference(), rustNapi(), isolate(tsReference())],
    storage: [store],
    uncertified: 'allow',
    wisdom: 'off',
  });

/** Numbers that no codec makes smaller, so that columns lie far apart in the file. */
const noise = (i: number, seed: number): number => Math.sin(i * 12.9898 + seed * 78.233) * 43758.5453;

let file: Promise<Uint8Array> | undefined;
/** Six row groups of six columns, 80 kB each: `id` ascends, so that statistics tell the groups apart. */
const parquetFile = (): Promise<Uint8Array> => (file ??= writeFile());
async function writeFile(): Promise<Uint8Array> {
  await using pf = await createRuntime({ engines: [tsReference()], uncertified: 'allow', wisdom: 'off' });
  const rows = Array.from({ length: GROUP * GROUPS }, (_, i) => ({
    id: BigInt(i),
    a: noise(i, 1),
    b: noise(i, 2),
    c: noise(i, 3),
    d: noise(i, 4),
    name: `n${String(i % 100)}`,
  }));
  const path = join(folder, 'file.parquet');
  await pf.fromRows(rows).writeParquet(path, { rowGroupRows: GROUP, compression: 'uncompressed' });
  return readFileSync(path);
}

for (const engine of ENGINES)
  test(`a projection and a predicate fetch the footer and what they need, on ${engine}`, async t => {
    const store = new FakeStore();
    const bytes = await parquetFile();
    store.put('lake/trips.parquet', bytes);
    await using pf = await runtime(store);
    const trips = pf.readParquet('fake://lake/trips.parquet', { engine });
    t.is(store.listings, 0);
    const found = trips
      .filter(
        col('id')
          .gte(param('from', 'int64'))
          .and(col('id').lt(param('to', 'int64'))),
      )
      .select('id', 'c');
    const rows = await found.toRows({ params: { from: 2 * GROUP, to: 3 * GROUP + 5 } });
    t.is(rows.length, GROUP + 5);
    t.deepEqual(rows[7], { id: BigInt(2 * GROUP + 7), c: noise(2 * GROUP + 7, 3) });
    // The footer, and two columns of two row groups: what lies between them is more than a gap.
    t.is(store.requests.length, 5);
    const [footer, ...ranges] = store.requests;
    t.is((footer?.offset ?? 0) + (footer?.length ?? 0), bytes.length);
    t.true(ranges.every(({ length }) => length < 1.1 * 8 * GROUP));
    t.true(store.bytesRead < bytes.length / 5);
    t.true(store.most >= 4, `${String(store.most)} at once`);

    store.forget();
    t.is((await found.toRows({ params: { from: 0, to: 10 } })).length, 10);
    t.is(store.requests.length, 2, 'the footer is known');
    store.forget();
    t.is(await found.count({ params: { from: 10 * GROUPS * GROUP, to: 0 } }), 0);
    t.is(store.requests.length, 0, 'statistics rule all of it out');
  });

for (const engine of [...ENGINES, 'ts-reference@process'])
  test(`what is fetched gives what the file gives, on ${engine}`, async t => {
    const store = new FakeStore();
    store.put('lake/trips.parquet', await parquetFile());
    await using pf = await runtime(store);
    const local = pf.readParquet(join(folder, 'file.parquet'), { engine });
    const stored = pf.readParquet('fake://lake/trips.parquet', { engine });
    t.deepEqual(await stored.schema(), await local.schema());
    const query = (frame: typeof local) =>
      frame
        .filter(col('name').eq('n7').and(col('a').lt(0)))
        .withColumns({ e: col('b').add(col('d')) })
        .limit(500);
    t.deepEqual(await query(stored).toRows(), await query(local).toRows());
    t.is(await stored.count(), GROUP * GROUPS);
    let rows = 0;
    for await (const piece of stored.filter(col('id').gte(GROUP)).batches()) rows += piece.length;
    t.is(rows, GROUP * (GROUPS - 1));
    t.is((await pf.metadata('fake://lake/trips.parquet')).rowGroups.length, GROUPS);
  });

test('columns that lie next to each other are one request', async t => {
  const store = new FakeStore();
  store.put('lake/trips.parquet', await parquetFile());
  await using pf = await runtime(store);
  const trips = pf.readParquet('fake://lake/trips.parquet');
  await trips.schema();
  store.forget();
  const rows = await trips.filter(col('id').lt(5)).select('id', 'a', 'b').toRows();
  t.is(rows.length, 5);
  t.is(store.requests.length, 1);
});

test('an abort ends the requests that are under way', async t => {
  const store = new FakeStore();
  store.put('lake/trips.parquet', await parquetFile());
  await using pf = await runtime(store);
  const trips = pf.readParquet('fake://lake/trips.parquet').select('id', 'c');
  await trips.schema();
  store.forget();
  const controller = new AbortController();
  store.onRequest = () => {
    if (store.requests.length === 3) controller.abort();
  };
  await t.throwsAsync(trips.collect({ signal: controller.signal }), { code: 'ABORTED' });
  t.true(store.requests.length < 2 * GROUPS);
  t.is(store.underWay, 0);
  store.onRequest = () => undefined;
  t.is((await trips.toRows()).length, GROUP * GROUPS);
});

test('a part that changed is never mixed, and messages are free of credentials', async t => {
  const store = new FakeStore();
  store.put('lake/trips.parquet', await parquetFile());
  await using pf = await runtime(store);
  const secret = 'fake://user:secret@lake/trips.parquet?sig=secret';
  const trips = pf.readParquet(secret);
  await trips.schema();
  store.put('lake/trips.parquet', await parquetFile());
  const changed = await t.throwsAsync(trips.toRows(), { code: 'SOURCE_CHANGED' });
  t.false(JSON.stringify([changed.message, isParquetFrameError(changed) ? changed.details : 0]).includes('secret'));
  store.objects.clear();
  const missing = await t.throwsAsync(pf.readParquet(secret).toRows(), { code: 'FILE_NOT_FOUND' });
  t.false(missing.message.includes('secret'));
  t.false(String(trips).includes('secret'));
  store.onRequest = () => {
    throw new Error('connection reset');
  };
  store.put('lake/other.parquet', await parquetFile());
  await t.throwsAsync(pf.readParquet('fake://lake/other.parquet').toRows(), {
    code: 'SOURCE_UNAVAILABLE',
    message: 'fake://lake/other.parquet could not be read: connection reset',
  });
});

for (const engine of ENGINES)
  test(`a damaged file is the affair of the engine, which names it as the user did, on ${engine}`, async t => {
    const store = new FakeStore();
    const whole = await parquetFile();
    store.put('lake/short.parquet', whole.slice(0, 5000));
    const broken = Uint8Array.from(whole);
    broken.fill(0xff, 4, 200);
    store.put('lake/broken.parquet', broken);
    await using pf = await runtime(store);
    for (const name of ['short', 'broken'])
      await t.throwsAsync(pf.readParquet(`fake://lake/${name}.parquet`, { engine }).toRows(), {
        code: 'DATA_CORRUPT',
        message: new RegExp(`fake://lake/${name}.parquet`),
      });
  });

test('many parts are listed in pages and read in the order of their names', async t => {
  const store = new FakeStore();
  for (let i = 0; i < 250; i++) store.put(`lake/day=${String(i).padStart(3, '0')}.csv`, Buffer.from(`n,x\n${String(i)},a\n`));
  await using pf = await runtime(store);
  const days = pf.readCsv('fake://lake/day=*.csv');
  t.is(store.listings, 0);
  const rows = await days.toRows();
  t.deepEqual(
    rows.map(row => Number(row['n'])),
    Array.from({ length: 250 }, (_, i) => i),
  );
  t.deepEqual([store.listings, store.pages], [1, 3]);
  t.is(await days.count(), 250);
  t.is(store.listings, 1);
});

test('schemes that nobody brings are refused as before', async t => {
  await using pf = await runtime(new FakeStore());
  t.throws(() => pf.readParquet('s3://lake/trips.parquet'), { code: 'UNSUPPORTED_SOURCE' });
  const wrong: unknown = [{ space: 'file', list: () => undefined, open: () => undefined }];
  await t.throwsAsync(Reflect.apply(createRuntime, undefined, [{ storage: wrong }]) as Promise<unknown>, {
    code: 'INVALID_ARGUMENT',
    message: /storage/,
  });
});

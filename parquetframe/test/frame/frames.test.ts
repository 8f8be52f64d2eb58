import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import * as arrow from 'apache-arrow';
import { allEngines, col, count, createRuntime, isParquetFrameError, lit } from 'parquetframe';

/** Frames end to end, on whatever engines are here. */
const pf = await createRuntime({ engines: await allEngines(), uncertified: 'allow', wisdom: 'off' });

const folder = await mkdtemp(path.join(tmpdir(), 'parquetframe-frames-'));
test.after.always('close the runtime', () => pf.close());
const trips = pf.fromRows(
  [
    { zone: 'a', distance: 1.5, tip: 1, riders: 2 },
    { zone: 'b', distance: 3, tip: null, riders: 1 },
    { zone: 'a', distance: 10, tip: 2, riders: null },
    { zone: null, distance: NaN, tip: 4, riders: 7 },
  ],
  { schema: { zone: 'utf8', distance: 'float64', tip: 'float64', riders: 'int32' } },
);
const zones = pf.fromRows([{ zone: 'a', borough: 'Alpha', riders: 9n }], {
  schema: { zone: 'utf8', borough: 'utf8', riders: 'int64' },
});

test('every verb', async t => {
  t.deepEqual(await trips.filter(row => row.distance.gt(2).and(row.tip.isNotNull())).toRows(), [
    { zone: 'a', distance: 10, tip: 2, riders: null },
    { zone: null, distance: NaN, tip: 4, riders: 7 },
  ]);
  t.deepEqual(await trips.select('riders', 'zone').limit(1, 1).toRows(), [{ riders: 1, zone: 'b' }]);
  t.deepEqual(await trips.drop('distance', 'tip').rename({ zone: 'area' }).limit(1).toRows(), [{ area: 'a', riders: 2 }]);
  t.deepEqual(
    await trips
      .withColumns(row => ({ tip: row.tip.isNull(), twice: row.riders.mul(2), one: lit(1), sum: row.distance.add(row.riders) }))
      .limit(1)
      .toRows(),
    [{ zone: 'a', distance: 1.5, tip: false, riders: 2, twice: 4n, one: 1n, sum: 3.5 }],
  );
  const byZone = trips
    .groupBy('zone')
    .agg(row => ({ n: count(), total: row.tip.sum(), far: row.distance.max(), each: row.tip.div(row.riders).mean() }))
    .sort('zone');
  t.deepEqual(await byZone.toRows({ int64: 'number' }), [
    { zone: 'a', n: 2, total: 3, far: 10, each: 0.5 },
    { zone: 'b', n: 1, total: null, far: 3, each: null },
    { zone: null, n: 1, total: 4, far: NaN, each: 4 / 7 },
  ]);
  t.deepEqual(await trips.agg(row => ({ n: row.riders.count(), least: row.distance.min() })).toRows(), [{ n: 3n, least: 1.5 }]);
  t.deepEqual(
    (await trips.select('zone', 'riders').join(zones, { on: 'zone', how: 'left' }).sort('riders').toRows()).map(
      row => row.riders_right,
    ),
    [null, 9n, null, 9n],
  );
  t.is((await trips.join(zones, { leftOn: 'riders', rightOn: 'riders' }).collect()).length, 0);
  t.deepEqual(
    (await trips.sort([{ column: 'distance', descending: true }, 'zone']).toRows()).map(row => row.distance),
    [NaN, 10, 3, 1.5],
  );
  t.is(await trips.count(), 4);
  t.deepEqual(
    (await trips.filter(row => row.zone.isIn(['b', 'c'])).toRows()).map(row => row.zone),
    ['b'],
  );
  t.deepEqual(
    (await trips.filter(row => row.riders.between(1, 2)).toRows()).map(row => row.riders),
    [2, 1],
  );
});

test('errors that only the data can show say which verb was wrong', async t => {
  const where = async (run: () => Promise<unknown>): Promise<{ code: string; callSite: unknown; message: string }> => {
    const error = await t.throwsAsync(run);
    if (!isParquetFrameError(error)) throw error;
    return { code: error.code, callSite: error.details['callSite'], message: error.message };
  };
  const loose = trips.unchecked();
  for (const frame of [
    loose.filter(col('dist').gt(1)),
    loose.select('dist'),
    loose.drop('dist'),
    loose.rename({ dist: 'd' }),
    loose.sort('dist'),
    loose.groupBy('dist').agg({ n: count() }),
    loose.withColumns({ d: col('dist') }),
    loose.join(zones, { leftOn: 'dist', rightOn: 'zone' }),
  ]) {
    const { code, callSite, message } = await where(() => frame.limit(1).collect());
    t.is(code, 'COLUMN_NOT_FOUND');
    t.regex(String(callSite), /frames\.test\.[jt]s:\d+:\d+$/);
    t.true(message.includes('"dist"'));
  }
  t.is((await where(() => loose.filter(col('zone').gt(1)).collect())).code, 'TYPE_MISMATCH');
  t.is((await where(() => loose.rename({ tip: 'zone' }).collect())).code, 'DUPLICATE_COLUMN');
  t.is((await where(() => loose.select('zone', 'zone').collect())).code, 'DUPLICATE_COLUMN');
});

test('a declared schema is checked against the file, and its columns are what is read', async t => {
  const file = path.join(folder, 'trips.parquet');
  await trips.writeParquet(file);
  t.deepEqual(
    await pf
      .readParquet(file, { schema: { riders: 'int32', zone: 'utf8' } })
      .limit(1)
      .toRows(),
    [{ riders: 2, zone: 'a' }],
  );
  for (const [schema, words] of [
    [{ riders: 'utf8' }, ['"riders"', 'utf8', 'int32']],
    [{ fare: 'float64' }, ['"fare"', 'float64', 'no such column']],
  ] as const) {
    const error = await t.throwsAsync(pf.readParquet(file, { schema }).collect(), { code: 'SCHEMA_MISMATCH' });
    for (const word of words) t.true(error.message.includes(word), `${error.message} lacks ${word}`);
  }
  const csv = path.join(folder, 'trips.csv');
  await writeFile(csv, 'zone;riders;tip\na;1;NA\n"NA";2;0.5\n');
  const read = pf.readCsv(csv, { delimiter: ';', nullValues: ['NA'], schema: { riders: 'int16', zone: 'utf8' } });
  t.deepEqual(await read.toRows(), [
    { riders: 1, zone: 'a' },
    { riders: 2, zone: 'NA' },
  ]);
  await t.throwsAsync(pf.readCsv(csv, { delimiter: ';', schema: { nobody: 'utf8' } }).collect(), { code: 'SCHEMA_MISMATCH' });
});

test('an arrow table crosses the engines and back', async t => {
  const table = new arrow.Table({
    id: arrow.vectorFromArray([1n, 2n, 3n], new arrow.Int64()),
    name: arrow.vectorFromArray(['x', null, 'z'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
    list: arrow.vectorFromArray([[1], null, [2, 3]], new arrow.List(new arrow.Field('item', new arrow.Int8(), true))),
    when: arrow.vectorFromArray([1, 2, 3], new arrow.TimestampMillisecond()),
  });
  const frame = pf.fromArrow(table, { schema: { id: 'int64', name: 'utf8', list: 'list', when: 'timestamp' } });
  t.deepEqual(await frame.filter(row => row.id.ne(2)).toRows(), [
    { id: 1n, name: 'x', list: [1], when: new Date(1) },
    { id: 3n, name: 'z', list: [2, 3], when: new Date(3) },
  ]);
  const back = await frame.filter(row => row.id.gte(2)).toArrow();
  t.deepEqual(
    Array.from(back, row => (row as { toJSON(): { id: bigint; name: string | null } }).toJSON()).map(({ id, name }) => [
      id,
      name,
    ]),
    [
      [2n, null],
      [3n, 'z'],
    ],
  );
  const mine = await frame.collect();
  t.deepEqual(await pf.fromArrow(mine).toRows(), mine.toRows());
});

test('instants are exact: as Date where it can hold them, else only on request', async t => {
  const frame = pf.fromRows([{ at: 1_700_000_000_000_001n }], { schema: { at: 'timestamp' } });
  await t.throwsAsync(frame.toRows(), { code: 'INEXACT_TIMESTAMP' });
  t.deepEqual(await frame.toRows({ timestamp: 'bigint' }), [{ at: 1_700_000_000_000_001n }]);
  t.regex(String(await frame.collect()), /2023-11-14T22:13:20\.000001/);
  const big = pf.fromRows([{ n: 2n ** 60n }]);
  t.deepEqual(await big.toRows(), [{ n: 2n ** 60n }]);
  await t.throwsAsync(big.toRows({ int64: 'number' }), { code: 'UNSAFE_INTEGER' });
});

test('batches cover all rows in order, and can be left early', async t => {
  const file = path.join(folder, 'long.parquet');
  const rows = 300_000;
  await pf
    .fromRows(
      Array.from({ length: rows }, (_, id) => ({ id })),
      { schema: { id: 'int32' } },
    )
    .writeParquet(file, { rowGroupRows: 50_000 });
  const frame = pf.readParquet(file, { schema: { id: 'int32' } }).filter(row => row.id.mod(2).eq(0));
  let next = 0;
  for await (const batch of frame.batches()) {
    for (const id of batch.column('id')) {
      if (id !== next) t.fail(`${String(id)} instead of ${String(next)}`);
      next += 2;
    }
  }
  t.is(next, rows);
  for await (const batch of frame.batches()) {
    t.true(batch.length > 0);
    break;
  }
});

test('a cached frame is computed once and closed once', async t => {
  const cached = trips
    .groupBy('zone')
    .agg(() => ({ n: count() }))
    .cache();
  t.is((await cached.collect()).length, 3);
  const again = await cached.filter(row => row.n.gt(1)).collect();
  t.false(again.provenance.stages.some(stage => stage.operations.includes('table.aggregate')));
  await cached.close();
  await t.throwsAsync(cached.collect(), { code: 'CLOSED' });
});

test('a failed write leaves nothing behind', async t => {
  // Its own: other tests write at the same time.
  const own = await mkdtemp(path.join(folder, 'failed-'));
  const target = path.join(own, 'never', 'x.parquet');
  await t.throwsAsync(trips.writeParquet(target), { code: 'FILE_NOT_FOUND' });
  const missing = pf.readParquet(path.join(own, 'missing.parquet'));
  await t.throwsAsync(missing.writeParquet(path.join(own, 'y.parquet')), { code: 'FILE_NOT_FOUND' });
  t.deepEqual(await readdir(own), []);
});

test('a graph from frames: build once, ids of the table, facts, weights, closing', async t => {
  const edges = pf.fromRows(
    [
      { from: 'a', to: 'b', cost: 1 },
      { from: 'b', to: 'c', cost: 2 },
      { from: 'c', to: 'c', cost: 3 },
    ],
    { schema: { from: 'utf8', to: 'utf8', cost: 'float64' } },
  );
  const graph = pf.graph.fromEdges(edges, {
    src: 'from',
    dst: 'to',
    weight: 'cost',
    vertices: pf.fromRows([{ id: 'z' }]),
    vertex: 'id',
  });
  t.deepEqual(await graph.bfs({ source: 'a' }).toRows(), [
    { vertex: 'a', distance: 0, predecessor: null },
    { vertex: 'b', distance: 1, predecessor: 'a' },
    { vertex: 'c', distance: 2, predecessor: 'b' },
    { vertex: 'z', distance: null, predecessor: null },
  ]);
  t.deepEqual(
    await graph
      .bfs({ source: 'a', columns: ['distance'], maxDepth: 1 })
      .filter(row => row.distance.isNull())
      .toRows(),
    [
      { vertex: 'c', distance: null },
      { vertex: 'z', distance: null },
    ],
  );
  t.is(await graph.vertexCount({ engine: 'auto' }), 4);
  t.like(await graph.facts(), { vertices: 4, edges: 3, arcs: 3, selfLoops: 1, dangling: 1, minWeight: 1, maxWeight: 3 });
  t.deepEqual(
    (await graph.wcc().toRows()).map(row => row.component),
    [0, 0, 0, 1],
  );
  t.deepEqual((await graph.degree().toRows())[2], { vertex: 'c', in: 2, out: 1 });
  const ranks = await graph.pageRank({ weighted: true }).collect();
  t.true(
    Math.abs(
      ranks
        .column('rank')
        .toArray()
        .reduce<number>((sum, rank) => sum + rank, 0) - 1,
    ) < 1e-9,
  );
  t.true('converged' in ranks.notes);
  t.false(ranks.provenance.stages.some(stage => stage.operations.includes('graph.build')));
  await t.throwsAsync(graph.bfs({ source: 'nobody' }).collect(), { code: 'VERTEX_NOT_FOUND' });
  await graph.close();
  await t.throwsAsync(graph.wcc().collect(), { code: 'CLOSED' });
  const negative = pf.graph.fromEdges(
    edges.withColumns(row => ({ cost: row.cost.neg() })),
    { src: 'from', dst: 'to', weight: 'cost' },
  );
  await t.throwsAsync(negative.pageRank({ weighted: true }).collect(), { code: 'NEGATIVE_WEIGHT' });
});

import { fileURLToPath } from 'node:url';
import test from 'ava';
import {
  call,
  column,
  fileInput,
  input,
  literal,
  metadataOf,
  rowsAsArrays,
  run,
  runTable,
  scanParquet,
  values,
} from '../harness.js';

const flights = fileURLToPath(new URL('../../../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url));

test('metadata of the flights', async t => {
  const { rows, rowGroups, schema, columns } = await metadataOf(flights);
  t.is(rows, 3_000_000);
  t.is(rowGroups.length, 11);
  t.deepEqual(
    schema.map(({ name, type }) => [name, type]),
    [
      ['date', { id: 'timestamp', unit: 'us', timezone: null }],
      ['delay', { id: 'int64' }],
      ['distance', { id: 'int64' }],
      ['origin', { id: 'utf8' }],
      ['destination', { id: 'utf8' }],
    ],
  );
  t.deepEqual(columns[2]?.codecs, ['ZSTD']);
  t.deepEqual(columns[2]?.statistics, { min: 21, max: 4962, exact: true, nullCount: 0, distinctCount: null });
});

test('flights of more than 500 miles by origin', async t => {
  const { table } = await scanParquet(flights, {
    columns: ['origin', 'delay'],
    predicate: call('greater', [column('distance'), literal(500)]),
  });
  t.is(table.length, 1_634_174);
  const grouped = await runTable(
    'table.aggregate',
    {
      keys: ['origin'],
      aggregates: [
        { name: 'n', function: 'count', column: null },
        { name: 'delay', function: 'mean', column: 'delay' },
      ],
    },
    [input(table)],
  );
  const top = await runTable('table.sort', { keys: [{ column: 'n', descending: true }] }, [input(grouped)]);
  t.is(
    values(top, 'n').reduce<bigint>((sum, n) => sum + (n as bigint), 0n),
    1_634_174n,
  );
  // Literals from DuckDB 1.5.
  const expected: readonly (readonly [string, bigint, number])[] = [
    ['ORD', 109_817n, 9.024959705692197],
    ['DFW', 100_466n, 6.8540700336432225],
    ['ATL', 77_098n, 9.589146281356197],
  ];
  t.deepEqual(
    rowsAsArrays(top).slice(0, 3),
    expected.map(row => [...row]),
  );
});

test('a limit reads no more row groups than it needs', async t => {
  const { table, notes } = await scanParquet(flights, { columns: ['origin'], limit: 300_000 });
  t.is(table.length, 300_000);
  t.deepEqual(notes, { rowGroups: 11, rowGroupsRead: 2, rowGroupsPruned: 0 });
});

test('row groups are pruned by the date', async t => {
  const { table, notes } = await scanParquet(flights, {
    columns: ['date'],
    predicate: call('less', [column('date'), literal('2001-01-05T00:00:00Z')]),
  });
  t.deepEqual(notes, { rowGroups: 11, rowGroupsRead: 1, rowGroupsPruned: 10 });
  t.is(table.length, 65_691);
  t.true(values(table, 'date').every(date => (date as bigint) < 978_652_800_000_000n));
});

test('a stream of batches holds one row group at a time', async t => {
  const { schema } = await metadataOf(flights);
  const { replica } = await run('parquet.scan', { schema, columns: ['delay'] }, [await fileInput(flights)], {
    space: 'heap',
    layout: 'batches',
    once: true,
  });
  let rows = 0;
  for await (const batch of replica.value as AsyncIterable<{ length: number }>) {
    t.true(batch.length < 300_000);
    rows += batch.length;
  }
  t.is(rows, 3_000_000);
});

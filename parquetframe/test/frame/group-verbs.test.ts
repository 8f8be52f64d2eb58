import test from 'ava';
import { allEngines, createRuntime, param, type DataFrame } from 'parquetframe';

/** Verbs of groups besides `agg`, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const frame = pf.fromRows(
  [
    { k: 'b', x: 1 },
    { k: null, x: 2 },
    { k: 'a', x: 3 },
    { k: 'b', x: 4 },
    { k: null, x: null },
    { k: 'b', x: 6 },
    { k: 'a', x: 7 },
    { k: 'b', x: 8 },
  ],
  { schema: { k: 'utf8', x: 'int32' } },
);
const times = pf.fromRows(
  [
    { at: new Date('2024-01-01T00:10Z'), x: 1 },
    { at: new Date('2024-01-01T00:20Z'), x: 2 },
    { at: new Date('2024-01-01T01:00Z'), x: 3 },
    { at: new Date('2024-01-01T00:30Z'), x: 4 },
  ],
  { schema: { at: 'timestamp', x: 'int32' } },
);
const values = pf.fromRows(
  [
    { k: 'a', i: 1, f: 0.5, d: '1.25', w: 5n, s: 'x', b: true, at: new Date(1000), l: [1], none: null },
    { k: 'b', i: 2, f: 1.5, d: '2.25', w: 6n, s: 'y', b: false, at: new Date(2000), l: [2], none: null },
    { k: 'a', i: 3, f: 2.5, d: '3.25', w: 8n, s: 'w', b: true, at: new Date(3000), l: [3], none: null },
  ],
  {
    schema: {
      k: 'utf8',
      i: 'int32',
      f: 'float64',
      d: 'decimal(6, 2)',
      w: 'duration[ms]',
      s: 'utf8',
      b: 'bool',
      at: 'timestamp',
      l: 'list<float64>',
      none: 'null',
    },
  },
);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id, int64: 'number' } as const;
  const x = async <S extends { readonly x: unknown }>(
    of: DataFrame<S>,
    params: Record<string, number> = {},
  ): Promise<unknown[]> => (await of.toColumns({ ...run, params })).x;

  test(`rows of groups by their places: ${manifest.id}`, async t => {
    const groups = frame.groupBy('k');
    t.deepEqual(await x(groups.head()), [1, 2, 3, 4, null, 6, 7, 8]);
    t.deepEqual(await x(groups.first()), [1, 2, 3]);
    t.deepEqual(await x(groups.last()), [null, 7, 8]);
    t.deepEqual(await x(groups.tail(2)), [2, 3, null, 6, 7, 8]);
    t.deepEqual(await x(groups.tail()), [1, 2, 3, 4, null, 6, 7, 8]);
    t.deepEqual(await x(groups.tail(0)), []);
    t.deepEqual(await x(groups.tail(param('n', 'int64')), { n: 1 }), [null, 7, 8]);
    t.deepEqual(await x(groups.slice(1, 2)), [4, null, 6, 7]);
    t.deepEqual(await x(groups.slice(1, param('n', 'int64')), { n: 1 }), [4, null, 7]);
    t.deepEqual(await x(groups.slice(2)), [6, 8]);
    t.deepEqual(await x(groups.slice(-3, 2)), [2, 3, 4, null, 6, 7]);
    t.deepEqual(await x(groups.slice(-1)), [null, 7, 8]);
    t.deepEqual(await x(groups.slice(9)), []);
    t.deepEqual(await x(frame.groupBy().tail(2)), [7, 8]);
    t.deepEqual(
      (await groups.last().schema()).map(({ name }) => name),
      ['k', 'x'],
    );
  });

  test(`rows of windows of time: ${manifest.id}`, async t => {
    const hours = times.groupByTime('at', { every: '1h' });
    t.deepEqual(await x(hours.last()), [3, 4]);
    t.deepEqual(await x(hours.slice(1, 1)), [2]);
    t.deepEqual(
      (await hours.tail(1).schema()).map(({ name }) => name),
      ['at', 'x'],
    );
    t.deepEqual(await hours.sum().toRows(run), [
      { at: new Date('2024-01-01T00:00Z'), x: 7 },
      { at: new Date('2024-01-01T01:00Z'), x: 3 },
    ]);
    const max = await times.groupByTime('at', { every: '1d', label: 'right' }).max().toRows(run);
    t.deepEqual(max, [{ at: new Date('2024-01-02T00:00Z'), x: 4 }]);
  });

  test(`aggregates of all columns that can take them: ${manifest.id}`, async t => {
    const groups = values.groupBy('k');
    t.deepEqual(await groups.sum().toRows(run), [
      { k: 'a', i: 4, f: 3, d: '4.50', w: 13n, none: null },
      { k: 'b', i: 2, f: 1.5, d: '2.25', w: 6n, none: null },
    ]);
    t.deepEqual((await groups.mean().toRows(run))[0], { k: 'a', i: 2, f: 1.5, d: 2.25, w: 6n, none: null });
    t.deepEqual((await groups.median().toRows(run))[0], { k: 'a', i: 2, f: 1.5, d: 2.25, none: null });
    const least = { k: 'a', i: 1, f: 0.5, d: '1.25', w: 5n, s: 'w', b: true, at: new Date(1000), none: null };
    t.deepEqual((await groups.min().toRows(run))[0], least);
    const most = { k: 'a', i: 3, f: 2.5, d: '3.25', w: 8n, s: 'x', b: true, at: new Date(3000), none: null };
    t.deepEqual((await groups.max().toRows(run))[0], most);
    const different = { k: 'a', i: 2, f: 2, d: 2, w: 2, s: 2, b: 1, at: 2, none: 0 };
    t.deepEqual((await groups.countDistinct().toRows(run))[0], different);
    t.deepEqual(await frame.groupBy().sum().toRows(run), [{ x: 31 }]);
    t.deepEqual(await frame.limit(0).groupBy('k').mean().toRows(run), []);
  });
}

test('what makes no sense is named', async t => {
  const groups = frame.unchecked().groupBy('k');
  t.throws(() => groups.tail(-1), { message: 'tail: rows must be a whole number, 0 or more, received -1' });
  t.throws(() => groups.slice(0.5), { message: 'slice: offset must be a whole number, received 0.5' });
  t.throws(() => groups.slice(0, -1), { message: 'slice: length must be a whole number, 0 or more, received -1' });
  t.throws(() => groups.sum(...(['x'] as unknown as [])), {
    message: /^sum takes no argument; received 1. It is of all columns; that of one is agg\(row => \(\{ x: row.x.sum\(\) \}\)\)/,
  });
  t.throws(() => groups.first(...([3] as unknown as [])), { message: /^first takes no argument; received 1.*head\(3\)/ });
  await t.throwsAsync(frame.select('k').groupBy('k').sum().collect(), {
    code: 'TYPE_MISMATCH',
    message: /^sum of groups takes numbers and durations; besides the keys there is no such column: cast one/,
  });
  await t.throwsAsync(frame.unchecked().groupBy('q').sum().collect(), { code: 'COLUMN_NOT_FOUND' });
  await t.throwsAsync(frame.unchecked().groupBy('q').last().collect(), { code: 'COLUMN_NOT_FOUND' });
});

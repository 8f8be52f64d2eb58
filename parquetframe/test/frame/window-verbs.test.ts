import test from 'ava';
import { allEngines, count, createRuntime, denseRank, isParquetFrameError, ntile, rank, rowNumber } from 'parquetframe';

/** Windows as users write them, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off', int64: 'number' });
test.after.always('close the runtime', () => pf.close());

const day = (date: number): Date => new Date(Date.UTC(2024, 0, date));
const sales = pf.fromRows([
  { shop: 'b', day: day(2), sold: 4 },
  { shop: 'a', day: day(1), sold: 1 },
  { shop: 'b', day: day(1), sold: 2 },
  { shop: 'a', day: day(9), sold: 8 },
  { shop: 'a', day: day(2), sold: null },
  { shop: 'a', day: day(3), sold: 1 },
]);

for (const { manifest } of engines) {
  const on = { prefer: manifest.id };

  test(`sums beyond the largest double are exact once they are back below it: ${manifest.id}`, async t => {
    const large = pf.fromRows([1e308, 1e308, -1e308, 0].map((x, row) => ({ row, x })));
    const over = { orderBy: 'row', frame: { rows: [-2, 0] } } as const;
    const found = await large.withColumns(r => ({ sum: r.x.sum().over(over), mean: r.x.mean().over(over) })).toColumns(on);
    t.deepEqual(found.sum, [1e308, Infinity, 1e308, 0]);
    t.deepEqual(found.mean, [1e308, 1e308, 1e308 / 3, 0]);
  });

  test(`ranks, and the best of each group by a filter: ${manifest.id}`, async t => {
    const ranked = sales.withColumns(row => ({
      n: rowNumber().over({ partitionBy: row.shop, orderBy: row.day }),
      place: rank().over({ orderBy: { column: row.sold, descending: true } }),
      dense: denseRank().over({ partitionBy: 'shop', orderBy: ['sold'] }),
      half: ntile(2).over({ orderBy: 'day' }),
    }));
    const { n, place, dense, half } = await ranked.toColumns(on);
    t.deepEqual(n, [2, 1, 1, 4, 2, 3]);
    t.deepEqual(place, [2, 4, 3, 1, 6, 4]);
    t.deepEqual(dense, [2, 1, 1, 2, 3, 1]);
    t.deepEqual(half, [1, 1, 1, 2, 2, 2]);
    const first = sales.filter(row => rowNumber().over({ partitionBy: row.shop, orderBy: row.day }).eq(1));
    t.deepEqual(await first.toRows(on), [
      { shop: 'a', day: day(1), sold: 1 },
      { shop: 'b', day: day(1), sold: 2 },
    ]);
  });

  test(`aggregates beside their rows, within expressions: ${manifest.id}`, async t => {
    const beside = sales.withColumns(row => ({
      more: row.sold.sub(row.sold.mean().over({ partitionBy: row.shop })),
      rows: count().over({ partitionBy: row.shop }),
      large: count().where(row.sold.gt(1)).over({ partitionBy: row.sold.isNull() }),
      total: row.sold.sum().over(),
    }));
    const { more, rows, large, total } = await beside.toColumns(on);
    t.deepEqual(more, [4 - 3, 1 - 10 / 3, 2 - 3, 8 - 10 / 3, null, 1 - 10 / 3]);
    t.deepEqual(rows, [2, 4, 2, 4, 4, 4]);
    t.deepEqual(large, [3, 3, 3, 3, 0, 3]);
    t.deepEqual(total, [16, 16, 16, 16, 16, 16]);
  });

  test(`values before, differences and running totals: ${manifest.id}`, async t => {
    const over = { partitionBy: 'shop', orderBy: 'day' } as const;
    const { before, none, grown, running, share } = await sales
      .withColumns(row => ({
        before: row.sold.lag().over(over),
        none: row.sold.shift(2, { default: 0 }).over(over),
        grown: row.sold.diff().over(over),
        running: row.sold.cumSum().over(over),
        share: row.sold.pctChange().over(over),
      }))
      .toColumns(on);
    t.deepEqual(before, [2, null, null, 1, 1, null]);
    t.deepEqual(none, [0, 0, 0, null, 0, 1]);
    t.deepEqual(grown, [2, null, null, 7, null, null]);
    t.deepEqual(running, [6, 1, 2, 10, 1, 2]);
    t.deepEqual(share, [1, null, null, 7, null, null]);
  });

  test(`moving windows of rows and of days: ${manifest.id}`, async t => {
    const { two, week, full, weighted, forward, backward } = await sales
      .withColumns(row => ({
        two: row.sold.rollingSum({ rows: 2 }).over({ orderBy: row.day }),
        week: row.sold.rollingMax({ range: '7d', by: row.day }).over({ partitionBy: row.shop }),
        full: row.sold.rollingMean({ rows: 3, minSamples: 3 }),
        weighted: row.sold.ewmMean({ alpha: 0.5 }).over({ partitionBy: 'shop', orderBy: 'day' }),
        forward: row.sold.fillForward(),
        backward: row.sold.fillBackward().over({ partitionBy: row.shop, orderBy: row.day }),
      }))
      .toColumns(on);
    t.deepEqual(two, [6, 1, 3, 9, 4, 1]);
    t.deepEqual(week, [4, 1, 2, 8, 1, 1]);
    t.deepEqual(full, [null, null, 7 / 3, 11 / 3, null, null]);
    t.deepEqual(weighted, [(0.5 * 2 + 4) / 1.5, 1, 2, (0.625 * 1 + 8) / 1.625, null, 1]);
    t.deepEqual(forward, [4, 1, 2, 8, 8, 1]);
    t.deepEqual(backward, [4, 1, 2, 8, 1, 1]);
  });

  test(`ranks of a column, as pandas and Polars have them: ${manifest.id}`, async t => {
    const ranks = await sales
      .withColumns(row => ({
        average: row.sold.rank(),
        least: row.sold.rank({ method: 'min' }),
        most: row.sold.rank({ method: 'max' }),
        dense: row.sold.rank({ method: 'dense', descending: true }),
        ordinal: row.sold.rank({ method: 'ordinal' }).over({ partitionBy: row.shop }),
      }))
      .toColumns(on);
    t.deepEqual(ranks.average, [4, 1.5, 3, 5, null, 1.5]);
    t.deepEqual(ranks.least, [4, 1, 3, 5, null, 1]);
    t.deepEqual(ranks.most, [4, 2, 3, 5, null, 2]);
    t.deepEqual(ranks.dense, [2, 4, 3, 1, null, 4]);
    t.deepEqual(ranks.ordinal, [2, 1, 1, 3, null, 2]);
  });
}

test('windows of windows, other values in a column there is, and only the columns asked for', async t => {
  const nested = sales.withColumns(row => ({ sold: row.sold.rank({ method: 'dense' }).max().over({ partitionBy: row.shop }) }));
  t.deepEqual((await nested.toColumns()).sold, [3, 4, 3, 4, 4, 4]);
  t.deepEqual(
    (await nested.schema()).map(({ name }) => name),
    ['shop', 'day', 'sold'],
  );
  const one = sales.withColumns(row => ({ a: row.sold.cumSum(), b: row.sold.cumMax() })).select('b');
  t.deepEqual(await one.limit(2).toRows(), [{ b: 4 }, { b: 4 }]);
});

test('errors name what is wrong', async t => {
  const error = async (run: () => Promise<unknown>): Promise<string> => {
    const thrown: unknown = await t.throwsAsync(run);
    return isParquetFrameError(thrown) ? `${thrown.code} ${thrown.message}` : String(thrown);
  };
  t.regex(
    await error(() => sales.withColumns(row => ({ w: row.sold.sum().over({ partitionBy: 'shops' }) })).toRows()),
    /^COLUMN_NOT_FOUND .*"shops".*Did you mean "shop"/,
  );
  t.regex(
    await error(() => sales.withColumns(row => ({ w: row.sold.rollingSum({ range: 7, by: row.day }) })).toRows()),
    /^TYPE_MISMATCH rollingSum: -7 is no distance between values of timestamp.*give a duration/,
  );
  t.regex(
    await error(() => sales.agg(row => ({ w: row.sold.cumSum().max() })).toRows()),
    /^INVALID_ARGUMENT .*is a window, which withColumns and filter compute/,
  );
});

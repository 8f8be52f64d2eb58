import test from 'ava';
import { allEngines, createRuntime, isParquetFrameError } from 'parquetframe';

const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 9, 30, second));
const trades = pf.fromRows([
  { symbol: 'A', time: at(5), pieces: 10 },
  { symbol: 'B', time: at(5), pieces: 20 },
  { symbol: 'A', time: at(1), pieces: 30 },
  { symbol: 'C', time: at(9), pieces: 40 },
]);
const quotes = pf.fromRows([
  { symbol: 'A', time: at(7), bid: 7.5 },
  { symbol: 'A', time: at(2), bid: 2.5 },
  { symbol: 'B', time: at(5), bid: 5.5 },
  { symbol: 'A', time: at(4), bid: 4.5 },
]);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id } as const;

  test(`the last quote of each trade: ${manifest.id}`, async t => {
    const found = trades.joinAsof(quotes, { on: 'time', by: 'symbol' }).select('pieces', 'bid');
    t.deepEqual(await found.toRows(run), [
      { pieces: 10, bid: 4.5 },
      { pieces: 20, bid: 5.5 },
      { pieces: 30, bid: null },
      { pieces: 40, bid: null },
    ]);
  });

  test(`the next one, the nearest, and within a tolerance: ${manifest.id}`, async t => {
    const bids = async (options: object): Promise<readonly unknown[]> =>
      (await trades.joinAsof(quotes, { on: 'time', by: 'symbol', ...options }).toColumns(run)).bid;
    t.deepEqual(await bids({ strategy: 'forward' }), [7.5, 5.5, 2.5, null]);
    t.deepEqual(await bids({ strategy: 'nearest' }), [4.5, 5.5, 2.5, null]);
    t.deepEqual(await bids({ strategy: 'forward', tolerance: '1s' }), [null, 5.5, 2.5, null]);
    t.deepEqual(await bids({ exactMatches: false }), [4.5, null, null, null]);
    t.deepEqual(await bids({ tolerance: '500ms' }), [null, 5.5, null, null]);
  });

  test(`columns of other names, without groups: ${manifest.id}`, async t => {
    const steps = pf.fromRows([
      { from: 0, price: 1 },
      { from: 10, price: 2 },
    ]);
    const orders = pf.fromRows([{ size: 9.5 }, { size: 10 }, { size: -1 }]);
    const priced = orders.joinAsof(steps, { leftOn: 'size', rightOn: 'from' });
    t.deepEqual(await priced.toRows(run), [
      { size: 9.5, from: 0, price: 1 },
      { size: 10, from: 10, price: 2 },
      { size: -1, from: null, price: null },
    ]);
  });
}

test('filters and chosen columns go below an as-of join', async t => {
  const found = trades.joinAsof(quotes, { on: 'time', by: 'symbol' });
  const filtered = found.filter(row => row.symbol.eq('A')).select('pieces', 'bid');
  t.deepEqual(await filtered.toRows(), [
    { pieces: 10, bid: 4.5 },
    { pieces: 30, bid: null },
  ]);
});

test('what is wrong is said', async t => {
  const fails = async (options: object, message: RegExp, code = 'INVALID_ARGUMENT'): Promise<void> => {
    const error = await t.throwsAsync(async () => {
      await trades
        .unchecked()
        .joinAsof(quotes.unchecked(), options as { on: string })
        .toRows();
    });
    t.true(isParquetFrameError(error) && error.code === code, String(error));
    t.regex(error.message, message);
  };
  await fails({}, /joinAsof needs the columns whose values are compared: \{ on: 'id' \}/);
  await fails({ on: 'time', tolerance: 5 }, /the tolerance of "time" \(timestamp\[ms\]\) is a text such as "90s", received 5/);
  await fails({ on: 'time', tolerance: '5 s' }, /tolerance/);
  await fails({ on: ['time', 'symbol'] }, /compares the values of one column; received 2/);
  await fails({ on: 'symbol' }, /needs numbers, dates or times to compare, but "symbol" is utf8/, 'TYPE_MISMATCH');
  await fails({ on: 'time', strategy: 'next' }, /strategy/);
  await fails({ on: 'time', byColumn: 'symbol' }, /byColumn/);
  await fails({ leftOn: 'time', rightOn: 'bid' }, /"time" is timestamp\[ms\] and "bid" is float64/, 'TYPE_MISMATCH');
});

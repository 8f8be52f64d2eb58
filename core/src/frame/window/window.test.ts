import test from 'ava';
import { expectTypeOf } from 'expect-type';
import { formatExpression } from '../../contract/plan/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import { FakeExecutor } from '../fake-executor.test.data.js';
import { col, count } from '../operands.js';
import { makeReaders, type Readers } from '../readers.js';
import { cumeDist, ntile, rank, rowNumber } from './functions.js';

const readers: Readers = makeReaders(new FakeExecutor());
const trips = readers.readParquet('trips.parquet', {
  schema: { zone: 'utf8', tip: 'float64', passengers: 'int32', at: 'timestamp', long: 'bool' },
});

/** A call as plain JavaScript makes it. */
const untyped = (method: (...given: never[]) => unknown, self: unknown, ...given: readonly unknown[]): unknown =>
  Reflect.apply(method, self, given);

test('windows have the types of their values, and null where there may be no row', t => {
  const windows = trips.withColumns(row => ({
    n: rowNumber().over({ partitionBy: row.zone }),
    r: rank().over({ orderBy: { column: row.tip, descending: true } }),
    share: cumeDist().over({ orderBy: 'tip' }),
    quarter: ntile(4),
    before: row.passengers.lag(),
    total: row.passengers.cumSum(),
    mean: row.tip.mean().over({ partitionBy: ['zone'], orderBy: [row.at], frame: { range: ['-7d', 'current'] } }),
    all: count().over(),
    more: row.tip.sub(row.tip.mean().over({ partitionBy: row.zone })),
    since: row.at.diff(),
    place: row.tip.rank(),
    dense: row.tip.rank({ method: 'dense' }),
  }));
  expectTypeOf(windows.select('n', 'r', 'share', 'quarter', 'before', 'total').toRows()).resolves.toEqualTypeOf<
    {
      n: bigint | null;
      r: bigint | null;
      share: number | null;
      quarter: bigint | null;
      before: number | null;
      total: bigint | null;
    }[]
  >();
  expectTypeOf(windows.select('mean', 'all', 'more', 'since', 'place', 'dense').toRows()).resolves.toEqualTypeOf<
    {
      mean: number | null;
      all: bigint | null;
      more: number | null;
      since: bigint | null;
      place: number | null;
      dense: bigint | null;
    }[]
  >();
  t.pass();
});

test('what makes no sense does not compile', t => {
  // @ts-expect-error a rank needs an order
  t.notThrows(() => trips.withColumns(() => ({ r: rank() })));
  // @ts-expect-error and over says it
  t.notThrows(() => rank().over({ partitionBy: 'zone' }));
  // @ts-expect-error an aggregate without over is of no row
  t.throws(() => trips.withColumns(row => ({ m: row.tip.mean() })), {
    message: /received an aggregate; with .over\(\) after it/,
  });
  // @ts-expect-error the sum of texts
  t.notThrows(() => trips.withColumns(row => ({ s: row.zone.cumSum() })));
  // @ts-expect-error a frame of rows and of a range
  t.notThrows(() => trips.withColumns(row => ({ s: row.tip.sum().over({ frame: { rows: [-1, 0], range: [-1, 0] } }) })));
  // @ts-expect-error a range without its column
  t.throws(() => trips.withColumns(row => ({ s: row.tip.rollingSum({ range: '7d' }) })));
  // @ts-expect-error a default of another type
  t.notThrows(() => trips.withColumns(row => ({ s: row.passengers.lag(1, { default: 'none' }) })));
});

const REFUSED: readonly (readonly [call: () => unknown, message: RegExp])[] = [
  [() => untyped(col('x').lag, col('x'), 0.5), /lag takes a whole number of rows, received 0.5/],
  [() => untyped(col('x').lag, col('x'), 1, { fill: 0 }), /lag has no option "fill"; it has default/],
  [() => untyped(col('x').shift, col('x'), 1, { default: [] }), /shift: default must be a value or an expression/],
  [() => untyped(col('x').nthValue, col('x'), 0), /nthValue takes a whole number of rows, 1 or more, received 0/],
  [() => untyped(col('x').rollingMean, col('x'), 7), /rollingMean takes how far back it looks.*received 7/],
  [() => untyped(col('x').rollingMean, col('x'), {}), /either rows or a range.*received neither/],
  [() => untyped(col('x').rollingMean, col('x'), { rows: 2, range: 1, by: 'x' }), /received both/],
  [() => untyped(col('x').rollingMean, col('x'), { rows: 2, by: 'x' }), /by is for a range/],
  [() => untyped(col('x').rollingMean, col('x'), { rows: 0 }), /rows takes a whole number of rows, 1 or more/],
  [() => untyped(col('x').rollingMean, col('x'), { range: '-7d', by: 'x' }), /not below 0; received "-7d"/],
  [() => untyped(col('x').rollingMean, col('x'), { row: 2 }), /rollingMean has no option "row"; did you mean "rows"/],
  [() => untyped(col('x').rank, col('x'), { method: 'first' }), /rank: method must be one of min, max, average, dense, ordinal/],
  [() => untyped(col('x').ewmMean, col('x'), {}), /ewmMean takes one of alpha/],
  [() => untyped(col('x').ewmMean, col('x'), { alpha: 0 }), /ewmMean takes one of alpha.*received \{ alpha: 0 \}/],
  [() => untyped(col('x').ewmMean, col('x'), { alpha: 0.5, span: 3 }), /ewmMean takes one of alpha/],
  [() => untyped(ntile, undefined, 0), /ntile takes a whole number of parts, 1 or more, received 0/],
  [() => untyped(rank, undefined, 'x'), /rank takes no argument; received 1\. The order is given by rank\(\)\.over/],
  [() => untyped(col('x').cumSum().over, col('x'), { partitionBy: 'g' }), /over is for aggregates and window functions/],
  [() => untyped(count().over, count(), { partition: 'g' }), /over has no option "partition"; did you mean "partitionBy"/],
  [() => untyped(count().over, count(), { partitionBy: 5 }), /partitionBy takes columns.*received 5/],
  [() => untyped(count().over, count(), { orderBy: { column: 'x', descending: 1 } }), /descending must be true or false/],
  [() => untyped(count().over, count(), { orderBy: { column: 'x', nulls: 'top' } }), /nulls must be "first" or "last"/],
  [
    () =>
      col('x')
        .cumSum()
        .over({ frame: { rows: [-1, 0] } }),
    /over: cumSum has its frame already/,
  ],
  [() => untyped(col('x').sum().over, col('x').sum(), { frame: null }), /over: a frame is written as .*received null/],
  [() => col('x').rank().over({ orderBy: 'y' }), /over: rank has its orderBy already/],
];

test('what is misused is refused at once, with what to do', t => {
  for (const [call, message] of REFUSED) {
    const error = t.throws(call, { instanceOf: ParquetFrameError, message });
    t.is(error.code, 'INVALID_ARGUMENT');
  }
});

test('over reaches every window of an expression, and windows print themselves', t => {
  const text = (expression: { readonly node: Parameters<typeof formatExpression>[0] }): string =>
    formatExpression(expression.node);
  t.is(text(col('x').diff().over({ partitionBy: 'g', orderBy: 't' })), 'x - lag(x, 1) over (by g order t)');
  t.is(
    text(
      col('x')
        .rollingMean({ range: '7d', by: 't' })
        .over({ partitionBy: col('g') }),
    ),
    'mean(x) over (by g order t range -7d to current)',
  );
  t.is(
    text(
      col('x')
        .sum()
        .where(col('p'))
        .over({ orderBy: { column: 't', descending: true } }),
    ),
    'sum(x) where p over (order t descending)',
  );
});

test('a frame says what it computes', t => {
  const windows = trips.withColumns(row => ({ total: row.tip.cumSum().over({ partitionBy: row.zone }) }));
  t.regex(String(windows), /withColumns .*"total":"sum\(tip\) over \(by zone rows unbounded to current\)"/);
  t.regex(
    String(trips.filter(row => rowNumber().over({ orderBy: row.at }).eq(1))),
    /filter .*rowNumber\(\) over \(order at\) = 1/,
  );
});

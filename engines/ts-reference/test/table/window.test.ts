/** Windows against a naive evaluation: each frame is found row by row, and its rows are aggregated alone by `table.aggregate`. fast-check prints the seed of a failure. */
import { compareNumbers } from '@parquetframe/core/engine';
import test from 'ava';
import fc from 'fast-check';
import { codeOf, input, runTable, table, values } from '../harness.js';

interface Row {
  readonly g: string | null;
  readonly t: number | null;
  readonly x: number | null;
  readonly p: boolean | null;
}

const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 4 });
const float = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.constantFrom(NaN, -0, 0.1, 1e308, -1e308, 5e-324, Infinity),
);
const row: fc.Arbitrary<Row> = fc.record({
  g: nullable(fc.constantFrom('a', 'b', '')),
  t: nullable(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, -0, 0.5, Infinity))),
  x: nullable(float),
  p: nullable(fc.boolean()),
});
type Bound = 'unbounded' | number;
interface Frame {
  readonly unit: 'rows' | 'range';
  readonly from: Bound;
  readonly to: Bound;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}
const frame: fc.Arbitrary<Frame> = fc
  .record({
    unit: fc.constantFrom('rows', 'range'),
    ends: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
    open: fc.tuple(fc.boolean(), fc.boolean()),
    descending: fc.boolean(),
    nulls: fc.constantFrom('first', 'last'),
  })
  .map(({ unit, ends, open, descending, nulls }) => ({
    unit,
    from: open[0] ? 'unbounded' : Math.min(...ends),
    to: open[1] ? 'unbounded' : Math.max(...ends),
    descending,
    nulls,
  }));

const tableOf = (rows: readonly Row[], batchRows = 5) =>
  table(
    {
      g: ['utf8', rows.map(r => r.g)],
      t: ['float64', rows.map(r => r.t)],
      x: ['float64', rows.map(r => r.x)],
      p: ['bool', rows.map(r => r.p)],
    },
    batchRows,
  );

/** The order of two values of `t`, null among them. */
function order(a: number | null, b: number | null, { descending, nulls }: Frame): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === (nulls === 'first') ? -1 : 1;
  return descending ? compareNumbers(b, a) : compareNumbers(a, b);
}

/** The rows of the frame of a row, in the order of the partition. */
function frameOf(rows: readonly Row[], row: number, frame: Frame): number[] {
  const own = rows.flatMap((other, index) => (other.g === rows[row]?.g ? [index] : []));
  const t = (index: number): number | null => rows[index]?.t ?? null;
  own.sort((a, b) => order(t(a), t(b), frame) || a - b);
  const at = own.indexOf(row);
  const { unit, from, to, descending } = frame;
  return own.filter((other, index) => {
    if (unit === 'rows') return (from === 'unbounded' || index >= at + from) && (to === 'unbounded' || index <= at + to);
    const [a, b] = [t(other), t(row)];
    const isPeer = order(a, b, frame) === 0;
    const before = order(a, b, frame) < 0;
    const hasDistance = a !== null && b !== null && !Number.isNaN(a) && !Number.isNaN(b);
    const sign = descending ? -1 : 1;
    const least = from === 'unbounded' ? true : !hasDistance ? isPeer || !before : sign * a >= sign * b + from;
    const most = to === 'unbounded' ? true : !hasDistance ? isPeer || before : sign * a <= sign * b + to;
    // A row without a distance has its peers at an end that is one, and so is left out of the frames of others there.
    if (!hasDistance && !isPeer) return before ? from === 'unbounded' : to === 'unbounded';
    return least && most;
  });
}

const FUNCTIONS = [
  'count',
  'sum',
  'mean',
  'min',
  'max',
  'var',
  'median',
  'first',
  'last',
  'countDistinct',
  'approxCountDistinct',
  'mode',
] as const;
const aggregates = [
  ...FUNCTIONS.map(f => ({ name: f, function: f, column: 'x' })),
  { name: 'some', function: 'sum', column: 'x', where: 'p' },
  { name: 'any', function: 'any', column: 'p' },
  { name: 'all', function: 'all', column: 'p', where: 'p' },
  { name: 'there', function: 'last', column: 'x', options: { ignoreNulls: true } },
  { name: 'rows', function: 'count', column: null },
];

test('the aggregates of every frame are those of its rows alone', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 14 }), frame, async (rows, chosen) => {
      const { unit, from, to, descending, nulls } = chosen;
      const windows = aggregates.map(aggregate => ({
        ...aggregate,
        partitionBy: ['g'],
        orderBy: [{ column: 't', descending, nulls }],
        frame: { [unit]: [from, to] },
      }));
      const result = await runTable('table.window', { windows }, [input(tableOf(rows))]);
      for (let i = 0; i < rows.length; i++) {
        const own = frameOf(rows, i, chosen).flatMap(index => rows[index] ?? []);
        const alone = await runTable('table.aggregate', { aggregates }, [input(tableOf(own))]);
        for (const { name } of aggregates)
          t.deepEqual(values(result, name)[i], values(alone, name)[0], `${name} of row ${String(i)}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('ranks are what counting says', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), frame, async (rows, chosen) => {
      const { descending, nulls } = chosen;
      const over = { partitionBy: ['g'], orderBy: [{ column: 't', descending, nulls }] };
      const windows = ['rowNumber', 'rank', 'denseRank', 'cumeDist'].map(f => ({ name: f, function: f, ...over }));
      const result = await runTable('table.window', { windows }, [input(tableOf(rows, 7))]);
      rows.forEach(({ g, t: own }, i) => {
        const partition = rows.flatMap((other, index) => (other.g === g ? [{ ...other, index }] : []));
        const before = partition.filter(other => order(other.t, own, chosen) < 0);
        const peers = partition.filter(other => order(other.t, own, chosen) === 0);
        const earlier = peers.filter(({ index }) => index < i).length;
        const groups = before.filter((other, at) => before.findIndex(each => order(each.t, other.t, chosen) === 0) === at);
        t.is(values(result, 'rowNumber')[i], BigInt(before.length + earlier + 1));
        t.is(values(result, 'rank')[i], BigInt(before.length + 1));
        t.is(values(result, 'denseRank')[i], BigInt(groups.length + 1));
        t.is(values(result, 'cumeDist')[i], (before.length + peers.length) / partition.length);
      });
    }),
    { numRuns: 100 },
  );
});

test('a hundred thousand running sums, medians and extremes take a pass, not a square', async t => {
  const rows = 100_000;
  const x = Array.from({ length: rows }, (_, i) => (i * 7919) % 1000);
  const windows = ['sum', 'max', 'countDistinct', 'median', 'approxCountDistinct'].map(f => ({
    name: f,
    function: f,
    column: 'x',
    frame: { rows: ['unbounded', 0] },
  }));
  const result = await runTable('table.window', { windows }, [input(table({ x: ['int32', x] }))]);
  t.is(values(result, 'sum').at(-1), BigInt(x.reduce((sum, value) => sum + value, 0)));
  t.is(values(result, 'max').at(-1), 999);
  t.is(values(result, 'countDistinct').at(-1), 1000n);
  t.is(values(result, 'median').at(-1), 499.5);
  const about = await runTable('table.aggregate', { aggregates: [{ name: 'n', function: 'approxCountDistinct', column: 'x' }] }, [
    input(table({ x: ['int32', x] })),
  ]);
  t.deepEqual(values(result, 'approxCountDistinct').at(-1), values(about, 'n')[0]);
});

test('a decimal sum that leaves 38 digits in one frame alone is an error', async t => {
  const most = 10n ** 38n - 1n;
  const run = (frame: object) =>
    runTable('table.window', { windows: [{ name: 's', function: 'sum', column: 'x', frame }] }, [
      input(table({ x: [{ id: 'decimal', precision: 38, scale: 0 }, [most, 1n, -most]] })),
    ]);
  t.is(await codeOf(() => run({ rows: [-1, 0] })), 'DECIMAL_OVERFLOW');
  t.is(await codeOf(() => run({ rows: [-2, 0] })), 'DECIMAL_OVERFLOW');
  t.is(await codeOf(() => run({ rows: ['unbounded', 'unbounded'] })), 'none');
});

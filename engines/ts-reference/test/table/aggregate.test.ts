import type { Aggregation, DataType } from '@parquetframe/core/engine';
import { HEAP_BATCHES, SHARED_ARROW, toShared } from '@parquetframe/core/engine';
import { GroupedAggregation } from '@parquetframe/engine-ts-reference/kernels';
import test from 'ava';
import { bind, codeOf, input, rowsAsArrays, runTable, streamInput, table, values } from '../harness.js';
import type { TypeLike } from '../harness.js';

const aggregate = (name: string, f: Aggregation['function'], column: string | null): Aggregation => ({
  name,
  function: f,
  column,
});
const optionsOf = (f: Aggregation['function']): NonNullable<Aggregation['options']> =>
  f === 'var' || f === 'std' || f === 'cov' ? { ddof: 1 } : f === 'first' || f === 'last' ? { ignoreNulls: true } : {};
const ALL = ['count', 'sum', 'min', 'max', 'mean'] as const;

/** All five aggregates of one column without keys. */
async function summary(type: TypeLike, column: readonly unknown[]): Promise<unknown[]> {
  const aggregates = ALL.map(f => aggregate(f, f, 'x'));
  const result = await runTable('table.aggregate', { aggregates }, [input(table({ x: [type, column] }))]);
  return rowsAsArrays(result)[0] ?? [];
}

test('nulls are left out, an empty group has count 0 and nulls', async t => {
  t.deepEqual(await summary('int32', [3, null, -1, 4]), [3n, 6n, -1, 4, 2]);
  t.deepEqual(await summary('int32', [null, null]), [0n, null, null, null, null]);
  t.deepEqual(await summary('float64', []), [0n, null, null, null, null]);
});

test('without keys there is exactly one row, also of an empty table', async t => {
  const result = await runTable('table.aggregate', { aggregates: [aggregate('n', 'count', null)] }, [
    input(table({ x: ['int8', []] })),
  ]);
  t.deepEqual(values(result, 'n'), [0n]);
});

test('with keys an empty table has no groups', async t => {
  const result = await runTable('table.aggregate', { keys: ['x'], aggregates: [aggregate('n', 'count', null)] }, [
    input(table({ x: ['utf8', []] })),
  ]);
  t.is(result.length, 0);
});

test('min ignores NaN unless all are NaN, max is NaN if any is', async t => {
  t.deepEqual(await summary('float64', [NaN, 2, 1]), [3n, NaN, 1, NaN, NaN]);
  t.deepEqual(await summary('float64', [NaN, NaN]), [2n, NaN, NaN, NaN, NaN]);
});

test('infinities of both signs sum to NaN, of one sign to that infinity', async t => {
  t.deepEqual((await summary('float64', [Infinity, -Infinity, 1]))[1], NaN);
  t.deepEqual((await summary('float64', [Infinity, 1, Infinity]))[1], Infinity);
});

test('float sums are correctly rounded whatever the order', async t => {
  t.is((await summary('float64', [1e100, 1, -1e100]))[1], 1);
  t.is((await summary('float64', [0.1, 0.2, 0.3, -0.1, -0.2, -0.3]))[1], 0);
  t.is(
    (
      await summary(
        'float64',
        Array.from({ length: 10 }, () => 0.1),
      )
    )[1],
    1,
  );
  t.is((await summary('float64', [1e308, 1e308, -1e308, -1e308, 5]))[1], 5);
  t.is((await summary('float64', [2 ** -1074, 2 ** 1023, -(2 ** 1023), 2 ** -1074]))[1], 2 ** -1073);
  t.is((await summary('float64', [1e308, 1e308]))[1], Infinity);
});

test('the sum of integers overflows only if the total does not fit', async t => {
  const max = 2n ** 63n - 1n;
  t.is((await summary('int64', [max, max, -max, -5n]))[1], max - 5n);
  t.is(await codeOf(() => summary('int64', [max, 1n])), 'INTEGER_OVERFLOW');
  t.is(await codeOf(() => summary('uint64', [2n ** 64n - 1n])), 'INTEGER_OVERFLOW');
});

test('the mean of integers is the exact total divided by the count', async t => {
  const max = 2n ** 63n - 1n;
  const aggregates = [aggregate('m', 'mean', 'x')];
  const mean = async (column: readonly bigint[]): Promise<unknown> =>
    values(await runTable('table.aggregate', { aggregates }, [input(table({ x: ['int64', column] }))]), 'm')[0];
  t.is(await mean([max, max, max]), 9223372036854775808);
  t.is(await mean([9007199254740993n, 9007199254740993n, 9007199254740994n]), 9007199254740994);
  t.is(await mean([1n, 2n]), 1.5);
});

test('min and max of every ordered type', async t => {
  const types: readonly (readonly [TypeLike, readonly unknown[], unknown, unknown])[] = [
    ['utf8', ['b', null, 'a', 'ab', '\u{10000}', '\uffff'], 'a', '\u{10000}'],
    ['utf8View', ['a rather long string', 'b'], 'a rather long string', 'b'],
    ['bool', [true, null, false], false, true],
    ['int64', [5n, 2n ** 60n + 1n, -(2n ** 60n) - 1n], -(2n ** 60n) - 1n, 2n ** 60n + 1n],
    ['uint64', [2n ** 64n - 1n, 1n], 1n, 2n ** 64n - 1n],
    [{ id: 'decimal', precision: 20, scale: 2 }, [1n, -5n, 10n ** 19n], -5n, 10n ** 19n],
    [{ id: 'timestamp', unit: 'us', timezone: null }, [5n, -5n], -5n, 5n],
    [{ id: 'date', unit: 'day' }, [5, -5], -5, 5],
    [{ id: 'time', unit: 'ms' }, [5n, 1n], 1n, 5n],
    ['float16', [0.5, -2], -2, 0.5],
    ['binary', [Uint8Array.of(255), Uint8Array.of(0, 1), Uint8Array.of()], Uint8Array.of(), Uint8Array.of(255)],
    [
      { id: 'fixedSizeBinary', byteWidth: 2 },
      [Uint8Array.of(1, 2), Uint8Array.of(1, 1)],
      Uint8Array.of(1, 1),
      Uint8Array.of(1, 2),
    ],
    [{ id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }, ['b', 'a', 'b'], 'a', 'b'],
  ];
  for (const [type, column, min, max] of types) {
    const aggregates = [aggregate('min', 'min', 'x'), aggregate('max', 'max', 'x')];
    const result = await runTable('table.aggregate', { aggregates }, [input(table({ x: [type, column] }))]);
    t.deepEqual(rowsAsArrays(result), [[min, max]], JSON.stringify(type));
  }
});

test('min and max meet values beyond 2^53 in a later batch', async t => {
  const columns = { x: ['int64', [5n, 2n ** 62n, 3n, 2n ** 62n + 1n]] } as const;
  const result = await runTable('table.aggregate', { aggregates: [aggregate('min', 'min', 'x'), aggregate('max', 'max', 'x')] }, [
    input(table(columns, 1)),
  ]);
  t.deepEqual(rowsAsArrays(result), [[3n, 2n ** 62n + 1n]]);
});

test('nulls form a group, NaN forms one, 0 and -0 form one that is shown as 0', async t => {
  const keys = [NaN, -0, null, 0, NaN, null, 1];
  const result = await runTable('table.aggregate', { keys: ['k'], aggregates: [aggregate('n', 'count', null)] }, [
    input(table({ k: ['float64', keys] })),
  ]);
  t.deepEqual(rowsAsArrays(result), [
    [NaN, 2n],
    [0, 2n],
    [null, 2n],
    [1, 1n],
  ]);
});

test('a null and an empty string are different keys, as are null and 0', async t => {
  const columns = { s: ['utf8', ['', null, '', null]], n: ['int32', [0, 0, null, null]] } as const;
  const result = await runTable('table.aggregate', { keys: ['s', 'n'], aggregates: [aggregate('c', 'count', null)] }, [
    input(table(columns)),
  ]);
  t.deepEqual(rowsAsArrays(result), [
    ['', 0, 1n],
    [null, 0, 1n],
    ['', null, 1n],
    [null, null, 1n],
  ]);
});

test('keys of every type', async t => {
  const types: readonly (readonly [TypeLike, readonly unknown[]])[] = [
    ['bool', [true, false, true]],
    ['int8', [1, -1, 1]],
    ['uint64', [2n ** 64n - 1n, 2n ** 63n, 2n ** 64n - 1n]],
    ['int64', [-1n, 2n ** 62n, -1n]],
    [{ id: 'decimal', precision: 38, scale: 0 }, [10n ** 37n, -(10n ** 37n), 10n ** 37n]],
    [{ id: 'timestamp', unit: 'ns', timezone: 'UTC' }, [5n, 6n, 5n]],
    ['largeUtf8', ['a', 'b', 'a']],
    ['utf8View', ['a string beyond twelve', 'b', 'a string beyond twelve']],
    ['binary', [Uint8Array.of(0), Uint8Array.of(0, 0), Uint8Array.of(0)]],
    [{ id: 'fixedSizeBinary', byteWidth: 3 }, [Uint8Array.of(1, 2, 3), Uint8Array.of(3, 2, 1), Uint8Array.of(1, 2, 3)]],
    [{ id: 'dictionary', index: { id: 'uint8' }, values: { id: 'utf8' }, ordered: false }, ['x', 'y', 'x']],
    ['null', [null, null, null]],
  ];
  for (const [type, column] of types) {
    const result = await runTable('table.aggregate', { keys: ['k'], aggregates: [aggregate('n', 'count', null)] }, [
      input(table({ k: [type, column] }, 2)),
    ]);
    const expected =
      column[0] === null
        ? [[null, 3n]]
        : [
            [column[0], 2n],
            [column[1], 1n],
          ];
    t.deepEqual(rowsAsArrays(result), expected, JSON.stringify(type));
  }
});

test('more than 32 key columns', async t => {
  const names = Array.from({ length: 40 }, (_, i) => `k${i}`);
  const columns = Object.fromEntries(names.map((name, i) => [name, ['int32', [1, i === 39 ? null : 1, 1]] as const]));
  const result = await runTable('table.aggregate', { keys: names, aggregates: [aggregate('n', 'count', null)] }, [
    input(table(columns)),
  ]);
  t.deepEqual(values(result, 'n'), [2n, 1n]);
});

test('many groups over many batches', async t => {
  const rows = 50_000;
  const keys = Array.from({ length: rows }, (_, i) => `key ${(i * 7919) % 20_000}`);
  const result = await runTable(
    'table.aggregate',
    { keys: ['k'], aggregates: [aggregate('n', 'count', 'k'), aggregate('s', 'sum', 'x')] },
    [input(table({ k: ['utf8', keys], x: ['int32', keys.map((_, i) => i)] }, 3000))],
  );
  const expected = new Map<string, [bigint, bigint]>();
  keys.forEach((key, i) => {
    const [n, s] = expected.get(key) ?? [0n, 0n];
    expected.set(key, [n + 1n, s + BigInt(i)]);
  });
  t.deepEqual(
    rowsAsArrays(result),
    [...expected].map(([key, [n, s]]) => [key, n, s]),
  );
});

test('a stream and a table in shared memory give the same', async t => {
  const source = table({ k: ['utf8', ['a', 'b', 'a', null]], x: ['float32', [1.5, 2, null, 4]] }, 3);
  const options = { keys: ['k'], aggregates: [aggregate('s', 'sum', 'x'), aggregate('m', 'max', 'k')] };
  const expected = rowsAsArrays(await runTable('table.aggregate', options, [input(source)]));
  t.deepEqual(expected, [
    ['a', 1.5, 'a'],
    ['b', 2, 'b'],
    [null, 4, null],
  ]);
  t.deepEqual(rowsAsArrays(await runTable('table.aggregate', options, [input(toShared(source), SHARED_ARROW)])), expected);
  const stream = streamInput(source);
  t.deepEqual(rowsAsArrays(await runTable('table.aggregate', options, [stream])), expected);
  t.true(stream.seen.closed);
  const bound = await bind('table.aggregate', options, [stream]);
  t.true('kernel' in bound && bound.kernel.inputs[0]?.some(residency => residency.layout === HEAP_BATCHES.layout));
});

test('partial aggregations merge to the same result, however the rows were divided', async t => {
  const int64: DataType = { id: 'int64' };
  const rows = 999;
  const source = table(
    {
      k: ['utf8', Array.from({ length: rows }, (_, i) => (i % 11 === 0 ? null : `k${i % 7}`))],
      x: ['float64', Array.from({ length: rows }, (_, i) => (i % 13 === 0 ? null : Math.sin(i) * 10 ** (i % 30)))],
      y: [int64, Array.from({ length: rows }, (_, i) => 2n ** 59n * BigInt((i % 3) - 1) + BigInt(i))],
      s: ['utf8', Array.from({ length: rows }, (_, i) => (i % 5 === 0 ? null : 'text '.repeat(i % 4)))],
    },
    100,
  );
  const totals = ['x', 'y'].flatMap(column => ALL.map(f => aggregate(`${column}.${f}`, f, column)));
  const more = (['countDistinct', 'first', 'last', 'var', 'std', 'median', 'mode', 'list'] as const).flatMap(f =>
    ['x', 'y'].map(column => ({ ...aggregate(`${column}.${f}`, f, column), options: optionsOf(f) })),
  );
  const pairs = (['argMin', 'argMax', 'cov', 'corr'] as const).map(f => ({
    ...aggregate(f, f, 'x'),
    second: 'y',
    options: optionsOf(f),
  }));
  const texts = [{ ...aggregate('texts', 'join', 's'), options: { separator: ', ' } }];
  const aggregations: Aggregation[] = [...totals, ...more, ...pairs, ...texts];
  const options = { keys: ['k'], aggregates: aggregations };
  const whole = await runTable('table.aggregate', options, [input(source)]);
  const merged = new GroupedAggregation(source.schema, ['k'], aggregations);
  for (const batch of source.batches) {
    const part = new GroupedAggregation(source.schema, ['k'], aggregations);
    await part.add(batch, () => undefined);
    await merged.merge(structuredClone(part.partial()), () => undefined);
  }
  const result = await merged.finish(whole.schema, () => undefined);
  t.deepEqual(rowsAsArrays({ schema: whole.schema, batches: [result], length: result.length }), rowsAsArrays(whole));
});

test('sum and mean of durations are durations of the same unit, whatever parts they are merged from', async t => {
  const type: DataType = { id: 'duration', unit: 'ns' };
  const aggregates = [aggregate('sum', 'sum', 'd'), aggregate('mean', 'mean', 'd')];
  const column = table({ k: ['int8', [1, 1, 2]], d: [type, [2n ** 62n, 3n, null]] });
  const result = await runTable('table.aggregate', { keys: ['k'], aggregates }, [input(column)]);
  t.deepEqual(
    result.schema.slice(1).map(field => field.type),
    [type, type],
  );
  t.deepEqual(values(result, 'sum'), [2n ** 62n + 3n, null]);
  t.deepEqual(values(result, 'mean'), [2n ** 61n + 2n, null]);
});

test('a total of durations that does not fit says what it is, and what to do', async t => {
  const column = table({ d: [{ id: 'duration', unit: 'ns' }, [2n ** 63n - 1n, 1n]] });
  const error = await t.throwsAsync(runTable('table.aggregate', { aggregates: [aggregate('all', 'sum', 'd')] }, [input(column)]));
  t.is(error.message, 'the sum "all" is 9223372036854775808, which does not fit duration[ns]; cast the column to a coarser unit');
});

test('what aggregates keep of rows counts against the memory of the call', async t => {
  const source = table({ x: ['float64', Array.from({ length: 20_000 }, (_, i) => i)] }, 1000);
  for (const f of ['median', 'mode', 'countDistinct', 'list'] as const) {
    const aggregation = new GroupedAggregation(source.schema, [], [aggregate('n', f, 'x')], 50_000);
    const all = async (): Promise<void> => {
      for (const batch of source.batches) await aggregation.add(batch, () => undefined);
    };
    const error = await t.throwsAsync(all, { code: 'OUT_OF_MEMORY' }, f);
    t.regex(error.message, /take \d+ bytes and more; this call may use 50000/, f);
  }
  const few = new GroupedAggregation(source.schema, [], [aggregate('n', 'std', 'x')], 50_000);
  for (const batch of source.batches) await few.add(batch, () => undefined);
  t.is(few.groups, 1);
});

test('a median of many values is that of all of them in order', async t => {
  const count = 100_001;
  const shuffled = Float64Array.from({ length: count }, (_, i) => (i * 7919) % count);
  const aggregates = [aggregate('median', 'median', 'x'), { ...aggregate('q', 'quantile', 'x'), options: { q: 0.99 } }];
  const result = await runTable('table.aggregate', { aggregates }, [input(table({ x: ['float64', [...shuffled]] }, 30_000))]);
  t.deepEqual(rowsAsArrays(result), [[50_000, 99_000]]);
});

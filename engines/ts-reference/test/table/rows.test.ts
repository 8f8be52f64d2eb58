import { HEAP_ARROW, SHARED_ARROW, hashTable, toShared } from '@parquetframe/core/engine';
import type { DataType, OperationOptions } from '@parquetframe/core/engine';
import test from 'ava';
import { bind, call, column, input, literal, rowsAsArrays, runStream, runTable, streamInput, table, values } from '../harness.js';
import type { TypeLike } from '../harness.js';

const list: DataType = { id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } };
const struct: DataType = { id: 'struct', fields: [{ name: 'a', type: { id: 'int32' }, nullable: true }] };
const dictionary: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false };

/** One column of every kind, six rows. */
const everything: { readonly [name: string]: readonly [TypeLike, readonly unknown[]] } = {
  i: ['int32', [3, 1, null, 2, 1, 3]],
  l: [list, [['a', null], null, [], ['b'], ['c', 'd'], null]],
  s: [struct, [{ a: 1 }, null, { a: null }, { a: 4 }, { a: 5 }, { a: 6 }]],
  d: [dictionary, ['x', 'y', null, 'x', 'z', 'y']],
  v: ['utf8View', ['a string of more than twelve', 'b', null, '', 'c', 'd']],
  b: ['bool', [true, false, null, true, true, false]],
  t: [{ id: 'timestamp', unit: 'ns', timezone: 'UTC' }, [1n, 2n, null, 4n, 5n, 6n]],
  m: [{ id: 'decimal', precision: 38, scale: 3 }, [10n ** 30n, -1n, null, 0n, 1n, 2n]],
  f: [
    { id: 'fixedSizeBinary', byteWidth: 2 },
    [Uint8Array.of(1, 2), Uint8Array.of(3, 4), null, Uint8Array.of(5, 6), Uint8Array.of(7, 8), Uint8Array.of(0, 0)],
  ],
  n: ['null', [null, null, null, null, null, null]],
};
const picked = (rows: readonly number[]): unknown[][] =>
  rows.map(row => Object.values(everything).map(([, column]) => column[row]));

const greater = (name: string, value: number): { readonly predicate: ReturnType<typeof call> } => ({
  predicate: call('greater', [column(name), literal(value)]),
});

for (const batchRows of [6, 4, 1]) {
  test(`filter keeps rows where the predicate is true, of every column type (batches of ${batchRows})`, async t => {
    const result = await runTable('table.filter', greater('i', 1), [input(table(everything, batchRows))]);
    t.deepEqual(rowsAsArrays(result), picked([0, 3, 5]));
  });

  test(`sort is stable with nulls last, of every column type (batches of ${batchRows})`, async t => {
    const result = await runTable('table.sort', { keys: [{ column: 'i' }] }, [input(table(everything, batchRows))]);
    t.deepEqual(rowsAsArrays(result), picked([1, 4, 3, 0, 5, 2]));
  });

  test(`limit takes rows from offset on (batches of ${batchRows})`, async t => {
    const result = await runTable('table.limit', { count: 3, offset: 2 }, [input(table(everything, batchRows))]);
    t.deepEqual(rowsAsArrays(result), picked([2, 3, 4]));
  });
}

test('filter on a null predicate keeps nothing, on a constant everything', async t => {
  const source = input(table({ x: ['int32', [1, 2]] }));
  t.is((await runTable('table.filter', { predicate: literal(null, 'bool') }, [source])).length, 0);
  t.is((await runTable('table.filter', { predicate: literal(true) }, [source])).length, 2);
});

test('filter that keeps every row passes columns on without a copy', async t => {
  const source = table({ x: ['int32', [1, 2, 3]], s: ['utf8', ['a', 'b', 'c']] });
  const result = await runTable('table.filter', greater('x', 0), [input(source)]);
  t.is(result.batches[0]?.columns[1], source.batches[0]?.columns[1]);
});

test('project passes plain columns on without a copy', async t => {
  const source = table(everything);
  const columns = [{ name: 'renamed', expression: column('l') }];
  const result = await runTable('table.project', { columns }, [input(source)]);
  t.is(result.batches[0]?.columns[0], source.batches[0]?.columns[1]);
});

test('inputs are not changed by any table operation', async t => {
  const source = table(everything, 4);
  const before = hashTable(source);
  await runTable('table.filter', greater('i', 1), [input(source)]);
  await runTable('table.sort', { keys: [{ column: 'v', descending: true }] }, [input(source)]);
  await runTable('table.limit', { count: 2 }, [input(source)]);
  await runTable('table.join', { on: [{ left: 'i', right: 'i' }] }, [input(source), input(source)]);
  await runTable('table.aggregate', { keys: ['d'], aggregates: [{ name: 'n', function: 'max', column: 'v' }] }, [input(source)]);
  t.is(hashTable(source), before);
});

test('tables in shared memory give the same rows', async t => {
  const source = table(everything, 4);
  const shared = input(toShared(source), SHARED_ARROW);
  t.deepEqual(rowsAsArrays(await runTable('table.filter', greater('i', 1), [shared])), picked([0, 3, 5]));
  t.deepEqual(rowsAsArrays(await runTable('table.sort', { keys: [{ column: 'i' }] }, [shared])), picked([1, 4, 3, 0, 5, 2]));
});

// ── streams ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const numbers = table({ x: ['int64', Array.from({ length: 100 }, (_, i) => BigInt(i))] }, 10);

test('limit of a stream reads no batch more than it needs, and closes the stream', async t => {
  const stream = streamInput(numbers);
  const result = await runTable('table.limit', { count: 15 }, [stream]);
  t.is(result.length, 15);
  t.deepEqual(stream.seen, { taken: 2, closed: true });
});

test('a stream computes a batch only when it is asked for', async t => {
  const stream = streamInput(numbers);
  const result = await runStream('table.filter', greater('x', -1), [stream]);
  t.is(stream.seen.taken, 1);
  const iterator = result[Symbol.asyncIterator]();
  await iterator.next();
  t.is(stream.seen.taken, 1);
  await iterator.next();
  t.is(stream.seen.taken, 2);
  await iterator.return?.();
  t.deepEqual(stream.seen, { taken: 2, closed: true });
});

test('releasing a stream that nobody read closes what is behind it', async t => {
  const stream = streamInput(numbers);
  const bound = await bind('table.project', { columns: [{ name: 'y', expression: column('x') }] }, [stream]);
  if ('declined' in bound) return t.fail(bound.reason);
  const { replica } = await bound.call({ space: 'heap', layout: 'batches', once: true });
  await replica.release();
  t.true(stream.seen.closed);
});

test('project and filter of a stream deliver all batches', async t => {
  const columns = [{ name: 'y', expression: call('multiply', [column('x'), literal(2)]) }];
  const stream = await runStream('table.project', { columns }, [streamInput(numbers)]);
  const seen: unknown[] = [];
  for await (const batch of stream) seen.push(...values({ schema: stream.schema, batches: [batch], length: batch.length }, 'y'));
  t.deepEqual(
    seen,
    Array.from({ length: 100 }, (_, i) => BigInt(2 * i)),
  );
});

test('an error in a later batch comes out of the stream', async t => {
  const source = table({ x: ['int32', [1, 2, 300]] }, 1);
  const columns = [{ name: 'y', expression: call('cast', [column('x')], { to: { id: 'int8' } }) }];
  const stream = await runStream('table.project', { columns }, [streamInput(source)]);
  const error = await t.throwsAsync(async () => {
    for await (const batch of stream) t.is(batch.length, 1);
  });
  t.is((error as { code?: string }).code, 'CAST_FAILED');
});

// ── sort ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const sorted = async (columns: Parameters<typeof table>[0], keys: readonly object[], batchRows?: number): Promise<unknown[][]> =>
  rowsAsArrays(await runTable('table.sort', { keys }, [input(table(columns, batchRows))]));

test('NaN sorts after all numbers, before them when descending; nulls stay last', async t => {
  const columns = { x: ['float64', [NaN, 1, null, -Infinity, Infinity, -0, 0]] } as const;
  t.deepEqual(await sorted(columns, [{ column: 'x' }]), [[-Infinity], [-0], [0], [1], [Infinity], [NaN], [null]]);
  t.deepEqual(await sorted(columns, [{ column: 'x', descending: true }]), [
    [NaN],
    [Infinity],
    [1],
    [-0],
    [0],
    [-Infinity],
    [null],
  ]);
  t.deepEqual(await sorted(columns, [{ column: 'x', nulls: 'first' }]), [[null], [-Infinity], [-0], [0], [1], [Infinity], [NaN]]);
});

test('strings sort by UTF-8 bytes, int64 beyond 2^53 by value, false before true', async t => {
  t.deepEqual(await sorted({ x: ['utf8', ['\u{10000}', '\uffff', 'b', 'a', 'ab', '']] }, [{ column: 'x' }]), [
    [''],
    ['a'],
    ['ab'],
    ['b'],
    ['\uffff'],
    ['\u{10000}'],
  ]);
  t.deepEqual(await sorted({ x: ['int64', [2n ** 62n + 1n, 2n ** 62n, -(2n ** 63n)]] }, [{ column: 'x' }]), [
    [-(2n ** 63n)],
    [2n ** 62n],
    [2n ** 62n + 1n],
  ]);
  t.deepEqual(await sorted({ x: ['bool', [true, false, null]] }, [{ column: 'x' }]), [[false], [true], [null]]);
});

test('several keys with directions of their own', async t => {
  const columns = { a: ['utf8', ['x', 'y', 'x', 'y', null]], b: ['int32', [1, 2, 3, null, 5]] } as const;
  t.deepEqual(await sorted(columns, [{ column: 'a', descending: true }, { column: 'b' }], 2), [
    ['y', 2],
    ['y', null],
    ['x', 1],
    ['x', 3],
    [null, 5],
  ]);
});

test('a long sort is stable across its runs', async t => {
  const rows = 50_000;
  const keys = Array.from({ length: rows }, (_, i) => (i * 7919) % 13);
  const result = await runTable('table.sort', { keys: [{ column: 'k' }] }, [
    input(table({ k: ['int32', keys], row: ['int32', keys.map((_, i) => i)] }, 7000)),
  ]);
  const expected = keys.map((key, row) => [key, row]).sort(([a = 0], [b = 0]) => a - b);
  t.deepEqual(rowsAsArrays(result), expected);
});

// ── join ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const join = async (
  left: Parameters<typeof table>[0],
  right: Parameters<typeof table>[0],
  options: OperationOptions,
  batchRows?: number,
): Promise<unknown[][]> =>
  rowsAsArrays(await runTable('table.join', options, [input(table(left, batchRows)), input(table(right, batchRows))]));

test('inner join: every pair of equal keys, null keys match nothing', async t => {
  const left = { k: ['int32', [1, 2, null, 1]], a: ['utf8', ['p', 'q', 'r', 's']] } as const;
  const right = { k: ['int64', [1n, 1n, null, 3n]], b: ['int32', [10, 11, 12, 13]] } as const;
  for (const batchRows of [Infinity, 1, 3]) {
    t.deepEqual(await join(left, right, { on: [{ left: 'k', right: 'k' }] }, batchRows), [
      [1, 'p', 10],
      [1, 'p', 11],
      [1, 's', 10],
      [1, 's', 11],
    ]);
  }
});

test('left join keeps left rows without a partner; names that are taken get the suffix', async t => {
  const left = { k: ['utf8', ['a', null, 'b']], x: ['int32', [1, 2, 3]] } as const;
  const right = { id: ['utf8', ['b']], x: [list, [['y']]] } as const;
  const result = await runTable('table.join', { on: [{ left: 'k', right: 'id' }], how: 'left' }, [
    input(table(left)),
    input(table(right)),
  ]);
  t.deepEqual(
    result.schema.map(field => field.name),
    ['k', 'x', 'id', 'x_right'],
  );
  t.deepEqual(rowsAsArrays(result), [
    ['a', 1, null, null],
    [null, 2, null, null],
    ['b', 3, 'b', ['y']],
  ]);
});

test('a join with an empty side', async t => {
  const empty = { k: ['int32', []] } as const;
  const full = { k: ['int32', [1]] } as const;
  t.deepEqual(await join(full, empty, { on: [{ left: 'k', right: 'k' }] }), []);
  t.deepEqual(await join(empty, full, { on: [{ left: 'k', right: 'k' }], how: 'left' }), []);
  t.deepEqual(await join(full, empty, { on: [{ left: 'k', right: 'k' }], how: 'left' }), [[1]]);
});

const mixedKeys: readonly (readonly [
  string,
  readonly [TypeLike, readonly unknown[]],
  readonly [TypeLike, readonly unknown[]],
  readonly (readonly [number, number])[],
])[] = [
  [
    'NaN matches NaN and -0 matches 0',
    ['float64', [NaN, -0]],
    ['float32', [0, NaN]],
    [
      [0, 1],
      [1, 0],
    ],
  ],
  ['int64 and float64 are equal only exactly', ['int64', [9007199254740993n, 2n]], ['float64', [9007199254740992, 2]], [[1, 1]]],
  ['uint64 is never negative', ['uint64', [2n ** 64n - 1n, 1n]], ['int64', [-1n, 1n]], [[1, 1]]],
  ['decimal and integer', [{ id: 'decimal', precision: 5, scale: 2 }, [100n, 150n]], ['int8', [1, 2]], [[0, 0]]],
  ['decimal and float', [{ id: 'decimal', precision: 5, scale: 2 }, [50n, 10n]], ['float64', [0.5, 0.1]], [[0, 0]]],
  [
    'instants of different units',
    [{ id: 'timestamp', unit: 's', timezone: null }, [1n]],
    [{ id: 'timestamp', unit: 'ns', timezone: 'UTC' }, [1n, 10n ** 9n]],
    [[0, 1]],
  ],
  [
    'date and timestamp',
    [{ id: 'date', unit: 'day' }, [1]],
    [{ id: 'timestamp', unit: 'ms', timezone: null }, [86_400_000n]],
    [[0, 0]],
  ],
  ['string encodings', [dictionary, ['a', 'b']], ['largeUtf8', ['b', 'c']], [[1, 0]]],
];
for (const [what, left, right, pairs] of mixedKeys) {
  test(`join keys of two types: ${what}`, async t => {
    const result = await join(
      { k: left, l: ['int32', left[1].map((_, i) => i)] },
      { key: right, r: ['int32', right[1].map((_, i) => i)] },
      { on: [{ left: 'k', right: 'key' }] },
    );
    t.deepEqual(
      result.map(row => [row[1], row[3]]),
      pairs.map(pair => [...pair]),
    );
  });
}

test('join on two keys', async t => {
  const left = { a: ['int32', [1, 1, 2]], b: ['utf8', ['x', 'y', 'x']] } as const;
  const right = { a: ['int32', [1, 2]], b: ['utf8', ['y', 'x']], v: ['int32', [10, 20]] } as const;
  t.deepEqual(
    await join(left, right, {
      on: [
        { left: 'a', right: 'a' },
        { left: 'b', right: 'b' },
      ],
    }),
    [
      [1, 'y', 10],
      [2, 'x', 20],
    ],
  );
});

test('a materialised result says its residency', async t => {
  const bound = await bind('table.sort', { keys: [{ column: 'x' }] }, [input(numbers)]);
  if ('declined' in bound) return t.fail(bound.reason);
  const { replica, statistics } = await bound.call();
  t.deepEqual(replica.residency, HEAP_ARROW);
  t.is(statistics?.['rows'], 100);
});

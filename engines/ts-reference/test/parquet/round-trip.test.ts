import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatType } from '@parquetframe/core/engine';
import type { DataType, ParquetMetadata } from '@parquetframe/core/engine';
import test from 'ava';
import {
  bind,
  call,
  codeOf,
  column,
  fileInput,
  input,
  literal,
  metadataOf,
  rowsAsArrays,
  run,
  scanParquet,
  streamInput,
  table,
  typeOf,
  values,
} from '../harness.js';
import type { TypeLike } from '../harness.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-write-'));
test.after.always(() => rm(folder, { recursive: true }));
let files = 0;
const newFile = (): string => path.join(folder, `${files++}.parquet`);

type Columns = Parameters<typeof table>[0];

async function written(columns: Columns, options: object = {}, batchRows?: number): Promise<string> {
  const file = newFile();
  await run('parquet.write', { path: file, ...options }, [input(table(columns, batchRows))]);
  return file;
}

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const duration = (unit: 's' | 'ms' | 'us' | 'ns'): DataType => ({ id: 'duration', unit });
const timestamp = (unit: 's' | 'ms' | 'us' | 'ns', timezone: string | null = null): DataType => ({
  id: 'timestamp',
  unit,
  timezone,
});
const item = (type: TypeLike, nullable = true): { name: string; type: DataType; nullable: boolean } => ({
  name: 'element',
  type: typeOf(type),
  nullable,
});

/** Type, values, and the type that the file gives back where Parquet has no such type. */
const columns: readonly (readonly [TypeLike, readonly unknown[], TypeLike?])[] = [
  ['bool', [true, null, false]],
  ['int8', [-128, null, 127]],
  ['int16', [-32768, null, 32767]],
  ['int32', [-2147483648, null, 2147483647]],
  ['int64', [-(2n ** 63n), null, 2n ** 63n - 1n]],
  ['uint8', [0, null, 255]],
  ['uint16', [0, null, 65535]],
  ['uint32', [0, null, 4294967295]],
  ['uint64', [0n, null, 2n ** 64n - 1n]],
  ['float16', [-0, null, NaN, 65504, 2 ** -24]],
  ['float32', [-0, 0, null, NaN, Infinity, 1.5]],
  ['float64', [-0, 0, null, NaN, -Infinity, 0.1, 2 ** -1074]],
  ['utf8', ['', null, 'ü€\u{1f600}', 'a'.repeat(100)]],
  ['largeUtf8', ['a', null], 'utf8'],
  ['utf8View', ['a', null, 'more than twelve bytes'], 'utf8'],
  ['binary', [Uint8Array.of(), null, Uint8Array.of(0, 255)]],
  ['binaryView', [Uint8Array.of(1), null], 'binary'],
  [{ id: 'fixedSizeBinary', byteWidth: 3 }, [Uint8Array.of(1, 2, 3), null]],
  [{ id: 'decimal', precision: 9, scale: 2 }, [-999_999_999n, null, 1n]],
  [{ id: 'decimal', precision: 18, scale: 0 }, [10n ** 18n - 1n, null, -1n]],
  [{ id: 'decimal', precision: 38, scale: 10 }, [10n ** 38n - 1n, null, -(10n ** 38n) + 1n, -1n, 0n]],
  [{ id: 'date', unit: 'day' }, [-719162, null, 2932896]],
  [{ id: 'time', unit: 'ms' }, [86399999n, null]],
  [{ id: 'time', unit: 'us' }, [86399999999n, null]],
  [{ id: 'time', unit: 'ns' }, [86399999999999n, null]],
  [duration('s'), [INT_MIN, null, INT_MAX, -1n, 0n]],
  [duration('ms'), [INT_MIN, null, INT_MAX, -1n, 0n]],
  [duration('us'), [INT_MIN, null, INT_MAX, -1n, 0n]],
  [duration('ns'), [INT_MIN, null, INT_MAX, -1n, 0n]],
  [{ id: 'dictionary', index: { id: 'int8' }, values: duration('ms'), ordered: false }, [1n, null, 1n], duration('ms')],
  [{ id: 'list', item: item({ id: 'list', item: item(duration('us')) }) }, [[[INT_MIN, null], []], null, [], [null]]],
  [
    {
      id: 'struct',
      fields: [
        { ...item('int64'), name: 'a' },
        { ...item(duration('ns')), name: 'b' },
        { ...item({ id: 'list', item: item(duration('s')) }), name: 'c' },
      ],
    },
    [{ a: 1n, b: -2n, c: [3n, null] }, null, { a: null, b: null, c: null }],
  ],
  [timestamp('ms'), [-1n, null, 253402300799999n]],
  [timestamp('us', 'UTC'), [9007199254740993n, null, -9007199254740993n]],
  [timestamp('ns'), [-(2n ** 63n), null, 2n ** 63n - 1n]],
  [timestamp('us', 'Europe/Berlin'), [1n, null], timestamp('us', 'UTC')],
  [{ id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }, ['a', null, 'b', 'a'], 'utf8'],
  ['null', [null, null]],
  [{ id: 'list', item: item('int64') }, [[1n, null, 3n], null, [], [2n ** 60n]]],
  [{ id: 'list', item: item({ id: 'list', item: item(timestamp('ns')) }) }, [[[1n], null, []], null, [], [[null]]]],
  [{ id: 'list', item: item({ id: 'decimal', precision: 20, scale: 1 }) }, [[10n ** 19n, null], null]],
  [
    {
      id: 'struct',
      fields: [
        { ...item('int32'), name: 'a' },
        { ...item({ id: 'time', unit: 'ms' }), name: 'b' },
        { ...item({ id: 'list', item: item('utf8') }), name: 'c' },
      ],
    },
    [{ a: 1, b: 2n, c: ['x', null] }, null, { a: null, b: null, c: null }, { a: 0, b: 0n, c: [] }],
  ],
  [
    {
      id: 'map',
      entries: {
        name: 'key_value',
        type: {
          id: 'struct',
          fields: [
            { name: 'key', type: { id: 'utf8' }, nullable: false },
            { name: 'value', type: { id: 'float64' }, nullable: true },
          ],
        },
        nullable: false,
      },
      keysSorted: false,
    },
    [
      [
        ['a', 1],
        ['b', null],
      ],
      null,
      [],
    ],
  ],
];

for (const [type, column_, back] of columns) {
  test(`${formatType(typeOf(type))} is read back as it was written`, async t => {
    const file = await written({ x: [type, column_] });
    const { schema } = await metadataOf(file);
    t.deepEqual(schema, [{ name: 'x', type: typeOf(back ?? type), nullable: true }]);
    const { table: result } = await scanParquet(file);
    t.deepEqual(values(result, 'x'), [...column_]);
  });
}

test('seconds are written as milliseconds: the same instants', async t => {
  const file = await written({ x: [timestamp('s'), [-1n, null, 1n]], y: [{ id: 'time', unit: 's' }, [1n, null, 2n]] });
  const { table: result } = await scanParquet(file);
  t.deepEqual(
    result.schema.map(field => formatType(field.type)),
    ['timestamp[ms]', 'time[ms]'],
  );
  t.deepEqual(rowsAsArrays(result), [
    [-1000n, 1000n],
    [null, null],
    [1000n, 2000n],
  ]);
});

test('durations as keys and values of maps, and beside every other type, are read back', async t => {
  const entries = (key: TypeLike, value: TypeLike): DataType => ({
    id: 'map',
    entries: {
      name: 'key_value',
      type: {
        id: 'struct',
        fields: [
          { name: 'key', type: typeOf(key), nullable: false },
          { name: 'value', type: typeOf(value), nullable: true },
        ],
      },
      nullable: false,
    },
    keysSorted: false,
  });
  const all: Columns = Object.fromEntries(
    columns.map(([type, column_], i) => [`c${i}`, [type, [column_[0], column_[1]]] as const]),
  );
  const file = await written({
    ...all,
    m: [entries(duration('s'), duration('ns')), [[[1n, -2n]], [[3n, null]]]],
    d: [duration('us'), [1n, null]],
  });
  const { schema, keyValue } = await metadataOf(file);
  t.deepEqual(
    schema.slice(-2).map(field => formatType(field.type)),
    ['map<struct<key: duration[s], value: duration[ns]>>', 'duration[us]'],
  );
  t.deepEqual(
    schema.slice(0, -2).map(field => formatType(field.type)),
    columns.map(([type, , back]) => formatType(typeOf(back ?? type))),
  );
  t.deepEqual(Object.keys(keyValue), ['ARROW:schema']);
  const { table: result } = await scanParquet(file, { columns: ['m', 'd'] });
  t.deepEqual(values(result, 'm'), [[[1n, -2n]], [[3n, null]]]);
  t.deepEqual(values(result, 'd'), [1n, null]);
});

test('a file without durations has no Arrow schema', async t => {
  const { keyValue } = await metadataOf(await written({ x: ['int64', [1n]] }));
  t.deepEqual(keyValue, {});
});

test('bounds of durations are counts of their unit, as texts', async t => {
  const { columns: described } = await metadataOf(await written({ x: [duration('ms'), [5n, null, -7n]] }));
  t.deepEqual(described[0]?.statistics, { min: '-7', max: '5', exact: true, nullCount: 1, distinctCount: null });
});

test('types that Parquet does not have are declined with the column', async t => {
  const answer = await bind('parquet.write', { path: newFile() }, [
    input(table({ odd: [{ id: 'date', unit: 'millisecond' }, [1n]] })),
  ]);
  t.true('declined' in answer && answer.code === 'UNSUPPORTED_COLUMN_TYPE' && answer.reason.includes('"odd"'));
});

test('row groups have the rows asked for, whatever the batches', async t => {
  const numbers = Array.from({ length: 25 }, (_, i) => i);
  const file = await written({ x: ['int32', numbers] }, { rowGroupRows: 10, compression: 'uncompressed' }, 7);
  const { rowGroups, columns: described } = await metadataOf(file);
  t.deepEqual(
    rowGroups.map(group => group.rows),
    [10, 10, 5],
  );
  t.deepEqual(described[0]?.codecs, ['UNCOMPRESSED']);
  t.deepEqual(described[0]?.statistics, { min: 0, max: 24, exact: true, nullCount: 0, distinctCount: null });
  t.deepEqual(values((await scanParquet(file)).table, 'x'), numbers);
});

test('the record has rows and bytes; an empty table keeps its schema', async t => {
  const file = newFile();
  const { replica } = await run('parquet.write', { path: file }, [input(table({ x: ['utf8', []] }))]);
  t.deepEqual(replica.value, { rows: 0, bytes: (await stat(file)).size });
  const { table: result } = await scanParquet(file);
  t.deepEqual([result.length, result.schema], [0, [{ name: 'x', type: { id: 'utf8' }, nullable: true }]]);
});

test('a stream is written as it comes; a failing one leaves nothing behind', async t => {
  const source = table({ x: ['int32', [1, 2, 3]] }, 1);
  const file = newFile();
  await run('parquet.write', { path: file }, [streamInput(source)]);
  t.deepEqual(values((await scanParquet(file)).table, 'x'), [1, 2, 3]);
  const failing = streamInput({ ...source, batches: [...source.batches, { length: 1, columns: [] }] });
  const broken = newFile();
  await t.throwsAsync(run('parquet.write', { path: broken }, [failing]));
  t.false((await readdir(folder)).includes(path.basename(broken)));
});

test('a path that cannot be created is FILE_NOT_FOUND', async t => {
  const missing = path.join(folder, 'no', 'such', 'folder.parquet');
  t.is(await codeOf(() => run('parquet.write', { path: missing }, [input(table({ x: ['int8', [1]] }))])), 'FILE_NOT_FOUND');
});

// ── what the reference of a file protects from ─────────────────────────────────────────────────────────────────────────

test('a file that changed since its reference was taken is SOURCE_CHANGED', async t => {
  const file = await written({ x: ['int32', [1, 2, 3]] });
  const { schema } = await metadataOf(file);
  const reference = await fileInput(file);
  await utimes(file, new Date(0), new Date(0));
  t.is(await codeOf(() => run('parquet.scan', { schema }, [reference])), 'SOURCE_CHANGED');
  t.is(await codeOf(() => run('parquet.metadata', {}, [reference])), 'SOURCE_CHANGED');
  const again = await fileInput(file);
  await truncate(file, 20);
  t.is(await codeOf(() => run('parquet.scan', { schema }, [again])), 'SOURCE_CHANGED');
  await rm(file);
  t.is(await codeOf(() => run('parquet.scan', { schema }, [again])), 'FILE_NOT_FOUND');
});

test('what is not a Parquet file is DATA_CORRUPT', async t => {
  for (const text of ['', 'PAR1', 'a,b\n1,2\n3,4\n5,6\n', 'PAR1\0\0\0\0\xff\xff\xff\x7fPAR1']) {
    const file = newFile();
    await writeFile(file, text, 'latin1');
    t.is(await codeOf(() => metadataOf(file)), 'DATA_CORRUPT', JSON.stringify(text));
  }
});

test('a column that the file has with another type is SCHEMA_MISMATCH', async t => {
  const file = await written({ x: ['int32', [1]] });
  const schema: ParquetMetadata['schema'] = [{ name: 'x', type: { id: 'int64' }, nullable: true }];
  t.is(await codeOf(async () => run('parquet.scan', { schema }, [await fileInput(file)])), 'SCHEMA_MISMATCH');
});

// ── pruning: never a row too few ───────────────────────────────────────────────────────────────────────────────────────

interface Pruned {
  readonly what: string;
  readonly column: readonly [TypeLike, readonly unknown[]];
  readonly predicate: Parameters<typeof call>;
  /** groups of two rows that are read */
  readonly read: number;
  readonly rows: readonly unknown[];
}
const x = column('x');
const pruned: readonly Pruned[] = [
  { what: 'less', column: ['int32', [1, 2, 3, 4, 5, 6]], predicate: ['less', [x, literal(3)]], read: 1, rows: [1, 2] },
  {
    what: 'lessEqual keeps the bound',
    column: ['int32', [1, 2, 3, 4, 5, 6]],
    predicate: ['lessEqual', [x, literal(3)]],
    read: 2,
    rows: [1, 2, 3],
  },
  {
    what: 'literal on the left',
    column: ['int32', [1, 2, 3, 4, 5, 6]],
    predicate: ['less', [literal(4), x]],
    read: 1,
    rows: [5, 6],
  },
  {
    what: 'equal',
    column: ['utf8', ['a', 'b', 'c', 'd', 'e', 'f']],
    predicate: ['equal', [x, literal('d')]],
    read: 1,
    rows: ['d'],
  },
  {
    what: 'notEqual of a constant group',
    column: ['int32', [1, 1, 1, 2, 3, 3]],
    predicate: ['notEqual', [x, literal(1)]],
    read: 2,
    rows: [2, 3, 3],
  },
  {
    what: 'a fraction between integers',
    column: ['int64', [1n, 2n, 3n, 4n, 5n, 6n]],
    predicate: ['greater', [x, literal(4.5)]],
    read: 1,
    rows: [5n, 6n],
  },
  {
    what: 'all-null groups match nothing',
    column: ['int32', [null, null, 1, null, 3, 4]],
    predicate: ['greater', [x, literal(0)]],
    read: 2,
    rows: [1, 3, 4],
  },
  {
    what: 'isNull',
    column: ['int32', [null, 1, 2, 3, null, null]],
    predicate: ['isNull', [x]],
    read: 2,
    rows: [null, null, null],
  },
  { what: 'isNotNull', column: ['int32', [null, null, 2, null, 4, 5]], predicate: ['isNotNull', [x]], read: 2, rows: [2, 4, 5] },
  {
    what: 'not',
    column: ['int32', [1, 2, 3, 4, 5, 6]],
    predicate: ['not', [call('less', [x, literal(5)])]],
    read: 1,
    rows: [5, 6],
  },
  {
    what: 'and',
    column: ['int32', [1, 2, 3, 4, 5, 6]],
    predicate: ['and', [call('greater', [x, literal(2)]), call('less', [x, literal(5)])]],
    read: 1,
    rows: [3, 4],
  },
  {
    what: 'or',
    column: ['int32', [1, 2, 3, 4, 5, 6]],
    predicate: ['or', [call('less', [x, literal(2)]), call('greater', [x, literal(5)])]],
    read: 2,
    rows: [1, 6],
  },
  {
    what: 'NaN is not in the bounds, and greater than all',
    column: ['float64', [1, NaN, 2, 3, 0, 0]],
    predicate: ['greater', [x, literal(5)]],
    read: 3,
    rows: [NaN],
  },
  {
    what: 'floats below the bound',
    column: ['float64', [1, NaN, 2, 3, 4, 5]],
    predicate: ['less', [x, literal(2)]],
    read: 1,
    rows: [1],
  },
  {
    what: 'signed zeros',
    column: ['float64', [-0, -0, 0, 0, 1, 1]],
    predicate: ['equal', [x, literal(0)]],
    read: 2,
    rows: [-0, -0, 0, 0],
  },
  {
    what: 'unsigned bounds',
    column: ['uint32', [1, 2, 4294967295, 4294967294, 3, 4]],
    predicate: ['greater', [x, literal(4294967290)]],
    read: 1,
    rows: [4294967295, 4294967294],
  },
  {
    what: 'unsigned 64-bit bounds',
    column: ['uint64', [1n, 2n, 2n ** 64n - 1n, 2n ** 63n, 3n, 4n]],
    predicate: ['greater', [x, literal(2n ** 63n)]],
    read: 1,
    rows: [2n ** 64n - 1n],
  },
  {
    what: 'decimals',
    column: [{ id: 'decimal', precision: 20, scale: 2 }, [100n, 200n, 300n, 400n, -500n, -600n]],
    predicate: ['less', [x, literal(1)]],
    read: 1,
    rows: [-500n, -600n],
  },
  {
    what: 'strings cut short in the bounds',
    column: ['utf8', ['a'.repeat(40), 'b', `${'c'.repeat(40)}z`, 'c', 'd', 'e']],
    predicate: ['greater', [x, literal('c'.repeat(40))]],
    read: 2,
    rows: [`${'c'.repeat(40)}z`, 'd', 'e'],
  },
  {
    what: 'timestamps against a date string',
    column: [timestamp('us', 'UTC'), [0n, 1n, 86_400_000_000n, 86_400_000_001n, 2n, 3n]],
    predicate: ['greaterEqual', [x, literal('1970-01-02T00:00:00Z')]],
    read: 1,
    rows: [86_400_000_000n, 86_400_000_001n],
  },
  {
    what: 'durations against one of another unit',
    column: [duration('ms'), [-9000n, 999n, 1000n, 1001n, null, 2000n]],
    predicate: ['greater', [x, literal(1n, duration('s'))]],
    read: 2,
    rows: [1001n, 2000n],
  },
  {
    what: 'durations counted in their unit',
    column: [duration('us'), [INT_MIN, -1n, 0n, 1n, 2n, INT_MAX]],
    predicate: ['less', [x, literal(0n)]],
    read: 1,
    rows: [INT_MIN, -1n],
  },
  { what: 'null constant', column: ['int32', [1, 2, 3, 4, 5, 6]], predicate: ['equal', [x, literal(null)]], read: 0, rows: [] },
  {
    what: 'computed columns are not pruned',
    column: ['int32', [1, 2, 3, 4, 5, 6]],
    predicate: ['less', [call('negate', [x]), literal(-5)]],
    read: 3,
    rows: [6],
  },
];

for (const { what, column: column_, predicate, read, rows } of pruned) {
  test(`row groups by statistics: ${what}`, async t => {
    const file = await written({ x: column_, other: ['int32', column_[1].map((_, i) => i)] }, { rowGroupRows: 2 });
    const { table: result, notes } = await scanParquet(file, { columns: ['x'], predicate: call(...predicate) });
    t.deepEqual(values(result, 'x'), [...rows]);
    t.deepEqual(notes, { rowGroups: 3, rowGroupsRead: read, rowGroupsPruned: 3 - read });
  });
}

import * as arrow from 'apache-arrow';
import test from 'ava';
import {
  columnFromValues,
  columnReader,
  columnAt,
  decodeIpc,
  encodeIpc,
  field,
  fromArrow,
  isArrowTable,
  rowsOf,
  sliceColumn,
  tableData,
  toArrow,
  type ColumnData,
  type DataType,
} from '../index.js';

/** Whether two things are views of the same memory from the same byte on. */
function same(a: unknown, b: unknown): boolean {
  return ArrayBuffer.isView(a) && ArrayBuffer.isView(b) && a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}
/** The buffers of the first chunk of a vector; arrow-js types them as `any`. */
const buffersOf = (vector: arrow.Vector | null): { readonly [buffer in 'values' | 'valueOffsets' | 'nullBitmap']?: unknown } =>
  vector?.data[0] ?? {};
const one = (type: DataType, column: ColumnData) => tableData([field('c', type)], [{ length: column.length, columns: [column] }]);

test('values cross in both directions without a copy', async t => {
  const values = Float64Array.of(1, 2, 3);
  const out = await toArrow(one({ id: 'float64' }, columnFromValues({ id: 'float64' }, values)));
  t.true(same(buffersOf(out.getChildAt(0)).values, values));
  const text = columnFromValues({ id: 'utf8' }, ['a', null, 'bcd']);
  const exported = buffersOf((await toArrow(one({ id: 'utf8' }, text))).getChildAt(0));
  t.true(same(exported.nullBitmap, text.buffers[0]));
  t.true(same(exported.valueOffsets, text.buffers[1]));
  t.true(same(exported.values, text.buffers[2]));

  const table = new arrow.Table({
    n: arrow.vectorFromArray([1n, 2n, null], new arrow.Int64()),
    s: arrow.vectorFromArray(['a', 'b', null], new arrow.Utf8()),
  });
  const imported = fromArrow(table);
  const [n, s] = imported.batches[0]?.columns ?? [];
  const [nData, sData] = [buffersOf(table.getChild('n')), buffersOf(table.getChild('s'))];
  t.true(same(n?.buffers[1], nData.values));
  t.true(same(n?.buffers[0], nData.nullBitmap));
  t.true(same(s?.buffers[1], sData.valueOffsets));
  t.true(same(s?.buffers[2], sData.values));
  t.true(same(buffersOf((await toArrow(imported)).getChild('n')).values, nData.values));
});

test('of a slice the values are views and only bitmaps are moved', t => {
  const table = new arrow.Table({
    n: arrow.vectorFromArray(
      Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? null : i)),
      new arrow.Int32(),
    ),
    b: arrow.vectorFromArray(
      Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? null : i % 2 === 0)),
      new arrow.Bool(),
    ),
  });
  const slice = table.slice(3, 17);
  const imported = fromArrow(slice);
  t.is(imported.length, 14);
  t.deepEqual(
    rowsOf(imported),
    Array.from({ length: 14 }, (_, k) => ({
      n: (k + 3) % 3 === 0 ? null : k + 3,
      b: (k + 3) % 4 === 0 ? null : (k + 3) % 2 === 0,
    })),
  );
  const all = buffersOf(table.getChild('n')).values;
  const part = columnAt(imported.batches[0] ?? { length: 0, columns: [] }, 0).buffers[1];
  t.true(all instanceof Int32Array && same(part, all.subarray(3)));
});

test('dictionaries stay encoded, also when batches have different ones', async t => {
  const type: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: true };
  const [a, b] = [columnFromValues(type, ['x', 'y', null]), columnFromValues(type, ['y', 'z'])];
  const table = tableData(
    [field('c', type)],
    [
      { length: 3, columns: [a] },
      { length: 2, columns: [b] },
    ],
  );
  const decoded = await decodeIpc(await encodeIpc(table));
  t.deepEqual(decoded.schema, table.schema);
  t.deepEqual(
    rowsOf(decoded).map(row => row['c']),
    ['x', 'y', null, 'y', 'z'],
  );
  const shared = tableData(
    table.schema,
    [a, sliceColumn(type, a, 1, 3)].map(c => ({ length: c.length, columns: [c] })),
  );
  const [first, second] = fromArrow(await toArrow(shared)).batches.map(batch => batch.columns[0]?.dictionary);
  t.truthy(first);
  t.is(first, second);
});

test('a table of another arrow-js, or one that only looks like it, is taken; others are refused', t => {
  const plain = {
    schema: { fields: [{ name: 'x', nullable: false, type: { typeId: 2, isSigned: false, bitWidth: 16 } }] },
    batches: [
      {
        data: {
          length: 2,
          offset: 0,
          nullCount: 0,
          children: [{ length: 2, offset: 0, nullCount: 0, values: Uint16Array.of(1, 65535), children: [] }],
        },
      },
    ],
  };
  t.true(isArrowTable(plain));
  t.deepEqual(rowsOf(fromArrow(plain)), [{ x: 1 }, { x: 65535 }]);
  for (const wrong of [null, 3, {}, { schema: {}, batches: [] }, { schema: { fields: [] }, batches: 1 }]) {
    t.false(isArrowTable(wrong));
    t.throws(() => fromArrow(wrong), { code: 'INVALID_ARGUMENT' });
  }
  t.throws(() => fromArrow({ ...plain, batches: [{ data: { length: 2, offset: 0, nullCount: 0, children: [] } }] }), {
    code: 'INVALID_ARGUMENT',
  });
});

test('types that have no counterpart are refused by name', t => {
  const refused = (type: arrow.DataType, name: RegExp): void => {
    const schema = new arrow.Schema([new arrow.Field('odd', type, true)]);
    const error = t.throws(() => fromArrow(new arrow.Table(schema)), { code: 'UNSUPPORTED_TYPE' });
    t.regex(error.message, /"odd/);
    t.regex(error.message, name);
  };
  refused(new arrow.IntervalYearMonth(), /Interval/);
  refused(new arrow.Decimal(2, 60, 256), /60 digits/);
  refused(new arrow.Decimal(2, 4, 16), /Decimal/);
  refused(new arrow.SparseUnion([0], [new arrow.Field('a', new arrow.Int8())]), /Union/);
  refused(new arrow.List(new arrow.Field('item', new arrow.IntervalDayTime())), /Interval/);
  t.throws(() => fromArrow({ schema: { fields: [{ name: 'x', nullable: true, type: { typeId: 12 } }] }, batches: [] }), {
    code: 'UNSUPPORTED_TYPE',
  });
  t.throws(() => fromArrow({ schema: { fields: [{ name: 'x', nullable: true, type: { typeId: -1 } }] }, batches: [] }), {
    code: 'UNSUPPORTED_TYPE',
  });
});

test('what arrow-js cannot index a dictionary by is refused, garbage is DATA_CORRUPT', async t => {
  const type: DataType = { id: 'dictionary', index: { id: 'int64' }, values: { id: 'utf8' }, ordered: false };
  const column = columnFromValues(type, ['a', 'b', 'a']);
  t.is(columnReader(type, column).get(2), 'a');
  await t.throwsAsync(toArrow(one(type, column)), { code: 'UNSUPPORTED_TYPE' });
  const error = await t.throwsAsync(decodeIpc(new Uint8Array(64).fill(7)));
  t.is((error as { code?: string }).code, 'DATA_CORRUPT');
});

test('an empty table keeps its schema', async t => {
  const empty = tableData([field('a', 'int32'), field('b', 'utf8', false)], []);
  t.deepEqual(fromArrow(await toArrow(empty)), empty);
  t.deepEqual(await decodeIpc(await encodeIpc(empty)), empty);
});

const item = new arrow.Field('item', new arrow.Int32(), true);
const EMPTY_TYPES: { readonly [name: string]: arrow.DataType } = {
  list: new arrow.List(item),
  'list of fixed size': new arrow.FixedSizeList(2, item),
  struct: new arrow.Struct([item, new arrow.Field('inner', new arrow.List(item), true)]),
  map: new arrow.Map_(
    new arrow.Field(
      'entries',
      new arrow.Struct<{ key: arrow.Utf8; value: arrow.Int32 }>([
        new arrow.Field<arrow.Utf8 | arrow.Int32>('key', new arrow.Utf8(), false),
        new arrow.Field<arrow.Utf8 | arrow.Int32>('value', new arrow.Int32(), true),
      ]),
      false,
    ),
  ),
  dictionary: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
  'list of structs': new arrow.List(new arrow.Field('item', new arrow.Struct([item]), true)),
};

for (const [name, type] of Object.entries(EMPTY_TYPES)) {
  test(`a table without rows that has a column of ${name} comes from IPC with no rows`, async t => {
    const schema = new arrow.Schema([new arrow.Field('c', type, true)]);
    for (const format of ['stream', 'file'] as const) {
      const bytes = arrow.tableToIPC(new arrow.Table(schema), format);
      const table = fromArrow(arrow.tableFromIPC(bytes));
      t.deepEqual([table.length, table.schema.map(f => f.name)], [0, ['c']]);
      t.is((await decodeIpc(bytes)).length, 0);
    }
  });
}

test('children that a reader left out of an empty batch, and of lists without items, are empty', t => {
  const lists = arrow.vectorFromArray([[], null, []], new arrow.List(new arrow.Field('item', new arrow.Struct([item]), true)));
  const [data] = lists.data;
  const type = lists.type as arrow.DataType;
  const batch = (length: number, offsets: Int32Array) => ({
    data: {
      length,
      offset: 0,
      nullCount: 0,
      children: [{ length, offset: 0, nullCount: 0, valueOffsets: offsets, children: [] }],
    },
  });
  t.truthy(data);
  const table = fromArrow({
    schema: { fields: [{ name: 'c', type, nullable: true }] },
    batches: [batch(0, Int32Array.of(0)), batch(3, Int32Array.of(0, 0, 0, 0))],
  });
  t.deepEqual(
    rowsOf(table).map(row => row['c']),
    [[], [], []],
  );
});

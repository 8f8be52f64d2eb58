import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import {
  columnFromValues,
  columnReader,
  compareNumbers,
  compareText,
  compareValues,
  concatBatches,
  concatColumns,
  decodeDictionary,
  field,
  formatDecimal,
  fromHalf,
  graphToShared,
  hashTable,
  parseDecimal,
  rowsOf,
  sliceTable,
  tableColumn,
  tableData,
  tableFromRows,
  takeColumn,
  toHalf,
  toShared,
  userReader,
  viewAs,
  type DataType,
  type GraphData,
  type Schema,
} from './index.js';
import { fillBits, getBit } from './bitmap.js';

const one = (type: DataType, values: readonly unknown[]) =>
  tableData([field('c', type)], [{ length: values.length, columns: [columnFromValues(type, values)] }]);

test('order: numbers exactly, NaN last, -0 equal to 0; strings as their UTF-8', t => {
  t.true(compareNumbers(2 ** 53, 2n ** 53n + 1n) < 0);
  t.is(compareNumbers(1, 1n), 0);
  t.is(compareNumbers(NaN, NaN), 0);
  t.true(compareNumbers(NaN, Infinity) > 0);
  t.true(compareNumbers(10n ** 400n, NaN) < 0);
  t.is(compareNumbers(-0, 0), 0);
  t.true(compareValues({ id: 'bool' }, false, true) < 0);
  t.true(compareValues({ id: 'binary' }, Uint8Array.of(1, 2), Uint8Array.of(1)) > 0);
  t.throws(() => compareValues({ id: 'struct', fields: [] }, {}, {}), { instanceOf: TypeError });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      assert.equal(Math.sign(compareText(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
      assert.equal(Math.sign(compareValues({ id: 'utf8' }, a, b)), Math.sign(compareText(a, b)));
    }),
  );
  t.true(compareText('\uffff', '\u{10000}') < 0);
});

test('decimals as text and back', t => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -3, max: 12 }), (unscaled, scale) => {
      assert.equal(parseDecimal(formatDecimal(unscaled, scale), scale), unscaled);
    }),
  );
  t.is(formatDecimal(-5n, 2), '-0.05');
  t.is(parseDecimal('1.234', 2), undefined);
  t.is(parseDecimal('abc', 2), undefined);
  t.is(parseDecimal('15', -1), undefined);
  t.is(parseDecimal('20', -1), 2n);
});

test('half floats round to nearest even, and every one of them survives', t => {
  for (let bits = 0; bits < 65536; bits++) {
    const value = fromHalf(bits);
    if (Number.isNaN(value)) t.is(toHalf(value), 0x7e00);
    else if (toHalf(value) !== bits) t.fail(`${String(bits)} became ${String(toHalf(value))}`);
  }
  t.is(toHalf(65519.99), 0x7bff);
  t.is(toHalf(65520), 0x7c00);
  t.is(toHalf(1 + 2 ** -11), 0x3c00);
  t.is(toHalf(1 + 3 * 2 ** -11), 0x3c02);
  t.is(toHalf(2 ** -25), 0);
  t.is(toHalf(-(2 ** -24)), 0x8001);
  t.is(toHalf(2 ** -14 - 2 ** -26), 0x0400);
});

test('values that are not of the type are refused with their row', t => {
  const wrong: readonly (readonly [DataType, unknown])[] = [
    [{ id: 'bool' }, 1],
    [{ id: 'int8' }, 128],
    [{ id: 'uint8' }, -1],
    [{ id: 'int32' }, 1.5],
    [{ id: 'int32' }, NaN],
    [{ id: 'int64' }, 2n ** 63n],
    [{ id: 'uint64' }, -1n],
    [{ id: 'int64' }, 2 ** 53],
    [{ id: 'int64' }, '1'],
    [{ id: 'float64' }, '1'],
    [{ id: 'float16' }, 1n],
    [{ id: 'utf8' }, 1],
    [{ id: 'binary' }, 'a'],
    [{ id: 'fixedSizeBinary', byteWidth: 2 }, Uint8Array.of(1)],
    [{ id: 'decimal', precision: 3, scale: 1 }, 1000n],
    [{ id: 'decimal', precision: 3, scale: 1 }, '100.0'],
    [{ id: 'decimal', precision: 3, scale: 1 }, 1.25],
    [{ id: 'decimal', precision: 3, scale: 1 }, Number.NaN],
    [{ id: 'utf8' }, 'half \ud83d'],
    [{ id: 'timestamp', unit: 'us', timezone: null }, new Date(NaN)],
    [{ id: 'duration', unit: 'us' }, new Date(0)],
    [{ id: 'list', item: field('item', 'int8') }, 3],
    [{ id: 'fixedSizeList', size: 2, item: field('item', 'int8') }, [1]],
    [
      {
        id: 'map',
        entries: field('e', { id: 'struct', fields: [field('key', 'utf8'), field('value', 'utf8')] }),
        keysSorted: false,
      },
      [3],
    ],
    [{ id: 'utf8' }, () => 1],
  ];
  for (const [type, value] of wrong) {
    const error = t.throws(() => columnFromValues(type, [null, value]), { code: 'INVALID_ARGUMENT' }, JSON.stringify(type));
    if (type.id !== 'map') t.regex(error.message, /row 1/);
  }
  const named = t.throws(() => tableFromRows([field('a', 'int8')], [{ a: 300 }]), { code: 'INVALID_ARGUMENT' });
  t.regex(named.message, /column "a", row 0: 300 is not a value of type int8/);
});

test('what users write is taken: dates, safe integers, decimal strings, missing members', t => {
  const read = (type: DataType, value: unknown): unknown => columnReader(type, columnFromValues(type, [value])).get(0);
  t.is(read({ id: 'timestamp', unit: 's', timezone: null }, new Date(-1)), -1n);
  t.is(read({ id: 'timestamp', unit: 'ns', timezone: null }, new Date(5)), 5_000_000n);
  t.is(read({ id: 'date', unit: 'day' }, new Date(-1)), -1);
  t.is(read({ id: 'date', unit: 'millisecond' }, new Date(7)), 7n);
  t.is(read({ id: 'int64' }, 7), 7n);
  t.is(read({ id: 'float64' }, 7n), 7);
  t.is(read({ id: 'decimal', precision: 5, scale: 2 }, '-1.5'), -150n);
  t.deepEqual(rowsOf(tableFromRows([field('a', 'utf8')], [{}, { a: undefined }])), [{ a: null }, { a: null }]);
  t.deepEqual(read({ id: 'list', item: field('item', 'int8') }, Int8Array.of(1, 2)), [1, 2]);
});

test('rows as users see them', t => {
  const user = (type: DataType, value: unknown, options = {}): unknown =>
    userReader(type, columnFromValues(type, [value]), options)(0);
  const micros: DataType = { id: 'timestamp', unit: 'us', timezone: null };
  t.deepEqual(user(micros, 1000n), new Date(1));
  t.is(user(micros, 1001n, { timestamp: 'bigint' }), 1001n);
  t.throws(() => user(micros, 1001n), { code: 'INEXACT_TIMESTAMP' });
  t.throws(() => user({ id: 'timestamp', unit: 's', timezone: null }, 10n ** 15n), { code: 'INEXACT_TIMESTAMP' });
  t.throws(() => user({ id: 'date', unit: 'day' }, 100_000_001), { code: 'INEXACT_TIMESTAMP' });
  t.is(user({ id: 'int64' }, 5n, { int64: 'number' }), 5);
  t.throws(() => user({ id: 'uint64' }, 2n ** 53n, { int64: 'number' }), { code: 'UNSAFE_INTEGER' });
  t.is(user({ id: 'decimal', precision: 5, scale: 2 }, 1n), '0.01');
  t.deepEqual(user({ id: 'date', unit: 'day' }, 1), new Date(86_400_000));
  t.deepEqual(user({ id: 'date', unit: 'millisecond' }, 1n), new Date(1));
  const dictionary: DataType = { id: 'dictionary', index: { id: 'int8' }, values: micros, ordered: false };
  t.deepEqual(user(dictionary, 2000n), new Date(2));
  t.deepEqual(user({ id: 'list', item: field('item', micros) }, [1000n, null]), [new Date(1), null]);
  const struct: DataType = { id: 'struct', fields: [field('when', micros), field('n', 'int8')] };
  t.deepEqual(user(struct, { when: 1000n, n: null }), { when: new Date(1), n: null });
  const entries = field('entries', { id: 'struct', fields: [field('key', 'utf8', false), field('value', micros)] });
  t.deepEqual(
    user({ id: 'map', entries, keysSorted: false }, [
      ['a', 1000n],
      ['b', null],
    ]),
    [
      ['a', new Date(1)],
      ['b', null],
    ],
  );
  t.is(user({ id: 'utf8' }, null), null);
});

test('a hash is equal exactly for equal values, however they are stored', t => {
  const text = ['a', null, '', 'a longer text than a view holds inline', 'ß'];
  const types: readonly DataType[] = [
    { id: 'utf8' },
    { id: 'largeUtf8' },
    { id: 'utf8View' },
    { id: 'dictionary', index: { id: 'uint8' }, values: { id: 'utf8' }, ordered: false },
  ];
  const hashes = new Set(types.map(type => hashTable(one(type, text))));
  t.is(hashes.size, 1);
  const whole = one({ id: 'utf8' }, text);
  t.is(
    hashTable(tableData(whole.schema, [...sliceTable(whole, 0, 2).batches, ...sliceTable(whole, 2, 5).batches])),
    hashTable(whole),
  );
  const different = [[1], [2], [null], [1, 1], [-0], [0], [NaN]].map(values => hashTable(one({ id: 'float64' }, values)));
  t.is(new Set(different).size, different.length);
  t.not(hashTable(one({ id: 'utf8' }, ['ab', 'c'])), hashTable(one({ id: 'utf8' }, ['a', 'bc'])));
  const list: DataType = { id: 'list', item: field('item', 'utf8') };
  t.not(hashTable(one(list, [['a'], []])), hashTable(one(list, [[], ['a']])));

  const nan = new Float64Array(2);
  new Uint32Array(nan.buffer).set([1, 0x7ff00000, 7, 0xfff80000]);
  t.is(hashTable(one({ id: 'float64' }, Array.from(nan))), hashTable(one({ id: 'float64' }, [NaN, NaN])));
  const bits = { length: 2, nullCount: 0, buffers: [undefined, Uint32Array.of(0x7f800001, 0xffc00000)] };
  t.is(
    hashTable(tableData([field('c', 'float32')], [{ length: 2, columns: [bits] }])),
    hashTable(one({ id: 'float32' }, [NaN, NaN])),
  );
  const halves = { length: 1, nullCount: 0, buffers: [undefined, Uint16Array.of(0xfe01)] };
  t.is(
    hashTable(tableData([field('c', 'float16')], [{ length: 1, columns: [halves] }])),
    hashTable(one({ id: 'float16' }, [NaN])),
  );

  // what lies under a null does not count
  const hidden = {
    length: 2,
    nullCount: 1,
    buffers: [Uint8Array.of(1), Int32Array.of(0, 1, 3), new TextEncoder().encode('abc')],
  };
  t.is(
    hashTable(tableData([field('c', 'utf8')], [{ length: 2, columns: [hidden] }])),
    hashTable(one({ id: 'utf8' }, ['a', null])),
  );
  const number = { length: 2, nullCount: 1, buffers: [Uint8Array.of(1), Int32Array.of(5, 9)] };
  t.is(
    hashTable(tableData([field('c', 'int32')], [{ length: 2, columns: [number] }])),
    hashTable(one({ id: 'int32' }, [5, null])),
  );
});

test('dictionaries are merged, and decoded', t => {
  const type: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false };
  const all = concatColumns(type, [columnFromValues(type, ['a', 'b', null]), columnFromValues(type, ['b', 'c'])]);
  t.is(all.dictionary?.length, 3);
  const decoded = decodeDictionary(type, all);
  t.deepEqual(
    Array.from({ length: 5 }, (_, row) => columnReader({ id: 'utf8' }, decoded).get(row)),
    ['a', 'b', null, 'b', 'c'],
  );
  const many = (from: number) =>
    columnFromValues(
      type,
      Array.from({ length: 100 }, (_, i) => String(from + i)),
    );
  t.throws(() => concatColumns(type, [many(0), many(100)]), { code: 'INVALID_ARGUMENT' });
  const nested: DataType = { id: 'dictionary', index: { id: 'int8' }, values: type, ordered: false };
  t.is(columnReader({ id: 'utf8' }, decodeDictionary(nested, columnFromValues(nested, ['x', 'y', 'x']))).get(2), 'x');
  t.true(columnReader(type, columnFromValues(type, [null])).isNull(0));
});

test('tables on shared memory: each buffer once, shared ones kept', t => {
  const schema: Schema = [
    field('s', 'utf8'),
    field('n', 'int64'),
    field('d', { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }),
  ];
  const table = tableFromRows(schema, [
    { s: 'a', n: 1n, d: 'x' },
    { s: null, n: null, d: 'y' },
  ]);
  const doubled = tableData(schema, [...table.batches, ...table.batches]);
  const shared = toShared(doubled);
  t.deepEqual(rowsOf(shared), rowsOf(doubled));
  t.true(
    shared.batches[0]?.columns.every(column =>
      column.buffers.every(buffer => buffer === undefined || buffer.buffer instanceof SharedArrayBuffer),
    ),
  );
  t.is(shared.batches[0]?.columns[2]?.dictionary, shared.batches[1]?.columns[2]?.dictionary);
  t.is(toShared(shared).batches[0]?.columns[1]?.buffers[1], shared.batches[0]?.columns[1]?.buffers[1]);
});

test('graphs on shared memory', t => {
  const csr = { offsets: Uint32Array.of(0, 1, 2), targets: Uint32Array.of(1, 0), weights: Float32Array.of(1, 2) };
  const graph: GraphData = {
    vertexCount: 2,
    arcCount: 2,
    directed: false,
    weighted: true,
    id: { id: 'utf8' },
    ids: columnFromValues({ id: 'utf8' }, ['a', 'b']),
    csr,
    csc: csr,
  };
  const shared = graphToShared(graph);
  t.is(shared.csc, shared.csr);
  t.true(shared.csr.weights instanceof Float32Array);
  t.deepEqual([...shared.csr.offsets, ...shared.csr.targets, ...(shared.csr.weights ?? [])], [0, 1, 2, 1, 0, 1, 2]);
  t.true(shared.csr.targets.buffer instanceof SharedArrayBuffer);
  t.true(shared.ids?.buffers[1]?.buffer instanceof SharedArrayBuffer);
  const directed = graphToShared({
    ...graph,
    directed: true,
    weighted: false,
    csr: { offsets: csr.offsets, targets: csr.targets },
    csc: { offsets: csr.offsets, targets: csr.targets },
  });
  t.not(directed.csc, directed.csr);
  t.is(directed.csr.weights, undefined);
});

test('odd layouts: unaligned buffers, empty ones, runs of bits', t => {
  const bytes = new Uint8Array(17);
  new DataView(bytes.buffer).setInt32(1, 5, true);
  t.deepEqual([...viewAs(Int32Array, bytes.subarray(1, 9))], [5, 0]);
  t.is(viewAs(Int32Array, undefined).length, 0);
  t.is(columnReader({ id: 'utf8' }, { length: 0, nullCount: 0, buffers: [] }).length, 0);
  const target = new Uint8Array(4);
  fillBits(target, 3, 20);
  t.deepEqual(
    Array.from({ length: 32 }, (_, i) => getBit(target, i)),
    Array.from({ length: 32 }, (_, i) => i >= 3 && i < 23),
  );
  const dataView = { length: 2, nullCount: 0, buffers: [undefined, new DataView(Int32Array.of(1, 2).buffer)] };
  t.is(columnReader({ id: 'int32' }, dataView).get(1), 2);
  t.is(columnReader({ id: 'int32' }, takeColumn({ id: 'int32' }, dataView, Uint32Array.of(1))).get(0), 2);
  t.is(concatColumns({ id: 'int32' }, []).length, 0);
  t.is(concatBatches([field('a', 'int8')], []).length, 0);
  t.is(tableColumn(one({ id: 'int8' }, [1, 2]), 0).length, 2);
  t.throws(() => columnReader({ id: 'struct', fields: [field('a', 'int8')] }, { length: 1, nullCount: 0, buffers: [] }), {
    instanceOf: TypeError,
  });
  t.throws(
    () =>
      columnReader(
        { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false },
        { length: 1, nullCount: 0, buffers: [] },
      ),
    { instanceOf: TypeError },
  );
  t.throws(() => rowsOf(tableData([field('a', 'int8')], [{ length: 1, columns: [] }])), { code: 'ENGINE_DEFECT' });
});

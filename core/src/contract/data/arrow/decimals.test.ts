import * as arrow from 'apache-arrow';
import test from 'ava';
import { decodeIpc, fromArrow, rowsOf, type TableData } from '../index.js';

const MOST = 10n ** 38n - 1n;

/** Two's complement, low word first. */
const words = (values: readonly bigint[], bits: number): Uint32Array =>
  Uint32Array.from(
    values.flatMap(value =>
      Array.from({ length: bits / 32 }, (_, word) => Number(BigInt.asUintN(32, value >> BigInt(32 * word)))),
    ),
  );

interface Column {
  readonly bits: number;
  readonly precision: number;
  readonly scale?: number;
  /** What stands at a null is what a writer may leave there. */
  readonly values: readonly (bigint | null)[];
  readonly atNull?: bigint;
}

function decimals({ bits, precision, scale = 2, values, atNull = 0n }: Column): arrow.Data<arrow.Decimal> {
  const bitmap = new Uint8Array((values.length + 7) >> 3);
  values.forEach((value, i) => {
    if (value !== null) bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return arrow.makeData({
    type: new arrow.Decimal(scale, precision, bits),
    length: values.length,
    nullCount: values.filter(value => value === null).length,
    nullBitmap: bitmap,
    data: words(
      values.map(value => value ?? atNull),
      bits,
    ),
  });
}

const tableOf = (data: arrow.Data): arrow.Table => new arrow.Table({ c: new arrow.Vector([data]) });
const column = (table: TableData): unknown[] => rowsOf(table).map(row => row['c']);

const COLUMNS: readonly (readonly [name: string, column: Column, rows: readonly (string | null)[]])[] = [
  [
    '32 bits',
    { bits: 32, precision: 9, values: [999_999_999n, null, -999_999_999n, -1n, 0n] },
    ['9999999.99', null, '-9999999.99', '-0.01', '0.00'],
  ],
  [
    '64 bits',
    { bits: 64, precision: 18, values: [10n ** 18n - 1n, null, 1n - 10n ** 18n, -1n, 2n ** 32n] },
    ['9999999999999999.99', null, '-9999999999999999.99', '-0.01', '42949672.96'],
  ],
  [
    '256 bits',
    { bits: 256, precision: 38, scale: 0, values: [MOST, null, -MOST, -1n, 2n ** 96n], atNull: 10n ** 60n },
    [String(MOST), null, String(-MOST), '-1', String(2n ** 96n)],
  ],
  [
    '256 bits, few digits',
    { bits: 256, precision: 3, scale: 1, values: [999n, null, -999n, -1n, 0n], atNull: -1n },
    ['99.9', null, '-99.9', '-0.1', '0.0'],
  ],
];

for (const [name, given, rows] of COLUMNS) {
  const type = { id: 'decimal', precision: given.precision, scale: given.scale ?? 2 };

  test(`decimals of ${name} become decimals of 128 bits, also of a slice and from IPC`, async t => {
    const table = tableOf(decimals(given));
    const imported = fromArrow(table);
    t.deepEqual(
      imported.schema.map(f => f.type),
      [type] as unknown[],
    );
    t.deepEqual(column(imported), rows);
    t.deepEqual(column(fromArrow(table.slice(1, 4))), rows.slice(1, 4));
    for (const format of ['stream', 'file'] as const) t.deepEqual(column(await decodeIpc(arrow.tableToIPC(table, format))), rows);
    t.deepEqual(column(await decodeIpc(arrow.tableToIPC(table.slice(2), 'stream'))), rows.slice(2));
  });

  test(`decimals of ${name} inside of lists, structs and dictionaries`, t => {
    const values = decimals(given);
    const item = new arrow.Field('item', values.type, true);
    const list = arrow.makeData({
      type: new arrow.List(item),
      length: 2,
      nullCount: 0,
      valueOffsets: Int32Array.of(0, 2, 5),
      child: values,
    });
    t.deepEqual(column(fromArrow(tableOf(list))), [rows.slice(0, 2), rows.slice(2)]);
    t.deepEqual(column(fromArrow(tableOf(list).slice(1))), [rows.slice(2)]);
    const struct = arrow.makeData({ type: new arrow.Struct([item]), length: 5, nullCount: 0, children: [values] });
    t.deepEqual(
      column(fromArrow(tableOf(struct).slice(1, 3))),
      rows.slice(1, 3).map(value => ({ item: value })),
    );
    const dictionary = arrow.makeData({
      type: new arrow.Dictionary(values.type, new arrow.Int32()),
      length: 3,
      nullCount: 0,
      data: Int32Array.of(4, 0, 0),
      dictionary: new arrow.Vector([values]),
    });
    t.deepEqual(column(fromArrow(tableOf(dictionary))), [rows[4], rows[0], rows[0]]);
  });
}

for (const value of [10n ** 38n, -(10n ** 38n), 2n ** 127n, 2n ** 128n, -(2n ** 128n), 10n ** 60n])
  test(`a value of 256 bits with more digits than its type is refused: ${String(value)}`, t => {
    const table = tableOf(decimals({ bits: 256, precision: 38, scale: 0, values: [1n, value] }));
    const error = t.throws(() => fromArrow(table), { code: 'INVALID_ARGUMENT' });
    t.regex(error.message, /"c".*index 1 .*decimal\(38, 0\)/);
    t.true(error.message.includes(String(value)));
  });

test('a value of 256 bits with more digits than a narrow type is refused', t => {
  for (const value of [1000n, -1000n, 2n ** 64n])
    t.throws(() => fromArrow(tableOf(decimals({ bits: 256, precision: 3, values: [value] }))), { code: 'INVALID_ARGUMENT' });
});

test('more than 38 digits are refused with what to do, whatever is in the column', t => {
  for (const bits of [128, 256]) {
    const error = t.throws(() => fromArrow(tableOf(decimals({ bits, precision: 39, values: [1n] }))), {
      code: 'UNSUPPORTED_TYPE',
    });
    t.regex(error.message, /"c".* 39 digits.* 38 .*cast/);
  }
});

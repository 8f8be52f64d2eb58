import test from 'ava';
import { ParquetFrameError } from '../errors/index.js';
import type { ColumnData } from './column.js';
import { tableData } from './column.js';
import { requireWholeColumns } from './layout.js';
import type { DataType } from './types.js';

const INT32: DataType = { id: 'int32' };
const item = { name: 'item', type: INT32, nullable: true };
const two = (...buffers: (ArrayBufferView | undefined)[]): ColumnData => ({ length: 2, nullCount: 0, buffers });
const ints = (length: number, held = length): ColumnData => ({
  length,
  nullCount: 0,
  buffers: [undefined, new Int32Array(held)],
});

const faultIn = (t: { throws: (f: () => void, e: object) => unknown }, type: DataType, column: ColumnData): string => {
  const error = t.throws(
    () => {
      requireWholeColumns(tableData([{ name: 'a', type, nullable: true }], [{ length: 2, columns: [column] }]));
    },
    { instanceOf: ParquetFrameError, code: 'INVALID_ARGUMENT' },
  );
  return error instanceof Error ? error.message.replace('column "a" of batch 0 is not whole: ', '') : '';
};

test('columns that are shorter than they say are refused, whatever their type', t => {
  const short: readonly (readonly [DataType, ColumnData, string])[] = [
    [INT32, ints(3), 'it has 3 rows instead of 2'],
    [INT32, ints(2, 1), 'the buffer of int32 values takes 8 bytes and has 4'],
    [INT32, two(undefined, undefined), 'the buffer of int32 values takes 8 bytes and has 0'],
    [INT32, two(new Uint8Array(0), new Int32Array(2)), 'the validity bitmap takes 1 bytes and has 0'],
    [{ id: 'bool' }, two(undefined, new Uint8Array(0)), 'the buffer of bool values takes 1 bytes and has 0'],
    [{ id: 'utf8View' }, two(undefined, new Uint8Array(31)), 'the buffer of utf8View values takes 32 bytes and has 31'],
    [{ id: 'utf8' }, two(undefined, new Int32Array(2), new Uint8Array(9)), 'the buffer of offsets takes 12 bytes and has 8'],
    [{ id: 'utf8' }, two(undefined, Int32Array.of(0, 1, 4), new Uint8Array(3)), 'the buffer of data takes 4 bytes and has 3'],
    [
      { id: 'largeUtf8' },
      two(undefined, BigInt64Array.of(0n, 1n, 4n), new Uint8Array(3)),
      'the buffer of data takes 4 bytes and has 3',
    ],
    [
      { id: 'list', item },
      { ...two(undefined, Int32Array.of(0, 1, 3)), children: [ints(2)] },
      'its lists have 3 items, and 2 are there',
    ],
    [
      { id: 'list', item },
      { ...two(undefined, Int32Array.of(0, 1, 3)), children: [ints(3, 2)] },
      'the buffer of int32 values takes 12 bytes and has 8',
    ],
    [{ id: 'fixedSizeList', size: 2, item }, { ...two(undefined), children: [ints(3)] }, 'it has 3 rows instead of 4'],
    [{ id: 'struct', fields: [item] }, { ...two(undefined), children: [ints(1)] }, 'field "item": it has 1 rows instead of 2'],
    [
      { id: 'dictionary', index: INT32, values: INT32 } as DataType,
      two(undefined, new Int32Array(2)),
      'its dictionary is missing',
    ],
  ];
  for (const [type, column, fault] of short) t.is(faultIn(t, type, column), fault);
});

test('buffers may be longer than needed, and missing where there is no value', t => {
  const whole: readonly (readonly [DataType, ColumnData])[] = [
    [INT32, ints(2, 9)],
    [INT32, { length: 2, nullCount: 2, buffers: [new Uint8Array(1)] }],
    [{ id: 'null' }, { length: 2, nullCount: 2, buffers: [] }],
    [
      { id: 'struct', fields: [item] },
      { ...two(undefined), children: [ints(3)] },
    ],
  ];
  for (const [type, column] of whole)
    t.notThrows(() => {
      requireWholeColumns(tableData([{ name: 'a', type, nullable: true }], [{ length: 2, columns: [column] }]));
    });
});

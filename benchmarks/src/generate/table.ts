import { tableData, type TableData } from '@parquetframe/core/engine';
import type { Mt19937 } from './mt19937.js';

/** A column without nulls; texts as offsets and bytes. */
export type Column = Int32Array | BigInt64Array | Float64Array | readonly [offsets: Int32Array, bytes: Uint8Array];
export type ColumnTypes = { readonly [name: string]: 'int32' | 'int64' | 'float64' | 'utf8' };

/** One batch of columns as the schema names them. */
export function tableOf(schema: ColumnTypes, columns: readonly Column[]): TableData {
  const [first = new Int32Array()] = columns;
  const length = ArrayBuffer.isView(first) ? first.length : first[0].length - 1;
  return tableData(
    Object.entries(schema).map(([name, id]) => ({ name, type: { id }, nullable: false })),
    [
      {
        length,
        columns: columns.map(column => ({
          length,
          nullCount: 0,
          buffers: ArrayBuffer.isView(column) ? [undefined, column] : [undefined, ...column],
        })),
      },
    ],
  );
}

/** Whole numbers 0 … `below` − 1, each as likely as another. */
export const ints = (random: Mt19937, rows: number, below: number): Int32Array =>
  Int32Array.from({ length: rows }, () => random.next() % below);

export const bigInts = (random: Mt19937, rows: number, below: number): BigInt64Array =>
  BigInt64Array.from({ length: rows }, () => BigInt(random.next() % below));

/** Numbers whose 53 bits are all in use. */
export const floats = (random: Mt19937, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, () => random.next() / 7);

/** Each number with leading zeros, between two texts of ASCII. */
export function texts(numbers: Int32Array, before: string, digits: number, after = ''): Column {
  const pattern = Buffer.from(before + '0'.repeat(digits) + after);
  const width = pattern.length;
  const offsets = Int32Array.from({ length: numbers.length + 1 }, (_, row) => row * width);
  const bytes = new Uint8Array(numbers.length * width);
  numbers.forEach((number, row) => {
    const start = row * width;
    bytes.set(pattern, start);
    let left = number;
    for (let digit = start + before.length + digits - 1; left > 0; digit--) {
      bytes[digit] = 0x30 + (left % 10);
      left = Math.floor(left / 10);
    }
  });
  return [offsets, bytes];
}

import { isString, type DataType } from '@parquetframe/core/engine';
import { allValid } from './vector.js';
import type { BoolVector, BytesVector, NumberVector, Rows, Vector } from './vector.js';

const NONE = new Uint8Array(0);

/** An operand of text; one that is null in every row, whatever its type, is a text that is null. */
export function textsOf(vector: Vector): BytesVector {
  if (vector.form === 'bytes' && isString(vector.type)) return vector;
  if (vector.form !== 'opaque') throw new TypeError(`a ${vector.type.id} is not a text`);
  return { form: 'bytes', type: { id: 'utf8' }, step: 0, validity: new Uint8Array(1), offsets: new Int32Array(2), data: NONE };
}

/** Where a value begins and ends in the data of its vector. */
export const startOf = ({ offsets, step }: BytesVector, row: number): number => offsets[row * step] ?? 0;
export const endOf = ({ offsets, step }: BytesVector, row: number): number => offsets[row * step + 1] ?? 0;

/** The bytes of a value, where they lie. */
export const bytesAt = (vector: BytesVector, row: number): Uint8Array =>
  vector.data.subarray(startOf(vector, row), endOf(vector, row));

export const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** A value as a string of JavaScript: where its bytes do not do. */
export const stringAt = (vector: BytesVector, row: number): string =>
  decoder.decode(vector.data.subarray(startOf(vector, row), endOf(vector, row)));

const BOOL: DataType = { id: 'bool' };
const INT64: DataType = { id: 'int64' };

/** A bool for each row in which all operands are there. */
export function testRows(operands: readonly Vector[], { length }: Rows, test: (row: number) => boolean): BoolVector {
  const validity = allValid(operands, length);
  const values = new Uint8Array(length);
  for (let row = 0; row < length; row++) if (validity?.[row] !== 0 && test(row)) values[row] = 1;
  return { form: 'bool', type: BOOL, step: 1, validity, values };
}

/** An int64 for each row in which all operands are there; undefined is null. */
export function countRows(
  operands: readonly Vector[],
  { length }: Rows,
  count: (row: number) => number | undefined,
): NumberVector {
  let validity = allValid(operands, length);
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    if (validity?.[row] === 0) continue;
    const value = count(row);
    if (value !== undefined) values[row] = value;
    else (validity = validity ?? new Uint8Array(length).fill(1))[row] = 0;
  }
  return { form: 'number', type: INT64, step: 1, validity, values };
}

/** A whole number of a row; those beyond 2⁵³ are as good as infinite for counts of code points. */
export function integerAt(vector: Vector, row: number): number {
  if (vector.form === 'number' || vector.form === 'bigint') return Number(vector.values[row * vector.step] ?? 0);
  if (vector.form === 'opaque') return 0;
  throw new TypeError(`a ${vector.type.id} is not an integer`);
}

/** Whether every byte of a range is ASCII. */
export function isAscii(data: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((data[i] ?? 0) >= 0x80) return false;
  return true;
}

import { inspect } from 'node:util';
import { ParquetFrameError } from '../errors/index.js';
import { INLINE_VIEW_BYTES } from './physical.js';
import { atOnce, ranges, type Steps } from './steps.js';
import { TextWriter } from './text.js';
import { formatType, isString, type DataType } from './types.js';

/** Refuses a value, naming its row. */
export const invalid = (type: DataType, row: number, value: unknown): never => {
  const shown = inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 5, maxStringLength: 80 });
  throw new ParquetFrameError('INVALID_ARGUMENT', `row ${String(row)}: ${shown} is not a value of type ${formatType(type)}`, {
    details: { row, type: formatType(type) },
  });
};

/** A text that UTF-8 can hold: half of a surrogate pair would become another character, and be equal to all others. */
export function wellFormed(type: DataType, row: number, text: string): string {
  if (text.isWellFormed()) return text;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `row ${String(row)}: ${inspect(text, { maxStringLength: 80 })} has half of a surrogate pair, which no ${formatType(type)} column can hold; remove it, or replace it with U+FFFD`,
    { details: { row, type: formatType(type) } },
  );
}

/** The offsets and bytes of all values. */
export function variableBuffers(type: DataType, values: ArrayLike<unknown>, large: boolean): [ArrayBufferView, Uint8Array] {
  return isString(type) ? textBuffers(type, values, large) : binaryBuffers(type, values, large);
}

function textBuffers(type: DataType, values: ArrayLike<unknown>, large: boolean): [ArrayBufferView, Uint8Array] {
  const offsets = new Float64Array(values.length + 1);
  const writer = new TextWriter(values.length * 8);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === 'string') writer.add(wellFormed(type, row, value));
    else if (value !== null && value !== undefined) invalid(type, row, value);
    offsets[row + 1] = writer.length;
  }
  if (!large && writer.length > 0x7fffffff) tooLong(type, writer.length);
  return [packOffsets(offsets, large), writer.finish()];
}

function binaryBuffers(type: DataType, values: ArrayLike<unknown>, large: boolean): [ArrayBufferView, Uint8Array] {
  const offsets = new Float64Array(values.length + 1);
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value instanceof Uint8Array) total += value.length;
    else if (value !== null && value !== undefined) invalid(type, row, value);
    offsets[row + 1] = total;
  }
  if (!large && total > 0x7fffffff) tooLong(type, total);
  const data = new Uint8Array(total);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value instanceof Uint8Array) data.set(value, offsets[row]);
  }
  return [packOffsets(offsets, large), data];
}

/** 32-bit offsets hold 2 GiB. `OUT_OF_MEMORY` lets another engine, or smaller batches, be tried. */
export function tooLong(type: DataType, bytes: number): never {
  throw new ParquetFrameError(
    'OUT_OF_MEMORY',
    `a ${formatType(type)} column of ${String(bytes)} bytes does not fit 32-bit offsets in one batch; use smaller batches or a large type`,
    { details: { bytes } },
  );
}

export const packOffsets = (offsets: Int32Array | Float64Array, large: boolean): Int32Array | BigInt64Array =>
  atOnce(packSteps(offsets, large));

/** Offsets in 32 or 64 bits. The latter are written as halves: making a bigint of each takes many times longer. */
export function* packSteps(offsets: Int32Array | Float64Array, large: boolean): Steps<Int32Array | BigInt64Array> {
  if (!large && offsets instanceof Int32Array) return offsets;
  const words = new Int32Array(large ? 2 * offsets.length : offsets.length);
  const pack = large ? packLarge : packSmall;
  yield* ranges(offsets.length, (from, to) => {
    pack(offsets, words, from, to);
  });
  return large ? new BigInt64Array(words.buffer) : words;
}

function packSmall(offsets: Int32Array | Float64Array, words: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) words[i] = offsets[i] ?? 0;
}

function packLarge(offsets: Int32Array | Float64Array, words: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const offset = offsets[i] ?? 0;
    words[2 * i] = offset;
    words[2 * i + 1] = Math.floor(offset / TWO_32);
  }
}
const TWO_32 = 2 ** 32;

export function viewBuffers(type: DataType, values: ArrayLike<unknown>): Uint8Array[] {
  const [offsets, data] = variableBuffers(type, values, false);
  const views = new Uint8Array(values.length * 16);
  const words = new Int32Array(views.buffer);
  const ends = offsets instanceof Int32Array ? offsets : new Int32Array(values.length + 1);
  for (let row = 0; row < values.length; row++) {
    const start = ends[row] ?? 0;
    const bytes = (ends[row + 1] ?? 0) - start;
    words[row * 4] = bytes;
    if (bytes <= INLINE_VIEW_BYTES) {
      views.set(data.subarray(start, start + bytes), row * 16 + 4);
    } else {
      views.set(data.subarray(start, start + 4), row * 16 + 4);
      words[row * 4 + 3] = start;
    }
  }
  return [views, data];
}

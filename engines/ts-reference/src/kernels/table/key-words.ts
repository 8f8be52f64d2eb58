import { ranges, type Steps } from '@parquetframe/core/engine';
import type { BytesVector, Vector } from '../expression/vector.js';

/** Values of one column, and how they are to lie. */
export interface OrderedVector {
  readonly vector: Vector;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Words that lie as the keys do. */
export interface KeyWords {
  /** the least significant first */
  readonly words: readonly Uint32Array[];
  /** whether keys of equal words are equal; else they are to be compared */
  readonly exact: boolean;
}

/** Rows of a pass between two looks at the clock. */
export const PASS_ROWS = 1 << 14;

/** Nulls before or after all values. */
export function* nullWords(validity: Uint8Array, nullsFirst: boolean): Steps<Uint32Array> {
  const words = new Uint32Array(validity.length);
  const flip = nullsFirst ? 0 : 1;
  yield* ranges(
    validity.length,
    (from, to) => {
      for (let row = from; row < to; row++) words[row] = (validity[row] ?? 0) ^ flip;
    },
    PASS_ROWS,
  );
  return words;
}

/** The words of a key; rows without a value are all alike. Whole numbers beyond 64 bits have none, texts have their first bytes after those that all have. */
export function* keyWords({ vector, descending }: OrderedVector, length: number): Steps<KeyWords> {
  const { validity } = vector;
  const low = new Uint32Array(length);
  const target: Words = {
    low,
    high: new Uint32Array(vector.form === 'bool' ? 0 : length),
    flip: descending ? 0xffffffff : 0,
    validity,
  };
  const words = vector.form === 'bool' ? [low] : [low, target.high];
  switch (vector.form) {
    case 'bool':
      yield* ranges(
        length,
        (from, to) => {
          truthWords(vector.values, target, from, to);
        },
        PASS_ROWS,
      );
      return { words, exact: true };
    case 'number':
      yield* ranges(
        length,
        (from, to) => {
          numberWords(vector.values, target, from, to);
        },
        PASS_ROWS,
      );
      return { words, exact: true };
    case 'bigint': {
      let outside = 0;
      yield* ranges(length, (from, to) => {
        if (!integerWords(vector.values, target, from, to)) outside++;
      });
      return outside === 0 ? { words, exact: true } : { words: [], exact: false };
    }
    case 'bytes': {
      const skip = yield* commonBytes(vector, length);
      yield* ranges(length, (from, to) => {
        bytesWords(vector, skip, target, from, to);
      });
      return { words, exact: false };
    }
    case 'opaque':
      return { words: [], exact: true };
  }
}

interface Words {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly flip: number;
  readonly validity: Uint8Array | undefined;
}

const SIGN = 0x80000000;

/** The bits of a double lie as its value does once those of negative ones are inverted, and the sign of others is set. All NaNs are one value after all numbers, −0 is 0. */
function numberWords(values: Float64Array, { low, high, flip, validity }: Words, from: number, to: number): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let row = from; row < to; row++) {
    if (validity?.[row] === 0) continue;
    const value = values[row] ?? 0;
    let [a, b] = [bits[2 * row] ?? 0, bits[2 * row + 1] ?? 0];
    if (value !== value) a = b = 0xffffffff;
    else if (value === 0) [a, b] = [0, SIGN];
    else if (value < 0) [a, b] = [~a, ~b];
    else b ^= SIGN;
    low[row] = a ^ flip;
    high[row] = b ^ flip;
  }
}

/** Whether all of the values are whole numbers of 64 bits. */
function integerWords(values: ArrayLike<bigint>, { low, high, flip, validity }: Words, from: number, to: number): boolean {
  const part = new BigInt64Array(to - from);
  for (let row = from; row < to; row++) {
    if (validity?.[row] === 0) continue;
    const value = values[row] ?? 0n;
    part[row - from] = value;
    if (part[row - from] !== value) return false;
  }
  const bits = new Uint32Array(part.buffer);
  for (let row = from; row < to; row++) {
    if (validity?.[row] === 0) continue;
    low[row] = (bits[2 * (row - from)] ?? 0) ^ flip;
    high[row] = (bits[2 * (row - from) + 1] ?? 0) ^ SIGN ^ flip;
  }
  return true;
}

function truthWords(values: Uint8Array, { low, flip, validity }: Words, from: number, to: number): void {
  for (let row = from; row < to; row++) low[row] = validity?.[row] === 0 ? 0 : ((values[row] ?? 0) ^ flip) & 1;
}

/** With how many bytes all values begin alike. */
function* commonBytes(vector: BytesVector, length: number): Steps<number> {
  const { offsets, validity } = vector;
  const first = validity ? validity.indexOf(1) : 0;
  if (first < 0 || length === 0) return 0;
  let common = (offsets[first + 1] ?? 0) - (offsets[first] ?? 0);
  yield* ranges(length, (from, to) => {
    common = commonRange(vector, offsets[first] ?? 0, common, from, to);
  });
  return common;
}

function commonRange({ offsets, data, validity }: BytesVector, first: number, most: number, from: number, to: number): number {
  let common = most;
  for (let row = from; row < to && common > 0; row++) {
    if (validity?.[row] === 0) continue;
    const start = offsets[row] ?? 0;
    const bytes = (offsets[row + 1] ?? 0) - start;
    if (bytes < common) common = bytes;
    for (let i = 0; i < common; i++) if (data[start + i] !== data[first + i]) common = i;
  }
  return common;
}

/** The eight bytes after the first `skip` ones, as if zeros followed where there are fewer. */
function bytesWords(
  { offsets, data }: BytesVector,
  skip: number,
  { low, high, flip, validity }: Words,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++) {
    if (validity?.[row] === 0) continue;
    const start = (offsets[row] ?? 0) + skip;
    const end = offsets[row + 1] ?? 0;
    high[row] = wordAt(data, start, end) ^ flip;
    low[row] = wordAt(data, start + 4, end) ^ flip;
  }
}

function wordAt(data: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end)
    return ((data[at] ?? 0) << 24) | ((data[at + 1] ?? 0) << 16) | ((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0);
  let word = 0;
  for (let i = 0; i < 4; i++) word = (word << 8) | (at + i < end ? (data[at + i] ?? 0) : 0);
  return word;
}

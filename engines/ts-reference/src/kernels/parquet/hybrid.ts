/**
 * The run-length and bit-packing hybrid of levels and dictionary indexes.
 * @see https://github.com/apache/parquet-format/blob/master/Encodings.md#run-length-encoding--bit-packing-hybrid-rle--3
 */

import type { Steps } from '@parquetframe/core/engine';

/** A position in bytes that several decoders move along. */
export interface Cursor {
  readonly bytes: Uint8Array;
  offset: number;
  readonly end: number;
}

export function byteAt(cursor: Cursor): number {
  if (cursor.offset >= cursor.end) throw new RangeError('the data ends in the middle of a value');
  return cursor.bytes[cursor.offset++] ?? 0;
}

/** Unsigned LEB128 of at most 32 bits. */
export function varint(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = byteAt(cursor);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError('a variable-length integer is too long');
}

/** Values that are decoded between two looks at the clock: whole groups of eight. */
export const DECODED_AT_ONCE = 1 << 15;

/** Fills `out` with values of `width` bits, in steps. */
export function* decodeHybrid(cursor: Cursor, width: number, out: Uint8Array | Int32Array): Steps<void> {
  if (width > 32) throw new RangeError(`a width of ${width} bits`);
  const left = { groups: 0 };
  for (let seen = 0; seen < out.length;) {
    if (seen > 0) yield undefined;
    seen = decodeRuns(cursor, width, out, seen, left);
  }
}

/**
 * Runs from value `from` on, until enough values are decoded. Not a generator itself: in those V8 makes slower code.
 * @param left groups of a bit-packed run that are still to come
 */
function decodeRuns(cursor: Cursor, width: number, out: Uint8Array | Int32Array, from: number, left: { groups: number }): number {
  const count = out.length;
  const until = Math.min(count, from + DECODED_AT_ONCE);
  const valueBytes = (width + 7) >>> 3;
  let seen = from;
  while (seen < until) {
    if (left.groups === 0) {
      const header = varint(cursor);
      if ((header & 1) === 0) {
        const run = Math.floor(header / 2);
        if (run === 0) throw new RangeError('a run of no values');
        let value = 0;
        for (let i = 0; i < valueBytes; i++) value += byteAt(cursor) * 2 ** (8 * i);
        const end = Math.min(count, seen + run);
        out.fill(value, seen, end);
        seen = end;
        continue;
      }
      left.groups = Math.floor(header / 2);
    }
    const groups = Math.min(left.groups, DECODED_AT_ONCE / 8);
    // Writers may leave out the padding of the last group.
    const length = Math.min(groups * width, cursor.end - cursor.offset);
    const values = Math.min(count - seen, groups * 8);
    if (length * 8 < values * width) throw new RangeError('the data ends in the middle of a bit-packed run');
    unpack(cursor.bytes, cursor.offset, width, out, seen, values);
    seen += values;
    cursor.offset += length;
    left.groups -= groups;
  }
  return seen;
}

/** `count` values of `width` bits, least significant bit first. */
function unpack(bytes: Uint8Array, start: number, width: number, out: Uint8Array | Int32Array, at: number, count: number): void {
  if (width === 1) {
    for (let i = 0; i < count; i++) out[at + i] = ((bytes[start + (i >>> 3)] ?? 0) >>> (i & 7)) & 1;
    return;
  }
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let bit = 0;
  for (let i = 0; i < count; i++) {
    const byte = start + (bit >>> 3);
    const shift = bit & 7;
    const word =
      (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16) | ((bytes[byte + 3] ?? 0) << 24);
    const high = shift + width > 32 ? (bytes[byte + 4] ?? 0) << (32 - shift) : 0;
    out[at + i] = ((word >>> shift) | high) & mask;
    bit += width;
  }
}

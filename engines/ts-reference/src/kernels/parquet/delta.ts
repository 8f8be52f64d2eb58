import type { Steps } from '@parquetframe/core/engine';
import { DECODED_AT_ONCE, byteAt, varint } from './hybrid.js';
import type { Cursor } from './hybrid.js';

/**
 * Integers as differences in blocks of bit-packed parts, in steps. Differences are taken modulo the width of the column, so that writers may state them in more bits:
 * 3,000,000,000 as the first value of an unsigned column of 32 bits is what it means.
 * @see https://github.com/apache/parquet-format/blob/master/Encodings.md#delta-encoding-delta_binary_packed--5
 */
export function* decodeDelta<T extends Int32Array | BigInt64Array>(cursor: Cursor, out: T): Steps<T> {
  const blockSize = varint(cursor);
  const parts = varint(cursor);
  const total = varint(cursor);
  const first = zigzag64(cursor);
  const partSize = blockSize / parts;
  // Every value is looked at once only when blocks have the sizes that the specification asks for.
  if (blockSize === 0 || blockSize % 128 !== 0 || parts === 0 || partSize % 32 !== 0)
    throw new RangeError(`a delta encoding in blocks of ${blockSize} values with ${parts} parts`);
  if (total < out.length) throw new RangeError(`a delta encoding of ${total} values where ${out.length} are`);
  if (out.length === 0) return out;
  const widths = new Uint8Array(parts);
  const values = out instanceof Int32Array ? new Words(out, first) : new LongWords(out, first);
  let pause = DECODED_AT_ONCE;
  for (let at = 1; at < out.length;) {
    if (at >= pause) {
      yield undefined;
      pause = at + DECODED_AT_ONCE;
    }
    const least = zigzag64(cursor);
    if (parts > cursor.end - cursor.offset) throw new RangeError('the data ends in the middle of a block');
    for (let i = 0; i < parts; i++) widths[i] = byteAt(cursor);
    for (let i = 0; i < parts && at < out.length; i++) {
      const width = widths[i] ?? 0;
      if (width > 64) throw new RangeError(`a width of ${width} bits`);
      const count = Math.min(partSize, out.length - at);
      const bytes = (partSize / 8) * width;
      const left = cursor.end - cursor.offset;
      // Writers may leave out the padding of the last part.
      if (left * 8 < count * width) throw new RangeError('the data ends in the middle of a block');
      values.add(cursor, width, least, at, count);
      cursor.offset += Math.min(bytes, left);
      at += count;
    }
  }
  return out;
}

/** Adds differences, in numbers of 32 bits. */
class Words {
  readonly #out: Int32Array;
  #value: number;

  constructor(out: Int32Array, first: bigint) {
    this.#out = out;
    this.#value = Number(BigInt.asIntN(32, first));
    out[0] = this.#value;
  }

  add({ bytes, offset }: Cursor, width: number, least: bigint, at: number, count: number): void {
    const step = Number(BigInt.asIntN(32, least));
    const mask = width >= 32 ? -1 : 2 ** width - 1;
    let value = this.#value;
    for (let i = 0, bit = 0; i < count; i++, bit += width) {
      value = (value + step + (width === 0 ? 0 : word(bytes, offset, bit) & mask)) | 0;
      this.#out[at + i] = value;
    }
    this.#value = value;
  }
}

/** The same in 64 bits. */
class LongWords {
  readonly #out: BigInt64Array;
  #value: bigint;

  constructor(out: BigInt64Array, first: bigint) {
    this.#out = out;
    this.#value = first;
    out[0] = first;
  }

  add({ bytes, offset }: Cursor, width: number, least: bigint, at: number, count: number): void {
    let value = this.#value;
    for (let i = 0, bit = 0; i < count; i++, bit += width) {
      const low = width === 0 ? 0n : BigInt.asUintN(Math.min(width, 32), BigInt(word(bytes, offset, bit)));
      const high = width <= 32 ? 0n : BigInt.asUintN(width - 32, BigInt(word(bytes, offset, bit + 32)));
      value = BigInt.asIntN(64, value + least + low + (high << 32n));
      this.#out[at + i] = value;
    }
    this.#value = value;
  }
}

/** 32 bits from a bit on; what lies behind the end is 0. */
function word(bytes: Uint8Array, offset: number, bit: number): number {
  const at = offset + Math.floor(bit / 8);
  const shift = bit & 7;
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  return shift === 0 ? low : (low >>> shift) | ((bytes[at + 4] ?? 0) << (32 - shift));
}

/** A signed integer of at most 64 bits. */
function zigzag64(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = byteAt(cursor);
    value |= BigInt(byte & 0x7f) << BigInt(shift);
    if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  }
  throw new RangeError('a variable-length integer is too long');
}

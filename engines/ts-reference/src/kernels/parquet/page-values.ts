import type { Encoding, ParquetType } from 'hyparquet';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { decodeDelta } from './delta.js';
import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { decodeHybrid } from './hybrid.js';
import type { Cursor } from './hybrid.js';
import type { ByteStrings, FixedValues, PhysicalValues } from './physical-values.js';
import { TooLarge } from './row-window.js';

/** Counts memory before it is allocated. */
export type Take = (bytes: number) => void;

/** Bytes per value; undefined for byte strings. Bools take one byte once decoded. */
export function physicalWidth(type: ParquetType, typeLength: number | undefined): number | undefined {
  switch (type) {
    case 'BOOLEAN':
      return 1;
    case 'INT32':
    case 'FLOAT':
      return 4;
    case 'INT64':
    case 'DOUBLE':
      return 8;
    case 'INT96':
      return 12;
    case 'FIXED_LEN_BYTE_ARRAY':
      return typeLength ?? 0;
    default:
      return undefined;
  }
}

/**
 * `count` values in any encoding but a dictionary's, in steps.
 * @see https://github.com/apache/parquet-format/blob/master/Encodings.md
 */
export function* decodeValues(
  cursor: Cursor,
  encoding: Encoding | undefined,
  type: ParquetType,
  typeLength: number | undefined,
  count: number,
  take: Take,
): Steps<PhysicalValues> {
  const width = physicalWidth(type, typeLength);
  if (count === 0) return width === undefined ? strings(new Int32Array(1), new Uint8Array(0)) : fixed(width, new Uint8Array(0));
  switch (encoding) {
    case 'PLAIN':
      if (type === 'BOOLEAN') return yield* plainBools(cursor, count);
      return width === undefined ? yield* plainStrings(cursor, count) : fixed(width, taken(cursor, count * width).slice());
    case 'RLE': {
      if (type !== 'BOOLEAN') break;
      const length = taken(cursor, 4);
      const end = cursor.offset + new DataView(length.buffer, length.byteOffset, 4).getUint32(0, true);
      const out = new Uint8Array(count);
      yield* decodeHybrid({ bytes: cursor.bytes, offset: cursor.offset, end: Math.min(end, cursor.end) }, 1, out);
      return fixed(1, out);
    }
    case 'DELTA_BINARY_PACKED':
      if (type === 'INT32') return fixed(4, bytesOf(yield* decodeDelta(cursor, new Int32Array(count))));
      if (type === 'INT64') return fixed(8, bytesOf(yield* decodeDelta(cursor, new BigInt64Array(count))));
      break;
    case 'DELTA_LENGTH_BYTE_ARRAY':
      if (width === undefined) return yield* deltaLengthStrings(cursor, count);
      break;
    case 'DELTA_BYTE_ARRAY': {
      const values = yield* deltaStrings(cursor, count, take);
      return width === undefined ? values : yield* ofWidth(values, width);
    }
    case 'BYTE_STREAM_SPLIT':
      if (width !== undefined && type !== 'BOOLEAN' && type !== 'INT96') return splitStreams(cursor, type, width, count);
      break;
    default:
  }
  throw new RangeError(`${encoding ?? 'an unknown encoding'} is not an encoding of ${type}`);
}

const fixed = (width: number, bytes: Uint8Array): FixedValues => ({ kind: 'fixed', width, count: bytes.length / width, bytes });
const strings = (offsets: Int32Array, data: Uint8Array): ByteStrings => ({
  kind: 'strings',
  count: offsets.length - 1,
  offsets,
  data,
});
const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function taken(cursor: Cursor, length: number): Uint8Array {
  if (length > cursor.end - cursor.offset)
    throw new RangeError(`${length} bytes of values were expected, there are ${cursor.end - cursor.offset}`);
  cursor.offset += length;
  return cursor.bytes.subarray(cursor.offset - length, cursor.offset);
}

function* plainBools(cursor: Cursor, count: number): Steps<FixedValues> {
  const bits = taken(cursor, (count + 7) >>> 3);
  const out = new Uint8Array(count);
  yield* ranges(count, (first, last) => {
    for (let i = first; i < last; i++) out[i] = ((bits[i >>> 3] ?? 0) >>> (i & 7)) & 1;
  });
  return fixed(1, out);
}

/** Lengths stand between the values: the values are copied together. */
function* plainStrings({ bytes, offset, end }: Cursor, count: number): Steps<ByteStrings> {
  if (4 * count > end - offset) throw new RangeError(`${count} byte strings in ${end - offset} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets = new Int32Array(count + 1);
  const data = new Uint8Array(end - offset - 4 * count);
  const packing = { bytes, view, end, offsets, data, from: offset };
  yield* ranges(count, (first, last) => {
    packStrings(packing, first, last);
  });
  return strings(offsets, data);
}

interface Packing {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly end: number;
  readonly offsets: Int32Array;
  readonly data: Uint8Array;
  /** where the next length is */
  from: number;
}

function packStrings(packing: Packing, first: number, last: number): void {
  const { bytes, view, end, offsets, data } = packing;
  let { from } = packing;
  let at = offsets[first] ?? 0;
  for (let i = first; i < last; i++) {
    if (from + 4 > end) throw new RangeError('the page ends before its values');
    const length = view.getUint32(from, true);
    from += 4;
    if (length > end - from) throw new RangeError(`a value of ${length} bytes goes beyond its page`);
    data.set(bytes.subarray(from, from + length), at);
    from += length;
    at += length;
    offsets[i + 1] = at;
  }
  packing.from = from;
}

function* deltaLengthStrings(cursor: Cursor, count: number): Steps<ByteStrings> {
  const offsets = yield* offsetsOf(yield* decodeDelta(cursor, new Int32Array(count)));
  return strings(offsets, taken(cursor, offsets[count] ?? 0).slice());
}

/** Each value is a prefix of the one before it and a suffix of its own. */
function* deltaStrings(cursor: Cursor, count: number, take: Take): Steps<ByteStrings> {
  const prefixes = yield* decodeDelta(cursor, new Int32Array(count));
  const suffixes = yield* decodeDelta(cursor, new Int32Array(count));
  const lengths = new Int32Array(count);
  let total = 0;
  yield* ranges(count, (first, last) => {
    for (let i = first; i < last; i++) {
      lengths[i] = (suffixes[i] ?? 0) + (prefixes[i] ?? 0);
      total += Math.max(0, lengths[i] ?? 0);
    }
  });
  // Before the offsets, which are refused where they leave their range: beyond the budget that is the error.
  take(total);
  const offsets = yield* offsetsOf(lengths);
  const data = new Uint8Array(offsets[count] ?? 0);
  yield* ranges(count, (first, last) => {
    for (let i = first; i < last; i++) {
      const start = offsets[i] ?? 0;
      const prefix = prefixes[i] ?? 0;
      const suffix = suffixes[i] ?? 0;
      const before = i === 0 ? 0 : start - (offsets[i - 1] ?? 0);
      if (prefix < 0 || suffix < 0 || prefix > before)
        throw new RangeError(`a prefix of ${prefix} bytes of a value of ${before}`);
      data.copyWithin(start, start - before, start - before + prefix);
      data.set(taken(cursor, suffix), start + prefix);
    }
  });
  return strings(offsets, data);
}

function* offsetsOf(lengths: Int32Array): Steps<Int32Array> {
  const offsets = new Int32Array(lengths.length + 1);
  let end = 0;
  yield* ranges(lengths.length, (first, last) => {
    for (let i = first; i < last; i++) {
      const length = lengths[i] ?? 0;
      if (length < 0) throw new RangeError(`a value of ${length} bytes`);
      end += length;
      if (end > 2 ** 31 - 1) throw new TooLarge('more than 2 GiB of values in one page');
      offsets[i + 1] = end;
    }
  });
  return offsets;
}

function* ofWidth(values: ByteStrings, width: number): Steps<FixedValues> {
  yield* ranges(values.count, (first, last) => {
    for (let i = first; i < last; i++) {
      const length = (values.offsets[i + 1] ?? 0) - (values.offsets[i] ?? 0);
      if (length !== width) throw new RangeError(`a value of ${length} bytes in a column of ${width}`);
    }
  });
  return fixed(width, values.data);
}

function splitStreams(cursor: Cursor, type: ParquetType, width: number, count: number): FixedValues {
  const streams = taken(cursor, count * width);
  const reader = { view: new DataView(streams.buffer, streams.byteOffset, streams.byteLength), offset: 0 };
  const split = byteStreamSplit(reader, count, type, width);
  if (ArrayBuffer.isView(split)) return fixed(width, bytesOf(split));
  const bytes = new Uint8Array(count * width);
  split.forEach((value: unknown, i) => {
    if (value instanceof Uint8Array) bytes.set(value, i * width);
  });
  return fixed(width, bytes);
}

import { isUtf8 } from 'node:buffer';
import { ParquetFrameError, bitmapBytes, ranges, setBit, writeDecimal } from '@parquetframe/core/engine';
import type { ColumnData, Steps } from '@parquetframe/core/engine';
import type { LeafData } from './chunk-decoder.js';
import type { FixedValues, PhysicalValues } from './physical-values.js';
import type { LeafNode } from './schema.js';

/**
 * The column of a leaf, in steps: its values converted from the physical to the column type, and put where they belong.
 * `slots` says which entries of the levels are slots of this leaf and whether each has a value; undefined when every entry has one.
 */
export function* leafColumn(leaf: LeafNode, data: LeafData, slots: LeafSlots | undefined): Steps<ColumnData> {
  const { type } = leaf.field;
  if (type.id === 'null') {
    const length = slots?.length ?? data.count;
    return { length, nullCount: length, buffers: [] };
  }
  const values = yield* convert(leaf, data.values);
  return slots && slots.nullCount > 0 ? yield* spread(values, slots) : yield* denseColumn(values);
}

export interface LeafSlots {
  readonly length: number;
  readonly nullCount: number;
  /** Arrow validity of the slots */
  readonly validity: Uint8Array;
}

/** Values in the layout of the column type, not yet spread over nulls. Bools are one byte each. */
type Converted =
  | { readonly kind: 'bool'; readonly count: number; readonly bytes: Uint8Array }
  | { readonly kind: 'fixed'; readonly count: number; readonly width: number; readonly bytes: Uint8Array }
  | { readonly kind: 'strings'; readonly count: number; readonly offsets: Int32Array; readonly data: Uint8Array };

function* convert(leaf: LeafNode, values: PhysicalValues): Steps<Converted> {
  const { type } = leaf.field;
  if (type.id === 'decimal') return fixed(16, yield* decimals(values, leaf.element.type));
  if (values.kind === 'strings') {
    if (type.id === 'utf8') yield* requireUtf8(values.offsets, values.data, values.count);
    return values;
  }
  if (type.id === 'bool') return { kind: 'bool', count: values.count, bytes: values.bytes };
  if (leaf.element.type === 'INT96') return fixed(8, yield* int96(leaf, values));
  if (type.id === 'int8' || type.id === 'uint8') return fixed(1, new Uint8Array(int32s(values)));
  if (type.id === 'int16' || type.id === 'uint16') return fixed(2, new Uint16Array(int32s(values)));
  return values;
}

const fixed = (width: number, view: ArrayBufferView): Converted => ({
  kind: 'fixed',
  width,
  count: view.byteLength / width,
  bytes: new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
});

const int32s = (values: FixedValues): Int32Array => new Int32Array(values.bytes.buffer, values.bytes.byteOffset, values.count);

/** Text must be UTF-8, value by value: a character may not go on into the next value. */
function requireUtf8(offsets: Int32Array, data: Uint8Array, count: number): Steps<void> {
  return ranges(count, (from, to) => {
    requireUtf8Range(offsets, data, from, to);
  });
}

function requireUtf8Range(offsets: Int32Array, data: Uint8Array, from: number, to: number): void {
  const valid = isUtf8(data.subarray(offsets[from], offsets[to]));
  for (let i = from; i < to; i++) {
    const start = offsets[i] ?? 0;
    const isContinuation = start < (offsets[i + 1] ?? 0) && ((data[start] ?? 0) & 0xc0) === 0x80;
    if (isContinuation || (!valid && !isUtf8(data.subarray(start, offsets[i + 1]))))
      throw new RangeError(`value ${i} of a string column is not UTF-8`);
  }
}

/** Unscaled integers as 128 bits: physical integers are little-endian, byte strings big-endian two's complement. */
function* decimals(values: PhysicalValues, physical: string | undefined): Steps<BigUint64Array> {
  const words = new BigUint64Array(values.count * 2);
  const unscaled = unscaledReader(values, physical);
  yield* ranges(values.count, (from, to) => {
    for (let i = from; i < to; i++) writeDecimal(words, i, unscaled(i));
  });
  return words;
}

function unscaledReader(values: PhysicalValues, physical: string | undefined): (i: number) => bigint {
  if (values.kind !== 'fixed') {
    const { offsets, data } = values;
    return i => bigEndian(data, offsets[i] ?? 0, offsets[i + 1] ?? 0);
  }
  if (physical === 'INT32') {
    const integers = int32s(values);
    return i => BigInt(integers[i] ?? 0);
  }
  if (physical === 'INT64') {
    const longs = new BigInt64Array(values.bytes.buffer, values.bytes.byteOffset, values.count);
    return i => longs[i] ?? 0n;
  }
  const { bytes, width } = values;
  return i => bigEndian(bytes, i * width, (i + 1) * width);
}

function bigEndian(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let i = start; i < end; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  const bits = 8 * (end - start);
  const signed = BigInt.asIntN(bits, value);
  if (BigInt.asIntN(128, signed) !== signed) throw new RangeError('a decimal of more than 128 bits');
  return signed;
}

const NANOSECONDS_PER_DAY = 86_400_000_000_000n;
const JULIAN_DAY_OF_EPOCH = 2_440_588;

/** INT96: nanoseconds of the day, then the Julian day. @throws ParquetFrameError `UNSUPPORTED_TYPE` beyond the years 1677 to 2262 */
function* int96(leaf: LeafNode, values: FixedValues): Steps<BigInt64Array> {
  const view = new DataView(values.bytes.buffer, values.bytes.byteOffset, values.bytes.byteLength);
  const out = new BigInt64Array(values.count);
  yield* ranges(values.count, (from, to) => {
    for (let i = from; i < to; i++) {
      const nanoseconds = view.getBigUint64(i * 12, true);
      const day = view.getUint32(i * 12 + 8, true);
      const instant = BigInt(day - JULIAN_DAY_OF_EPOCH) * NANOSECONDS_PER_DAY + nanoseconds;
      if (BigInt.asIntN(64, instant) !== instant)
        throw new ParquetFrameError(
          'UNSUPPORTED_TYPE',
          `column ${JSON.stringify(leaf.path.join('.'))} is INT96 with an instant outside the years 1677 to 2262, which nanoseconds cannot represent`,
          { details: { column: leaf.path.join('.') } },
        );
      out[i] = instant;
    }
  });
  return out;
}

function* denseColumn(values: Converted): Steps<ColumnData> {
  const { count: length } = values;
  if (values.kind === 'strings') return { length, nullCount: 0, buffers: [undefined, values.offsets, values.data] };
  if (values.kind === 'fixed') return { length, nullCount: 0, buffers: [undefined, values.bytes] };
  const bits = new Uint8Array(bitmapBytes(length));
  yield* ranges(length, (first, end) => {
    for (let i = first; i < end; i++) if (values.bytes[i] === 1) setBit(bits, i);
  });
  return { length, nullCount: 0, buffers: [undefined, bits] };
}

/** Puts values at the valid slots; the others are zero or empty. */
function* spread(values: Converted, { length, nullCount, validity }: LeafSlots): Steps<ColumnData> {
  const present = (i: number): boolean => (((validity[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1;
  let taken = 0;
  if (values.kind === 'strings') {
    const offsets = new Int32Array(length + 1);
    yield* ranges(length, (first, end) => {
      let from = taken;
      for (let i = first; i < end; i++) {
        if (present(i)) from++;
        offsets[i + 1] = values.offsets[from] ?? 0;
      }
      taken = from;
    });
    return { length, nullCount, buffers: [validity, offsets, values.data] };
  }
  if (values.kind === 'bool') {
    const bits = new Uint8Array(bitmapBytes(length));
    yield* ranges(length, (first, end) => {
      let from = taken;
      for (let i = first; i < end; i++) if (present(i) && values.bytes[from++] === 1) setBit(bits, i);
      taken = from;
    });
    return { length, nullCount, buffers: [validity, bits] };
  }
  const { width } = values;
  const out = new Uint8Array(length * width);
  if (width % 4 === 0) {
    const step = width / 4;
    const source = new Int32Array(values.bytes.buffer, values.bytes.byteOffset, values.count * step);
    const target = new Int32Array(out.buffer);
    yield* ranges(length, (first, end) => {
      let from = taken;
      for (let i = first; i < end; i++) {
        if (!present(i)) continue;
        for (let word = 0; word < step; word++) target[i * step + word] = source[from + word] ?? 0;
        from += step;
      }
      taken = from;
    });
  } else {
    yield* ranges(length, (first, end) => {
      let from = taken;
      for (let i = first; i < end; i++) {
        if (!present(i)) continue;
        for (let byte = 0; byte < width; byte++) out[i * width + byte] = values.bytes[from + byte] ?? 0;
        from += width;
      }
      taken = from;
    });
  }
  return { length, nullCount, buffers: [validity, out] };
}

import { isUtf8 } from 'node:buffer';
import { ParquetFrameError, bitmapBytes, setBit, writeDecimal } from '@parquetframe/core/engine';
import type { ColumnData } from '@parquetframe/core/engine';
import type { LeafData } from './chunk-decoder.js';
import type { FixedValues, PhysicalValues } from './physical-values.js';
import type { LeafNode } from './schema.js';

/**
 * The column of a leaf: its values converted from the physical to the column type, and put where they belong.
 * `slots` says which entries of the levels are slots of this leaf and whether each has a value; undefined when every entry has one.
 */
export function leafColumn(leaf: LeafNode, data: LeafData, slots: LeafSlots | undefined): ColumnData {
  const { type } = leaf.field;
  if (type.id === 'null') {
    const length = slots?.length ?? data.count;
    return { length, nullCount: length, buffers: [] };
  }
  const values = convert(leaf, data.values);
  return slots && slots.nullCount > 0 ? spread(values, slots) : denseColumn(values);
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

function convert(leaf: LeafNode, values: PhysicalValues): Converted {
  const { type } = leaf.field;
  if (type.id === 'decimal') return fixed(16, decimals(values, leaf.element.type));
  if (values.kind === 'strings') {
    if (type.id === 'utf8') requireUtf8(values.offsets, values.data, values.count);
    return values;
  }
  if (type.id === 'bool') return { kind: 'bool', count: values.count, bytes: values.bytes };
  if (leaf.element.type === 'INT96') return fixed(8, int96(leaf, values));
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
function requireUtf8(offsets: Int32Array, data: Uint8Array, count: number): void {
  const valid = isUtf8(data);
  for (let i = 0; i < count; i++) {
    const start = offsets[i] ?? 0;
    const isContinuation = start < (offsets[i + 1] ?? 0) && ((data[start] ?? 0) & 0xc0) === 0x80;
    if (isContinuation || (!valid && !isUtf8(data.subarray(start, offsets[i + 1]))))
      throw new RangeError(`value ${i} of a string column is not UTF-8`);
  }
}

/** Unscaled integers as 128 bits: physical integers are little-endian, byte strings big-endian two's complement. */
function decimals(values: PhysicalValues, physical: string | undefined): BigUint64Array {
  const words = new BigUint64Array(values.count * 2);
  if (values.kind === 'fixed' && physical === 'INT32') {
    int32s(values).forEach((value, i) => {
      writeDecimal(words, i, BigInt(value));
    });
  } else if (values.kind === 'fixed' && physical === 'INT64') {
    const longs = new BigInt64Array(values.bytes.buffer, values.bytes.byteOffset, values.count);
    longs.forEach((value, i) => {
      writeDecimal(words, i, value);
    });
  } else {
    for (let i = 0; i < values.count; i++) {
      const [start, end, bytes] =
        values.kind === 'fixed'
          ? [i * values.width, (i + 1) * values.width, values.bytes]
          : [values.offsets[i] ?? 0, values.offsets[i + 1] ?? 0, values.data];
      writeDecimal(words, i, bigEndian(bytes, start, end));
    }
  }
  return words;
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
function int96(leaf: LeafNode, values: FixedValues): BigInt64Array {
  const view = new DataView(values.bytes.buffer, values.bytes.byteOffset, values.bytes.byteLength);
  const out = new BigInt64Array(values.count);
  for (let i = 0; i < values.count; i++) {
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
  return out;
}

function denseColumn(values: Converted): ColumnData {
  const { count: length } = values;
  if (values.kind === 'strings') return { length, nullCount: 0, buffers: [undefined, values.offsets, values.data] };
  if (values.kind === 'fixed') return { length, nullCount: 0, buffers: [undefined, values.bytes] };
  const bits = new Uint8Array(bitmapBytes(length));
  for (let i = 0; i < length; i++) if (values.bytes[i] === 1) setBit(bits, i);
  return { length, nullCount: 0, buffers: [undefined, bits] };
}

/** Puts values at the valid slots; the others are zero or empty. */
function spread(values: Converted, { length, nullCount, validity }: LeafSlots): ColumnData {
  const present = (i: number): boolean => (((validity[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1;
  let from = 0;
  if (values.kind === 'strings') {
    const offsets = new Int32Array(length + 1);
    for (let i = 0; i < length; i++) {
      if (present(i)) from++;
      offsets[i + 1] = values.offsets[from] ?? 0;
    }
    return { length, nullCount, buffers: [validity, offsets, values.data] };
  }
  if (values.kind === 'bool') {
    const bits = new Uint8Array(bitmapBytes(length));
    for (let i = 0; i < length; i++) if (present(i) && values.bytes[from++] === 1) setBit(bits, i);
    return { length, nullCount, buffers: [validity, bits] };
  }
  const { width } = values;
  const out = new Uint8Array(length * width);
  if (width % 4 === 0) {
    const step = width / 4;
    const source = new Int32Array(values.bytes.buffer, values.bytes.byteOffset, values.count * step);
    const target = new Int32Array(out.buffer);
    for (let i = 0; i < length; i++) {
      if (!present(i)) continue;
      for (let word = 0; word < step; word++) target[i * step + word] = source[from + word] ?? 0;
      from += step;
    }
  } else {
    for (let i = 0; i < length; i++) {
      if (!present(i)) continue;
      for (let byte = 0; byte < width; byte++) out[i * width + byte] = values.bytes[from + byte] ?? 0;
      from += width;
    }
  }
  return { length, nullCount, buffers: [validity, out] };
}

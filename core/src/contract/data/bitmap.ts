/** Bitmaps as Arrow has them: bit i is bit `i & 7` of byte `i >> 3`. */
import type { ColumnData } from './column.js';

/** Bytes of any view, without a copy. */
export const bytesOf = (view: ArrayBufferView): Uint8Array =>
  view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

export const bitmapBytes = (length: number): number => (length + 7) >>> 3;

export const getBit = (bits: Uint8Array, index: number): boolean => (((bits[index >>> 3] ?? 0) >>> (index & 7)) & 1) === 1;

export function setBit(bits: Uint8Array, index: number): void {
  bits[index >>> 3] = (bits[index >>> 3] ?? 0) | (1 << (index & 7));
}

/** A bitmap with its first `length` bits set, and the rest of the last byte clear. */
export function allSet(length: number): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(length)).fill(255);
  const tail = length & 7;
  if (tail !== 0) bits[bits.length - 1] = (1 << tail) - 1;
  return bits;
}

/** Bits `start` to `end` as a bitmap that starts at bit 0; a view of the input where the start is on a byte boundary. */
export function sliceBits(bits: Uint8Array, start: number, end: number): Uint8Array {
  const first = start >>> 3;
  const count = bitmapBytes(end - start);
  const shift = start & 7;
  if (shift === 0) return bits.subarray(first, first + count);
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    out[i] = ((bits[first + i] ?? 0) >>> shift) | ((bits[first + i + 1] ?? 0) << (8 - shift));
  }
  return out;
}

/** Copies `length` bits of `source` (from bit 0) to `target`, whose bits from `at` on are clear. */
export function copyBits(source: Uint8Array, length: number, target: Uint8Array, at: number): void {
  if ((at & 7) === 0) {
    const whole = length >>> 3;
    target.set(source.subarray(0, whole), at >>> 3);
    for (let i = whole << 3; i < length; i++) if (getBit(source, i)) setBit(target, at + i);
    return;
  }
  for (let i = 0; i < length; i++) if (getBit(source, i)) setBit(target, at + i);
}

/** Sets `length` bits of `target` from `at` on. */
export function fillBits(target: Uint8Array, at: number, length: number): void {
  let i = at;
  const end = at + length;
  while (i < end && (i & 7) !== 0) setBit(target, i++);
  const whole = end & ~7;
  if (whole > i) {
    target.fill(255, i >>> 3, whole >>> 3);
    i = whole;
  }
  while (i < end) setBit(target, i++);
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest !== 0; rest >>= 1) ones += rest & 1;
  return ones;
});

/** How many of the first `length` bits are set. */
export function countBits(bits: Uint8Array, length: number): number {
  let ones = 0;
  const whole = length >>> 3;
  for (let i = 0; i < whole; i++) ones += ONES[bits[i] ?? 0] ?? 0;
  const tail = length & 7;
  return tail === 0 ? ones : ones + (ONES[(bits[whole] ?? 0) & ((1 << tail) - 1)] ?? 0);
}

/** The validity bitmap of a column, or undefined when it has no nulls. */
export function validityOf(column: ColumnData): Uint8Array | undefined {
  const validity = column.buffers[0];
  return validity === undefined || column.nullCount === 0 ? undefined : bytesOf(validity);
}

import type { DataPageHeader } from 'hyparquet';
import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { DECODED_AT_ONCE, decodeHybrid } from './hybrid.js';
import type { Cursor } from './hybrid.js';

/** Entries whose value is there. */
export function* countPresent(definitions: Uint8Array, max: number): Steps<number> {
  let present = 0;
  for (let from = 0; from < definitions.length; from += DECODED_AT_ONCE) {
    if (from > 0) yield undefined;
    present += presentIn(definitions.subarray(from, from + DECODED_AT_ONCE), max);
  }
  return present;
}

function presentIn(definitions: Uint8Array, max: number): number {
  let present = 0;
  let highest = 0;
  for (let i = 0; i < definitions.length; i++) {
    const level = definitions[i] ?? 0;
    if (level === max) present++;
    else if (level > highest) highest = level;
  }
  if (highest > max) throw new RangeError(`a definition level of ${highest}, at most ${max} is possible`);
  return present;
}

/** Levels behind a length of four bytes. */
export function* levelsV1(cursor: Cursor, encoding: DataPageHeader['encoding'], max: number, count: number): Steps<Uint8Array> {
  if (encoding === 'BIT_PACKED') return yield* bitPackedLevels(cursor, max, count);
  if (cursor.offset + 4 > cursor.end) throw new RangeError('the page ends before its levels');
  const length = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.offset, 4).getUint32(0, true);
  const start = cursor.offset + 4;
  if (length > cursor.end - start) throw new RangeError(`levels of ${length} bytes go beyond their page`);
  cursor.offset = start + length;
  return yield* levels({ bytes: cursor.bytes, offset: start, end: start + length }, max, count);
}

/** Levels without a length before them. */
export function* levels(cursor: Cursor, max: number, count: number): Steps<Uint8Array> {
  const out = new Uint8Array(count);
  yield* decodeHybrid(cursor, 32 - Math.clz32(max), out);
  return out;
}

/** The encoding of levels in the oldest files: packed without runs, most significant bit first. */
function* bitPackedLevels(cursor: Cursor, max: number, count: number): Steps<Uint8Array> {
  const width = 32 - Math.clz32(max);
  const length = Math.ceil((count * width) / 8);
  if (length > cursor.end - cursor.offset) throw new RangeError('the page ends in the middle of its levels');
  const out = new Uint8Array(count);
  const { bytes, offset } = cursor;
  yield* ranges(count * width, (from, to) => {
    for (let i = from; i < to; i++) {
      const bit = ((bytes[offset + (i >>> 3)] ?? 0) >>> (7 - (i & 7))) & 1;
      const at = Math.floor(i / width);
      out[at] = ((out[at] ?? 0) << 1) | bit;
    }
  });
  cursor.offset += length;
  return out;
}

export function joined(parts: readonly Uint8Array[], count: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const all = new Uint8Array(count);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

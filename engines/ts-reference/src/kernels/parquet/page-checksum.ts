import { crc32 } from 'node:zlib';
import type { Step } from './unpack.js';

/** Bytes summed up between two looks at the clock. */
const SUMMED_BYTES = 4 << 20;

/** The checksum of a page, in steps. */
export function* checksum(bytes: Uint8Array): Generator<Step, number> {
  let sum = 0;
  for (let from = 0; from < bytes.length; from += SUMMED_BYTES) {
    if (from > 0) yield undefined;
    sum = crc32(bytes.subarray(from, from + SUMMED_BYTES), sum);
  }
  return sum;
}

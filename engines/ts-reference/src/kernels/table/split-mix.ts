import { ranges } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';

/** 64-bit numbers in halves. */
export interface Numbers {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** The first `length` numbers that SplitMix64 gives from a state on. In halves of 32 bits: bigints would take ten times as long. */
export function* splitMix64(seed: bigint, length: number): Steps<Numbers> {
  const high = new Uint32Array(length);
  const low = new Uint32Array(length);
  let stateHigh = Number(BigInt.asUintN(32, seed >> 32n));
  let stateLow = Number(BigInt.asUintN(32, seed));
  yield* ranges(length, (from, to) => {
    for (let i = from; i < to; i++) {
      const sum = stateLow + 0x7f4a7c15;
      stateLow = sum >>> 0;
      stateHigh = (stateHigh + 0x9e3779b9 + (sum > 0xffffffff ? 1 : 0)) >>> 0;
      let h = stateHigh ^ (stateHigh >>> 30);
      let l = stateLow ^ ((stateLow >>> 30) | (stateHigh << 2));
      let product = timesHigh(h, l, 0xbf58476d, 0x1ce4e5b9);
      l = Math.imul(l, 0x1ce4e5b9);
      h = product;
      const l27 = l ^ ((l >>> 27) | (h << 5));
      h ^= h >>> 27;
      product = timesHigh(h, l27, 0x94d049bb, 0x133111eb);
      l = Math.imul(l27, 0x133111eb);
      h = product;
      low[i] = l ^ ((l >>> 31) | (h << 1));
      high[i] = h ^ (h >>> 31);
    }
  });
  return { high, low };
}

/** The upper half of the lower 64 bits of a product. */
function timesHigh(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  const carried = a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
  return (carried + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) >>> 0;
}

/**
 * XXH64 by its specification (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md), with halves of 32 bits instead of bigints, which are many times slower.
 * The result is in `hash.high` and `hash.low`.
 */
export const hash = { high: 0, low: 0 };

type Word = [high: number, low: number];
/** 64 bits. */
export type Seed = readonly [high: number, low: number];
const ZERO: Seed = [0, 0];

const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;
type Constant = readonly [high: number, low: number];

/** The upper 32 bits of a product of two numbers of 32 bits. */
function upper(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) >>> 0;
}

function multiply(word: Word, [high, low]: Constant): void {
  const above = (upper(word[1], low) + Math.imul(word[0], low) + Math.imul(word[1], high)) >>> 0;
  word[1] = Math.imul(word[1], low) >>> 0;
  word[0] = above;
}

function add(word: Word, high: number, low: number): void {
  const sum = word[1] + low;
  word[0] = (word[0] + high + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  word[1] = sum >>> 0;
}

/** By 1 to 63 bits. */
function rotate(word: Word, by: number): void {
  const [high, low] = by < 32 ? [word[0], word[1]] : [word[1], word[0]];
  const bits = by & 31;
  if (bits === 0) {
    [word[0], word[1]] = [high, low];
    return;
  }
  word[0] = ((high << bits) | (low >>> (32 - bits))) >>> 0;
  word[1] = ((low << bits) | (high >>> (32 - bits))) >>> 0;
}

function round(lane: Word, high: number, low: number): void {
  const part: Word = [high, low];
  multiply(part, P2);
  add(lane, part[0], part[1]);
  rotate(lane, 31);
  multiply(lane, P1);
}

function mixed(state: Word, high: number, low: number): void {
  const part: Word = [0, 0];
  round(part, high, low);
  state[0] = (state[0] ^ part[0]) >>> 0;
  state[1] = (state[1] ^ part[1]) >>> 0;
}

function shifted(state: Word, by: number): void {
  const [high, low] = state;
  if (by >= 32) state[1] = (low ^ (high >>> (by - 32))) >>> 0;
  else {
    state[1] = (low ^ ((low >>> by) | (high << (32 - by)))) >>> 0;
    state[0] = (high ^ (high >>> by)) >>> 0;
  }
}

const wordAt = (data: Uint8Array, at: number): number =>
  ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)) >>> 0;

/** Of some bytes, into `hash`. */
export function xxh64(data: Uint8Array, from: number, to: number, seed: Seed = ZERO): void {
  const length = to - from;
  let at = from;
  const state: Word = [0, 0];
  if (length >= 32) {
    const lanes: readonly Word[] = [
      [0x60ea27ee, 0xadc0b5d6],
      [P2[0], P2[1]],
      [0, 0],
      [0x61c8864e, 0x7a143579],
    ];
    for (const lane of lanes) add(lane, seed[0], seed[1]);
    for (; at + 32 <= to; at += 32)
      lanes.forEach((lane, i) => {
        round(lane, wordAt(data, at + 8 * i + 4), wordAt(data, at + 8 * i));
      });
    lanes.forEach((lane, i) => {
      const part: Word = [lane[0], lane[1]];
      rotate(part, [1, 7, 12, 18][i] ?? 1);
      add(state, part[0], part[1]);
    });
    for (const lane of lanes) {
      mixed(state, lane[0], lane[1]);
      multiply(state, P1);
      add(state, P4[0], P4[1]);
    }
  } else {
    [state[0], state[1]] = P5;
    add(state, seed[0], seed[1]);
  }
  add(state, Math.floor(length / 2 ** 32), length >>> 0);
  for (; at + 8 <= to; at += 8) {
    mixed(state, wordAt(data, at + 4), wordAt(data, at));
    rotate(state, 27);
    multiply(state, P1);
    add(state, P4[0], P4[1]);
  }
  if (at + 4 <= to) {
    const part: Word = [0, wordAt(data, at)];
    multiply(part, P1);
    state[0] = (state[0] ^ part[0]) >>> 0;
    state[1] = (state[1] ^ part[1]) >>> 0;
    rotate(state, 23);
    multiply(state, P2);
    add(state, P3[0], P3[1]);
    at += 4;
  }
  for (; at < to; at++) {
    const part: Word = [0, data[at] ?? 0];
    multiply(part, P5);
    state[0] = (state[0] ^ part[0]) >>> 0;
    state[1] = (state[1] ^ part[1]) >>> 0;
    rotate(state, 11);
    multiply(state, P1);
  }
  shifted(state, 33);
  multiply(state, P2);
  shifted(state, 29);
  multiply(state, P3);
  shifted(state, 32);
  [hash.high, hash.low] = state;
}

import test from 'ava';
import fc from 'fast-check';
import { hash, xxh64 } from './xxh64.js';

const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];
const wrap = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, by: bigint): bigint => wrap((x << by) | (x >> (64n - by)));
const round = (lane: bigint, part: bigint): bigint => wrap(rotate(wrap(lane + part * P2), 31n) * P1);

/** The specification, in bigints. */
function specified(bytes: Buffer): bigint {
  let [at, state] = [0, P5];
  if (bytes.length >= 32) {
    const lanes = [wrap(P1 + P2), P2, 0n, wrap(-P1)];
    for (; at + 32 <= bytes.length; at += 32)
      lanes.forEach((lane, i) => (lanes[i] = round(lane, bytes.readBigUInt64LE(at + 8 * i))));
    state = wrap([1n, 7n, 12n, 18n].reduce((sum, by, i) => sum + rotate(lanes[i] ?? 0n, by), 0n));
    for (const lane of lanes) state = wrap((state ^ round(0n, lane)) * P1 + P4);
  }
  state = wrap(state + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) state = wrap(rotate(state ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * P1 + P4);
  if (at + 4 <= bytes.length) {
    state = wrap(rotate(state ^ wrap(BigInt(bytes.readUInt32LE(at)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < bytes.length; at++) state = wrap(rotate(state ^ wrap(BigInt(bytes[at] ?? 0) * P5), 11n) * P1);
  state = wrap((state ^ (state >> 33n)) * P2);
  state = wrap((state ^ (state >> 29n)) * P3);
  return state ^ (state >> 32n);
}

test('hashes are those of the specification', t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(3), (bytes, from) => {
      const start = Math.min(from, bytes.length);
      xxh64(bytes, start, bytes.length);
      return ((BigInt(hash.high) << 32n) | BigInt(hash.low)) === specified(Buffer.from(bytes.subarray(start)));
    }),
    { numRuns: 3000 },
  );
  t.pass();
});

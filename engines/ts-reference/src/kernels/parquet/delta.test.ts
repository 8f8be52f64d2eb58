import test from 'ava';
import fc from 'fast-check';
import { atOnce } from '@parquetframe/core/engine';
import { decodeDelta } from './delta.js';

function varint(out: number[], value: bigint): void {
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
}
const zigzag = (out: number[], value: bigint): void => {
  varint(out, BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
};

/** As a writer does that computes in 64 bits: blocks of 128 values in 4 parts, each as wide as it must be or as `width` says. */
function encode(values: readonly bigint[], width?: number): Uint8Array {
  const out: number[] = [];
  for (const n of [128, 4, values.length]) varint(out, BigInt(n));
  zigzag(out, values[0] ?? 0n);
  const deltas = values.slice(1).map((value, i) => BigInt.asIntN(64, value - (values[i] ?? 0n)));
  for (let start = 0; start < deltas.length; start += 128) {
    const block = deltas.slice(start, start + 128);
    const least = block.reduce((a, b) => (b < a ? b : a));
    zigzag(out, least);
    const parts = [0, 32, 64, 96].map(at => block.slice(at, at + 32).map(delta => BigInt.asUintN(64, delta - least)));
    const widths = parts.map(part => width ?? Math.max(0, ...part.map(value => (value === 0n ? 0 : value.toString(2).length))));
    out.push(...widths);
    parts.forEach((part, i) => {
      if (part.length === 0) return;
      const bits = part.reduce((all, value, at) => all | (value << BigInt(at * (widths[i] ?? 0))), 0n);
      for (let byte = 0; byte < 4 * (widths[i] ?? 0); byte++) out.push(Number((bits >> BigInt(8 * byte)) & 0xffn));
    });
  }
  return Uint8Array.from(out);
}

const cursorOf = (bytes: Uint8Array) => ({ bytes, offset: 0, end: bytes.length });

test('integers of 64 bits, of any difference', t => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), { minLength: 1, maxLength: 300 }), values => {
      const bytes = encode(values);
      const cursor = cursorOf(bytes);
      t.deepEqual([...atOnce(decodeDelta(cursor, new BigInt64Array(values.length)))], values);
      t.is(cursor.offset, bytes.length);
    }),
    { numRuns: 60 },
  );
});

test('integers of 32 bits, whose differences a writer may state in up to 64', t => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(0n, 2n ** 32n - 1n), { minLength: 1, maxLength: 200 }),
      fc.option(fc.integer({ min: 34, max: 64 }), { nil: undefined }),
      (values, width) => {
        const read = atOnce(decodeDelta(cursorOf(encode(values, width)), new Int32Array(values.length)));
        t.deepEqual([...new Uint32Array(read.buffer)], values.map(Number));
      },
    ),
    { numRuns: 60 },
  );
});

test('a delta encoding that ends early, has fewer values, or blocks of another kind is an error', t => {
  const bytes = encode([1n, 200n, 3n]);
  t.throws(() => atOnce(decodeDelta(cursorOf(bytes.subarray(0, 8)), new Int32Array(3))), { instanceOf: RangeError });
  t.throws(() => atOnce(decodeDelta(cursorOf(bytes), new Int32Array(4))), { message: /3 values where 4 are/ });
  t.throws(() => atOnce(decodeDelta(cursorOf(Uint8Array.of(0, 0, 1, 2)), new Int32Array(1))), { message: /blocks of 0 values/ });
  const wide = Uint8Array.from(bytes);
  wide[7] = 65;
  t.throws(() => atOnce(decodeDelta(cursorOf(wide), new Int32Array(3))), { instanceOf: RangeError });
});

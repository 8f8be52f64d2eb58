import test from 'ava';
import fc from 'fast-check';
import { atOnce } from '@parquetframe/core/engine';
import { DECODED_AT_ONCE, decodeHybrid } from './hybrid.js';

/** Encodes as one bit-packed run, padded to groups of eight. */
function packed(values: readonly number[], width: number): number[] {
  const groups = Math.ceil(values.length / 8);
  const bytes = new Array<number>(groups * width).fill(0);
  values.forEach((value, i) => {
    for (let bit = 0; bit < width; bit++) {
      const at = i * width + bit;
      if (Math.floor(value / 2 ** bit) % 2 === 1) bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (1 << (at & 7));
    }
  });
  return [...varint(groups * 2 + 1), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const decode = (bytes: readonly number[], width: number, count: number): number[] => {
  const out = new Int32Array(count);
  atOnce(decodeHybrid({ bytes: Uint8Array.from(bytes), offset: 0, end: bytes.length }, width, out));
  return Array.from(out, value => value >>> 0);
};

test('bit-packed runs of every width', t => {
  for (let width = 1; width <= 32; width++) {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** Math.min(width, 31) - 1), { minLength: 1, maxLength: 40 }), values => {
        t.deepEqual(decode(packed(values, width), width, values.length), values);
      }),
      { numRuns: 20 },
    );
  }
});

test('runs and packed groups follow each other; a run may be longer than what is left', t => {
  t.deepEqual(
    decode([6, 3, ...packed([1, 2, 3, 4, 5, 6, 7, 0], 3), 200, 1, 5], 3, 14),
    [3, 3, 3, 1, 2, 3, 4, 5, 6, 7, 0, 5, 5, 5],
  );
});

test('data that ends early, empty runs and impossible widths are errors', t => {
  t.throws(() => decode([6], 3, 3), { instanceOf: RangeError });
  t.throws(() => decode([0, 0, 0], 3, 3), { instanceOf: RangeError });
  t.throws(() => decode([3, 1], 8, 8), { instanceOf: RangeError });
  t.throws(() => decode([6, 3], 33, 3), { instanceOf: RangeError });
  t.throws(() => decode([255, 255, 255, 255, 255, 255], 1, 1), { instanceOf: RangeError });
});

test('long runs are decoded in several steps, whatever the width', t => {
  for (const width of [1, 3, 9]) {
    const values = Array.from({ length: 4 * DECODED_AT_ONCE + 5 }, (_, i) => i % 2 ** width);
    const bytes = Uint8Array.from(packed(values, width));
    const out = new Int32Array(values.length);
    let pauses = 0;
    for (const steps = decodeHybrid({ bytes, offset: 0, end: bytes.length }, width, out); steps.next().done !== true;) pauses++;
    t.true(pauses >= 4, `${String(pauses)} pauses`);
    t.deepEqual(Array.from(out), values);
  }
});

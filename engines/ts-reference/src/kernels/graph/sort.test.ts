import test from 'ava';
import fc from 'fast-check';
import { sortInSlices } from './sort.js';

const pace = { checkpoint: () => undefined, progress: () => undefined };

test('sorts any number of runs, stably', async t => {
  for (const length of [0, 1, 8191, 8192, 8193, 50_000]) {
    const values = Uint32Array.from({ length }, (_, i) => (i * 7919) % 10_007);
    const expected = [...values].sort((a, b) => a - b);
    t.deepEqual([...(await sortInSlices(values, new Uint32Array(length), (a, b) => a - b, pace))], expected);
  }
  // By the last digit only: equal ones stay in the order they had.
  const digits = Uint32Array.from({ length: 30_000 }, (_, i) => i);
  const sorted = await sortInSlices(digits, new Uint32Array(30_000), (a, b) => (a % 10) - (b % 10), pace);
  t.deepEqual(
    [...sorted],
    Array.from({ length: 30_000 }, (_, i) => (i % 3000) * 10 + Math.floor(i / 3000)),
  );
});

test('sorts doubles of any size', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.maxSafeInteger()), async numbers => {
      const sorted = await sortInSlices(Float64Array.from(numbers), new Float64Array(numbers.length), (a, b) => a - b, pace);
      t.deepEqual(
        [...sorted],
        [...numbers].sort((a, b) => a - b),
      );
    }),
  );
});

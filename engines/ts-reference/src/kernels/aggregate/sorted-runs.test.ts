import { atOnce } from '@parquetframe/core/engine';
import test from 'ava';
import { sortSteps } from './sorted-runs.js';

test('runs are merged as the built-in sort has them, NaN last and -0 before 0', t => {
  for (const length of [0, 1, 8192, 8193, 50_000]) {
    const values = Float64Array.from({ length }, (_, i) => {
      const value = Math.sin(i) * 1000;
      return i % 97 === 0 ? Number.NaN : i % 89 === 0 ? (i % 2 === 0 ? 0 : -0) : Math.round(value);
    });
    const expected = values.slice().sort();
    atOnce(sortSteps(values));
    t.deepEqual(
      [...values].findIndex((value, i) => !Object.is(value, expected[i])),
      -1,
      String(length),
    );
  }
});

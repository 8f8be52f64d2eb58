import { atOnce } from '@parquetframe/core/engine';
import test from 'ava';
import type { Vector } from '../expression/vector.js';
import { ApproxDistinct } from './approx-distinct.js';

const numbers = (from: number, count: number): Vector => ({
  form: 'number',
  type: { id: 'int64' },
  step: 1,
  validity: undefined,
  values: Float64Array.from({ length: count }, (_, i) => from + i),
});
const estimateOf = (approx: ApproxDistinct): number => {
  atOnce(approx.prepare());
  const result = approx.finish(0, 1);
  return result.form === 'number' ? (result.values[0] ?? Number.NaN) : Number.NaN;
};

test('estimates are within 5 %, of any number of values, and the same from parts', t => {
  const errors: number[] = [];
  for (const count of [1, 2, 10, 100, 1_000, 3_000, 10_000, 30_000, 100_000])
    for (let start = 0; start < 5; start++) {
      const [whole, half, other] = [1, 2, 3].map(() => new ApproxDistinct({ id: 'int64' }));
      if (!whole || !half || !other) throw new TypeError('three there are');
      const from = start * 1_000_000;
      whole.add(numbers(from, count), new Int32Array(count));
      const part = Math.ceil(count / 2);
      half.add(numbers(from, part), new Int32Array(part));
      other.add(numbers(from + count - part, part), new Int32Array(part));
      half.merge(other.partial(), Int32Array.of(0));
      const estimate = estimateOf(whole);
      t.is(estimateOf(half), estimate, String(count));
      errors.push((estimate - count) / count);
      t.true(Math.abs(estimate - count) <= count * 0.05, `${count}: ${estimate}`);
    }
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
  t.true(spread < 0.016, `root of the mean square of the errors: ${spread}`);
});

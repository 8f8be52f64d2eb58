import test from 'ava';
import fc from 'fast-check';
import { nearestDouble } from '../exact/ratio.js';
import { unitsOf } from '../exact/scaled.js';
import { MovingSum } from './moving-sum.js';
import { floatOf } from './totals.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Values that cancel, whose sums take few bits or more than two doubles have. */
const values = fc.array(fc.oneof(finite, fc.integer().map(Number), fc.constantFrom(1e16, -1e16, 2 ** -60, 1, 2 ** 1000, -0)), {
  minLength: 1,
  maxLength: 60,
});

test('the mean of a frame that moves over any doubles is the double nearest to the exact one', t => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 12 }), (column, width) => {
      const vector = { form: 'number', type: { id: 'float64' }, step: 1, validity: undefined } as const;
      const sum = new MovingSum({ ...vector, values: Float64Array.from(column) }, () => true, false);
      return column.every((_, row) => {
        sum.add(row);
        if (row >= width) sum.remove(row - width);
        const frame = column.slice(Math.max(0, row - width + 1), row + 1);
        if (frame.every(value => Object.is(value, -0))) return Object.is(floatOf(sum, frame.length), -0);
        const total = frame.reduce((all, value) => all + unitsOf(value), 0n);
        return Object.is(floatOf(sum, frame.length), nearestDouble(total, BigInt(frame.length) << 1074n));
      });
    }),
    { numRuns: 2_000 },
  );
  t.pass();
});

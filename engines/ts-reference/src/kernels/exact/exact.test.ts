import test from 'ava';
import fc from 'fast-check';
import { exactly } from '../expression/decimal-order.js';
import type { Vector } from '../expression/vector.js';
import { FloatSums } from './float-sums.js';
import { IntegerSums } from './integer-sums.js';
import { LongSum } from './long-sum.js';
import { pairQuotient } from './pair-quotient.js';
import { bitLength, nearestDouble, nearestWhole } from './ratio.js';
import { nearestSingle } from './single.js';

const floats = (values: readonly number[]): Vector => ({
  form: 'number',
  type: { id: 'float64' },
  step: 1,
  validity: undefined,
  values: Float64Array.from(values),
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test('a finite double is mantissa × 2^exponent', t => {
  fc.assert(
    fc.property(finite, value => {
      const { mantissa, exponent } = exactly(value);
      return Object.is(
        Number(mantissa) * 2 ** Math.max(exponent, -1000) * 2 ** (exponent - Math.max(exponent, -1000)),
        value + 0,
      );
    }),
  );
  t.pass();
});

test('nearestDouble of a double over a power of two is that double', t => {
  fc.assert(
    fc.property(finite, value => {
      const { mantissa, exponent } = exactly(value);
      return nearestDouble(mantissa << 1074n, 1n << BigInt(1074 - exponent)) === value;
    }),
  );
  t.is(nearestDouble(1n, 10n), 0.1);
  t.is(nearestDouble(2n ** 53n + 1n, 1n), 2 ** 53);
  t.is(nearestDouble(2n ** 53n + 3n, 1n), 2 ** 53 + 4);
  t.is(nearestDouble((2n ** 53n + 1n) * 3n + 1n, 3n), 2 ** 53 + 2);
  t.is(nearestDouble(10n ** 400n, 1n), Infinity);
  t.is(nearestDouble(-1n, 2n ** 1074n), -(2 ** -1074));
  t.is(nearestDouble(1n, 2n ** 1075n), 0);
  t.is(nearestDouble(3n, 2n ** 1075n), 2 ** -1073);
});

test('nearestDouble of two safe integers is their quotient', t => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), (a, b) => nearestDouble(BigInt(a), BigInt(b)) === a / b + 0),
  );
  t.pass();
});

test('bitLength', t => {
  t.deepEqual([1n, 2n, 3n, 4n, 255n, 256n].map(bitLength), [1, 2, 2, 3, 8, 9]);
});

/** The exact sum, rounded once. */
function exactSum(values: readonly number[], count = 1): number {
  let sum = 0n;
  for (const value of values) {
    const { mantissa, exponent } = exactly(value);
    sum += mantissa << BigInt(exponent + 1074);
  }
  return nearestDouble(sum, BigInt(count) << 1074n);
}

const wild = fc.oneof(
  finite,
  fc.tuple(fc.integer({ min: -1074, max: 1023 }), fc.boolean()).map(([e, negative]) => (negative ? -1 : 1) * 2 ** e),
  fc.constantFrom(1e308, -1e308, 1e16, 1, -1e16, 2 ** -1074, 0.1),
);

test('float sums and means are correctly rounded, in any order and however they are divided', t => {
  fc.assert(
    fc.property(fc.array(wild, { maxLength: 40 }), fc.nat(), (values, cut) => {
      const sums = new FloatSums();
      const at = values.length === 0 ? 0 : cut % values.length;
      sums.add(floats(values.slice(0, at)), new Int32Array(at), 1);
      const other = new FloatSums();
      other.add(floats(values.slice(at)), new Int32Array(values.length - at), 1);
      sums.addParts(structuredClone(other.parts(1)), new Int32Array(1), 1);
      return (
        (values.length === 0 || sums.quotient(0, 1) === exactSum(values)) &&
        (values.length === 0 || sums.quotient(0, values.length) === exactSum(values, values.length))
      );
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('the sign of a sum of zeros: -0 alone gives -0', t => {
  const total = (values: readonly number[]): number => {
    const sums = new FloatSums();
    sums.add(floats(values), new Int32Array(values.length), 1);
    return sums.quotient(0, 1);
  };
  t.is(total([-0, -0]), -0);
  t.is(total([-0, 0]), 0);
  t.is(total([1, -1, -0]), 0);
  t.is(total([1e308, 1e308, -1e308, -1e308]), 0);
});

test('a quotient of a pair is the nearest double, or undefined where the doubt is too large', t => {
  let settled = 0;
  let asked = 0;
  const moderate = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(moderate, fc.double({ min: -1e-6, max: 1e-6, noNaN: true }), fc.integer({ min: 1 }), (sum, error, count) => {
      const quotient = pairQuotient(sum, error, count);
      asked++;
      if (quotient === undefined) return true;
      settled++;
      return quotient === exactSum([sum, error], count);
    }),
    { numRuns: 5000 },
  );
  t.true(settled > asked / 2, `${settled} of ${asked}`);
  // Halfway between two doubles: the mean of two values of 53 bits.
  t.is(pairQuotient(2, 2 ** -52, 2), 1);
  t.is(pairQuotient(2 + 2 ** -51, 2 ** -52, 2), 1 + 2 ** -51);
  t.is(pairQuotient(6, 3 * 2 ** -52, 3), 2);
  t.is(pairQuotient(2 ** 1000, 1, 3), undefined);
});

test('a long sum loses nothing between the ends of the range', t => {
  const long = new LongSum();
  for (let i = 0; i < 5000; i++) {
    long.add(Number.MAX_VALUE);
    long.add(-(2 ** -1074));
  }
  const greatest = (2n ** 53n - 1n) << 2045n;
  t.is(long.total(), 5000n * (greatest - 1n));
  const other = new LongSum();
  for (let i = 0; i < 5000; i++) {
    other.add(-Number.MAX_VALUE);
    other.add(2 ** -1074);
  }
  t.is(other.total(), -long.total());
  long.addChunks(structuredClone(other.chunks()));
  t.is(long.total(), 0n);
});

test('a long sum is that of the integers', t => {
  fc.assert(
    fc.property(fc.array(finite, { maxLength: 100 }), values => {
      const long = new LongSum();
      for (const value of values) long.add(value);
      const expected = values.reduce((sum, value) => {
        const { mantissa, exponent } = exactly(value);
        return sum + (mantissa << BigInt(exponent + 1074));
      }, 0n);
      return long.total() === expected;
    }),
  );
  t.pass();
});

test('integer sums are exact beyond 2^53, mixed with bigints', t => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), { maxLength: 30 }),
      values => {
        const sums = new IntegerSums();
        for (const value of values) {
          const head = { type: { id: 'int64' }, step: 1, validity: undefined } as const;
          const vector: Vector =
            typeof value === 'number'
              ? { ...head, form: 'number', values: Float64Array.of(value) }
              : { ...head, form: 'bigint', values: [value] };
          sums.add(vector, new Int32Array(1), 1);
        }
        return sums.total(0) === values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n);
      },
    ),
    { numRuns: 500 },
  );
  t.pass();
});

test('nearestSingle rounds once: a text beside halfway is not halfway', t => {
  // Halfway between 1 and the next float32 is 1.000000059604644775390625; the doubles around it are further apart than these texts.
  t.is(nearestSingle('1.000000059604644775390625'), 1);
  t.is(nearestSingle('1.0000000596046447753906250000001'), 1 + 2 ** -23);
  t.is(nearestSingle('-1.0000000596046447753906250000001'), -1 - 2 ** -23);
  t.is(nearestSingle('1.000000178813934326171874999999'), 1 + 2 ** -23);
  t.is(nearestSingle('1.000000178813934326171875'), 1 + 2 ** -22);
  t.is(nearestSingle('10000000596046447753906250000001e-31'), 1 + 2 ** -23);
  t.is(nearestSingle('3.40282356779733661637539395458142568447e38'), 2 ** 128 - 2 ** 104);
  t.is(nearestSingle('3.40282356779733661637539395458142568448e38'), Infinity);
  t.is(nearestSingle('7.006492321624085354618e-46'), 0);
  t.is(nearestSingle('7.006492321624085354619e-46'), 2 ** -149);
  t.is(nearestSingle('.1'), Math.fround(0.1));
  t.is(nearestSingle('1e400'), Infinity);
  t.is(nearestSingle('-0'), -0);
});

test('nearestWhole is not further away than half, and even where it is half', t => {
  fc.assert(
    fc.property(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 12n }), (numerator, denominator) => {
      const whole = nearestWhole(numerator, denominator);
      const twice = 2n * (numerator - whole * denominator);
      const distance = twice < 0n ? -twice : twice;
      return distance < denominator || (distance === denominator && whole % 2n === 0n);
    }),
  );
  t.is(nearestWhole(2n ** 80n + 1n, 2n), 2n ** 79n);
});

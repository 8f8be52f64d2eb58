import test from 'ava';
import { nearestDouble } from '../exact/ratio.js';
import { unitsOf } from '../exact/scaled.js';
import { kurtosis, skewness } from './moments.js';

/** Sums of powers of n × difference from the mean, exactly. */
function exactMoments(values: Float64Array): { readonly skew: number; readonly kurtosis: number } {
  const units = Array.from(values, unitsOf);
  const count = BigInt(units.length);
  const sum = units.reduce((a, b) => a + b, 0n);
  const power = (k: number): bigint => units.reduce((total, unit) => total + (count * unit - sum) ** BigInt(k), 0n);
  const [square, cube, fourth] = [power(2), power(3), power(4)];
  // m3² / m2³ = n × cube² / square³, and m4 / m2² = n × fourth / square².
  const skew = Math.sign(Number(cube > 0n) - Number(cube < 0n)) * Math.sqrt(nearestDouble(count * cube * cube, square ** 3n));
  return { skew, kurtosis: nearestDouble(count * fourth - 3n * square ** 2n, square ** 2n) };
}

let seed = 7;
const random = (): number => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;

/** Numbers of several kinds: of like size, next to each other far from 0, with a long tail, of both ends of the range. */
const KINDS: readonly ((i: number) => number)[] = [
  random,
  () => 1e15 + Math.floor(random() * 8),
  () => Math.exp(random() * 20),
  () => (random() - 0.5) * 1e308,
  () => Math.floor(random() * 100) * 5e-324,
  i => (i === 0 ? 1e9 : random()),
];

test('moments are exact but for a few units in the last place, of values of any size', t => {
  for (const [kind, of] of KINDS.entries())
    for (const count of [2, 3, 5, 100, 1000]) {
      const values = Float64Array.from({ length: count }, (_, i) => of(i)).sort();
      if (values[0] === values[count - 1]) continue;
      const exact = exactMoments(values);
      const [skew, kurt] = [skewness(values, true) ?? Number.NaN, kurtosis(values, true) ?? Number.NaN];
      const near = (got: number, wanted: number): boolean =>
        Math.abs(got - wanted) <= 1e-14 * (1 + count ** 0.5 + Math.abs(wanted));
      t.true(near(skew, exact.skew), `skew of kind ${kind}, ${count}: ${skew}, ${exact.skew}`);
      t.true(near(kurt, exact.kurtosis), `kurtosis of kind ${kind}, ${count}: ${kurt}, ${exact.kurtosis}`);
    }
});

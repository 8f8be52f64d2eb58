import test from 'ava';
import fc from 'fast-check';
import { ExactSums } from './exact-sums.js';
import { nearestDouble, nearestRoot } from './ratio.js';
import { plus, times, unitsOf } from './scaled.js';
import type { Scaled } from './scaled.js';
import { centred, nearestQuotient, pairVariance } from './squares.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const near = fc.integer({ min: -10_000, max: 10_000 }).map(value => value * 0.1);
const values = fc.oneof(fc.array(finite, { minLength: 2 }), fc.array(near, { minLength: 2, maxLength: 200 }));

const scaled = (value: number): Scaled => ({ value: unitsOf(value), power: -1074 });
const same = (a: Scaled, b: Scaled): boolean => plus(a, { ...b, value: -b.value }).value === 0n;

test('sums of values and of products are exact, also of parts that are merged', t => {
  fc.assert(
    fc.property(values, fc.nat(), (given, at) => {
      const cut = at % given.length;
      const [sums, more] = [new ExactSums(2), new ExactSums(2)];
      const [products, others] = [new ExactSums(4), new ExactSums(4)];
      let [sum, product]: Scaled[] = [scaled(0), scaled(0)];
      for (const [i, value] of given.entries()) {
        const other = given[given.length - 1 - i] ?? 0;
        (i < cut ? sums : more).add(0, value);
        (i < cut ? products : others).addProduct(0, value, other);
        sum = plus(sum ?? scaled(0), scaled(value));
        product = plus(product ?? scaled(0), times(scaled(value), scaled(other)));
      }
      sums.addParts(structuredClone(more.parts(1)), Int32Array.of(0), 1);
      products.addParts(structuredClone(others.parts(1)), Int32Array.of(0), 1);
      return same(sums.total(0), sum ?? scaled(0)) && same(products.total(0), product ?? scaled(0));
    }),
  );
  t.pass();
});

test('what pairs of doubles say of a variance and its root is what whole numbers say', t => {
  let told = 0;
  fc.assert(
    fc.property(values, fc.boolean(), (given, root) => {
      const [sums, squares] = [new ExactSums(2), new ExactSums(4)];
      for (const value of given) {
        sums.add(0, value);
        squares.addProduct(0, value, value);
      }
      const [own, all] = [sums.doubles(0), squares.doubles(0)];
      const divisor = given.length * (given.length - 1);
      const quick = own && all && pairVariance(own, all, given.length, divisor, root);
      if (quick === undefined) return true;
      told++;
      const sum = sums.total(0);
      return quick === nearestQuotient(centred(given.length, squares.total(0), sum, sum), BigInt(divisor), root);
    }),
    { numRuns: 500 },
  );
  t.true(told > 100, `only ${told} were told by pairs`);
});

test('the root of a square is its number, and that of another is rounded once', t => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 200n }), fc.bigInt({ min: 1n, max: 2n ** 100n }), (n, d) => {
      const exact = nearestDouble(n, d);
      return nearestRoot(n * n, d * d) === exact;
    }),
  );
  t.is(nearestRoot(2n, 1n), Math.SQRT2);
  t.is(nearestRoot(0n, 7n), 0);
});

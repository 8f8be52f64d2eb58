import test from 'ava';
import fc from 'fast-check';
import { acos, asin, atan, atan2 } from './arcs.js';
import { cubeRoot } from './cube-root.js';
import { cosh, exp, expm1, sinh, tanh } from './exponential.js';
import { ln, log10, log2 } from './logarithm.js';
import { pow } from './power.js';
import { cos, sin, tan } from './trigonometry.js';

const floats = fc.oneof(fc.double(), fc.double({ min: -800, max: 800 }), fc.double({ min: -2, max: 2 }));

/** Units in the last place between two results; those of different libraries are a few apart. */
function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  return Math.abs(a - b) / Math.max(2 ** -1074, 2 ** (Math.floor(Math.log2(Math.max(Math.abs(a), Math.abs(b)))) - 52));
}

for (const [name, ours, runtimes] of [
  ['exp', exp, Math.exp],
  ['expm1', expm1, Math.expm1],
  ['ln', ln, Math.log],
  ['log2', log2, Math.log2],
  ['log10', log10, Math.log10],
  ['cbrt', cubeRoot, Math.cbrt],
  ['sin', sin, Math.sin],
  ['cos', cos, Math.cos],
  ['tan', tan, Math.tan],
  ['asin', asin, Math.asin],
  ['acos', acos, Math.acos],
  ['atan', atan, Math.atan],
  ['sinh', sinh, Math.sinh],
  ['cosh', cosh, Math.cosh],
  ['tanh', tanh, Math.tanh],
] as const)
  test(`${name} is within few units in the last place of the runtime’s`, t => {
    fc.assert(
      fc.property(floats, x => apart(ours(x), runtimes(x)) <= 4),
      { numRuns: 2000 },
    );
    for (const x of [0, -0, 1, -1, Infinity, -Infinity, NaN, 5e-324, 2 ** -1022, Number.MAX_VALUE])
      t.true(apart(ours(x), runtimes(x)) <= 4, String(x));
  });

for (const [name, ours, runtimes] of [
  ['pow', pow, (x: number, y: number) => (x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y)],
  ['atan2', atan2, Math.atan2],
] as const)
  test(`${name} is within few units in the last place of the runtime’s`, t => {
    const operands = fc.oneof(floats, fc.integer({ min: -20, max: 20 }));
    fc.assert(
      fc.property(operands, operands, (x, y) => apart(ours(x, y), runtimes(x, y)) <= 4),
      { numRuns: 5000 },
    );
    t.pass();
  });

test('angles of any size are reduced to the last bit', t => {
  // From tables of worst cases: multiples of a quarter turn that are nearest to a float.
  t.is(cos(6_381_956_970_095_103 * 2 ** 797), -4.687_165_924_254_628e-19);
  t.is(sin(1e22), -0.852_200_849_767_188_8);
  t.is(sin(Number.MAX_VALUE), 0.004_961_954_789_184_062);
});

test('a cube root is the float nearest to it', t => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 8, maxExcluded: true, noNaN: true }), x => {
      const cube = BigInt(x * 2 ** 52) << 107n;
      const root = BigInt(cubeRoot(x) * 2 ** 52);
      return (2n * root - 1n) ** 3n < cube && (2n * root + 1n) ** 3n > cube;
    }),
    { numRuns: 5000 },
  );
  t.is(cubeRoot(27), 3);
});

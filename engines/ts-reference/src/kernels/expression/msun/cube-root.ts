import { highWord, scaled } from './words.js';

/** The cube root, rounded once: whoever finds it finds the same. */
export function cubeRoot(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const isSubnormal = size < 2 ** -1022;
  const normal = isSubnormal ? size * 2 ** 54 : size;
  const exponent = (highWord(normal) >>> 20) - 1023 - (isSubnormal ? 54 : 0);
  const thirds = Math.floor(exponent / 3);
  const root = scaled(rootOf(scaled(normal, (isSubnormal ? -54 : 0) - 3 * thirds)), thirds);
  return x < 0 ? -root : root;
}

const ULP = 2 ** -52;

/** Of 1 ≤ z < 8. What the runtime says is off by few units in the last place. */
function rootOf(z: number): number {
  const y = Math.cbrt(z);
  const [square, squareRest] = product(y, y);
  const [cube, cubeRest] = product(square, y);
  const off = (z - cube - (cubeRest + squareRest * y)) / (3 * square);
  // Nearer than half a unit, and not as near to half a unit as the error of this estimate.
  if (y < 2 && Math.abs(off) < 0.499 * ULP) return y;
  return nearest(z, y);
}

/** A product of two doubles as a sum of two: Dekker's. */
function product(a: number, b: number): readonly [value: number, rest: number] {
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  const value = a * b;
  return [value, aHigh * bHigh - value + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

function split(a: number): readonly [high: number, low: number] {
  const c = 134_217_729 * a;
  const high = c - (c - a);
  return [high, a - high];
}

/** With integers, in units of the last place. */
function nearest(z: number, y: number): number {
  const cube = BigInt(z * 2 ** 52) << 107n;
  let root = BigInt(Math.round(y / ULP));
  while ((2n * root + 1n) ** 3n < cube) root += 1n;
  while ((2n * root - 1n) ** 3n > cube) root -= 1n;
  return Number(root) * ULP;
}

import { fromWords, highWord, lowWord, polynomial, withoutLow } from './words.js';

const LN2_HIGH = 6.931_471_803_691_238_164_9e-1;
const LN2_LOW = 1.908_214_929_270_587_700_02e-10;
const ODD = [
  6.666_666_666_666_735_13e-1, 2.857_142_874_366_239_149e-1, 1.818_357_216_161_805_012e-1, 1.479_819_860_511_658_591e-1,
] as const;
const EVEN = [3.999_999_999_940_941_908e-1, 2.222_219_843_214_978_396e-1, 1.531_383_769_920_937_332e-1] as const;

/** Logarithms of a number in parts: x = 2ᵏ · (1 + f) with 1 + f between √½ and √2, and the logarithm of 1 + f as f - half + s · (half + r). */
interface Parts {
  readonly k: number;
  readonly f: number;
  readonly half: number;
  readonly s: number;
  readonly r: number;
}

/** The parts of x, or its logarithm where that needs none. */
function partsOf(given: number): Parts | number {
  let x = given;
  let high = highWord(x);
  let k = 0;
  if (high < 0x00100000 || high >>> 31 !== 0) {
    if (x === 0) return -Infinity;
    if (high >>> 31 !== 0) return NaN;
    k = -54;
    x *= 2 ** 54;
    high = highWord(x);
  } else if (high >= 0x7ff00000) return x;
  else if (x === 1) return 0;
  high += 0x3ff00000 - 0x3fe6a09e;
  k += (high >>> 20) - 0x3ff;
  const f = fromWords((high & 0x000fffff) + 0x3fe6a09e, lowWord(x)) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  return { k, f, half: 0.5 * f * f, s, r: z * polynomial(w, ODD) + w * polynomial(w, EVEN) };
}

/** e_log.c */
export function ln(x: number): number {
  const parts = partsOf(x);
  if (typeof parts === 'number') return parts;
  const { k, f, half, s, r } = parts;
  return s * (half + r) + k * LN2_LOW - half + f + k * LN2_HIGH;
}

/** The logarithm of 1 + f as a sum of two numbers, the first of few digits. */
function exactly({ f, half, s, r }: Parts): readonly [above: number, below: number] {
  const above = withoutLow(f - half);
  return [above, f - above - half + s * (half + r)];
}

const PER_LN2_HIGH = 1.442_695_040_721_446_275_71;
const PER_LN2_LOW = 1.675_171_316_488_651_183_53e-10;
/** e_log2.c */
export function log2(x: number): number {
  const parts = partsOf(x);
  if (typeof parts === 'number') return parts;
  const [above, below] = exactly(parts);
  const value = above * PER_LN2_HIGH;
  const rest = (below + above) * PER_LN2_LOW + below * PER_LN2_HIGH;
  const sum = parts.k + value;
  return rest + (parts.k - sum + value) + sum;
}

const PER_LN10_HIGH = 4.342_944_818_781_688_809_39e-1;
const PER_LN10_LOW = 2.508_294_671_164_527_522_98e-11;
const LOG10_2_HIGH = 3.010_299_956_636_117_713_06e-1;
const LOG10_2_LOW = 3.694_239_077_158_930_786_16e-13;
/** e_log10.c */
export function log10(x: number): number {
  const parts = partsOf(x);
  if (typeof parts === 'number') return parts;
  const [above, below] = exactly(parts);
  const value = above * PER_LN10_HIGH;
  const y = parts.k * LOG10_2_HIGH;
  const rest = parts.k * LOG10_2_LOW + (below + above) * PER_LN10_LOW + below * PER_LN10_HIGH;
  const sum = y + value;
  return rest + (y - sum + value) + sum;
}

import { fromWords, highWord, polynomial, scaled, withHigh, withoutLow } from './words.js';

const L = [
  5.999_999_999_999_946_487_25e-1, 4.285_714_285_785_501_842_52e-1, 3.333_333_298_183_774_329_18e-1,
  2.727_281_238_085_340_064_89e-1, 2.306_607_457_755_617_540_67e-1, 2.069_750_178_003_384_177_84e-1,
] as const;
const P = [
  1.666_666_666_666_660_190_37e-1, -2.777_777_777_701_559_338_42e-3, 6.613_756_321_437_934_361_17e-5,
  -1.653_390_220_546_525_153_9e-6, 4.138_136_797_057_238_460_39e-8,
] as const;
const LN2 = 6.931_471_805_599_452_862_27e-1;
const LN2_HIGH = 6.931_471_824_645_996_093_75e-1;
const LN2_LOW = -1.904_654_299_957_768_045_25e-9;
/** How far 1024 is above the binary logarithm of the greatest double and half a unit in its last place, negative. */
const OVERFLOW = 8.008_566_259_537_294e-17;
const CP = 9.617_966_939_259_755_543_29e-1;
const CP_HIGH = 9.617_967_009_544_372_558_59e-1;
const CP_LOW = -7.028_461_650_952_758_265_16e-9;
const PER_LN2 = 1.442_695_040_888_963_387;
const PER_LN2_HIGH = 1.442_695_021_629_333_496_09;
const PER_LN2_LOW = 1.925_962_991_126_617_468_87e-8;

/** A number as a sum of two doubles, the first of few digits. */
type Sum = readonly [above: number, below: number];

/** x to the power y, as IEEE 754 has it for zeros, infinities and NaN: e_pow.c. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (y === Infinity || y === -Infinity) return size === 1 ? 1 : size > 1 === y > 0 ? Infinity : 0;
  const isNegative = x < 0 || Object.is(x, -0);
  const isOdd = isNegative && Number.isInteger(y) && Math.abs(y) < 2 ** 53 && Math.abs(y) % 2 === 1;
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 2) return x * x;
  if (y === 0.5 && !isNegative) return Math.sqrt(x);
  if (size === 0 || size === Infinity || size === 1) {
    if (isNegative && size === 1 && !Number.isInteger(y)) return NaN;
    const z = y < 0 ? 1 / size : size;
    return isOdd ? -z : z;
  }
  if (isNegative && !Number.isInteger(y)) return NaN;
  const sign = isOdd ? -1 : 1;
  const high = highWord(size);
  if ((highWord(y) & 0x7fffffff) > 0x41e00000) {
    const grows = high >= 0x3ff00000 === y > 0;
    if ((highWord(y) & 0x7fffffff) > 0x43f00000) return grows ? Infinity : 0;
    if (high < 0x3fefffff || high > 0x3ff00000) return sign * (grows ? Infinity : 0);
    return sign * powerOfTwo(y, nearOne(size));
  }
  return sign * powerOfTwo(y, log2Of(size));
}

/** The binary logarithm of what is within 2⁻²⁰ of 1. */
function nearOne(x: number): Sum {
  const t = x - 1;
  const w = t * t * (0.5 - t * (1 / 3 - t * 0.25));
  const u = PER_LN2_HIGH * t;
  const v = t * PER_LN2_LOW - w * PER_LN2;
  const above = withoutLow(u + v);
  return [above, v - (above - u)];
}

function log2Of(size: number): Sum {
  const isSubnormal = size < 2 ** -1022;
  const normal = isSubnormal ? size * 2 ** 53 : size;
  const high = highWord(normal);
  const fraction = high & 0x000fffff;
  const isGreatest = fraction >= 0xbb67a;
  // Beside 1 or 1.5, whichever is nearer.
  const isMiddle = fraction > 0x3988e && !isGreatest;
  const n = (high >>> 20) - 0x3ff - (isSubnormal ? 53 : 0) + Number(isGreatest);
  const ix = (fraction | 0x3ff00000) - (isGreatest ? 0x00100000 : 0);
  const [base, dpHigh, dpLow] = isMiddle ? [1.5, 5.849_624_872_207_641_601_56e-1, 1.350_039_202_129_748_971_28e-8] : [1, 0, 0];
  const ax = withHigh(normal, ix);
  const u = ax - base;
  const v = 1 / (ax + base);
  const ss = u * v;
  const sHigh = withoutLow(ss);
  const tHigh = fromWords(((ix >>> 1) | 0x20000000) + 0x00080000 + (isMiddle ? 0x40000 : 0), 0);
  const tLow = ax - (tHigh - base);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  const squares = ss * ss;
  const r = squares * squares * polynomial(squares, L) + sLow * (sHigh + ss);
  const square = sHigh * sHigh;
  const sum = withoutLow(3 + square + r);
  const rest = r - (sum - 3 - square);
  const p = sHigh * sum;
  const q = sLow * sum + rest * ss;
  const pHigh = withoutLow(p + q);
  const pLow = q - (pHigh - p);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + dpLow;
  const above = withoutLow(zHigh + zLow + dpHigh + n);
  return [above, zLow - (above - n - dpHigh - zHigh)];
}

/** 2 to the power of y times a logarithm. */
function powerOfTwo(y: number, [above, below]: Sum): number {
  const yHigh = withoutLow(y);
  const pLow = (y - yHigh) * above + y * below;
  let pHigh = yHigh * above;
  const z = pLow + pHigh;
  const j = highWord(z) | 0;
  const size = j & 0x7fffffff;
  if (j >= 0x40900000) {
    if (z > 1024 || pLow + OVERFLOW > z - pHigh) return Infinity;
  } else if (size >= 0x4090cc00 && (z < -1075 || pLow <= z - pHigh)) return 0;
  let n = 0;
  if (size > 0x3fe00000) {
    const whole = (j + (0x00100000 >> ((size >> 20) - 0x3ff + 1))) | 0;
    const k = ((whole & 0x7fffffff) >> 20) - 0x3ff;
    n = ((whole & 0x000fffff) | 0x00100000) >> (20 - k);
    if (j < 0) n = -n;
    pHigh -= fromWords(whole & ~(0x000fffff >> k), 0);
  }
  const t = withoutLow(pLow + pHigh);
  const u = t * LN2_HIGH;
  const v = (pLow - (t - pHigh)) * LN2 + t * LN2_LOW;
  const sum = u + v;
  const w = v - (sum - u);
  const square = sum * sum;
  const t1 = sum - square * polynomial(square, P);
  const r = (sum * t1) / (t1 - 2) - (w + sum * w);
  const value = 1 - (r - sum);
  const high = (highWord(value) | 0) + (n << 20);
  return high >> 20 <= 0 ? scaled(value, n) : withHigh(value, high);
}

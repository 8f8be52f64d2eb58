import { reduced } from './reduction.js';
import { highWord, polynomial, withoutLow } from './words.js';

const S = [
  8.333_333_333_322_489_461_24e-3, -1.984_126_982_985_794_931_34e-4, 2.755_731_370_707_006_767_89e-6,
  -2.505_076_025_340_686_341_95e-8, 1.589_690_995_211_550_102_21e-10,
] as const;
const S1 = -1.666_666_666_666_663_243_48e-1;
const C = [
  4.166_666_666_666_660_190_37e-2, -1.388_888_888_887_410_957_49e-3, 2.480_158_728_947_672_941_78e-5,
  -2.755_731_435_139_066_330_35e-7, 2.087_572_321_298_174_827_9e-9, -1.135_964_755_778_819_482_65e-11,
] as const;
const T = [
  3.333_333_333_333_340_919_86e-1, 1.333_333_333_332_012_426_99e-1, 5.396_825_397_622_605_213_77e-2,
  2.186_948_829_485_954_245_99e-2, 8.863_239_823_599_300_057_37e-3, 3.592_079_107_591_312_353_56e-3,
  1.456_209_454_325_290_255_16e-3, 5.880_412_408_202_640_968_74e-4, 2.464_631_348_184_699_068_12e-4, 7.817_944_429_395_570_923e-5,
  7.140_724_913_826_081_903_05e-5, -1.855_863_748_552_754_566_54e-5, 2.590_730_518_636_337_128_84e-5,
] as const;
const ODD = [T[1], T[3], T[5], T[7], T[9], T[11]] as const;
const EVEN = [T[2], T[4], T[6], T[8], T[10], T[12]] as const;
const EIGHTH = 7.853_981_633_974_482_789_99e-1;
const EIGHTH_REST = 3.061_616_997_868_383_017_93e-17;

/** Within an eighth of a turn, of x + y: k_sin.c. */
function kernelSin(x: number, y: number, hasRest: boolean): number {
  const z = x * x;
  const w = z * z;
  const r = S[0] + z * (S[1] + z * S[2]) + z * w * (S[3] + z * S[4]);
  const v = z * x;
  return hasRest ? x - (z * (0.5 * y - v * r) - y - v * S1) : x + v * (S1 + z * r);
}

/** k_cos.c */
function kernelCos(x: number, y: number): number {
  const z = x * x;
  const w = z * z;
  const r = z * (C[0] + z * (C[1] + z * C[2])) + w * w * (C[3] + z * (C[4] + z * C[5]));
  const half = 0.5 * z;
  const whole = 1 - half;
  return whole + (1 - whole - half + (z * r - x * y));
}

/** k_tan.c; `isOdd`: -1 / tan. */
function kernelTan(given: number, rest: number, isOdd: boolean): number {
  const high = highWord(given);
  const isNegative = high >>> 31 !== 0;
  const isBig = (high & 0x7fffffff) >= 0x3fe59428;
  let [x, y] = [given, rest];
  if (isBig) {
    x = EIGHTH - Math.abs(given) + (EIGHTH_REST - (isNegative ? -rest : rest));
    y = 0;
  }
  const z = x * x;
  const w = z * z;
  const first = polynomial(w, ODD);
  const second = z * polynomial(w, EVEN);
  const s = z * x;
  const r = y + z * (s * (first + second) + y) + s * T[0];
  const sum = x + r;
  if (isBig) {
    const sign = isOdd ? -1 : 1;
    const value = sign - 2 * (x + (r - (sum * sum) / (sum + sign)));
    return isNegative ? -value : value;
  }
  if (!isOdd) return sum;
  const short = withoutLow(sum);
  const left = r - (short - x);
  const a = -1 / sum;
  const shortA = withoutLow(a);
  return shortA + a * (1 + shortA * short + shortA * left);
}

export function sin(x: number): number {
  const size = highWord(x) & 0x7fffffff;
  if (size <= 0x3fe921fb) return size < 0x3e500000 ? x : kernelSin(x, 0, false);
  if (size >= 0x7ff00000) return NaN;
  const { quarters, rest, below } = reduced(x);
  const value = (quarters & 1) === 0 ? kernelSin(rest, below, true) : kernelCos(rest, below);
  return (quarters & 2) === 0 ? value : -value;
}

export function cos(x: number): number {
  const size = highWord(x) & 0x7fffffff;
  if (size <= 0x3fe921fb) return size < 0x3e46a09e ? 1 : kernelCos(x, 0);
  if (size >= 0x7ff00000) return NaN;
  const { quarters, rest, below } = reduced(x);
  const value = (quarters & 1) === 0 ? kernelCos(rest, below) : kernelSin(rest, below, true);
  return ((quarters + 1) & 2) === 0 ? value : -value;
}

export function tan(x: number): number {
  const size = highWord(x) & 0x7fffffff;
  if (size <= 0x3fe921fb) return size < 0x3e400000 ? x : kernelTan(x, 0, false);
  if (size >= 0x7ff00000) return NaN;
  const { quarters, rest, below } = reduced(x);
  return kernelTan(rest, below, (quarters & 1) === 1);
}

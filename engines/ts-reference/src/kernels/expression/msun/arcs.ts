import { highWord, polynomial, withoutLow } from './words.js';

const QUARTER = 1.570_796_326_794_896_558;
const QUARTER_REST = 6.123_233_995_736_766_035_87e-17;
const PI = 3.141_592_653_589_793_116;
const PI_REST = 1.224_646_799_147_353_2e-16;
const P = [
  1.666_666_666_666_666_574_15e-1, -3.255_658_186_224_009_154_05e-1, 2.012_125_321_348_629_258_81e-1,
  -4.005_553_450_067_941_140_27e-2, 7.915_349_942_898_145_321_76e-4, 3.479_331_075_960_211_675_7e-5,
] as const;
const Q = [
  -2.403_394_911_734_414_218_78, 2.020_945_760_233_505_694_71, -6.882_839_716_054_532_930_3e-1, 7.703_815_055_590_193_527_91e-2,
] as const;

const quotient = (z: number): number => (z * polynomial(z, P)) / (1 + z * polynomial(z, Q));

/** e_asin.c */
export function asin(x: number): number {
  const high = highWord(x);
  const size = high & 0x7fffffff;
  if (size >= 0x3ff00000) return Math.abs(x) === 1 ? x * QUARTER + 2 ** -120 : NaN;
  if (size < 0x3fe00000) return size >= 0x00100000 && size < 0x3e500000 ? x : x + x * quotient(x * x);
  const z = (1 - Math.abs(x)) * 0.5;
  const s = Math.sqrt(z);
  const r = quotient(z);
  const value = size >= 0x3fef3333 ? QUARTER - (2 * (s + s * r) - QUARTER_REST) : between(z, s, r);
  return high >>> 31 === 0 ? value : -value;
}

function between(z: number, s: number, r: number): number {
  const f = withoutLow(s);
  const c = (z - f * f) / (s + f);
  return 0.5 * QUARTER - (2 * s * r - (QUARTER_REST - 2 * c) - (0.5 * QUARTER - 2 * f));
}

/** e_acos.c */
export function acos(x: number): number {
  const high = highWord(x);
  const size = high & 0x7fffffff;
  if (size >= 0x3ff00000) return x === 1 ? 0 : x === -1 ? 2 * QUARTER : NaN;
  if (size < 0x3fe00000) return size <= 0x3c600000 ? QUARTER : QUARTER - (x - (QUARTER_REST - x * quotient(x * x)));
  if (high >>> 31 !== 0) {
    const z = (1 + x) * 0.5;
    const s = Math.sqrt(z);
    return 2 * (QUARTER - (s + (quotient(z) * s - QUARTER_REST)));
  }
  const z = (1 - x) * 0.5;
  const s = Math.sqrt(z);
  const short = withoutLow(s);
  const c = (z - short * short) / (s + short);
  return 2 * (short + (quotient(z) * s + c));
}

/** Of 0.5, 1, 1.5 and infinity. */
const ARCS = [
  [4.636_476_090_008_060_935_15e-1, 2.269_877_745_296_168_709_24e-17],
  [7.853_981_633_974_482_789_99e-1, 3.061_616_997_868_383_017_93e-17],
  [9.827_937_232_473_290_540_82e-1, 1.390_331_103_123_099_845_16e-17],
  [QUARTER, QUARTER_REST],
] as const;
const ODD = [
  3.333_333_333_333_293_180_27e-1, 1.428_571_427_250_346_637_11e-1, 9.090_887_133_436_506_561_96e-2,
  6.661_073_137_387_531_206_69e-2, 4.976_877_994_615_932_360_17e-2, 1.628_582_011_536_578_236_23e-2,
] as const;
const EVEN = [
  -1.999_999_999_987_648_324_76e-1, -1.111_111_040_546_235_578_8e-1, -7.691_876_205_044_829_994_95e-2,
  -5.833_570_133_790_573_486_45e-2, -3.653_157_274_421_691_552_7e-2,
] as const;

/** s_atan.c */
export function atan(x: number): number {
  const high = highWord(x);
  const size = high & 0x7fffffff;
  if (Number.isNaN(x)) return x;
  if (size >= 0x44100000) return x < 0 ? -QUARTER : QUARTER;
  if (size < 0x3e400000) return x;
  const [reduced, arc] = beside(Math.abs(x), size);
  if (!arc) return x - x * series(x);
  const value = arc[0] - (reduced * series(reduced) - arc[1] - reduced);
  return high >>> 31 === 0 ? value : -value;
}

function beside(x: number, size: number): readonly [reduced: number, arc: readonly [number, number] | undefined] {
  if (size < 0x3fdc0000) return [x, undefined];
  if (size < 0x3fe60000) return [(2 * x - 1) / (2 + x), ARCS[0]];
  if (size < 0x3ff30000) return [(x - 1) / (x + 1), ARCS[1]];
  if (size < 0x40038000) return [(x - 1.5) / (1 + 1.5 * x), ARCS[2]];
  return [-1 / x, ARCS[3]];
}

function series(x: number): number {
  const z = x * x;
  const w = z * z;
  return z * polynomial(w, ODD) + w * polynomial(w, EVEN);
}

/** The angle of the point (x, y): e_atan2.c. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === 1) return atan(y);
  const isBelow = y < 0 || Object.is(y, -0);
  const isLeft = x < 0 || Object.is(x, -0);
  const signed = (angle: number): number => (isBelow ? -angle : angle);
  if (y === 0) return isLeft ? signed(PI) : y;
  if (x === 0) return signed(PI / 2);
  const [sizeX, sizeY] = [highWord(x) & 0x7fffffff, highWord(y) & 0x7fffffff];
  if (sizeX === 0x7ff00000) {
    if (sizeY === 0x7ff00000) return signed(isLeft ? (3 * PI) / 4 : PI / 4);
    return signed(isLeft ? PI : 0);
  }
  if (sizeX + (64 << 20) < sizeY || sizeY === 0x7ff00000) return signed(PI / 2);
  const z = isLeft && sizeY + (64 << 20) < sizeX ? 0 : atan(Math.abs(y / x));
  if (!isLeft) return signed(z);
  return isBelow ? z - PI_REST - PI : PI - (z - PI_REST);
}

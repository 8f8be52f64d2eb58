import { fromWords, highWord, polynomial, scaled } from './words.js';

const LN2_HIGH = 6.931_471_803_691_238_164_90e-1;
const LN2_LOW = 1.908_214_929_270_587_700_02e-10;
const PER_LN2 = 1.442_695_040_888_963_387;
const P = [
  1.666_666_666_666_660_190_37e-1, -2.777_777_777_701_559_338_42e-3, 6.613_756_321_437_934_361_17e-5,
  -1.653_390_220_546_525_153_9e-6, 4.138_136_797_057_238_460_39e-8,
] as const;
const Q = [
  -3.333_333_333_333_313_164_28e-2, 1.587_301_587_254_814_601_65e-3, -7.936_507_578_674_879_424_73e-5,
  4.008_217_827_329_362_395_52e-6, -2.010_992_181_836_243_713_26e-7,
] as const;
const MOST = 709.782_712_893_383_973_096;

/** e to the power x: e_exp.c. */
export function exp(x: number): number {
  const high = highWord(x);
  const size = high & 0x7fffffff;
  const isNegative = high >>> 31 !== 0;
  if (size >= 0x4086232b) {
    if (Number.isNaN(x)) return x;
    if (x > MOST) return Infinity;
    if (x < -745.133_219_101_941_108_42) return 0;
  }
  let [reduced, above, below, k] = [x, x, 0, 0];
  if (size > 0x3fd62e42) {
    k = size >= 0x3ff0a2b2 ? Math.trunc(PER_LN2 * x + (isNegative ? -0.5 : 0.5)) : isNegative ? -1 : 1;
    above = x - k * LN2_HIGH;
    below = k * LN2_LOW;
    reduced = above - below;
  } else if (size <= 0x3e300000) return 1 + x;
  const square = reduced * reduced;
  const c = reduced - square * polynomial(square, P);
  const y = 1 + ((reduced * c) / (2 - c) - below + above);
  return k === 0 ? y : scaled(y, k);
}

/** exp(x) - 1: s_expm1.c. */
export function expm1(given: number): number {
  const high = highWord(given);
  const size = high & 0x7fffffff;
  const isNegative = high >>> 31 !== 0;
  if (size >= 0x4043687a) {
    if (Number.isNaN(given)) return given;
    if (isNegative) return -1;
    if (given > MOST) return Infinity;
  }
  let [x, c, k] = [given, 0, 0];
  if (size > 0x3fd62e42) {
    k = size < 0x3ff0a2b2 ? (isNegative ? -1 : 1) : Math.trunc(PER_LN2 * given + (isNegative ? -0.5 : 0.5));
    const above = given - k * LN2_HIGH;
    const below = k * LN2_LOW;
    x = above - below;
    c = above - x - below;
  } else if (size < 0x3c900000) return given;
  const half = 0.5 * x;
  const squares = x * half;
  const r = 1 + squares * polynomial(squares, Q);
  const t = 3 - r * half;
  const first = squares * ((r - t) / (6 - x * t));
  if (k === 0) return x - (x * first - squares);
  const e = x * (first - c) - c - squares;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  const power = k === 1024 ? Infinity : fromWords((0x3ff + k) << 20, 0);
  if (k < 0 || k > 56) {
    const y = x - e + 1;
    return (k === 1024 ? y * 2 * 2 ** 1023 : y * power) - 1;
  }
  const part = fromWords((0x3ff - k) << 20, 0);
  return k < 20 ? (x - e + (1 - part)) * power : (x - (e + part) + 1) * power;
}

const K_LN2 = fromWords(0x40962066, 0x151add8b);
const SCALE = 2 ** 1021;
/** exp(x) / 2 where exp(x) is beyond a double. */
const halfExp = (x: number): number => exp(x - K_LN2) * SCALE * SCALE;

export function sinh(x: number): number {
  const half = highWord(x) >>> 31 === 0 ? 0.5 : -0.5;
  const size = Math.abs(x);
  const high = highWord(size);
  if (high >= 0x40862e42) return 2 * half * halfExp(size);
  const t = expm1(size);
  if (high >= 0x3ff00000) return half * (t + t / (t + 1));
  return high < 0x3ff00000 - (26 << 20) ? x : half * (2 * t - (t * t) / (t + 1));
}

export function cosh(x: number): number {
  const size = Math.abs(x);
  const high = highWord(size);
  if (high < 0x3fe62e42) {
    if (high < 0x3ff00000 - (26 << 20)) return 1;
    const t = expm1(size);
    return 1 + (t * t) / (2 * (1 + t));
  }
  if (high >= 0x40862e42) return halfExp(size);
  const t = exp(size);
  return 0.5 * (t + 1 / t);
}

export function tanh(x: number): number {
  const size = Math.abs(x);
  const value = tanhOf(size, highWord(size));
  return highWord(x) >>> 31 === 0 ? value : -value;
}

function tanhOf(x: number, high: number): number {
  if (high > 0x3fe193ea) return high > 0x40340000 ? 1 - 0 / x : 1 - 2 / (expm1(2 * x) + 2);
  if (high > 0x3fd058ae) {
    const t = expm1(2 * x);
    return t / (t + 2);
  }
  if (high < 0x00100000) return x;
  const t = expm1(-2 * x);
  return -t / (t + 2);
}

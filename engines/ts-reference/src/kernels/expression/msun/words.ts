/**
 * Elementary functions of floats, of which every engine gives the same bits: the algorithms of FreeBSD's msun as the Rust crate `libm` 0.2 has them, operation by operation. Math.* is not
 * used, since each runtime has its own. Those algorithms are
 *
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro/SunSoft. Permission to use, copy, modify, and distribute this software is freely
 * granted, provided that this notice is preserved.
 */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Of the two halves of a double, where the one with the exponent lies. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/** Sign, exponent and the first 20 bits of a double. */
export function highWord(x: number): number {
  double[0] = x;
  return words[HIGH] ?? 0;
}

/** The last 32 bits of a double. */
export function lowWord(x: number): number {
  double[0] = x;
  return words[LOW] ?? 0;
}

export function fromWords(high: number, low: number): number {
  words[HIGH] = high;
  words[LOW] = low;
  return double[0] ?? 0;
}

/** A double without its last 32 bits. */
export function withoutLow(x: number): number {
  double[0] = x;
  words[LOW] = 0;
  return double[0];
}

export function withHigh(x: number, high: number): number {
  double[0] = x;
  words[HIGH] = high;
  return double[0];
}

/** x · 2ⁿ, rounded once. */
export function scaled(x: number, n: number): number {
  let [value, power] = [x, n];
  for (let times = 0; times < 2 && power > 1023; times++) {
    value *= 2 ** 1023;
    power -= 1023;
  }
  for (let times = 0; times < 2 && power < -1022; times++) {
    // Not all at once, so that what becomes subnormal is rounded at the end only.
    value *= 2 ** -969;
    power += 969;
  }
  return value * fromWords((1023 + Math.max(-1022, Math.min(power, 1023))) << 20, 0);
}

/** The value of c0 + z · (c1 + z · (c2 + …)). */
export function polynomial(z: number, coefficients: readonly number[]): number {
  let sum = coefficients.at(-1) ?? 0;
  for (let i = coefficients.length - 2; i >= 0; i--) sum = (coefficients[i] ?? 0) + z * sum;
  return sum;
}

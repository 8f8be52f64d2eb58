import { compareNumbers, isFloat } from '@parquetframe/core/engine';
import type { Vector } from './vector.js';

/** Order of a decimal column against decimals, integers or floats, exact: of a row against the same one of the other, or any. */
export function decimalOrder(left: Vector, right: Vector): (row: number, other?: number) => number {
  const a = operand(left);
  const b = operand(right);
  return (row, other = row) => compareDecimals(a.at(row), a.scale, b.at(other), b.scale);
}

interface Operand {
  readonly scale: number;
  at(row: number): number | bigint;
}

function operand(vector: Vector): Operand {
  if (vector.form !== 'number' && vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} is not a number`);
  const { values, step, type } = vector;
  if (isFloat(type)) return { scale: 0, at: row => Number(values[row * step] ?? 0) };
  // A null slot may hold anything.
  return { scale: type.id === 'decimal' ? type.scale : 0, at: row => BigInt(values[row * step] ?? 0) };
}

/** `a / 10^aScale` against `b / 10^bScale`; numbers are floats of scale 0. */
export function compareDecimals(a: number | bigint, aScale: number, b: number | bigint, bScale: number): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const scale = Math.max(aScale, bScale);
    return compareNumbers(a * 10n ** BigInt(scale - aScale), b * 10n ** BigInt(scale - bScale));
  }
  if (typeof a === 'number') return typeof b === 'number' ? compareNumbers(a, b) : -compareToFloat(b, bScale, a);
  return typeof b === 'number' ? compareToFloat(a, aScale, b) : 0;
}

function compareToFloat(unscaled: bigint, scale: number, float: number): number {
  // NaN and +∞ are greater than every decimal.
  if (!Number.isFinite(float)) return float === -Infinity ? 1 : -1;
  const { mantissa, exponent } = exactly(float);
  let [x, y] = [unscaled, mantissa];
  if (scale >= 0) y *= 10n ** BigInt(scale);
  else x *= 10n ** BigInt(-scale);
  if (exponent >= 0) y <<= BigInt(exponent);
  else x <<= BigInt(-exponent);
  return compareNumbers(x, y);
}

const word = new DataView(new ArrayBuffer(8));

/** A finite double is mantissa × 2^exponent with integers. */
export function exactly(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  word.setFloat64(0, value);
  const high = word.getUint32(0);
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(word.getUint32(4));
  const biased = (high >>> 20) & 0x7ff;
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: high >>> 31 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

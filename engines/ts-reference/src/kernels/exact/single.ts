import { compareDecimals } from '../expression/decimal-order.js';

const GREATEST = 2 ** 128 - 2 ** 104;
/** From here on a number is nearer to the float32 that would come after the greatest. */
const HALFWAY_BEYOND = 2 ** 128 - 2 ** 103;
const NUMBER = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** The float32 nearest to a number as text, ties to even. By way of a double alone it would be rounded twice: a text next to halfway between two float32 becomes halfway. */
export function nearestSingle(text: string): number {
  const double = Number(text);
  const single = Math.fround(double);
  if (single === double || Number.isNaN(double)) return single;
  const other = Number.isFinite(single) ? 2 * double - single : Math.sign(double) * GREATEST;
  const isHalfway = Number.isFinite(single) ? Math.fround(other) === other : Math.abs(double) === HALFWAY_BEYOND;
  if (!isHalfway) return single;
  const order = orderOf(text, double);
  return order === 0 ? single : order < 0 ? Math.min(single, other) : Math.max(single, other);
}

/** The exact value of the text against a double. */
function orderOf(text: string, double: number): number {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const digits = BigInt(whole + fraction);
  return compareDecimals(sign === '-' ? -digits : digits, fraction.length - Number(exponent), double, 0);
}

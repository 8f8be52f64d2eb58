import { missedByProduct } from './pair-quotient.js';
import { nearestDouble, nearestRoot } from './ratio.js';
import { minus, times } from './scaled.js';
import type { Scaled } from './scaled.js';
import { lost } from './two-sum.js';

/** Within these magnitudes no product here overflows or loses bits below the smallest double. */
const LEAST = 2 ** -400;
const GREATEST = 2 ** 400;
/** What is not known of n × Σx² and of (Σx)², as a share of the former. */
const UNKNOWN = 2 ** -96;
/** What is left of n × Σx² where little enough cancels for two doubles to tell. */
const LEFT = 2 ** -40;

/**
 * The double nearest to (n × Σx² − (Σx)²) / divisor, or to its root, or undefined where that takes more than pairs of doubles to tell. `sums` and `squares` are doubles that add up exactly to
 * Σx and Σx², `divisor` is a whole number below 2⁵³.
 */
export function pairVariance(
  sums: Float64Array,
  squares: Float64Array,
  count: number,
  divisor: number,
  root: boolean,
): number | undefined {
  const [s0 = 0, s1 = 0] = sums;
  const sum = s0 + s1;
  const sumLow = lost(s0, s1, sum);
  const [q0 = 0, q1 = 0, q2 = 0, q3 = 0] = squares;
  const high = q0 + q1;
  const low = lost(q0, q1, high) + (q2 + q3);
  if (!(high > LEAST && high < GREATEST && (sum === 0 || (Math.abs(sum) > LEAST && Math.abs(sum) < GREATEST)))) return undefined;
  const all = high * count;
  const allLow = missedByProduct(high, count) + low * count;
  const square = sum * sum;
  const squareLow = missedByProduct(sum, sum) + 2 * sum * sumLow;
  const difference = all - square;
  const left = difference + (lost(all, -square, difference) + (allLow - squareLow));
  if (!(left > all * LEFT)) return undefined;
  const leftLow = difference - left + (lost(all, -square, difference) + (allLow - squareLow));
  const quotient = left / divisor;
  const correction = (left - quotient * divisor - missedByProduct(quotient, divisor) + leftLow) / divisor;
  const doubt = (all / divisor) * UNKNOWN;
  if (!root) return certain(quotient, correction, doubt);
  const value = Math.sqrt(quotient);
  const rest = quotient - value * value - missedByProduct(value, value) + correction;
  return certain(value, rest / (2 * value), doubt / (2 * value) + value * UNKNOWN);
}

function certain(value: number, correction: number, doubt: number): number | undefined {
  const nearest = value + (correction - doubt);
  return nearest === value + (correction + doubt) ? nearest : undefined;
}

/** n × Σxy − Σx × Σy, exactly. */
export const centred = (count: number, product: Scaled, a: Scaled, b: Scaled): Scaled =>
  minus(times({ value: BigInt(count), power: 0 }, product), times(a, b));

/** The double nearest to value / divisor, or to the root of that. `divisor` is positive. */
export function nearestQuotient({ value, power }: Scaled, divisor: bigint, root = false): number {
  const numerator = power > 0 ? value << BigInt(power) : value;
  const denominator = power < 0 ? divisor << BigInt(-power) : divisor;
  return root ? nearestRoot(numerator, denominator) : nearestDouble(numerator, denominator);
}

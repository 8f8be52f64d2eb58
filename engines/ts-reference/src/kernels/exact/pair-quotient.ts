/** Within these magnitudes no product here overflows or loses bits below the smallest double. */
const LEAST = 2 ** -800;
const GREATEST = 2 ** 800;
const SPLITTER = 2 ** 27 + 1;
const DOUBT = 2 ** -50;

/**
 * The double nearest to (sum + error) / count, or undefined where that takes more than doubles to tell. The quotient of the sum, corrected by what is left over; where
 * the little that is not known of the correction cannot change the result, it is right.
 * @see Dekker: A floating-point technique for extending the available precision, Numerische Mathematik 18, 1971
 */
export function pairQuotient(sum: number, error: number, count: number): number | undefined {
  if (error === 0) return sum / count;
  const high = sum + error;
  if (count === 1) return high;
  const part = high - sum;
  const low = sum - (high - part) + (error - part);
  if (low === 0) return high / count;
  const magnitude = Math.abs(high);
  if (!(magnitude > LEAST && magnitude < GREATEST)) return undefined;
  const quotient = high / count;
  const remainder = high - quotient * count - missedByProduct(quotient, count);
  const left = remainder + low;
  const correction = left / count;
  const doubt = Math.abs(correction) * DOUBT;
  const nearest = quotient + (correction - doubt);
  if (nearest === quotient + (correction + doubt)) return nearest;
  // Means of few values are often halfway between two doubles. Then the correction is exact, and one addition rounds as it should.
  const leftPart = left - remainder;
  const isExact =
    remainder - (left - leftPart) + (low - leftPart) === 0 &&
    correction * count === left &&
    missedByProduct(correction, count) === 0;
  return isExact ? quotient + correction : undefined;
}

/** What the double a × b misses of the product, without loss. */
export function missedByProduct(a: number, b: number): number {
  const p = SPLITTER * a;
  const aHigh = p - (p - a);
  const aLow = a - aHigh;
  const q = SPLITTER * b;
  const bHigh = q - (q - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - a * b + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

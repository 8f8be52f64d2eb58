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
  // quotient × count without loss, as a product and what it misses.
  const product = quotient * count;
  const q = SPLITTER * quotient;
  const qHigh = q - (q - quotient);
  const qLow = quotient - qHigh;
  const c = SPLITTER * count;
  const cHigh = c - (c - count);
  const cLow = count - cHigh;
  const missed = qHigh * cHigh - product + qHigh * cLow + qLow * cHigh + qLow * cLow;
  const correction = (high - product - missed + low) / count;
  const doubt = Math.abs(correction) * DOUBT;
  const nearest = quotient + (correction - doubt);
  return nearest === quotient + (correction + doubt) ? nearest : undefined;
}

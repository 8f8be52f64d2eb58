/** The double nearest to numerator / denominator, ties to even; infinite beyond the range. `denominator` is positive. */
export function nearestDouble(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  // A quotient of 64 bits or more; what is cut off below goes into its last bit, so that the conversion rounds as if it had all.
  const wanted = bitLength(magnitude) - bitLength(denominator) - 66;
  // Below 2^-1074 there are no bits to round to.
  const shift = Math.max(wanted, -1140);
  const scaled = shift < 0 ? magnitude << BigInt(-shift) : magnitude;
  const divisor = shift < 0 ? denominator : denominator << BigInt(shift);
  const quotient = scaled / divisor;
  const sticky = quotient * divisor === scaled ? quotient : quotient | 1n;
  const value = timesPowerOfTwo(sticky, shift);
  return negative ? -value : value;
}

/** The double nearest to the square root of numerator / denominator, neither negative, rounded once. `denominator` is positive. */
export function nearestRoot(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  // A quotient of 132 bits or more, so that its root has 66; what is cut off goes into one bit below them.
  const missing = 132 - bitLength(numerator) + bitLength(denominator);
  const half = Math.ceil(missing / 2);
  const scaled = half < 0 ? numerator : numerator << BigInt(2 * half);
  const divisor = half < 0 ? denominator << BigInt(-2 * half) : denominator;
  const quotient = scaled / divisor;
  const root = wholeRoot(quotient);
  const isExact = root * root === quotient && quotient * divisor === scaled;
  return timesPowerOfTwo((root << 1n) | (isExact ? 0n : 1n), -half - 1);
}

/** The square root of a positive integer, rounded down, by Newton's method from above. */
function wholeRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The whole number nearest to numerator / denominator, halves to even. `denominator` is positive. */
export function nearestWhole(numerator: bigint, denominator: bigint): bigint {
  const rest = numerator % denominator;
  const truncated = (numerator - rest) / denominator;
  const twice = 2n * (rest < 0n ? -rest : rest);
  if (twice < denominator || (twice === denominator && truncated % 2n === 0n)) return truncated;
  return rest < 0n ? truncated - 1n : truncated + 1n;
}

/** value × 2^exponent, rounded once. `value` has its last bit set when bits were cut off. */
function timesPowerOfTwo(value: bigint, exponent: number): number {
  const bits = bitLength(value);
  // The last bit that the double can have: 53 bits, or fewer among the subnormal numbers.
  const drop = Math.max(bits - 53, -1074 - exponent, 0);
  const kept = value >> BigInt(drop);
  const rest = value - (kept << BigInt(drop));
  const half = drop === 0 ? 0n : 1n << BigInt(drop - 1);
  const up = drop > 0 && (rest > half || (rest === half && (kept & 1n) === 1n));
  const rounded = Number(up ? kept + 1n : kept);
  const power = exponent + drop;
  // Two steps: 2^power alone may be beyond the range, and the product is exact.
  const first = Math.max(-1000, Math.min(1000, power));
  return rounded * 2 ** first * 2 ** (power - first);
}

/** Of a positive integer. */
export function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex.slice(0, 1), 16)) - 28);
}

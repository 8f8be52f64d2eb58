/** Every float64 is a whole number of these. */
const LEAST_POWER = 1074n;
const view = new DataView(new ArrayBuffer(8));

/** A finite number as a whole number of 2^-1074. */
function unitsOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 1n ? -magnitude : magnitude;
}

/** The float64 nearest to n × 2^-1074 / divisor, ties to even. */
function nearest(n: bigint, divisor: bigint): number {
  if (n === 0n) return 0;
  const magnitude = n < 0n ? -n : n;
  // Enough bits for the quotient, and one that says whether there is more.
  const shift = 66n + BigInt(divisor.toString(2).length);
  const whole = (magnitude << shift) / divisor;
  const rest = (magnitude << shift) % divisor === 0n ? 0n : 1n;
  const value = rounded((whole << 1n) | rest, -(LEAST_POWER + shift + 1n));
  return n < 0n ? -value : value;
}

/** n × 2^power. */
function rounded(n: bigint, power: bigint): number {
  const bits = BigInt(n.toString(2).length);
  const most = bits + power + LEAST_POWER;
  const kept = most < 53n ? most : 53n;
  if (kept < 0n) return 0;
  const dropped = bits - kept;
  if (dropped <= 0n) return Number(n) * 2 ** Number(power);
  const [half, low] = [1n << (dropped - 1n), n & ((1n << dropped) - 1n)];
  let high = n >> dropped;
  if (low > half || (low === half && (high & 1n) === 1n)) high++;
  // In two steps: 2^1024 alone is no number.
  const to = Number(power + dropped);
  return Number(high) * 2 ** Math.trunc(to / 2) * 2 ** (to - Math.trunc(to / 2));
}

/** The float64 nearest to the exact sum of some numbers, divided by `divisor`. */
export function exactly(values: readonly number[], divisor: number): number {
  if (values.some(Number.isNaN) || (values.includes(Infinity) && values.includes(-Infinity))) return Number.NaN;
  const infinite = values.find(value => !Number.isFinite(value));
  if (infinite !== undefined) return infinite;
  if (values.every(value => Object.is(value, -0))) return -0;
  return nearest(
    values.reduce((sum, value) => sum + unitsOf(value), 0n),
    BigInt(divisor),
  );
}

/** The same for whole numbers. */
export const exactQuotient = (sum: bigint, divisor: bigint): number => nearest(sum << LEAST_POWER, divisor);

/** value × 2^power, exactly. */
export interface Scaled {
  readonly value: bigint;
  readonly power: number;
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);
const words = new Uint32Array(double.buffer);
const [LOW, HIGH] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];
const FRACTION = 2n ** 52n;

export const timesPower = (value: bigint, power: number): Scaled => ({ value, power });

/** A finite double. */
export function scaledOf(value: number): Scaled {
  double[0] = value;
  const [word = 0n] = bits;
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & (FRACTION - 1n);
  // Subnormal numbers have the exponent of the smallest normal ones, without their leading bit.
  const magnitude = exponent === 0 ? fraction : fraction + FRACTION;
  return { value: word >> 63n === 1n ? -magnitude : magnitude, power: Math.max(exponent, 1) - 1075 };
}

/** The power of two that is the last bit of a finite double other than 0. */
export function lastBit(value: number): number {
  double[0] = value;
  const high = words[HIGH] ?? 0;
  const low = words[LOW] ?? 0;
  const power = Math.max((high >>> 20) & 0x7ff, 1) - 1075;
  return low === 0 ? power + 32 + trailingZeros((high & 0xfffff) | 0x100000) : power + trailingZeros(low);
}

/** Of an integer of 32 bits that is not 0. */
const trailingZeros = (value: number): number => 31 - Math.clz32(value & -value);

/** A finite double in units of 2^-1074. */
export function unitsOf(value: number): bigint {
  const { value: magnitude, power } = scaledOf(value);
  return magnitude << BigInt(power + 1074);
}

export function plus(a: Scaled, b: Scaled): Scaled {
  if (a.value === 0n) return b;
  if (b.value === 0n) return a;
  const power = Math.min(a.power, b.power);
  return { value: (a.value << BigInt(a.power - power)) + (b.value << BigInt(b.power - power)), power };
}

export const minus = (a: Scaled, b: Scaled): Scaled => plus(a, { value: -b.value, power: b.power });
export const times = (a: Scaled, b: Scaled): Scaled => ({ value: a.value * b.value, power: a.power + b.power });

export const sumOfDoubles = (values: Float64Array): Scaled =>
  values.reduce<Scaled>((sum, value) => (value === 0 ? sum : plus(sum, scaledOf(value))), { value: 0n, power: 0 });

/** Digits of a 128-bit decimal. */
export const MOST_DIGITS = 38;

/** 128-bit decimals as Arrow keeps them: little-endian two's complement, low word first. */
export function readDecimal(words: BigUint64Array, index: number): bigint {
  return (BigInt.asIntN(64, words[2 * index + 1] ?? 0n) << 64n) | (words[2 * index] ?? 0n);
}

export function writeDecimal(words: BigUint64Array, index: number, unscaled: bigint): void {
  words[2 * index] = BigInt.asUintN(64, unscaled);
  words[2 * index + 1] = BigInt.asUintN(64, unscaled >> 64n);
}

/** `12345n` of scale 2 is `123.45`. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A decimal number: `unscaled / 10^scale`. */
export interface DecimalDigits {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** The digits of a number, as JavaScript prints it, or of a text such as `-12.50`; undefined when it is none. */
export function decimalDigits(value: number | string): DecimalDigits | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) return undefined;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  // Only numbers have an exponent: that of a text could ask for any amount of memory.
  if (match[4] !== undefined && typeof value === 'string') return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction) * 10n ** BigInt(Math.max(-scale, 0));
  return { unscaled: sign === '-' ? -digits : digits, scale: Math.max(scale, 0) };
}

/** The unscaled value of the same number in another scale; undefined where digits other than 0 would be lost. */
export function rescaled({ unscaled, scale }: DecimalDigits, to: number): bigint | undefined {
  if (to >= scale) return unscaled * 10n ** BigInt(to - scale);
  const factor = 10n ** BigInt(scale - to);
  return unscaled % factor === 0n ? unscaled / factor : undefined;
}

/** The inverse of `formatDecimal`; undefined when the text is not a decimal number of at most that scale. */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const digits = decimalDigits(text);
  return digits && rescaled(digits, scale);
}

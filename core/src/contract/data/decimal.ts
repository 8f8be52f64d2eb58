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

/** The inverse of `formatDecimal`; undefined when the text is not a decimal number of at most that scale. */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  if (fraction.length > Math.max(scale, 0)) return undefined;
  const unscaled = BigInt(whole + fraction.padEnd(Math.max(scale, 0), '0'));
  const signed = sign === '-' ? -unscaled : unscaled;
  if (scale >= 0) return signed;
  const factor = 10n ** BigInt(-scale);
  return signed % factor === 0n ? signed / factor : undefined;
}

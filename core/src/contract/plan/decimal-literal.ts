import { MOST_DIGITS, decimalDigits, rescaled, type DataType, type DecimalDigits } from '../data/index.js';
import type { LiteralValue } from './expression.js';

type Decimal = Extract<DataType, { readonly id: 'decimal' }>;

/**
 * The decimal type of a literal beside a decimal: the digits written, so that 19.99 is exactly 19.99. When it is compared, its scale is at least that of the
 * column, whatever the literal, so that one kernel serves all of them. Undefined for what is not a number of at most 38 digits.
 */
export function decimalLiteral(value: LiteralValue, beside: Decimal, compared: boolean): Decimal | undefined {
  const digits = digitsOf(value);
  if (!digits) return undefined;
  const scale = Math.max(digits.scale, beside.scale);
  if (compared && scale <= MOST_DIGITS && fits(rescaled(digits, scale))) return { id: 'decimal', precision: MOST_DIGITS, scale };
  return ownType(digits);
}

/** The narrowest decimal type that has all digits of a value. */
export function decimalTypeOf(value: LiteralValue): Decimal | undefined {
  const digits = digitsOf(value);
  return digits && ownType(digits);
}

function digitsOf(value: LiteralValue): DecimalDigits | undefined {
  if (typeof value === 'bigint') return { unscaled: value, scale: 0 };
  return typeof value === 'number' || typeof value === 'string' ? decimalDigits(value) : undefined;
}

const LIMIT = 10n ** BigInt(MOST_DIGITS);
const fits = (unscaled: bigint | undefined): boolean => unscaled !== undefined && unscaled < LIMIT && unscaled > -LIMIT;

function ownType({ unscaled, scale }: DecimalDigits): Decimal | undefined {
  if (scale > MOST_DIGITS || !fits(unscaled)) return undefined;
  const { length } = String(unscaled < 0n ? -unscaled : unscaled);
  return { id: 'decimal', precision: Math.max(length, scale, 1), scale };
}

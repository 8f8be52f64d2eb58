import { decimalDigits, rescaled } from './decimal.js';
import type { DataType, TimeUnit } from './types.js';

const PER_SECOND: { readonly [unit in TimeUnit]: bigint } = { s: 1n, ms: 1_000n, us: 1_000_000n, ns: 1_000_000_000n };
export const unitsPerSecond = (unit: TimeUnit): bigint => PER_SECOND[unit];
const DAY_MILLISECONDS = 86_400_000n;

/** Floor division, as times before 1970 need it. */
export const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

/** An integer, or the unscaled value of a decimal, from what users write (19.99 is the decimal 19.99, a bigint is unscaled); undefined when it is not one. */
export function toFixed(type: DataType, value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return type.id === 'decimal' && tooManyDigits(value, type.precision) ? undefined : value;
  if (type.id === 'decimal') {
    const digits = typeof value === 'string' || typeof value === 'number' ? decimalDigits(value) : undefined;
    const unscaled = digits && rescaled(digits, type.scale);
    return unscaled === undefined || tooManyDigits(unscaled, type.precision) ? undefined : unscaled;
  }
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

const tooManyDigits = (unscaled: bigint, precision: number): boolean => {
  const limit = 10n ** BigInt(precision);
  return unscaled >= limit || unscaled <= -limit;
};

/** A date or timestamp in the unit of the type: a raw value as it is, a Date converted (floored to days or seconds where the unit is coarser). */
export function toDate(type: DataType, value: unknown): bigint | undefined {
  if (!(value instanceof Date)) return toFixed(type, value);
  const time = value.getTime();
  if (Number.isNaN(time)) return undefined;
  const milliseconds = BigInt(time);
  if (type.id === 'date') return type.unit === 'day' ? floorDivide(milliseconds, DAY_MILLISECONDS) : milliseconds;
  if (type.id !== 'timestamp') return undefined;
  return floorDivide(milliseconds * unitsPerSecond(type.unit), 1_000n);
}

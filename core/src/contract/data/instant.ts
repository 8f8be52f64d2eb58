import { floorDivide, unitsPerSecond } from './coerce.js';
import type { DataType, TimeUnit } from './types.js';

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const SECOND = 1_000_000_000n;

/** An instant as text, and how many digits its fraction of a second has. */
export interface ParsedInstant {
  /** since 1970 in UTC */
  readonly nanoseconds: bigint;
  readonly fractionDigits: number;
}

/**
 * A date or an instant of ISO 8601: `2026-11-22`, `2026-11-22T10:30:00.123456+01:00`, with a blank for the T too. Without an offset it is in UTC, whatever the
 * time zone of the machine. Undefined when it is neither, or not a day of the calendar.
 */
export function parseInstant(text: string): ParsedInstant | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const offset = offsetMinutes(zone);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || offset === undefined) return undefined;
  // `Date.UTC` takes years below 100 for those of the twentieth century, and rolls the 30th of February over into March.
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  const seconds = BigInt(date.getTime() / 1000 + minutes * 60 + Number(second));
  return { nanoseconds: seconds * SECOND + BigInt(fraction.padEnd(9, '0')), fractionDigits: fraction.length };
}

const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

/** A time of day of ISO 8601, `23:59` to `23:59:59.999999999`: since midnight. Undefined when it is none. */
export function parseTime(text: string): ParsedInstant | undefined {
  const [match, hour = '0', minute = '0', second = '0', fraction = ''] = TIME.exec(text) ?? [];
  if (match === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second));
  return { nanoseconds: seconds * SECOND + BigInt(fraction.padEnd(9, '0')), fractionDigits: fraction.length };
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Nanoseconds since 1970 as the number that a date or timestamp column has; undefined where it cannot hold them without loss. */
export function instantValue(
  type: Extract<DataType, { readonly id: 'date' | 'timestamp' }>,
  nanoseconds: bigint,
): bigint | undefined {
  const perUnit =
    type.id === 'timestamp' ? SECOND / unitsPerSecond(type.unit) : type.unit === 'day' ? 86_400n * SECOND : SECOND / 1000n;
  const value = nanoseconds / perUnit;
  const bits = type.id === 'date' && type.unit === 'day' ? 32 : 64;
  return value * perUnit === nanoseconds && BigInt.asIntN(bits, value) === value ? value : undefined;
}

const DIGITS = { s: 0, ms: 3, us: 6, ns: 9 } as const;

/** `2024-05-01T12:00:00.000001`, with the digits of the unit; exact. Undefined beyond the years that a Date can hold. */
export function formatInstant(value: bigint, unit: TimeUnit): string | undefined {
  const perSecond = unitsPerSecond(unit);
  const seconds = floorDivide(value, perSecond);
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const fraction = DIGITS[unit] === 0 ? '' : `.${String(value - seconds * perSecond).padStart(DIGITS[unit], '0')}`;
  return date.toISOString().replace(/\.\d{3}Z$/, '') + fraction;
}

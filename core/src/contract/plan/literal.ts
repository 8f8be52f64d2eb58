import {
  MOST_DIGITS,
  familyOf,
  formatType,
  fromHalf,
  instantValue,
  isFloat,
  isInteger,
  isString,
  parseInstant,
  parseSpan,
  parseTime,
  toFixed,
  toHalf,
  unitsPerSecond,
  valueType,
  type DataType,
  type TimeUnit,
} from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';
import { findFunction } from '../functions/index.js';
import { decimalLiteral } from './decimal-literal.js';
import type { LiteralValue } from './expression.js';

/** Integers beyond 64 bits are decimals, which compare exactly with all numbers. */
const WIDE: DataType = { id: 'decimal', precision: MOST_DIGITS, scale: 0 };

/**
 * The type of a literal that nobody declared, as operand `index` of a function: that of what it stands beside, where the value allows.
 * @throws ParquetFrameError `TYPE_MISMATCH`
 */
export function literalType(
  value: LiteralValue,
  beside: DataType | undefined,
  inside: string | undefined,
  index = 0,
  /** what messages call the function */
  called = inside,
): DataType {
  const own = inside === undefined ? undefined : findFunction(inside)?.operand?.(index);
  if (own && isOf(value, own)) return own;
  if (value === null) return beside ?? { id: 'null' };
  if (typeof value === 'boolean') return { id: 'bool' };
  if (beside?.id === 'time' && typeof value === 'string') return timeType(value);
  if (typeof value === 'number' || typeof value === 'bigint') {
    const stated = beside && inside !== undefined ? findFunction(inside)?.literal?.(beside) : undefined;
    if (stated) return stated;
  }
  if (beside?.id === 'decimal') {
    const decimal = decimalLiteral(value, beside, inside !== undefined && findFunction(inside)?.fractions === true);
    if (decimal) return decimal;
  }
  if (typeof value === 'bigint') return bigintType(value);
  if (typeof value === 'number') return numberType(value, beside, inside, called);
  if (value instanceof Uint8Array) return { id: 'binary' };
  if (value instanceof Date) return instantType(beside, 0);
  if (!beside || familyOf(beside) !== 'instant') return { id: 'utf8' };
  return instantType(beside, parseInstant(value)?.fractionDigits ?? 0);
}

/** Whether a value is one of a type that a function states for its operand. */
const isOf = (value: LiteralValue, type: DataType): boolean =>
  value === null ||
  (isString(type)
    ? typeof value === 'string'
    : isInteger(type) && Number.isSafeInteger(Number(value)) && (typeof value === 'bigint' || typeof value === 'number'));

function bigintType(value: bigint): DataType {
  if (BigInt.asIntN(64, value) === value) return { id: 'int64' };
  return BigInt.asUintN(64, value) === value ? { id: 'uint64' } : WIDE;
}

function numberType(value: number, beside: DataType | undefined, inside: string | undefined, called = inside): DataType {
  if (beside && isFloat(beside)) return { id: 'float64' };
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { id: 'int64' };
  if (beside && isInteger(beside) && inside !== undefined && !findFunction(inside)?.fractions) {
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${called ?? inside} of ${formatType(beside)} takes an integer, received ${shown(value)}; cast the column to float64 first`,
    );
  }
  return { id: 'float64' };
}

const timeType = (text: string): DataType => ({ id: 'time', unit: unitOfDigits(parseTime(text)?.fractionDigits ?? 0) });

const unitOfDigits = (digits: number): TimeUnit => (digits === 0 ? 's' : digits <= 3 ? 'ms' : digits <= 6 ? 'us' : 'ns');

/** A Date carries milliseconds, a text as many digits as it has; comparison across units is exact, so nothing is lost. */
const instantType = (beside: DataType | undefined, fractionDigits: number): DataType => ({
  id: 'timestamp',
  unit: fractionDigits <= 3 ? 'ms' : fractionDigits <= 6 ? 'us' : 'ns',
  timezone: beside?.id === 'timestamp' ? beside.timezone : null,
});

/**
 * A literal as engines get it, checked to be a value of its type: integers of 64 bits, timestamps, times and unscaled decimals are bigint, narrower integers,
 * days and floats number, strings well-formed.
 * @throws ParquetFrameError `INVALID_ARGUMENT`
 */
export function literalArgument(value: LiteralValue, declared: DataType): unknown {
  if (value === null) return null;
  const type = valueType(declared);
  const argument = argumentOf(value, type);
  if (argument !== undefined) return argument;
  if (typeof value === 'string' && !value.isWellFormed())
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `the text ${shown(value)} has half of a surrogate pair, which no ${formatType(type)} column can hold; remove it, or replace it with U+FFFD`,
      { details: { value: shown(value), type: formatType(type) } },
    );
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${shown(value)} is not a literal of type ${formatType(type)}, which must be ${accepted(type)}${insteadOf(value, type)}`,
    { details: { value: shown(value), type: formatType(type) } },
  );
}

/** A length of time in the place of a time: what to write instead. */
function insteadOf(value: LiteralValue, type: DataType): string {
  const span = typeof value === 'string' && ['timestamp', 'date', 'duration'].includes(type.id) ? parseSpan(value) : undefined;
  if (!span) return '';
  if ('months' in span) return `; months are added to a date or a timestamp with addMonths(${String(span.months)})`;
  const unit =
    (['s', 'ms', 'us'] as const).find(each => (span.nanoseconds * unitsPerSecond(each)) % 1_000_000_000n === 0n) ?? 'ns';
  const count = (span.nanoseconds * unitsPerSecond(unit)) / 1_000_000_000n;
  return `; a length of time, which can be added to a timestamp, is lit(${String(count)}n, { id: 'duration', unit: '${unit}' })`;
}

/** Whether a literal is a value of a type, without loss but for the rounding of floats. */
export const isLiteralOf = (value: LiteralValue, type: DataType): boolean =>
  value === null || argumentOf(value, valueType(type)) !== undefined;

function argumentOf(value: Exclude<LiteralValue, null>, type: DataType): unknown {
  if (isInteger(type)) return integerArgument(value, type);
  switch (type.id) {
    case 'float16':
    case 'float32':
    case 'float64':
      return typeof value === 'number' || typeof value === 'bigint' ? rounded(Number(value), type) : undefined;
    case 'date':
    case 'timestamp':
      return instantArgument(value, type);
    case 'decimal':
      return toFixed(type, value);
    case 'time':
      return ofBits(
        typeof value === 'string' ? timeArgument(value, type) : toFixed(type, value),
        type.unit === 's' || type.unit === 'ms' ? 32 : 64,
      );
    case 'duration':
      return ofBits(toFixed(type, value), 64);
    case 'fixedSizeBinary':
      return value instanceof Uint8Array && value.length === type.byteWidth ? value : undefined;
    default:
  }
  switch (familyOf(type)) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
      return typeof value === 'string' && value.isWellFormed() ? value : undefined;
    case 'binary':
      return value instanceof Uint8Array ? value : undefined;
    default:
      return undefined;
  }
}

function integerArgument(value: Exclude<LiteralValue, null>, type: DataType): number | bigint | undefined {
  const integer = toFixed(type, value);
  if (integer === undefined) return undefined;
  const bits = Number(type.id.replace(/\D+/, ''));
  const narrowed = type.id.startsWith('u') ? BigInt.asUintN(bits, integer) : BigInt.asIntN(bits, integer);
  if (narrowed !== integer) return undefined;
  return bits === 64 ? integer : Number(integer);
}

const ofBits = (value: bigint | undefined, bits: number): bigint | undefined =>
  value !== undefined && BigInt.asIntN(bits, value) === value ? value : undefined;

const rounded = (value: number, { id }: DataType): number =>
  id === 'float32' ? Math.fround(value) : id === 'float16' ? fromHalf(toHalf(value)) : value;

function timeArgument(text: string, { unit }: Extract<DataType, { readonly id: 'time' }>): bigint | undefined {
  const nanoseconds = parseTime(text)?.nanoseconds;
  const perUnit = unitsPerSecond('ns') / unitsPerSecond(unit);
  return nanoseconds !== undefined && nanoseconds % perUnit === 0n ? nanoseconds / perUnit : undefined;
}

/** A Date or a text; of a date also the raw number of days or milliseconds. */
function instantArgument(
  value: Exclude<LiteralValue, null>,
  type: Extract<DataType, { readonly id: 'date' | 'timestamp' }>,
): number | bigint | undefined {
  let argument: bigint | undefined;
  if (value instanceof Date) {
    const milliseconds = value.getTime();
    argument = Number.isNaN(milliseconds) ? undefined : instantValue(type, BigInt(milliseconds) * 1_000_000n);
  } else if (typeof value === 'string') {
    const instant = parseInstant(value);
    argument = instant && instantValue(type, instant.nanoseconds);
  } else if (type.id === 'date') argument = ofBits(toFixed(type, value), type.unit === 'day' ? 32 : 64);
  return argument !== undefined && type.id === 'date' && type.unit === 'day' ? Number(argument) : argument;
}

const shown = (value: LiteralValue): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  return Object.is(value, -0) ? '-0' : String(value);
};

function accepted(type: DataType): string {
  if (isInteger(type)) return 'a bigint or a safe integer within its range';
  switch (type.id) {
    case 'date':
    case 'timestamp':
      return 'a Date or an ISO 8601 text that it can hold without loss';
    case 'decimal':
      return 'a number or a string of at most its digits, or an unscaled bigint';
    case 'time':
      return 'a string such as 23:59:59.5, or a bigint or a safe integer in its unit, which it can hold without loss';
    case 'duration':
      return 'a bigint or a safe integer in its unit';
    default:
      return isFloat(type) ? 'a number' : `a ${familyOf(type)}`;
  }
}

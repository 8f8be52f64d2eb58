import {
  familyOf,
  formatType,
  fromHalf,
  instantValue,
  isFloat,
  isInteger,
  parseInstant,
  toFixed,
  toHalf,
  valueType,
  type DataType,
} from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';
import type { LiteralValue, ScalarFunction } from './expression.js';

const COMPARISONS: ReadonlySet<string> = new Set<ScalarFunction>([
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
]);

/** Integers beyond 64 bits are decimals, which compare exactly with all numbers. */
const WIDE: DataType = { id: 'decimal', precision: 38, scale: 0 };

/** The type of a literal that nobody declared: that of what it stands beside, where the value allows. @throws ParquetFrameError `TYPE_MISMATCH` */
export function literalType(value: LiteralValue, beside: DataType | undefined, inside: ScalarFunction | undefined): DataType {
  if (value === null) return beside ?? { id: 'null' };
  if (typeof value === 'boolean') return { id: 'bool' };
  if (typeof value === 'bigint') return bigintType(value);
  if (typeof value === 'number') return numberType(value, beside, inside);
  if (value instanceof Uint8Array) return { id: 'binary' };
  if (value instanceof Date) return instantType(beside, 0);
  if (!beside || familyOf(beside) !== 'instant') return { id: 'utf8' };
  return instantType(beside, parseInstant(value)?.fractionDigits ?? 0);
}

function bigintType(value: bigint): DataType {
  if (BigInt.asIntN(64, value) === value) return { id: 'int64' };
  return BigInt.asUintN(64, value) === value ? { id: 'uint64' } : WIDE;
}

function numberType(value: number, beside: DataType | undefined, inside: ScalarFunction | undefined): DataType {
  if (beside && isFloat(beside)) return { id: 'float64' };
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { id: 'int64' };
  if (beside && isInteger(beside) && inside && !COMPARISONS.has(inside) && inside !== 'divide') {
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${inside} of ${formatType(beside)} takes an integer, received ${shown(value)}; cast the column to float64 first`,
    );
  }
  return { id: 'float64' };
}

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
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${shown(value)} is no ${formatType(type)} literal, which must be ${accepted(type)}`,
    { details: { value: shown(value), type: formatType(type) } },
  );
}

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
      return ofBits(toFixed(type, value), type.unit === 's' || type.unit === 'ms' ? 32 : 64);
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
      // Half of a surrogate pair is not in UTF-8: it becomes U+FFFD, as in every column.
      return typeof value === 'string' ? Buffer.from(value).toString('utf8') : undefined;
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
      return 'an unscaled bigint or a text of at most its digits';
    case 'time':
    case 'duration':
      return 'a bigint or a safe integer in its unit';
    default:
      return isFloat(type) ? 'a number' : `a ${familyOf(type)}`;
  }
}

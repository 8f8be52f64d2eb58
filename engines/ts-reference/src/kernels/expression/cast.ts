import {
  ParquetFrameError,
  familyOf,
  formatDecimal,
  formatType,
  fromHalf,
  isFloat,
  isInteger,
  parseDecimal,
  toHalf,
} from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { nearestDouble } from '../exact/ratio.js';
import { nearestSingle } from '../exact/single.js';
import { castTime, formatTime, fromCount, timeOfText } from './cast-time.js';
import { exactly } from './decimal-order.js';
import { packTexts } from './text.js';
import { isValid, rowNumber } from './vector.js';
import type { BytesVector, Rows, Vector } from './vector.js';

/** Converts values to another type, checked: one that does not fit is an error, never a wrong value. @throws ParquetFrameError `CAST_FAILED` */
export function cast(vector: Vector, to: DataType, rows: Rows): Vector {
  if (formatType(vector.type) === formatType(to)) return vector;
  if (vector.form === 'opaque') return nulls(to, rows);
  if (vector.form === 'bytes') return fromBytes(vector, to, rows);
  if (familyOf(to) === 'string') return toText(vector, to, rows);
  if (vector.form === 'bool') {
    const values = new Float64Array(vector.values);
    return to.id === 'bool' ? vector : { form: 'number', type: to, step: vector.step, validity: vector.validity, values };
  }
  if (to.id === 'bool') return toBool(vector, to, rows);
  if (familyOf(to) === 'numeric') return toNumber(vector, to, rows);
  return familyOf(vector.type) === 'numeric' ? fromCount(vector, to, rows) : castTime(vector, to, rows);
}

/** A vector of `step` 1 made value by value; nulls are left as they are. */
type Numbers = Extract<Vector, { form: 'number' | 'bigint' }>;

/** `target`: the type, with why the value is none of it. */
export const failed = (
  value: unknown,
  from: DataType,
  to: DataType,
  rows: Rows,
  row: number,
  target = formatType(to),
): ParquetFrameError => {
  const shown = typeof value === 'string' && familyOf(from) === 'string' ? JSON.stringify(value) : String(value);
  return new ParquetFrameError(
    'CAST_FAILED',
    `${shown} (${formatType(from)}) in row ${rowNumber(rows, row)} cannot be converted to ${target}`,
    { details: { value: shown, row: rowNumber(rows, row), from: formatType(from), to: formatType(to) } },
  );
};

const RANGES: { readonly [type: string]: readonly [bigint, bigint] } = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Least and greatest value of an integer type. */
export const rangeOf = (type: DataType): readonly [bigint, bigint] => RANGES[type.id] ?? [-(2n ** 63n), 2n ** 63n - 1n];

function toNumber(vector: Numbers, to: DataType, rows: Rows): Vector {
  if (isFloat(to)) return toFloat(vector, to);
  if (to.id === 'decimal') return toDecimal(vector, to, rows);
  return toInteger(vector, to, rows);
}

function toFloat(vector: Numbers, to: DataType): Vector {
  const { step, validity, type } = vector;
  const round = to.id === 'float64' ? undefined : to.id === 'float32' ? Math.fround : (value: number) => fromHalf(toHalf(value));
  const head = { form: 'number', type: to, step, validity } as const;
  if (vector.form === 'number') return { ...head, values: round ? vector.values.map(round) : vector.values };
  const divisor = type.id === 'decimal' && type.scale > 0 ? 10n ** BigInt(type.scale) : 1n;
  const factor = type.id === 'decimal' && type.scale < 0 ? 10n ** BigInt(-type.scale) : 1n;
  const narrow = round ?? ((value: number) => value);
  return {
    ...head,
    values: Float64Array.from(vector.values, value => narrow(toDouble(value * factor, divisor, round !== undefined))),
  };
}

/** Nearest double; when it is rounded again afterwards, a double of 40 bits with a sticky last bit, so that the second rounding is right too. */
function toDouble(numerator: bigint, denominator: bigint, again: boolean): number {
  if (!again) return nearestDouble(numerator, denominator);
  const negative = numerator < 0n;
  let scaled = negative ? -numerator : numerator;
  let power = 0;
  while (scaled < denominator << 40n && scaled > 0n) {
    scaled <<= 8n;
    power -= 8;
  }
  let quotient = scaled / denominator;
  let sticky = quotient * denominator !== scaled;
  while (quotient >= 2n ** 52n) {
    sticky ||= (quotient & 0xffn) !== 0n;
    quotient >>= 8n;
    power += 8;
  }
  const value = Number(sticky ? quotient | 1n : quotient) * 2 ** power;
  return negative ? -value : value;
}

/** Fractions are cut off towards zero. */
function toInteger(vector: Numbers, to: DataType, rows: Rows): Vector {
  const { step, validity, type } = vector;
  const [min, max] = rangeOf(to);
  const head = { type: to, step, validity } as const;
  if (vector.form === 'number') {
    const [low, high] = [Math.max(Number(min), Number.MIN_SAFE_INTEGER), Math.min(Number(max), Number.MAX_SAFE_INTEGER)];
    const values = new Float64Array(vector.values.length);
    let fits = true;
    for (let i = 0; i < values.length; i++) {
      // Adding 0 makes −0 a plain 0.
      const value = Math.trunc(vector.values[i] ?? 0) + 0;
      if (value >= low && value <= high) values[i] = value;
      else if (isValid(vector, i)) fits = false;
    }
    if (fits) return { ...head, form: 'number', values };
  }
  const divisor = type.id === 'decimal' && type.scale > 0 ? 10n ** BigInt(type.scale) : 1n;
  const factor = type.id === 'decimal' && type.scale < 0 ? 10n ** BigInt(-type.scale) : 1n;
  const values: bigint[] = [];
  for (let i = 0; i < vector.values.length; i++) {
    const value = vector.values[i] ?? 0;
    if (!isValid(vector, i)) values.push(0n);
    else {
      if (typeof value === 'number' && !Number.isFinite(value)) throw failed(value, type, to, rows, i);
      const integer = typeof value === 'number' ? BigInt(Math.trunc(value)) : (value * factor) / divisor;
      if (integer < min || integer > max) throw failed(show(value, type), type, to, rows, i);
      values.push(integer);
    }
  }
  return { ...head, form: 'bigint', values };
}

const show = (value: number | bigint, type: DataType): string =>
  typeof value === 'bigint' && type.id === 'decimal' ? formatDecimal(value, type.scale) : String(value);

/** Integers in decimal, bools as true and false, floats as JavaScript prints them, times as 23:59:59 with all digits of their unit. */
function textAt(vector: Exclude<Vector, { form: 'bytes' | 'opaque' }>, to: DataType, rows: Rows, i: number): string {
  const value = vector.values[i] ?? 0;
  if (vector.form === 'bool') return String(value === 1);
  if (vector.type.id !== 'time') return show(value, vector.type);
  const text = formatTime(vector.type, BigInt(value));
  if (text === undefined) throw failed(value, vector.type, to, rows, i);
  return text;
}

/** To the nearest multiple of 10^-scale, halves away from zero. */
function toDecimal(vector: Numbers, to: Extract<DataType, { id: 'decimal' }>, rows: Rows): Vector {
  const { type, step, validity } = vector;
  const from = type.id === 'decimal' ? type.scale : 0;
  const limit = 10n ** BigInt(to.precision);
  const values: bigint[] = [];
  for (let i = 0; i < vector.values.length; i++) {
    const value = vector.values[i] ?? 0;
    if (!isValid(vector, i)) {
      values.push(0n);
      continue;
    }
    if (typeof value === 'number' && !Number.isFinite(value)) throw failed(value, type, to, rows, i);
    const { mantissa, exponent } =
      typeof value === 'number' && isFloat(type) ? exactly(value) : { mantissa: BigInt(value), exponent: 0 };
    const unscaled = rounded(mantissa, exponent, to.scale - from);
    if (unscaled >= limit || unscaled <= -limit) throw failed(show(value, type), type, to, rows, i);
    values.push(unscaled);
  }
  return { form: 'bigint', type: to, step, validity, values };
}

/** mantissa × 2^exponent × 10^power as an integer, halves away from zero. */
export function rounded(mantissa: bigint, exponent: number, power: number): bigint {
  const numerator =
    (mantissa < 0n ? -mantissa : mantissa) * 2n ** BigInt(Math.max(exponent, 0)) * 10n ** BigInt(Math.max(power, 0));
  const denominator = 2n ** BigInt(Math.max(-exponent, 0)) * 10n ** BigInt(Math.max(-power, 0));
  const magnitude = (2n * numerator + denominator) / (2n * denominator);
  return mantissa < 0n ? -magnitude : magnitude;
}

function toBool(vector: Numbers, to: DataType, rows: Rows): Vector {
  const { step, validity, type } = vector;
  const values = new Uint8Array(vector.values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(vector.values[i] ?? 0);
    if (isValid(vector, i) && value !== 0 && value !== 1) throw failed(show(vector.values[i] ?? 0, type), type, to, rows, i);
    values[i] = value === 1 ? 1 : 0;
  }
  return { form: 'bool', type: to, step, validity, values };
}

function toText(vector: Exclude<Vector, { form: 'bytes' | 'opaque' }>, to: DataType, rows: Rows): Vector {
  const count = vector.step === 0 ? 1 : rows.length;
  const texts: string[] = [];
  for (let i = 0; i < count; i++) texts.push(isValid(vector, i) ? textAt(vector, to, rows, i) : '');
  return { ...packTexts(texts), type: to, step: vector.step, validity: vector.validity };
}

function fromBytes(vector: BytesVector, to: DataType, rows: Rows): Vector {
  const family = familyOf(to);
  const { step, validity, offsets, data, type } = vector;
  const count = step === 0 ? 1 : rows.length;
  if (family === 'string') return { ...vector, type: to };
  if (family === 'binary') {
    if (to.id === 'fixedSizeBinary') {
      for (let i = 0; i < count; i++) {
        const length = (offsets[i + 1] ?? 0) - (offsets[i] ?? 0);
        if (isValid(vector, i) && length !== to.byteWidth) throw failed(`a value of ${length} bytes`, type, to, rows, i);
      }
    }
    return { ...vector, type: to };
  }
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const text = (i: number): string => bytes.toString('utf8', offsets[i], offsets[i + 1]);
  const parse = parserOf(to);
  const values: (number | bigint)[] = [];
  for (let i = 0; i < count; i++) {
    const value = isValid(vector, i) ? parse(text(i)) : 0;
    if (value === undefined) throw failed(text(i), type, to, rows, i);
    values.push(value);
  }
  return values.some(value => typeof value === 'bigint')
    ? { form: 'bigint', type: to, step, validity, values: values.map(BigInt) }
    : { form: 'number', type: to, step, validity, values: Float64Array.from(values, Number) };
}

/** Reads a text as a value of a type, strictly. */
export function parserOf(to: DataType): (text: string) => number | bigint | undefined {
  if (to.id === 'decimal') return parseDecimalText(to);
  if (to.id === 'time') return text => timeOfText(to, text);
  return isInteger(to) ? parseInteger(to) : parseFloating(to);
}

const INTEGER = /^[+-]?\d+$/;
const FLOAT = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|Infinity)$|^NaN$/;

/** Strict: no blanks, no other digits than 0 to 9. Safe integers are numbers. */
export const parseInteger =
  (type: DataType) =>
  (text: string): number | bigint | undefined => {
    if (!INTEGER.test(text)) return undefined;
    const [min, max] = rangeOf(type);
    const number = Number(text) + 0;
    const value = Number.isSafeInteger(number) ? number : BigInt(text.replace('+', ''));
    return value >= min && value <= max ? value : undefined;
  };

export const parseFloating =
  (type: DataType) =>
  (text: string): number | undefined => {
    if (!FLOAT.test(text)) return undefined;
    return type.id === 'float32' ? nearestSingle(text) : Number(text);
  };

const DECIMAL = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/;

/** Strict, without an exponent, and only what the type holds without loss. */
const parseDecimalText =
  ({ precision, scale }: Extract<DataType, { id: 'decimal' }>) =>
  (text: string): bigint | undefined => {
    const [match, sign = '', whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
    // Length first: a text of a million digits is refused without making a number of it.
    if (match === undefined || !/\d/.test(match) || whole.length + Math.min(scale, 0) > 40 || fraction.length > 40)
      return undefined;
    const unscaled = parseDecimal(`${sign === '-' ? '-' : ''}${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`, scale);
    const limit = 10n ** BigInt(precision);
    return unscaled !== undefined && unscaled < limit && unscaled > -limit ? unscaled : undefined;
  };

/** All rows null. */
export function nulls(to: DataType, { length }: Pick<Rows, 'length'>): Vector {
  const head = { type: to, step: 1, validity: new Uint8Array(length) } as const;
  switch (familyOf(to)) {
    case 'bool':
      return { ...head, form: 'bool', values: new Uint8Array(length) };
    case 'string':
    case 'binary':
      return { ...head, form: 'bytes', offsets: new Int32Array(length + 1), data: new Uint8Array(0) };
    case 'null':
    case 'nested':
      return { ...head, form: 'opaque' };
    default:
      return { ...head, form: 'number', values: new Float64Array(length) };
  }
}

import { familyOf, formatType, isFloat, isInteger, unitsPerSecond, valueType } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { exactly } from '../expression/decimal-order.js';
import { isValid } from '../expression/vector.js';
import type { BytesVector, Vector } from '../expression/vector.js';

/**
 * How the values of two key columns are brought into one form, in which equal values are equal keys. Types that are compared as they stand need nothing;
 * for the others (an integer with a float, a decimal, instants of different units) every value becomes a text that is the same for equal values.
 */
export function commonKeys(left: DataType, right: DataType): ((vector: Vector) => Vector) | undefined {
  const [a, b] = [valueType(left), valueType(right)];
  if (formatType(a) === formatType(b)) return undefined;
  const family = familyOf(a);
  if (family === 'string' || family === 'binary' || family === 'bool' || family === 'null') return undefined;
  if (isFloat(a) && isFloat(b)) return undefined;
  // Both are encoded in 64 bits of two's complement, in which a large uint64 would look like a negative int64.
  if (isInteger(a) && isInteger(b) && a.id !== 'uint64' && b.id !== 'uint64') return undefined;
  return vector => canonical(vector);
}

/** The exact value in decimal digits; instants, times and durations in nanoseconds. */
function canonical(vector: Vector): BytesVector {
  if (vector.form !== 'number' && vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} has no canonical text`);
  const text = canonicalText(vector.type);
  const parts: Uint8Array[] = [];
  const offsets = new Float64Array(vector.values.length + 1);
  const encoder = new TextEncoder();
  for (let i = 0; i < vector.values.length; i++) {
    const bytes = encoder.encode(isValid(vector, i) ? text(vector.values[i] ?? 0) : '');
    parts.push(bytes);
    offsets[i + 1] = (offsets[i] ?? 0) + bytes.length;
  }
  return { form: 'bytes', type: vector.type, step: vector.step, validity: vector.validity, offsets, data: Buffer.concat(parts) };
}

function canonicalText(type: DataType): (value: number | bigint) => string {
  switch (type.id) {
    case 'decimal':
      return value => fraction(BigInt(value), type.scale);
    case 'float16':
    case 'float32':
    case 'float64':
      return value => floatText(Number(value));
    case 'date':
      return value => String(BigInt(value) * (type.unit === 'day' ? 86_400_000_000_000n : 1_000_000n));
    case 'timestamp':
    case 'time':
    case 'duration':
      return value => String((BigInt(value) * 1_000_000_000n) / unitsPerSecond(type.unit));
    default:
      return String;
  }
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const { mantissa, exponent } = exactly(value);
  // m / 2^k is m × 5^k / 10^k.
  return exponent >= 0 ? String(mantissa << BigInt(exponent)) : fraction(mantissa * 5n ** BigInt(-exponent), -exponent);
}

/** unscaled / 10^scale as `digits` or `digits/zeros`, in lowest terms. */
function fraction(unscaled: bigint, scale: number): string {
  let [digits, zeros] = [unscaled, scale];
  if (zeros <= 0) return String(digits * 10n ** BigInt(-zeros));
  while (zeros > 0 && digits % 10n === 0n) {
    digits /= 10n;
    zeros--;
  }
  return zeros === 0 ? String(digits) : `${digits}/${zeros}`;
}

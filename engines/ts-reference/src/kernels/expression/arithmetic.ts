import type { DataType, Overflow } from '@parquetframe/core/engine';
import { nearestDouble } from '../exact/ratio.js';
import { integerOverflow } from './overflow.js';
import { bothValid, rowNumber } from './vector.js';
import type { NumberVector, Rows, Vector } from './vector.js';

export type Arithmetic = 'add' | 'subtract' | 'multiply' | 'divide' | 'floorDivide' | 'modulo';

const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };
const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** Floats, and every division: IEEE 754 doubles. */
export function floatArithmetic(operation: Arithmetic, left: Vector, right: Vector, { length }: Rows): NumberVector {
  const [a, b] = [nearestDoubles(left), nearestDoubles(right)];
  const [x, y, s, t] = [a.values, b.values, a.step, b.step];
  const values = new Float64Array(length);
  switch (operation) {
    case 'add':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) + (y[i * t] ?? 0);
      break;
    case 'subtract':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) - (y[i * t] ?? 0);
      break;
    case 'multiply':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) * (y[i * t] ?? 0);
      break;
    case 'divide':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) / (y[i * t] ?? 0);
      break;
    case 'floorDivide':
      for (let i = 0; i < length; i++) values[i] = flooredQuotient(x[i * s] ?? 0, y[i * t] ?? 0);
      break;
    case 'modulo':
      for (let i = 0; i < length; i++) values[i] = flooredRemainder(x[i * s] ?? 0, y[i * t] ?? 0);
  }
  return { form: 'number', type: FLOAT64, step: 1, values, validity: bothValid(left, right, length) };
}

/** The remainder of a quotient rounded down, with the sign of the divisor, also where it is 0; `%` is exact, and x − ⌊x / y⌋ · y is not. */
function flooredRemainder(x: number, y: number): number {
  const remainder = x % y;
  if (remainder === 0) return y < 0 ? -0 : 0;
  return remainder < 0 === y < 0 ? remainder : remainder + y;
}

/** The exact quotient rounded down, so that it goes with the remainder: 1 / 0.1 is below 10, although it rounds to it. */
function flooredQuotient(x: number, y: number): number {
  const quotient = Math.floor(x / y);
  const remainder = x % y;
  if (remainder === 0 || !Number.isFinite(quotient)) return quotient;
  // A multiple of y without what is left over, but for its rounding.
  const truncated = Math.round((x - remainder) / y) + 0;
  return remainder < 0 === y < 0 ? truncated : truncated - 1;
}

/** As doubles, 64-bit integers and decimals rounded to nearest. */
export function nearestDoubles(vector: Vector): NumberVector {
  if (vector.form === 'number') return vector;
  if (vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} is not a number`);
  const { type, step, validity } = vector;
  const round = type.id === 'decimal' ? decimalToDouble(type.scale) : Number;
  return { form: 'number', type, step, validity, values: Float64Array.from(vector.values, round) };
}

function decimalToDouble(scale: number): (unscaled: bigint) => number {
  const [factor, divisor] = [10n ** BigInt(Math.max(-scale, 0)), 10n ** BigInt(Math.max(scale, 0))];
  return unscaled => nearestDouble(unscaled * factor, divisor);
}

/**
 * Integers of any width, exact in int64. Doubles do as long as operands and results are within ±2⁵³; beyond that the rows are computed again with bigint.
 * Division by zero is null; quotients are floored, a remainder has the sign of the divisor.
 * @throws ParquetFrameError `INTEGER_OVERFLOW` with `overflow: 'error'`
 */
export function integerArithmetic(
  operation: Exclude<Arithmetic, 'divide'>,
  left: Vector,
  right: Vector,
  overflow: Overflow,
  rows: Rows,
): Vector {
  const safe = left.form === 'number' && right.form === 'number' ? safeIntegers(operation, left, right, rows) : undefined;
  return safe ?? bigIntegers(operation, left, right, overflow, rows);
}

function safeIntegers(
  operation: Exclude<Arithmetic, 'divide'>,
  left: NumberVector,
  right: NumberVector,
  { length }: Rows,
): NumberVector | undefined {
  const [x, y, s, t] = [left.values, right.values, left.step, right.step];
  const values = new Float64Array(length);
  let validity = bothValid(left, right, length);
  // A sum, difference or product that comes out within ±2⁵³ is exact. Adding 0 makes −0 a plain 0.
  switch (operation) {
    case 'add':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) + (y[i * t] ?? 0);
      break;
    case 'subtract':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) - (y[i * t] ?? 0);
      break;
    case 'multiply':
      for (let i = 0; i < length; i++) values[i] = (x[i * s] ?? 0) * (y[i * t] ?? 0) + 0;
      break;
    default:
      for (let i = 0; i < length; i++) {
        const p = x[i * s] ?? 0;
        const q = y[i * t] ?? 0;
        if (q === 0) {
          validity ??= new Uint8Array(length).fill(1);
          validity[i] = 0;
        } else if (operation === 'floorDivide') values[i] = Math.floor(p / q) + 0;
        else {
          const remainder = p % q;
          values[i] = (remainder !== 0 && remainder < 0 !== q < 0 ? remainder + q : remainder) + 0;
        }
      }
  }
  for (let i = 0; i < length; i++) {
    if (Math.abs(values[i] ?? 0) <= Number.MAX_SAFE_INTEGER) continue;
    if (validity?.[i] === 0) values[i] = 0;
    else return undefined;
  }
  return { form: 'number', type: INT64, step: 1, values, validity };
}

function bigIntegers(
  operation: Exclude<Arithmetic, 'divide'>,
  left: Vector,
  right: Vector,
  overflow: Overflow,
  rows: Rows,
): Vector {
  const [a, b] = [integers(left), integers(right)];
  const values = new BigInt64Array(rows.length);
  const validity = bothValid(left, right, rows.length) ?? new Uint8Array(rows.length).fill(1);
  for (let i = 0; i < rows.length; i++) {
    if (validity[i] === 0) continue;
    const [p, q] = [BigInt(a.values[i * a.step] ?? 0), BigInt(b.values[i * b.step] ?? 0)];
    const result = bigResult(operation, p, q);
    if (result === undefined) validity[i] = 0;
    else if (result >= MIN && result <= MAX) values[i] = result;
    else if (overflow === 'wrap') values[i] = BigInt.asIntN(64, result);
    else if (overflow === 'null') validity[i] = 0;
    else
      throw integerOverflow({
        operation: `${operation} of ${p} and ${q}`,
        result: String(result),
        type: INT64,
        row: rowNumber(rows, i),
      });
  }
  return { form: 'bigint', type: INT64, step: 1, values, validity };
}

export function integers(vector: Vector): Extract<Vector, { form: 'number' | 'bigint' }> {
  if (vector.form === 'number' || vector.form === 'bigint') return vector;
  throw new TypeError(`a ${vector.type.id} is not an integer`);
}

function bigResult(operation: Exclude<Arithmetic, 'divide'>, a: bigint, b: bigint): bigint | undefined {
  switch (operation) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    default: {
      if (b === 0n) return undefined;
      const remainder = a % b;
      const floored = remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
      return operation === 'modulo' ? floored : (a - floored) / b;
    }
  }
}

/** Negation of an integer to int64, or of a float. */
export function negate(vector: Vector, overflow: Overflow, rows: Rows): Vector {
  if (vector.type.id === 'float16' || vector.type.id === 'float32' || vector.type.id === 'float64') {
    const { values, step, validity } = nearestDoubles(vector);
    return { form: 'number', type: FLOAT64, step, validity, values: values.map(value => -value) };
  }
  const zero: Vector = { form: 'number', type: INT64, step: 0, validity: undefined, values: new Float64Array(1) };
  return integerArithmetic('subtract', zero, vector, overflow, rows);
}

import { unitsPerSecond } from '@parquetframe/core/engine';
import type { DataType, Overflow } from '@parquetframe/core/engine';
import type { Arithmetic } from './arithmetic.js';
import { integerOverflow } from './overflow.js';
import { bothValid, rowNumber } from './vector.js';
import type { BigVector, Rows, Vector } from './vector.js';

/**
 * Sums and differences of instants, times and durations in the unit of the result, which is the finer of the two, so that nothing is lost; a duration so many times.
 * @throws ParquetFrameError `INTEGER_OVERFLOW` with `overflow: 'error'`
 */
export function temporalArithmetic(
  operation: Exclude<Arithmetic, 'divide'>,
  left: Vector,
  right: Vector,
  type: DataType,
  overflow: Overflow,
  rows: Rows,
): BigVector {
  const [a, b] = [counts(left, type), counts(right, type)];
  const values = new BigInt64Array(rows.length);
  const validity = bothValid(left, right, rows.length) ?? new Uint8Array(rows.length).fill(1);
  for (let i = 0; i < rows.length; i++) {
    if (validity[i] === 0) continue;
    const [p, q] = [a(i), b(i)];
    const result = operation === 'add' ? p + q : operation === 'subtract' ? p - q : p * q;
    const wrapped = BigInt.asIntN(64, result);
    if (wrapped === result || overflow === 'wrap') values[i] = wrapped;
    else if (overflow === 'null') validity[i] = 0;
    else
      throw integerOverflow({
        operation: `${operation} of ${p} and ${q}`,
        result: String(result),
        type,
        row: rowNumber(rows, i),
      });
  }
  return { form: 'bigint', type, step: 1, values, validity };
}

export function negateDuration(vector: Vector, type: DataType, overflow: Overflow, rows: Rows): BigVector {
  const zero: Vector = { form: 'number', type, step: 0, validity: undefined, values: new Float64Array(1) };
  return temporalArithmetic('subtract', zero, vector, type, overflow, rows);
}

/** Values in units of the result; an integer is a number of times. */
function counts(vector: Vector, type: DataType): (row: number) => bigint {
  if (vector.form === 'opaque') return () => 0n;
  if (vector.form !== 'number' && vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} is not a time`);
  const { values, step } = vector;
  const factor = unitsIn(vector.type, type);
  return row => BigInt(values[row * step] ?? 0) * factor;
}

/** Units of the result in one unit of an operand. */
function unitsIn(from: DataType, to: DataType): bigint {
  if (to.id !== 'timestamp' && to.id !== 'duration') throw new TypeError(`${to.id} has no arithmetic`);
  const perSecond = unitsPerSecond(to.unit);
  switch (from.id) {
    case 'timestamp':
    case 'time':
    case 'duration':
      return perSecond / unitsPerSecond(from.unit);
    case 'date':
      return from.unit === 'day' ? perSecond * 86_400n : perSecond / 1000n;
    default:
      return 1n;
  }
}

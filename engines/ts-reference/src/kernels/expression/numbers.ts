import type { DataType, Overflow } from '@parquetframe/core/engine';
import { negate } from './arithmetic.js';
import { negateDecimal } from './decimal-arithmetic.js';
import { unary, type Kernels } from './kernel.js';
import { integerOverflow } from './overflow.js';
import { negateDuration } from './temporal-arithmetic.js';
import { isValid, rowNumber } from './vector.js';
import type { Rows, Vector } from './vector.js';

/** Functions of one number. */
export const NUMBER_KERNELS: Kernels = {
  negate: unary((operand, { type, overflow, rows }) => {
    if (type.id === 'decimal') return negateDecimal(operand, type);
    return type.id === 'duration' ? negateDuration(operand, type, overflow, rows) : negate(operand, overflow, rows);
  }),
  abs: unary((operand, { type, overflow, rows }) => absolute(operand, type, overflow, rows)),
};

const MAX = 2n ** 63n - 1n;

/**
 * Numbers and durations without their sign; floats of any width as doubles, integers as int64.
 * @throws ParquetFrameError `INTEGER_OVERFLOW` for what int64 does not hold, with `overflow: 'error'`
 */
function absolute(vector: Vector, type: DataType, overflow: Overflow, rows: Rows): Vector {
  if (vector.form === 'opaque') return vector;
  if (vector.form !== 'number' && vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} is not a number`);
  const { step, validity } = vector;
  // Numbers are floats or within ±2⁵³.
  if (vector.form === 'number') return { form: 'number', type, step, validity, values: vector.values.map(Math.abs) };
  const values: bigint[] = [];
  let valid = validity;
  for (const [i, value] of vector.values.entries()) {
    const result = value < 0n ? -value : value;
    const fits = type.id === 'decimal' || result <= MAX || !isValid(vector, i);
    if (!fits && overflow === 'error')
      throw integerOverflow({ operation: `abs of ${value}`, result: String(result), type, row: rowNumber(rows, i) });
    if (!fits && overflow === 'null') {
      valid = valid === validity ? (validity?.slice() ?? new Uint8Array(vector.values.length).fill(1)) : valid;
      if (valid) valid[i] = 0;
    }
    values.push(type.id === 'decimal' ? result : BigInt.asIntN(64, result));
  }
  return { form: 'bigint', type, step, validity: valid, values };
}

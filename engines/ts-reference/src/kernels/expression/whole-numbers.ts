import { floorDivide, isFloat } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { integers, nearestDoubles } from './arithmetic.js';
import { unary, type Kernels } from './kernel.js';
import type { Vector } from './vector.js';

/** How a number becomes a whole one. */
export type Rounding = 'floor' | 'ceil' | 'truncate' | 'round';

const BOOL: DataType = { id: 'bool' };
const OF_FLOAT = { floor: Math.floor, ceil: Math.ceil, truncate: Math.trunc, round: halfAway } as const;

/** Rounding to whole numbers, signs, roots, and tests of floats. */
export const WHOLE_NUMBER_KERNELS: Kernels = {
  floor: unary((operand, { type }) => whole('floor', operand, type)),
  ceil: unary((operand, { type }) => whole('ceil', operand, type)),
  truncate: unary((operand, { type }) => whole('truncate', operand, type)),
  round: unary((operand, { type }) => whole('round', operand, type)),
  sign: unary((operand, { type }) => sign(operand, type)),
  sqrt: unary(operand => {
    const { step, validity, values } = nearestDoubles(operand);
    return { form: 'number', type: { id: 'float64' }, step, validity, values: values.map(Math.sqrt) };
  }),
  isNaN: unary(operand => test(operand, Number.isNaN)),
  isFinite: unary(operand => test(operand, Number.isFinite)),
  isInfinite: unary(operand => test(operand, value => value === Infinity || value === -Infinity)),
  bitNot: unary((operand, { type }) => {
    const vector = integers(operand);
    const { step, validity } = vector;
    if (vector.form === 'number') return { form: 'number', type, step, validity, values: vector.values.map(x => -1 - x) };
    return { form: 'bigint', type, step, validity, values: BigInt64Array.from(vector.values, x => -1n - x) };
  }),
};

function whole(rounding: Rounding, vector: Vector, type: DataType): Vector {
  const { step, validity } = vector;
  if (vector.form === 'opaque') return vector;
  if (vector.form === 'number')
    return isFloat(vector.type)
      ? { form: 'number', type, step, validity, values: vector.values.map(OF_FLOAT[rounding]) }
      : vector;
  if (vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} is not a number`);
  if (vector.type.id !== 'decimal' || vector.type.scale <= 0) return vector;
  const divisor = 10n ** BigInt(vector.type.scale);
  return { form: 'bigint', type, step, validity, values: Array.from(vector.values, x => wholeQuotient(rounding, x, divisor)) };
}

function wholeQuotient(rounding: Rounding, x: bigint, divisor: bigint): bigint {
  switch (rounding) {
    case 'floor':
      return floorDivide(x, divisor);
    case 'ceil':
      return -floorDivide(-x, divisor);
    case 'truncate':
      return x / divisor;
    case 'round':
      return (x + (x < 0n ? -divisor : divisor) / 2n) / divisor;
  }
}

/** The fraction of a double is exact, which x + 0.5 is not. Keeps the sign of zero. */
function halfAway(x: number): number {
  const below = Math.trunc(x);
  return Math.abs(x - below) >= 0.5 ? below + Math.sign(x) : below;
}

function sign(vector: Vector, type: DataType): Vector {
  const { step, validity } = vector;
  if (vector.form === 'opaque') return vector;
  if (vector.form === 'number') return { form: 'number', type, step, validity, values: vector.values.map(Math.sign) };
  if (vector.form !== 'bigint') throw new TypeError(`a ${vector.type.id} is not a number`);
  const values = Array.from(vector.values, value => (value > 0n ? 1n : value < 0n ? -1n : 0n));
  return { form: 'bigint', type, step, validity, values };
}

/** Of integers and decimals, which are all finite, the answer for 0. */
function test(vector: Vector, passes: (value: number) => boolean): Vector {
  const { step, validity } = vector;
  if (vector.form === 'number')
    return { form: 'bool', type: BOOL, step, validity, values: Uint8Array.from(vector.values, x => Number(passes(x))) };
  const length = vector.form === 'bigint' ? vector.values.length : (validity?.length ?? 1);
  return { form: 'bool', type: BOOL, step, validity, values: new Uint8Array(length).fill(Number(passes(0))) };
}

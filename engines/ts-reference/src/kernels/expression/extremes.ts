import { isFloat, valueType, type DataType } from '@parquetframe/core/engine';
import { compare } from './compare.js';
import { assemble } from './gather.js';
import type { Kernels, ScalarKernel } from './kernel.js';
import { isValid } from './vector.js';
import type { Rows, Vector } from './vector.js';

/** Of each row the operand that comes before (or after) all others, the first of equal ones; nulls are left out. */
const extreme =
  (order: 'less' | 'greater'): ScalarKernel =>
  (operands, { type, rows }) => {
    const [first, ...others] = operands;
    if (!first) throw new TypeError('an extreme was called without operands');
    const best = others.reduce((so, other) => picked(so, other, type, rows, better(order, so, other, rows)), first);
    return others.length > 0 ? best : picked(first, first, type, rows, () => false);
  };

/** Whether the other is taken on a row. */
type Takes = (row: number) => boolean;

function better(order: 'less' | 'greater', so: Vector, other: Vector, rows: Rows): Takes {
  const before = compare(order, other, so, rows);
  return row => isValid(other, row) && (!isValid(so, row) || before.values[row] === 1);
}

function picked(so: Vector, other: Vector, type: DataType, { length }: Rows, takes: Takes): Vector {
  const [source, row] = [new Int32Array(length), new Uint32Array(length)];
  for (let i = 0; i < length; i++) {
    source[i] = Number(takes(i));
    row[i] = i;
  }
  return assemble(valueType(type), [so, other], { source, row });
}

const clip: ScalarKernel = ([value, lower, upper], { type, rows }) => {
  if (!value || !lower || !upper) throw new TypeError('clip was called with fewer than three operands');
  const above = bounded(value, lower, 'greater', type, rows);
  return bounded(above, upper, 'less', type, rows);
};

/** The bound where it comes after (or before) the value; a bound that is null or NaN is none, and NaN stays. */
function bounded(value: Vector, bound: Vector, order: 'less' | 'greater', type: DataType, rows: Rows): Vector {
  const beyond = compare(order, bound, value, rows);
  const nans = isFloat(valueType(type)) && bound.form === 'number' && value.form === 'number' ? [bound, value] : [];
  return picked(
    value,
    bound,
    type,
    rows,
    row => isValid(beyond, row) && beyond.values[row] === 1 && !nans.some(({ values, step }) => Number.isNaN(values[row * step])),
  );
}

/** Functions that give the least or the greatest of their operands. */
export const EXTREME_KERNELS: Kernels = { least: extreme('less'), greatest: extreme('greater'), clip };

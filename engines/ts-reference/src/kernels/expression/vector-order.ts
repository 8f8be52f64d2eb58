import { compareNumbers } from '@parquetframe/core/engine';
import { commonScale, orderOfBytes } from './compare.js';
import { decimalOrder } from './decimal-order.js';
import type { Vector } from './vector.js';

/**
 * The order of row `i` of one vector against row `j` of another of the same family, both not null: exact, NaN is equal to itself and greater than every number, -0 is equal to 0. Undefined
 * where a vector has nothing but nulls.
 */
export function vectorOrder(left: Vector, right: Vector): ((i: number, j: number) => number) | undefined {
  const [a, b] = commonScale(left, right);
  if (a.form === 'opaque' || b.form === 'opaque') return undefined;
  if (a.type.id === 'decimal' || b.type.id === 'decimal') return decimalOrder(a, b);
  if (a.form === 'bytes' && b.form === 'bytes')
    return (i, j) => {
      const [p, q] = [a.offsets[i * a.step] ?? 0, b.offsets[j * b.step] ?? 0];
      const [n, m] = [(a.offsets[i * a.step + 1] ?? 0) - p, (b.offsets[j * b.step + 1] ?? 0) - q];
      return orderOfBytes(a.data, p, n, b.data, q, m);
    };
  if (a.form === 'bytes' || b.form === 'bytes') throw new TypeError(`${a.type.id} and ${b.type.id} have no order`);
  return (i, j) => compareNumbers(a.values[i * a.step] ?? 0, b.values[j * b.step] ?? 0);
}

import type { DataType } from '@parquetframe/core/engine';
import { compare } from './compare.js';
import { gather } from './gather.js';
import { isValid } from './vector.js';
import type { BoolVector, Rows, Vector } from './vector.js';

const BOOL: DataType = { id: 'bool' };

/** Whether two values differ (or do not), where null equals null alone. */
export function distinct(left: Vector, right: Vector, differ: boolean, rows: Rows): BoolVector {
  const equal = compare('equal', left, right, rows);
  const values = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const isSame = isValid(equal, i) ? equal.values[i] === 1 : !isValid(left, i) && !isValid(right, i);
    values[i] = Number(isSame !== differ);
  }
  return { form: 'bool', type: BOOL, step: 1, values, validity: undefined };
}

/** The first value, but null where it equals the second. */
export function nullIf(left: Vector, right: Vector, rows: Rows): Vector {
  const equal = compare('equal', left, right, rows);
  const validity = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) validity[i] = Number(isValid(left, i) && !(isValid(equal, i) && equal.values[i] === 1));
  return { ...perRow(left, rows.length), validity };
}

/** A constant as one value per row. */
function perRow(vector: Vector, length: number): Vector {
  return vector.step === 1 ? vector : { ...gather({ ...vector, step: 1 }, new Uint32Array(length)), step: 1 };
}

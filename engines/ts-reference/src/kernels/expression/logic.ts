import type { DataType } from '@parquetframe/core/engine';
import { bothValid, isValid } from './vector.js';
import type { BoolVector, Rows, Vector } from './vector.js';

const BOOL: DataType = { id: 'bool' };

/** Kleene's three-valued logic: false and anything is false, true or anything is true, whatever the other side is. */
export function combine(operation: 'and' | 'or', left: Vector, right: Vector, { length }: Rows): BoolVector {
  const [a, b] = [bools(left), bools(right)];
  const decisive = operation === 'and' ? 0 : 1;
  const values = new Uint8Array(length);
  if (!a.validity && !b.validity) {
    for (let i = 0; i < length; i++) {
      const p = a.values[i * a.step] ?? 0;
      values[i] = p === decisive ? p : (b.values[i * b.step] ?? 0);
    }
    return { form: 'bool', type: BOOL, step: 1, values, validity: undefined };
  }
  const validity = new Uint8Array(length).fill(1);
  for (let i = 0; i < length; i++) {
    const known = [a, b].some(side => isValid(side, i) && side.values[i * side.step] === decisive);
    if (known) values[i] = decisive;
    else if (isValid(a, i) && isValid(b, i)) values[i] = 1 - decisive;
    else validity[i] = 0;
  }
  return { form: 'bool', type: BOOL, step: 1, values, validity };
}

/** Whether exactly one of two bools is true. */
export function exclusiveOr(left: Vector, right: Vector, { length }: Rows): BoolVector {
  const [a, b] = [bools(left), bools(right)];
  const values = new Uint8Array(length);
  for (let i = 0; i < length; i++) values[i] = (a.values[i * a.step] ?? 0) ^ (b.values[i * b.step] ?? 0);
  return { form: 'bool', type: BOOL, step: 1, values, validity: bothValid(a, b, length) };
}

export const not = (vector: Vector): BoolVector => {
  const { values, step, validity } = bools(vector);
  return { form: 'bool', type: BOOL, step, validity, values: values.map(value => 1 - value) };
};

export function nullTest(vector: Vector, isNull: boolean, { length }: Rows): BoolVector {
  const values = new Uint8Array(length);
  for (let i = 0; i < length; i++) values[i] = Number(isValid(vector, i) !== isNull);
  return { form: 'bool', type: BOOL, step: 1, values, validity: undefined };
}

function bools(vector: Vector): BoolVector {
  if (vector.form === 'bool') return vector;
  if (vector.form === 'opaque') return { ...vector, form: 'bool', values: new Uint8Array(vector.validity?.length ?? 1) };
  throw new TypeError(`a ${vector.type.id} is not a bool`);
}

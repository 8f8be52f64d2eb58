import { formatType, type DataType } from '@parquetframe/core/engine';
import { compare } from './compare.js';
import type { ScalarKernel } from './kernel.js';
import { isValid } from './vector.js';
import type { Vector } from './vector.js';

const BOOL: DataType = { id: 'bool' };

/** Whether a value is among others, as in SQL. Constants of the type of the value are looked up in a set, others compared one by one. */
export const isIn: ScalarKernel = ([value, ...among], { rows }) => {
  if (!value) throw new TypeError('isIn was called without a value');
  const found = new Uint8Array(rows.length);
  const unknown = new Uint8Array(rows.length);
  const keys = keysOf(value);
  const set = new Set<Key>();
  for (const other of among) {
    const constants = other.step === 0 ? keysOf(other) : undefined;
    if (other.step === 0 && !isValid(other, 0)) unknown.fill(1);
    else if (keys && constants && comparable(value.type, other.type)) set.add(constants(0));
    else markEqual(value, other, found, unknown, rows);
  }
  if (keys && set.size > 0) for (let i = 0; i < rows.length; i++) if (set.has(keys(i))) found[i] = 1;
  const validity = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    validity[i] = Number(isValid(value, i) && (found[i] === 1 || unknown[i] === 0));
    if (validity[i] === 0) found[i] = 0;
  }
  return { form: 'bool', type: BOOL, step: 1, values: found, validity };
};

type Key = number | bigint | string;

/** What equal values have the same of: of floats NaN is one and -0 is 0, in a set. Undefined where values of one type are compared in other ways. */
function keysOf(vector: Vector): ((row: number) => Key) | undefined {
  const { step } = vector;
  switch (vector.form) {
    case 'number':
      return row => vector.values[row * step] ?? 0;
    case 'bigint':
      return row => {
        const value = vector.values[row * step] ?? 0n;
        // Integers that doubles hold are numbers in other batches, and as constants.
        return vector.type.id === 'decimal' ? value : safeOr(value);
      };
    case 'bytes': {
      const bytes = Buffer.from(vector.data.buffer, vector.data.byteOffset, vector.data.byteLength);
      return row => bytes.toString('latin1', vector.offsets[row * step], vector.offsets[row * step + 1]);
    }
    default:
      return undefined;
  }
}

const safeOr = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

const INTEGER = /^u?int\d+$/;
const FLOAT = /^float\d+$/;

/** Whether equal values of two types have the same key. */
const comparable = (a: DataType, b: DataType): boolean =>
  formatType(a) === formatType(b) ||
  (INTEGER.test(a.id) && INTEGER.test(b.id)) ||
  (FLOAT.test(a.id) && FLOAT.test(b.id)) ||
  (/utf8/i.test(a.id) && /utf8/i.test(b.id)) ||
  (/binary/i.test(a.id) && /binary/i.test(b.id));

function markEqual(
  value: Vector,
  other: Vector,
  found: Uint8Array,
  unknown: Uint8Array,
  rows: Parameters<typeof compare>[3],
): void {
  const equal = compare('equal', value, other, rows);
  for (let i = 0; i < rows.length; i++) {
    if (!isValid(other, i)) unknown[i] = 1;
    else if (isValid(equal, i) && equal.values[i] === 1) found[i] = 1;
  }
}

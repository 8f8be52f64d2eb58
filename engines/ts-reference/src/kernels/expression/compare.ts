import { compareNumbers, familyOf, unitsPerSecond } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { decimalOrder } from './decimal-order.js';
import { bothValid } from './vector.js';
import type { BoolVector, BytesVector, NumberVector, Rows, Vector } from './vector.js';

export type Comparison = 'equal' | 'notEqual' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual';

const BOOL: DataType = { id: 'bool' };

/**
 * Compares two vectors of one family, exactly: no value is rounded on the way. NaN equals itself and is greater than every number, −0 equals 0.
 * All six comparisons are made of two: equal, and less with its operands swapped or its result negated.
 */
export function compare(comparison: Comparison, left: Vector, right: Vector, rows: Rows): BoolVector {
  switch (comparison) {
    case 'equal':
      return compared(left, right, rows, 'equal', false);
    case 'notEqual':
      return compared(left, right, rows, 'equal', true);
    case 'less':
      return compared(left, right, rows, 'less', false);
    case 'greaterEqual':
      return compared(left, right, rows, 'less', true);
    case 'greater':
      return compared(right, left, rows, 'less', false);
    case 'lessEqual':
      return compared(right, left, rows, 'less', true);
  }
}

function compared(left: Vector, right: Vector, { length }: Rows, test: 'equal' | 'less', negated: boolean): BoolVector {
  const values = new Uint8Array(length);
  const [a, b] = commonScale(left, right);
  if (a.type.id === 'decimal' || b.type.id === 'decimal') {
    const order = decimalOrder(a, b);
    for (let i = 0; i < length; i++) values[i] = Number(test === 'equal' ? order(i) === 0 : order(i) < 0);
  } else if (a.form === 'bytes' && b.form === 'bytes') compareBytes(a, b, values, test === 'equal');
  else if (a.form === 'bool' && b.form === 'bool') {
    for (let i = 0; i < length; i++) {
      const [x, y] = [a.values[i * a.step] ?? 0, b.values[i * b.step] ?? 0];
      values[i] = Number(test === 'equal' ? x === y : x < y);
    }
  } else if (a.form === 'number' && b.form === 'number') {
    if (test === 'equal') equalNumbers(a, b, values);
    else lessNumbers(a, b, values);
  } else if ((a.form === 'number' || a.form === 'bigint') && (b.form === 'number' || b.form === 'bigint')) {
    for (let i = 0; i < length; i++) {
      const order = compareNumbers(a.values[i * a.step] ?? 0, b.values[i * b.step] ?? 0);
      values[i] = Number(test === 'equal' ? order === 0 : order < 0);
    }
  }
  if (negated) for (let i = 0; i < length; i++) values[i] = 1 - (values[i] ?? 0);
  return { form: 'bool', type: BOOL, step: 1, values, validity: bothValid(a, b, length) };
}

function equalNumbers(a: NumberVector, b: NumberVector, out: Uint8Array): void {
  const [x, y, s, t] = [a.values, b.values, a.step, b.step];
  for (let i = 0; i < out.length; i++) {
    const p = x[i * s] ?? 0;
    const q = y[i * t] ?? 0;
    out[i] = p === q || (p !== p && q !== q) ? 1 : 0;
  }
}

function lessNumbers(a: NumberVector, b: NumberVector, out: Uint8Array): void {
  const [x, y, s, t] = [a.values, b.values, a.step, b.step];
  for (let i = 0; i < out.length; i++) {
    const p = x[i * s] ?? 0;
    const q = y[i * t] ?? 0;
    out[i] = p < q || (q !== q && p === p) ? 1 : 0;
  }
}

function compareBytes(a: BytesVector, b: BytesVector, out: Uint8Array, equality: boolean): void {
  for (let i = 0; i < out.length; i++) {
    const p = a.offsets[i * a.step] ?? 0;
    const q = b.offsets[i * b.step] ?? 0;
    const n = (a.offsets[i * a.step + 1] ?? 0) - p;
    const m = (b.offsets[i * b.step + 1] ?? 0) - q;
    if (equality && n !== m) continue;
    const order = orderOfBytes(a.data, p, n, b.data, q, m);
    out[i] = (equality ? order === 0 : order < 0) ? 1 : 0;
  }
}

/** Bytes first, then length; for UTF-8 this is the order of code points. */
export function orderOfBytes(a: Uint8Array, p: number, n: number, b: Uint8Array, q: number, m: number): number {
  const shorter = n < m ? n : m;
  for (let i = 0; i < shorter; i++) {
    const difference = (a[p + i] ?? 0) - (b[q + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return n - m;
}

/** Both sides in one unit or scale, so that their numbers compare as they stand. */
export function commonScale(left: Vector, right: Vector): readonly [Vector, Vector] {
  if (familyOf(left.type) === 'numeric') return [left, right];
  const [a, b] = [perSecond(left.type), perSecond(right.type)];
  if (a === undefined || b === undefined || a === b) return [left, right];
  // Multiples of the finer unit: days count as their midnight.
  return a.count * b.seconds > b.count * a.seconds
    ? [left, scaled(right, (a.count * b.seconds) / (b.count * a.seconds))]
    : [scaled(left, (b.count * a.seconds) / (a.count * b.seconds)), right];
}

/** How many units make how many seconds. */
function perSecond(type: DataType): { readonly count: bigint; readonly seconds: bigint } | undefined {
  switch (type.id) {
    case 'date':
      return type.unit === 'day' ? { count: 1n, seconds: 86_400n } : { count: 1000n, seconds: 1n };
    case 'timestamp':
    case 'time':
    case 'duration':
      return { count: unitsPerSecond(type.unit), seconds: 1n };
    default:
      return undefined;
  }
}

/** A vector of integers times a factor, without loss. */
function scaled(vector: Vector, factor: bigint): Vector {
  if (factor === 1n || (vector.form !== 'number' && vector.form !== 'bigint')) return vector;
  if (vector.form === 'number') {
    const by = Number(factor);
    const values = new Float64Array(vector.values.length);
    let safe = true;
    for (let i = 0; i < values.length; i++) {
      const product = (vector.values[i] ?? 0) * by;
      values[i] = product;
      safe &&= Math.abs(product) <= Number.MAX_SAFE_INTEGER;
    }
    if (safe) return { ...vector, values };
  }
  const values: bigint[] = [];
  for (const value of vector.values) values.push(BigInt(value) * factor);
  return { ...vector, form: 'bigint', values };
}

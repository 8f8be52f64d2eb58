import { copySteps, type Steps } from '@parquetframe/core/engine';
import { orderOfBytes } from '../expression/compare.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { OrderedVector } from './key-words.js';

/** Rows of the runs that are sorted before they are merged. */
const RUN_ROWS = 2048;
/** Rows merged between two looks at the clock: those that are compared lie all over memory. */
export const MERGED_AT_ONCE = 1024;

export type RowOrder = (a: number, b: number) => number;

/** Compares two rows by a key. */
export function rowOrder({ vector, descending, nullsFirst }: OrderedVector): RowOrder {
  const ascending = valueOrder(vector);
  const values: RowOrder = descending ? (a, b) => ascending(b, a) : ascending;
  if (!vector.validity) return values;
  const nullSide = nullsFirst ? -1 : 1;
  return (a, b) => {
    const [x, y] = [isValid(vector, a), isValid(vector, b)];
    if (x && y) return values(a, b);
    return x === y ? 0 : x ? -nullSide : nullSide;
  };
}

/** NaN after all other numbers, −0 equal to 0, strings and binary by bytes, false before true. */
function valueOrder(vector: Vector): RowOrder {
  switch (vector.form) {
    case 'number': {
      const { values } = vector;
      return (a, b) => {
        const x = values[a] ?? 0;
        const y = values[b] ?? 0;
        if (x < y) return -1;
        if (x > y) return 1;
        return x === y ? 0 : Number(x !== x) - Number(y !== y);
      };
    }
    case 'bigint': {
      const { values } = vector;
      return (a, b) => order(values[a] ?? 0n, values[b] ?? 0n);
    }
    case 'bool': {
      const { values } = vector;
      return (a, b) => (values[a] ?? 0) - (values[b] ?? 0);
    }
    case 'bytes': {
      const { offsets, data } = vector;
      return (a, b) => {
        const [p, q] = [offsets[a] ?? 0, offsets[b] ?? 0];
        return orderOfBytes(data, p, (offsets[a + 1] ?? 0) - p, data, q, (offsets[b + 1] ?? 0) - q);
      };
    }
    case 'opaque':
      return () => 0;
  }
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));

/** Sorts row numbers where they lie, equal rows as they lie. Bottom-up, so that it can pause: short runs by the built-in sort, then merges of neighbouring runs. */
export function* mergeSort(rows: Uint32Array, compare: RowOrder): Steps<void> {
  const { length } = rows;
  for (let start = 0; start < length; start += RUN_ROWS) {
    rows.subarray(start, start + RUN_ROWS).sort(compare);
    if (length > RUN_ROWS) yield undefined;
  }
  if (length <= RUN_ROWS) return;
  let [from, to]: [Uint32Array, Uint32Array] = [rows, new Uint32Array(length)];
  for (let width = RUN_ROWS; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        // Equal rows are taken from the left, which came first.
        const takeLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
        to[at] = from[takeLeft ? left++ : right++] ?? 0;
        if ((at & (MERGED_AT_ONCE - 1)) === 0) yield undefined;
      }
    }
    [from, to] = [to, from];
  }
  if (from !== rows) yield* copySteps(from, rows);
}

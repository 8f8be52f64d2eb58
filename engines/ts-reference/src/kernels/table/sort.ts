import {
  HEAP_ARROW,
  columnAt,
  concatBatchSteps,
  fieldIndex,
  inSteps,
  schemaOf,
  sortKeysOf,
  tableData,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, KernelCall, Schema, SortKey, Steps } from '@parquetframe/core/engine';
import { loadSteps } from '../expression/load-steps.js';
import { orderOfBytes } from '../expression/compare.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { TABLE_INPUTS, tableResult, wholeTable } from '../table-kernel.js';
import { takeRows } from './filter.js';

/** Rows of the runs that are sorted before they are merged. */
const RUN_ROWS = 2048;
/** Rows merged between two looks at the clock: those that are compared lie all over memory. */
const MERGED_AT_ONCE = 1024;

/** `table.sort`: a stable merge sort of row numbers, then one pass per column. Time O(rows × log rows × keys), memory two row numbers per row and the result. */
export const bindSort: BindStep = step => {
  const keys = sortKeysOf(step);
  const schema = schemaOf(step);
  return {
    inputs: [TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [port] }) => {
      const rows = port?.rows ?? 1e5;
      return {
        seconds: 1e-5 + rows * Math.log2(2 + rows) * keys.length * 1.5e-8,
        // The result and row numbers; where there are several batches, they are put together first.
        peakBytes: 1.4 * (port?.bytes ?? rows * 32) + rows * 6,
      };
    },
    run: async call => {
      const table = await wholeTable(call.inputs[0]);
      const batch = await inSteps(concatBatchSteps(schema, table.batches), call.checkpoint);
      const order = await sortedRows(batch, schema, keys, call.checkpoint);
      const sorted = await takeRows(batch, schema, order, call.checkpoint);
      return tableResult(tableData(schema, sorted.length === 0 ? [] : [sorted]));
    },
  };
};

/** Row numbers in the order of the keys; equal rows in input order. */
export async function sortedRows(
  batch: Batch,
  schema: Schema,
  keys: readonly SortKey[],
  checkpoint: KernelCall['checkpoint'],
): Promise<Uint32Array> {
  const orders: RowOrder[] = [];
  for (const key of keys) orders.push(await inSteps(rowOrder(batch, schema, key), checkpoint));
  const [only] = orders;
  const compare =
    orders.length === 1 && only
      ? only
      : (a: number, b: number): number => {
          for (const order of orders) {
            const result = order(a, b);
            if (result !== 0) return result;
          }
          return 0;
        };
  return mergeSort(batch.length, compare, checkpoint);
}

type RowOrder = (a: number, b: number) => number;

function* rowOrder(batch: Batch, schema: Schema, key: SortKey): Steps<RowOrder> {
  const index = fieldIndex(schema, key.column);
  const field = schema[index];
  if (!field) throw new TypeError(`the input has no column ${key.column}`);
  const vector = yield* loadSteps(field.type, columnAt(batch, index));
  const ascending = valueOrder(vector);
  const values: RowOrder = key.descending ? (a, b) => ascending(b, a) : ascending;
  if (!vector.validity) return values;
  const nullSide = key.nulls === 'first' ? -1 : 1;
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

/** Bottom-up, so that it can pause: short runs by the built-in sort (stable), then merges of neighbouring runs. */
async function mergeSort(length: number, compare: RowOrder, checkpoint: KernelCall['checkpoint']): Promise<Uint32Array> {
  let from = new Uint32Array(length);
  for (let start = 0; start < length; start += RUN_ROWS) {
    const end = Math.min(length, start + RUN_ROWS);
    for (let row = start; row < end; row++) from[row] = row;
    from.subarray(start, end).sort(compare);
    const pause = checkpoint();
    if (pause) await pause;
  }
  let to = new Uint32Array(length);
  for (let width = RUN_ROWS; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        // Equal rows are taken from the left, which came first.
        const takeLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
        to[at] = from[takeLeft ? left++ : right++] ?? 0;
        if ((at & (MERGED_AT_ONCE - 1)) === 0) {
          const pause = checkpoint();
          if (pause) await pause;
        }
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

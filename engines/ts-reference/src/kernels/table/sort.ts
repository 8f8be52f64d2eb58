import {
  columnAt,
  concatBatchSteps,
  fieldIndex,
  inSteps,
  ranges,
  schemaOf,
  sortKeysOf,
  tableData,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, KernelCall, Schema, SortKey, Steps } from '@parquetframe/core/engine';
import { loadSteps } from '../expression/load-steps.js';
import { streamResult, TABLE_INPUTS, TABLE_OUTPUTS, tableResult, wholeTable } from '../table-kernel.js';
import { takeRows } from './filter.js';
import { firstRows } from './first-rows.js';
import type { OrderedVector } from './key-words.js';
import { MERGED_AT_ONCE, rowOrder, type RowOrder } from './merge-order.js';
import { orderedRows } from './radix-order.js';

/** `table.sort`: row numbers by radix, for a stream first those of some thousand rows that come first, then one pass per column. Time O(rows × log rows × keys), memory 24 bytes per row and the result. */
export const bindSort: BindStep = step => {
  const keys = sortKeysOf(step);
  const schema = schemaOf(step);
  return {
    inputs: [TABLE_INPUTS],
    outputs: TABLE_OUTPUTS,
    cpu: 'one',
    estimate: ({ ports: [port] }) => {
      const rows = port?.rows ?? 1e5;
      return {
        seconds: 1e-5 + rows * Math.log2(2 + rows) * keys.length * 1.5e-8,
        // The result, row numbers and words of keys; where there are several batches, they are put together first.
        peakBytes: 1.4 * (port?.bytes ?? rows * 32) + rows * 20,
      };
    },
    run: async call => {
      const table = await wholeTable(call.inputs[0]);
      const batch = await inSteps(concatBatchSteps(schema, table.batches), call.checkpoint);
      if (call.want.layout === 'batches')
        return streamResult(schema, sortedBatches(batch, { schema, keys, checkpoint: call.checkpoint }), {});
      const sorted = await sortedBatch(batch, { schema, keys, checkpoint: call.checkpoint });
      return tableResult(tableData(schema, sorted.length === 0 ? [] : [sorted]));
    },
  };
};

interface Sorting {
  readonly schema: Schema;
  readonly keys: readonly SortKey[];
  readonly checkpoint: KernelCall['checkpoint'];
}

async function sortedBatch(batch: Batch, { schema, keys, checkpoint }: Sorting): Promise<Batch> {
  const order = await sortedRows(batch, schema, keys, checkpoint);
  return takeRows(batch, schema, order, checkpoint);
}

/** The first rows, and all others only where they are asked for, which a limit does not. */
async function* sortedBatches(batch: Batch, sorting: Sorting): AsyncGenerator<Batch> {
  const { schema, keys, checkpoint } = sorting;
  const [key] = keys;
  const vector = key && (await inSteps(orderedVector(batch, schema, key), checkpoint));
  const first = vector && (await inSteps(firstRows(vector, batch.length), checkpoint));
  if (first) yield await sortedBatch(await takeRows(batch, schema, first, checkpoint), sorting);
  const order = await sortedRows(batch, schema, keys, checkpoint);
  const others = order.subarray(first?.length ?? 0);
  if (others.length > 0) yield await takeRows(batch, schema, others, checkpoint);
}

/** Row numbers in the order of the keys; equal rows in input order. */
export async function sortedRows(
  batch: Batch,
  schema: Schema,
  keys: readonly SortKey[],
  checkpoint: KernelCall['checkpoint'],
): Promise<Uint32Array> {
  const vectors: OrderedVector[] = [];
  for (const key of keys) vectors.push(await inSteps(orderedVector(batch, schema, key), checkpoint));
  return inSteps(orderedRows(batch.length, vectors), checkpoint);
}

/** Puts two runs of row numbers together, each in the order of the keys: where rows are equal those of the first run come first. */
export async function mergedRows(
  batch: Batch,
  schema: Schema,
  keys: readonly SortKey[],
  [first, second]: readonly [Uint32Array, Uint32Array],
  checkpoint: KernelCall['checkpoint'],
): Promise<Uint32Array> {
  const orders: RowOrder[] = [];
  for (const key of keys) orders.push(rowOrder(await inSteps(orderedVector(batch, schema, key), checkpoint)));
  const compare = (a: number, b: number): number => {
    for (const order of orders) {
      const found = order(a, b);
      if (found !== 0) return found;
    }
    return 0;
  };
  return inSteps(mergeSteps(first, second, compare), checkpoint);
}

function* mergeSteps(first: Uint32Array, second: Uint32Array, compare: RowOrder): Steps<Uint32Array> {
  const merged = new Uint32Array(first.length + second.length);
  let [left, right] = [0, 0];
  yield* ranges(
    merged.length,
    (from, to) => {
      for (let at = from; at < to; at++) {
        const takeLeft = left < first.length && (right >= second.length || compare(first[left] ?? 0, second[right] ?? 0) <= 0);
        merged[at] = (takeLeft ? first[left++] : second[right++]) ?? 0;
      }
    },
    MERGED_AT_ONCE,
  );
  return merged;
}

function* orderedVector(batch: Batch, schema: Schema, key: SortKey): Steps<OrderedVector> {
  const index = fieldIndex(schema, key.column);
  const field = schema[index];
  if (!field) throw new TypeError(`the input has no column ${key.column}`);
  const vector = yield* loadSteps(field.type, columnAt(batch, index));
  return { vector, descending: key.descending, nullsFirst: key.nulls === 'first' };
}

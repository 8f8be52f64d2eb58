import {
  HEAP_ARROW,
  bindingStrings,
  columnAt,
  concatBatchSteps,
  fieldIndex,
  fieldOf,
  inSteps,
  schemaOf,
  tableData,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, KernelCall, Schema } from '@parquetframe/core/engine';
import { positiveZeros } from '../aggregate/grouping.js';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
import { grownSteps } from '../keys/grow.js';
import { KeyTable } from '../keys/key-table.js';
import { TABLE_INPUTS, tableResult, wholeTable } from '../table-kernel.js';
import { takeRows } from './filter.js';

/** `table.distinct` by hashing the compared columns. Time O(rows × columns), memory O(different rows) and the result. */
export const bindDistinct: BindStep = step => {
  const schema = schemaOf(step);
  const subset = bindingStrings(step, 'subset');
  const keepsLast = step.binding['keep'] === 'last';
  return {
    inputs: [TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [port], result }) => ({
      seconds: 1e-5 + (port?.rows ?? 1e5) * subset.length * 4e-8 + (result.rows ?? 1e5) * 1e-6,
      peakBytes: 1e6 + (port?.bytes ?? 1e6) + (result.rows ?? 1e5) * subset.length * 32,
    }),
    run: async call => {
      const table = await wholeTable(call.inputs[0]);
      const batch = await inSteps(concatBatchSteps(schema, table.batches), call.checkpoint);
      const rows = await chosenRows(batch, schema, subset, keepsLast, call.checkpoint);
      const taken = await takeRows(batch, schema, rows, call.checkpoint);
      const columns = await shownColumns(taken, schema, subset, call.checkpoint);
      return tableResult(tableData(schema, [{ ...taken, columns }]));
    },
  };
};

/** The row of each group that stays, groups in the order of their first rows. */
export async function chosenRows(
  batch: Batch,
  schema: Schema,
  subset: readonly string[],
  keepsLast: boolean,
  checkpoint: KernelCall['checkpoint'],
): Promise<Uint32Array> {
  const keys = new KeyTable();
  const loaders = subset.map(name => columnLoader(fieldOf(schema, name).type, columnAt(batch, fieldIndex(schema, name))));
  let rows = new Uint32Array(CHUNK_ROWS);
  let count = 0;
  for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
    const end = Math.min(batch.length, start + CHUNK_ROWS);
    const vectors = loaders.map(load => load(start, end));
    await inSteps(keys.reserve(vectors, end - start), checkpoint);
    const groups = keys.lookup(vectors, end - start);
    if (count + groups.length > rows.length) rows = await inSteps(grownSteps(rows, new Uint32Array(2 * rows.length)), checkpoint);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] ?? 0;
      if (group === count) rows[count++] = start + i;
      else if (keepsLast) rows[group] = start + i;
    }
    const pause = checkpoint();
    if (pause) await pause;
  }
  return rows.subarray(0, count);
}

/** -0 and 0 are one value, which is shown as 0. */
export async function shownColumns(
  batch: Batch,
  schema: Schema,
  subset: readonly string[],
  checkpoint: KernelCall['checkpoint'],
): Promise<Batch['columns']> {
  const columns: ColumnData[] = [];
  for (const [index, column] of batch.columns.entries()) {
    const field = schema[index];
    const isCompared = field !== undefined && subset.includes(field.name);
    columns.push(isCompared ? await inSteps(positiveZeros(field.type, column), checkpoint) : column);
  }
  return columns;
}

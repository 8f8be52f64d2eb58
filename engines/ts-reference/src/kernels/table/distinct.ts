import {
  HEAP_ARROW,
  bindingStrings,
  columnAt,
  concatBatches,
  fieldIndex,
  fieldOf,
  schemaOf,
  tableData,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, KernelCall, Schema } from '@parquetframe/core/engine';
import { positiveZeros } from '../aggregate/grouping.js';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { columnLoader } from '../expression/load.js';
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
      const batch = concatBatches(schema, table.batches);
      const rows = await chosenRows(batch, schema, subset, keepsLast, call.checkpoint);
      const taken = await takeRows(batch, schema, rows, call.checkpoint);
      return tableResult(tableData(schema, [{ ...taken, columns: shown(taken, schema, subset) }]));
    },
  };
};

/** The row of each group that stays, groups in the order of their first rows. */
async function chosenRows(
  batch: Batch,
  schema: Schema,
  subset: readonly string[],
  keepsLast: boolean,
  checkpoint: KernelCall['checkpoint'],
): Promise<Uint32Array> {
  const keys = new KeyTable();
  const loaders = subset.map(name => columnLoader(fieldOf(schema, name).type, columnAt(batch, fieldIndex(schema, name))));
  const rows: number[] = [];
  for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
    const end = Math.min(batch.length, start + CHUNK_ROWS);
    await keys.reserve(end - start, checkpoint);
    const groups = keys.lookup(
      loaders.map(load => load(start, end)),
      end - start,
    );
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] ?? 0;
      if (group === rows.length) rows.push(start + i);
      else if (keepsLast) rows[group] = start + i;
    }
    const pause = checkpoint();
    if (pause) await pause;
  }
  return Uint32Array.from(rows);
}

/** -0 and 0 are one value, which is shown as 0. */
const shown = ({ columns }: Batch, schema: Schema, subset: readonly string[]): Batch['columns'] =>
  columns.map((column, index) => {
    const field = schema[index];
    return field && subset.includes(field.name) ? positiveZeros(field.type, column) : column;
  });

import { HEAP_ARROW, concatBatchSteps, inSteps, schemaOf, sliceColumn, tableData, windowsOf } from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, Field, KernelCall, WindowCall } from '@parquetframe/core/engine';
import { TABLE_INPUTS, tableResult, wholeTable } from '../table-kernel.js';
import { countColumn } from '../window/counts.js';
import { ewmColumn } from '../window/ewm.js';
import { groupedColumn } from '../window/grouped.js';
import { windowLayout } from '../window/layout.js';
import type { WindowLayout } from '../window/layout.js';
import { approxColumn } from '../window/moving-sketch.js';
import { quantileColumn } from '../window/moving-ranks.js';
import { pickedColumn } from '../window/picks.js';
import { rankColumn } from '../window/ranks.js';
import { WindowTable } from '../window/rows.js';
import { totalColumn } from '../window/totals.js';
import { isOfWholePartitions, partitionColumn } from '../window/whole-partitions.js';

/**
 * `table.window`: aggregates of whole partitions once for each; for others one sort for each different partition and order, then a pass over all rows for each window: O(rows) for ranks, values of other rows, counts, sums, means, variances and extremes, O(rows log rows) for medians and
 * quantiles; other aggregates take as long as all different frames have rows.
 */
export const bindWindow: BindStep = step => {
  const windows = windowsOf(step);
  const schema = schemaOf(step);
  return {
    inputs: [TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [port], result }) => {
      const rows = port?.rows ?? 1e5;
      return {
        seconds: 1e-5 + rows * windows.length * (2e-7 + Math.log2(2 + rows) * 1.5e-8),
        peakBytes: 1e6 + (port?.bytes ?? rows * 32) + rows * (80 + 24 * windows.length) + (result.bytes ?? 0),
      };
    },
    run: async call => {
      const table = await wholeTable(call.inputs[0]);
      const whole = await inSteps(concatBatchSteps(table.schema, table.batches), call.checkpoint);
      const fields = schema.slice(table.schema.length);
      const columns = await windowColumns(windows, fields, new WindowTable(whole, table.schema), call);
      return tableResult(tableData(schema, besides(table.batches, fields, columns)));
    },
  };
};

/** What windows have of a run. */
export type WindowControl = Pick<KernelCall, 'checkpoint' | 'memory'>;

/** The columns of windows over a table; `fields` are those of the result, one for each. */
export async function windowColumns(
  windows: readonly WindowCall[],
  fields: readonly Field[],
  table: WindowTable,
  control: WindowControl,
): Promise<readonly ColumnData[]> {
  const layouts = new Map<string, WindowLayout>();
  const columns: ColumnData[] = [];
  for (const [i, window] of windows.entries()) {
    const field = fields[i];
    if (!field) throw new TypeError(`there is no column for the window ${window.name}`);
    columns.push(
      isOfWholePartitions(window)
        ? await partitionColumn(window, field, table, control.memory, control.checkpoint)
        : await windowColumn(window, field, await layoutOf(window, table, layouts, control), table, control),
    );
  }
  return columns;
}

/** Windows over the same partitions in the same order share one sort. */
async function layoutOf(
  { partitionBy, orderBy }: WindowCall,
  { batch, schema }: WindowTable,
  known: Map<string, WindowLayout>,
  call: WindowControl,
): Promise<WindowLayout> {
  const key = JSON.stringify([partitionBy, orderBy]);
  const layout = known.get(key) ?? (await inSteps(windowLayout(batch, schema, partitionBy, orderBy), call.checkpoint));
  known.set(key, layout);
  return layout;
}

async function windowColumn(
  window: WindowCall,
  field: Field,
  layout: WindowLayout,
  table: WindowTable,
  { checkpoint, memory }: WindowControl,
): Promise<ColumnData> {
  for (const columnOf of [rankColumn, pickedColumn, countColumn, totalColumn, ewmColumn, quantileColumn, approxColumn]) {
    const column = await inSteps(columnOf(window, layout, table), checkpoint);
    if (column) return column;
  }
  return groupedColumn(window, field, layout, table, memory, checkpoint);
}

/** The batches of the input, each with its part of the new columns. */
export function besides(batches: readonly Batch[], fields: readonly Field[], columns: readonly ColumnData[]): readonly Batch[] {
  let from = 0;
  return batches.map(batch => {
    const start = from;
    from += batch.length;
    const added = fields.flatMap(({ type }, i) => {
      const column = columns[i];
      return column ? [batches.length === 1 ? column : sliceColumn(type, column, start, from)] : [];
    });
    return { length: batch.length, columns: [...batch.columns, ...added] };
  });
}

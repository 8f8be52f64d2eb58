import { tableData, type Batch, type TableData } from './column.js';
import { batchRows, tableFromRows, type RowOptions } from './rows.js';
import { Turns } from './turns.js';
import type { Schema } from './types.js';

/** Rows between two looks at the clock. */
const STRIDE = 256;
/** Rows copied in one go: a few milliseconds of work. */
const SLICE_ROWS = 2_048;

/** The rows as objects, giving way to the event loop. @throws ParquetFrameError `ABORTED` */
export async function rowsInSlices(
  table: TableData,
  options: RowOptions,
  signal?: AbortSignal,
): Promise<{ [column: string]: unknown }[]> {
  // All places at once: an array that grows is copied, millions of places in one go.
  const rows = new Array<{ [column: string]: unknown }>(table.length);
  let count = 0;
  const turns = new Turns(signal);
  for (const batch of table.batches)
    for (const row of batchRows(table.schema, batch, options)) {
      rows[count++] = row;
      if (count % STRIDE === 0 && turns.over) await turns.next();
    }
  return rows;
}

/** A table from row objects, a batch per slice, giving way to the event loop in between. @throws ParquetFrameError `INVALID_ARGUMENT`, naming the row */
export async function tableFromRowsInSlices(schema: Schema, rows: readonly object[]): Promise<TableData> {
  const batches: Batch[] = [];
  const turns = new Turns();
  for (let start = 0; start < rows.length; start += SLICE_ROWS) {
    batches.push(...tableFromRows(schema, rows.slice(start, start + SLICE_ROWS), start).batches);
    if (turns.over) await turns.next();
  }
  return tableData(schema, batches);
}

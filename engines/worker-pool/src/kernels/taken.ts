import { HEAP_ARROW, heldReplica, tableBytes, tableData } from '@parquetframe/core/engine';
import type { Batch, JsonObject, KernelCall, KernelResult, Schema, TableData } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';

/** A table of some batches, those without rows left out. */
export function tableOf(schema: Schema, batches: readonly Batch[], notes: JsonObject): KernelResult {
  const table = tableData(
    schema,
    batches.filter(({ length }) => length > 0),
  );
  return { replica: heldReplica(HEAP_ARROW, table, tableBytes(table)), statistics: { rows: table.length }, notes };
}

/** The rows of a table in the order given, ranges of them on threads. `zeros`: columns in which -0 is shown as 0. */
export function takenRows(
  pool: WorkerPool,
  call: KernelCall,
  table: TableData,
  rows: Uint32Array,
  zeros: readonly string[] = [],
): Promise<Batch[]> {
  const ranges = rowRanges(rows.length, pool.division(call));
  return pool.map(
    call,
    'take',
    ranges.map(({ from, to }) => ({ table, rows: rows.subarray(from, to), zeros })),
  );
}

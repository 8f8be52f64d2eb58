import { sliceTable } from '@parquetframe/core/engine';
import type { Batch, Expression, TableData } from '@parquetframe/core/engine';
import { selectRows, takeRows } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';
import { loadFunctions, type FunctionModule } from '../user-functions.js';

export interface FilterInput extends Range {
  readonly table: TableData;
  readonly predicate: Expression;
  readonly values: readonly unknown[];
  readonly functions: readonly FunctionModule[];
}

/** The rows of the range for which the predicate is true, in order: new columns, or views of shared ones where all rows stay. */
export async function filterPart(
  { table, predicate, values, functions, from, to }: FilterInput,
  control: TaskControl,
): Promise<Batch[]> {
  await loadFunctions(functions);
  const { checkpoint } = control;
  const kept: Batch[] = [];
  let first = from;
  for (const batch of sliceTable(table, from, to).batches) {
    const rows = await selectRows(batch, table.schema, predicate, values, checkpoint, first);
    first += batch.length;
    if (rows.length > 0) kept.push(await takeRows(batch, table.schema, rows, checkpoint));
  }
  return kept;
}

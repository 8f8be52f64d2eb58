import { sliceTable } from '@parquetframe/core/engine';
import type { Batch, NamedExpression, TableData } from '@parquetframe/core/engine';
import { projectBatches } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';
import { loadFunctions, type FunctionModule } from '../user-functions.js';

export interface ProjectInput extends Range {
  readonly table: TableData;
  readonly columns: readonly NamedExpression[];
  readonly values: readonly unknown[];
  readonly functions: readonly FunctionModule[];
}

/** The columns of the range of rows: new ones, and views of shared ones where they are passed on. */
export async function projectPart(
  { table, columns, values, functions, from, to }: ProjectInput,
  { checkpoint }: TaskControl,
): Promise<Batch[]> {
  await loadFunctions(functions);
  const part = sliceTable(table, from, to);
  const batches: Batch[] = [];
  for await (const batch of projectBatches(part.batches, table.schema, columns, values, checkpoint, from)) batches.push(batch);
  return batches;
}

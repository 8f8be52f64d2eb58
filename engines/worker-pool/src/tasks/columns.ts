import { concatBatchSteps, fieldIndex, fieldOf, inSteps, sliceTable } from '@parquetframe/core/engine';
import type { Batch, Schema, TableData } from '@parquetframe/core/engine';
import { shownColumns, takeRows } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { TaskControl } from '../protocol.js';

/** Rows of a table in one batch: a view where it has one batch. */
export interface Part {
  readonly batch: Batch;
  readonly schema: Schema;
}

/** Some columns of a range of rows. */
export async function partOf(
  table: TableData,
  names: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
  { checkpoint }: TaskControl,
): Promise<Part> {
  const unique = [...new Set(names)];
  const schema = unique.map(name => fieldOf(table.schema, name));
  const indices = unique.map(name => fieldIndex(table.schema, name));
  const batches = sliceTable(table, from, to).batches.map(({ length, columns }) => ({
    length,
    columns: indices.flatMap(index => columns[index] ?? []),
  }));
  return { batch: await inSteps(concatBatchSteps(schema, batches), checkpoint), schema };
}

export const namesOf = ({ schema }: Pick<TableData, 'schema'>): readonly string[] => schema.map(({ name }) => name);

export interface TakeInput {
  readonly table: TableData;
  readonly rows: Uint32Array;
  /** columns in which -0 is shown as 0 */
  readonly zeros?: readonly string[];
}

/** All columns of the rows named. */
export async function takePart({ table, rows, zeros = [] }: TakeInput, control: TaskControl): Promise<Batch> {
  const { batch, schema } = await partOf(table, namesOf(table), { from: 0, to: table.length }, control);
  const taken = await takeRows(batch, schema, rows, control.checkpoint);
  if (zeros.length === 0) return taken;
  return { length: taken.length, columns: await shownColumns(taken, schema, zeros, control.checkpoint) };
}

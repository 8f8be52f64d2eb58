import { concatSteps, inSteps, tableData, takeSteps, toShared } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Field, TableData, WindowCall } from '@parquetframe/core/engine';
import { partitionNumbers, takeRows, windowColumns, WindowTable } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { TaskControl } from '../protocol.js';
import { partOf, type Part } from './columns.js';

export interface WindowInput {
  readonly table: TableData;
  /** over the same partitions, where there is more than one part */
  readonly windows: readonly WindowCall[];
  /** of the result, one for each window */
  readonly fields: readonly Field[];
  readonly part: number;
  readonly parts: number;
  readonly memory: number;
}

/** Columns of some rows, in shared memory: another thread puts them together. */
export interface WindowPart {
  readonly rows: Uint32Array | undefined;
  readonly columns: readonly ColumnData[];
}

const readBy = ({ column, second, where, partitionBy, orderBy }: WindowCall): readonly string[] => [
  ...[column, second, where].filter(name => typeof name === 'string'),
  ...partitionBy,
  ...orderBy.map(key => key.column),
];

/** The windows of every so many'th partition, in input order; of all rows where there is one part. */
export async function windowPart(input: WindowInput, control: TaskControl): Promise<WindowPart> {
  const { table, windows, fields, parts, memory } = input;
  const whole = await partOf(table, windows.flatMap(readBy), { from: 0, to: table.length }, control);
  const rows = parts === 1 ? undefined : await ownRows(input, whole, control);
  const batch = rows ? await takeRows(whole.batch, whole.schema, rows, control.checkpoint) : whole.batch;
  const some = rows ? batch : { ...batch, length: table.length };
  const columns = await windowColumns(windows, fields, new WindowTable(some, whole.schema), {
    checkpoint: control.checkpoint,
    memory,
  });
  const [shared] = toShared(tableData(fields, [{ length: some.length, columns }])).batches;
  return { rows, columns: shared?.columns ?? columns };
}

/** Partitions are numbered as they appear, so every thread numbers them alike. */
async function ownRows(
  { table, windows, part, parts }: WindowInput,
  { batch, schema }: Part,
  control: TaskControl,
): Promise<Uint32Array> {
  const numbers = await inSteps(partitionNumbers(batch, schema, windows[0]?.partitionBy ?? []), control.checkpoint);
  const rows = new Uint32Array(table.length);
  let count = 0;
  for (let row = 0; row < table.length; row++) if ((numbers?.[row] ?? 0) % parts === part) rows[count++] = row;
  return rows.slice(0, count);
}

export interface AssembleInput {
  readonly type: DataType;
  readonly length: number;
  readonly parts: readonly { readonly rows: Uint32Array; readonly column: ColumnData }[];
}

/** One column of all rows from those of the parts. */
export async function assembleWindow({ type, length, parts }: AssembleInput, control: TaskControl): Promise<ColumnData> {
  const places = new Uint32Array(length);
  let at = 0;
  for (const { rows } of parts) for (const row of rows) places[row] = at++;
  const all = await inSteps(
    concatSteps(
      type,
      parts.map(({ column }) => column),
    ),
    control.checkpoint,
  );
  return inSteps(takeSteps(type, all, places), control.checkpoint);
}

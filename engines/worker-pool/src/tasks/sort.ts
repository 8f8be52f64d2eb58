import type { SortKey, TableData } from '@parquetframe/core/engine';
import { mergedRows, sortedRows } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';
import { partOf } from './columns.js';

export interface SortInput extends Range {
  readonly table: TableData;
  readonly keys: readonly SortKey[];
  /** shared: row numbers of the table, those of this range at its places */
  readonly order: Uint32Array;
}

const columnsOf = (keys: readonly SortKey[]): readonly string[] => keys.map(({ column }) => column);

/** Sorts a range of rows: its row numbers in the order of the keys. */
export async function sortPart({ table, keys, from, to, order }: SortInput, control: TaskControl): Promise<void> {
  const { batch, schema } = await partOf(table, columnsOf(keys), { from, to }, control);
  const rows = await sortedRows(batch, schema, keys, control.checkpoint);
  for (let i = 0; i < rows.length; i++) order[from + i] = from + (rows[i] ?? 0);
}

export interface MergeInput extends SortInput {
  /** where the second of two sorted ranges begins */
  readonly middle: number;
}

/** Makes one sorted range of two that are neighbours: as both are in input order, so are equal rows. */
export async function mergeRuns({ table, keys, from, middle, to, order }: MergeInput, control: TaskControl): Promise<void> {
  const { batch, schema } = await partOf(table, columnsOf(keys), { from, to }, control);
  const run = (start: number, end: number): Uint32Array => order.slice(start, end).map(row => row - from);
  const merged = await mergedRows(batch, schema, keys, [run(from, middle), run(middle, to)], control.checkpoint);
  for (let i = 0; i < merged.length; i++) order[from + i] = from + (merged[i] ?? 0);
}

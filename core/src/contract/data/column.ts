import type { Field, Schema } from './types.js';

/**
 * One array in Arrow's physical layout as plain buffers: cloneable to workers, viewable by any arrow-js version, importable without arrow-js.
 *
 * Buffers are in the order of Arrow's C data interface: fixed width `[validity, values]`; bool `[validity, bits]`; utf8 and binary `[validity, offsets, data]`;
 * views `[validity, views, ...data]`; struct and fixedSizeList `[validity]`; list and map `[validity, offsets]`; dictionary `[validity, indices]` with `dictionary`.
 * Bitmaps start at bit 0 (there is no offset); a missing validity buffer means no nulls. Buffers are immutable and may be longer than needed.
 */
export interface ColumnData {
  readonly length: number;
  readonly nullCount: number;
  readonly buffers: readonly (ArrayBufferView | undefined)[];
  readonly children?: readonly ColumnData[];
  readonly dictionary?: ColumnData;
}

export interface Batch {
  readonly length: number;
  readonly columns: readonly ColumnData[];
}

/** The value of a replica with layout `arrow`: any number of batches, all of one schema. */
export interface TableData {
  readonly schema: Schema;
  readonly batches: readonly Batch[];
  /** rows over all batches */
  readonly length: number;
}

/** The value of a replica with layout `batches`: read once, in order; `return()` releases what is behind it. */
export interface BatchStream extends AsyncIterable<Batch> {
  readonly schema: Schema;
}

export const tableData = (schema: Schema, batches: readonly Batch[]): TableData => ({
  schema,
  batches,
  length: batches.reduce((rows, batch) => rows + batch.length, 0),
});

/** Bytes of all distinct allocations behind a column: buffers that share one ArrayBuffer region are counted by their own length. */
export function columnBytes(column: ColumnData): number {
  let bytes = 0;
  for (const buffer of column.buffers) bytes += buffer?.byteLength ?? 0;
  for (const child of column.children ?? []) bytes += columnBytes(child);
  return bytes + (column.dictionary ? columnBytes(column.dictionary) : 0);
}

export const tableBytes = (table: TableData): number =>
  table.batches.reduce((sum, batch) => sum + batch.columns.reduce((bytes, column) => bytes + columnBytes(column), 0), 0);

export const fieldIndex = (schema: readonly Field[], name: string): number => schema.findIndex(f => f.name === name);

import type { Batch, ColumnData, TableData } from '@parquetframe/core/engine';
import type { NativeBatch, NativeColumn } from '../native/addon.js';

/** The same memory as bytes. */
export const bytesOf = (view: ArrayBufferView): Uint8Array =>
  view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

export const nativeColumn = ({ length, buffers, children, dictionary }: ColumnData): NativeColumn => ({
  length,
  buffers: buffers.map(buffer => buffer && bytesOf(buffer)),
  ...(children ? { children: children.map(nativeColumn) } : {}),
  ...(dictionary ? { dictionary: nativeColumn(dictionary) } : {}),
});

export const nativeBatch = ({ length, columns }: Batch): NativeBatch => ({ length, columns: columns.map(nativeColumn) });

export const nativeBatches = (table: TableData): NativeBatch[] => table.batches.map(nativeBatch);

import { fieldIndex } from '@parquetframe/core/engine';
import type { ColumnData, DataType, KernelCall, TableData } from '@parquetframe/core/engine';
import type { NativeChunk, NativeColumn, NativeIds } from '../native/addon.js';

const EMPTY = new Uint8Array(0);

/** The bytes of a view on its own memory; copied only when it is not aligned to `width`. */
export function bytesOf(view: ArrayBufferView | undefined, width: number): Uint8Array {
  if (!view) return EMPTY;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return view.byteOffset % width === 0 ? bytes : bytes.slice();
}

/** A column of integers, floats or strings, in any encoding, as the addon takes it. */
export function chunkOf(type: DataType, column: ColumnData): NativeChunk {
  const { length, nullCount, buffers, dictionary } = column;
  const [validity, values, ...data] = buffers;
  const physical = type.id === 'dictionary' ? type.index : type;
  return {
    type: physical.id,
    length,
    ...(nullCount > 0 && validity ? { validity: bytesOf(validity, 1) } : {}),
    values: bytesOf(values, widthOf(physical)),
    data: data.map(buffer => bytesOf(buffer, 1)),
    ...(type.id === 'dictionary' && dictionary ? { dictionary: chunkOf(type.values, dictionary) } : {}),
  };
}

function widthOf(type: DataType): number {
  switch (type.id) {
    case 'int8':
    case 'uint8':
      return 1;
    case 'int16':
    case 'uint16':
      return 2;
    case 'int64':
    case 'uint64':
    case 'float64':
    case 'largeUtf8':
      return 8;
    default:
      return 4;
  }
}

/** All chunks of a column of a table. */
export function chunksOf(table: TableData, name: string): readonly NativeChunk[] {
  const index = fieldIndex(table.schema, name);
  const type = table.schema[index]?.type;
  if (!type) throw new TypeError(`the table has no column ${name}: the catalogue checks this before`);
  return table.batches.flatMap(batch => {
    const column = batch.columns[index];
    return column ? [chunkOf(type, column)] : [];
  });
}

export function tableOf(call: KernelCall, port: number): TableData {
  const value = call.inputs[port]?.value;
  if (typeof value !== 'object' || value === null || !('batches' in value)) throw new TypeError(`input ${port} is not a table`);
  return value as TableData;
}

/** An id column of a result, without nulls. */
export const idColumn = (ids: NativeIds, length: number): ColumnData => nullableColumn({ ...ids, nullCount: 0 }, length);

/** A column of a result. */
export const nullableColumn = ({ values, data, validity, nullCount }: NativeColumn, length: number): ColumnData => ({
  length,
  nullCount,
  buffers: data ? [validity, values, data] : [validity, values],
});

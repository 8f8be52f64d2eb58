import { bytesOf, countBits, sliceBits } from './bitmap.js';
import { tableData, type Batch, type ColumnData, type TableData } from './column.js';
import { bufferBytes, childOf, physicalOf, viewAs, type Physical } from './physical.js';
import type { DataType, Schema } from './types.js';

/**
 * Rows `start` to `end` of a column, as views of its buffers; only a bitmap whose start is not on a byte boundary is copied.
 * Offsets of strings and lists are not shifted: their first entry need not be 0.
 */
export function sliceColumn(type: DataType, column: ColumnData, start: number, end: number): ColumnData {
  const from = Math.max(0, Math.min(start, column.length));
  const to = Math.max(from, Math.min(end, column.length));
  if (from === 0 && to === column.length) return column;
  const length = to - from;
  const physical = physicalOf(type);
  if (physical.kind === 'null') return { length, nullCount: length, buffers: [] };
  const { validity, nullCount } = sliceValidity(column, from, to);
  return {
    length,
    nullCount,
    buffers: [validity, ...sliceBuffers(physical, column, from, to)],
    ...sliceNested(physical, column, from, to),
  };
}

function sliceValidity(column: ColumnData, from: number, to: number): { validity: Uint8Array | undefined; nullCount: number } {
  const bitmap = column.buffers[0];
  if (bitmap === undefined || column.nullCount === 0) return { validity: undefined, nullCount: 0 };
  const validity = sliceBits(bytesOf(bitmap), from, to);
  const nullCount = to - from - countBits(validity, to - from);
  return { validity: nullCount === 0 ? undefined : validity, nullCount };
}

function sliceBuffers(physical: Physical, column: ColumnData, from: number, to: number): (ArrayBufferView | undefined)[] {
  const values = column.buffers[1];
  switch (physical.kind) {
    case 'bool':
      return [sliceBits(bufferBytes(column, 1), from, to)];
    case 'fixed':
    case 'dictionary':
      return [bytesBetween(values, from * physical.width, to * physical.width)];
    case 'view':
      return [bytesBetween(values, from * 16, to * 16), ...column.buffers.slice(2)];
    case 'variable':
      return [sliceOffsets(values, physical.large, from, to), column.buffers[2]];
    case 'list':
      return [sliceOffsets(values, physical.large, from, to)];
    default:
      return [];
  }
}

const sliceOffsets = (offsets: ArrayBufferView | undefined, large: boolean, from: number, to: number): ArrayBufferView =>
  (large ? viewAs(BigInt64Array, offsets) : viewAs(Int32Array, offsets)).subarray(from, to + 1);

/** A part of a buffer; typed arrays keep their class. */
function bytesBetween(buffer: ArrayBufferView | undefined, from: number, to: number): ArrayBufferView | undefined {
  if (buffer === undefined) return undefined;
  if (isTypedArray(buffer)) return buffer.subarray(from / buffer.BYTES_PER_ELEMENT, to / buffer.BYTES_PER_ELEMENT);
  return bytesOf(buffer).subarray(from, to);
}

interface Subarray extends ArrayBufferView {
  readonly BYTES_PER_ELEMENT: number;
  subarray(begin: number, end: number): ArrayBufferView;
}
const isTypedArray = (view: ArrayBufferView): view is Subarray => 'subarray' in view;

function sliceNested(
  physical: Physical,
  column: ColumnData,
  from: number,
  to: number,
): Partial<Pick<ColumnData, 'children' | 'dictionary'>> {
  if (physical.kind === 'dictionary') return column.dictionary ? { dictionary: column.dictionary } : {};
  if (physical.kind === 'list') return { children: column.children ?? [] };
  if (physical.kind === 'fixedSizeList') {
    const { size, item } = physical;
    return { children: [sliceColumn(item.type, childOf(column, 0), from * size, to * size)] };
  }
  if (physical.kind === 'struct') {
    return { children: physical.fields.map((f, index) => sliceColumn(f.type, childOf(column, index), from, to)) };
  }
  return {};
}

export const sliceBatch = (schema: Schema, batch: Batch, start: number, end: number): Batch => {
  const from = Math.max(0, Math.min(start, batch.length));
  const to = Math.max(from, Math.min(end, batch.length));
  if (from === 0 && to === batch.length) return batch;
  return {
    length: to - from,
    columns: batch.columns.map((column, i) => sliceColumn(schema[i]?.type ?? { id: 'null' }, column, from, to)),
  };
};

/** Rows `start` to `end` of a table, as views of its batches. */
export function sliceTable(table: TableData, start: number, end: number): TableData {
  const batches: Batch[] = [];
  let first = 0;
  for (const batch of table.batches) {
    const part = sliceBatch(table.schema, batch, start - first, end - first);
    if (part.length > 0) batches.push(part);
    first += batch.length;
  }
  return tableData(table.schema, batches);
}

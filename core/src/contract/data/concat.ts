import { bitmapBytes, copyBits, fillBits, validityOf } from './bitmap.js';
import { columnFromValues, dictionaryKey } from './builder.js';
import { packOffsets, tooLong } from './variable-builder.js';
import type { Batch, ColumnData, TableData } from './column.js';
import { bufferBytes, childOf, dictionaryOf, offsetsOf, physicalOf, valueArrayOf, viewAs } from './physical.js';
import { columnReader } from './reader.js';
import { sliceColumn } from './slice.js';
import type { DataType, Schema } from './types.js';

/** All rows of several columns of one type, in order. One column is returned as it is; else buffers are copied once. */
export function concatColumns(type: DataType, columns: readonly ColumnData[]): ColumnData {
  const filled = columns.filter(column => column.length > 0);
  const [first] = filled;
  if (first === undefined) return columns[0] ?? columnFromValues(type, []);
  if (filled.length === 1) return first;
  const length = filled.reduce((rows, column) => rows + column.length, 0);
  const nullCount = filled.reduce((nulls, column) => nulls + column.nullCount, 0);
  const physical = physicalOf(type);
  const validity = nullCount === 0 ? undefined : concatValidity(filled, length);
  const head = { length, nullCount };
  switch (physical.kind) {
    case 'null':
      return { length, nullCount: length, buffers: [] };
    case 'bool':
      return { ...head, buffers: [validity, concatBits(filled, length)] };
    case 'fixed':
      return { ...head, buffers: [validity, concatFixed(filled, length, physical.width)] };
    case 'variable':
      return { ...head, buffers: [validity, ...concatVariable(type, filled, length, physical.large)] };
    case 'view':
      return { ...head, buffers: [validity, ...concatViews(filled, length)] };
    case 'list': {
      const { offsets, parts } = concatOffsets(filled, length, physical.large);
      const items = filled.map((column, i) =>
        sliceColumn(physical.item.type, childOf(column, 0), parts[i]?.start ?? 0, parts[i]?.end ?? 0),
      );
      const last = offsets[length] ?? 0;
      if (!physical.large && last > 0x7fffffff) tooLong(type, last);
      return {
        ...head,
        buffers: [validity, packOffsets(offsets, physical.large)],
        children: [concatColumns(physical.item.type, items)],
      };
    }
    case 'fixedSizeList': {
      const items = filled.map(column => sliceColumn(physical.item.type, childOf(column, 0), 0, column.length * physical.size));
      return { ...head, buffers: [validity], children: [concatColumns(physical.item.type, items)] };
    }
    case 'struct': {
      const children = physical.fields.map((f, index) =>
        concatColumns(
          f.type,
          filled.map(column => sliceColumn(f.type, childOf(column, index), 0, column.length)),
        ),
      );
      return { ...head, buffers: [validity], children };
    }
    case 'dictionary': {
      const unified = unifyDictionaries(physical.index, physical.values, filled);
      const dictionary = unified[0]?.dictionary;
      return {
        ...head,
        buffers: [validity, concatFixed(unified, length, physical.width)],
        ...(dictionary ? { dictionary } : {}),
      };
    }
  }
}

function concatValidity(columns: readonly ColumnData[], length: number): Uint8Array {
  const target = new Uint8Array(bitmapBytes(length));
  let at = 0;
  for (const column of columns) {
    const validity = validityOf(column);
    if (validity === undefined) fillBits(target, at, column.length);
    else copyBits(validity, column.length, target, at);
    at += column.length;
  }
  return target;
}

function concatBits(columns: readonly ColumnData[], length: number): Uint8Array {
  const target = new Uint8Array(bitmapBytes(length));
  let at = 0;
  for (const column of columns) {
    copyBits(bufferBytes(column, 1), column.length, target, at);
    at += column.length;
  }
  return target;
}

function concatFixed(columns: readonly ColumnData[], length: number, width: number): Uint8Array {
  const target = new Uint8Array(length * width);
  let at = 0;
  for (const column of columns) {
    target.set(bufferBytes(column, 1).subarray(0, column.length * width), at);
    at += column.length * width;
  }
  return target;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function concatOffsets(
  columns: readonly ColumnData[],
  length: number,
  large: boolean,
): { offsets: Float64Array; parts: readonly Part[] } {
  const offsets = new Float64Array(length + 1);
  const parts: Part[] = [];
  let row = 0;
  let total = 0;
  for (const column of columns) {
    const from = offsetsOf(column, large);
    const start = from[0] ?? 0;
    for (let i = 1; i <= column.length; i++) offsets[++row] = total + (from[i] ?? 0) - start;
    const end = from[column.length] ?? 0;
    parts.push({ start, end });
    total += end - start;
  }
  return { offsets, parts };
}

function concatVariable(
  type: DataType,
  columns: readonly ColumnData[],
  length: number,
  large: boolean,
): [ArrayBufferView, Uint8Array] {
  const { offsets, parts } = concatOffsets(columns, length, large);
  const total = offsets[length] ?? 0;
  if (!large && total > 0x7fffffff) tooLong(type, total);
  const data = new Uint8Array(total);
  let at = 0;
  columns.forEach((column, i) => {
    const { start, end } = parts[i] ?? { start: 0, end: 0 };
    data.set(bufferBytes(column, 2).subarray(start, end), at);
    at += end - start;
  });
  return [packOffsets(offsets, large), data];
}

/** Data buffers are shared; only the buffer numbers in the views of later columns move on. */
function concatViews(columns: readonly ColumnData[], length: number): (ArrayBufferView | undefined)[] {
  const views = concatFixed(columns, length, 16);
  const words = new Int32Array(views.buffer);
  const data: (ArrayBufferView | undefined)[] = [];
  let row = 0;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++, row++) {
      if ((words[row * 4] ?? 0) > 12) words[row * 4 + 2] = (words[row * 4 + 2] ?? 0) + data.length;
    }
    data.push(...column.buffers.slice(2));
  }
  return [views, ...data];
}

/**
 * The same columns with one dictionary between them. Values that are in several dictionaries are merged.
 * @throws ParquetFrameError `INVALID_ARGUMENT` when the merged dictionary has more values than the index type can number
 */
export function unifyDictionaries(index: DataType, values: DataType, columns: readonly ColumnData[]): readonly ColumnData[] {
  const [first] = columns;
  if (first === undefined || columns.every(column => column.dictionary === first.dictionary)) return columns;
  const seen = new Map<unknown, number>();
  const merged: unknown[] = [];
  const moved = columns.map(column => {
    const reader = columnReader(values, dictionaryOf(column));
    return Array.from({ length: reader.length }, (_, i) => {
      const value = reader.get(i);
      const key = dictionaryKey(value);
      const known = seen.get(key);
      if (known !== undefined) return known;
      seen.set(key, merged.length);
      return merged.push(value) - 1;
    });
  });
  const dictionary = columnFromValues(values, merged);
  return columns.map((column, c) => {
    const old = viewAs(valueArrayOf(index), column.buffers[1]);
    const validity = validityOf(column);
    const indices = Array.from({ length: column.length }, (_, row) =>
      validity !== undefined && ((validity[row >>> 3] ?? 0) & (1 << (row & 7))) === 0
        ? 0
        : (moved[c]?.[Number(old[row] ?? 0)] ?? 0),
    );
    const renumbered = columnFromValues(index, indices);
    return {
      length: column.length,
      nullCount: column.nullCount,
      buffers: [column.buffers[0], renumbered.buffers[1]],
      dictionary,
    };
  });
}

/** All rows of several batches as one. */
export function concatBatches(schema: Schema, batches: readonly Batch[]): Batch {
  const [only] = batches;
  if (only !== undefined && batches.length === 1) return only;
  const column = (type: DataType, index: number): ColumnData =>
    concatColumns(
      type,
      batches.map(batch => batch.columns[index] ?? columnFromValues(type, [])),
    );
  return {
    length: batches.reduce((rows, batch) => rows + batch.length, 0),
    columns: schema.map((f, index) => column(f.type, index)),
  };
}

/** Column `index` of all batches of a table as one. */
export const tableColumn = (table: TableData, index: number): ColumnData => {
  const type = table.schema[index]?.type ?? { id: 'null' };
  return concatColumns(
    type,
    table.batches.map(batch => batch.columns[index] ?? columnFromValues(type, [])),
  );
};

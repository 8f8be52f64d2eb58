import { bitmapBytes, copyBits, fillBits, validityOf } from './bitmap.js';
import { columnFromValues } from './builder.js';
import { packSteps, tooLong } from './variable-builder.js';
import type { Batch, ColumnData, TableData } from './column.js';
import { mergeDictionaries, renumbered } from './merge-dictionaries.js';
import { bufferBytes, childOf, dictionaryOf, offsetReader, physicalOf } from './physical.js';
import { sliceColumn } from './slice.js';
import { STEP_BYTES, STEP_ROWS, atOnce, copySteps, ranges, type Steps } from './steps.js';
import type { DataType, Schema } from './types.js';

/** All rows of several columns of one type, in order. One column is returned as it is; else buffers are copied once. */
export const concatColumns = (type: DataType, columns: readonly ColumnData[]): ColumnData => atOnce(concatSteps(type, columns));

/** `concatColumns` in steps. */
export function* concatSteps(type: DataType, columns: readonly ColumnData[]): Steps<ColumnData> {
  const filled = columns.filter(column => column.length > 0);
  const [first] = filled;
  if (first === undefined) return columns[0] ?? columnFromValues(type, []);
  if (filled.length === 1) return first;
  const length = filled.reduce((rows, column) => rows + column.length, 0);
  const nullCount = filled.reduce((nulls, column) => nulls + column.nullCount, 0);
  const physical = physicalOf(type);
  const validity = nullCount === 0 ? undefined : yield* concatValidity(filled, length);
  const head = { length, nullCount };
  switch (physical.kind) {
    case 'null':
      return { length, nullCount: length, buffers: [] };
    case 'bool':
      return { ...head, buffers: [validity, yield* concatBits(filled, length)] };
    case 'fixed':
      return { ...head, buffers: [validity, yield* concatFixed(filled, length, physical.width)] };
    case 'variable':
      return { ...head, buffers: [validity, ...(yield* concatVariable(type, filled, length, physical.large))] };
    case 'view':
      return { ...head, buffers: [validity, ...(yield* concatViews(filled, length))] };
    case 'list': {
      const { offsets, parts } = yield* concatOffsets(filled, length, physical.large);
      const items = filled.map((column, i) =>
        sliceColumn(physical.item.type, childOf(column, 0), parts[i]?.start ?? 0, parts[i]?.end ?? 0),
      );
      const last = offsets[length] ?? 0;
      if (!physical.large && last > 0x7fffffff) tooLong(type, last);
      return {
        ...head,
        buffers: [validity, yield* packSteps(offsets, physical.large)],
        children: [yield* concatSteps(physical.item.type, items)],
      };
    }
    case 'fixedSizeList': {
      const items = filled.map(column => sliceColumn(physical.item.type, childOf(column, 0), 0, column.length * physical.size));
      return { ...head, buffers: [validity], children: [yield* concatSteps(physical.item.type, items)] };
    }
    case 'struct': {
      const children: ColumnData[] = [];
      for (const [index, f] of physical.fields.entries()) {
        const members = filled.map(column => sliceColumn(f.type, childOf(column, index), 0, column.length));
        children.push(yield* concatSteps(f.type, members));
      }
      return { ...head, buffers: [validity], children };
    }
    case 'dictionary': {
      const unified = yield* unifySteps(physical.index, physical.values, filled);
      const dictionary = unified[0]?.dictionary;
      return {
        ...head,
        buffers: [validity, yield* concatFixed(unified, length, physical.width)],
        ...(dictionary ? { dictionary } : {}),
      };
    }
  }
}

/** Places columns one after the other, a step for each and more for a long one. */
function* placed(
  columns: readonly ColumnData[],
  place: (column: ColumnData, at: number) => Steps<void> | undefined,
): Steps<void> {
  let at = 0;
  let since = 0;
  for (const column of columns) {
    const steps = place(column, at);
    if (steps) yield* steps;
    at += column.length;
    if (at - since < STEP_ROWS) continue;
    since = at;
    yield undefined;
  }
}

function* concatValidity(columns: readonly ColumnData[], length: number): Steps<Uint8Array> {
  const target = new Uint8Array(bitmapBytes(length));
  yield* placed(columns, (column, at) => {
    const validity = validityOf(column);
    if (validity !== undefined) return copyBitSteps(validity, column.length, target, at);
    fillBits(target, at, column.length);
    return undefined;
  });
  return target;
}

function* concatBits(columns: readonly ColumnData[], length: number): Steps<Uint8Array> {
  const target = new Uint8Array(bitmapBytes(length));
  yield* placed(columns, (column, at) => copyBitSteps(bufferBytes(column, 1), column.length, target, at));
  return target;
}

const copyBitSteps = (source: Uint8Array, length: number, target: Uint8Array, at: number): Steps<void> =>
  ranges(length, (from, to) => {
    copyBits(source.subarray(from >>> 3), to - from, target, at + from);
  });

function* concatFixed(columns: readonly ColumnData[], length: number, width: number): Steps<Uint8Array> {
  const target = new Uint8Array(length * width);
  yield* placed(columns, (column, at) =>
    copySteps(bufferBytes(column, 1).subarray(0, column.length * width), target, at * width),
  );
  return target;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function* concatOffsets(
  columns: readonly ColumnData[],
  length: number,
  large: boolean,
): Steps<{ offsets: Float64Array; parts: readonly Part[] }> {
  const offsets = new Float64Array(length + 1);
  const parts: Part[] = [];
  let total = 0;
  yield* placed(columns, (column, at) => {
    const from = offsetReader(column, large);
    const start = from(0);
    const shift = total - start;
    const end = from(column.length);
    parts.push({ start, end });
    total += end - start;
    return ranges(column.length, (first, last) => {
      for (let i = first + 1; i <= last; i++) offsets[at + i] = shift + from(i);
    });
  });
  return { offsets, parts };
}

function* concatVariable(
  type: DataType,
  columns: readonly ColumnData[],
  length: number,
  large: boolean,
): Steps<[ArrayBufferView, Uint8Array]> {
  const { offsets, parts } = yield* concatOffsets(columns, length, large);
  const total = offsets[length] ?? 0;
  if (!large && total > 0x7fffffff) tooLong(type, total);
  const data = new Uint8Array(total);
  let at = 0;
  let since = 0;
  for (const [i, column] of columns.entries()) {
    const { start, end } = parts[i] ?? { start: 0, end: 0 };
    yield* copySteps(bufferBytes(column, 2).subarray(start, end), data, at);
    at += end - start;
    if (at - since < STEP_BYTES) continue;
    since = at;
    yield undefined;
  }
  return [yield* packSteps(offsets, large), data];
}

/** Data buffers are shared; only the buffer numbers in the views of later columns move on. */
function* concatViews(columns: readonly ColumnData[], length: number): Steps<(ArrayBufferView | undefined)[]> {
  const views = yield* concatFixed(columns, length, 16);
  const words = new Int32Array(views.buffer);
  const data: (ArrayBufferView | undefined)[] = [];
  yield* placed(columns, (column, at) => {
    const first = data.length;
    data.push(...column.buffers.slice(2));
    return ranges(column.length, (from, to) => {
      for (let row = at + from; row < at + to; row++) {
        if ((words[row * 4] ?? 0) > 12) words[row * 4 + 2] = (words[row * 4 + 2] ?? 0) + first;
      }
    });
  });
  return [views, ...data];
}

/** `unifyDictionaries` at once. */
export const unifyDictionaries = (index: DataType, values: DataType, columns: readonly ColumnData[]): readonly ColumnData[] =>
  atOnce(unifySteps(index, values, columns));

/**
 * The same columns with one dictionary between them. Values that are in several dictionaries are merged.
 * @throws ParquetFrameError `INVALID_ARGUMENT` when the merged dictionary has more values than the index type can number
 */
function* unifySteps(index: DataType, values: DataType, columns: readonly ColumnData[]): Steps<readonly ColumnData[]> {
  const [first] = columns;
  if (first === undefined || columns.every(column => column.dictionary === first.dictionary)) return columns;
  const merged = yield* mergeDictionaries(values, columns);
  const dictionary = yield* concatSteps(values, merged.parts);
  const unified: ColumnData[] = [];
  for (const column of columns) {
    const numbers = merged.numbers.get(dictionaryOf(column)) ?? new Float64Array(0);
    const { length, nullCount } = column;
    unified.push({ length, nullCount, buffers: [column.buffers[0], yield* renumbered(index, column, numbers)], dictionary });
  }
  return unified;
}

/** All rows of several batches as one. */
export const concatBatches = (schema: Schema, batches: readonly Batch[]): Batch => atOnce(concatBatchSteps(schema, batches));

/** `concatBatches` in steps. */
export function* concatBatchSteps(schema: Schema, batches: readonly Batch[]): Steps<Batch> {
  const [only] = batches;
  if (only !== undefined && batches.length === 1) return only;
  const columns: ColumnData[] = [];
  for (const [index, { type }] of schema.entries()) {
    columns.push(
      yield* concatSteps(
        type,
        batches.map(batch => batch.columns[index] ?? columnFromValues(type, [])),
      ),
    );
    yield undefined;
  }
  return { length: batches.reduce((rows, batch) => rows + batch.length, 0), columns };
}

/** Column `index` of all batches of a table as one. */
export const tableColumn = (table: TableData, index: number): ColumnData => {
  const type = table.schema[index]?.type ?? { id: 'null' };
  return concatColumns(
    type,
    table.batches.map(batch => batch.columns[index] ?? columnFromValues(type, [])),
  );
};

import { bitmapBytes, getBit, setBit, validityOf } from './bitmap.js';
import { packSteps, tooLong } from './variable-builder.js';
import type { ColumnData } from './column.js';
import { bufferBytes, childOf, offsetAt, offsetWords, physicalOf, viewAs, type OffsetWords } from './physical.js';
import { atOnce, ranges, type Steps } from './steps.js';
import type { DataType } from './types.js';

/** Row numbers; -1 stands for a null row. */
export type RowIndices = Uint32Array | Int32Array;

/** The rows named, in that order, any number of times. O(rows taken + bytes taken). Data buffers of views and dictionaries are shared, not copied. */
export const takeColumn = (type: DataType, column: ColumnData, indices: RowIndices): ColumnData =>
  atOnce(takeSteps(type, column, indices));

/** `takeColumn` in steps. */
export function* takeSteps(type: DataType, column: ColumnData, indices: RowIndices): Steps<ColumnData> {
  const { length } = indices;
  const physical = physicalOf(type);
  if (physical.kind === 'null') return { length, nullCount: length, buffers: [] };
  const { validity, nullCount } = yield* takeValidity(column, indices);
  const head = { length, nullCount };
  switch (physical.kind) {
    case 'bool':
      return { ...head, buffers: [validity, yield* takeBits(bufferBytes(column, 1), indices)] };
    case 'fixed':
      return { ...head, buffers: [validity, yield* takeFixed(column.buffers[1], physical.width, indices)] };
    case 'dictionary': {
      const buffers = [validity, yield* takeFixed(column.buffers[1], physical.width, indices)];
      return { ...head, buffers, ...(column.dictionary ? { dictionary: column.dictionary } : {}) };
    }
    case 'view':
      return { ...head, buffers: [validity, yield* takeFixed(column.buffers[1], 16, indices), ...column.buffers.slice(2)] };
    case 'variable':
      return { ...head, buffers: [validity, ...(yield* takeVariable(type, column, physical.large, indices, validity))] };
    case 'list': {
      const { offsets, items } = yield* takeRanges(offsetWords(column, physical.large), indices, validity);
      const child = yield* takeSteps(physical.item.type, childOf(column, 0), items);
      return { ...head, buffers: [validity, yield* packSteps(offsets, physical.large)], children: [child] };
    }
    case 'fixedSizeList': {
      const items = new Int32Array(length * physical.size);
      yield* ranges(length, (start, end) => {
        for (let row = start; row < end; row++) {
          const from = indices[row] ?? 0;
          for (let i = 0; i < physical.size; i++) items[row * physical.size + i] = from < 0 ? -1 : from * physical.size + i;
        }
      });
      return { ...head, buffers: [validity], children: [yield* takeSteps(physical.item.type, childOf(column, 0), items)] };
    }
    case 'struct': {
      const children: ColumnData[] = [];
      for (const [index, f] of physical.fields.entries())
        children.push(yield* takeSteps(f.type, childOf(column, index), indices));
      return { ...head, buffers: [validity], children };
    }
  }
}

function* takeValidity(column: ColumnData, indices: RowIndices): Steps<{ validity: Uint8Array | undefined; nullCount: number }> {
  const source = validityOf(column);
  if (source === undefined && (indices instanceof Uint32Array || !(yield* hasNullRow(indices))))
    return { validity: undefined, nullCount: 0 };
  const validity = new Uint8Array(bitmapBytes(indices.length));
  let valid = 0;
  yield* ranges(indices.length, (start, end) => {
    valid += takeValidRange(source, validity, indices, start, end);
  });
  const nullCount = indices.length - valid;
  return { validity: nullCount === 0 ? undefined : validity, nullCount };
}

function* hasNullRow(indices: Int32Array): Steps<boolean> {
  let found = false;
  yield* ranges(indices.length, (from, to) => {
    found ||= indices.subarray(from, to).includes(-1);
  });
  return found;
}

/** Marks the rows `start … end` that have a value; how many have. */
function takeValidRange(
  source: Uint8Array | undefined,
  validity: Uint8Array,
  indices: RowIndices,
  start: number,
  end: number,
): number {
  let valid = 0;
  for (let row = start; row < end; row++) {
    const from = indices[row] ?? 0;
    if (from < 0 || (source !== undefined && !getBit(source, from))) continue;
    setBit(validity, row);
    valid++;
  }
  return valid;
}

function* takeBits(source: Uint8Array, indices: RowIndices): Steps<Uint8Array> {
  const bits = new Uint8Array(bitmapBytes(indices.length));
  yield* ranges(indices.length, (start, end) => {
    for (let row = start; row < end; row++) {
      const from = indices[row] ?? 0;
      if (from >= 0 && getBit(source, from)) setBit(bits, row);
    }
  });
  return bits;
}

/** Copies whole words. Eight-byte values go as two words: reading them as doubles might change the bits of NaNs. */
function* takeFixed(buffer: ArrayBufferView | undefined, width: number, indices: RowIndices): Steps<ArrayBufferView> {
  const bytes = new ArrayBuffer(indices.length * width);
  if (width % 4 === 0) yield* takeWords(viewAs(Int32Array, buffer), new Int32Array(bytes), width / 4, indices);
  else if (width === 2) yield* takeWords(viewAs(Int16Array, buffer), new Int16Array(bytes), 1, indices);
  else yield* takeWords(viewAs(Uint8Array, buffer), new Uint8Array(bytes), width, indices);
  return new Uint8Array(bytes);
}

type Words = Int32Array | Int16Array | Uint8Array;

const takeWords = <T extends Words>(source: T, target: T, words: number, indices: RowIndices): Steps<void> =>
  ranges(indices.length, (start, end) => {
    takeWordRange(source, target, words, indices, start, end);
  });

function takeWordRange<T extends Words>(
  source: T,
  target: T,
  words: number,
  indices: RowIndices,
  start: number,
  end: number,
): void {
  if (words === 1) {
    for (let row = start; row < end; row++) target[row] = source[indices[row] ?? 0] ?? 0;
  } else if (words === 2) {
    for (let row = start; row < end; row++) {
      const from = 2 * (indices[row] ?? 0);
      target[2 * row] = source[from] ?? 0;
      target[2 * row + 1] = source[from + 1] ?? 0;
    }
  } else {
    for (let row = start; row < end; row++) {
      const from = (indices[row] ?? 0) * words;
      for (let word = 0; word < words; word++) target[row * words + word] = source[from + word] ?? 0;
    }
  }
}

/** Below this many bytes a loop is faster than a call of `set` with its subarray. */
const LOOP_BYTES = 24;

function* takeVariable(
  type: DataType,
  column: ColumnData,
  large: boolean,
  indices: RowIndices,
  validity: Uint8Array | undefined,
): Steps<[ArrayBufferView, Uint8Array]> {
  const source = bufferBytes(column, 2);
  const from = offsetWords(column, large);
  const offsets = large ? new Float64Array(indices.length + 1) : new Int32Array(indices.length + 1);
  const total = yield* takenOffsets(offsets, from, indices, validity);
  if (!large && total > 0x7fffffff) tooLong(type, total);
  const target = new Uint8Array(total);
  yield* ranges(indices.length, (start, end) => {
    takeByteRange({ source, from, target, offsets, indices }, start, end);
  });
  return [yield* packSteps(offsets, large), target];
}

interface TakenBytes {
  readonly source: Uint8Array;
  readonly from: OffsetWords;
  readonly target: Uint8Array;
  readonly offsets: Int32Array | Float64Array;
  readonly indices: RowIndices;
}

function takeByteRange({ source, from, target, offsets, indices }: TakenBytes, first: number, end: number): void {
  let at = offsets[first] ?? 0;
  for (let row = first; row < end; row++) {
    const next = offsets[row + 1] ?? 0;
    const bytes = next - at;
    if (bytes > 0) {
      const start = offsetAt(from, indices[row] ?? 0);
      if (bytes < LOOP_BYTES) for (let i = 0; i < bytes; i++) target[at + i] = source[start + i] ?? 0;
      else target.set(source.subarray(start, start + bytes), at);
    }
    at = next;
  }
}

/** Writes where the values of the rows taken begin and end, and gives their length together, also where 32 bits cannot hold it; rows that are null have none. */
function* takenOffsets(
  offsets: Int32Array | Float64Array,
  from: OffsetWords,
  indices: RowIndices,
  validity: Uint8Array | undefined,
): Steps<number> {
  let total = 0;
  yield* ranges(indices.length, (start, end) => {
    total = takeOffsetRange(offsets, from, indices, validity, start, end, total);
  });
  return total;
}

function takeOffsetRange(
  offsets: Int32Array | Float64Array,
  from: OffsetWords,
  indices: RowIndices,
  validity: Uint8Array | undefined,
  start: number,
  end: number,
  before: number,
): number {
  let total = before;
  for (let row = start; row < end; row++) {
    if (validity === undefined || getBit(validity, row)) {
      const index = indices[row] ?? 0;
      total += offsetAt(from, index + 1) - offsetAt(from, index);
    }
    offsets[row + 1] = total;
  }
  return total;
}

/** New offsets of the lists taken, and the rows of their items. */
function* takeRanges(
  from: OffsetWords,
  indices: RowIndices,
  validity: Uint8Array | undefined,
): Steps<{ offsets: Float64Array; items: Uint32Array }> {
  const offsets = new Float64Array(indices.length + 1);
  const items = new Uint32Array(yield* takenOffsets(offsets, from, indices, validity));
  yield* ranges(indices.length, (first, end) => {
    for (let row = first; row < end; row++) {
      const at = offsets[row] ?? 0;
      const count = (offsets[row + 1] ?? 0) - at;
      const start = offsetAt(from, indices[row] ?? 0);
      for (let i = 0; i < count; i++) items[at + i] = start + i;
    }
  });
  return { offsets, items };
}

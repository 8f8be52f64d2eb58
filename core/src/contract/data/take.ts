import { bitmapBytes, getBit, setBit, validityOf } from './bitmap.js';
import { packOffsets, tooLong } from './variable-builder.js';
import type { ColumnData } from './column.js';
import { bufferBytes, childOf, offsetsOf, physicalOf, viewAs } from './physical.js';
import type { DataType } from './types.js';

/** Row numbers; -1 stands for a null row. */
export type RowIndices = Uint32Array | Int32Array;

/** The rows named, in that order, any number of times. O(rows taken + bytes taken). Data buffers of views and dictionaries are shared, not copied. */
export function takeColumn(type: DataType, column: ColumnData, indices: RowIndices): ColumnData {
  const { length } = indices;
  const physical = physicalOf(type);
  if (physical.kind === 'null') return { length, nullCount: length, buffers: [] };
  const { validity, nullCount } = takeValidity(column, indices);
  const head = { length, nullCount };
  switch (physical.kind) {
    case 'bool':
      return { ...head, buffers: [validity, takeBits(bufferBytes(column, 1), indices)] };
    case 'fixed':
      return { ...head, buffers: [validity, takeFixed(column.buffers[1], physical.width, indices)] };
    case 'dictionary': {
      const buffers = [validity, takeFixed(column.buffers[1], physical.width, indices)];
      return { ...head, buffers, ...(column.dictionary ? { dictionary: column.dictionary } : {}) };
    }
    case 'view':
      return { ...head, buffers: [validity, takeFixed(column.buffers[1], 16, indices), ...column.buffers.slice(2)] };
    case 'variable':
      return { ...head, buffers: [validity, ...takeVariable(type, column, physical.large, indices, validity)] };
    case 'list': {
      const { offsets, items } = takeRanges(offsetsOf(column, physical.large), indices, validity);
      const child = takeColumn(physical.item.type, childOf(column, 0), items);
      return { ...head, buffers: [validity, packOffsets(offsets, physical.large)], children: [child] };
    }
    case 'fixedSizeList': {
      const items = new Int32Array(length * physical.size);
      for (let row = 0; row < length; row++) {
        const from = indices[row] ?? 0;
        for (let i = 0; i < physical.size; i++) items[row * physical.size + i] = from < 0 ? -1 : from * physical.size + i;
      }
      return { ...head, buffers: [validity], children: [takeColumn(physical.item.type, childOf(column, 0), items)] };
    }
    case 'struct':
      return {
        ...head,
        buffers: [validity],
        children: physical.fields.map((f, index) => takeColumn(f.type, childOf(column, index), indices)),
      };
  }
}

function takeValidity(column: ColumnData, indices: RowIndices): { validity: Uint8Array | undefined; nullCount: number } {
  const source = validityOf(column);
  if (source === undefined && (indices instanceof Uint32Array || !indices.includes(-1)))
    return { validity: undefined, nullCount: 0 };
  const validity = new Uint8Array(bitmapBytes(indices.length));
  let valid = 0;
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row] ?? 0;
    if (from < 0 || (source !== undefined && !getBit(source, from))) continue;
    setBit(validity, row);
    valid++;
  }
  const nullCount = indices.length - valid;
  return { validity: nullCount === 0 ? undefined : validity, nullCount };
}

function takeBits(source: Uint8Array, indices: RowIndices): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(indices.length));
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row] ?? 0;
    if (from >= 0 && getBit(source, from)) setBit(bits, row);
  }
  return bits;
}

/** Copies whole words. Eight-byte values go as two words: reading them as doubles might change the bits of NaNs. */
function takeFixed(buffer: ArrayBufferView | undefined, width: number, indices: RowIndices): ArrayBufferView {
  const bytes = new ArrayBuffer(indices.length * width);
  if (width % 4 === 0) takeWords(viewAs(Int32Array, buffer), new Int32Array(bytes), width / 4, indices);
  else if (width === 2) takeWords(viewAs(Int16Array, buffer), new Int16Array(bytes), 1, indices);
  else takeWords(viewAs(Uint8Array, buffer), new Uint8Array(bytes), width, indices);
  return new Uint8Array(bytes);
}

function takeWords<T extends Int32Array | Int16Array | Uint8Array>(
  source: T,
  target: T,
  words: number,
  indices: RowIndices,
): void {
  if (words === 1) {
    for (let row = 0; row < indices.length; row++) target[row] = source[indices[row] ?? 0] ?? 0;
  } else if (words === 2) {
    for (let row = 0; row < indices.length; row++) {
      const from = 2 * (indices[row] ?? 0);
      target[2 * row] = source[from] ?? 0;
      target[2 * row + 1] = source[from + 1] ?? 0;
    }
  } else {
    for (let row = 0; row < indices.length; row++) {
      const from = (indices[row] ?? 0) * words;
      for (let word = 0; word < words; word++) target[row * words + word] = source[from + word] ?? 0;
    }
  }
}

/** Below this many bytes a loop is faster than a call of `set` with its subarray. */
const LOOP_BYTES = 24;

function takeVariable(
  type: DataType,
  column: ColumnData,
  large: boolean,
  indices: RowIndices,
  validity: Uint8Array | undefined,
): [ArrayBufferView, Uint8Array] {
  const source = bufferBytes(column, 2);
  const from = offsetsOf(column, large);
  const offsets = new Float64Array(indices.length + 1);
  let total = 0;
  for (let row = 0; row < indices.length; row++) {
    if (validity === undefined || getBit(validity, row)) {
      const index = indices[row] ?? 0;
      total += (from[index + 1] ?? 0) - (from[index] ?? 0);
    }
    offsets[row + 1] = total;
  }
  if (!large && total > 0x7fffffff) tooLong(type, total);
  const target = new Uint8Array(total);
  for (let row = 0; row < indices.length; row++) {
    const at = offsets[row] ?? 0;
    const bytes = (offsets[row + 1] ?? 0) - at;
    if (bytes === 0) continue;
    const start = from[indices[row] ?? 0] ?? 0;
    if (bytes < LOOP_BYTES) for (let i = 0; i < bytes; i++) target[at + i] = source[start + i] ?? 0;
    else target.set(source.subarray(start, start + bytes), at);
  }
  return [packOffsets(offsets, large), target];
}

/** New offsets of the lists taken, and the rows of their items. */
function takeRanges(
  from: Int32Array | Float64Array,
  indices: RowIndices,
  validity: Uint8Array | undefined,
): { offsets: Float64Array; items: Uint32Array } {
  const offsets = new Float64Array(indices.length + 1);
  let total = 0;
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row] ?? 0;
    if (validity === undefined || getBit(validity, row)) total += (from[index + 1] ?? 0) - (from[index] ?? 0);
    offsets[row + 1] = total;
  }
  const items = new Uint32Array(total);
  for (let row = 0; row < indices.length; row++) {
    const at = offsets[row] ?? 0;
    const count = (offsets[row + 1] ?? 0) - at;
    const start = from[indices[row] ?? 0] ?? 0;
    for (let i = 0; i < count; i++) items[at + i] = start + i;
  }
  return { offsets, items };
}

import { bytesOf } from './bitmap.js';
import type { ColumnData } from './column.js';
import type { DataType, Field } from './types.js';

/** How a type lies in memory. `fixed` covers all types whose values have one width, of `width` bytes; `integer` says which of them are dictionary indices too. */
export type Physical =
  | { readonly kind: 'null' | 'bool' | 'view' }
  | { readonly kind: 'fixed'; readonly width: number }
  | { readonly kind: 'variable'; readonly large: boolean }
  | { readonly kind: 'list'; readonly large: boolean; readonly item: Field }
  | { readonly kind: 'fixedSizeList'; readonly size: number; readonly item: Field }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }
  | { readonly kind: 'dictionary'; readonly width: number; readonly index: DataType; readonly values: DataType };

export type ValueArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

export interface ValueArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): ValueArray;
}

/** The typed array that holds the values of a fixed-width type: raw bytes for fixedSizeBinary, two words for each decimal, half floats as uint16. */
export function valueArrayOf(type: DataType): ValueArrayConstructor {
  switch (type.id) {
    case 'int8':
      return Int8Array;
    case 'int16':
      return Int16Array;
    case 'uint16':
    case 'float16':
      return Uint16Array;
    case 'int32':
      return Int32Array;
    case 'uint32':
      return Uint32Array;
    case 'float32':
      return Float32Array;
    case 'float64':
      return Float64Array;
    case 'int64':
    case 'timestamp':
    case 'duration':
      return BigInt64Array;
    case 'uint64':
    case 'decimal':
      return BigUint64Array;
    case 'date':
      return type.unit === 'day' ? Int32Array : BigInt64Array;
    case 'time':
      return type.unit === 's' || type.unit === 'ms' ? Int32Array : BigInt64Array;
    case 'dictionary':
      return valueArrayOf(type.index);
    default:
      return Uint8Array;
  }
}

export function physicalOf(type: DataType): Physical {
  switch (type.id) {
    case 'null':
    case 'bool':
      return { kind: type.id };
    case 'utf8':
    case 'binary':
      return { kind: 'variable', large: false };
    case 'largeUtf8':
    case 'largeBinary':
      return { kind: 'variable', large: true };
    case 'utf8View':
    case 'binaryView':
      return { kind: 'view' };
    case 'list':
    case 'largeList':
      return { kind: 'list', large: type.id === 'largeList', item: type.item };
    case 'map':
      return { kind: 'list', large: false, item: type.entries };
    case 'fixedSizeList':
      return { kind: 'fixedSizeList', size: type.size, item: type.item };
    case 'struct':
      return { kind: 'struct', fields: type.fields };
    case 'dictionary':
      return { kind: 'dictionary', width: valueArrayOf(type.index).BYTES_PER_ELEMENT, index: type.index, values: type.values };
    case 'fixedSizeBinary':
      return { kind: 'fixed', width: type.byteWidth };
    case 'decimal':
      return { kind: 'fixed', width: 16 };
    default:
      return { kind: 'fixed', width: valueArrayOf(type).BYTES_PER_ELEMENT };
  }
}

const EMPTY = new Uint8Array(0);

/** A buffer as bytes; a missing one is empty. */
export const bufferBytes = (column: ColumnData, index: number): Uint8Array => {
  const buffer = column.buffers[index];
  return buffer === undefined ? EMPTY : bytesOf(buffer);
};

/** The same memory seen as another kind of array; copied only when it is not aligned for it. */
export function viewAs<T>(
  constructor: { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T },
  view: ArrayBufferView | undefined,
): T {
  if (view === undefined) return new constructor(new ArrayBuffer(0));
  if (view instanceof constructor) return view;
  const count = Math.floor(view.byteLength / constructor.BYTES_PER_ELEMENT);
  if (view.byteOffset % constructor.BYTES_PER_ELEMENT === 0) return new constructor(view.buffer, view.byteOffset, count);
  return new constructor(bytesOf(view).slice().buffer, 0, count);
}

/**
 * Offsets of the values of variable width, or lists, of the rows `from … to`: `to - from + 1` entries, the first of which need not be 0. 64-bit offsets are read as
 * doubles, which is exact below 2^53.
 */
export function offsetsOf(column: ColumnData, large: boolean, from = 0, to = column.length): Int32Array | Float64Array {
  const buffer = column.buffers[1];
  if (buffer === undefined || buffer.byteLength === 0) return new Int32Array(to - from + 1);
  if (!large) return viewAs(Int32Array, buffer).subarray(from, to + 1);
  const offset = offsetReader(column, true);
  const offsets = new Float64Array(to - from + 1);
  for (let row = from; row <= to; row++) offsets[row - from] = offset(row);
  return offsets;
}

/** The same one by one, for a few rows of a long column: 64-bit offsets are not all read first. */
export function offsetReader(column: ColumnData, large: boolean): (row: number) => number {
  const offsets = offsetWords(column, large);
  return row => offsetAt(offsets, row);
}

/** Offsets as they lie in memory. */
export interface OffsetWords {
  readonly words: Int32Array;
  /** two words for each */
  readonly isWide: boolean;
}

export const offsetWords = (column: ColumnData, large: boolean): OffsetWords => ({
  words: viewAs(Int32Array, column.buffers[1]),
  isWide: large,
});

/** As two halves where it is wide: making a bigint of each takes many times longer. */
export const offsetAt = ({ words, isWide }: OffsetWords, row: number): number =>
  isWide ? (words[2 * row + 1] ?? 0) * TWO_32 + ((words[2 * row] ?? 0) >>> 0) : (words[row] ?? 0);
const TWO_32 = 2 ** 32;

/** Views of 16 bytes as four words each: length, then either 12 inline bytes or prefix, buffer index and offset. */
export const viewWords = (column: ColumnData): Int32Array => viewAs(Int32Array, column.buffers[1]);

export const INLINE_VIEW_BYTES = 12;

export const childOf = (column: ColumnData, index: number): ColumnData => {
  const child = column.children?.[index];
  if (child) return child;
  throw new TypeError(`a nested column has no child ${String(index)}`);
};

export const dictionaryOf = (column: ColumnData): ColumnData => {
  if (column.dictionary) return column.dictionary;
  throw new TypeError('a dictionary column has no dictionary');
};

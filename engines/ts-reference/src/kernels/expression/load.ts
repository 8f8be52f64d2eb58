import {
  bufferBytes,
  columnReader,
  decodeDictionary,
  fromHalf,
  offsetsOf,
  readDecimal,
  sliceColumn,
  validityOf,
  valueType,
  viewAs,
  viewWords,
} from '@parquetframe/core/engine';
import type { ColumnData, ColumnReader, DataType } from '@parquetframe/core/engine';
import type { Vector } from './vector.js';

/** Gives rows `start … end` of a column as a vector. */
export type Loader = (start: number, end: number) => Vector;

/** Prepares a column for loading in parts. Dictionaries are decoded part by part too: all rows at once take long, and as much memory again. */
export function columnLoader(type: DataType, column: ColumnData): Loader {
  if (type.id === 'dictionary') return dictionaryLoader(type, column);
  const bits = validityOf(column);
  const validity = (start: number, end: number): Uint8Array | undefined => bits && unpackValidity(bits, start, end);
  const numbers = numberLoader(type, column);
  if (numbers)
    return (start, end) => ({ form: 'number', type, step: 1, validity: validity(start, end), values: numbers(start, end) });
  switch (type.id) {
    case 'bool': {
      const values = bufferBytes(column, 1);
      return (start, end) => ({
        form: 'bool',
        type,
        step: 1,
        validity: validity(start, end),
        values: unpackBits(values, start, end),
      });
    }
    case 'int64':
    case 'uint64':
    case 'timestamp':
    case 'duration':
    case 'time':
    case 'date': {
      const wide = type.id === 'uint64' ? viewAs(BigUint64Array, column.buffers[1]) : viewAs(BigInt64Array, column.buffers[1]);
      const halves = viewAs(Int32Array, column.buffers[1]);
      return (start, end) => {
        const values = safeNumbers(halves, start, end, type.id === 'uint64');
        const head = { type, step: 1, validity: validity(start, end) } as const;
        return values ? { ...head, form: 'number', values } : { ...head, form: 'bigint', values: wide.subarray(start, end) };
      };
    }
    case 'decimal': {
      const words = viewAs(BigUint64Array, column.buffers[1]);
      return (start, end) => {
        const values: bigint[] = [];
        for (let i = start; i < end; i++) values.push(readDecimal(words, i));
        return { form: 'bigint', type, step: 1, validity: validity(start, end), values };
      };
    }
    case 'utf8':
    case 'binary':
    case 'largeUtf8':
    case 'largeBinary': {
      const isLarge = type.id === 'largeUtf8' || type.id === 'largeBinary';
      const data = bufferBytes(column, 2);
      return (start, end) => ({
        form: 'bytes',
        type,
        step: 1,
        validity: validity(start, end),
        offsets: offsetsOf(column, isLarge, start, end),
        data,
      });
    }
    case 'fixedSizeBinary': {
      const data = bufferBytes(column, 1);
      return (start, end) => {
        const offsets = Float64Array.from({ length: end - start + 1 }, (_, i) => (start + i) * type.byteWidth);
        return { form: 'bytes', type, step: 1, validity: validity(start, end), offsets, data };
      };
    }
    case 'utf8View':
    case 'binaryView':
      return (start, end) => ({ form: 'bytes', type, step: 1, validity: validity(start, end), ...packViews(column, start, end) });
    case 'null':
      return (start, end) => ({ form: 'opaque', type, step: 1, validity: new Uint8Array(end - start) });
    default: {
      let reader: ColumnReader | undefined;
      const at = (row: number): unknown => (reader ??= columnReader(type, column)).get(row);
      return (start, end) => ({ form: 'opaque', type, step: 1, validity: validity(start, end), at: i => at(start + i) });
    }
  }
}

function dictionaryLoader(type: Extract<DataType, { id: 'dictionary' }>, column: ColumnData): Loader {
  const { dictionary } = column;
  // A dictionary of a dictionary is as short as a dictionary is.
  const isNested = type.values.id === 'dictionary' && dictionary !== undefined;
  const values = valueType(type);
  const flat = isNested ? { ...column, dictionary: decodeDictionary(type.values, dictionary) } : column;
  const flatType: DataType = { ...type, values };
  return (start, end) =>
    columnLoader(values, decodeDictionary(flatType, sliceColumn(flatType, flat, start, end)))(0, end - start);
}

/** Types whose values are always exact as doubles. */
function numberLoader(type: DataType, column: ColumnData): ((start: number, end: number) => Float64Array) | undefined {
  const buffer = column.buffers[1];
  const from =
    (values: ArrayLike<number> & { subarray(start: number, end: number): ArrayLike<number> }) =>
    (start: number, end: number): Float64Array =>
      values instanceof Float64Array ? values.subarray(start, end) : new Float64Array(values.subarray(start, end));
  switch (type.id) {
    case 'int8':
      return from(viewAs(Int8Array, buffer));
    case 'int16':
      return from(viewAs(Int16Array, buffer));
    case 'int32':
      return from(viewAs(Int32Array, buffer));
    case 'uint8':
      return from(viewAs(Uint8Array, buffer));
    case 'uint16':
      return from(viewAs(Uint16Array, buffer));
    case 'uint32':
      return from(viewAs(Uint32Array, buffer));
    case 'float32':
      return from(viewAs(Float32Array, buffer));
    case 'float64':
      return from(viewAs(Float64Array, buffer));
    case 'float16': {
      const halves = viewAs(Uint16Array, buffer);
      return (start, end) => Float64Array.from(halves.subarray(start, end), fromHalf);
    }
    case 'date':
      return type.unit === 'day' ? from(viewAs(Int32Array, buffer)) : undefined;
    case 'time':
      return type.unit === 's' || type.unit === 'ms' ? from(viewAs(Int32Array, buffer)) : undefined;
    default:
      return undefined;
  }
}

const TWO_32 = 2 ** 32;
const SAFE_HIGH = 2 ** 21;

/**
 * 64-bit integers as doubles, or undefined when one is beyond ±2⁵³. Read as two 32-bit halves, which is many times faster than
 * making a bigint of each.
 */
function safeNumbers(halves: Int32Array, start: number, end: number, unsigned: boolean): Float64Array | undefined {
  const values = new Float64Array(end - start);
  for (let i = start; i < end; i++) {
    const low = (halves[2 * i] ?? 0) >>> 0;
    const signed = halves[2 * i + 1] ?? 0;
    const high = unsigned ? signed >>> 0 : signed;
    if (high >= SAFE_HIGH || high < -SAFE_HIGH) return undefined;
    values[i - start] = high * TWO_32 + low;
  }
  return values;
}

function unpackBits(bits: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  for (let i = start; i < end; i++) out[i - start] = ((bits[i >>> 3] ?? 0) >>> (i & 7)) & 1;
  return out;
}

/** One byte per row, or undefined when none is null. */
export function unpackValidity(bits: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const out = unpackBits(bits, start, end);
  return out.includes(0) ? out : undefined;
}

const INLINE_BYTES = 12;

function packViews(column: ColumnData, start: number, end: number): { readonly offsets: Int32Array; readonly data: Uint8Array } {
  const words = viewWords(column);
  const inline = bufferBytes(column, 1);
  const offsets = new Int32Array(end - start + 1);
  for (let i = start; i < end; i++) offsets[i - start + 1] = (offsets[i - start] ?? 0) + (words[4 * i] ?? 0);
  const data = new Uint8Array(offsets[end - start] ?? 0);
  for (let i = start; i < end; i++) {
    const length = words[4 * i] ?? 0;
    const from = length <= INLINE_BYTES ? 16 * i + 4 : (words[4 * i + 3] ?? 0);
    const bytes = length <= INLINE_BYTES ? inline : bufferBytes(column, 2 + (words[4 * i + 2] ?? 0));
    data.set(bytes.subarray(from, from + length), offsets[i - start] ?? 0);
  }
  return { offsets, data };
}

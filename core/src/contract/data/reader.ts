import { getBit, validityOf } from './bitmap.js';
import type { ColumnData } from './column.js';
import { readDecimal } from './decimal.js';
import { fromHalf } from './float16.js';
import { INLINE_VIEW_BYTES, bufferBytes, childOf, dictionaryOf, offsetReader, viewAs, viewWords } from './physical.js';
import { textReader } from './text.js';
import type { DataType, Field } from './types.js';

/**
 * Values of a column by row.
 *
 * `get` gives null for null, else: boolean; number for integers of up to 32 bits, floats and dates in days; bigint for int64, uint64, timestamps, times,
 * durations and dates in milliseconds (raw, in the column's unit) and for decimals (unscaled); string; Uint8Array (a view, not a copy) for binary;
 * array for lists; object for structs; array of [key, value] for maps. Of a dictionary, the value.
 */
export interface ColumnReader {
  readonly length: number;
  isNull(row: number): boolean;
  get(row: number): unknown;
}

type Get = (row: number) => unknown;

export function columnReader(type: DataType, column: ColumnData): ColumnReader {
  const { length } = column;
  if (type.id === 'null') return { length, isNull: () => true, get: () => null };
  const value = valueReader(type, column);
  const validity = validityOf(column);
  if (type.id === 'dictionary') {
    // A valid index may point at a null of the dictionary.
    const isNull = (row: number): boolean => (validity !== undefined && !getBit(validity, row)) || value(row) === null;
    return { length, isNull, get: row => (validity === undefined || getBit(validity, row) ? value(row) : null) };
  }
  if (validity === undefined) return { length, isNull: () => false, get: value };
  return { length, isNull: row => !getBit(validity, row), get: row => (getBit(validity, row) ? value(row) : null) };
}

function valueReader(type: DataType, column: ColumnData): Get {
  const values = column.buffers[1];
  switch (type.id) {
    case 'bool': {
      const bits = bufferBytes(column, 1);
      return row => getBit(bits, row);
    }
    case 'int8':
      return elements(viewAs(Int8Array, values));
    case 'uint8':
      return elements(viewAs(Uint8Array, values));
    case 'int16':
      return elements(viewAs(Int16Array, values));
    case 'uint16':
      return elements(viewAs(Uint16Array, values));
    case 'int32':
      return elements(viewAs(Int32Array, values));
    case 'uint32':
      return elements(viewAs(Uint32Array, values));
    case 'float32':
      return elements(viewAs(Float32Array, values));
    case 'float64':
      return elements(viewAs(Float64Array, values));
    case 'float16': {
      const halves = viewAs(Uint16Array, values);
      return row => fromHalf(halves[row] ?? 0);
    }
    case 'int64':
    case 'timestamp':
    case 'duration':
      return elements(viewAs(BigInt64Array, values));
    case 'uint64':
      return elements(viewAs(BigUint64Array, values));
    case 'date':
      return type.unit === 'day' ? elements(viewAs(Int32Array, values)) : elements(viewAs(BigInt64Array, values));
    case 'time': {
      if (type.unit === 'us' || type.unit === 'ns') return elements(viewAs(BigInt64Array, values));
      const narrow = viewAs(Int32Array, values);
      return row => BigInt(narrow[row] ?? 0);
    }
    case 'decimal': {
      const words = viewAs(BigUint64Array, values);
      return row => readDecimal(words, row);
    }
    case 'fixedSizeBinary': {
      const bytes = bufferBytes(column, 1);
      const width = type.byteWidth;
      return row => bytes.subarray(row * width, (row + 1) * width);
    }
    case 'utf8':
    case 'largeUtf8': {
      const offset = offsetReader(column, type.id === 'largeUtf8');
      const text = textReader(bufferBytes(column, 2));
      return row => text(offset(row), offset(row + 1));
    }
    case 'binary':
    case 'largeBinary': {
      const offset = offsetReader(column, type.id === 'largeBinary');
      const bytes = bufferBytes(column, 2);
      return row => bytes.subarray(offset(row), offset(row + 1));
    }
    case 'utf8View': {
      const inline = textReader(bufferBytes(column, 1));
      const texts = column.buffers.slice(2).map((_, index) => textReader(bufferBytes(column, index + 2)));
      return viewReader(column, inline, (buffer, start, end) => texts[buffer]?.(start, end));
    }
    case 'binaryView': {
      const inline = bufferBytes(column, 1);
      const subarray = (start: number, end: number): Uint8Array => inline.subarray(start, end);
      return viewReader(column, subarray, (buffer, start, end) => bufferBytes(column, buffer + 2).subarray(start, end));
    }
    case 'dictionary': {
      const dictionary = columnReader(type.values, dictionaryOf(column));
      const index = valueReader(type.index, column);
      return row => dictionary.get(Number(index(row)));
    }
    default:
      return nestedReader(type, column);
  }
}

const elements =
  (values: ArrayLike<number> | ArrayLike<bigint>): Get =>
  row =>
    values[row];

function viewReader<T>(
  column: ColumnData,
  inline: (start: number, end: number) => T,
  outside: (buffer: number, start: number, end: number) => T | undefined,
): Get {
  const words = viewWords(column);
  return row => {
    const bytes = words[row * 4] ?? 0;
    if (bytes <= INLINE_VIEW_BYTES) return inline(row * 16 + 4, row * 16 + 4 + bytes);
    const start = words[row * 4 + 3] ?? 0;
    return outside(words[row * 4 + 2] ?? 0, start, start + bytes);
  };
}

function nestedReader(type: DataType, column: ColumnData): Get {
  switch (type.id) {
    case 'list':
    case 'largeList': {
      const offset = offsetReader(column, type.id === 'largeList');
      const items = columnReader(type.item.type, childOf(column, 0));
      return row => range(items.get, offset(row), offset(row + 1));
    }
    case 'fixedSizeList': {
      const items = columnReader(type.item.type, childOf(column, 0));
      return row => range(items.get, row * type.size, (row + 1) * type.size);
    }
    case 'map': {
      const offset = offsetReader(column, false);
      const entry = entryReader(type.entries, childOf(column, 0));
      return row => range(entry, offset(row), offset(row + 1));
    }
    case 'struct':
      return structReader(type.fields, column);
    default:
      throw new TypeError(`columnReader does not know the type ${type.id}`);
  }
}

const range = (get: Get, start: number, end: number): unknown[] => {
  const items: unknown[] = [];
  for (let i = start; i < end; i++) items.push(get(i));
  return items;
};

function structReader(fields: readonly Field[], column: ColumnData): Get {
  const readers = fields.map((f, index) => ({ name: f.name, get: columnReader(f.type, childOf(column, index)).get }));
  return row => Object.fromEntries(readers.map(({ name, get }) => [name, get(row)]));
}

function entryReader(entries: Field, column: ColumnData): Get {
  if (entries.type.id !== 'struct') throw new TypeError('the entries of a map must be a struct of key and value');
  const [key, value] = entries.type.fields.map((f, index) => columnReader(f.type, childOf(column, index)).get);
  return row => [key?.(row), value?.(row)];
}

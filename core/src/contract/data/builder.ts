import { allSet, bitmapBytes, setBit } from './bitmap.js';
import type { ColumnData } from './column.js';
import { toDate, toFixed } from './coerce.js';
import { writeDecimal } from './decimal.js';
import { toHalf } from './float16.js';
import { physicalOf, valueArrayOf, type ValueArray } from './physical.js';
import type { DataType, Field } from './types.js';
import { invalid, packOffsets, variableBuffers, viewBuffers } from './variable-builder.js';

/**
 * A column from JavaScript values, the inverse of `columnReader`; null and undefined become null. Also accepted: safe integers for bigint types, Date for dates
 * and timestamps, decimal strings such as `'12.50'` for decimals. A typed array of the column's own kind is taken as it is, without a copy.
 * @throws ParquetFrameError `INVALID_ARGUMENT` for a value that is not of the type or does not fit, naming the row
 */
export function columnFromValues(type: DataType, values: ArrayLike<unknown>): ColumnData {
  const length = values.length;
  if (type.id === 'null') return { length, nullCount: length, buffers: [] };
  if (wrapsDirectly(type, values)) return { length, nullCount: 0, buffers: [undefined, values] };
  const { validity, nullCount } = validityFrom(values);
  const physical = physicalOf(type);
  const column = (buffers: readonly (ArrayBufferView | undefined)[], children?: readonly ColumnData[]): ColumnData => ({
    length,
    nullCount,
    buffers: [validity, ...buffers],
    ...(children ? { children } : {}),
  });
  switch (physical.kind) {
    case 'bool':
      return column([boolBits(values)]);
    case 'fixed':
      return column([fixedValues(type, values)]);
    case 'variable':
      return column(variableBuffers(type, values, physical.large));
    case 'view':
      return column(viewBuffers(type, values));
    case 'list': {
      const items = type.id === 'map' ? mapEntries(type.entries, values) : listItems(type, values);
      return column([offsetBuffer(values, physical.large)], [columnFromValues(physical.item.type, items)]);
    }
    case 'fixedSizeList': {
      const items = fixedSizeItems(type, physical.size, values);
      return column([], [columnFromValues(physical.item.type, items)]);
    }
    case 'struct':
      return column(
        [],
        physical.fields.map(f =>
          columnFromValues(
            f.type,
            Array.from(values, value => member(value, f.name)),
          ),
        ),
      );
    case 'dictionary': {
      const { distinct, indices } = encode(values);
      const encoded = columnFromValues(physical.index, indices);
      return { ...encoded, dictionary: columnFromValues(physical.values, distinct) };
    }
    default:
      return { length, nullCount: length, buffers: [] };
  }
}

const DIRECT: ReadonlySet<string> = new Set([
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'timestamp',
  'duration',
]);
const wrapsDirectly = (type: DataType, values: ArrayLike<unknown>): values is ValueArray =>
  DIRECT.has(type.id) && values instanceof valueArrayOf(type);

function validityFrom(values: ArrayLike<unknown>): { validity: Uint8Array | undefined; nullCount: number } {
  let validity: Uint8Array | undefined;
  let nullCount = 0;
  for (let row = 0; row < values.length; row++) {
    if (values[row] !== null && values[row] !== undefined) continue;
    validity ??= allSet(values.length);
    validity[row >>> 3] = (validity[row >>> 3] ?? 0) & ~(1 << (row & 7));
    nullCount++;
  }
  return { validity, nullCount };
}

function boolBits(values: ArrayLike<unknown>): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(values.length));
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === true) setBit(bits, row);
    else if (value !== false && value !== null && value !== undefined) invalid({ id: 'bool' }, row, value);
  }
  return bits;
}

function fixedValues(type: DataType, values: ArrayLike<unknown>): ArrayBufferView {
  if (type.id === 'fixedSizeBinary') return fixedBytes(type, type.byteWidth, values);
  const constructor = valueArrayOf(type);
  const perValue = type.id === 'decimal' ? 2 : 1;
  const array = new constructor(new ArrayBuffer(values.length * perValue * constructor.BYTES_PER_ELEMENT));
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    if (type.id === 'decimal') {
      const unscaled = toFixed(type, value);
      if (typeof unscaled !== 'bigint' || !(array instanceof BigUint64Array)) return invalid(type, row, value);
      writeDecimal(array, row, unscaled);
    } else if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
      const wide = type.id === 'timestamp' || type.id === 'date' ? toDate(type, value) : toFixed(type, value);
      if (typeof wide !== 'bigint') return invalid(type, row, value);
      array[row] = wide;
      if (array[row] !== wide) invalid(type, row, value);
    } else if (type.id === 'float16') {
      if (typeof value !== 'number') return invalid(type, row, value);
      array[row] = toHalf(value);
    } else if (type.id === 'float32' || type.id === 'float64') {
      const number = typeof value === 'bigint' ? Number(value) : value;
      if (typeof number !== 'number') return invalid(type, row, value);
      array[row] = number;
    } else {
      const narrow = Number(type.id === 'date' ? toDate(type, value) : toFixed(type, value));
      array[row] = narrow;
      if (array[row] !== narrow) invalid(type, row, value);
    }
  }
  return array;
}

function fixedBytes(type: DataType, width: number, values: ArrayLike<unknown>): Uint8Array {
  const bytes = new Uint8Array(values.length * width);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    if (!(value instanceof Uint8Array) || value.length !== width) return invalid(type, row, value);
    bytes.set(value, row * width);
  }
  return bytes;
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

function offsetBuffer(values: ArrayLike<unknown>, large: boolean): ArrayBufferView {
  const offsets = new Float64Array(values.length + 1);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    offsets[row + 1] = (offsets[row] ?? 0) + (isList(value) ? value.length : 0);
  }
  return packOffsets(offsets, large);
}

function listItems(type: DataType, values: ArrayLike<unknown>): unknown[] {
  const items: unknown[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    if (!isList(value)) return invalid(type, row, value);
    for (let i = 0; i < value.length; i++) items.push(value[i]);
  }
  return items;
}

function mapEntries(entries: Field, values: ArrayLike<unknown>): object[] {
  const names = entries.type.id === 'struct' ? entries.type.fields.map(f => f.name) : [];
  const [key = 'key', value = 'value'] = names;
  return listItems(entries.type, values).map((entry, row) =>
    isList(entry) ? { [key]: entry[0], [value]: entry[1] } : invalid(entries.type, row, entry),
  );
}

function fixedSizeItems(type: DataType, size: number, values: ArrayLike<unknown>): unknown[] {
  const items: unknown[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) {
      for (let i = 0; i < size; i++) items.push(null);
      continue;
    }
    if (!isList(value) || value.length !== size) return invalid(type, row, value);
    for (let i = 0; i < size; i++) items.push(value[i]);
  }
  return items;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null;

/** Distinct values in order of first appearance, and where each row's value is among them. */
function encode(values: ArrayLike<unknown>): { distinct: unknown[]; indices: (number | null)[] } {
  const seen = new Map<unknown, number>();
  const distinct: unknown[] = [];
  const indices: (number | null)[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) {
      indices.push(null);
      continue;
    }
    const key = dictionaryKey(value);
    let index = seen.get(key);
    if (index === undefined) {
      index = distinct.push(value) - 1;
      seen.set(key, index);
    }
    indices.push(index);
  }
  return { distinct, indices };
}

/** Equal for equal dictionary values; -0 stays apart from 0, so that decoding gives back what went in. */
export function dictionaryKey(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('latin1')}`;
  if (value instanceof Date) return `date:${String(value.getTime())}`;
  if (typeof value === 'string') return `text:${value}`;
  return Object.is(value, -0) ? 'minus zero' : value;
}

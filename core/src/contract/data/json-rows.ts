import type { Batch, ColumnData, TableData } from './column.js';
import { formatDecimal } from './decimal.js';
import { formatInstant } from './instant.js';
import type { Json, JsonObject } from './json.js';
import { columnReader } from './reader.js';
import { columnAt } from './rows.js';
import { valueType, type DataType, type TimeUnit } from './types.js';

/**
 * The rows as plain JSON: a number where it is one that JSON readers keep, else its text (`9007199254740993`, `NaN`); dates, times and instants in ISO 8601; decimals as
 * text; binary in base64; lists and maps as arrays, a map as pairs.
 */
export const jsonRowsOf = (table: TableData): JsonObject[] => table.batches.flatMap(batch => batchJson(table, batch));

function batchJson({ schema }: TableData, batch: Batch): JsonObject[] {
  const columns = schema.map((f, index) => ({ name: f.name, get: jsonReader(f.type, columnAt(batch, index)) }));
  return Array.from({ length: batch.length }, (_, row) => Object.fromEntries(columns.map(({ name, get }) => [name, get(row)])));
}

function jsonReader(type: DataType, column: ColumnData): (row: number) => Json {
  const { get } = columnReader(type, column);
  return row => jsonOf(type, get(row));
}

/** A raw value, as `columnReader` gives it. */
function jsonOf(given: DataType, value: unknown): Json {
  const type = valueType(given);
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      return type.id === 'date' ? dayText(value) : numberOf(value);
    case 'bigint':
      return bigintOf(type, value);
    default:
      if (value === null || value === undefined) return null;
      if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
      return nestedOf(type, value);
  }
}

const numberOf = (value: number): Json => (Number.isFinite(value) ? value : String(value));

function bigintOf(type: DataType, value: bigint): Json {
  switch (type.id) {
    case 'decimal':
      return formatDecimal(value, type.scale);
    case 'timestamp':
      return instantText(value, type.unit);
    case 'date':
      return instantText(value, 'ms');
    case 'time':
      return formatInstant(value, type.unit)?.slice(11) ?? String(value);
    default: {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
  }
}

const dayText = (days: number): string => formatInstant(BigInt(days) * 86_400n, 's')?.slice(0, -9) ?? String(days);

function instantText(value: bigint, unit: TimeUnit): string {
  const text = formatInstant(value, unit);
  return text === undefined ? String(value) : `${text}Z`;
}

function nestedOf(type: DataType, value: unknown): Json {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  switch (type.id) {
    case 'list':
    case 'largeList':
    case 'fixedSizeList':
      return items.map(item => jsonOf(type.item.type, item));
    case 'map': {
      const [key, entry] = type.entries.type.id === 'struct' ? type.entries.type.fields : [];
      if (!key || !entry) return null;
      return items.map((pair): Json => (Array.isArray(pair) ? [jsonOf(key.type, pair[0]), jsonOf(entry.type, pair[1])] : null));
    }
    case 'struct':
      return Object.fromEntries(type.fields.map(f => [f.name, jsonOf(f.type, Reflect.get(Object(value), f.name))]));
    default:
      return null;
  }
}

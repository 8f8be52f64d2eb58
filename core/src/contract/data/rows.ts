import { ParquetFrameError } from '../errors/index.js';
import { columnFromValues } from './builder.js';
import { unitsPerSecond } from './coerce.js';
import { tableData, type Batch, type ColumnData, type TableData } from './column.js';
import { formatDecimal } from './decimal.js';
import { columnReader } from './reader.js';
import type { DataType, Schema, TimeUnit } from './types.js';

export interface RowOptions {
  /** how int64 and uint64 appear; `number` is checked against 2^53 (`UNSAFE_INTEGER`). Default as the frame or runtime says, else `bigint`. */
  readonly int64?: 'bigint' | 'number' | 'string';
  /** how timestamps appear: Date (checked: one that is not a whole number of milliseconds is `INEXACT_TIMESTAMP`), or the raw count of the column's unit. Default `date`. */
  readonly timestamp?: 'date' | 'bigint';
}

/** Values as users see them: Date for dates and timestamps, decimal strings for decimals, else as `columnReader` gives them. */
export function userReader(type: DataType, column: ColumnData, options: RowOptions = {}): (row: number) => unknown {
  const { get } = columnReader(type, column);
  const convert = converter(type, options);
  if (convert === undefined) return get;
  return row => {
    const value = get(row);
    return value === null ? null : convert(value);
  };
}

function converter(type: DataType, options: RowOptions): ((value: unknown) => unknown) | undefined {
  switch (type.id) {
    case 'int64':
    case 'uint64':
      return options.int64 === 'number' ? safeNumber : options.int64 === 'string' ? String : undefined;
    case 'decimal':
      return value => (typeof value === 'bigint' ? formatDecimal(value, type.scale) : value);
    case 'date':
      return value => inRange(new Date(type.unit === 'day' ? Number(value) * 86_400_000 : Number(value)), value, type.unit);
    case 'timestamp':
      return options.timestamp === 'bigint' ? undefined : value => (typeof value === 'bigint' ? dateOf(value, type.unit) : value);
    case 'dictionary':
      return converter(type.values, options);
    case 'list':
    case 'largeList':
    case 'fixedSizeList': {
      const item = converter(type.item.type, options);
      return (
        item && (value => (Array.isArray(value) ? value.map((inner: unknown) => (inner === null ? null : item(inner))) : value))
      );
    }
    case 'struct': {
      const members = new Map(type.fields.map(f => [f.name, converter(f.type, options)]));
      return value => mapMembers(value, (name, inner) => (inner === null ? null : (members.get(name)?.(inner) ?? inner)));
    }
    case 'map': {
      if (type.entries.type.id !== 'struct') return undefined;
      const [key, entry] = type.entries.type.fields.map(f => converter(f.type, options));
      const pair = (values: readonly unknown[]): unknown[] => [
        key?.(values[0]) ?? values[0],
        values[1] === null ? null : (entry?.(values[1]) ?? values[1]),
      ];
      return value => (Array.isArray(value) ? value.map((inner: readonly unknown[]) => pair(inner)) : value);
    }
    default:
      return undefined;
  }
}

const mapMembers = (value: unknown, convert: (name: string, inner: unknown) => unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]: [string, unknown]) => [name, convert(name, inner)]))
    : value;

function safeNumber(value: unknown): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ParquetFrameError('UNSAFE_INTEGER', `${String(value)} is beyond 2^53 and cannot be a number without losing digits`, {
    details: { value: String(value) },
  });
}

function dateOf(value: bigint, unit: TimeUnit): Date {
  const perSecond = unitsPerSecond(unit);
  const scaled = value * 1_000n;
  if (scaled % perSecond !== 0n) {
    throw new ParquetFrameError(
      'INEXACT_TIMESTAMP',
      `the timestamp ${String(value)} ${unit} is not a whole number of milliseconds, so a Date cannot hold it; ask for { timestamp: 'bigint' }`,
      { details: { value: String(value), unit } },
    );
  }
  return inRange(new Date(Number(scaled / perSecond)), value, unit);
}

/** A Date ends 100 million days from 1970. */
function inRange(date: Date, value: unknown, unit: string): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw new ParquetFrameError(
    'INEXACT_TIMESTAMP',
    `the instant ${String(value)} ${unit} is beyond the years that a Date can hold; ask for { timestamp: 'bigint' }, or take toArrow() for dates`,
    { details: { value: String(value), unit } },
  );
}

/** The rows as objects, by column name. O(cells). */
export function rowsOf(table: TableData, options: RowOptions = {}): { [column: string]: unknown }[] {
  const rows: { [column: string]: unknown }[] = [];
  for (const batch of table.batches) for (const row of batchRows(table.schema, batch, options)) rows.push(row);
  return rows;
}

export function* batchRows(schema: Schema, batch: Batch, options: RowOptions = {}): Generator<{ [column: string]: unknown }> {
  const columns = schema.map((f, index) => ({ name: f.name, get: userReader(f.type, columnAt(batch, index), options) }));
  for (let row = 0; row < batch.length; row++) {
    const object: { [column: string]: unknown } = {};
    for (const { name, get } of columns) {
      if (name === '__proto__')
        Object.defineProperty(object, name, { value: get(row), enumerable: true, writable: true, configurable: true });
      else object[name] = get(row);
    }
    yield object;
  }
}

/** Column `index` of a batch; a missing one is a defect of whoever made the batch. */
export function columnAt(batch: Batch, index: number): ColumnData {
  const column = batch.columns[index];
  if (column) return column;
  throw new ParquetFrameError(
    'ENGINE_DEFECT',
    `a batch has ${String(batch.columns.length)} columns; column ${String(index)} is missing`,
  );
}

/**
 * One batch from row objects; a missing member is null.
 * @param first number of the first row, for messages
 * @throws ParquetFrameError `INVALID_ARGUMENT` for a value that is not of its column's type
 */
export function tableFromRows(schema: Schema, rows: readonly object[], first = 0): TableData {
  const columns = schema.map(f => {
    const values = rows.map((row): unknown => (Object.hasOwn(row, f.name) ? Reflect.get(row, f.name) : null));
    try {
      return columnFromValues(f.type, values);
    } catch (error) {
      if (!(error instanceof ParquetFrameError)) throw error;
      throw inColumn(error, f.name, first);
    }
  });
  return tableData(schema, [{ length: rows.length, columns }]);
}

/** The same error with the name of the column and, of a later slice, the number of the row among all rows. */
export function inColumn(error: ParquetFrameError, column: string, first: number): ParquetFrameError {
  const { row } = error.details;
  const place = typeof row === 'number' ? { row: row + first } : {};
  const message =
    typeof row === 'number' ? error.message.replace(`row ${String(row)}:`, `row ${String(row + first)}:`) : error.message;
  return new ParquetFrameError(error.code, `column ${JSON.stringify(column)}, ${message}`, {
    cause: error,
    details: { ...error.details, ...place, column },
  });
}

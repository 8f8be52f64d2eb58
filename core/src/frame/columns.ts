import { types } from 'node:util';
import {
  columnFromValues,
  inColumn,
  tableData,
  Turns,
  type Batch,
  type ColumnData,
  type DataType,
  type DeferredTable,
  type Field,
  type TableData,
} from '../contract/data/index.js';
import { hasMembers, ParquetFrameError, received } from '../contract/errors/index.js';
import type { SchemaDeclaration } from './column-types.js';
import { declaredFields } from './declaration.js';
import { inferColumn } from './infer.js';

/** The values of a column: an array, or a typed array, which is taken as it is. */
export type ColumnValues =
  | readonly unknown[]
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** The type of the elements of each typed array. */
const TYPES: { readonly [name: string]: DataType['id'] } = {
  Int8Array: 'int8',
  Int16Array: 'int16',
  Int32Array: 'int32',
  BigInt64Array: 'int64',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
  BigUint64Array: 'uint64',
  Float32Array: 'float32',
  Float64Array: 'float64',
};

/** Up to so many values are copied at once, and then so many at a time. */
const SLICE_ROWS = 10_000;

/**
 * Columns as a table. Typed arrays are not copied; arrays are, many values only when the table is first needed.
 * @throws ParquetFrameError `INVALID_ARGUMENT` for what is no column, `LENGTH_MISMATCH`
 */
export function tableOfColumns(given: unknown, declaration: SchemaDeclaration | undefined): TableData | DeferredTable {
  const columns = columnsOf(given);
  const schema = declaration === undefined ? columns.map(inferredField) : declaredFields(declaration);
  const byName = new Map(columns.map(({ name, values }) => [name, values]));
  const values = schema.map(({ name }) => valuesOf(byName, name));
  const length = columns[0]?.values.length ?? 0;
  const batch = (start: number, end: number): Batch => ({
    length: end - start,
    columns: schema.map((field, index) => columnOf(field, values[index] ?? [], start, end)),
  });
  if (length <= SLICE_ROWS || values.every(types.isTypedArray)) return tableData(schema, [batch(0, length)]);
  const make = async (): Promise<TableData> => {
    const batches: Batch[] = [];
    const turns = new Turns();
    for (let start = 0; start < length; start += SLICE_ROWS) {
      batches.push(batch(start, Math.min(length, start + SLICE_ROWS)));
      if (turns.over) await turns.next();
    }
    return tableData(schema, batches);
  };
  return { schema, length, make };
}

interface NamedValues {
  readonly name: string;
  readonly values: ColumnValues;
}

function columnsOf(given: unknown): readonly NamedValues[] {
  if (!hasMembers(given) || Array.isArray(given) || types.isMap(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromColumns takes an object of arrays, such as { x: [1, 2], y: new Float64Array(2) }; received ${received(given)}`,
    );
  const columns = Object.entries(given).map(([name, values]): NamedValues => {
    if (isColumn(values)) return { name, values };
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromColumns: column ${JSON.stringify(name)} must be an array or a typed array, received ${received(values)}`,
      { details: { column: name } },
    );
  });
  const [first, ...others] = columns;
  const other = others.find(({ values }) => values.length !== first?.values.length);
  if (first && other)
    throw new ParquetFrameError(
      'LENGTH_MISMATCH',
      `fromColumns: column ${JSON.stringify(first.name)} has ${String(first.values.length)} values, ` +
        `column ${JSON.stringify(other.name)} has ${String(other.values.length)}`,
      { details: { columns: [first.name, other.name] } },
    );
  return columns;
}

const typedName = (values: object): string => Object.prototype.toString.call(values).slice(8, -1);
const isColumn = (values: unknown): values is ColumnValues =>
  Array.isArray(values) || (types.isTypedArray(values) && Object.hasOwn(TYPES, typedName(values)));

/** Typed arrays have no nulls. */
function inferredField({ name, values }: NamedValues): Field {
  const id = Array.isArray(values) ? undefined : TYPES[typedName(values)];
  return id === undefined
    ? { name, type: inferColumn(name, values), nullable: true }
    : { name, type: { id } as DataType, nullable: false };
}

function valuesOf(columns: ReadonlyMap<string, ColumnValues>, name: string): ColumnValues {
  const found = columns.get(name);
  if (found) return found;
  const names = Array.from(columns.keys(), each => JSON.stringify(each)).join(', ');
  throw new ParquetFrameError(
    'SCHEMA_MISMATCH',
    `fromColumns: the schema declares column ${JSON.stringify(name)}, which is not given; given are ${names || 'none'}`,
    { details: { column: name } },
  );
}

function columnOf({ name, type }: Field, values: ColumnValues, start: number, end: number): ColumnData {
  try {
    return columnFromValues(type, partOf(values, start, end));
  } catch (error) {
    throw error instanceof ParquetFrameError ? inColumn(error, name, start) : error;
  }
}

function partOf(values: ColumnValues, start: number, end: number): ArrayLike<unknown> {
  if (start === 0 && end === values.length) return values;
  return types.isTypedArray(values) ? values.subarray(start, end) : values.slice(start, end);
}

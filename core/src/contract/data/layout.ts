import { ParquetFrameError } from '../errors/index.js';
import { bitmapBytes } from './bitmap.js';
import type { ColumnData, TableData } from './column.js';
import { offsetReader, physicalOf } from './physical.js';
import { formatType, type DataType } from './types.js';

/**
 * Refuses a table whose columns are not as long as they say: what lies behind the end of a buffer would be read as zeros here, and not at all by native engines.
 * Looks at lengths and at last offsets, not at values: O(columns × batches).
 * @throws ParquetFrameError `INVALID_ARGUMENT`
 */
export function requireWholeColumns({ schema, batches }: TableData): void {
  for (const [number, { length, columns }] of batches.entries()) {
    for (const [index, { name, type }] of schema.entries()) {
      const column = columns[index];
      const fault = column === undefined ? 'it is missing' : (rowsFault(column, length) ?? faultOf(type, column, length));
      if (fault !== undefined)
        throw new ParquetFrameError(
          'INVALID_ARGUMENT',
          `column ${JSON.stringify(name)} of batch ${String(number)} is not whole: ${fault}`,
          { details: { column: name, batch: number } },
        );
    }
  }
}

const rowsFault = ({ length }: ColumnData, rows: number): string | undefined =>
  length === rows ? undefined : `it has ${String(length)} rows instead of ${String(rows)}`;

/** What is wrong with a column that should have so many rows, or undefined. */
function faultOf(type: DataType, column: ColumnData, rows: number): string | undefined {
  if (column.length < rows) return rowsFault(column, rows);
  const [validity, first] = column.buffers;
  if (validity !== undefined && validity.byteLength < bitmapBytes(rows))
    return tooShort('the validity bitmap', bitmapBytes(rows), validity);
  // Without a value there may be no buffers either.
  if (rows === 0 || column.nullCount === rows) return undefined;
  const physical = physicalOf(type);
  const values = (bytes: number): string | undefined =>
    first === undefined || first.byteLength < bytes
      ? tooShort(`the buffer of ${formatType(type)} values`, bytes, first)
      : undefined;
  const offsets = (isLarge: boolean): string | undefined => {
    const bytes = (rows + 1) * (isLarge ? 8 : 4);
    return first === undefined || first.byteLength < bytes ? tooShort('the buffer of offsets', bytes, first) : undefined;
  };
  switch (physical.kind) {
    case 'null':
      return undefined;
    case 'bool':
      return values(bitmapBytes(rows));
    case 'fixed':
      return values(rows * physical.width);
    case 'view':
      return values(rows * 16);
    case 'dictionary':
      return (
        values(rows * physical.width) ??
        (column.dictionary ? faultOf(physical.values, column.dictionary, column.dictionary.length) : 'its dictionary is missing')
      );
    case 'variable': {
      const missing = offsets(physical.large);
      if (missing !== undefined) return missing;
      const end = offsetReader(column, physical.large)(rows);
      const data = column.buffers[2];
      return end > (data?.byteLength ?? 0) ? tooShort('the buffer of data', end, data) : undefined;
    }
    case 'list': {
      const missing = offsets(physical.large);
      if (missing !== undefined) return missing;
      const end = offsetReader(column, physical.large)(rows);
      const items = column.children?.[0];
      if (items === undefined || items.length < end)
        return `its lists have ${String(end)} items, and ${String(items?.length ?? 0)} are there`;
      return faultOf(physical.item.type, items, items.length);
    }
    case 'fixedSizeList': {
      const items = column.children?.[0];
      return items === undefined ? 'its items are missing' : faultOf(physical.item.type, items, rows * physical.size);
    }
    case 'struct':
      for (const [index, { name, type: own }] of physical.fields.entries()) {
        const child = column.children?.[index];
        const fault = child === undefined ? 'it is missing' : faultOf(own, child, rows);
        if (fault !== undefined) return `field ${JSON.stringify(name)}: ${fault}`;
      }
      return undefined;
  }
}

const tooShort = (what: string, bytes: number, buffer: ArrayBufferView | undefined): string =>
  `${what} takes ${String(bytes)} bytes and has ${String(buffer?.byteLength ?? 0)}`;

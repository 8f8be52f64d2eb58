import { getBit, validityOf } from './bitmap.js';
import type { ColumnData } from './column.js';
import { dictionaryOf, valueArrayOf, viewAs } from './physical.js';
import { takeColumn } from './take.js';
import { valueType, type DataType } from './types.js';

/** A dictionary column with its values in place, of type `valueType(type)`; a column of another type as it is. */
export function decodeDictionary(type: DataType, column: ColumnData): ColumnData {
  if (type.id !== 'dictionary') return column;
  const validity = validityOf(column);
  const indices = viewAs(valueArrayOf(type.index), column.buffers[1]);
  const rows = new Int32Array(column.length);
  for (let row = 0; row < rows.length; row++) {
    rows[row] = validity !== undefined && !getBit(validity, row) ? -1 : Number(indices[row] ?? 0);
  }
  return takeColumn(valueType(type.values), decodeDictionary(type.values, dictionaryOf(column)), rows);
}

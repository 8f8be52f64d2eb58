import { columnValues } from './compare.js';
import type { TableData } from '@parquetframe/core/engine';
import { formatValue } from './values.js';

/** A table as CSV with a header, quoted where that is needed. Text is always quoted: an unquoted empty field would be null. */
export function csvText(table: TableData): string {
  const columns = table.schema.map(f => columnValues(table, f.name));
  const lines = [table.schema.map(f => headerField(f.name)).join(',')];
  for (let row = 0; row < table.length; row++) lines.push(columns.map(column => csvField(column[row])).join(','));
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const headerField = (name: string): string => (/^\w+$/.test(name) ? name : quoted(name));

/** A single column of null is quoted nothing, so it gets a blank line; readers keep those as rows. */
function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return quoted(value);
  return formatValue(value).replace(/n$/, '').replace(/^NaN$/, '');
}

import type { Table } from '@parquetframe/core';
import { rowsOf, sliceTable } from '@parquetframe/core/engine';

/** Rows of text in aligned columns: numbers to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)));
  const numeric = header.map(
    (_, column) => rows.length > 0 && rows.every(row => /^-?[\d.,]+(e[-+]?\d+)?%?$|^$|^null$/.test(row[column] ?? '')),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map(width => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n') + '\n';
}

/** A value as people read it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (value instanceof Uint8Array)
    return `0x${Buffer.from(value.subarray(0, 16)).toString('hex')}${value.length > 16 ? '…' : ''}`;
  if (typeof value === 'object') return JSON.stringify(value, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : typeof value;
}

/** The first rows of a table, and how many there are more. */
export function previewText(table: Table, limit: number): string {
  const columns = table.schema.map(f => f.name);
  const rows: readonly { readonly [column: string]: unknown }[] = rowsOf(
    sliceTable(table.data, 0, Math.min(limit, table.length)),
  );
  const text = textTable(
    columns,
    rows.map(row => columns.map(column => cellText(row[column]))),
  );
  const more = table.length - rows.length;
  return more === 0 ? text : `${text}… ${String(more)} more rows; --top N for the first by value, --output FILE for all\n`;
}

import { isJsonArray, type Json } from '@parquetframe/core/engine';

export { edgesOf, tableOf, tableOfValues, type LiteralColumn } from '@parquetframe/core/engine';

/** Text of a value: equal for values that are equal bit for bit (all NaN are one), different otherwise. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(formatValue).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${formatValue(inner)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

/** The fields of a JSON object; of anything else, none. */
export function readFieldsOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isJsonArray(value) ? value : {};
}

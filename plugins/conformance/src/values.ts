import {
  columnFromValues,
  isJsonArray,
  tableData,
  type Json,
  type DataType,
  type Schema,
  type SimpleTypeId,
  type TableData,
} from '@parquetframe/core/engine';

/** A column of a literal table: its type and values, nulls allowed unless `required`. */
export type LiteralColumn = readonly [type: DataType | SimpleTypeId, values: readonly unknown[], nullability?: 'required'];

/**
 * A table from columns of values, for literal cases. Values are as a column reader gives them: bigint for 64-bit integers and instants.
 *
 * @example
 * tableOf({ x: ['int64', [1n, null]], name: ['utf8', ['a', 'b']] })
 */
export function tableOf(columns: { readonly [name: string]: LiteralColumn }, batchLengths?: readonly number[]): TableData {
  const schema: Schema = Object.entries(columns).map(([name, [type, , nullability]]) => ({
    name,
    type: typeof type === 'string' ? { id: type } : type,
    nullable: nullability !== 'required',
  }));
  const all = Object.values(columns).map(([, values]) => values);
  const length = all[0]?.length ?? 0;
  return tableOfValues(schema, all, batchLengths ?? [length]);
}

/** `columns[i]` has the values of `schema[i]`; they are cut into batches of the lengths given. */
export function tableOfValues(
  schema: Schema,
  columns: readonly (readonly unknown[])[],
  batchLengths: readonly number[],
): TableData {
  let start = 0;
  const batches = batchLengths.map(length => {
    const end = start + length;
    const batch = {
      length,
      columns: schema.map((f, index) => columnFromValues(f.type, (columns[index] ?? []).slice(start, end))),
    };
    start = end;
    return batch;
  });
  return tableData(schema, batches);
}

/** Rows of vertex pairs as an edge table with columns `src` and `dst`. */
export const edgesOf = (
  pairs: readonly (readonly [unknown, unknown])[],
  type: DataType | SimpleTypeId = 'int64',
  weights?: LiteralColumn,
): TableData =>
  tableOf({
    src: [type, pairs.map(pair => asId(pair[0], type)), 'required'],
    dst: [type, pairs.map(pair => asId(pair[1], type)), 'required'],
    ...(weights ? { weight: weights } : {}),
  });

const asId = (value: unknown, type: DataType | SimpleTypeId): unknown =>
  typeof value === 'number' && (type === 'int64' || type === 'uint64') ? BigInt(value) : value;

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

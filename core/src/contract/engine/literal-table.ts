import { columnFromValues } from '../data/builder.js';
import { fieldIndex } from '../data/column.js';
import { columnReader } from '../data/reader.js';
import { tableData, type DataType, type Schema, type SimpleTypeId, type TableData } from '../data/index.js';

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

/** All values of a column over all batches. */
export function columnValues(table: TableData, name: string): unknown[] {
  const index = fieldIndex(table.schema, name);
  const type = table.schema[index]?.type;
  if (!type) throw new TypeError(`there is no column ${name}`);
  const values: unknown[] = [];
  for (const batch of table.batches) {
    const column = batch.columns[index];
    if (!column) throw new TypeError(`a batch has no column ${name}`);
    const reader = columnReader(type, column);
    for (let row = 0; row < batch.length; row++) values.push(reader.get(row));
  }
  return values;
}

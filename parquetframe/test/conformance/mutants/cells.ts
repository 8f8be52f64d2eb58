import {
  columnFromValues,
  heldReplica,
  tableData,
  type KernelCall,
  type KernelResult,
  type Replica,
  type Schema,
  type TableData,
} from '@parquetframe/core/engine';
import { tableOfResult, withRows } from '../defect.js';

/** The same result with other values: `edit` is told the value, its row and its column. */
export const withCells = (result: KernelResult, edit: (value: unknown, row: number, column: string) => unknown): KernelResult => {
  const { schema } = tableOfResult(result);
  return withRows(result, rows =>
    rows.map((values, row) => values.map((value, index) => edit(value, row, schema[index]?.name ?? ''))),
  );
};

export const isTable = (value: unknown): value is TableData =>
  typeof value === 'object' && value !== null && 'schema' in value && 'batches' in value;

/** The table of an input, as far as it is one on the heap. */
export const inputTable = ({ inputs }: KernelCall, port = 0): TableData | undefined => {
  const value = inputs[port]?.value;
  return isTable(value) ? value : undefined;
};

/** The call with another table at an input. */
export const withInput = (call: KernelCall, table: TableData, port = 0): KernelCall => ({
  ...call,
  inputs: call.inputs.map((input, index): Replica => (index === port ? heldReplica(input.residency, table, undefined) : input)),
});

export const tableOfRows = (schema: Schema, rows: readonly (readonly unknown[])[]): TableData =>
  tableData(schema, [
    {
      length: rows.length,
      columns: schema.map((f, index) =>
        columnFromValues(
          f.type,
          rows.map(row => row[index]),
        ),
      ),
    },
  ]);

export const emptyTable = (schema: Schema): TableData => tableOfRows(schema, []);

/** The table with each column read from the column that `find` points to, where both have the same type; throws where they have not, as an engine does that binds by name. */
export function readingColumns(table: TableData, find: (name: string, schema: Schema) => number): TableData {
  const from = table.schema.map((f, index) => {
    const found = find(f.name, table.schema);
    return found < 0 ? index : found;
  });
  const other = table.schema.find((f, index) => table.schema[from[index] ?? index]?.type.id !== f.type.id);
  if (other) throw new Error(`ambiguous column ${other.name}`);
  const batches = table.batches.map(batch => ({
    ...batch,
    columns: batch.columns.map((column, index) => batch.columns[from[index] ?? index] ?? column),
  }));
  return tableData(
    table.schema.map((f, index) => ({ ...f, nullable: f.nullable || (table.schema[from[index] ?? index]?.nullable ?? true) })),
    batches,
  );
}

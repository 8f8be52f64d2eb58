import { sliceTable, type CaseTools, type OperationOptions, type TableData } from '@parquetframe/core/engine';
import { columnValues } from '../compare.js';
import { formatValue, tableOfValues } from '../values.js';

/** Values of an expression over the rows of a table, and the rows whose value cannot be computed. */
export interface ComputedCells {
  readonly values: readonly unknown[];
  readonly unknown: ReadonlySet<number>;
}

/** Computes an expression as far as it goes. Equal rows give the same, and a table with many rows has few that differ: each of those is computed once. */
export async function computedCells(
  table: TableData,
  column: { readonly name: string; readonly expression: unknown },
  tools: Pick<CaseTools, 'reference'>,
): Promise<ComputedCells> {
  const columns = table.schema.map(f => columnValues(table, f.name));
  const places = new Map<string, number>();
  const firsts: number[] = [];
  const placeOf = Array.from({ length: table.length }, (_, row) => {
    const key = formatValue(columns.map(values => values[row]));
    let place = places.get(key);
    if (place === undefined) {
      places.set(key, (place = firsts.length));
      firsts.push(row);
    }
    return place;
  });
  const distinct = tableOfValues(
    table.schema,
    columns.map(values => firsts.map(row => values[row])),
    [firsts.length],
  );
  const { values, unknown } = await computedRows(distinct, column, tools);
  return {
    values: placeOf.map(place => values[place]),
    unknown: new Set([...placeOf.keys()].filter(row => unknown.has(placeOf[row] ?? -1))),
  };
}

/** By halving the rows until those that fail stand alone. */
async function computedRows(
  table: TableData,
  column: { readonly name: string; readonly expression: unknown },
  { reference }: Pick<CaseTools, 'reference'>,
): Promise<ComputedCells> {
  const values: unknown[] = Array.from({ length: table.length }, () => null);
  const unknown = new Set<number>();
  const options: OperationOptions = { columns: [column] };
  const compute = async (start: number, end: number): Promise<void> => {
    if (start >= end) return;
    try {
      const part = await reference('table.project', [{ kind: 'table', table: sliceTable(table, start, end) }], options);
      if (part.kind === 'table') columnValues(part.table, column.name).forEach((value, index) => (values[start + index] = value));
    } catch {
      if (end - start === 1) {
        unknown.add(start);
        return;
      }
      const middle = Math.floor((start + end) / 2);
      await compute(start, middle);
      await compute(middle, end);
    }
  };
  await compute(0, table.length);
  return { values, unknown };
}

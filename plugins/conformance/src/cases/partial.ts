import { sliceTable, type CaseTools, type OperationOptions, type TableData } from '@parquetframe/core/engine';
import { columnValues } from '../compare.js';

/** Values of an expression over the rows of a table, and the rows whose value cannot be computed. */
export interface ComputedCells {
  readonly values: readonly unknown[];
  readonly unknown: ReadonlySet<number>;
}

/** Computes an expression as far as it goes, by halving the rows until those that fail stand alone. */
export async function computedCells(
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

import {
  columnReader,
  concatBatches,
  takeColumn,
  tableData,
  type Aggregation,
  type CaseResult,
  type CaseTools,
  type PartialTable,
  type PreparedCase,
  type TableData,
} from '@parquetframe/core/engine';
import { bindOperation } from '../../bind.js';
import { columnValues, compareSchemas } from '../../compare.js';
import { formatValue, tableOfValues } from '../../values.js';

const ROUNDING = 2 ** -53;

export const keysOf = (options: PreparedCase['options']): readonly string[] => (options['keys'] ?? []) as readonly string[];

export function repeatedGroup(options: PreparedCase['options'], result: CaseResult): string | undefined {
  if (result.kind !== 'table') return 'the result is not a table';
  const groups = groupTexts(result.table, keysOf(options));
  const twice = groups.find((text, row) => groups.indexOf(text) !== row);
  return twice === undefined ? undefined : `(${twice}) is there twice`;
}

/** Text of the keys of every row; -0 is 0. */
export function groupTexts(table: TableData, keys: readonly string[]): readonly string[] {
  const columns = keys.map(key => columnValues(table, key));
  return Array.from({ length: table.length }, (_, row) =>
    columns.map(values => formatValue(Object.is(values[row], -0) ? 0 : values[row])).join(', '),
  );
}

/** Rows are matched by their keys; float sums and means may differ by the bound that the operation states. */
export function compareGroups(actual: TableData, expected: TableData, prepared: PreparedCase): string | undefined {
  const [input] = prepared.inputs;
  if (input?.kind !== 'table') return 'the input is not a table';
  const schema = compareSchemas(actual.schema, expected.schema);
  if (schema !== undefined) return schema;
  if (actual.length !== expected.length) return `${actual.length} groups, expected ${expected.length}`;
  const keys = keysOf(prepared.options);
  const rowOf = new Map(groupTexts(actual, keys).map((text, row) => [text, row]));
  const inputGroups = groupTexts(input.table, keys);
  const aggregates = prepared.options['aggregates'] as readonly Aggregation[];
  const conditions = conditionsOf(input.table, aggregates);
  const [a, b] = [readers(actual), readers(expected)];
  for (const [row, group] of groupTexts(expected, keys).entries()) {
    const match = rowOf.get(group);
    if (match === undefined) return `the group (${group}) is missing`;
    for (const [index, aggregate] of aggregates.entries()) {
      const [x, y] = [a[keys.length + index]?.get(match), b[keys.length + index]?.get(row)];
      const values =
        aggregate.column === null
          ? []
          : columnValues(input.table, aggregate.column).filter(
              (_, at) =>
                inputGroups[at] === group && (aggregate.where === undefined || conditions.get(aggregate.where)?.[at] === true),
            );
      if (!withinBound(x, y, aggregate, values))
        return `${aggregate.name} (${aggregate.function}) of the group (${group}) is ${formatValue(x)}, expected ${formatValue(y)}`;
    }
  }
  return undefined;
}

/** Values of the columns that say which rows count. */
export const conditionsOf = (table: TableData, aggregates: readonly Aggregation[]): ReadonlyMap<string, readonly unknown[]> =>
  new Map(aggregates.flatMap(({ where }) => (where === undefined ? [] : [[where, columnValues(table, where)] as const])));

function readers(table: TableData): readonly ReturnType<typeof columnReader>[] {
  const { columns } = concatBatches(table.schema, table.batches);
  return table.schema.map((f, index) => {
    const column = columns[index];
    if (!column) throw new TypeError(`there is no column ${f.name}`);
    return columnReader(f.type, column);
  });
}

function withinBound(actual: unknown, expected: unknown, aggregate: Aggregation, values: readonly unknown[]): boolean {
  if (formatValue(actual) === formatValue(expected)) return true;
  if (typeof actual !== 'number' || typeof expected !== 'number') return false;
  // -0 and 0 are equal, so either is the least or the greatest.
  if (aggregate.function === 'min' || aggregate.function === 'max') return actual === expected;
  // All others are the same in both classes.
  if (aggregate.function !== 'sum' && aggregate.function !== 'mean') return false;
  const numbers = values.filter(value => value !== null).map(Number);
  if (!numbers.every(Number.isFinite)) return false;
  const sum = (scale: number): number => numbers.reduce((total, x) => total + Math.abs(x * scale), 0);
  // Where the sum of magnitudes overflows, everything is compared as if it were smaller.
  const scale = Number.isFinite(sum(1)) ? 1 : 2 ** -128;
  const scaled = (x: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x)) * scale;
  const bound = 2 * numbers.length * ROUNDING * sum(scale);
  const allowed = aggregate.function === 'mean' ? bound / numbers.length + 2 * ROUNDING * Math.abs(scaled(expected)) : bound;
  return Math.abs(scaled(actual) - scaled(expected)) <= allowed;
}

/** Aggregates of every group by itself, so that one that overflows takes no other with it. */
export async function aggregatePartial(
  { inputs: [input], options }: PreparedCase,
  { reference }: Pick<CaseTools, 'reference'>,
): Promise<PartialTable | undefined> {
  if (input?.kind !== 'table') return undefined;
  const { table } = input;
  const keys = keysOf(options);
  const counted = await reference('table.aggregate', [input], {
    keys,
    aggregates: [{ name: 'rows of the group', function: 'count', column: null }],
  });
  const { output } = bindOperation('table.aggregate', options, [{ kind: 'table', schema: table.schema }], 'exact').fragment.root;
  if (counted.kind !== 'table' || output.kind !== 'table') return undefined;
  const whole = tableData(table.schema, [concatBatches(table.schema, table.batches)]);
  const rowsOf = new Map<string, number[]>();
  for (const [row, group] of groupTexts(table, keys).entries()) {
    const rows = rowsOf.get(group);
    if (rows) rows.push(row);
    else rowsOf.set(group, [row]);
  }
  const groups = groupTexts(counted.table, keys);
  const aggregates = options['aggregates'] as readonly Aggregation[];
  const unknown = output.schema.map(() => new Set<number>());
  const columns = [...keys.map(key => columnValues(counted.table, key)), ...aggregates.map((): unknown[] => [])];
  for (const [row, group] of groups.entries()) {
    const part = rowsAt(whole, rowsOf.get(group) ?? []);
    for (const [index, aggregate] of aggregates.entries()) {
      const at = keys.length + index;
      try {
        const alone = await reference('table.aggregate', [{ kind: 'table', table: part }], { keys: [], aggregates: [aggregate] });
        columns[at]?.push(alone.kind === 'table' ? columnValues(alone.table, aggregate.name)[0] : null);
      } catch {
        columns[at]?.push(null);
        unknown[at]?.add(row);
      }
    }
  }
  return { table: tableOfValues(output.schema, columns, [groups.length]), unknown };
}

function rowsAt(table: TableData, rows: readonly number[]): TableData {
  const indices = Int32Array.from(rows);
  const taken = (table.batches[0]?.columns ?? []).map((column, index) => {
    const type = table.schema[index]?.type;
    if (!type) throw new TypeError('a column has no field');
    return takeColumn(type, column, indices);
  });
  return tableData(table.schema, [{ length: rows.length, columns: taken }]);
}

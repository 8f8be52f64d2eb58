import {
  columnAt,
  columnReader,
  familyOf,
  formatType,
  tableFromRows,
  valueType,
  type DataType,
  type Schema,
  type TableData,
} from '../contract/data/index.js';
import { AGGREGATE_FUNCTIONS, type AggregateFunction } from '../contract/functions/index.js';
import type { AnyAggregate } from './expr.js';
import { formatValue } from './value-text.js';

/** The columns of what `describe` gives: a row for each column of the frame. */
export type Described = {
  readonly column: 'utf8!';
  readonly type: 'utf8!';
  readonly count: 'int64!';
  readonly nullCount: 'int64!';
  readonly mean: 'float64';
  readonly std: 'float64';
  readonly min: 'utf8';
  readonly max: 'utf8';
};

const DESCRIBED: Schema = [
  { name: 'column', type: { id: 'utf8' }, nullable: false },
  { name: 'type', type: { id: 'utf8' }, nullable: false },
  { name: 'count', type: { id: 'int64' }, nullable: false },
  { name: 'nullCount', type: { id: 'int64' }, nullable: false },
  { name: 'mean', type: { id: 'float64' }, nullable: true },
  { name: 'std', type: { id: 'float64' }, nullable: true },
  { name: 'min', type: { id: 'utf8' }, nullable: true },
  { name: 'max', type: { id: 'utf8' }, nullable: true },
];

const ROWS = 'rows';
const STATISTICS = ['count', 'mean', 'std', 'min', 'max'] as const satisfies readonly AggregateFunction[];

/** Everything that is asked of the data: one row of aggregates, and so one pass. Columns are numbered, since any may have the name of another's statistic. */
export const describingAggregates = (schema: Schema): readonly (readonly [string, AnyAggregate])[] => [
  [ROWS, { function: 'count', input: undefined }],
  ...schema.flatMap(({ name, type }, index) =>
    STATISTICS.filter(statistic => applies(statistic, type)).map((statistic): readonly [string, AnyAggregate] => [
      nameOf(statistic, index),
      { function: statistic, input: { kind: 'column', name } },
    ]),
  ),
];

const nameOf = (statistic: string, index: number): string => `${statistic} ${String(index)}`;

/** A mean is a float64, so that all are in one column: of durations there is none. */
const applies = (statistic: AggregateFunction, type: DataType): boolean =>
  AGGREGATE_FUNCTIONS[statistic].result(type) !== undefined && (statistic !== 'mean' || familyOf(valueType(type)) === 'numeric');

/** One row for each column, from the row of aggregates. */
export function describedTable(schema: Schema, statistics: TableData): TableData {
  const [batch] = statistics.batches;
  const indexes = new Map(statistics.schema.map(({ name }, index) => [name, index]));
  const valueOf = (name: string): { readonly type: DataType; readonly value: unknown } | undefined => {
    const index = indexes.get(name) ?? -1;
    const field = statistics.schema[index];
    return field && batch && { type: field.type, value: columnReader(field.type, columnAt(batch, index)).get(0) };
  };
  const countOf = (name: string): bigint => BigInt(Number(valueOf(name)?.value ?? 0));
  const textOf = (name: string): string | null => {
    const found = valueOf(name);
    return found === undefined || found.value === null ? null : formatValue(found.type, found.value);
  };
  const rows = schema.map(({ name, type }, index) => {
    const count = countOf(nameOf('count', index));
    return {
      column: name,
      type: formatType(type),
      count,
      nullCount: countOf(ROWS) - count,
      mean: valueOf(nameOf('mean', index))?.value ?? null,
      std: valueOf(nameOf('std', index))?.value ?? null,
      min: textOf(nameOf('min', index)),
      max: textOf(nameOf('max', index)),
    };
  });
  return tableFromRows(DESCRIBED, rows);
}

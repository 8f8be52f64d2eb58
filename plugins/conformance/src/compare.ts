import {
  canonicalJson,
  columnReader,
  formatType,
  hashTable,
  type Adjacency,
  type CaseExpectation,
  type CaseResult,
  type GraphData,
  type ResultClass,
  type Schema,
  type TableData,
} from '@parquetframe/core/engine';
import { formatValue } from './values.js';

export { columnValues } from '@parquetframe/core/engine';

/** What is different between two results under a class, or undefined when they are equal. Rows are in unspecified order below `exact`. */
export function compareResults(actual: CaseResult, expected: CaseResult, asked: ResultClass): string | undefined {
  if (actual.kind === 'table' && expected.kind === 'table')
    return asked === 'exact' ? compareTables(actual.table, expected.table) : compareRowSets(actual.table, expected.table);
  if (actual.kind === 'graph' && expected.kind === 'graph')
    return compareGraphs(actual.graph, expected.graph) ?? compareFacts(actual.sizes, expected.sizes);
  if (actual.kind === 'record' && expected.kind === 'record') {
    const [a, b] = [canonicalJson(actual.record), canonicalJson(expected.record)];
    return a === b ? undefined : `the record is ${clip(a)}, expected ${clip(b)}`;
  }
  return `the result is a ${actual.kind}, expected a ${expected.kind}`;
}

/** Names and types in order. Nullability is a promise about values, which `compareNullability` checks. */
export function compareSchemas(actual: Schema, expected: Schema): string | undefined {
  const format = (schema: Schema): string => schema.map(f => `${f.name}: ${formatType(f.type)}`).join(', ');
  const [a, b] = [format(actual), format(expected)];
  return a === b ? undefined : `the schema is (${a}), expected (${b})`;
}

export function compareTables(actual: TableData, expected: TableData): string | undefined {
  const schema = compareSchemas(actual.schema, expected.schema);
  if (schema !== undefined) return schema;
  if (actual.length !== expected.length) return `${actual.length} rows, expected ${expected.length}`;
  if (hashTable(actual) === hashTable(expected)) return undefined;
  const [a, b] = [rowsAsText(actual), rowsAsText(expected)];
  for (const [row, text] of b.entries()) {
    if (a[row] !== text) return `row ${row} is (${a[row] ?? ''}), expected (${text})`;
  }
  return 'the hashes differ, although all rows look equal';
}

/** The same multiset of rows. */
export function compareRowSets(actual: TableData, expected: TableData): string | undefined {
  const schema = compareSchemas(actual.schema, expected.schema);
  if (schema !== undefined) return schema;
  const missing = new Map<string, number>();
  for (const row of rowsAsText(expected)) missing.set(row, (missing.get(row) ?? 0) + 1);
  for (const row of rowsAsText(actual)) {
    const left = missing.get(row) ?? 0;
    if (left === 0) return `there is a row too many: (${row})`;
    missing.set(row, left - 1);
  }
  for (const [row, left] of missing) if (left > 0) return `a row is missing: (${row})`;
  return undefined;
}

/** Rows as texts that are equal exactly when the rows are. */
export function rowsAsText(table: TableData): string[] {
  const rows: string[] = [];
  for (const batch of table.batches) {
    const readers = table.schema.map((f, index) => {
      const column = batch.columns[index];
      if (!column) throw new TypeError(`a batch has no column ${f.name}`);
      return columnReader(f.type, column);
    });
    for (let row = 0; row < batch.length; row++) rows.push(readers.map(reader => formatValue(reader.get(row))).join(', '));
  }
  return rows;
}

/** The shape that a table result must have whatever its values: lengths that agree, and no null where the schema says there is none. */
export function tableDefect(table: TableData, declared: Schema): string | undefined {
  const schema = compareSchemas(table.schema, declared);
  if (schema !== undefined) return schema;
  let rows = 0;
  for (const batch of table.batches) {
    rows += batch.length;
    if (batch.columns.length !== declared.length)
      return `a batch has ${batch.columns.length} columns, expected ${declared.length}`;
    for (const [index, column] of batch.columns.entries()) {
      const field = declared[index];
      if (!field) continue;
      if (column.length !== batch.length) return `column ${field.name} has ${column.length} rows in a batch of ${batch.length}`;
      const reader = columnReader(field.type, column);
      let nulls = 0;
      for (let row = 0; row < column.length; row++) if (reader.isNull(row)) nulls++;
      if (field.type.id !== 'dictionary' && field.type.id !== 'null' && nulls !== column.nullCount)
        return `column ${field.name} says nullCount ${column.nullCount}, but has ${nulls} nulls`;
      if (!field.nullable && nulls > 0) return `column ${field.name} is declared without nulls, but has ${nulls}`;
    }
  }
  return rows === table.length ? undefined : `the table says ${table.length} rows, its batches have ${rows}`;
}

export function compareGraphs(actual: GraphData, expected: GraphData): string | undefined {
  for (const fact of ['vertexCount', 'arcCount', 'directed', 'weighted'] as const) {
    if (actual[fact] !== expected[fact]) return `${fact} is ${actual[fact]}, expected ${expected[fact]}`;
  }
  return (
    compareIds(actual, expected) ??
    compareAdjacency('csr', actual.csr, expected.csr, expected) ??
    compareAdjacency('csc', actual.csc, expected.csc, expected)
  );
}

export function vertexIds(graph: GraphData): readonly unknown[] {
  if (!graph.ids) return Array.from({ length: graph.vertexCount }, (_, vertex) => vertex);
  const reader = columnReader(graph.id, graph.ids);
  return Array.from({ length: graph.vertexCount }, (_, vertex) => reader.get(vertex));
}

function compareIds(actual: GraphData, expected: GraphData): string | undefined {
  if (formatType(actual.id) !== formatType(expected.id))
    return `ids are ${formatType(actual.id)}, expected ${formatType(expected.id)}`;
  const [a, b] = [vertexIds(actual), vertexIds(expected)];
  const vertex = b.findIndex((id, index) => String(a[index]) !== String(id));
  return vertex === -1 ? undefined : `vertex ${vertex} has id ${formatValue(a[vertex])}, expected ${formatValue(b[vertex])}`;
}

function compareAdjacency(name: string, actual: Adjacency, expected: Adjacency, graph: GraphData): string | undefined {
  const parts = [
    ['offsets', actual.offsets, expected.offsets, graph.vertexCount + 1],
    ['targets', actual.targets, expected.targets, graph.arcCount],
    ['weights', actual.weights, expected.weights, graph.weighted ? graph.arcCount : 0],
  ] as const;
  for (const [part, a, b, length] of parts) {
    if (length > 0 && a?.constructor.name !== b?.constructor.name)
      return `${name}.${part} is ${a?.constructor.name ?? 'missing'}, expected ${b?.constructor.name ?? 'none'}`;
    for (let index = 0; index < length; index++) {
      if (!Object.is(a?.[index], b?.[index]))
        return `${name}.${part}[${index}] is ${String(a?.[index])}, expected ${String(b?.[index])}`;
    }
  }
  return undefined;
}

/** Every fact that the reference states. */
function compareFacts(actual: CaseResult['sizes'], expected: CaseResult['sizes']): string | undefined {
  for (const [fact, value] of Object.entries(expected)) {
    if (fact !== 'bytes' && value !== undefined && !Object.is(actual[fact], value))
      return `the fact ${fact} is ${String(actual[fact])}, expected ${String(value)}`;
  }
  return undefined;
}

/** A result against what a literal case states. */
export function compareExpectation(result: CaseResult, expect: CaseExpectation, asked: ResultClass): string | undefined {
  if ('error' in expect) return `a result, expected the error ${expect.error}`;
  if ('table' in expect) return compareResults(result, { kind: 'table', table: expect.table, sizes: {} }, asked);
  if ('record' in expect) return compareResults(result, { kind: 'record', record: expect.record, sizes: {} }, asked);
  if (result.kind !== 'graph') return `the result is a ${result.kind}, expected a graph`;
  const { csr, vertexCount, arcCount } = result.graph;
  const found = {
    offsets: [...csr.offsets.subarray(0, vertexCount + 1)],
    targets: [...csr.targets.subarray(0, arcCount)],
    ...(expect.graph.ids ? { ids: vertexIds(result.graph) } : {}),
  };
  for (const part of ['offsets', 'targets', 'ids'] as const) {
    const [a, b] = [found[part], expect.graph[part]];
    if (b && formatValue(a) !== formatValue(b)) return `${part} are ${formatValue(a)}, expected ${formatValue(b)}`;
  }
  return undefined;
}

const clip = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

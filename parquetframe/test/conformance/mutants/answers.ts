import { heldReplica, HEAP_ARROW, type GraphData } from '@parquetframe/core/engine';
import { rowsOfTable, tableOfResult, withRows } from '../defect.js';
import { mutant, type Mutant } from './mutant.js';

let first: ReturnType<typeof tableOfResult> | undefined;

let turn = 0;

/** Engines that give wrong answers. */
export const ANSWERS: readonly Mutant[] = [
  mutant(
    'a sum that is off by one',
    {
      operations: ['table.aggregate'],
      run: (result, _call, _context, { root }) => {
        const sum = (root.binding['aggregates'] as readonly { function: string }[]).findIndex(a => a.function === 'sum');
        const keys = (root.binding['keys'] as readonly string[]).length;
        return sum === -1
          ? result
          : withRows(result, rows =>
              rows.map(row => row.map((v, i) => (i === keys + sum && typeof v === 'bigint' ? v + 1n : v))),
            );
      },
    },
    ['literals', 'generated'],
  ),
  mutant(
    'a mean that loses precision',
    {
      operations: ['table.aggregate'],
      run: (result, _call, _context, { root }) => {
        const mean = (root.binding['aggregates'] as readonly { function: string }[]).findIndex(a => a.function === 'mean');
        const keys = (root.binding['keys'] as readonly string[]).length;
        return mean === -1
          ? result
          : withRows(result, rows =>
              rows.map(row => row.map((v, i) => (i === keys + mean && typeof v === 'number' ? v * (1 + 1e-9) : v))),
            );
      },
    },
    ['generated'],
  ),
  mutant(
    'one function of hundreds is wrong for great values',
    {
      operations: ['table.project'],
      run: (result, _call, _context, { root }) => {
        const columns = root.binding['columns'] as readonly { readonly expression: { readonly function?: string } }[];
        const isWrong = (value: unknown): value is bigint =>
          typeof value === 'bigint' && (value > 2n ** 53n || value < -(2n ** 53n));
        return columns[0]?.expression.function === 'bitXor'
          ? withRows(result, rows => rows.map(row => row.map(value => (isWrong(value) ? value ^ 1n : value))))
          : result;
      },
    },
    ['generated'],
  ),
  mutant(
    'the group of nulls is dropped',
    {
      operations: ['table.aggregate'],
      run: (result, _call, _context, { root }) =>
        (root.binding['keys'] as readonly string[]).length === 0
          ? result
          : withRows(result, rows => rows.filter(row => row[0] !== null)),
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'rows with null in the first column are dropped by a sort',
    {
      operations: ['table.sort'],
      run: result => withRows(result, rows => rows.filter(row => row[0] !== null)),
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'a sort that does nothing',
    {
      operations: ['table.sort'],
      run: (result, call) => ({
        replica: heldReplica(HEAP_ARROW, call.inputs[0]?.value, 0),
        ...(result.notes ? { notes: result.notes } : {}),
      }),
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'a limit that is off by one',
    {
      operations: ['table.limit'],
      run: result => withRows(result, rows => rows.slice(0, -1)),
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'a filter that keeps rows where the predicate is null',
    {
      operations: ['table.filter'],
      run: (result, call) => {
        const input = call.inputs[0];
        const kept = rowsOfTable(tableOfResult(result));
        if (!input || kept.length === 0) return result;
        const all = rowsOfTable(tableOfResult({ replica: input }));
        const extra = all.find(row => row[0] === null);
        return extra ? withRows(result, rows => [...rows, extra]) : result;
      },
    },
    ['generated', 'laws'],
  ),
  mutant(
    'wrong predecessors',
    {
      operations: ['graph.build', 'graph.bfs'],
      run: (result, _call, _context, { root }) => {
        const schema = root.output.kind === 'table' ? root.output.schema : [];
        const column = schema.findIndex(f => f.name === 'predecessor');
        return column === -1
          ? result
          : withRows(result, rows => rows.map(row => row.map((v, i) => (i === column && v !== null ? row[0] : v))));
      },
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'wrong distances, but only in fast',
    {
      operations: ['graph.build', 'graph.bfs'],
      run: (result, _call, _context, { root, determinism }) => {
        const schema = root.output.kind === 'table' ? root.output.schema : [];
        const column = schema.findIndex(f => f.name === 'distance');
        return column === -1 || determinism === 'exact' || root.operation !== 'graph.bfs'
          ? result
          : withRows(result, rows => rows.map(row => row.map((v, i) => (i === column && v === 2 ? 3 : v))));
      },
    },
    ['generated (fast)', 'laws'],
  ),
  mutant(
    'ranks that do not sum to 1',
    {
      operations: ['graph.pageRank'],
      run: result => withRows(result, rows => rows.map(([vertex, rank]) => [vertex, Number(rank) * 1.001])),
    },
    ['literals', 'generated', 'generated (fast)', 'laws'],
  ),
  mutant(
    'ranks that differ in the last bit',
    {
      operations: ['graph.pageRank'],
      run: result => withRows(result, rows => rows.map(([vertex, rank]) => [vertex, Number(rank) * (1 + Number.EPSILON)])),
    },
    ['literals', 'generated'],
  ),
  mutant(
    'components in another order',
    {
      operations: ['graph.wcc'],
      run: result =>
        withRows(result, rows => {
          const last = Math.max(0, ...rows.map(row => Number(row[1])));
          return rows.map(([vertex, component]) => [vertex, last - Number(component)]);
        }),
    },
    ['literals', 'generated'],
  ),
  mutant(
    'a component split in two',
    {
      operations: ['graph.wcc'],
      run: result => withRows(result, rows => rows.map(([vertex, component], row) => [vertex, row === 1 ? 99 : component])),
    },
    ['laws', 'generated (fast)'],
  ),
  mutant(
    'a graph whose facts are wrong',
    {
      operations: ['graph.build'],
      run: result => ({ ...result, statistics: { ...result.statistics, selfLoops: 0 } }),
    },
    ['literals', 'generated'],
  ),
  mutant(
    'a graph with unsorted rows',
    {
      operations: ['graph.build'],
      run: result => {
        const graph = result.replica.value as GraphData;
        const csr = { ...graph.csr, targets: graph.csr.targets.slice().reverse() };
        return { ...result, also: [], replica: heldReplica(result.replica.residency, { ...graph, csr }, undefined) };
      },
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'a column under another name',
    {
      operations: ['table.limit'],
      run: result => {
        const table = tableOfResult(result);
        const schema = table.schema.map(f => ({ ...f, name: `${f.name}!` }));
        return { ...result, also: [], replica: heldReplica(result.replica.residency, { ...table, schema }, undefined) };
      },
    },
    ['literals', 'generated'],
    { message: /schema/ },
  ),
  mutant(
    'a null count that is not true',
    {
      operations: ['table.limit'],
      run: result => {
        const table = tableOfResult(result);
        const batches = table.batches.map(batch => ({
          ...batch,
          columns: batch.columns.map(column => ({ ...column, nullCount: column.nullCount + 1 })),
        }));
        return { ...result, also: [], replica: heldReplica(result.replica.residency, { ...table, batches }, undefined) };
      },
    },
    ['literals', 'generated'],
    { message: /nullCount/ },
  ),
  mutant(
    'an answer that is remembered from an earlier run',
    {
      operations: ['table.limit'],
      run: result => {
        first ??= tableOfResult(result);
        return { ...result, also: [], replica: heldReplica(result.replica.residency, first, undefined) };
      },
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant(
    'another answer with two threads',
    {
      operations: ['table.sort'],
      run: (result, call) => (call.threads === 1 ? result : withRows(result, rows => [...rows].reverse())),
    },
    ['generated', 'determinism'],
  ),
  mutant(
    'another answer every other time',
    {
      operations: ['table.sort'],
      run: result => (turn++ % 2 === 0 ? result : withRows(result, rows => [...rows].reverse())),
    },
    ['determinism'],
  ),
];

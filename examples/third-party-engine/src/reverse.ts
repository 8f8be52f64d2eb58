import {
  HEAP_ARROW,
  concatBatches,
  field,
  heldReplica,
  tableBytes,
  tableData,
  tableFromRows,
  takeColumn,
  type Kernel,
  type OperationCases,
  type OperationDefinition,
  type Plugin,
  type TableData,
} from '@parquetframe/core/engine';

/** What the operation means: core validates, types and plans with this, whoever runs it. */
const definition: OperationDefinition = {
  name: 'example.reverse',
  revision: 1,
  summary: 'The rows in reverse order.',
  meaning: 'The last row comes first; all columns are kept.',
  source: 'definition',
  inputs: ['table'],
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  bind: (_options, [input]) => ({ binding: {}, arguments: {}, output: input ?? { kind: 'record' } }),
  sizes: ([table]) => table ?? {},
  work: ([table]) => table?.['rows'] ?? 1000,
};

export function reverse(table: TableData): TableData {
  const { length, columns } = concatBatches(table.schema, table.batches);
  const indices = Uint32Array.from({ length }, (_, row) => length - 1 - row);
  const reversed = table.schema.flatMap(({ type }, i) => (columns[i] ? [takeColumn(type, columns[i], indices)] : []));
  return tableData(table.schema, [{ length, columns: reversed }]);
}

/** A kernel over tables in this process's heap. */
export const tableKernel = (run: (table: TableData, values: readonly unknown[]) => TableData): Kernel => ({
  inputs: [[HEAP_ARROW]],
  outputs: [HEAP_ARROW],
  cpu: 'one',
  estimate: ({ work }) => ({ seconds: 1e-6 + work * 1e-8, peakBytes: work * 8 }),
  async run({ inputs: [input], arguments: values, checkpoint }) {
    await checkpoint();
    const table = run(input?.value as TableData, values);
    return { replica: heldReplica(HEAP_ARROW, table, tableBytes(table)) };
  },
});

/** The kit generates inputs from this and compares every engine with the reference kernel. */
const schema = [field('x', 'int64')];
const rows = (...values: readonly (bigint | null)[]): TableData =>
  tableFromRows(
    schema,
    values.map(x => ({ x })),
  );
const cases: OperationCases = {
  literals: [
    {
      name: 'three rows',
      inputs: [{ kind: 'table', table: rows(1n, null, 3n) }],
      options: {},
      expect: { table: rows(3n, null, 1n) },
    },
  ],
  generate: random => ({ inputs: [{ kind: 'table', table: random.table(schema) }], options: {} }),
  laws: [
    {
      name: 'the length stays',
      check: ({ inputs: [input] }, result) =>
        input?.kind === 'table' && result.kind === 'table' && input.table.length === result.table.length
          ? undefined
          : 'it does not',
    },
  ],
};

export const reversePlugin: Plugin = {
  name: 'reverse',
  operations: [{ definition, reference: () => tableKernel(reverse), cases }],
};

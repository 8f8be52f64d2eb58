import { HEAP_ARROW, SHARED_ARROW, isParquetFrameError, schemaOf, windowsOf } from '@parquetframe/core/engine';
import type { BindStep, ColumnData, Field, KernelCall, TableData, WindowCall } from '@parquetframe/core/engine';
import { besides } from '@parquetframe/engine-ts-reference/kernels/parallel';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedTable } from './inputs.js';
import { tableOf } from './taken.js';

/** `table.window`: partitions are shared out among threads, each in input order; windows over all rows are one task. */
export const bindWindow =
  (pool: WorkerPool): BindStep =>
  step => {
    const windows = windowsOf(step);
    const schema = schemaOf(step);
    return {
      inputs: [[SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [port], result }) => {
        const rows = port?.rows ?? 1e5;
        const divided = windows.every(({ partitionBy }) => partitionBy.length > 0) ? pool.threads : 1;
        return {
          seconds:
            pool.startSeconds + 5e-4 + (rows * windows.length * (3e-7 + Math.log2(2 + rows) * 1.5e-8)) / divided + rows * 4e-8,
          peakBytes:
            1e6 + (1 + pool.threads) * (port?.bytes ?? rows * 32) + rows * (100 + 48 * windows.length) + 2 * (result.bytes ?? 0),
        };
      },
      run: async call => {
        const table = sharedTable(call);
        const fields = schema.slice(table.schema.length);
        const parts = rowRanges(table.length, pool.division(call)).length;
        const columns = await windowColumns({ pool, call, table, windows, fields, parts });
        return tableOf(schema, besides(table.batches, fields, columns), { partitions: parts });
      },
    };
  };

interface Run {
  readonly pool: WorkerPool;
  readonly call: KernelCall;
  readonly table: TableData;
  readonly windows: readonly WindowCall[];
  readonly fields: readonly Field[];
  readonly parts: number;
}

async function windowColumns(run: Run): Promise<readonly ColumnData[]> {
  if (run.parts === 1) return wholeColumns(run);
  try {
    return await partedColumns(run);
  } catch (error) {
    // Which of several errors it is depends on rows of other parts: all rows together say.
    if (isParquetFrameError(error) && error.category === 'data') return wholeColumns(run);
    throw error;
  }
}

async function wholeColumns({ pool, call, table, windows, fields }: Run): Promise<readonly ColumnData[]> {
  const { columns } = await pool.run(call, 'window', { table, windows, fields, part: 0, parts: 1, memory: call.memory });
  return columns;
}

/** Windows over the same partitions together. */
async function partedColumns({ pool, call, table, windows, fields, parts: most }: Run): Promise<readonly ColumnData[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { partitionBy }] of windows.entries()) {
    const key = JSON.stringify(partitionBy);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const found = new Map<number, ColumnData>();
  for (const indices of groups.values()) {
    const some = { windows: indices.flatMap(i => windows[i] ?? []), fields: indices.flatMap(i => fields[i] ?? []) };
    const parts = some.windows.every(({ partitionBy }) => partitionBy.length === 0) ? 1 : most;
    const inputs = Array.from({ length: parts }, (_, part) => ({ table, ...some, part, parts, memory: call.memory }));
    const outputs = await pool.map(call, 'window', inputs);
    for (const [at, index] of indices.entries()) {
      const pieces = outputs.flatMap(({ rows, columns }) => {
        const column = columns[at];
        return column ? [{ rows, column }] : [];
      });
      const [first] = pieces;
      const placed = pieces.flatMap(({ rows, column }) => (rows ? [{ rows, column }] : []));
      const type = fields[index]?.type;
      if (!first || !type) throw new TypeError(`there is no column for window ${String(index)}`);
      const column =
        placed.length === 0
          ? first.column
          : await pool.run(call, 'window.assemble', { type, length: table.length, parts: placed });
      found.set(index, column);
    }
  }
  return windows.flatMap((_, index) => found.get(index) ?? []);
}

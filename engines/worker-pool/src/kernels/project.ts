import { HEAP_ARROW, SHARED_ARROW, bindingProjection, schemaOf } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { functionModules } from '../user-functions.js';
import { sharedTable } from './inputs.js';
import { tableOf } from './taken.js';

/** `table.project` by ranges of rows; the parts' batches one after another, so that order is kept. */
export const bindProject =
  (pool: WorkerPool): BindStep =>
  step => {
    const columns = bindingProjection(step);
    const computed = columns.filter(({ expression }) => expression.kind !== 'column').length;
    const schema = schemaOf(step);
    const functions = functionModules(step);
    return {
      inputs: [[SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [port] }) => ({
        seconds: pool.startSeconds + 3e-4 + ((port?.rows ?? 1e5) * computed * 2e-8) / pool.threads,
        peakBytes: (port?.rows ?? 1e5) * computed * 9 + 1e6,
      }),
      run: async call => {
        const table = sharedTable(call);
        const ranges = rowRanges(table.length, pool.division(call));
        const values = call.arguments;
        const parts = await pool.map(
          call,
          'project',
          ranges.map(range => ({ table, columns, values, functions, ...range })),
        );
        return tableOf(schema, parts.flat(), { partitions: ranges.length });
      },
    };
  };

import { HEAP_ARROW, SHARED_ARROW, bindingExpression, schemaOf } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { functionModules } from '../user-functions.js';
import { sharedTable } from './inputs.js';
import { tableOf } from './taken.js';

/** `table.filter` by ranges of rows; the parts' batches one after another, so that order is kept. */
export const bindFilter =
  (pool: WorkerPool): BindStep =>
  step => {
    const predicate = bindingExpression(step, 'predicate');
    if (!predicate) throw new TypeError('table.filter without a predicate');
    const schema = schemaOf(step);
    const functions = functionModules(step);
    return {
      inputs: [[SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [port], result }) => ({
        seconds: pool.startSeconds + 2e-4 + ((port?.rows ?? 1e5) * 2e-8 + (result.bytes ?? 0) * 1e-9) / pool.threads,
        peakBytes: (result.bytes ?? 0) + 1e6,
      }),
      run: async call => {
        const table = sharedTable(call);
        const ranges = rowRanges(table.length, pool.division(call));
        const values = call.arguments;
        const parts = await pool.map(
          call,
          'filter',
          ranges.map(range => ({ table, predicate, values, functions, ...range })),
        );
        return tableOf(schema, parts.flat(), { partitions: ranges.length });
      },
    };
  };

import { HEAP_ARROW, SHARED_ARROW, bindingStrings, schemaOf } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedTable } from './inputs.js';
import { tableOf, takenRows } from './taken.js';

/** `table.distinct`: each range of rows on a thread, then one thread looks at the rows that stay of each. */
export const bindDistinct =
  (pool: WorkerPool): BindStep =>
  (step, _fragment, context) => {
    const schema = schemaOf(step);
    const subset = bindingStrings(step, 'subset');
    const keepsLast = step.binding['keep'] === 'last';
    return {
      inputs: [[SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [port], result }) => ({
        seconds:
          pool.startSeconds + 5e-4 + ((port?.rows ?? 1e5) * subset.length * 4e-8) / pool.threads + (result.rows ?? 1e5) * 1e-6,
        peakBytes: 1e6 + (1 + pool.threads) * (port?.bytes ?? 1e6) + (result.rows ?? 1e5) * subset.length * 32 * pool.threads,
      }),
      run: async call => {
        const table = sharedTable(call);
        const ranges = rowRanges(table.length, pool.division(call));
        const parts = await pool.map(
          call,
          'distinct',
          ranges.map(range => ({ table, subset, keepsLast, ...range })),
        );
        call.progress(0.6);
        const [only] = parts;
        const rows =
          parts.length === 1 && only ? only : await pool.run(call, 'distinct.merge', { table, subset, keepsLast, parts });
        const shared = new Uint32Array(context.allocateShared(rows.length * 4));
        shared.set(rows);
        call.progress(0.8);
        return tableOf(schema, await takenRows(pool, call, table, shared, subset), { partitions: ranges.length });
      },
    };
  };

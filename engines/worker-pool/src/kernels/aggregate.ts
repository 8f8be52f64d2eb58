import {
  HEAP_ARROW,
  SHARED_ARROW,
  aggregationsOf,
  bindingStrings,
  heldReplica,
  keptPerRow,
  schemaOf,
  tableBytes,
  tableData,
} from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import type { AggregateSpecification } from '../tasks/aggregate.js';
import { sharedTable } from './inputs.js';

/** `table.aggregate`: each range of rows on a thread, then one thread merges the groups. Totals are exact, so division does not show. */
export const bindAggregate =
  (pool: WorkerPool): BindStep =>
  step => {
    const keys = bindingStrings(step, 'keys');
    const aggregations = aggregationsOf(step);
    const output = schemaOf(step);
    return {
      inputs: [[SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [port], result }) => ({
        seconds:
          pool.startSeconds +
          3e-4 +
          ((port?.rows ?? 1e5) * (keys.length * 4e-8 + aggregations.length * 1e-8)) / pool.threads +
          (result.rows ?? 1e3) * aggregations.length * 1e-6 +
          // What is kept goes from thread to thread.
          (port?.rows ?? 1e5) * keptPerRow(aggregations) * 5e-9,
        peakBytes:
          (result.rows ?? 1e3) * (keys.length * 64 + aggregations.length * 64) * pool.threads +
          // In the threads, on the way, and where they are put together.
          (port?.rows ?? 1e5) * 3 * keptPerRow(aggregations) +
          1e6,
      }),
      run: async call => {
        const table = sharedTable(call);
        const specification: AggregateSpecification = { schema: table.schema, keys, aggregations };
        const ranges = rowRanges(table.length, pool.division(call));
        const partials = await pool.map(
          call,
          'aggregate',
          ranges.map(range => ({ ...specification, table, ...range })),
        );
        call.progress(0.9);
        const batch = await pool.run(call, 'aggregate.merge', { ...specification, partials, output });
        const result = tableData(output, [batch]);
        return {
          replica: heldReplica(HEAP_ARROW, result, tableBytes(result)),
          statistics: { rows: result.length, groups: result.length },
          notes: { partitions: ranges.length },
        };
      },
    };
  };

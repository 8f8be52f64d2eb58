import { HEAP_ARROW, aggregationsOf, bindingStrings, keptPerRow, schemaOf, tableData } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { GroupedAggregation } from '../aggregate/grouping.js';
import { STREAMED_INPUTS, tableInput, tableResult } from '../table-kernel.js';

/** Seconds that a new group costs beside its first row: a place in the hash table, its key, its sums. */
const PER_GROUP = 4e-6;

/**
 * `table.aggregate` by hashing the keys. Sums are exact, float sums and means correctly rounded; groups come in the order of their first row.
 * Time O(rows × columns), memory O(groups).
 */
export const bindAggregate: BindStep = step => {
  const keys = bindingStrings(step, 'keys');
  const aggregations = aggregationsOf(step);
  const output = schemaOf(step);
  return {
    inputs: [STREAMED_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [port], result }) => ({
      seconds: 1e-5 + (port?.rows ?? 1e5) * (keys.length * 4e-8 + aggregations.length * 1e-8) + (result.rows ?? 1e3) * PER_GROUP,
      peakBytes:
        (result.rows ?? 1e3) * (keys.length * 64 + aggregations.length * 32) +
        (port?.rows ?? 1e5) * keptPerRow(aggregations) +
        1e6,
    }),
    run: async call => {
      const { schema, batches } = tableInput(call.inputs[0]);
      const aggregation = new GroupedAggregation(schema, keys, aggregations, call.memory);
      for await (const batch of batches) await aggregation.add(batch, call.checkpoint);
      const result = await aggregation.finish(output, call.checkpoint);
      return tableResult(tableData(output, [result]), { statistics: { groups: result.length } });
    },
  };
};

import { HEAP_ARROW, fieldIndex, joinConditionsOf, joinedColumnsOf, schemaOf, tableData } from '@parquetframe/core/engine';
import type { Batch, BindStep } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, TABLE_INPUTS, tableInput, tableResult, wholeTable } from '../table-kernel.js';
import { ConditionalRows } from './conditional-rows.js';
import { JoinedBatches } from './joined-batch.js';

/**
 * `table.joinWhere`: the right rows sorted by the column of the first inequality, and of those that it leaves a tree finds the ones that an inequality of a second column
 * leaves. Time O((left + right + rows looked at) log right), where rows are looked at that fail further conditions only; memory 12 bytes per right row, with a second column 32,
 * and the result.
 */
export const bindJoinWhere: BindStep = step => {
  const conditions = joinConditionsOf(step);
  const columns = new Set(conditions.flatMap(({ is, right }) => (is === '=' ? [] : [right]))).size;
  return {
    inputs: [STREAMED_INPUTS, TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [left, right], result }) => ({
      seconds:
        1e-5 +
        ((left?.rows ?? 1e5) + 2 * (right?.rows ?? 1e5)) * conditions.length * 3e-7 +
        // Rows that only a third column tells apart are looked at one by one.
        (columns > 2 ? (left?.rows ?? 1e5) * (right?.rows ?? 1e5) * 1e-9 : 0),
      peakBytes: 0.4 * (right?.bytes ?? 1e6) + (right?.rows ?? 1e5) * (16 + 8 * conditions.length) + (result.bytes ?? 1e6),
    }),
    run: async ({ inputs, checkpoint }) => {
      const left = tableInput(inputs[0]);
      const right = await wholeTable(inputs[1]);
      const rows = await ConditionalRows.build(right, left.schema, conditions, checkpoint);
      const added = joinedColumnsOf(step).map(({ column }) => fieldIndex(right.schema, column));
      const output = new JoinedBatches(left.schema, { batch: rows.batch, schema: right.schema, added }, checkpoint);
      const joined: Batch[] = [];
      for await (const batch of left.batches)
        for await (const pairs of rows.match(batch)) joined.push(await output.of(batch, pairs));
      return tableResult(tableData(schemaOf(step), joined));
    },
  };
};

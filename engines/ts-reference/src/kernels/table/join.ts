import {
  HEAP_ARROW,
  columnAt,
  fieldIndex,
  fieldOf,
  inSteps,
  joinKeysOf,
  joinedColumnsOf,
  schemaOf,
  tableData,
  takeSteps,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, DataType } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, TABLE_INPUTS, tableInput, tableResult, wholeTable } from '../table-kernel.js';
import { RightSide } from './join-rows.js';

/** `table.join`: a hash table of the right side, probed with the left. Rows come in left order, partners in right order. Time O(left + right + result). */
export const bindJoin: BindStep = step => {
  const on = joinKeysOf(step);
  const output = schemaOf(step);
  const added = joinedColumnsOf(step);
  const keepsLeft = step.binding['how'] === 'left';
  return {
    inputs: [STREAMED_INPUTS, TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [left, right], result }) => ({
      seconds: 1e-5 + ((left?.rows ?? 1e5) + 2 * (right?.rows ?? 1e5)) * on.length * 8e-8,
      // The hash table and chains, the result, and the right side put together where it has several batches.
      peakBytes: 0.4 * (right?.bytes ?? 1e6) + (right?.rows ?? 1e5) * 36 + (result.bytes ?? 1e6),
    }),
    run: async call => {
      const left = tableInput(call.inputs[0]);
      const right = await wholeTable(call.inputs[1]);
      const keyTypes = on.map(key => [fieldOf(left.schema, key.left).type, fieldOf(right.schema, key.right).type] as const);
      const rightKeys = on.map(key => key.right);
      const side = await RightSide.build(right, rightKeys, keyTypes, call.checkpoint);
      const batches: Batch[] = [];
      const leftKeys = on.map(key => key.left);
      for await (const batch of left.batches) {
        const taken = async (type: DataType, column: ColumnData, rows: Uint32Array | Int32Array): Promise<ColumnData> =>
          inSteps(takeSteps(type, column, rows), call.checkpoint);
        for await (const pairs of side.match(batch, left.schema, leftKeys, keepsLeft)) {
          const columns: ColumnData[] = [];
          for (const [i, { type }] of left.schema.entries()) columns.push(await taken(type, columnAt(batch, i), pairs.left));
          for (const { column } of added) {
            const index = fieldIndex(right.schema, column);
            columns.push(await taken(fieldOf(right.schema, column).type, columnAt(side.batch, index), pairs.right));
          }
          batches.push({ length: pairs.left.length, columns });
          const pause = call.checkpoint();
          if (pause) await pause;
        }
      }
      return tableResult(tableData(output, batches));
    },
  };
};

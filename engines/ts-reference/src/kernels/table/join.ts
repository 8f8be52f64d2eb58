import {
  HEAP_ARROW,
  columnAt,
  concatBatches,
  fieldIndex,
  fieldOf,
  joinHowOf,
  joinKeysOf,
  joinedColumnsOf,
  joinsNulls,
  schemaOf,
  tableData,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, JoinHow, KernelCall, Schema, Step, TableData } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, TABLE_INPUTS, tableInput, tableResult, wholeTable } from '../table-kernel.js';
import type { TableInput } from '../table-kernel.js';
import { RightSide } from './join-rows.js';
import { JoinedBatches } from './joined-batch.js';
import type { Pairs } from './joined-batch.js';

/** `table.join`: a hash table of the right side, probed with the left. Rows come in left order, partners in right order. Time O(left + right + result). */
export const bindJoin: BindStep = step => {
  const on = joinKeysOf(step);
  const output = schemaOf(step);
  return {
    inputs: [STREAMED_INPUTS, TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [left, right], result }) => ({
      seconds: 1e-5 + ((left?.rows ?? 1e5) + 2 * (right?.rows ?? 1e5)) * on.length * 8e-8,
      // The hash table and chains, the result, and the right side put together where it has several batches.
      peakBytes: 0.4 * (right?.bytes ?? 1e6) + (right?.rows ?? 1e5) * 37 + (result.bytes ?? 1e6),
    }),
    run: async call => {
      const left = tableInput(call.inputs[0]);
      const right = await wholeTable(call.inputs[1]);
      const side = await rightSide(step, left.schema, right, call.checkpoint);
      const batches: Batch[] = [];
      const add = async (parts: AsyncIterable<Batch>): Promise<void> => {
        for await (const batch of parts) {
          batches.push(batch);
          const pause = call.checkpoint();
          if (pause) await pause;
        }
      };
      await add(partneredBatches(step, left, { side, schema: right.schema }, call.checkpoint));
      await add(aloneBatches(step, left.schema, { batch: side.batch, schema: right.schema }, side.unmatched(), call.checkpoint));
      return tableResult(tableData(output, batches));
    },
  };
};

interface Right {
  readonly side: RightSide;
  readonly schema: Schema;
}

/** The hash table of the right table of a join. `matched`: see `RightSide.build`. */
export function rightSide(
  step: Step,
  left: Schema,
  right: TableData,
  checkpoint: KernelCall['checkpoint'],
  matched?: Uint8Array,
): Promise<RightSide> {
  const on = joinKeysOf(step);
  const keyTypes = on.map(key => [fieldOf(left, key.left).type, fieldOf(right.schema, key.right).type] as const);
  const names = on.map(key => key.right);
  return RightSide.build(right, names, keyTypes, joinsNulls(step), checkpoint, matched);
}

const addedColumns = (step: Step, schema: Schema): readonly number[] =>
  joinedColumnsOf(step).map(({ column }) => fieldIndex(schema, column));

/** The rows of left rows, in their order. */
export async function* partneredBatches(
  step: Step,
  left: TableInput,
  { side, schema }: Right,
  checkpoint: KernelCall['checkpoint'],
): AsyncGenerator<Batch> {
  const how = joinHowOf(step);
  const leftKeys = joinKeysOf(step).map(key => key.left);
  const output = new JoinedBatches(left.schema, { batch: side.batch, schema, added: addedColumns(step, schema) }, checkpoint);
  for await (const batch of left.batches) {
    if (how === 'semi' || how === 'anti')
      for await (const rows of side.having(batch, left.schema, leftKeys, how === 'semi'))
        yield output.of(batch, { left: rows, right: new Int32Array(rows.length) });
    else for await (const pairs of pairsOf(how, side, batch, left.schema, leftKeys)) yield output.of(batch, pairs);
  }
}

/** The rows of right rows without a partner, where the join has them. */
export async function* aloneBatches(
  step: Step,
  left: Schema,
  { batch, schema }: { readonly batch: Batch; readonly schema: Schema },
  unmatched: Iterable<Int32Array>,
  checkpoint: KernelCall['checkpoint'],
): AsyncGenerator<Batch> {
  const how = joinHowOf(step);
  if (how !== 'right' && how !== 'full') return;
  const output = new JoinedBatches(left, { batch, schema, added: addedColumns(step, schema) }, checkpoint);
  const nothing = concatBatches(left, []);
  const instead = left.map(({ name }) =>
    joinKeysOf(step).some(key => key.left === name && key.right === name) ? fieldIndex(schema, name) : -1,
  );
  for (const rows of unmatched) {
    const none = new Int32Array(rows.length).fill(-1);
    const columns: ColumnData[] = [];
    for (const [i, { type }] of left.entries()) {
      const key = instead[i] ?? -1;
      columns.push(await (key < 0 ? output.taken(type, columnAt(nothing, i), none) : output.ofRight(key, rows)));
    }
    yield { length: rows.length, columns: [...columns, ...(await output.added(rows))] };
  }
}

const pairsOf = (
  how: JoinHow,
  side: RightSide,
  batch: Batch,
  schema: Schema,
  keys: readonly string[],
): AsyncIterable<Pairs> | Iterable<Pairs> =>
  how === 'cross' ? side.product(batch) : side.match(batch, schema, keys, how === 'left' || how === 'full');

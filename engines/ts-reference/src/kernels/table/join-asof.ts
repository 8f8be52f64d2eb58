import {
  HEAP_ARROW,
  asofShapeOf,
  columnAt,
  concatBatchSteps,
  fieldIndex,
  fieldOf,
  inSteps,
  isFloat,
  joinedColumnsOf,
  schemaOf,
  tableData,
  valueType,
} from '@parquetframe/core/engine';
import type { AsofShape, Batch, BindStep, KernelCall, Schema } from '@parquetframe/core/engine';
import { loadSteps } from '../expression/load-steps.js';
import { isValid } from '../expression/vector.js';
import { JoinKeys } from '../keys/key-numbers.js';
import { STREAMED_INPUTS, TABLE_INPUTS, tableInput, tableResult, wholeTable } from '../table-kernel.js';
import { AsofIndex, orderedValues } from './asof-index.js';
import { JoinedBatches } from './joined-batch.js';
import { sortedRows } from './sort.js';

/** Left rows between two looks at the clock: each is a binary search all over memory. */
const SEARCHED_ROWS = 1 << 13;

/** `table.joinAsof`: the right rows sorted within their groups, one binary search per left row. Time O((left + right) log right), memory 32 bytes per right row and the result. */
export const bindJoinAsof: BindStep = step => {
  const { by } = asofShapeOf(step);
  return {
    inputs: [STREAMED_INPUTS, TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [left, right], result }) => ({
      seconds: 1e-5 + ((left?.rows ?? 1e5) + 2 * (right?.rows ?? 1e5)) * (2 + by.length) * 8e-8,
      peakBytes: 0.4 * (right?.bytes ?? 1e6) + (right?.rows ?? 1e5) * 64 + (result.bytes ?? 1e6),
    }),
    run: async ({ inputs, checkpoint }) => {
      const left = tableInput(inputs[0]);
      const { schema, batches } = await wholeTable(inputs[1]);
      const batch = await inSteps(concatBatchSteps(schema, batches), checkpoint);
      const partners = await Partners.among(batch, schema, left.schema, asofShapeOf(step), checkpoint);
      const added = joinedColumnsOf(step).map(({ column }) => fieldIndex(schema, column));
      const output = new JoinedBatches(left.schema, { batch, schema, added }, checkpoint);
      const joined: Batch[] = [];
      for await (const each of left.batches) {
        const rows = Uint32Array.from({ length: each.length }, (_, row) => row);
        joined.push(await output.of(each, { left: rows, right: await partners.of(each) }));
      }
      return tableResult(tableData(schemaOf(step), joined));
    },
  };
};

/** Finds the right row of each left row. */
class Partners {
  private constructor(
    private readonly left: Schema,
    private readonly shape: AsofShape,
    private readonly keys: JoinKeys,
    private readonly index: AsofIndex,
    private readonly checkpoint: KernelCall['checkpoint'],
  ) {}

  static async among(
    batch: Batch,
    schema: Schema,
    left: Schema,
    shape: AsofShape,
    checkpoint: KernelCall['checkpoint'],
  ): Promise<Partners> {
    const { on, by } = shape;
    const types = by.map(key => [fieldOf(left, key.left).type, fieldOf(schema, key.right).type] as const);
    const keys = new JoinKeys(types, false, checkpoint);
    const groups = new Int32Array(batch.length);
    const names = by.map(key => key.right);
    if (by.length > 0) for await (const part of keys.added(batch, schema, names)) groups.set(part.keys, part.start);
    const order = await sortedRows(batch, schema, [{ column: on.right, descending: false, nulls: 'last' }], checkpoint);
    const { type } = fieldOf(schema, on.right);
    const vector = await inSteps(loadSteps(type, columnAt(batch, fieldIndex(schema, on.right))), checkpoint);
    const floats = [type, fieldOf(left, on.left).type].some(each => isFloat(valueType(each)));
    const rows = { order, groups, count: Math.max(1, keys.count) };
    return new Partners(left, shape, keys, new AsofIndex(shape, orderedValues(vector), floats, rows), checkpoint);
  }

  /** The right row of each row of a left batch; −1 for one without. */
  async of(batch: Batch): Promise<Int32Array> {
    const { on, by } = this.shape;
    const found = new Int32Array(batch.length);
    const names = by.map(key => key.left);
    if (by.length > 0) for await (const part of this.keys.found(batch, this.left, names)) found.set(part.keys, part.start);
    const column = columnAt(batch, fieldIndex(this.left, on.left));
    const vector = await inSteps(loadSteps(fieldOf(this.left, on.left).type, column), this.checkpoint);
    const { at } = orderedValues(vector);
    for (let start = 0; start < batch.length; start += SEARCHED_ROWS) {
      const end = Math.min(batch.length, start + SEARCHED_ROWS);
      // The group of a row becomes its partner.
      for (let row = start; row < end; row++)
        found[row] = isValid(vector, row) ? this.index.partner(found[row] ?? -1, at(row)) : -1;
      const pause = this.checkpoint();
      if (pause) await pause;
    }
    return found;
  }
}

import {
  columnAt,
  columnReader,
  fieldIndex,
  fieldOf,
  inSteps,
  offsetReader,
  physicalOf,
  ranges,
  sliceBatch,
  takeSteps,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, DataType, KernelCall, Schema, Steps } from '@parquetframe/core/engine';
import { CHUNK_ROWS } from '../expression/evaluate.js';
import { streamedKernel, tableInput } from '../table-kernel.js';

/** `table.explode`: for each row of the result the row and the item that it comes from, then one pass per column. Time O(rows of the result), memory that of the result. */
export const bindExplode: BindStep = step =>
  streamedKernel(step, {
    estimate: ({ ports: [port], result }) => ({
      seconds: 1e-5 + (result.rows ?? 1e5) * 3e-8 + (port?.rows ?? 1e5) * 1e-8,
      peakBytes: (result.bytes ?? 1e6) + (result.rows ?? 1e5) * 8,
    }),
    async *batches(call) {
      const { schema, batches } = tableInput(call.inputs[0]);
      const index = fieldIndex(schema, step.binding['column'] as string);
      for await (const batch of batches)
        // A few rows at a time: nobody knows how long their lists are.
        for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
          const end = Math.min(batch.length, start + CHUNK_ROWS);
          yield await exploded(sliceBatch(schema, batch, start, end), schema, index, call.checkpoint);
        }
    },
  });

async function exploded(batch: Batch, schema: Schema, index: number, checkpoint: KernelCall['checkpoint']): Promise<Batch> {
  const { name } = schema[index] ?? { name: '' };
  const { type } = fieldOf(schema, name);
  const lists = columnAt(batch, index);
  const { rows, items } = await inSteps(itemRows(type, lists), checkpoint);
  const columns: ColumnData[] = [];
  for (const [i, field] of schema.entries()) {
    const steps =
      i === index ? takeSteps(itemType(type), itemsOf(lists), items) : takeSteps(field.type, columnAt(batch, i), rows);
    columns.push(await inSteps(steps, checkpoint));
  }
  return { length: rows.length, columns };
}

/** The row and the item behind each row of the result; −1 where there is no item. */
function* itemRows(type: DataType, lists: ColumnData): Steps<{ readonly rows: Int32Array; readonly items: Int32Array }> {
  const { isNull } = columnReader(type, lists);
  const firstOf = itemStarts(type, lists);
  const lengthOf = (row: number): number => (isNull(row) ? 0 : firstOf(row + 1) - firstOf(row));
  let length = 0;
  yield* ranges(lists.length, (from, to) => {
    for (let row = from; row < to; row++) length += Math.max(1, lengthOf(row));
  });
  const rows = new Int32Array(length);
  const items = new Int32Array(length);
  let next = 0;
  yield* ranges(lists.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const count = lengthOf(row);
      const first = firstOf(row);
      if (count === 0) items[next] = -1;
      for (let item = 0; item < count; item++) items[next + item] = first + item;
      rows.fill(row, next, next + Math.max(1, count));
      next += Math.max(1, count);
    }
  });
  return { rows, items };
}

/** The first item of a row; of the row after the last, where the items end. */
function itemStarts(type: DataType, lists: ColumnData): (row: number) => number {
  const physical = physicalOf(type);
  if (physical.kind === 'fixedSizeList') return row => row * physical.size;
  return offsetReader(lists, physical.kind === 'list' && physical.large);
}

const itemType = (type: DataType): DataType => {
  if (type.id === 'list' || type.id === 'largeList' || type.id === 'fixedSizeList') return type.item.type;
  throw new TypeError(`a column of type ${type.id} has no items`);
};

const itemsOf = ({ children }: ColumnData): ColumnData => {
  const [items] = children ?? [];
  if (items) return items;
  throw new TypeError('a column of lists has no items');
};

import { argumentOf, sliceBatch } from '@parquetframe/core/engine';
import type { Batch, BindStep, Schema } from '@parquetframe/core/engine';
import { streamedKernel, tableInput } from '../table-kernel.js';

/** `table.tail`: the last rows as views on the input. Time O(batches), memory that of the batches that hold them. */
export const bindTail: BindStep = step =>
  streamedKernel(step, {
    estimate: ({ ports: [port] }) => ({ seconds: 2e-6 + (port?.rows ?? 1e5) * 1e-10, peakBytes: 0 }),
    batches: call => {
      const { schema, batches } = tableInput(call.inputs[0]);
      return lastRows(batches, schema, Number(argumentOf(step, 'count', call.arguments)));
    },
  });

async function* lastRows(batches: Iterable<Batch> | AsyncIterable<Batch>, schema: Schema, count: number): AsyncGenerator<Batch> {
  if (count <= 0) return;
  const held: Batch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    held.push(batch);
    rows += batch.length;
    // Whoever streams needs no more than the batches that the last rows are in.
    for (let [first] = held; first && rows - first.length >= count; [first] = held) {
      held.shift();
      rows -= first.length;
    }
  }
  for (const [index, batch] of held.entries())
    yield index === 0 && rows > count ? sliceBatch(schema, batch, rows - count, batch.length) : batch;
}

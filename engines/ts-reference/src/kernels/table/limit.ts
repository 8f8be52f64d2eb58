import { HEAP_ARROW, HEAP_BATCHES, SHARED_ARROW, argumentOf, sliceBatch } from '@parquetframe/core/engine';
import type { Batch, BindStep, Schema } from '@parquetframe/core/engine';
import { streamedKernel, tableInput } from '../table-kernel.js';

/** `table.limit`: rows `offset … offset + count` as views on the input; reads no batch beyond them. */
export const bindLimit: BindStep = step =>
  streamedKernel(step, {
    // Of what is made batch by batch, no more is made than the limit takes.
    inputs: [[HEAP_BATCHES, HEAP_ARROW, SHARED_ARROW]],
    // Views of a table; of a stream the rows that are kept.
    estimate: ({ result }) => ({ seconds: 2e-6, peakBytes: (result.bytes ?? 0) / 2 }),
    batches: call => {
      const { schema, batches } = tableInput(call.inputs[0]);
      const count = Number(argumentOf(step, 'count', call.arguments));
      return limitBatches(batches, schema, count, Number(argumentOf(step, 'offset', call.arguments) ?? 0));
    },
  });

/** Rows `offset … offset + count` of batches, as views; stops reading as soon as it has them. */
export async function* limitBatches(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  schema: Schema,
  count: number,
  offset = 0,
): AsyncGenerator<Batch> {
  let skip = offset;
  let left = count;
  if (left <= 0) return;
  for await (const batch of batches) {
    const start = Math.min(skip, batch.length);
    skip -= start;
    const end = Math.min(batch.length, start + left);
    left -= end - start;
    if (end > start) yield sliceBatch(schema, batch, start, end);
    if (left <= 0) return;
  }
}

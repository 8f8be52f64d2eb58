import { argumentOf, inSteps, ranges } from '@parquetframe/core/engine';
import type { BindStep, Steps } from '@parquetframe/core/engine';
import { streamedKernel, tableInput } from '../table-kernel.js';

/** `table.withRowIndex`: a new column beside the others, which stay as they are. Time O(rows), memory 8 bytes per row. */
export const bindWithRowIndex: BindStep = step =>
  streamedKernel(step, {
    estimate: ({ ports: [port] }) => ({
      seconds: 2e-6 + (port?.rows ?? 1e5) * 1e-8,
      peakBytes: (port?.bytes ?? 1e6) + (port?.rows ?? 1e5) * 8,
    }),
    async *batches(call) {
      let next = BigInt(Number(argumentOf(step, 'offset', call.arguments) ?? 0));
      for await (const batch of tableInput(call.inputs[0]).batches) {
        const values = await inSteps(counted(next, batch.length), call.checkpoint);
        next += BigInt(batch.length);
        const index = { length: batch.length, nullCount: 0, buffers: [undefined, values] };
        yield { length: batch.length, columns: [index, ...batch.columns] };
      }
    },
  });

function* counted(first: bigint, length: number): Steps<BigInt64Array> {
  const values = new BigInt64Array(length);
  let next = first;
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++) values[row] = next++;
  });
  return values;
}

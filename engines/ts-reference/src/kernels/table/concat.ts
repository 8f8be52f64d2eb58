import type { BindStep } from '@parquetframe/core/engine';
import { STREAMED_INPUTS, streamedKernel, tableInput } from '../table-kernel.js';

/** `table.concat`: the batches of all inputs one after the other, as they are. */
export const bindConcat: BindStep = step =>
  streamedKernel(step, {
    inputs: step.inputs.map(() => STREAMED_INPUTS),
    estimate: ({ ports, result }) => ({ seconds: 2e-6 * ports.length, peakBytes: result['bytes'] ?? 0 }),
    async *batches(call) {
      for (const input of call.inputs) yield* tableInput(input).batches;
    },
  });

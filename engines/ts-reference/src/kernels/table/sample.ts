import { HEAP_ARROW, argumentOf, concatBatchSteps, inSteps, ranges, schemaOf, tableData } from '@parquetframe/core/engine';
import type { BindStep, Steps } from '@parquetframe/core/engine';
import { TABLE_INPUTS, tableResult, wholeTable } from '../table-kernel.js';
import { takeRows } from './filter.js';
import { splitMix64, type Numbers } from './split-mix.js';

/** Buckets of the first pass: the first 16 bits of the numbers. */
const BUCKETS = 1 << 16;

/** `table.sample`: the rows with the smallest numbers, found by counting and then by sorting the bucket at the edge. Time O(rows), memory 8 bytes per row and the result. */
export const bindSample: BindStep = step => {
  const schema = schemaOf(step);
  return {
    inputs: [TABLE_INPUTS],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: ({ ports: [port] }) => ({
      seconds: 1e-5 + (port?.rows ?? 1e5) * 4e-8,
      peakBytes: 1e6 + (port?.rows ?? 1e5) * 12 + 2 * (port?.bytes ?? 1e6),
    }),
    run: async call => {
      const table = await wholeTable(call.inputs[0]);
      const batch = await inSteps(concatBatchSteps(schema, table.batches), call.checkpoint);
      const count =
        step.binding['by'] === 'fraction'
          ? Math.floor(Number(argumentOf(step, 'fraction', call.arguments)) * batch.length)
          : Number(argumentOf(step, 'count', call.arguments));
      if (count >= batch.length) return tableResult(tableData(schema, table.batches));
      const seed = BigInt(Number(argumentOf(step, 'seed', call.arguments) ?? 0));
      const numbers = await inSteps(splitMix64(seed, batch.length), call.checkpoint);
      const rows = await inSteps(smallest(numbers, batch.length, count), call.checkpoint);
      return tableResult(tableData(schema, [await takeRows(batch, schema, rows, call.checkpoint)]));
    },
  };
};

/** The rows, in their order, with the `count` smallest numbers. */
function* smallest(numbers: Numbers, length: number, count: number): Steps<Uint32Array> {
  const { high, low } = numbers;
  const rowsIn = new Uint32Array(BUCKETS);
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++) {
      const bucket = (high[row] ?? 0) >>> 16;
      rowsIn[bucket] = (rowsIn[bucket] ?? 0) + 1;
    }
  });
  let edge = 0;
  let below = 0;
  while (edge < BUCKETS && below + (rowsIn[edge] ?? 0) <= count) below += rowsIn[edge++] ?? 0;
  const atEdge: number[] = [];
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++) if ((high[row] ?? 0) >>> 16 === edge) atEdge.push(row);
  });
  atEdge.sort((a, b) => (high[a] ?? 0) - (high[b] ?? 0) || (low[a] ?? 0) - (low[b] ?? 0));
  const chosen = new Set(atEdge.slice(0, count - below));
  const taken = new Uint32Array(count);
  let next = 0;
  yield* ranges(length, (from, to) => {
    for (let row = from; row < to; row++) {
      const bucket = (high[row] ?? 0) >>> 16;
      if (bucket < edge || (bucket === edge && chosen.has(row))) taken[next++] = row;
    }
  });
  return taken;
}

import { bindingExpression, inSteps, ranges, sliceBatch, takeSteps } from '@parquetframe/core/engine';
import type { Batch, BindStep, Expression, KernelCall, Schema, Steps } from '@parquetframe/core/engine';
import { CHUNK_ROWS, Evaluator } from '../expression/evaluate.js';
import { loadPatterns } from '../expression/pattern-library.js';
import { isValid } from '../expression/vector.js';
import { streamedKernel, tableInput } from '../table-kernel.js';

type Checkpoint = KernelCall['checkpoint'];

/** `table.filter`: the rows for which the predicate is true, neither false nor null. Time O(rows), memory that of the result. */
export const bindFilter: BindStep = step => {
  const predicate = bindingExpression(step, 'predicate');
  if (!predicate) throw new TypeError('table.filter without a predicate');
  return streamedKernel(step, {
    estimate: ({ ports: [port], result }) => ({
      seconds: 1e-5 + (port?.rows ?? 1e5) * 2e-8 + (result.bytes ?? 0) * 1e-9,
      peakBytes: (result.bytes ?? 0) + CHUNK_ROWS * 64,
    }),
    batches: call => {
      const { schema, batches } = tableInput(call.inputs[0]);
      return filterBatches(batches, schema, predicate, call.arguments, call.checkpoint);
    },
  });
};

/** Batches without the rows for which the predicate is not true; empty batches are left out. */
export async function* filterBatches(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  schema: Schema,
  predicate: Expression,
  values: readonly unknown[],
  checkpoint: Checkpoint,
): AsyncGenerator<Batch> {
  let first = 0;
  for await (const batch of batches) {
    const rows = await selectRows(batch, schema, predicate, values, checkpoint, first);
    first += batch.length;
    if (rows.length > 0) yield await takeRows(batch, schema, rows, checkpoint);
  }
}

/**
 * Numbers of the rows, ascending, for which the predicate is true.
 * @param firstRow number of the batch's first row in the input, for messages
 * @throws ParquetFrameError `INTEGER_OVERFLOW`, `CAST_FAILED`
 */
export async function selectRows(
  batch: Batch,
  schema: Schema,
  predicate: Expression,
  values: readonly unknown[],
  checkpoint: Checkpoint,
  firstRow = 0,
): Promise<Uint32Array> {
  const loading = loadPatterns([predicate]);
  if (loading) await loading;
  const evaluator = new Evaluator(schema, batch, values, firstRow);
  const rows = new Uint32Array(batch.length);
  let count = 0;
  for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
    const end = Math.min(batch.length, start + CHUNK_ROWS);
    const truth = evaluator.evaluate(predicate, start, end);
    if (truth.form === 'bool') {
      for (let i = 0; i < end - start; i++) {
        if (truth.values[i * truth.step] === 1 && isValid(truth, i)) rows[count++] = start + i;
      }
    }
    const pause = checkpoint();
    if (pause) await pause;
  }
  return rows.subarray(0, count);
}

/** The rows named, column by column; all rows in order are the batch itself, a run of rows a view of it. */
export async function takeRows(batch: Batch, schema: Schema, rows: Uint32Array, checkpoint: Checkpoint): Promise<Batch> {
  const first = rows[0] ?? 0;
  if ((rows[rows.length - 1] ?? 0) - first === rows.length - 1 && (await inSteps(isAscending(rows), checkpoint)))
    return sliceBatch(schema, batch, first, first + rows.length);
  const columns = [];
  for (const [i, { type }] of schema.entries()) {
    const column = batch.columns[i];
    if (column) columns.push(await inSteps(takeSteps(type, column, rows), checkpoint));
    const pause = checkpoint();
    if (pause) await pause;
  }
  return { length: rows.length, columns };
}

function* isAscending(rows: Uint32Array): Steps<boolean> {
  let ascends = true;
  yield* ranges(rows.length - 1, (from, to) => {
    for (let i = from; ascends && i < to; i++) ascends = (rows[i + 1] ?? 0) > (rows[i] ?? 0);
  });
  return ascends;
}

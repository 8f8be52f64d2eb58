import { bindingProjection, columnAt, fieldIndex, inSteps } from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, KernelCall, NamedExpression, Schema } from '@parquetframe/core/engine';
import { CHUNK_ROWS, Evaluator } from '../expression/evaluate.js';
import { loadPatterns } from '../expression/pattern-library.js';
import { columnSink } from '../expression/sink.js';
import { streamedKernel, tableInput } from '../table-kernel.js';

/** `table.project`: one column per expression. Plain columns are passed on as they are, without a copy. */
export const bindProject: BindStep = step => {
  const columns = bindingProjection(step);
  const computed = columns.filter(({ expression }) => expression.kind !== 'column').length;
  return streamedKernel(step, {
    estimate: ({ ports: [port] }) => ({
      seconds: 1e-5 + (port?.rows ?? 1e5) * computed * 2e-8,
      peakBytes: (port?.rows ?? 1e5) * computed * 9 + CHUNK_ROWS * 64,
    }),
    batches: call => {
      const { schema, batches } = tableInput(call.inputs[0]);
      return projectBatches(batches, schema, columns, call.arguments, call.checkpoint);
    },
  });
};

/**
 * @param firstRow number of the first row in the input, for messages
 * @throws ParquetFrameError `INTEGER_OVERFLOW`, `CAST_FAILED`
 */
export async function* projectBatches(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  schema: Schema,
  columns: readonly NamedExpression[],
  values: readonly unknown[],
  checkpoint: KernelCall['checkpoint'],
  firstRow = 0,
): AsyncGenerator<Batch> {
  const loading = loadPatterns(columns.map(({ expression }) => expression));
  if (loading) await loading;
  let first = firstRow;
  for await (const batch of batches) {
    const evaluator = new Evaluator(schema, batch, values, first);
    const results: ColumnData[] = [];
    for (const { expression } of columns) {
      if (expression.kind === 'column') {
        results.push(columnAt(batch, fieldIndex(schema, expression.name)));
        continue;
      }
      const sink = columnSink(expression.type, batch.length);
      for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
        const end = Math.min(batch.length, start + CHUNK_ROWS);
        sink.write(evaluator.evaluate(expression, start, end), start, end - start);
        const pause = checkpoint();
        if (pause) await pause;
      }
      results.push(await inSteps(sink.finish(), checkpoint));
    }
    first += batch.length;
    yield { length: batch.length, columns: results };
  }
}

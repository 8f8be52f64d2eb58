import { sliceBatch, tableData, type Batch, type BatchStream, type TableData } from '../contract/data/index.js';
import type { Execution } from '../executor/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import type { Int64 } from './column-types.js';
import { Table, type RowSettings } from './table.js';

/** Rows in a piece at most: a batch of an engine that is larger comes in several. */
const BATCH_ROWS = 131_072;

/** The result of an execution, piece by piece. The execution starts with the first `next()`; leaving the loop early releases it. */
export async function* streamBatches<S, I extends Int64>(
  start: () => Promise<Execution>,
  settings: RowSettings<I>,
  signal?: AbortSignal,
): AsyncGenerator<Table<S, I>, void, undefined> {
  const execution = await start();
  try {
    const source = execution.replica.value as BatchStream | TableData;
    const batches: AsyncIterable<Batch> | Iterable<Batch> = 'batches' in source ? source.batches : source;
    for await (const batch of batches) {
      for (let row = 0; row < batch.length; row += BATCH_ROWS) {
        if (signal?.aborted === true) throw new ParquetFrameError('ABORTED', 'the call was aborted', { cause: signal.reason });
        const piece = tableData(source.schema, [sliceBatch(source.schema, batch, row, row + BATCH_ROWS)]);
        yield Table.piece<S, I>(execution, settings, piece);
      }
    }
  } finally {
    await execution.release();
  }
}

import { sliceBatch } from '@parquetframe/core/engine';
import type { Batch, Schema } from '@parquetframe/core/engine';
import { rowsWithin } from './slice-bytes.js';

const MIB = 1 << 20;
/** Bytes that the values of a row group may have: readers that use 32-bit offsets must be able to read it. */
const GROUP_BYTES = 256 * MIB;
/** The same of a stream, whose rows are kept until their group is written. */
const STREAMED_BYTES = 32 * MIB;
/** Where rows have more bytes than that, a group of a stream needs no more of them than this many bytes. */
const WIDE_ROW = 4096;
const WIDE_BYTES = 8 * MIB;

/** Batches cut and gathered so that each group has `size` rows, fewer where they are many bytes; the last one has what is left. */
export async function* rowGroups(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  schema: Schema,
  size: number,
  isStreamed: boolean,
): AsyncGenerator<Batch[]> {
  let group: Batch[] = [];
  let [rows, bytes] = [0, 0];
  for await (const batch of batches) {
    const limit = isStreamed ? streamedLimit(schema, batch) : GROUP_BYTES;
    for (let start = 0; start < batch.length;) {
      const most = Math.min(batch.length, start + size - rows);
      const part = rowsWithin(schema, batch, start, most, limit - bytes);
      // A row that is too large for the group goes into the next one; one that is too large for any is a group of its own.
      const end = part.end > start || rows > 0 ? part.end : start + 1;
      if (end > start) group.push(sliceBatch(schema, batch, start, end));
      rows += end - start;
      bytes += part.bytes;
      start = end;
      if (rows < size && end === most) continue;
      yield group;
      group = [];
      [rows, bytes] = [0, 0];
    }
  }
  if (rows > 0) yield group;
}

function streamedLimit(schema: Schema, batch: Batch): number {
  const { bytes } = rowsWithin(schema, batch, 0, batch.length, Infinity);
  return bytes > WIDE_ROW * batch.length ? WIDE_BYTES : STREAMED_BYTES;
}

import { columnAt } from '@parquetframe/core/engine';
import type { Batch, ColumnData, Schema } from '@parquetframe/core/engine';

/** Rows that are counted at a time. */
const STRIDES = [65_536, 2_048, 64, 1];

/** How many rows from `start` on, up to `end`, have at most `limit` bytes: where they end, and how many bytes they have. */
export function rowsWithin(
  schema: Schema,
  batch: Batch,
  start: number,
  end: number,
  limit: number,
): { readonly end: number; readonly bytes: number } {
  const columns = schema.map((_, i) => columnAt(batch, i));
  const bytesOf = (from: number, to: number): number => columns.reduce((sum, column) => sum + sliceBytes(column, from, to), 0);
  let [at, bytes] = [start, 0];
  // Large strides first; where one has too many bytes, smaller ones.
  for (const stride of STRIDES) {
    for (let next = Math.min(end, at + stride); at < end; next = Math.min(end, at + stride)) {
      const more = bytesOf(at, next);
      if (bytes + more > limit) break;
      bytes += more;
      at = next;
    }
  }
  return { end: at, bytes };
}

/** Bytes of the values of some rows, of nested ones too; of views and dictionaries those of the average value. */
function sliceBytes(column: ColumnData, from: number, to: number): number {
  const { buffers, children, dictionary, length } = column;
  const share = length === 0 ? 0 : (to - from) / length;
  if (dictionary) return dictionary.length === 0 ? 0 : (to - from) * (4 + wholeBytes(dictionary) / dictionary.length);
  const offsets = buffers[1];
  if ((offsets instanceof Int32Array || offsets instanceof BigInt64Array) && (children?.length === 1 || buffers.length === 3)) {
    const [first, last] = [Number(offsets[from] ?? 0), Number(offsets[to] ?? 0)];
    const [item] = children ?? [];
    return item ? sliceBytes(item, first, last) : last - first;
  }
  return (
    share * wholeBytes({ ...column, children: [] }) + (children ?? []).reduce((sum, child) => sum + share * wholeBytes(child), 0)
  );
}

const wholeBytes = ({ buffers, children }: ColumnData): number =>
  buffers.reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0) +
  (children ?? []).reduce((sum, child) => sum + wholeBytes(child), 0);

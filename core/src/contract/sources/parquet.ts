import type { SourceFormat, SourceNeed } from './format.js';
import { chunkLayouts, type ChunkLayout } from './parquet-footer.js';
import { mayMatch } from './parquet-prune.js';

/** Most footers are smaller: one request for them. */
const TAIL = 64 * 1024;
const MAGIC = 'PAR1';

/** Parquet: the footer at the end says where each column of each row group lies, and between which bounds its values are. */
export const parquetFormat: SourceFormat = {
  name: 'parquet',
  async footer(read, bytes) {
    let tail = await read({ start: Math.max(0, bytes - TAIL), end: bytes });
    const end = tail.bytes.length - 8;
    if (end < 0 || String.fromCharCode(...tail.bytes.subarray(end + 4)) !== MAGIC)
      throw new RangeError('it does not end with PAR1');
    const view = new DataView(tail.bytes.buffer, tail.bytes.byteOffset, tail.bytes.byteLength);
    const length = view.getUint32(end, true) + 8;
    if (length > bytes) throw new RangeError('the footer does not fit the file');
    if (length > tail.bytes.length) tail = await read({ start: bytes - length, end: bytes });
    const footer = tail.bytes.subarray(tail.bytes.length - length, tail.bytes.length - 8);
    const groups = chunkLayouts(footer, bytes);
    return { fetched: [tail], ranges: need => rangesOf(groups, need) };
  },
};

function rangesOf(groups: readonly (readonly ChunkLayout[])[], { columns, predicate }: SourceNeed) {
  const wanted = columns && new Set(columns);
  const kept = predicate ? groups.filter(chunks => mayMatch(predicate.expression, predicate.values, chunks)) : groups;
  const ranges = kept.flatMap(chunks => chunks.filter(({ column }) => wanted?.has(column) ?? true));
  return { ranges: ranges.map(({ start, end }) => ({ start, end })), isPruned: kept.length < groups.length };
}

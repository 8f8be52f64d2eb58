import { valueArrayOf, viewAs } from '@parquetframe/core/engine';
import type { ColumnData, DataType } from '@parquetframe/core/engine';
import { renumber } from './integer-ids.js';
import type { IdOrder, MappedIds } from './ids.js';
import { sliced, type Pace } from './slices.js';
import { StringIndex } from './string-index.js';
import { stringRows } from './string-rows.js';
import type { ChunkedColumn } from './vertex-column.js';

/** Maps string ids to 0…V−1, ordered by UTF-8 bytes or by first appearance. O(bytes) time, plus O(V log V) when sorted. */
export async function mapStrings(
  src: ChunkedColumn,
  dst: ChunkedColumn,
  extra: ChunkedColumn | undefined,
  order: IdOrder,
  pace: Pace,
): Promise<MappedIds> {
  const index = new StringIndex();
  const codes = { src: new Uint32Array(src.length), dst: new Uint32Array(dst.length) };
  // Row by row through both columns: the order of appearance counts.
  const [a, b] = [coder(src, index), coder(dst, index)];
  await sliced(
    pace,
    src.length,
    (from, to) => {
      for (let i = from; i < to; i++) {
        codes.src[i] = a(i);
        codes.dst[i] = b(i);
      }
    },
    [0, 0.2],
  );
  if (extra) {
    const c = coder(extra, index);
    await sliced(pace, extra.length, (from, to) => {
      for (let i = from; i < to; i++) c(i);
    });
  }
  const sorted = order === 'sorted' ? await index.sortedCodes(pace) : index.codes();
  if (order === 'sorted') {
    const rank = new Uint32Array(sorted.length);
    for (let i = 0; i < sorted.length; i++) rank[sorted[i] ?? 0] = i;
    await renumber(codes, rank, pace);
  }
  return { vertexCount: index.size, ...codes, ids: await index.column(sorted, pace) };
}

/** Row → code over the chunks of a column; rows are asked for in ascending order. */
function coder(column: ChunkedColumn, index: StringIndex): (row: number) => number {
  const { type, chunks } = column;
  let chunk = -1;
  let before = 0;
  let after = 0;
  let code: (row: number) => number = () => 0;
  return row => {
    while (row >= after) {
      const next = chunks[++chunk];
      if (!next) throw new RangeError(`row ${row} of ${column.name} is beyond its ${after} rows`);
      before = after;
      after += next.length;
      if (next.length > 0) code = chunkCoder(type, next, index);
    }
    return code(row - before);
  };
}

function chunkCoder(type: DataType, chunk: ColumnData, index: StringIndex): (row: number) => number {
  if (type.id === 'dictionary') return dictionaryCoder(type, chunk, index);
  const rows = stringRows(type, chunk);
  return row => {
    rows.at(row);
    return index.add(rows.data, rows.start, rows.end);
  };
}

/** Values of a dictionary are looked up once, and only those that occur: unused ones are not vertices. */
function dictionaryCoder(
  type: DataType & { readonly id: 'dictionary' },
  chunk: ColumnData,
  index: StringIndex,
): (row: number) => number {
  if (!chunk.dictionary) throw new TypeError('a dictionary chunk has no dictionary');
  const indices = viewAs(valueArrayOf(type.index), chunk.buffers[1]);
  const ofValue = chunkCoder(type.values, chunk.dictionary, index);
  const codes = new Int32Array(chunk.dictionary.length).fill(-1);
  return row => {
    const value = Number(indices[row]);
    const known = codes[value] ?? -1;
    if (known >= 0) return known;
    return (codes[value] = ofValue(value));
  };
}

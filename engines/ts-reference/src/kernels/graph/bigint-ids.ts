import { ParquetFrameError } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { renumber } from './integer-ids.js';
import type { IdOrder, MappedIds } from './ids.js';
import { sliced, type Pace } from './slices.js';

type BigintArray = BigInt64Array | BigUint64Array;

/** Maps ids of which some are beyond 2^53: a `Map` of bigint, slow and rare. Meaning as `mapIntegers`. */
export async function mapBigints(
  src: BigintArray,
  dst: BigintArray,
  extra: BigintArray,
  type: DataType,
  order: IdOrder,
  pace: Pace,
): Promise<MappedIds> {
  const known = new Map<bigint, number>();
  const add = (value: bigint): number => {
    const code = known.get(value);
    if (code !== undefined) return code;
    if (type.id === 'int64' && BigInt.asIntN(64, value) !== value)
      throw new ParquetFrameError(
        'VERTEX_ID_OUT_OF_RANGE',
        `the vertex id ${value.toString()} does not fit int64, the id type of this graph`,
      );
    known.set(value, known.size);
    return known.size - 1;
  };
  const codes = { src: new Uint32Array(src.length), dst: new Uint32Array(dst.length) };
  await sliced(pace, src.length, (from, to) => {
    for (let i = from; i < to; i++) {
      codes.src[i] = add(src[i] ?? 0n);
      codes.dst[i] = add(dst[i] ?? 0n);
    }
  });
  for (const value of extra) add(value);
  const ids = type.id === 'uint64' ? BigUint64Array.from(known.keys()) : BigInt64Array.from(known.keys());
  if (order === 'sorted') {
    ids.sort();
    const rank = new Uint32Array(ids.length);
    ids.forEach((value, i) => (rank[known.get(value) ?? 0] = i));
    await renumber(codes, rank, pace);
  }
  return { vertexCount: ids.length, ...codes, ids: { length: ids.length, nullCount: 0, buffers: [undefined, ids] } };
}

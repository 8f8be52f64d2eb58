import { tableData } from '@parquetframe/core/engine';
import type { Batch, TableData } from '@parquetframe/core/engine';

/** Deterministic numbers in 0 … 2^32 − 1. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = state ^ (state >>> 15);
    mixed = Math.imul(mixed, 0x2c1b3c6d);
    return (mixed ^ (mixed >>> 12)) >>> 0;
  };
}

/** A skewed random multigraph as an edge table, ids in no order. */
export function edges(vertices: number, count: number, seed: number): TableData {
  const next = generator(seed);
  const [src, dst, weight] = [new Uint32Array(count), new Uint32Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const skew = next() / 2 ** 32;
    src[i] = Math.floor(skew * skew * skew * vertices);
    dst[i] = next() % vertices;
    weight[i] = (next() % 1000) / 7;
  }
  const column = (values: Uint32Array | Float64Array): Batch['columns'][number] => ({
    length: count,
    nullCount: 0,
    buffers: [undefined, values],
  });
  return tableData(
    [
      { name: 'src', type: { id: 'uint32' }, nullable: false },
      { name: 'dst', type: { id: 'uint32' }, nullable: false },
      { name: 'weight', type: { id: 'float64' }, nullable: false },
    ],
    [{ length: count, columns: [column(src), column(dst), column(weight)] }],
  );
}

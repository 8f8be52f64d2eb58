import { tableData, type TableData } from '@parquetframe/core/engine';

/** Enough work for every engine to look at its cancel flag. */
export const LARGE_ROWS = 1_000_000;
const LARGE_VERTICES = 200_000;

/** A deterministic sequence of 32-bit numbers (xorshift, Marsaglia 2003). */
function* sequence(): Generator<number, never> {
  let state = 2_463_534_242;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

let numbers: TableData | undefined;
/** Columns `key` (int32, 1000 values), `x` (float64) and `y` (int32) without nulls. */
export function largeTable(): TableData {
  if (numbers) return numbers;
  const source = sequence();
  const key = new Int32Array(LARGE_ROWS);
  const x = new Float64Array(LARGE_ROWS);
  const y = new Int32Array(LARGE_ROWS);
  for (let row = 0; row < LARGE_ROWS; row++) {
    const value = source.next().value;
    key[row] = value % 1000;
    x[row] = value / 2 ** 32;
    y[row] = value | 0;
  }
  numbers = tableData(
    [
      { name: 'key', type: { id: 'int32' }, nullable: false },
      { name: 'x', type: { id: 'float64' }, nullable: false },
      { name: 'y', type: { id: 'int32' }, nullable: false },
    ],
    [
      {
        length: LARGE_ROWS,
        columns: [key, x, y].map(values => ({ length: LARGE_ROWS, nullCount: 0, buffers: [undefined, values] })),
      },
    ],
  );
  return numbers;
}

let edges: TableData | undefined;
/** A million edges among 200,000 vertices, as dense int32 ids in columns `src` and `dst`. */
export function largeEdges(): TableData {
  if (edges) return edges;
  const source = sequence();
  const columns = [new Int32Array(LARGE_ROWS), new Int32Array(LARGE_ROWS)];
  for (let row = 0; row < LARGE_ROWS; row++) for (const column of columns) column[row] = source.next().value % LARGE_VERTICES;
  edges = tableData(
    ['src', 'dst'].map(name => ({ name, type: { id: 'int32' as const }, nullable: false })),
    [
      {
        length: LARGE_ROWS,
        columns: columns.map(values => ({ length: LARGE_ROWS, nullCount: 0, buffers: [undefined, values] })),
      },
    ],
  );
  return edges;
}
export const LARGE_GRAPH_BUILD = { ids: 'dense', vertexCount: LARGE_VERTICES } as const;

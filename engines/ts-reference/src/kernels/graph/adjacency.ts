import type { Adjacency, WeightArray } from '@parquetframe/core/engine';
import { sliced, slicedRows, type Pace } from './slices.js';

/** Edges between dense vertices, in input order. */
export interface DenseEdges {
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly weights: WeightArray | undefined;
}

export interface Layouts {
  readonly csr: Adjacency;
  /** the same object as `csr` when undirected */
  readonly csc: Adjacency;
}

/**
 * CSR and CSC by stable counting sorts: rows sorted by neighbour, parallel edges in input order.
 *
 * Scattering into rows in ascending order of the other end leaves every row sorted by it. So edges are put into rows by source as they come, those rows
 * are transposed (rows by target, sorted by source: the CSC), and transposed again (the CSR). Undirected arcs are symmetric: one transposition gives both.
 * O(V + E) time; three times 4 bytes (and a weight) per arc at the peak beyond the input.
 */
export async function buildAdjacency(edges: DenseEdges, vertexCount: number, directed: boolean, pace: Pace): Promise<Layouts> {
  const offsets = await countRows(edges.src, directed ? undefined : edges.dst, vertexCount, pace);
  const arcs = offsets[vertexCount] ?? 0;
  const unsorted = emptyRows(offsets, arcs, edges.weights);
  const cursor = offsets.slice(0, vertexCount);
  await sliced(
    pace,
    edges.src.length,
    (from, to) => (directed ? scatterDirected : scatterUndirected)(edges, unsorted, cursor, from, to),
    [0.4, 0.6],
  );
  if (!directed) {
    const csr = emptyRows(offsets, arcs, edges.weights);
    await transpose(unsorted, csr, pace, [0.6, 1]);
    return { csr, csc: csr };
  }
  const csc = emptyRows(await countRows(edges.dst, undefined, vertexCount, pace), arcs, edges.weights);
  await transpose(unsorted, csc, pace, [0.6, 0.8]);
  await transpose(csc, unsorted, pace, [0.8, 1]);
  return { csr: unsorted, csc };
}

/** Row offsets for arcs that start at `ends` (and, when undirected, at `others`; a self-loop once). */
async function countRows(
  ends: Uint32Array,
  others: Uint32Array | undefined,
  vertexCount: number,
  pace: Pace,
): Promise<Uint32Array<ArrayBuffer>> {
  const offsets = new Uint32Array(vertexCount + 1);
  await sliced(pace, ends.length, (from, to) => countEnds(ends, others, offsets, from, to));
  await sliced(pace, vertexCount, (from, to) => {
    for (let v = from; v < to; v++) offsets[v + 1] = (offsets[v + 1] ?? 0) + (offsets[v] ?? 0);
  });
  return offsets;
}

/** Counts at index + 1, so that the running sum gives the starts. */
function countEnds(ends: Uint32Array, others: Uint32Array | undefined, counts: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const u = ends[i] ?? 0;
    counts[u + 1] = (counts[u + 1] ?? 0) + 1;
  }
  if (!others) return;
  for (let i = from; i < to; i++) {
    const v = others[i] ?? 0;
    if (v !== ends[i]) counts[v + 1] = (counts[v + 1] ?? 0) + 1;
  }
}

function emptyRows(offsets: Uint32Array, arcs: number, weights: WeightArray | undefined): Adjacency {
  const targets = new Uint32Array(arcs);
  return weights ? { offsets, targets, weights: emptyLike(weights, arcs) } : { offsets, targets };
}

/** An array of the same type. */
function emptyLike(weights: WeightArray, length: number): WeightArray {
  if (weights instanceof Float64Array) return new Float64Array(length);
  if (weights instanceof Float32Array) return new Float32Array(length);
  if (weights instanceof Int32Array) return new Int32Array(length);
  if (weights instanceof Uint32Array) return new Uint32Array(length);
  if (weights instanceof Int16Array) return new Int16Array(length);
  if (weights instanceof Uint16Array) return new Uint16Array(length);
  if (weights instanceof Int8Array) return new Int8Array(length);
  return new Uint8Array(length);
}

function scatterDirected(edges: DenseEdges, rows: Adjacency, cursor: Uint32Array, from: number, to: number): void {
  const { src, dst, weights } = edges;
  for (let i = from; i < to; i++) {
    const u = src[i] ?? 0;
    const at = cursor[u] ?? 0;
    cursor[u] = at + 1;
    rows.targets[at] = dst[i] ?? 0;
    if (weights && rows.weights) rows.weights[at] = weights[i] ?? 0;
  }
}

function scatterUndirected(edges: DenseEdges, rows: Adjacency, cursor: Uint32Array, from: number, to: number): void {
  const { src, dst, weights } = edges;
  for (let i = from; i < to; i++) {
    const u = src[i] ?? 0;
    const v = dst[i] ?? 0;
    const forth = cursor[u] ?? 0;
    cursor[u] = forth + 1;
    rows.targets[forth] = v;
    if (weights && rows.weights) rows.weights[forth] = weights[i] ?? 0;
    if (u === v) continue;
    const back = cursor[v] ?? 0;
    cursor[v] = back + 1;
    rows.targets[back] = u;
    if (weights && rows.weights) rows.weights[back] = weights[i] ?? 0;
  }
}

/** Fills `into`, whose offsets are known, with the arcs of `rows` reversed. */
async function transpose(rows: Adjacency, into: Adjacency, pace: Pace, span: readonly [number, number]): Promise<void> {
  const cursor = into.offsets.slice(0, into.offsets.length - 1);
  await slicedRows(pace, rows.offsets, (from, to) => transposeRows(rows, into, cursor, from, to), span);
}

function transposeRows(rows: Adjacency, into: Adjacency, cursor: Uint32Array, from: number, to: number): void {
  const { offsets, targets, weights } = rows;
  for (let u = from; u < to; u++) {
    const end = offsets[u + 1] ?? 0;
    for (let j = offsets[u] ?? 0; j < end; j++) {
      const v = targets[j] ?? 0;
      const at = cursor[v] ?? 0;
      cursor[v] = at + 1;
      into.targets[at] = u;
      if (weights && into.weights) into.weights[at] = weights[j] ?? 0;
    }
  }
}

import { schemaOf } from '@parquetframe/core/engine';
import type { BindStep, ColumnData, GraphData, Kernel } from '@parquetframe/core/engine';
import { GRAPH_INPUTS, VERTEX_TABLE_OUTPUTS, graphOf, vertexTable } from './graph-input.js';
import { SLICE, sliced, slicedRows, type Pace } from './slices.js';

/**
 * `graph.triangles`: every edge of the simple undirected graph is kept at the end of smaller degree, and the rows of two neighbours are compared by marks. Schank
 * and Wagner, "Finding, Counting and Listing All Triangles in Large Graphs", WEA 2005. O(arcs^1.5) time; 28 bytes per vertex and 4 per arc.
 */
export const bindTriangles: BindStep = (step): Kernel => ({
  inputs: [GRAPH_INPUTS],
  outputs: VERTEX_TABLE_OUTPUTS,
  cpu: 'one',
  estimate: ({ work, ports: [graph] }) => ({
    seconds: 5e-5 + work * 1.5e-9,
    peakBytes: 1e4 + (graph?.['arcs'] ?? 0) * 4 + (graph?.['vertices'] ?? 0) * 28,
  }),
  run: async call => {
    const graph = graphOf(call);
    const forward = await forwardEdges(graph, call);
    const counts = new Float64Array(graph.vertexCount);
    const total = await countTriangles(forward, counts, call);
    return vertexTable(graph, schemaOf(step), [await int64Column(counts, call)], { triangles: total }, { triangles: total });
  },
});

/** Each edge of the simple graph once: row v holds its neighbours of larger degree (of the same degree: of larger index), ascending by index. */
interface ForwardEdges {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

async function forwardEdges(graph: GraphData, pace: Pace): Promise<ForwardEdges> {
  const { vertexCount, csr } = graph;
  const degrees = new Uint32Array(vertexCount);
  await slicedRows(pace, csr.offsets, (from, to) => {
    for (let v = from; v < to; v++) {
      let degree = 0;
      visitNeighbours(graph, v, () => degree++);
      degrees[v] = degree;
    }
  });
  const offsets = new Uint32Array(vertexCount + 1);
  // Each edge is in the row of one end: at most half of both directions' arcs, and no more than those of one.
  let targets = new Uint32Array(Math.max(16, Math.min(csr.targets.length, 2 ** 31)));
  let used = 0;
  await slicedRows(pace, csr.offsets, (from, to) => {
    for (let v = from; v < to; v++) {
      const own = degrees[v] ?? 0;
      visitNeighbours(graph, v, u => {
        const other = degrees[u] ?? 0;
        if (other < own || (other === own && u < v)) return;
        if (used === targets.length) targets = grown(targets);
        targets[used++] = u;
      });
      offsets[v + 1] = used;
    }
  });
  return { offsets, targets: targets.subarray(0, used) };
}

function grown(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** The neighbours of `v` in either direction, ascending, each once, without `v`. */
function visitNeighbours({ csr, csc }: GraphData, v: number, visit: (u: number) => void): void {
  let a = csr.offsets[v] ?? 0;
  const endOfA = csr.offsets[v + 1] ?? 0;
  let b = csc.offsets[v] ?? 0;
  const endOfB = csc.offsets[v + 1] ?? 0;
  let last = -1;
  while (a < endOfA || b < endOfB) {
    const x = a < endOfA ? (csr.targets[a] ?? 0) : Infinity;
    const y = b < endOfB ? (csc.targets[b] ?? 0) : Infinity;
    const next = x < y ? x : y;
    if (x === next) a++;
    if (y === next) b++;
    if (next !== last && next !== v) visit(next);
    last = next;
  }
}

/** Adds every triangle to its three corners; answers how many there are. */
async function countTriangles({ offsets, targets }: ForwardEdges, counts: Float64Array, pace: Pace): Promise<number> {
  const vertices = counts.length;
  /** vertex + 1 whose forward neighbours are marked */
  const markedBy = new Uint32Array(vertices);
  let total = 0;
  let looked = 0;
  for (let u = 0; u < vertices; u++) {
    const start = offsets[u] ?? 0;
    const end = offsets[u + 1] ?? 0;
    looked++;
    if (end - start < 2) continue;
    looked += end - start;
    for (let i = start; i < end; i++) markedBy[targets[i] ?? 0] = u + 1;
    for (let i = start; i < end; i++) {
      const v = targets[i] ?? 0;
      const endOfV = offsets[v + 1] ?? 0;
      let found = 0;
      for (let j = offsets[v] ?? 0; j < endOfV; j++) {
        const w = targets[j] ?? 0;
        if (markedBy[w] !== u + 1) continue;
        found++;
        counts[w] = (counts[w] ?? 0) + 1;
      }
      looked += endOfV - (offsets[v] ?? 0);
      if (looked > SLICE) {
        looked = 0;
        pace.progress(u / vertices);
        const pause = pace.checkpoint();
        if (pause) await pause;
      }
      if (found === 0) continue;
      counts[v] = (counts[v] ?? 0) + found;
      counts[u] = (counts[u] ?? 0) + found;
      total += found;
    }
  }
  return total;
}

/** Whole numbers below 2⁵³ as int64. */
async function int64Column(values: Float64Array, pace: Pace): Promise<ColumnData> {
  const wide = new BigInt64Array(values.length);
  await sliced(pace, values.length, (from, to) => {
    for (let i = from; i < to; i++) wide[i] = BigInt(values[i] ?? 0);
  });
  return { length: values.length, nullCount: 0, buffers: [undefined, wide] };
}

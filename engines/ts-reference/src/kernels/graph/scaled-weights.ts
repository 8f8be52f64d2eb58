import type { Adjacency, GraphData } from '@parquetframe/core/engine';
import { slicedRows, type Pace } from './slices.js';

/** Sums of weights in this range leave room for a rank divided by them. */
const LEAST = 2 ** -900;
const MOST = 2 ** 900;
/** The exponent of the largest power of two that is multiplied with. */
const MOST_EXPONENT = 1000;

const isExtreme = (total: number): boolean => total !== 0 && !(total >= LEAST && total <= MOST);

/**
 * The graph with weights whose sums by vertex stay in the range of float64. What a vertex hands on depends on the proportions of its weights only, so those of a
 * vertex with an extreme sum are multiplied by a power of two, which is exact; the others stay. Where no sum is extreme it is the same graph. O(arcs).
 */
export async function scaledGraph(graph: GraphData, pace: Pace, allocate: (length: number) => Float64Array): Promise<GraphData> {
  const { csr, csc, vertexCount } = graph;
  const forwards = csr.weights;
  const backwards = csc.weights;
  // Sums of fewer than 2^32 weights of any narrower type are ordinary.
  if (!(forwards instanceof Float64Array) || !(backwards instanceof Float64Array)) return graph;
  const scales = new Float64Array(vertexCount).fill(1);
  let extreme = 0;
  await slicedRows(pace, csr.offsets, (from, to) => {
    for (let u = from; u < to; u++) {
      const scale = scaleOf(csr.offsets, forwards, u);
      if (scale === 1) continue;
      scales[u] = scale;
      extreme++;
    }
  });
  if (extreme === 0) return graph;
  const own = allocate(forwards.length);
  await slicedRows(pace, csr.offsets, (from, to) => {
    for (let u = from; u < to; u++) {
      const end = csr.offsets[u + 1] ?? 0;
      for (let arc = csr.offsets[u] ?? 0; arc < end; arc++) own[arc] = (forwards[arc] ?? 0) * (scales[u] ?? 1);
    }
  });
  const others = allocate(backwards.length);
  await slicedRows(pace, csc.offsets, (from, to) => {
    const end = csc.offsets[to] ?? 0;
    for (let arc = csc.offsets[from] ?? 0; arc < end; arc++)
      others[arc] = (backwards[arc] ?? 0) * (scales[csc.targets[arc] ?? 0] ?? 1);
  });
  const withWeights = (side: Adjacency, weights: Float64Array): Adjacency => ({ ...side, weights });
  return { ...graph, csr: withWeights(csr, own), csc: withWeights(csc, others) };
}

/** 1, or for an extreme row the power of two that brings its largest weight near 1. */
function scaleOf(offsets: Uint32Array, weights: Float64Array, u: number): number {
  const start = offsets[u] ?? 0;
  const end = offsets[u + 1] ?? 0;
  let total = 0;
  let largest = 0;
  for (let arc = start; arc < end; arc++) {
    const weight = weights[arc] ?? 0;
    total += weight;
    if (weight > largest) largest = weight;
  }
  if (!isExtreme(total)) return 1;
  return 2 ** Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, -exponentOf(largest)));
}

/** The exponent of a positive number as float64 stores it; −1023 for subnormal ones. */
function exponentOf(value: number): number {
  const [, high = 0] = new Uint32Array(new Float64Array([value]).buffer);
  return (high >>> 20) - 1023;
}

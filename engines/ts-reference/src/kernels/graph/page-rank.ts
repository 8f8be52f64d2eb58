import { argumentOf, schemaOf } from '@parquetframe/core/engine';
import type { Adjacency, BindStep, GraphData, Kernel, KernelCall, Step } from '@parquetframe/core/engine';
import { GRAPH_INPUTS, VERTEX_TABLE_OUTPUTS, graphOf, plainColumn, vertexTable } from './graph-input.js';
import { scaledGraph } from './scaled-weights.js';
import { slicedRows, type Pace } from './slices.js';

/** Vertices per chunk of a reduction: sums over vertices are totals of chunks, so that any number of threads gives the same bits. */
export const CHUNK = 4096;

/**
 * `graph.pageRank`: power iteration, pulling along incoming arcs. Page, Brin, Motwani, Winograd 1999.
 * O(iterations · (V + arcs)) time, 32 bytes per vertex. `exact` also serves `fast`.
 */
export const bindPageRank: BindStep = (step): Kernel => ({
  inputs: [GRAPH_INPUTS],
  outputs: VERTEX_TABLE_OUTPUTS,
  cpu: 'one',
  estimate: ({ work }) => ({ seconds: 5e-5 + work * 3e-9, peakBytes: 1e4 + work }),
  run: async call => {
    const given = graphOf(call);
    const options = pageRankOptions(step, call);
    const graph = options.weighted ? await scaledGraph(given, call, length => new Float64Array(length)) : given;
    const result = await pageRank(graph, options, call);
    const { iterations, converged, error } = result;
    return vertexTable(
      graph,
      schemaOf(step),
      [plainColumn(result.rank)],
      { iterations, converged, error },
      { iterations, converged: converged ? 1 : 0, error },
    );
  },
});

export interface PageRankOptions {
  readonly damping: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly weighted: boolean;
}

export const pageRankOptions = (step: Step, call: Pick<KernelCall, 'arguments'>): PageRankOptions => ({
  damping: Number(argumentOf(step, 'damping', call.arguments)),
  tolerance: Number(argumentOf(step, 'tolerance', call.arguments)),
  maxIterations: Number(argumentOf(step, 'maxIterations', call.arguments)),
  weighted: step.binding['weighted'] === true,
});

export interface PageRankResult {
  readonly rank: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** L1 change of the last iteration; 0 when there was none */
  readonly error: number;
}

/** The arrays of a run, one entry per vertex (totals: one per chunk). Workers share them and own disjoint ranges of chunks. */
export interface PageRankState {
  rank: Float64Array;
  next: Float64Array;
  readonly contribution: Float64Array;
  readonly outWeight: Float64Array;
  readonly danglingTotals: Float64Array;
  readonly errorTotals: Float64Array;
}

export const pageRankState = (vertices: number, allocate: (length: number) => Float64Array): PageRankState => {
  const chunks = Math.ceil(vertices / CHUNK);
  return {
    rank: allocate(vertices),
    next: allocate(vertices),
    contribution: allocate(vertices),
    outWeight: allocate(vertices),
    danglingTotals: allocate(chunks),
    errorTotals: allocate(chunks),
  };
};

async function pageRank(graph: GraphData, options: PageRankOptions, pace: Pace): Promise<PageRankResult> {
  const { vertexCount, csr, csc } = graph;
  const { damping, tolerance, maxIterations, weighted } = options;
  const state = pageRankState(vertexCount, length => new Float64Array(length));
  state.rank.fill(1 / vertexCount);
  await slicedRows(pace, csr.offsets, (from, to) => outWeights(csr, weighted, state.outWeight, from, to));
  let error = 0;
  for (let iteration = 1; iteration <= maxIterations && vertexCount > 0; iteration++) {
    await inChunks(pace, csr.offsets, (from, to) => contribute(state, from, to));
    const base = baseRank(damping, total(state.danglingTotals), vertexCount);
    await inChunks(pace, csc.offsets, (from, to) => pullRows(csc, weighted, damping, base, state, from, to));
    error = total(state.errorTotals);
    [state.rank, state.next] = [state.next, state.rank];
    pace.progress(iteration / maxIterations);
    if (error < tolerance) return { rank: state.rank, iterations: iteration, converged: true, error };
  }
  return { rank: state.rank, iterations: vertexCount > 0 ? maxIterations : 0, converged: vertexCount === 0, error };
}

/** What every vertex gets: the teleport and its share of the dangling mass. The order of operations is part of the definition. */
export const baseRank = (damping: number, dangling: number, vertices: number): number =>
  (1 - damping) / vertices + (damping * dangling) / vertices;

/** Chunk totals in ascending order. */
export function total(chunks: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < chunks.length; i++) sum += chunks[i] ?? 0;
  return sum;
}

/** Out-degree, or the sum of the weights in CSR order, of rows `from … to`. */
export function outWeights(csr: Adjacency, weighted: boolean, outWeight: Float64Array, from: number, to: number): void {
  const { offsets } = csr;
  const weights = weighted ? csr.weights : undefined;
  for (let u = from; u < to; u++) {
    const start = offsets[u] ?? 0;
    const end = offsets[u + 1] ?? 0;
    let sum = end - start;
    if (weights) {
      sum = 0;
      for (let j = start; j < end; j++) sum += weights[j] ?? 0;
    }
    outWeight[u] = sum;
  }
}

/** What each vertex passes on per unit of weight, and the rank that dangles. `from` is a multiple of `CHUNK`. */
export function contribute(state: PageRankState, from: number, to: number): void {
  const { rank, contribution, outWeight, danglingTotals } = state;
  for (let start = from; start < to; start += CHUNK) {
    const end = Math.min(to, start + CHUNK);
    let dangling = 0;
    for (let u = start; u < end; u++) {
      const weight = outWeight[u] ?? 0;
      const own = rank[u] ?? 0;
      if (weight === 0) {
        contribution[u] = 0;
        dangling += own;
      } else contribution[u] = own / weight;
    }
    danglingTotals[start / CHUNK] = dangling;
  }
}

/** The next rank of rows `from … to` of the CSC, and how much it changed. `from` is a multiple of `CHUNK`. */
export function pullRows(
  csc: Adjacency,
  weighted: boolean,
  damping: number,
  base: number,
  state: PageRankState,
  from: number,
  to: number,
): void {
  const { rank, next, contribution, errorTotals } = state;
  const weights = weighted ? csc.weights : undefined;
  for (let start = from; start < to; start += CHUNK) {
    const end = Math.min(to, start + CHUNK);
    let error = 0;
    for (let v = start; v < end; v++) {
      const sum = weights ? pullWeighted(csc, weights, contribution, v) : pull(csc, contribution, v);
      const value = base + damping * sum;
      error += Math.abs(value - (rank[v] ?? 0));
      next[v] = value;
    }
    errorTotals[start / CHUNK] = error;
  }
}

function pull({ offsets, targets }: Adjacency, contribution: Float64Array, v: number): number {
  const end = offsets[v + 1] ?? 0;
  let sum = 0;
  for (let j = offsets[v] ?? 0; j < end; j++) sum += contribution[targets[j] ?? 0] ?? 0;
  return sum;
}

function pullWeighted(
  { offsets, targets }: Adjacency,
  weights: ArrayLike<number>,
  contribution: Float64Array,
  v: number,
): number {
  const end = offsets[v + 1] ?? 0;
  let sum = 0;
  for (let j = offsets[v] ?? 0; j < end; j++) sum += (contribution[targets[j] ?? 0] ?? 0) * (weights[j] ?? 0);
  return sum;
}

/** Rows in ranges of whole chunks, with a checkpoint after about a slice of arcs. */
async function inChunks(pace: Pace, offsets: Uint32Array, visit: (from: number, to: number) => void): Promise<void> {
  const vertices = offsets.length - 1;
  let done = 0;
  for (let from = 0; from < vertices; from += CHUNK) {
    const to = Math.min(vertices, from + CHUNK);
    visit(from, to);
    done += to - from + (offsets[to] ?? 0) - (offsets[from] ?? 0);
    if (done < 1 << 15) continue;
    done = 0;
    const pause = pace.checkpoint();
    if (pause) await pause;
  }
}

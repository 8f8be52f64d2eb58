import { SHARED_GRAPH, schemaOf } from '@parquetframe/core/engine';
import type { BindStep, GraphData, KernelCall } from '@parquetframe/core/engine';
import { baseRank, pageRankOptions, pageRankState, scaledGraph, total } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { PageRankOptions } from '@parquetframe/engine-ts-reference/kernels/parallel';
import { vertexRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedGraph } from './inputs.js';
import { SHARED_OUTPUTS, vertexResult } from './vertex-result.js';

/**
 * `graph.pageRank`: each thread owns ranges of whole reduction chunks and writes only them, one round of tasks per iteration.
 * Every sum is made in the same order as by the reference engine, so the ranks are the same bits with any number of threads.
 */
export const bindPageRank =
  (pool: WorkerPool): BindStep =>
  (step, _fragment, context) => ({
    inputs: [[SHARED_GRAPH]],
    outputs: SHARED_OUTPUTS,
    estimate: ({ work }) => ({ seconds: pool.startSeconds + 3e-4 + (work * 3e-9) / pool.threads, peakBytes: 1e5 + work }),
    run: async call => {
      const options = pageRankOptions(step, call);
      const given = sharedGraph(call);
      const allocate = (length: number): Float64Array => new Float64Array(context.allocateShared(length * 8));
      const graph = options.weighted ? await scaledGraph(given, call, allocate) : given;
      const { rank, iterations, converged, error, partitions } = await pageRank(pool, allocate, call, graph, options);
      return vertexResult(
        pool,
        call,
        graph,
        schemaOf(step),
        rank,
        { iterations, converged, error, partitions },
        { iterations, converged: converged ? 1 : 0, error },
      );
    },
  });

interface Ranks {
  readonly rank: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly error: number;
  readonly partitions: number;
}

async function pageRank(
  pool: WorkerPool,
  allocate: (length: number) => Float64Array,
  call: KernelCall,
  graph: GraphData,
  { damping, tolerance, maxIterations, weighted }: PageRankOptions,
): Promise<Ranks> {
  const { csr, csc, vertexCount: vertices } = graph;
  const ranges = vertexRanges(csc.offsets, pool.division(call));
  const partitions = ranges.length;
  let state = pageRankState(vertices, allocate);
  let nextContribution = allocate(vertices);
  if (vertices === 0) return { rank: state.rank, iterations: 0, converged: true, error: 0, partitions };
  await pool.map(
    call,
    'pageRank.start',
    ranges.map(range => ({ csr, weighted, vertices, state, ...range })),
  );
  let error = 0;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const base = baseRank(damping, total(state.danglingTotals), vertices);
    await pool.map(
      call,
      'pageRank.iterate',
      ranges.map(range => ({ csc, weighted, damping, base, state, nextContribution, ...range })),
    );
    error = total(state.errorTotals);
    const { rank, next, contribution } = state;
    state = { ...state, rank: next, next: rank, contribution: nextContribution };
    nextContribution = contribution;
    call.progress(iteration / maxIterations);
    if (error < tolerance) return { rank: state.rank, iterations: iteration, converged: true, error, partitions };
  }
  return { rank: state.rank, iterations: maxIterations, converged: false, error, partitions };
}

import type { Executor } from '../executor/index.js';
import type { Int64 } from '../frame/column-types.js';
import { pinned, type FrameSettings } from '../frame/settings.js';
import { buildPlan, checkedGraph, type GraphContext, type GraphEdges, type GraphOptions } from './build.js';
import { GraphFrame } from './graph-frame.js';
import type { IdOf } from './id-types.js';

/** Where graphs come from. */
export interface Graphs<I extends Int64 = 'bigint'> {
  /**
   * A graph from a frame with one row per edge. Options name the columns (`src` and `dst` by default) and say how the edges are meant.
   * Errors when it is built: `NULL_VERTEX_ID`, `VERTEX_ID_OUT_OF_RANGE`, `NULL_WEIGHT`, `WEIGHT_OUT_OF_RANGE`, `GRAPH_TOO_LARGE`; `CAST_FAILED` for a float id that is not whole.
   */
  fromEdges<S, const Src extends keyof S & string = 'src' & keyof S, const Dst extends keyof S & string = 'dst' & keyof S>(
    edges: GraphEdges<S>,
    options?: GraphOptions<S, Src, Dst>,
  ): GraphFrame<IdOf<S, Src, Dst>, I>;
}

/** Graphs over an executor. */
export const makeGraphs = <I extends Int64 = 'bigint'>(executor: Executor, defaults: FrameSettings<I> = {}): Graphs<I> => ({
  fromEdges(edges, options = {}) {
    checkedGraph(executor, edges, options);
    const context: GraphContext<I> = {
      executor,
      engine: pinned(options.engine ?? defaults.engine),
      determinism: options.determinism ?? defaults.determinism,
      int64: defaults.int64,
    };
    const dataset = executor.keep(buildPlan(edges.plan, options, context), 'graph');
    return new GraphFrame(dataset, context, { directed: options.directed ?? true, weighted: (options.weight ?? null) !== null });
  },
});

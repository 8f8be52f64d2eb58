import type { Executor } from '../executor/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import { userCallSite, type DataFrame, type FrameLike } from '../frame/index.js';
import { planNode, type Determinism, type PlanInput, type PlanNode } from '../contract/plan/index.js';

/** What a graph hands on to its algorithms. */
export interface GraphContext {
  readonly executor: Executor;
  readonly engine?: string | undefined;
  readonly determinism?: Determinism | undefined;
}

/** The edge table: any frame. */
export type GraphEdges<S> = DataFrame<S>;

export interface GraphOptions<S, Src extends string, Dst extends string> {
  /** column that edges start from; default `src` */
  readonly src?: Src;
  /** column that edges lead to; default `dst` */
  readonly dst?: Dst;
  /** weight column; unweighted without it */
  readonly weight?: keyof S & string;
  /** default true; otherwise each edge is present both ways (a self-loop once) */
  readonly directed?: boolean;
  /**
   * How ids become vertex numbers, which is also the order of results: ascending (`sorted`, default), in the order they are met (`firstAppearance`),
   * or as they are, 0 … V−1 (`{ dense: V }`), isolated vertices included.
   */
  readonly ids?: 'sorted' | 'firstAppearance' | { readonly dense: number };
  /** a frame with a row per vertex, which adds isolated vertices */
  readonly vertices?: FrameLike;
  /** id column of `vertices`; default `vertex` */
  readonly vertex?: string;
  /** default for the algorithms of this graph */
  readonly determinism?: Determinism;
  /** pins the build and the algorithms to an engine; nothing falls back */
  readonly engine?: string;
}

/** The plan of the dataset that all algorithms share. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function buildPlan(edges: PlanInput, options: GraphOptions<never, string, string>, context: GraphContext): PlanNode {
  const { src, dst, weight, directed, ids, vertices, vertex } = options;
  if (vertices && vertices.executor !== context.executor)
    throw new ParquetFrameError('INVALID_ARGUMENT', 'the vertices must be a frame of the same runtime as the edges');
  if (vertex !== undefined && !vertices)
    throw new ParquetFrameError('INVALID_ARGUMENT', '`vertex` names a column of `vertices`; give that frame too');
  const dense = typeof ids === 'object' ? ids.dense : undefined;
  const settings = { src, dst, weight, directed, ids: dense === undefined ? ids : 'dense', vertex, vertexCount: dense };
  const { engine } = context;
  return planNode('graph.build', settings, vertices ? [edges, vertices.plan] : [edges], { callSite: userCallSite(), engine });
}

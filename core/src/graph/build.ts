import { checkOptionNames, hasMembers, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import { planNode, type Determinism, type PlanInput, type PlanNode } from '../contract/plan/index.js';
import type { Executor } from '../executor/index.js';
import type { Int64 } from '../frame/column-types.js';
import { userCallSite, type FrameContext, type FrameLike, type FrameOf } from '../frame/index.js';
import { described } from '../frame/described.js';
import { checkSettings } from '../frame/settings.js';
import { isFrame } from '../frame/verbs/join.js';

/** What a graph hands on to its algorithms. */
export type GraphContext<I extends Int64 = Int64> = FrameContext<I>;

/** The edge table: any frame. */
export type GraphEdges<S> = FrameOf<S>;

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

const OPTIONS = optionNames<GraphOptions<never, string, string>>()({
  src: true,
  dst: true,
  weight: true,
  directed: true,
  ids: true,
  vertices: true,
  vertex: true,
  determinism: true,
  engine: true,
});

/** Edges and options of a graph that make sense. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkedGraph(executor: Executor, edges: unknown, options: GraphOptions<never, string, string>): void {
  if (!isFrame(edges))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromEdges takes a frame with one row per edge, received ${described(edges)}`,
    );
  if (edges.executor !== executor)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'fromEdges takes a frame of the same runtime; hand the data of the other over with fromArrow',
    );
  checkOptionNames('fromEdges', options, OPTIONS);
  checkSettings('fromEdges', { engine: options.engine, determinism: options.determinism });
  const { ids, vertices }: { readonly ids?: unknown; readonly vertices?: unknown } = options;
  if (vertices !== undefined && !isFrame(vertices))
    throw new ParquetFrameError('INVALID_ARGUMENT', `fromEdges: vertices must be a frame, received ${described(vertices)}`);
  if (ids !== undefined) checkIds(ids);
}

function checkIds(ids: unknown): void {
  if (ids === 'sorted' || ids === 'firstAppearance') return;
  if (hasMembers(ids)) {
    checkOptionNames('fromEdges: ids', ids, ['dense']);
    const { dense } = ids;
    if (typeof dense === 'number' && Number.isInteger(dense) && dense >= 0 && dense < 2 ** 32) return;
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromEdges: ids.dense must be the number of vertices, an integer from 0 to 4294967295, received ${received(dense)}`,
      { details: { option: 'ids' } },
    );
  }
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `fromEdges: ids must be "sorted" or "firstAppearance" or { dense: V }, where V is the number of vertices; received ${received(ids)}`,
    { details: { option: 'ids' } },
  );
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

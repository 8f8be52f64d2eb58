import type { Dataset, DataType } from '../contract/data/index.js';
import type { Executor, RunOptions } from '../executor/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import { DataFrame, userCallSite } from '../frame/index.js';
import type { Sizes } from '../contract/operations/index.js';
import { checkedDeterminism, planNode, type Determinism } from '../contract/plan/index.js';
import { buildPlan, type GraphContext, type GraphEdges, type GraphOptions } from './build.js';
import { factsOf, type KnownFacts } from './facts.js';
import type { IdOf, IdType, VertexId } from './id-types.js';

/** What every algorithm takes. */
export interface AlgorithmOptions {
  /** `exact` (default): the same bytes from every engine; `fast`: any answer within what the operation states */
  readonly determinism?: Determinism;
  /** pins the algorithm to an engine; nothing falls back */
  readonly engine?: string;
}

export type BfsColumn = 'distance' | 'predecessor';

export type BfsOptions<Id, C extends BfsColumn> = AlgorithmOptions & {
  /** hops at most; vertices farther away count as unreachable */
  readonly maxDepth?: number;
  /** which columns to compute besides `vertex`; both by default */
  readonly columns?: readonly C[];
} & ({ readonly source: VertexId<Id> } | { readonly sources: readonly VertexId<Id>[] });

export interface PageRankOptions extends AlgorithmOptions {
  /** probability to follow an edge, 0 … 1; default 0.85 */
  readonly damping?: number;
  /** L1 change at which to stop; default 1e-6; 0 runs `maxIterations` */
  readonly tolerance?: number;
  /** default 100 */
  readonly maxIterations?: number;
  /** follow edges in proportion to their weight; default false */
  readonly weighted?: boolean;
}

type BfsSchema<Id, C> = { readonly [K in 'vertex' | (C & BfsColumn)]: K extends 'distance' ? 'uint32' : Id };
type RankSchema<Id> = { readonly vertex: Id; readonly rank: 'float64' };
type ComponentSchema<Id> = { readonly vertex: Id; readonly component: 'uint32' };
type TriangleSchema<Id> = { readonly vertex: Id; readonly triangles: 'int64' };
type DegreeSchema<Id> = { readonly vertex: Id; readonly in: 'uint32'; readonly out: 'uint32' };

/**
 * A graph over the edges of a frame. Built once, when it is first needed (neighbours forwards and backwards, ids mapped to numbers), wherever the algorithm that
 * asks for it runs; then kept until `close()`, or until the memory budget evicts it (then it is built again).
 *
 * Algorithms are lazy: they return frames with one row per vertex, in the order of the vertices, with the ids of the edge table.
 *
 * @example
 * const graph = pf.graph.fromEdges(pf.readParquet('follows.parquet'), { src: 'from', dst: 'to' });
 * const hops = await graph.bfs({ source: 42 }).collect();
 */
export class GraphFrame<in out Id = IdType> implements AsyncDisposable {
  readonly #dataset: Dataset;
  readonly #context: GraphContext;
  readonly #weighted: boolean;
  readonly directed: boolean;
  declare protected readonly id: (id: Id) => Id;

  /** Made by `fromEdges`. */
  constructor(dataset: Dataset, context: GraphContext, properties: { readonly directed: boolean; readonly weighted: boolean }) {
    this.#dataset = dataset;
    this.#context = context;
    this.#weighted = properties.weighted;
    this.directed = properties.directed;
  }

  get executor(): Executor {
    return this.#context.executor;
  }

  get weighted(): boolean {
    return this.#weighted;
  }

  /**
   * Hops from one or more sources along the direction of the edges: columns vertex, distance (null where there is no path) and predecessor
   * (null for sources too; in `exact` the valid one with the smallest vertex number). Errors when run: `VERTEX_NOT_FOUND`, `TYPE_MISMATCH`.
   * @throws ParquetFrameError `INVALID_ARGUMENT` unless it is given `source` or `sources`
   */
  bfs<const C extends BfsColumn = BfsColumn>(options: BfsOptions<Id, C>): DataFrame<BfsSchema<Id, C>> {
    const sources = sourcesOf(options);
    const { maxDepth, columns } = options;
    return this.#run('graph.bfs', { sources, maxDepth, columns }, options);
  }

  /** PageRank: columns vertex and rank; ranks sum to 1. Whether it converged is in the notes of the table. Errors when run: `NEGATIVE_WEIGHT`, `NAN_WEIGHT`, `WEIGHT_OUT_OF_RANGE`. */
  pageRank(options: PageRankOptions = {}): DataFrame<RankSchema<Id>> {
    const { damping, tolerance, maxIterations, weighted } = options;
    return this.#run('graph.pageRank', { damping, tolerance, maxIterations, weighted }, options);
  }

  /** Weakly connected components: columns vertex and component, numbered in the order of their smallest vertex. */
  wcc(options: AlgorithmOptions = {}): DataFrame<ComponentSchema<Id>> {
    return this.#run('graph.wcc', {}, options);
  }

  /**
   * Triangles that every vertex is a corner of: columns vertex and triangles; directions, multi-edges and self-loops do not count. How many triangles the graph has is in
   * the notes of the table.
   */
  triangles(options: AlgorithmOptions = {}): DataFrame<TriangleSchema<Id>> {
    return this.#run('graph.triangles', {}, options);
  }

  /** Arcs into and out of every vertex: columns vertex, in and out. */
  degree(options: AlgorithmOptions = {}): DataFrame<DegreeSchema<Id>> {
    return this.#run('graph.degree', {}, options);
  }

  /** Runs any graph operation of the catalogue or of a plugin. */
  run(operation: string, settings: { readonly [option: string]: unknown } = {}, options: AlgorithmOptions = {}): DataFrame {
    return this.#run(operation, settings, options);
  }

  /** Builds the graph, if it is not there, and tells what was found out on the way: vertices, edges, arcs, self-loops, weights. */
  async facts(run: RunOptions = {}): Promise<KnownFacts> {
    // A pin of the graph is on its build already; on the call it would also pin what reads the edges.
    const execution = await this.executor.execute({ kind: 'dataset', dataset: this.#dataset }, [], run);
    const sizes: Sizes = { ...this.#dataset.sizes, ...execution.sizes };
    await execution.release();
    return factsOf(sizes);
  }

  async vertexCount(run: RunOptions = {}): Promise<number> {
    return (await this.facts(run)).vertices;
  }

  async edgeCount(run: RunOptions = {}): Promise<number> {
    return (await this.facts(run)).edges;
  }

  /** The type of vertex ids, from the schema of the edges. */
  async idType(run: RunOptions = {}): Promise<DataType> {
    const kind = await this.executor.resolveKind({ kind: 'dataset', dataset: this.#dataset }, run);
    if (kind.kind === 'graph') return kind.id;
    throw new ParquetFrameError('INTERNAL', `a graph over a ${kind.kind}`);
  }

  /** Releases the graph; algorithms on it are `CLOSED` afterwards, tables that were collected stay. */
  close(): Promise<void> {
    return this.executor.dispose(this.#dataset);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    const { vertices, edges } = this.#dataset.sizes;
    const built =
      vertices === undefined
        ? 'not built yet'
        : `${vertices.toLocaleString('en')} vertices, ${(edges ?? 0).toLocaleString('en')} edges`;
    return `GraphFrame (${this.directed ? 'directed' : 'undirected'}, ${this.#weighted ? 'weighted' : 'unweighted'}, ${built})`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  #run<S>(operation: string, settings: { readonly [option: string]: unknown }, options: AlgorithmOptions): DataFrame<S> {
    const given = options.engine ?? this.#context.engine;
    const context: GraphContext = {
      executor: this.executor,
      engine: given === 'auto' ? undefined : given,
      determinism: checkedDeterminism(options.determinism) ?? this.#context.determinism,
    };
    const input = { kind: 'dataset', dataset: this.#dataset } as const;
    const { engine, determinism } = context;
    return new DataFrame<S>(planNode(operation, settings, [input], { callSite: userCallSite(), engine, determinism }), context);
  }
}

/** What the compiler would have refused is refused here, with what to write instead. @throws ParquetFrameError `INVALID_ARGUMENT` */
function sourcesOf(options: unknown): unknown {
  const given: { readonly source?: unknown; readonly sources?: unknown } =
    typeof options === 'object' && options !== null ? options : {};
  const { source, sources } = given;
  const [one, many] = [source !== undefined && source !== null, sources !== undefined && sources !== null];
  if (one !== many) return one ? [source] : sources;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `bfs needs the vertex to start from, as in bfs({ source: 42 }), or several, as in bfs({ sources: [1, 2] }); received ${one ? 'both' : 'neither'}`,
  );
}

/** Where graphs come from. */
export interface Graphs {
  /**
   * A graph from a frame with one row per edge. Options name the columns (`src` and `dst` by default) and say how the edges are meant.
   * Errors when it is built: `NULL_VERTEX_ID`, `VERTEX_ID_OUT_OF_RANGE`, `NULL_WEIGHT`, `WEIGHT_OUT_OF_RANGE`, `GRAPH_TOO_LARGE`.
   */
  fromEdges<S, const Src extends keyof S & string = 'src' & keyof S, const Dst extends keyof S & string = 'dst' & keyof S>(
    edges: GraphEdges<S>,
    options?: GraphOptions<S, Src, Dst>,
  ): GraphFrame<IdOf<S, Src, Dst>>;
}

/** Graphs over an executor. */
export const makeGraphs = (executor: Executor, defaults: Omit<GraphContext, 'executor'> = {}): Graphs => ({
  fromEdges(edges, options = {}) {
    if (edges.executor !== executor)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        'fromEdges takes a frame of the same runtime; hand the data of the other over with fromArrow',
      );
    const engine = options.engine ?? defaults.engine;
    const context: GraphContext = {
      executor,
      engine: engine === 'auto' ? undefined : engine,
      determinism: checkedDeterminism(options.determinism) ?? defaults.determinism,
    };
    const dataset = executor.keep(buildPlan(edges.plan, options, context), 'graph');
    return new GraphFrame(dataset, context, { directed: options.directed ?? true, weighted: (options.weight ?? null) !== null });
  },
});

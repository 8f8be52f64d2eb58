import type { Dataset, DataType } from '../contract/data/index.js';
import { checkOptionNames, ParquetFrameError } from '../contract/errors/index.js';
import type { Sizes } from '../contract/operations/index.js';
import { planNode } from '../contract/plan/index.js';
import type { Executor, RunOptions } from '../executor/index.js';
import type { Int64, Unchecked } from '../frame/column-types.js';
import { DataFrame, userCallSite } from '../frame/index.js';
import { checkRun, checkSettings, pinned } from '../frame/settings.js';
import { operationStep } from '../frame/verbs/operation.js';
import { ALGORITHM_OPTIONS, type AlgorithmOptions, type AlgorithmStep } from './algorithms/algorithm.js';
import { bfsStep, type BfsColumn, type BfsOptions, type BfsSchema } from './algorithms/bfs.js';
import { degreeStep, type DegreeSchema } from './algorithms/degree.js';
import { pageRankStep, type PageRankOptions, type RankSchema } from './algorithms/page-rank.js';
import { trianglesStep, type TriangleSchema } from './algorithms/triangles.js';
import { wccStep, type ComponentSchema } from './algorithms/wcc.js';
import type { GraphContext } from './build.js';
import { factsOf, type KnownFacts } from './facts.js';
import type { IdType } from './id-types.js';

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
export class GraphFrame<in out Id = IdType, in out I extends Int64 = 'bigint'> implements AsyncDisposable {
  readonly #dataset: Dataset;
  readonly #context: GraphContext<I>;
  readonly #weighted: boolean;
  readonly directed: boolean;
  declare protected readonly id: (id: Id) => Id;

  /** Made by `fromEdges`. */
  constructor(
    dataset: Dataset,
    context: GraphContext<I>,
    properties: { readonly directed: boolean; readonly weighted: boolean },
  ) {
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
  bfs<const C extends BfsColumn = BfsColumn>(options: BfsOptions<Id, C>): DataFrame<BfsSchema<Id, C>, I> {
    return this.#frame(bfsStep(options), options);
  }

  /** PageRank: columns vertex and rank; ranks sum to 1. Whether it converged is in the notes of the table. Errors when run: `NEGATIVE_WEIGHT`, `NAN_WEIGHT`, `WEIGHT_OUT_OF_RANGE`. */
  pageRank(options: PageRankOptions = {}): DataFrame<RankSchema<Id>, I> {
    return this.#frame(pageRankStep(options), options);
  }

  /** Weakly connected components: columns vertex and component, numbered in the order of their smallest vertex. */
  wcc(options: AlgorithmOptions = {}): DataFrame<ComponentSchema<Id>, I> {
    return this.#frame(wccStep(options), options);
  }

  /**
   * Triangles that every vertex is a corner of: columns vertex and triangles; directions, multi-edges and self-loops do not count. How many triangles the graph has is in
   * the notes of the table.
   */
  triangles(options: AlgorithmOptions = {}): DataFrame<TriangleSchema<Id>, I> {
    return this.#frame(trianglesStep(options), options);
  }

  /** Arcs into and out of every vertex: columns vertex, in and out. */
  degree(options: AlgorithmOptions = {}): DataFrame<DegreeSchema<Id>, I> {
    return this.#frame(degreeStep(options), options);
  }

  /** Any operation on graphs of the catalogue or of a plugin. */
  run(
    operation: string,
    settings: { readonly [option: string]: unknown } = {},
    options: AlgorithmOptions = {},
  ): DataFrame<Unchecked, I> {
    const step = operationStep(this.executor, operation, settings, []);
    checkOptionNames('run', options, ALGORITHM_OPTIONS);
    return this.#frame(step, options);
  }

  /** Builds the graph, if it is not there, and tells what was found out on the way: vertices, edges, arcs, self-loops, weights. */
  async facts(run: RunOptions = {}): Promise<KnownFacts> {
    // A pin of the graph is on its build already; on the call it would also pin what reads the edges.
    const execution = await this.executor.execute({ kind: 'dataset', dataset: this.#dataset }, [], asked('facts', run));
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
    const kind = await this.executor.resolveKind({ kind: 'dataset', dataset: this.#dataset }, asked('idType', run));
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

  #frame<S>({ operation, options }: AlgorithmStep, asked: AlgorithmOptions): DataFrame<S, I> {
    checkSettings(operation, { engine: asked.engine, determinism: asked.determinism });
    const context: GraphContext<I> = {
      ...this.#context,
      engine: pinned(asked.engine ?? this.#context.engine),
      determinism: asked.determinism ?? this.#context.determinism,
    };
    const input = { kind: 'dataset', dataset: this.#dataset } as const;
    const { engine, determinism } = context;
    const plan = planNode(operation, options, [input], { callSite: userCallSite(), engine, determinism });
    return new DataFrame<S, I>(plan, context);
  }
}

/** What a call asks; no engine in particular is `auto`. @throws ParquetFrameError `INVALID_ARGUMENT` */
function asked(taker: string, run: RunOptions): RunOptions {
  checkRun(taker, run);
  return { ...run, engine: pinned(run.engine), prefer: pinned(run.prefer) };
}

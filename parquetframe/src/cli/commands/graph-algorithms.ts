import { isInteger } from '@parquetframe/core/engine';
import type { DataFrame, GraphFrame, Runtime } from '@parquetframe/core';
import { UsageError } from '../io.js';

/** The algorithms of the command line, and the columns they give. */
export const ALGORITHMS = {
  bfs: 'hops from --source: vertex, distance, predecessor',
  pagerank: 'vertex, rank',
  wcc: 'weakly connected components: vertex, component',
  degree: 'vertex, in, out',
} as const;

export type Algorithm = keyof typeof ALGORITHMS;

export interface GraphOptions {
  readonly src: string;
  readonly dst: string;
  readonly weight?: string;
  readonly undirected?: boolean;
  readonly source?: readonly string[];
  readonly maxDepth?: number;
  readonly damping?: number;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly class: 'exact' | 'fast';
  readonly engine: string;
}

/** Edge lists by extension. @throws UsageError for others */
function readEdges(runtime: Runtime, path: string): DataFrame {
  if (/\.csv(\.gz)?$/i.test(path)) return runtime.readCsv(path);
  if (/\.parquet$/i.test(path)) return runtime.readParquet(path);
  throw new UsageError(`an edge list is a .csv, .csv.gz or .parquet file, received ${path}`);
}

/** The graph of an edge list. An engine that has the algorithm but no `graph.build` takes the graph from one that has. */
export function edgeGraph(runtime: Runtime, edges: string, options: GraphOptions): GraphFrame<unknown> {
  const { src, dst, weight } = options;
  const engine = pinned(options);
  const manifest = engine === undefined ? undefined : runtime.composition.registry.get(engine).module.manifest;
  return runtime.graph.fromEdges(readEdges(runtime, edges), {
    src,
    dst,
    ...(weight === undefined ? {} : { weight }),
    directed: options.undirected !== true,
    ...(manifest?.operations['graph.build'] === undefined ? {} : { engine: manifest.id }),
  });
}

/** The result of an algorithm: a row for each vertex. */
export async function algorithm(
  name: Algorithm,
  graph: Pick<GraphFrame, 'run' | 'idType'>,
  options: GraphOptions,
  signal: AbortSignal,
): Promise<DataFrame> {
  const engine = pinned(options);
  const common = { class: options.class, ...(engine === undefined ? {} : { engine }) };
  switch (name) {
    case 'bfs': {
      const sources = sourceIds(options.source ?? [], isInteger(await graph.idType({ signal })));
      return graph.run('graph.bfs', defined({ sources, maxDepth: options.maxDepth }), common);
    }
    case 'pagerank': {
      const { damping, tolerance, maxIterations, weight } = options;
      return graph.run('graph.pageRank', defined({ damping, tolerance, maxIterations, weighted: weight !== undefined }), common);
    }
    case 'wcc':
      return graph.run('graph.wcc', {}, common);
    case 'degree':
      return graph.run('graph.degree', {}, common);
  }
}

const pinned = ({ engine }: GraphOptions): string | undefined => (engine === 'auto' ? undefined : engine);

const defined = (options: { readonly [option: string]: unknown }): { readonly [option: string]: unknown } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Ids as the graph has them: numbers when the column holds integers. */
const sourceIds = (given: readonly string[], areIntegers: boolean): readonly (string | bigint)[] =>
  given.map(id => {
    if (!areIntegers) return id;
    if (/^-?\d+$/.test(id)) return BigInt(id);
    throw new UsageError(`the vertex ids of this graph are integers; --source received ${JSON.stringify(id)}`);
  });

/** The rows in the order in which `--top` takes them. */
export function ordered(name: Algorithm, frame: DataFrame): DataFrame {
  switch (name) {
    case 'pagerank':
      return frame.sort([{ column: 'rank', descending: true }, { column: 'vertex' }]);
    case 'bfs':
      return frame.sort([{ column: 'distance' }, { column: 'vertex' }]);
    case 'wcc':
      return frame.sort([{ column: 'component' }, { column: 'vertex' }]);
    case 'degree':
      return frame.sort([{ column: 'in', descending: true }, { column: 'out', descending: true }, { column: 'vertex' }]);
  }
}

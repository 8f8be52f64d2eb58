import { BUILT_IN_OPERATIONS, isInteger, type OperationDefinition } from '@parquetframe/core/engine';
import type { DataFrame, GraphFrame, Runtime } from '@parquetframe/core';
import { UsageError } from '../io.js';
import { optionsOf, type FlagValues } from './graph-flags.js';

/** The algorithms of the command line: every operation from a graph to a table. */
export const ALGORITHMS: readonly OperationDefinition[] = BUILT_IN_OPERATIONS.filter(
  ({ name, inputs }) => name.startsWith('graph.') && inputs.length === 1 && inputs[0] === 'graph',
);

/** What makes the graph of the edges. */
const BUILD = BUILT_IN_OPERATIONS.find(({ name, inputs }) => name.startsWith('graph.') && inputs[0] === 'table');

/** `graph.pageRank` is called `pagerank`. */
export const commandName = ({ name }: OperationDefinition): string => name.slice('graph.'.length).toLowerCase();

export interface GraphOptions extends FlagValues {
  readonly src: string;
  readonly dst: string;
  readonly weight?: string;
  readonly undirected?: boolean;
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
    ...(manifest && BUILD && Object.hasOwn(manifest.operations, BUILD.name) ? { engine: manifest.id } : {}),
  });
}

/** The result of an algorithm: a row for each vertex. */
export async function algorithm(
  operation: OperationDefinition,
  graph: Pick<GraphFrame, 'run' | 'idType'>,
  options: GraphOptions,
  signal: AbortSignal,
): Promise<DataFrame> {
  const engine = pinned(options);
  const common = { class: options.class, ...(engine === undefined ? {} : { engine }) };
  const takesVertices = Object.values(operation.options).some(({ kind }) => kind === 'vertices');
  const areIntegers = takesVertices && isInteger(await graph.idType({ signal }));
  const settings = optionsOf(operation, options, (flag, ids) => vertexIds(flag, ids, areIntegers));
  return graph.run(operation.name, settings, common);
}

const pinned = ({ engine }: GraphOptions): string | undefined => (engine === 'auto' ? undefined : engine);

/** Ids as the graph has them: numbers when the column holds integers. */
const vertexIds = (flag: string, given: readonly string[], areIntegers: boolean): readonly (string | bigint)[] =>
  given.map(id => {
    if (!areIntegers) return id;
    if (/^-?\d+$/.test(id)) return BigInt(id);
    throw new UsageError(`the vertex ids of this graph are integers; ${flag} received ${JSON.stringify(id)}`);
  });

/** The rows in the order in which `--top` takes them. */
export const ordered = ({ ranking = [] }: OperationDefinition, frame: DataFrame): DataFrame =>
  frame.sort([...ranking, { column: 'vertex' }]);

import type { GraphFrame, Runtime } from '@parquetframe/core';
import { columnAt, tableData, viewAs } from '@parquetframe/core/engine';
import type { TableData } from '@parquetframe/core/engine';
import { enginesFor, tableFinished } from '../contestants.js';
import { kronecker, uniform, type GeneratedEdges } from '../generate/gap.js';
import { simplified } from '../generate/simplify.js';
import type { Case, Finished, Side } from '../measure.js';
import { graphologyPeer, rankDigest } from '../peers/graphology.js';

export interface GraphSuiteOptions {
  readonly kind: 'kron' | 'urand';
  readonly scale: number;
  /** undirected, without parallel edges and self-loops, as in published tables; else directed edges as they are generated */
  readonly simple: boolean;
  /** needs a simple graph; minutes above scale 16 */
  readonly graphology: boolean;
}

const DAMPING = 0.85;
const TOLERANCE = 1e-6;
type Ids = 'uint32';

/** build, BFS with both columns, PageRank to 1e-6 and components, results as Arrow columns in JavaScript. */
export async function graphCases(runtime: Runtime, options: GraphSuiteOptions): Promise<Case[]> {
  const generated = (options.kind === 'kron' ? kronecker : uniform)(options.scale);
  const edges = options.simple ? simplified(generated) : generated;
  const frame = runtime.fromArrow(edgeTable(edges), { schema: { src: 'uint32', dst: 'uint32' } });
  const source = edges.src[0] ?? 0;
  const graph = (engine: string): GraphFrame<Ids> =>
    runtime.graph.fromEdges(frame, { engine, directed: !options.simple, ids: { dense: edges.vertices } });
  const graphs = new Map<string, GraphFrame<Ids>>();
  /** An engine that does not build graphs takes that of the reference engine. */
  const built = (engine: string): GraphFrame<Ids> => {
    const builder = enginesFor(runtime, 'graph.build').includes(engine) ? engine : 'ts-reference';
    const known = graphs.get(builder) ?? graph(builder);
    graphs.set(builder, known);
    return known;
  };
  const peer = options.graphology ? await graphologyPeer(edges, source, DAMPING, TOLERANCE) : undefined;
  const name = `${options.kind} ${options.scale}${options.simple ? '' : ' directed'}`;
  const on = (operation: string, run: (engine: string) => Promise<Finished>, other?: () => Promise<Finished>): Side[] => [
    ...enginesFor(runtime, operation).map(engine => ({ name: engine, run: () => run(engine) })),
    ...(other ? [{ name: 'graphology', run: other }] : []),
  ];
  const baseline = 'ts-reference';
  return [
    {
      name: `${name}: build`,
      baseline,
      sides: on('graph.build', async engine => buildRun(graph(engine)), peer?.build),
    },
    {
      name: `${name}: BFS`,
      baseline,
      sides: on(
        'graph.bfs',
        async engine => tableFinished(await built(engine).bfs({ source, engine }).collect(), table => sumOfDistances(table.data)),
        peer?.bfs,
      ),
    },
    {
      name: `${name}: PageRank`,
      baseline,
      tolerance: 1e-6,
      sides: on(
        'graph.pageRank',
        async engine =>
          tableFinished(await built(engine).pageRank({ damping: DAMPING, tolerance: TOLERANCE, engine }).collect(), table =>
            rankDigest(column(table.data, 1, Float64Array)),
          ),
        peer?.pageRank,
      ),
    },
    {
      name: `${name}: components`,
      baseline,
      sides: on(
        'graph.wcc',
        async engine => tableFinished(await built(engine).wcc({ engine }).collect(), table => countOfComponents(table.data)),
        peer?.wcc,
      ),
      close: async () => {
        for (const kept of graphs.values()) await kept.close();
      },
    },
  ];
}

async function buildRun(graph: GraphFrame<Ids>): Promise<Finished> {
  const { edges } = await graph.facts();
  return { answer: () => edges, close: () => graph.close() };
}

function edgeTable({ src, dst }: GeneratedEdges): TableData {
  const columns = [src, dst].map(values => ({ length: values.length, nullCount: 0, buffers: [undefined, values] }));
  const schema = ['src', 'dst'].map(name => ({ name, type: { id: 'uint32' }, nullable: false }) as const);
  return tableData(schema, [{ length: src.length, columns }]);
}

function column<T extends Float64Array | Uint32Array>(
  table: TableData,
  index: number,
  type: { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T },
): T {
  const [batch] = table.batches;
  if (!batch || table.batches.length !== 1) throw new TypeError('a graph result is one batch');
  return viewAs(type, columnAt(batch, index).buffers[1]);
}

function sumOfDistances(table: TableData): number {
  const [batch] = table.batches;
  const validity = batch && columnAt(batch, 1).buffers[0];
  const bits = validity && viewAs(Uint8Array, validity);
  const distance = column(table, 1, Uint32Array);
  let sum = 0;
  for (let v = 0; v < table.length; v++) if (!bits || ((bits[v >>> 3] ?? 0) & (1 << (v & 7))) !== 0) sum += distance[v] ?? 0;
  return sum;
}

const countOfComponents = (table: TableData): number =>
  column(table, 1, Uint32Array)
    .subarray(0, table.length)
    .reduce((largest, id) => Math.max(largest, id + 1), 0);

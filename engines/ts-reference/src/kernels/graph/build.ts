import {
  HEAP_ARROW,
  HEAP_GRAPH,
  ParquetFrameError,
  SHARED_ARROW,
  argumentOf,
  heldReplica,
  isString,
} from '@parquetframe/core/engine';
import type {
  BindStep,
  GraphData,
  GraphFacts,
  Kernel,
  KernelCall,
  KernelResult,
  Kind,
  Step,
  TableData,
} from '@parquetframe/core/engine';
import { buildAdjacency } from './adjacency.js';
import { graphBytes } from './graph-input.js';
import { denseIdsOf, mapIds, type IdColumns } from './ids.js';
import { sliced, type Pace } from './slices.js';
import { chunkedColumn } from './vertex-column.js';
import { edgeWeights, weightFacts } from './weights.js';

const INPUT = [HEAP_ARROW, SHARED_ARROW];

/**
 * `graph.build`: ids to 0…V−1, then CSR and CSC by counting sorts.
 * O(E + V) time (string and sparse ids: plus O(V log V) to sort them); about 36 bytes per edge at the peak.
 */
export const bindGraphBuild: BindStep = (step): Kernel => ({
  inputs: step.inputs.map(() => INPUT),
  outputs: [HEAP_GRAPH],
  cpu: 'one',
  estimate: ({ work }) => ({ seconds: 1e-4 + work * (isString(graphKind(step).id) ? 1.5e-7 : 6e-8), peakBytes: 1e5 + work * 36 }),
  run: call => build(step, call),
});

async function build(step: Step, call: KernelCall): Promise<KernelResult> {
  const kind = graphKind(step);
  const edgeTable = tableOf(call, 0);
  const src = chunkedColumn(edgeTable, columnName(step, 'src'));
  const dst = chunkedColumn(edgeTable, columnName(step, 'dst'));
  const vertexName = step.binding['vertex'];
  const vertex = typeof vertexName === 'string' ? chunkedColumn(tableOf(call, 1), vertexName) : undefined;
  const columns: IdColumns = { src, dst, vertex, type: kind.id };
  requireIndexable(edgeTable.length, kind.directed);
  const mapping = step.binding['ids'];
  const mapped =
    mapping === 'dense'
      ? await denseIdsOf(columns, Number(argumentOf(step, 'vertexCount', call.arguments)), call)
      : await mapIds(columns, mapping === 'firstAppearance' ? 'firstAppearance' : 'sorted', call);
  const weightName = step.binding['weight'];
  const weights = typeof weightName === 'string' ? await edgeWeights(chunkedColumn(edgeTable, weightName), call) : undefined;
  const edges = { src: mapped.src, dst: mapped.dst, weights };
  const layouts = await buildAdjacency(edges, mapped.vertexCount, kind.directed, call);
  const graph: GraphData = {
    vertexCount: mapped.vertexCount,
    arcCount: layouts.csr.targets.length,
    directed: kind.directed,
    weighted: weights !== undefined,
    id: kind.id,
    ...(mapped.ids ? { ids: mapped.ids } : {}),
    ...layouts,
  };
  const facts: GraphFacts = {
    vertices: graph.vertexCount,
    arcs: graph.arcCount,
    edges: edgeTable.length,
    selfLoops: await countSelfLoops(mapped.src, mapped.dst, call),
    dangling: await countDangling(graph.csr.offsets, call),
    ...(weights ? await weightFacts(weights, call) : {}),
  };
  const bytes = graphBytes(graph);
  return { replica: heldReplica(HEAP_GRAPH, graph, bytes), statistics: { ...facts, bytes } };
}

function columnName(step: Step, option: string): string {
  const name = step.binding[option];
  if (typeof name !== 'string') throw new TypeError(`graph.build is bound without ${option}`);
  return name;
}

function graphKind(step: Step): Extract<Kind, { kind: 'graph' }> {
  if (step.output.kind !== 'graph') throw new TypeError(`graph.build gives a graph, not a ${step.output.kind}`);
  return step.output;
}

function tableOf(call: KernelCall, port: number): TableData {
  const value = call.inputs[port]?.value;
  if (typeof value !== 'object' || value === null || !('batches' in value)) throw new TypeError(`input ${port} is not a table`);
  return value as TableData;
}

function requireIndexable(edges: number, directed: boolean): void {
  const arcs = directed ? edges : 2 * edges;
  if (arcs >= 2 ** 32)
    throw new ParquetFrameError(
      'GRAPH_TOO_LARGE',
      `${edges} edges make up to ${arcs} arcs; ts-reference has 32-bit offsets and takes fewer than 2^32`,
    );
}

async function countSelfLoops(src: Uint32Array, dst: Uint32Array, pace: Pace): Promise<number> {
  let loops = 0;
  await sliced(pace, src.length, (from, to) => {
    for (let i = from; i < to; i++) if (src[i] === dst[i]) loops++;
  });
  return loops;
}

async function countDangling(offsets: Uint32Array, pace: Pace): Promise<number> {
  let dangling = 0;
  await sliced(pace, offsets.length - 1, (from, to) => {
    for (let v = from; v < to; v++) if (offsets[v] === offsets[v + 1]) dangling++;
  });
  return dangling;
}

import {
  HEAP_ARROW,
  HEAP_GRAPH,
  SHARED_ARROW,
  argumentOf,
  columnBytes,
  heldReplica,
  nativeCall,
} from '@parquetframe/core/engine';
import type { Adjacency, GraphData, Kernel, KernelCall, KernelResult, Kind, Step } from '@parquetframe/core/engine';
import type { Addon, BuildRequest, NativeGraph } from '../native/addon.js';
import { chunksOf, idColumn, tableOf } from './chunks.js';

/** `graph.build`: ids mapped, CSR and CSC by radix partition and counting sort. The result's arrays are native memory that JavaScript holds. */
export const bindGraphBuild = (step: Step, addon: Addon): Kernel => ({
  inputs: step.inputs.map(() => [HEAP_ARROW, SHARED_ARROW]),
  outputs: [HEAP_GRAPH],
  estimate: ({ work }) => ({ seconds: 1e-4 + work * 4e-8, peakBytes: 1e5 + work * 32 }),
  run: async call => {
    const request = requestOf(step, call);
    const built = await nativeCall(() => addon.build(request, call.cancelled, fraction => call.progress(fraction)));
    return resultOf(graphKind(step), built);
  },
});

function requestOf(step: Step, call: KernelCall): BuildRequest {
  const edges = tableOf(call, 0);
  const { weight, directed, vertex } = step.binding;
  const vertexCount = argumentOf(step, 'vertexCount', call.arguments);
  return {
    src: chunksOf(edges, text(step, 'src')),
    dst: chunksOf(edges, text(step, 'dst')),
    ...(typeof vertex === 'string' ? { vertex: chunksOf(tableOf(call, 1), vertex) } : {}),
    ...(typeof weight === 'string' ? { weight: chunksOf(edges, weight) } : {}),
    idType: graphKind(step).id.id,
    mapping: text(step, 'ids'),
    ...(typeof vertexCount === 'number' ? { vertexCount } : {}),
    directed: directed === true,
    threads: call.threads,
  };
}

function text(step: Step, option: string): string {
  const value = step.binding[option];
  if (typeof value !== 'string') throw new TypeError(`graph.build: ${option} is not a string: the catalogue checks this before`);
  return value;
}

type GraphKind = Extract<Kind, { kind: 'graph' }>;

function graphKind(step: Step): GraphKind {
  if (step.output.kind !== 'graph') throw new TypeError(`graph.build gives a graph, not a ${step.output.kind}`);
  return step.output;
}

function resultOf(kind: GraphKind, { ids, csr, csc, facts }: NativeGraph): KernelResult {
  const vertexCount = csr.offsets.length - 1;
  const graph: GraphData = {
    vertexCount,
    arcCount: csr.targets.length,
    directed: kind.directed,
    weighted: kind.weighted,
    id: kind.id,
    ...(ids ? { ids: idColumn(ids, vertexCount) } : {}),
    csr,
    csc: csc ?? csr,
  };
  const bytes = sideBytes(csr) + (csc ? sideBytes(csc) : 0) + (graph.ids ? columnBytes(graph.ids) : 0);
  const { nanWeights, negativeWeights, ...always } = facts;
  const ofWeights = { nanWeights: nanWeights ?? 0, negativeWeights: negativeWeights ?? 0 };
  return {
    replica: heldReplica(HEAP_GRAPH, graph, bytes),
    statistics: { ...always, ...(kind.weighted ? ofWeights : {}), bytes },
  };
}

const sideBytes = ({ offsets, targets, weights }: Adjacency): number =>
  offsets.byteLength + targets.byteLength + (weights?.byteLength ?? 0);

import {
  HEAP_ARROW,
  HEAP_GRAPH,
  SHARED_GRAPH,
  argumentOf,
  bindingStrings,
  columnBytes,
  heldReplica,
  schemaOf,
  tableData,
  nativeCall,
} from '@parquetframe/core/engine';
import type {
  Adjacency,
  ColumnData,
  Fragment,
  GraphData,
  Kernel,
  KernelCall,
  KernelResult,
  Step,
} from '@parquetframe/core/engine';
import type { Addon, BfsRequest, NativeHops } from '../native/addon.js';
import { bytesOf, chunkOf, idColumn, nullableColumn } from './chunks.js';
import { sourcesChunk } from './sources.js';

/** Direction-optimizing breadth-first search over the arrays of a graph, wherever they came from: they are borrowed, not copied. */
export const bindBfs = (step: Step, addon: Addon, fragment: Fragment): Kernel => ({
  inputs: [[HEAP_GRAPH, SHARED_GRAPH]],
  outputs: [HEAP_ARROW],
  estimate: ({ work }) => ({ seconds: 8e-5 + work * 1e-9, peakBytes: work * 2 }),
  run: async call => {
    const graph = graphOf(call);
    const request = requestOf(step, call, graph, fragment.determinism === 'fast');
    const hops = await nativeCall(() => addon.bfs(request, call.cancelled, fraction => call.progress(fraction)));
    return resultOf(step, graph, hops);
  },
});

function graphOf(call: KernelCall): GraphData {
  const value = call.inputs[0]?.value;
  if (typeof value !== 'object' || value === null || !('csr' in value)) throw new TypeError('the input is not a graph');
  return value as GraphData;
}

function requestOf(step: Step, call: KernelCall, graph: GraphData, fast: boolean): BfsRequest {
  const columns = bindingStrings(step, 'columns');
  const maxDepth = argumentOf(step, 'maxDepth', call.arguments);
  return {
    vertexCount: graph.vertexCount,
    arcCount: graph.arcCount,
    csr: sideOf(graph.csr),
    ...(graph.directed ? { csc: sideOf(graph.csc) } : {}),
    ...(graph.ids ? { ids: chunkOf(graph.id, graph.ids) } : {}),
    idType: graph.id.id,
    sources: sourcesChunk(graph, argumentOf(step, 'sources', call.arguments)),
    ...(typeof maxDepth === 'number' ? { maxDepth } : {}),
    distance: columns.includes('distance'),
    predecessor: columns.includes('predecessor'),
    fast,
    threads: call.threads,
  };
}

const sideOf = ({ offsets, targets }: Adjacency) => ({ offsets: bytesOf(offsets, 4), targets: bytesOf(targets, 4) });

function resultOf(step: Step, graph: GraphData, { vertex, distance, predecessor, reached, levels }: NativeHops): KernelResult {
  const length = graph.vertexCount;
  const own: ColumnData[] = [];
  if (distance) own.push(nullableColumn(distance, length));
  if (predecessor) own.push(nullableColumn(predecessor, length));
  const counted = vertex ? idColumn(vertex, length) : undefined;
  const ids = graph.ids ?? counted;
  if (!ids) throw new TypeError('the binding gave a dense graph no vertex column');
  const table = tableData(schemaOf(step), [{ length, columns: [ids, ...own] }]);
  // The ids of the graph are counted by the graph.
  const bytes = (counted ? [counted, ...own] : own).reduce((sum, column) => sum + columnBytes(column), 0);
  return { replica: heldReplica(HEAP_ARROW, table, bytes), statistics: { rows: length, bytes, reached, levels } };
}

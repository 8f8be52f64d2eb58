import { HEAP_ARROW, HEAP_GRAPH, SHARED_GRAPH, columnBytes, heldReplica, tableData } from '@parquetframe/core/engine';
import type {
  Adjacency,
  ColumnData,
  GraphData,
  JsonObject,
  KernelCall,
  KernelResult,
  Residency,
  Schema,
  Sizes,
  TableData,
} from '@parquetframe/core/engine';
import { denseIds } from './id-column.js';

/** Graphs on the heap or in shared memory. */
export const GRAPH_INPUTS: readonly Residency[] = [HEAP_GRAPH, SHARED_GRAPH];
export const VERTEX_TABLE_OUTPUTS: readonly Residency[] = [HEAP_ARROW];

/** The leased graph; its residency, which the kernel declared, says that it is one. */
export function graphOf(call: Pick<KernelCall, 'inputs'>): GraphData {
  const value = call.inputs[0]?.value;
  if (typeof value !== 'object' || value === null || !('csr' in value)) throw new TypeError('the input is not a graph');
  return value as GraphData;
}

/** The ids of all vertices, in vertex order: the graph's own buffers, or counted up for a dense graph. */
export const vertexIds = (graph: GraphData): ColumnData => graph.ids ?? denseIds(graph.id, graph.vertexCount);

/** A result with one row per vertex: the ids first, then the given columns. */
export function vertexTable(
  graph: GraphData,
  schema: Schema,
  columns: readonly ColumnData[],
  notes?: JsonObject,
  statistics?: Sizes,
): KernelResult {
  const ids = vertexIds(graph);
  const length = graph.vertexCount;
  const table: TableData = tableData(schema, [{ length, columns: [ids, ...columns] }]);
  // The ids of the graph are counted by the graph.
  const own = graph.ids ? columns : [ids, ...columns];
  const bytes = own.reduce((sum, column) => sum + columnBytes(column), 0);
  return {
    replica: heldReplica(HEAP_ARROW, table, bytes),
    statistics: { rows: length, bytes, ...statistics },
    ...(notes ? { notes } : {}),
  };
}

export const plainColumn = (values: Uint32Array | Float64Array): ColumnData => ({
  length: values.length,
  nullCount: 0,
  buffers: [undefined, values],
});

/** Bytes of both directions and the ids, each allocation once. */
export function graphBytes(graph: GraphData): number {
  const directions = graph.csr === graph.csc ? [graph.csr] : [graph.csr, graph.csc];
  return directions.reduce((sum, side) => sum + adjacencyBytes(side), graph.ids ? columnBytes(graph.ids) : 0);
}

const adjacencyBytes = ({ offsets, targets, weights }: Adjacency): number =>
  offsets.byteLength + targets.byteLength + (weights?.byteLength ?? 0);

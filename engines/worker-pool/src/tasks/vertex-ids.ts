import { tableData, toShared } from '@parquetframe/core/engine';
import type { ColumnData, GraphData } from '@parquetframe/core/engine';
import { vertexIds } from '@parquetframe/engine-ts-reference/kernels/parallel';

/** The ids of a dense graph, counted up, in shared memory. */
export function sharedVertexIds(graph: Pick<GraphData, 'id' | 'vertexCount'>): ColumnData {
  const empty = { offsets: new Uint32Array(1), targets: new Uint32Array(0) };
  const ids = vertexIds({ ...graph, arcCount: 0, directed: true, weighted: false, csr: empty, csc: empty });
  const [batch] = toShared(
    tableData([{ name: 'vertex', type: graph.id, nullable: false }], [{ length: graph.vertexCount, columns: [ids] }]),
  ).batches;
  const [column] = batch?.columns ?? [];
  if (!column) throw new TypeError('a table of one column lost it');
  return column;
}

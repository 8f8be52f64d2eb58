import { HEAP_ARROW, SHARED_ARROW, heldReplica, tableData } from '@parquetframe/core/engine';
import type { GraphData, JsonObject, KernelCall, KernelResult, Residency, Schema, Sizes } from '@parquetframe/core/engine';
import { plainColumn } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { WorkerPool } from '../pool.js';

/** A table in shared memory is also one on the heap: nobody can tell. */
export const SHARED_OUTPUTS: readonly Residency[] = [SHARED_ARROW, HEAP_ARROW];

/** A result with one row per vertex: the ids and one column, all in shared memory. */
export async function vertexResult(
  pool: WorkerPool,
  call: KernelCall,
  graph: GraphData,
  schema: Schema,
  values: Uint32Array | Float64Array,
  notes: JsonObject,
  statistics: Sizes,
): Promise<KernelResult> {
  const { id, vertexCount } = graph;
  const ids = graph.ids ?? (await pool.run(call, 'vertexIds', { id, vertexCount }));
  const table = tableData(schema, [{ length: vertexCount, columns: [ids, plainColumn(values)] }]);
  const bytes = values.byteLength;
  const other = call.want.space === 'shared' ? HEAP_ARROW : SHARED_ARROW;
  return {
    replica: heldReplica(call.want, table, bytes),
    also: [heldReplica(other, table, 0)],
    statistics: { rows: vertexCount, bytes, ...statistics },
    notes,
  };
}

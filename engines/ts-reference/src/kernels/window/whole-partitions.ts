import { columnAt, inSteps, takeSteps } from '@parquetframe/core/engine';
import type { ColumnData, Field, KernelCall, Schema, WindowCall } from '@parquetframe/core/engine';
import { GroupedAggregation } from '../aggregate/grouping.js';
import { partitionNumbers } from './layout.js';
import { operandsOf } from './operands.js';
import type { WindowTable } from './rows.js';

type Checkpoint = KernelCall['checkpoint'];

const PARTITION: Field = { name: 'partition', type: { id: 'uint32' }, nullable: false };
/** Their moving kernels have ways of their own to the same numbers. */
const OTHERS: ReadonlySet<string> = new Set(['median', 'quantile', 'var', 'std', 'approxCountDistinct']);

/** Whether a window is an aggregate of whole partitions. */
export function isOfWholePartitions({ function: name, orderBy, frame }: WindowCall): boolean {
  if (!frame || orderBy.length > 0 || name === 'nthValue' || OTHERS.has(name)) return false;
  const isOpen = (bound: unknown): boolean => bound === 'unbounded' || (frame.unit === 'range' && bound === 'current');
  return isOpen(frame.from) && isOpen(frame.to);
}

/** The aggregate of each partition beside its rows, of which none is moved. Time O(rows), memory that of the groups and 12 bytes per row. */
export async function partitionColumn(
  call: WindowCall,
  result: Field,
  table: WindowTable,
  limit: number,
  checkpoint: Checkpoint,
): Promise<ColumnData> {
  const { batch, schema } = table;
  const numbers = await inSteps(partitionNumbers(batch, schema, call.partitionBy), checkpoint);
  const partitions = numbers ? Uint32Array.from(numbers) : new Uint32Array(batch.length);
  const { columns, fields, aggregation } = operandsOf(call, table);
  const input: Schema = [PARTITION, ...fields];
  const groups = new GroupedAggregation(input, [PARTITION.name], [aggregation], limit);
  const ids: ColumnData = { length: batch.length, nullCount: 0, buffers: [undefined, partitions] };
  await groups.add({ length: batch.length, columns: [ids, ...columns.map(name => table.column(name))] }, checkpoint);
  // Partitions are numbered, as groups are, in the order of their first rows.
  const values = columnAt(await groups.finish([PARTITION, result], checkpoint), 1);
  return inSteps(takeSteps(result.type, values, partitions), checkpoint);
}

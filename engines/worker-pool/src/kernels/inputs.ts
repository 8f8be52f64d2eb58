import { ParquetFrameError } from '@parquetframe/core/engine';
import type { Adjacency, ColumnData, GraphData, KernelCall, TableData } from '@parquetframe/core/engine';

/** The leased table. @throws ParquetFrameError `ENGINE_DEFECT` when its buffers are not shared: sending it would copy it silently */
export function sharedTable(call: KernelCall, input = 0): TableData {
  const value = call.inputs[input]?.value;
  if (typeof value !== 'object' || value === null || !('batches' in value)) throw new TypeError('the input is not a table');
  const table = value as TableData;
  for (const batch of table.batches) for (const column of batch.columns) requireSharedColumn(column);
  return table;
}

/** The leased graph. Errors as `sharedTable`. */
export function sharedGraph(call: KernelCall): GraphData {
  const value = call.inputs[0]?.value;
  if (typeof value !== 'object' || value === null || !('csr' in value)) throw new TypeError('the input is not a graph');
  const graph = value as GraphData;
  for (const side of [graph.csr, graph.csc]) for (const array of arraysOf(side)) requireShared(array);
  if (graph.ids) requireSharedColumn(graph.ids);
  return graph;
}

const arraysOf = ({ offsets, targets, weights }: Adjacency): ArrayBufferView[] =>
  weights ? [offsets, targets, weights] : [offsets, targets];

function requireSharedColumn({ buffers, children = [], dictionary }: ColumnData): void {
  for (const buffer of buffers) if (buffer) requireShared(buffer);
  for (const child of children) requireSharedColumn(child);
  if (dictionary) requireSharedColumn(dictionary);
}

function requireShared(view: ArrayBufferView): void {
  if (view.buffer instanceof SharedArrayBuffer) return;
  throw new ParquetFrameError('ENGINE_DEFECT', 'an input that should be in shared memory is on the heap');
}

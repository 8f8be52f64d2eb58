import {
  graphToShared,
  HEAP_ARROW,
  HEAP_BATCHES,
  HEAP_GRAPH,
  heldReplica,
  SHARED_ARROW,
  SHARED_GRAPH,
  tableBytes,
  tableData,
  toShared,
  type Batch,
  type BatchStream,
  type CostEstimate,
  type GraphData,
  type Kind,
  type TableData,
  type Transfer,
} from '@parquetframe/core/engine';

/** A copy into fresh pages, and no work at all. */
const copying = (bytes: number): CostEstimate => ({ seconds: 5e-6 + bytes / 1.5e9, peakBytes: bytes });
const free = (): CostEstimate => ({ seconds: 1e-6, peakBytes: 0 });

const move = <To>(
  kind: Kind['kind'],
  from: Transfer['from'],
  to: Transfer['to'],
  estimate: Transfer['estimate'],
  change: (value: never) => To | Promise<To>,
  bytes: (value: To) => number,
): Transfer => ({
  kind,
  from,
  to,
  alias: estimate === free,
  estimate,
  async run(call) {
    // The residency says what the value is.
    const value = await change(call.inputs[0]?.value as never);
    return { replica: heldReplica(to, value, bytes(value)) };
  },
});

const same = <T>(value: T): T => value;
const nothing = (): number => 0;

/** Between the memories that belong to no engine, as core does it on the host's side: an engine counts on these. */
export const OWN_TRANSFERS: readonly Transfer[] = [
  move<TableData>('table', HEAP_ARROW, SHARED_ARROW, copying, toShared, tableBytes),
  move<TableData>('table', SHARED_ARROW, HEAP_ARROW, free, same, nothing),
  move<GraphData>('graph', HEAP_GRAPH, SHARED_GRAPH, copying, graphToShared, graph => 8 * (graph.arcCount + graph.vertexCount)),
  move<GraphData>('graph', SHARED_GRAPH, HEAP_GRAPH, free, same, nothing),
  move<TableData>('table', HEAP_BATCHES, HEAP_ARROW, copying, collect, tableBytes),
];

async function collect(stream: BatchStream): Promise<TableData> {
  const batches: Batch[] = [];
  for await (const batch of stream) batches.push(batch);
  return tableData(stream.schema, batches);
}

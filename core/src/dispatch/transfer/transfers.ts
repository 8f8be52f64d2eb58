import {
  graphToSharedSteps,
  HEAP_ARROW,
  HEAP_BATCHES,
  HEAP_GRAPH,
  heldReplica,
  inSteps,
  SHARED_ARROW,
  SHARED_GRAPH,
  sliceTable,
  tableBytes,
  tableData,
  toSharedSteps,
  type Batch,
  type BatchStream,
  type GraphData,
  type Kind,
  type TableData,
} from '../../contract/data/index.js';
import type { CostEstimate, KernelCall, Transfer } from '../../contract/index.js';

const FREE = (): CostEstimate => ({ seconds: 1e-6, peakBytes: 0 });
/** A copy into fresh pages: 400 MB in 264 ms. */
const copy = (bytes: number): CostEstimate => ({ seconds: 5e-6 + bytes / 1.5e9, peakBytes: bytes });
/** Rows per batch when a table is handed out as a stream. */
const STREAM_ROWS = 65_536;

const valueOf = (call: KernelCall): unknown => {
  const replica = call.inputs[0];
  if (!replica) throw new TypeError('a transfer has one input');
  return replica.value;
};

const alias = (kind: Kind['kind'], from: Transfer['from'], to: Transfer['to']): Transfer => ({
  kind,
  from,
  to,
  alias: true,
  estimate: FREE,
  run: call => ({ replica: heldReplica(to, valueOf(call), 0) }),
});

/** Reads a stream to its end. */
export async function collectStream(stream: BatchStream, call: Pick<KernelCall, 'signal'>): Promise<TableData> {
  const batches: Batch[] = [];
  for await (const batch of stream) {
    call.signal.throwIfAborted();
    batches.push(batch);
  }
  return tableData(stream.schema, batches);
}

/** A table as a stream of slices. */
export function streamTable(table: TableData): BatchStream {
  return {
    schema: table.schema,
    async *[Symbol.asyncIterator]() {
      for (let start = 0; start < table.length; start += STREAM_ROWS) {
        await Promise.resolve();
        yield* sliceTable(table, start, Math.min(table.length, start + STREAM_ROWS)).batches;
      }
    },
  };
}

/** Moves between the memory spaces that core owns. Engines bring those into and out of their own. */
export const CORE_TRANSFERS: readonly Transfer[] = [
  alias('table', SHARED_ARROW, HEAP_ARROW),
  alias('graph', SHARED_GRAPH, HEAP_GRAPH),
  {
    kind: 'table',
    from: HEAP_ARROW,
    to: SHARED_ARROW,
    alias: false,
    estimate: copy,
    async run(call) {
      const table = await inSteps(toSharedSteps(valueOf(call) as TableData), call.checkpoint);
      return { replica: heldReplica(SHARED_ARROW, table, tableBytes(table)) };
    },
  },
  {
    kind: 'graph',
    from: HEAP_GRAPH,
    to: SHARED_GRAPH,
    alias: false,
    estimate: copy,
    async run(call) {
      const graph = await inSteps(graphToSharedSteps(valueOf(call) as GraphData), call.checkpoint);
      return { replica: heldReplica(SHARED_GRAPH, graph, graph.arcCount * 8 + graph.vertexCount * 8) };
    },
  },
  {
    kind: 'table',
    from: HEAP_BATCHES,
    to: HEAP_ARROW,
    alias: false,
    estimate: bytes => ({ seconds: 1e-5, peakBytes: bytes }),
    async run(call) {
      const table = await collectStream(valueOf(call) as BatchStream, call);
      return { replica: heldReplica(HEAP_ARROW, table, tableBytes(table)), statistics: { rows: table.length } };
    },
  },
  {
    kind: 'table',
    from: HEAP_ARROW,
    to: HEAP_BATCHES,
    alias: true,
    estimate: FREE,
    run: call => ({ replica: heldReplica(HEAP_BATCHES, streamTable(valueOf(call) as TableData), 0) }),
  },
];

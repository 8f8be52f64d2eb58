import { HEAP_GRAPH, SHARED_GRAPH, heldReplica, nativeCall } from '@parquetframe/core/engine';
import type { Adjacency, GraphData, Json, Kind, Replica, Residency, Transfer, WeightArray } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import type { NativeSide } from '../native/addon.js';
import { bytesOf, nativeColumn } from '../table/columns.js';
import { graphView, nativeGraph } from './replicas.js';

/** Between native memory and typed arrays, the same bytes on both sides. What comes in is checked once. */
export function graphTransfers(rust: RustContext): readonly Transfer[] {
  return [
    {
      kind: 'graph',
      from: rust.graph,
      to: HEAP_GRAPH,
      alias: true,
      estimate: () => ({ seconds: 1e-5, peakBytes: 0 }),
      run: (call, kind) => ({ replica: heldReplica(HEAP_GRAPH, graphView(nativeGraph(call.inputs[0]), kind), 0) }),
    },
    borrow(HEAP_GRAPH, rust),
    borrow(SHARED_GRAPH, rust),
  ];
}

const borrow = (from: Residency, rust: RustContext): Transfer => ({
  kind: 'graph',
  from,
  to: rust.graph,
  alias: true,
  estimate: bytes => ({ seconds: 3e-5 + bytes / 5e9, peakBytes: 0 }),
  run: async (call, kind) => {
    const graph = heapGraph(call.inputs[0], kind);
    const request = {
      directed: graph.directed,
      idType: graph.id as Json,
      weightType: graph.csr.weights ? { id: weightType(graph.csr.weights) } : null,
    };
    const ids = graph.ids && nativeColumn(graph.ids);
    const csc = graph.directed ? side(graph.csc) : undefined;
    const handle = await nativeCall(() => rust.addon.importGraph(JSON.stringify(request), side(graph.csr), csc, ids));
    return { replica: heldReplica(rust.graph, handle, 0, () => handle.dispose()) };
  },
});

function heapGraph(replica: Replica | undefined, kind: Kind): GraphData {
  const value = replica?.value;
  if (typeof value === 'object' && value !== null && 'csr' in value) return value as GraphData;
  throw new TypeError(`the input is not a ${kind.kind}`);
}

const side = ({ offsets, targets, weights }: Adjacency): NativeSide => ({
  offsets: bytesOf(offsets),
  targets: bytesOf(targets),
  ...(weights ? { weights: bytesOf(weights) } : {}),
});

/** `Uint16Array` → `uint16`. */
const weightType = (weights: WeightArray): string => weights[Symbol.toStringTag].slice(0, -'Array'.length).toLowerCase();

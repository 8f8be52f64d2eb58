import { schemaOf } from '@parquetframe/core/engine';
import type { BindStep, Kernel } from '@parquetframe/core/engine';
import { GRAPH_INPUTS, VERTEX_TABLE_OUTPUTS, graphOf, plainColumn, vertexTable } from './graph-input.js';
import { sliced } from './slices.js';

/** `graph.degree`: row lengths of CSC and CSR. O(V). */
export const bindDegree: BindStep = (step): Kernel => ({
  inputs: [GRAPH_INPUTS],
  outputs: VERTEX_TABLE_OUTPUTS,
  cpu: 'one',
  estimate: ({ work }) => ({ seconds: 2e-5 + work * 4e-9, peakBytes: 1e4 + work * 16 }),
  run: async call => {
    const graph = graphOf(call);
    const arriving = new Uint32Array(graph.vertexCount);
    const leaving = new Uint32Array(graph.vertexCount);
    await sliced(call, graph.vertexCount, (from, to) => {
      rowLengths(graph.csc.offsets, arriving, from, to);
      rowLengths(graph.csr.offsets, leaving, from, to);
    });
    return vertexTable(graph, schemaOf(step), [plainColumn(arriving), plainColumn(leaving)]);
  },
});

export function rowLengths(offsets: Uint32Array, lengths: Uint32Array, from: number, to: number): void {
  for (let v = from; v < to; v++) lengths[v] = (offsets[v + 1] ?? 0) - (offsets[v] ?? 0);
}

import { HEAP_GRAPH, argumentOf, heldReplica, nativeCall } from '@parquetframe/core/engine';
import type { JsonObject, Kernel, Sizes, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { parsed } from '../native/parsed.js';
import { nativeTable } from '../table/replicas.js';
import { graphKind, graphView } from './replicas.js';

/** `graph.build`: ids mapped, CSR and CSC by radix partition and counting sort. */
export const bindGraphBuild = (step: Step, rust: RustContext): Kernel => ({
  inputs: step.inputs.map(() => [rust.table]),
  outputs: [rust.graph, HEAP_GRAPH],
  estimate: ({ work }) => ({ seconds: 1e-4 + work * 4e-8, peakBytes: 1e5 + work * bytesPerEdge(step) }),
  run: async call => {
    const [edges, vertices] = call.inputs;
    const { src, dst, weight, directed, ids, vertex } = step.binding;
    const vertexCount = argumentOf(step, 'vertexCount', call.arguments);
    const request = JSON.stringify({
      src,
      dst,
      weight,
      directed,
      ids,
      vertex,
      vertexCount: typeof vertexCount === 'number' ? vertexCount : null,
      idType: graphKind(step.output).id,
    });
    const handle = await nativeCall(() =>
      rust.addon.graphBuild(
        request,
        nativeTable(edges),
        vertices && nativeTable(vertices),
        call.threads,
        call.cancelled,
        fraction => call.progress(fraction),
      ),
    );
    const bytes = handle.bytes();
    const release = (): void => handle.dispose();
    const replica =
      call.want.space === rust.graph.space
        ? heldReplica(rust.graph, handle, bytes, release)
        : heldReplica(HEAP_GRAPH, graphView(handle, step.output), bytes, release);
    return { replica, statistics: { bytes, ...facts(parsed(handle.facts)) } };
  },
});

/** Both adjacencies and what they are made of, as measured by the test of memory; ids that are mapped are kept beside. */
function bytesPerEdge({ binding: { directed, ids, weight } }: Step): number {
  const once = 17.5 + (ids === 'dense' ? 0 : 13) + (weight === null ? 0 : 23);
  return directed === true ? once : 1.4 * once;
}

/** Facts as numbers; JSON has no infinities. */
const facts = (json: JsonObject): Sizes => Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Number(value)]));

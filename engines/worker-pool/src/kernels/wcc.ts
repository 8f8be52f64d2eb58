import { SHARED_GRAPH, schemaOf } from '@parquetframe/core/engine';
import type { BindStep, KernelCall } from '@parquetframe/core/engine';
import { vertexRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedGraph } from './inputs.js';
import { SHARED_OUTPUTS, vertexResult } from './vertex-result.js';

/**
 * `graph.wcc`: a union–find forest per range of rows, merged in pairs, then one pass that numbers the components. The partition does not depend on how rows are
 * divided, and a root is the smallest vertex of its component. 4 bytes per vertex and thread.
 */
export const bindWcc =
  (pool: WorkerPool): BindStep =>
  (step, _fragment, context) => ({
    inputs: [[SHARED_GRAPH]],
    outputs: SHARED_OUTPUTS,
    estimate: ({ work, ports: [graph] }) => {
      const vertices = graph?.vertices ?? work / 8;
      // Merging two forests visits each vertex once.
      const merge = pool.threads > 1 ? vertices * 6e-9 * Math.ceil(Math.log2(pool.threads)) : 0;
      return {
        seconds: pool.startSeconds + 4e-4 + (work * 7e-9) / pool.threads + merge,
        peakBytes: 1e5 + vertices * 4 * (pool.threads + 1),
      };
    },
    run: async call => {
      const graph = sharedGraph(call);
      const { csr, vertexCount } = graph;
      const allocate = (): Uint32Array => new Uint32Array(context.allocateShared(vertexCount * 4));
      const ranges = vertexRanges(csr.offsets, pool.division(call));
      const forests = ranges.map(allocate);
      await pool.map(
        call,
        'wcc.unite',
        ranges.map((range, part) => ({ csr, parent: forests[part] ?? allocate(), ...range })),
      );
      call.progress(0.8);
      const parent = await merged(pool, call, forests);
      call.progress(0.9);
      const component = allocate();
      const components = await pool.run(call, 'wcc.number', { parent: parent ?? component, component });
      const notes = { components, partitions: ranges.length };
      return vertexResult(pool, call, graph, schemaOf(step), component, notes, { components });
    },
  });

/** All forests in the first of them, two by two; undefined when there are none. */
async function merged(pool: WorkerPool, call: KernelCall, forests: readonly Uint32Array[]): Promise<Uint32Array | undefined> {
  let left = forests;
  while (left.length > 1) {
    const half = Math.ceil(left.length / 2);
    const pairs = left.slice(half).map((other, i) => ({ parent: left[i] ?? other, other }));
    await pool.map(call, 'wcc.merge', pairs);
    left = left.slice(0, half);
  }
  return left[0];
}

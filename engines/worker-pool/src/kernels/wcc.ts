import { SHARED_GRAPH, schemaOf } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { vertexRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedGraph } from './inputs.js';
import { SHARED_OUTPUTS, vertexResult } from './vertex-result.js';

/** `graph.wcc`: lock-free union–find over ranges of rows, then one pass that numbers the components. The partition does not depend on the order of links. */
export const bindWcc =
  (pool: WorkerPool): BindStep =>
  (step, _fragment, context) => ({
    inputs: [[SHARED_GRAPH]],
    outputs: SHARED_OUTPUTS,
    estimate: ({ work }) => ({ seconds: 4e-4 + (work * 8e-9) / pool.threads, peakBytes: 1e5 + work }),
    run: async call => {
      const graph = sharedGraph(call);
      const { csr, vertexCount } = graph;
      const allocate = (): Uint32Array => new Uint32Array(context.allocateShared(vertexCount * 4));
      const [parent, component] = [allocate(), allocate()];
      const ranges = vertexRanges(csr.offsets, pool.division(call));
      await pool.map(
        call,
        'wcc.singletons',
        ranges.map(range => ({ parent, ...range })),
      );
      await pool.map(
        call,
        'wcc.unite',
        ranges.map(range => ({ csr, parent, ...range })),
      );
      call.progress(0.9);
      const components = await pool.run(call, 'wcc.number', { parent, component });
      const notes = { components, partitions: ranges.length };
      return vertexResult(pool, call, graph, schemaOf(step), component, notes, { components });
    },
  });

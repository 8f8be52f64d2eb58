import { HEAP_ARROW, argumentOf, bindingStrings, schemaOf } from '@parquetframe/core/engine';
import type { CostEstimate, Fragment, Kernel, KernelCall, Sizes, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import type { NativeGraph, NativeTable } from '../native/addon.js';
import { native, parsed } from '../native/errors.js';
import { tableResult } from '../table/replicas.js';
import { nativeGraph } from './replicas.js';

type Run = (graph: NativeGraph, call: KernelCall, progress: (fraction: number) => void) => Promise<NativeTable>;

/** A kernel from a graph in native memory to a table with one row per vertex. */
const vertexKernel = (
  step: Step,
  rust: RustContext,
  estimate: (work: number) => CostEstimate,
  run: Run,
  statistics: (notes: NativeTable) => Sizes = () => ({}),
): Kernel => ({
  inputs: [[rust.graph]],
  outputs: [rust.table, HEAP_ARROW],
  estimate: ({ work }) => estimate(work),
  run: async call => {
    const table = await native(() => run(nativeGraph(call.inputs[0]), call, fraction => call.progress(fraction)));
    return tableResult(table, schemaOf(step), call.want, rust, { statistics: statistics(table) });
  },
});

export const bindDegree = (step: Step, rust: RustContext): Kernel =>
  vertexKernel(
    step,
    rust,
    work => ({ seconds: 5e-5 + work * 2e-9, peakBytes: work * 8 }),
    (graph, call, progress) => rust.addon.graphDegree(graph, call.threads, call.cancelled, progress),
  );

/** Direction-optimizing breadth-first search. */
export const bindBfs = (step: Step, rust: RustContext, fragment: Fragment): Kernel =>
  vertexKernel(
    step,
    rust,
    work => ({ seconds: 5e-5 + work * 1e-9, peakBytes: work * 2 }),
    (graph, call, progress) => {
      const columns = bindingStrings(step, 'columns');
      const sources = argumentOf(step, 'sources', call.arguments);
      const maxDepth = argumentOf(step, 'maxDepth', call.arguments);
      const request = {
        sources: (Array.isArray(sources) ? sources : [sources]).map((id: unknown) => (typeof id === 'bigint' ? String(id) : id)),
        maxDepth: typeof maxDepth === 'number' ? maxDepth : null,
        distance: columns.includes('distance'),
        predecessor: columns.includes('predecessor'),
        fast: fragment.determinism === 'fast',
      };
      return rust.addon.graphBfs(JSON.stringify(request), graph, call.threads, call.cancelled, progress);
    },
  );

/** Pull iterations; `exact` sums as the reference does. */
export const bindPageRank = (step: Step, rust: RustContext, fragment: Fragment): Kernel =>
  vertexKernel(
    step,
    rust,
    work => ({ seconds: 1e-4 + work * 1.5e-9, peakBytes: work * 2 }),
    (graph, call, progress) => {
      const request = {
        damping: Number(argumentOf(step, 'damping', call.arguments)),
        tolerance: Number(argumentOf(step, 'tolerance', call.arguments)),
        maxIterations: Number(argumentOf(step, 'maxIterations', call.arguments)),
        weighted: step.binding['weighted'] === true,
        fast: fragment.determinism === 'fast',
      };
      return rust.addon.graphPageRank(JSON.stringify(request), graph, call.threads, call.cancelled, progress);
    },
    table => {
      const { iterations, converged, error } = parsed(table.notes);
      return { iterations: Number(iterations), converged: converged === true ? 1 : 0, error: Number(error) };
    },
  );

export const bindWcc = (step: Step, rust: RustContext): Kernel =>
  vertexKernel(
    step,
    rust,
    work => ({ seconds: 5e-5 + work * 2e-9, peakBytes: work }),
    (graph, call, progress) => rust.addon.graphWcc(graph, call.threads, call.cancelled, progress),
    table => ({ components: Number(parsed(table.notes)['components']) }),
  );

import { HEAP_ARROW, argumentOf, schemaOf, nativeCall } from '@parquetframe/core/engine';
import type { Fragment, JsonObject, Kernel, Sizes, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { parsed } from '../native/parsed.js';
import type { GraphCost } from '../native/operations.js';
import { tableResult } from '../table/replicas.js';
import { nativeGraph } from './replicas.js';

/** Bytes that a kernel keeps per vertex while it runs: two or three numbers. */
const PER_VERTEX = 24;

/**
 * A kernel from a graph in native memory to a table with one row per vertex. All operations go through one entry of the binary, which gets the options by their
 * names in the catalogue; what the kernel notes in numbers are facts of the result.
 */
export const bindGraphKernel = (cost: GraphCost, step: Step, rust: RustContext, fragment: Fragment): Kernel => ({
  inputs: [[rust.graph]],
  outputs: [rust.table, HEAP_ARROW],
  // Work counts iterations, and steps through lists of neighbours: memory goes with the graph and the result alone.
  estimate: ({ work, ports: [graph], result }) => ({
    seconds: cost.seconds[0] + work * cost.seconds[1],
    peakBytes: (graph?.arcs ?? 0) * cost.bytes + (graph?.vertices ?? 0) * PER_VERTEX + (result.bytes ?? 0),
  }),
  run: async call => {
    const request = JSON.stringify(
      { options: optionsOf(step, call.arguments), fast: fragment.determinism === 'fast' },
      integersAsText,
    );
    const { threads, cancelled } = call;
    const graph = nativeGraph(call.inputs[0]);
    const table = await nativeCall(() =>
      rust.addon.graphRun(step.operation, request, graph, threads, cancelled, fraction => call.progress(fraction)),
    );
    return tableResult(table, schemaOf(step), call.want, rust, { statistics: factsOf(parsed(table.notes)) });
  },
});

const optionsOf = (step: Step, values: readonly unknown[]): { readonly [option: string]: unknown } => ({
  ...step.binding,
  ...Object.fromEntries(Object.keys(step.arguments).map(option => [option, argumentOf(step, option, values)])),
});

/** JSON has no integers of 64 bits. */
const integersAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

function factsOf(notes: JsonObject): Sizes {
  const facts: { [fact: string]: number } = {};
  for (const [name, value] of Object.entries(notes)) {
    if (typeof value === 'number') facts[name] = value;
    if (typeof value === 'boolean') facts[name] = value ? 1 : 0;
  }
  return facts;
}

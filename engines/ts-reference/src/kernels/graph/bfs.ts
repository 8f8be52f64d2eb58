import { argumentOf, bindingStrings, inSteps, ranges, schemaOf, takeSteps } from '@parquetframe/core/engine';
import type { Adjacency, BindStep, ColumnData, GraphData, Kernel, Steps } from '@parquetframe/core/engine';
import { GRAPH_INPUTS, VERTEX_TABLE_OUTPUTS, graphOf, vertexTable } from './graph-input.js';
import { integerColumn } from './id-column.js';
import { findVertices } from './lookup.js';
import { SLICE, type Pace } from './slices.js';

/** No distance, or no predecessor. Never an index: V < 2^32. */
export const NONE = 0xffffffff;

/**
 * `graph.bfs`: level by level along outgoing arcs. O(V + arcs) time, 12 bytes per vertex.
 * The predecessor is the smallest of the previous level, whatever the order within a level. `exact` also serves `fast`.
 */
export const bindBfs: BindStep = (step): Kernel => ({
  inputs: [GRAPH_INPUTS],
  outputs: VERTEX_TABLE_OUTPUTS,
  cpu: 'one',
  estimate: ({ work }) => ({ seconds: 3e-5 + work * 8e-9, peakBytes: 1e4 + work * 2 }),
  run: async call => {
    const graph = graphOf(call);
    const given = argumentOf(step, 'sources', call.arguments);
    const maxDepth = argumentOf(step, 'maxDepth', call.arguments);
    const sources = findVertices(graph, Array.isArray(given) ? given : [given]);
    const found = await bfs(graph, sources, typeof maxDepth === 'number' ? maxDepth : Infinity, call);
    const columns: ColumnData[] = [];
    for (const name of bindingStrings(step, 'columns')) {
      const steps = name === 'distance' ? distanceColumn(found.distance) : predecessorColumn(graph, found.predecessor);
      columns.push(await inSteps(steps, call.checkpoint));
    }
    return vertexTable(graph, schemaOf(step), columns, { reached: found.reached, levels: found.levels });
  },
});

export interface BfsResult {
  /** hops from the nearest source, or `NONE` */
  readonly distance: Uint32Array;
  /** dense index, or `NONE` */
  readonly predecessor: Uint32Array;
  readonly reached: number;
  /** the largest distance + 1 */
  readonly levels: number;
}

export async function bfs(graph: GraphData, sources: Iterable<number>, maxDepth: number, pace: Pace): Promise<BfsResult> {
  const distance = new Uint32Array(graph.vertexCount).fill(NONE);
  const predecessor = new Uint32Array(graph.vertexCount).fill(NONE);
  // Vertices in the order they were reached: the levels one after another.
  const queue = new Uint32Array(graph.vertexCount);
  let reached = 0;
  for (const source of sources) {
    if (distance[source] === 0) continue;
    distance[source] = 0;
    queue[reached++] = source;
  }
  const state = { distance, predecessor, queue };
  let depth = 0;
  for (let start = 0; start < reached && depth < maxDepth; depth++) {
    const end = reached;
    for (let from = start; from < end;) {
      const to = endOfQueueRange(graph.csr.offsets, queue, from, end);
      reached = expand(graph.csr, state, depth, from, to, reached);
      from = to;
      const pause = pace.checkpoint();
      if (pause) await pause;
    }
    start = end;
    pace.progress(reached / graph.vertexCount);
  }
  let levels = 0;
  const last = reached > 0 ? distance[queue[reached - 1] ?? 0] : undefined;
  if (last !== undefined) levels = last + 1;
  return { distance, predecessor, reached, levels };
}

interface BfsState {
  readonly distance: Uint32Array;
  readonly predecessor: Uint32Array;
  readonly queue: Uint32Array;
}

/** Follows the arcs of `queue[from … to)`, all at `depth`. Returns the new end of the queue. */
function expand(csr: Adjacency, state: BfsState, depth: number, from: number, to: number, end: number): number {
  const { offsets, targets } = csr;
  const { distance, predecessor, queue } = state;
  const next = depth + 1;
  let reached = end;
  for (let i = from; i < to; i++) {
    const u = queue[i] ?? 0;
    const stop = offsets[u + 1] ?? 0;
    for (let j = offsets[u] ?? 0; j < stop; j++) {
      const v = targets[j] ?? 0;
      const known = distance[v] ?? 0;
      if (known === NONE) {
        distance[v] = next;
        predecessor[v] = u;
        queue[reached++] = v;
      } else if (known === next && u < (predecessor[v] ?? 0)) predecessor[v] = u;
    }
  }
  return reached;
}

/** Up to about a slice of arcs; at least one vertex. */
function endOfQueueRange(offsets: Uint32Array, queue: Uint32Array, from: number, end: number): number {
  let work = 0;
  let to = from;
  while (to < end && work < SLICE) {
    const u = queue[to++] ?? 0;
    work += 1 + (offsets[u + 1] ?? 0) - (offsets[u] ?? 0);
  }
  return to;
}

export function* distanceColumn(distance: Uint32Array): Steps<ColumnData> {
  const nulls = yield* nullsOf(distance);
  return { length: distance.length, nullCount: nulls?.count ?? 0, buffers: [nulls?.validity, distance] };
}

export function* predecessorColumn(graph: GraphData, predecessor: Uint32Array): Steps<ColumnData> {
  if (!graph.ids) return integerColumn(graph.id, predecessor, yield* nullsOf(predecessor));
  // NONE becomes -1, which takes a null.
  return yield* takeSteps(graph.id, graph.ids, new Int32Array(predecessor.buffer, predecessor.byteOffset, predecessor.length));
}

/** Validity of values that are `NONE` where they are null; undefined without any. */
function* nullsOf(values: Uint32Array): Steps<{ readonly validity: Uint8Array; readonly count: number } | undefined> {
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  let count = 0;
  yield* ranges(values.length, (from, to) => {
    count += markPresent(values, validity, from, to);
  });
  return count > 0 ? { validity, count } : undefined;
}

/** Sets the bits of values that are there, from a multiple of 8 on; gives how many are not. */
function markPresent(values: Uint32Array, validity: Uint8Array, from: number, to: number): number {
  let nulls = 0;
  for (let i = from; i < to; i += 8) {
    const end = Math.min(to, i + 8);
    let bits = 0;
    for (let j = i; j < end; j++) {
      if (values[j] === NONE) nulls++;
      else bits |= 1 << (j & 7);
    }
    validity[i >>> 3] = bits;
  }
  return nulls;
}

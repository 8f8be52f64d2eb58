import { schemaOf } from '@parquetframe/core/engine';
import type { Adjacency, BindStep, Kernel } from '@parquetframe/core/engine';
import { GRAPH_INPUTS, VERTEX_TABLE_OUTPUTS, graphOf, plainColumn, vertexTable } from './graph-input.js';
import { sliced, slicedRows } from './slices.js';

/**
 * `graph.wcc`: union–find in which the smaller vertex is always the parent, so that a root is the smallest vertex of its component.
 * Tarjan and van Leeuwen 1984 (path halving). O(arcs · α) in practice, 4 bytes per vertex.
 */
export const bindWcc: BindStep = (step): Kernel => ({
  inputs: [GRAPH_INPUTS],
  outputs: VERTEX_TABLE_OUTPUTS,
  cpu: 'one',
  estimate: ({ work }) => ({ seconds: 3e-5 + work * 7e-9, peakBytes: 1e4 + work }),
  run: async call => {
    const graph = graphOf(call);
    const parent = new Uint32Array(graph.vertexCount);
    await sliced(call, graph.vertexCount, (from, to) => makeSingletons(parent, from, to));
    await slicedRows(call, graph.csr.offsets, (from, to) => uniteRows(graph.csr, parent, from, to), [0, 0.9]);
    let components = 0;
    await sliced(call, graph.vertexCount, (from, to) => {
      components = numberComponents(parent, components, from, to);
    });
    return vertexTable(graph, schemaOf(step), [plainColumn(parent)], { components });
  },
});

export function makeSingletons(parent: Uint32Array, from: number, to: number): void {
  for (let v = from; v < to; v++) parent[v] = v;
}

/** Joins the ends of every arc in rows `from … to`. Invariant: `parent[v] <= v`. */
export function uniteRows({ offsets, targets }: Adjacency, parent: Uint32Array, from: number, to: number): void {
  for (let u = from; u < to; u++) {
    let root = findRoot(parent, u);
    const end = offsets[u + 1] ?? 0;
    for (let j = offsets[u] ?? 0; j < end; j++) {
      const other = findRoot(parent, targets[j] ?? 0);
      if (other === root) continue;
      if (other < root) {
        parent[root] = other;
        root = other;
      } else parent[other] = root;
    }
  }
}

/** The root of `v`; every other vertex on the way is moved to its grandparent. */
export function findRoot(parent: Uint32Array, vertex: number): number {
  let v = vertex;
  let above = parent[v] ?? 0;
  while (above !== v) {
    const grandparent = parent[above] ?? 0;
    parent[v] = grandparent;
    v = grandparent;
    above = parent[v] ?? 0;
  }
  return v;
}

/**
 * Replaces parents by component numbers, in ascending order of vertices: a root takes the next number, others that of their parent,
 * which is smaller and so already done. Returns the numbers used so far. Must be called for ascending ranges.
 */
export function numberComponents(parent: Uint32Array, used: number, from: number, to: number): number {
  let next = used;
  for (let v = from; v < to; v++) {
    const above = parent[v] ?? 0;
    parent[v] = above === v ? next++ : (parent[above] ?? 0);
  }
  return next;
}

import { graphInput, type OperationDefinition } from '../operation.js';

export const graphTriangles: OperationDefinition = {
  name: 'graph.triangles',
  revision: 1,
  summary: 'Triangles that every vertex is a corner of.',
  meaning:
    'Columns vertex and triangles (int64), one row per vertex in vertex order. Counted on the simple undirected graph: directions, multi-edges and self-loops do not count. ' +
    'The result states how many triangles the graph has, each once: a third of the sum of the column.',
  source:
    'Schank, Wagner: Finding, Counting and Listing All Triangles in Large Graphs, WEA 2005; counts as in networkx.triangles',
  inputs: ['graph'],
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  ranking: [{ column: 'triangles', descending: true }],
  bind(_options, inputs) {
    const graph = graphInput('graph.triangles', inputs);
    return {
      binding: {},
      arguments: {},
      output: {
        kind: 'table',
        schema: [
          { name: 'vertex', type: graph.id, nullable: false },
          { name: 'triangles', type: { id: 'int64' }, nullable: false },
        ],
      },
    };
  },
  sizes: ([graph]) => ({ rows: graph?.['vertices'], bytes: (graph?.['vertices'] ?? 1e4) * 16 }),
  work: ([graph]) => {
    const arcs = graph?.['arcs'] ?? 1e5;
    const vertices = Math.max(1, graph?.['vertices'] ?? 1e4);
    // Between arcs · mean degree and arcs^1.5: what the forward algorithm does on graphs without and with hubs.
    return arcs * Math.sqrt(Math.sqrt(arcs) * (1 + arcs / vertices));
  },
};

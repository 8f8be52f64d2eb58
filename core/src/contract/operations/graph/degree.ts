import { graphInput, type OperationDefinition } from '../operation.js';

export const graphDegree: OperationDefinition = {
  name: 'graph.degree',
  revision: 1,
  summary: 'Number of arcs into and out of every vertex.',
  meaning:
    'Columns vertex, in and out (uint32), one row per vertex in vertex order; multi-edges count. Undirected: in and out are both the number of incident edges, a self-loop once.',
  source: 'definition',
  inputs: ['graph'],
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  ranking: [
    { column: 'in', descending: true },
    { column: 'out', descending: true },
  ],
  bind(_options, inputs) {
    const graph = graphInput('graph.degree', inputs);
    return {
      binding: {},
      arguments: {},
      output: {
        kind: 'table',
        schema: [
          { name: 'vertex', type: graph.id, nullable: false },
          { name: 'in', type: { id: 'uint32' }, nullable: false },
          { name: 'out', type: { id: 'uint32' }, nullable: false },
        ],
      },
    };
  },
  sizes: ([graph]) => ({ rows: graph?.['vertices'], bytes: (graph?.['vertices'] ?? 1e4) * 16 }),
  work: ([graph]) => graph?.['vertices'] ?? 1e4,
};

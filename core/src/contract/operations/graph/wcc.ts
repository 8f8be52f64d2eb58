import { graphInput, type OperationDefinition } from '../operation.js';

export const graphWcc: OperationDefinition = {
  name: 'graph.wcc',
  revision: 1,
  summary: 'Weakly connected components.',
  meaning:
    'Columns vertex and component (uint32), one row per vertex in vertex order. Vertices that are connected when directions are ignored share a component; components are numbered 0…k−1 in the order of their smallest vertex.',
  source: 'Sutton, Ben-Nun, Barak: Afforest, IPDPS 2018; partition as in LDBC Graphalytics WCC',
  inputs: ['graph'],
  options: {},
  classes: { exact: 'exact', fast: 'equivalence' },
  ranking: [{ column: 'component' }],
  bind(_options, inputs) {
    const graph = graphInput('graph.wcc', inputs);
    return {
      binding: {},
      arguments: {},
      output: {
        kind: 'table',
        schema: [
          { name: 'vertex', type: graph.id, nullable: false },
          { name: 'component', type: { id: 'uint32' }, nullable: false },
        ],
      },
    };
  },
  sizes: ([graph]) => ({ rows: graph?.['vertices'], bytes: (graph?.['vertices'] ?? 1e4) * 12 }),
  work: ([graph]) => graph?.['arcs'] ?? 1e5,
};

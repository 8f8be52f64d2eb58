import { ParquetFrameError } from '../../errors/index.js';
import { graphInput, liftArguments, type OperationDefinition } from '../operation.js';
import { booleanOption, integerOption, numberOption } from '../option.js';
import { requireFiniteWeights } from './weights.js';

export const graphPageRank: OperationDefinition = {
  name: 'graph.pageRank',
  revision: 1,
  summary: 'PageRank of every vertex; ranks sum to 1.',
  meaning:
    'Columns vertex and rank (float64), one row per vertex in vertex order. Power iteration from 1/V; the rank of vertices without outgoing weight is spread over all vertices; multi-edges count. ' +
    'Stops after the iteration in which the L1 change falls below `tolerance`, or after maxIterations; the result states iterations, converged and error. `exact`: float64, neighbours summed in ascending order, ' +
    'reductions in chunks of 4096 vertices, so every engine gives the same bytes; `fast`: within 2 × max(tolerance, 1e-6) of that in L1.',
  source: 'Page, Brin, Motwani, Winograd 1999; as in networkx and LDBC Graphalytics',
  inputs: ['graph'],
  options: {
    damping: numberOption({ placement: 'argument', description: 'Probability to follow an edge.', default: 0.85 }, 0, 1),
    tolerance: numberOption(
      { placement: 'argument', description: 'L1 change at which to stop; 0 runs maxIterations.', default: 1e-6 },
      0,
      1,
    ),
    maxIterations: integerOption({ placement: 'argument', description: 'Iterations at most.', default: 100 }, 0, 1_000_000),
    weighted: booleanOption({ placement: 'binding', description: 'Follow edges in proportion to their weight.', default: false }),
  },
  classes: { exact: 'exact', fast: 'epsilon' },
  ranking: [{ column: 'rank', descending: true }],
  bind(options, inputs, parameters) {
    const graph = graphInput('graph.pageRank', inputs);
    if (options['weighted'] === true && !graph.weighted)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        'weighted PageRank needs a graph with weights: name the weight column when you build it',
      );
    return {
      binding: { weighted: options['weighted'] as boolean },
      arguments: liftArguments(this, options, parameters),
      output: {
        kind: 'table',
        schema: [
          { name: 'vertex', type: graph.id, nullable: false },
          { name: 'rank', type: { id: 'float64' }, nullable: false },
        ],
      },
    };
  },
  sizes: ([graph]) => ({ rows: graph?.['vertices'], bytes: (graph?.['vertices'] ?? 1e4) * 16 }),
  work: ([graph], options) => (graph?.['arcs'] ?? 1e5) * Math.min(Number(options['maxIterations'] ?? 100), 50),
  check([graph], options) {
    if (options['weighted'] === true) requireFiniteWeights('graph.pageRank', graph ?? {});
  },
};

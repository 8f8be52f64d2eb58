import type { OperationCases } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { tableOf } from '../../values.js';
import { generatedGraph, graphInput, graphOf } from './graphs.js';
import { REFUSED_GRAPH, refusedCases } from '../refused.js';

const degrees = (vertex: readonly number[], incoming: readonly number[], out: readonly number[]): ReturnType<typeof tableOf> =>
  tableOf({
    vertex: ['int64', vertex.map(BigInt), 'required'],
    in: ['uint32', incoming, 'required'],
    out: ['uint32', out, 'required'],
  });

export const graphDegreeCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_GRAPH], {}, []),
    {
      name: 'multi-edges count, a self-loop counts in and out',
      inputs: [
        graphOf(
          [
            [1, 2],
            [1, 2],
            [2, 2],
          ],
          {},
          [3],
        ),
      ],
      options: {},
      expect: { table: degrees([1, 2, 3], [0, 3, 0], [2, 1, 0]) },
    },
    {
      name: 'undirected: incident edges, a self-loop once',
      inputs: [
        graphOf(
          [
            [1, 2],
            [2, 2],
            [3, 2],
          ],
          { directed: false },
        ),
      ],
      options: {},
      expect: { table: degrees([1, 2, 3], [1, 3, 1], [1, 3, 1]) },
    },
    { name: 'an empty graph', inputs: [graphOf([])], options: {}, expect: { table: degrees([], [], []) } },
  ],
  generate: random => ({ inputs: [graphInput(generatedGraph(random))], options: {} }),
  chain: () => ({}),
  laws: [
    {
      name: 'degrees in and out both sum to the arcs',
      check({ inputs: [input] }, result) {
        if (result.kind !== 'table' || input?.kind !== 'graph') return 'the result is not a table';
        for (const side of ['in', 'out']) {
          const sum = columnValues(result.table, side).reduce<number>((total, n) => total + Number(n), 0);
          if (sum !== input.graph.arcCount) return `${side} sums to ${sum}, there are ${input.graph.arcCount} arcs`;
        }
        return undefined;
      },
    },
  ],
};

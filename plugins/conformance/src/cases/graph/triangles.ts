import type { OperationCases } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { tableOf } from '../../values.js';
import { LARGE_GRAPH_BUILD, largeEdges } from '../large.js';
import { generatedGraph, graphInput, graphOf } from './graphs.js';
import { REFUSED_GRAPH, refusedCases } from '../refused.js';

const counts = (vertex: readonly number[], triangles: readonly number[]): ReturnType<typeof tableOf> =>
  tableOf({
    vertex: ['int64', vertex.map(BigInt), 'required'],
    triangles: ['int64', triangles.map(BigInt), 'required'],
  });

const complete = (vertices: number): (readonly [number, number])[] =>
  Array.from({ length: vertices }, (_, a) => Array.from({ length: a }, (_, b) => [a, b] as const)).flat();

export const graphTrianglesCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_GRAPH], {}, []),
    {
      name: 'directions, multi-edges and self-loops do not count',
      inputs: [
        graphOf(
          [
            [1, 2],
            [2, 1],
            [2, 3],
            [2, 3],
            [3, 1],
            [3, 3],
            [3, 4],
          ],
          {},
          [9],
        ),
      ],
      options: {},
      expect: { table: counts([1, 2, 3, 4, 9], [1, 1, 1, 0, 0]) },
    },
    {
      name: 'undirected: the same',
      inputs: [
        graphOf(
          [
            [1, 2],
            [2, 3],
            [3, 1],
            [1, 1],
            [3, 4],
          ],
          { directed: false },
        ),
      ],
      options: {},
      expect: { table: counts([1, 2, 3, 4], [1, 1, 1, 0]) },
    },
    {
      name: 'a complete graph: every vertex with every pair of the others',
      inputs: [graphOf(complete(7))],
      options: {},
      expect: { table: counts([0, 1, 2, 3, 4, 5, 6], [15, 15, 15, 15, 15, 15, 15]) },
    },
    {
      name: 'a star has none',
      inputs: [
        graphOf([
          [0, 1],
          [0, 2],
          [3, 0],
          [4, 0],
        ]),
      ],
      options: {},
      expect: { table: counts([0, 1, 2, 3, 4], [0, 0, 0, 0, 0]) },
    },
    { name: 'an empty graph', inputs: [graphOf([])], options: {}, expect: { table: counts([], []) } },
  ],
  generate: random => ({ inputs: [graphInput(generatedGraph(random))], options: {} }),
  chain: () => ({}),
  laws: [
    {
      name: 'every triangle has three corners, and the result says how many there are',
      check(_, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const corners = columnValues(result.table, 'triangles').reduce<bigint>((sum, count) => sum + BigInt(Number(count)), 0n);
        const total = result.sizes['triangles'];
        return total !== undefined && corners === 3n * BigInt(total)
          ? undefined
          : `the column sums to ${String(corners)}, the result states ${String(total)} triangles`;
      },
    },
  ],
  large: () => ({ inputs: [{ kind: 'graph', edges: largeEdges(), build: LARGE_GRAPH_BUILD }], options: {} }),
};

import type { OperationCases } from '@parquetframe/core/engine';
import { columnValues, compareResults } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { LARGE_GRAPH_BUILD, largeEdges } from '../large.js';
import { generatedGraph, graphInput, graphOf } from './graphs.js';
import { REFUSED_GRAPH, refusedCases } from '../refused.js';

const components = (vertex: readonly number[], component: readonly number[]): ReturnType<typeof tableOf> =>
  tableOf({ vertex: ['int64', vertex.map(BigInt), 'required'], component: ['uint32', component, 'required'] });

/** Components renumbered in the order in which they appear: equal for equal partitions. */
function partition(labels: readonly unknown[]): readonly number[] {
  const numbers = new Map<string, number>();
  return labels.map(label => {
    const key = formatValue(label);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}

export const graphWccCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_GRAPH], {}, []),
    {
      name: 'direction is ignored; components are numbered by their smallest vertex',
      inputs: [
        graphOf(
          [
            [5, 1],
            [2, 4],
            [3, 3],
            [4, 8],
            [1, 5],
          ],
          {},
          [0],
        ),
      ],
      options: {},
      expect: { table: components([0, 1, 2, 3, 4, 5, 8], [0, 1, 2, 3, 2, 1, 2]) },
    },
    { name: 'an empty graph', inputs: [graphOf([])], options: {}, expect: { table: components([], []) } },
    {
      name: 'isolated vertices alone',
      inputs: [graphOf([], {}, [3, 1, 2])],
      options: {},
      expect: { table: components([1, 2, 3], [0, 1, 2]) },
    },
    {
      name: 'a path against its direction',
      inputs: [
        graphOf([
          [4, 3],
          [3, 2],
          [2, 1],
          [1, 0],
        ]),
      ],
      options: {},
      expect: { table: components([0, 1, 2, 3, 4], [0, 0, 0, 0, 0]) },
    },
  ],
  generate: random => ({ inputs: [graphInput(generatedGraph(random))], options: {} }),
  compare(actual, expected, { class: asked }) {
    if (asked === 'exact' || actual.kind !== 'table' || expected.kind !== 'table') return compareResults(actual, expected, asked);
    const [a, b] = [actual.table, expected.table].map(table => partition(columnValues(table, 'component')));
    return formatValue(a) === formatValue(b) ? undefined : `the partition is ${formatValue(a)}, expected ${formatValue(b)}`;
  },
  chain: () => ({}),
  laws: [
    {
      name: 'both ends of an arc are in one component',
      check({ inputs: [input] }, result) {
        if (result.kind !== 'table' || input?.kind !== 'graph') return 'the result is not a table';
        const component = columnValues(result.table, 'component');
        const { csr, vertexCount } = input.graph;
        for (let u = 0; u < vertexCount; u++) {
          for (let arc = csr.offsets[u] ?? 0; arc < (csr.offsets[u + 1] ?? 0); arc++) {
            const v = csr.targets[arc] ?? 0;
            if (component[u] !== component[v])
              return `${u} is in ${String(component[u])}, its neighbour ${v} in ${String(component[v])}`;
          }
        }
        return undefined;
      },
    },
  ],
  large: () => ({ inputs: [{ kind: 'graph', edges: largeEdges(), build: LARGE_GRAPH_BUILD }], options: {} }),
};

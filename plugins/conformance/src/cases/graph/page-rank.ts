import type { OperationCases, OperationOptions } from '@parquetframe/core/engine';
import { columnValues, compareResults, compareSchemas } from '../../compare.js';
import { edgesOf, formatValue, tableOf } from '../../values.js';
import { LARGE_GRAPH_BUILD, largeEdges } from '../large.js';
import { generatedGraph, graphInput, graphOf } from './graphs.js';
import { REFUSED_GRAPH, refusedCases } from '../refused.js';

/** L1 distance that `fast` may have from `exact`. */
const bound = (options: OperationOptions): number => 2 * Math.max(Number(options['tolerance'] ?? 1e-6), 1e-6);

const ranks = (vertex: readonly number[], rank: readonly number[]): ReturnType<typeof tableOf> =>
  tableOf({ vertex: ['int64', vertex.map(BigInt), 'required'], rank: ['float64', rank, 'required'] });

export const graphPageRankCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_GRAPH], {}, [
      ['damping above 1', { damping: 1.5 }, 'INVALID_ARGUMENT'],
      ['iterations below 0', { maxIterations: -1 }, 'INVALID_ARGUMENT'],
      ['a tolerance that is NaN', { tolerance: Number.NaN }, 'INVALID_ARGUMENT'],
      ['weights of a graph without', { weighted: true }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'a cycle shares its rank evenly',
      inputs: [
        graphOf([
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 0],
        ]),
      ],
      options: {},
      expect: { table: ranks([0, 1, 2, 3], [0.25, 0.25, 0.25, 0.25]) },
    },
    {
      name: 'no iterations: 1/V',
      inputs: [graphOf([[0, 1]], {}, [7, 8])],
      options: { maxIterations: 0 },
      expect: { table: ranks([0, 1, 7, 8], [0.25, 0.25, 0.25, 0.25]) },
    },
    {
      name: 'no damping: only teleport',
      inputs: [
        graphOf([
          [0, 1],
          [1, 0],
        ]),
      ],
      options: { damping: 0 },
      expect: { table: ranks([0, 1], [0.5, 0.5]) },
    },
    {
      name: 'one iteration with a dangling vertex, in binary fractions',
      inputs: [graphOf([[0, 1]])],
      options: { damping: 0.5, maxIterations: 1, tolerance: 0 },
      // base = (1 − ½)/2 + ½·½/2 = ⅜; vertex 1 also gets ½ of the rank ½ of vertex 0
      expect: { table: ranks([0, 1], [0.375, 0.625]) },
    },
    {
      name: 'multi-edges count',
      inputs: [
        graphOf([
          [0, 1],
          [0, 1],
          [0, 2],
          [0, 2],
          [1, 0],
          [2, 0],
        ]),
      ],
      options: { damping: 0.5, maxIterations: 1, tolerance: 0 },
    },
    {
      name: 'weighted',
      inputs: [
        {
          kind: 'graph',
          edges: edgesOf(
            [
              [0, 1],
              [0, 2],
              [1, 0],
              [2, 0],
            ],
            'int64',
            ['float64', [3, 1, 1, 1]],
          ),
          build: { weight: 'weight' },
        },
      ],
      options: { weighted: true, damping: 0.5, maxIterations: 3, tolerance: 0 },
    },
    {
      name: 'a vertex whose weights are all zero is dangling',
      inputs: [{ kind: 'graph', edges: edgesOf([[0, 1]], 'int64', ['float64', [0]]), build: { weight: 'weight' } }],
      options: { weighted: true, damping: 0.5, maxIterations: 1, tolerance: 0 },
      expect: { table: ranks([0, 1], [0.5, 0.5]) },
    },
    ...[2 ** 1022, 2 ** 600, 1, 2 ** -600, 2 ** -1070].map(unit => ({
      name: `proportions of weights decide, also in units of ${unit}`,
      inputs: [
        {
          kind: 'graph' as const,
          edges: edgesOf(
            [
              [0, 1],
              [0, 2],
              [1, 0],
              [2, 0],
            ],
            'int64',
            ['float64', [3 * unit, unit, 1, unit]],
          ),
          build: { weight: 'weight' },
        },
      ],
      options: { weighted: true, damping: 0.5, maxIterations: 1, tolerance: 0 },
      // base = ½/3; vertex 0 gets ½ of the ranks of 1 and 2; 1 gets ⅜ and 2 gets ⅛ of the rank of 0
      expect: {
        table: ranks([0, 1, 2], [1 / 6 + 0.5 * (1 / 3 + 1 / 3), 1 / 6 + 0.5 * ((1 / 3 / 4) * 3), 1 / 6 + 0.5 * (1 / 3 / 4)]),
      },
    })),
    { name: 'an empty graph', inputs: [graphOf([])], options: {}, expect: { table: ranks([], []) } },
  ],
  generate(random) {
    const graph = generatedGraph(random);
    return {
      inputs: [graphInput(graph)],
      options: {
        damping: random.pick([0.85, 0.85, 0.5, 0, 1]),
        tolerance: random.pick([1e-6, 1e-3, 0]),
        maxIterations: random.pick([0, 1, 2, 20, 60]),
        weighted: graph.options['weight'] !== undefined && random.boolean(),
      },
    };
  },
  compare(actual, expected, { prepared, class: asked }) {
    if (actual.kind !== 'table' || expected.kind !== 'table') return compareResults(actual, expected, asked);
    if (asked === 'exact') {
      const different = compareResults(actual, expected, asked);
      if (different !== undefined) return different;
      for (const fact of ['iterations', 'converged'] as const) {
        if (actual.sizes[fact] !== expected.sizes[fact])
          return `${fact} is ${String(actual.sizes[fact])}, expected ${String(expected.sizes[fact])}`;
      }
      return undefined;
    }
    const schema = compareSchemas(actual.table.schema, expected.table.schema);
    if (schema !== undefined) return schema;
    if (formatValue(columnValues(actual.table, 'vertex')) !== formatValue(columnValues(expected.table, 'vertex')))
      return 'the vertices differ';
    const [a, b] = [columnValues(actual.table, 'rank'), columnValues(expected.table, 'rank')];
    const distance = b.reduce<number>((sum, rank, row) => sum + Math.abs(Number(rank) - Number(a[row])), 0);
    const allowed = bound(prepared.options);
    return distance <= allowed ? undefined : `the ranks are ${distance} away in L1, the bound is ${allowed}`;
  },
  chain: random => ({ damping: random.pick([0.85, 0.5]), maxIterations: random.pick([1, 20]) }),
  laws: [
    {
      name: 'ranks sum to 1 and none is negative',
      check({ options }, result, { class: asked }) {
        if (result.kind !== 'table') return 'the result is not a table';
        const values = columnValues(result.table, 'rank').map(Number);
        if (values.some(rank => !(rank >= 0))) return 'a rank is negative or NaN';
        const slack = asked === 'exact' ? 1e-9 : bound(options);
        const sum = values.reduce((total, rank) => total + rank, 0);
        return values.length === 0 || Math.abs(sum - 1) < slack ? undefined : `they sum to ${sum}`;
      },
    },
  ],
  large: () => ({
    inputs: [{ kind: 'graph', edges: largeEdges(), build: LARGE_GRAPH_BUILD }],
    options: { tolerance: 0, maxIterations: 10 },
  }),
};

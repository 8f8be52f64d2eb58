import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

const MAX = Number.MAX_VALUE;
const NAN = Number.NaN;

const QUANTILES = [
  { name: 'median', function: 'median', column: 'x' },
  { name: 'least', function: 'quantile', column: 'x', options: { q: 0 } },
  { name: 'quarter', function: 'quantile', column: 'x', options: { q: 0.25 } },
  { name: 'most', function: 'quantile', column: 'x', options: { q: 1 } },
] as const;

type Quantiles = readonly [median: number | null, least: number | null, quarter: number | null, most: number | null];

/** Quantiles of a column, in one batch and one row per batch. */
const quantiles = (name: string, column: LiteralColumn, expected: Quantiles): readonly OperationCase[] =>
  [undefined, column[1].map(() => 1)].map(batches => ({
    name: `quantiles: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x: column }, batches) }],
    options: { aggregates: QUANTILES },
    expect: {
      table: tableOf(
        Object.fromEntries(QUANTILES.map((aggregate, i) => [aggregate.name, ['float64', [expected[i] ?? null]] as const])),
      ),
    },
  }));

export const orderStatisticCases: readonly OperationCase[] = [
  ...quantiles('nulls are left out', ['float64', [4, null, 1, 3, 2]], [2.5, 1, 1.75, 4]),
  ...quantiles('of one', ['int8', [7]], [7, 7, 7, 7]),
  ...quantiles('of none', ['float64', []], [null, null, null, null]),
  ...quantiles('of nulls', ['int32', [null, null]], [null, null, null, null]),
  ...quantiles('NaN is the greatest', ['float64', [NAN, 1, 2]], [2, 1, 1.5, NAN]),
  ...quantiles('between a number and NaN', ['float64', [NAN, 1]], [NAN, 1, NAN, NAN]),
  ...quantiles('-0 comes before 0', ['float64', [0, -0]], [-0, -0, -0, 0]),
  ...quantiles('a distance beyond the range', ['float64', [MAX, -MAX]], [0, -MAX, -MAX * 0.75 + MAX * 0.25, MAX]),
  ...quantiles('infinities', ['float64', [Infinity, 1, Infinity]], [Infinity, 1, Infinity, Infinity]),
  ...quantiles('of both signs', ['float64', [Infinity, -Infinity]], [NAN, -Infinity, NAN, Infinity]),
  ...quantiles('the ends of int64', ['int64', [2n ** 63n - 1n, -(2n ** 63n)]], [0, -(2 ** 63), -(2 ** 62), 2 ** 63]),
  ...quantiles(
    'uint64 beyond 2^53',
    ['uint64', [2n ** 64n - 1n, 2n ** 53n + 1n, 5n]],
    [2 ** 53, 5, 5 + (2 ** 53 - 5) * 0.5, 2 ** 64],
  ),
  ...quantiles(
    'decimals',
    [{ id: 'decimal', precision: 38, scale: 2 }, [1999n, null, 10n ** 37n, -1n]],
    [19.99, -0.01, 9.99, 1e35],
  ),
  ...quantiles('decimals of hundreds', [{ id: 'decimal', precision: 5, scale: -2 }, [1n, 2n]], [150, 100, 125, 200]),
  {
    name: 'quantiles per group over batches',
    inputs: [
      {
        kind: 'table',
        table: tableOf({ k: ['utf8', ['a', 'b', 'a', null, 'a', 'b']], x: ['float32', [3, null, 1, 5, 2, null]] }, [2, 1, 0, 3]),
      },
    ],
    options: { keys: ['k'], aggregates: QUANTILES.slice(0, 1) },
    expect: { table: tableOf({ k: ['utf8', ['a', 'b', null]], median: ['float64', [2, null, 5]] }) },
  },
];

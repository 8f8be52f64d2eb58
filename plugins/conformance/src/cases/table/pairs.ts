import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

const BOTH = [
  { name: 'cov', function: 'cov', column: 'x', second: 'y' },
  { name: 'cov0', function: 'cov', column: 'x', second: 'y', options: { ddof: 0 } },
  { name: 'corr', function: 'corr', column: 'x', second: 'y' },
] as const;

type Found = readonly [cov: number | null, cov0: number | null, corr: number | null];

/** Covariance and correlation of two columns, in one batch and one row per batch. */
const pairs = (name: string, x: LiteralColumn, y: LiteralColumn, expected: Found): readonly OperationCase[] =>
  [undefined, x[1].map(() => 1)].map(batches => ({
    name: `covariance: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x, y }, batches) }],
    options: { aggregates: BOTH },
    expect: {
      table: tableOf(
        Object.fromEntries(BOTH.map((aggregate, i) => [aggregate.name, ['float64', [expected[i] ?? null]] as const])),
      ),
    },
  }));

const NAN = Number.NaN;

export const pairCases: readonly OperationCase[] = [
  ...pairs('on a line', ['float64', [1, 2, 3]], ['float64', [2, 4, 6]], [2, 4 / 3, 1]),
  ...pairs('downwards', ['int32', [1, 2, 3]], ['float64', [0.5, 0, -0.5]], [-0.5, -1 / 3, -1]),
  ...pairs('pairs with a null do not count', ['float64', [1, null, 9, 3]], ['int8', [4, 1, null, 8]], [4, 2, 1]),
  ...pairs('of nothing', ['float64', []], ['float64', []], [null, null, null]),
  ...pairs('of one pair', ['float64', [1]], ['float64', [2]], [null, 0, null]),
  ...pairs('one side is constant', ['float64', [0.1, 0.1, 0.1]], ['float64', [1, 2, 4]], [0, 0, null]),
  ...pairs('what cancels', ['float64', [1e100, 1, -1e100]], ['float64', [1, 1, 1e-300]], [5e99, 1e100 / 3, 0.8660254037844386]),
  ...pairs('NaN gives NaN', ['float64', [1, NAN]], ['float64', [1, 2]], [NAN, NAN, NAN]),
  ...pairs('infinities give NaN', ['float64', [1, 2]], ['float64', [1, -Infinity]], [NAN, NAN, NAN]),
  ...pairs('squares beyond the range', ['float64', [1e300, -1e300]], ['float64', [1e300, -1e300]], [Infinity, Infinity, 1]),
  ...pairs('int64 beyond 2^53', ['int64', [2n ** 62n, 2n ** 62n + 2n]], ['uint64', [2n ** 63n + 1n, 2n ** 63n]], [-1, -0.5, -1]),
  ...pairs(
    'decimals',
    [{ id: 'decimal', precision: 5, scale: 2 }, [100n, 300n]],
    [{ id: 'decimal', precision: 38, scale: -1 }, [1n, 3n]],
    [20, 10, 1],
  ),
];

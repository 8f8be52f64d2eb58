import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

const MAX = Number.MAX_VALUE;
const MIN = 2 ** -1074;

const SPREADS = [
  { name: 'var', function: 'var', column: 'x' },
  { name: 'std', function: 'std', column: 'x' },
  { name: 'var0', function: 'var', column: 'x', options: { ddof: 0 } },
  { name: 'std0', function: 'std', column: 'x', options: { ddof: 0 } },
] as const;

type Spreads = readonly [sample: number | null, std: number | null, all: number | null, std0: number | null];

/** Variance and deviation of a sample, and of all there are, in one batch and one row per batch. */
const spreads = (name: string, column: LiteralColumn, expected: Spreads): readonly OperationCase[] =>
  [undefined, column[1].map(() => 1)].map(batches => ({
    name: `variance: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x: column }, batches) }],
    options: { aggregates: SPREADS },
    expect: {
      table: tableOf(
        Object.fromEntries(SPREADS.map((aggregate, i) => [aggregate.name, ['float64', [expected[i] ?? null]] as const])),
      ),
    },
  }));

const NAN = Number.NaN;

export const varianceCases: readonly OperationCase[] = [
  ...spreads('nulls are left out', ['float64', [1, null, 3, 2, null, 4]], [5 / 3, Math.sqrt(5 / 3), 1.25, Math.sqrt(1.25)]),
  ...spreads('of none', ['float64', []], [null, null, null, null]),
  ...spreads('of nulls', ['int32', [null, null]], [null, null, null, null]),
  ...spreads('of one value', ['float64', [0.1]], [null, null, 0, 0]),
  ...spreads('of equal values', ['float64', [0.1, 0.1, 0.1]], [0, 0, 0, 0]),
  ...spreads(
    'small differences of large values',
    ['float64', [1e15 + 4, 1e15 + 7, 1e15 + 13, 1e15 + 16]],
    [30, Math.sqrt(30), 22.5, Math.sqrt(22.5)],
  ),
  ...spreads(
    'what cancels',
    ['float64', [1e200, 1, -1e200, 1]],
    [Infinity, 8.16496580927726e199, Infinity, 7.071067811865475e199],
  ),
  ...spreads('squares beyond the range', ['float64', [MAX, -MAX]], [Infinity, Infinity, Infinity, MAX]),
  ...spreads('squares below the range', ['float64', [3 * MIN, -3 * MIN]], [0, 4 * MIN, 0, 3 * MIN]),
  ...spreads('NaN gives NaN', ['float64', [1, NAN, 2]], [NAN, NAN, NAN, NAN]),
  ...spreads('infinities give NaN', ['float64', [1, Infinity]], [NAN, NAN, NAN, NAN]),
  ...spreads('one NaN', ['float64', [NAN]], [null, null, NAN, NAN]),
  ...spreads('float32', ['float32', [1.5, 2.5]], [0.5, Math.SQRT1_2, 0.25, 0.5]),
  ...spreads('the ends of int64', ['int64', [-(2n ** 63n), 2n ** 63n - 1n]], [2 ** 127, Math.SQRT2 * 2 ** 63, 2 ** 126, 2 ** 63]),
  ...spreads('integers next to each other beyond 2^53', ['int64', [2n ** 62n, 2n ** 62n + 1n]], [0.5, Math.SQRT1_2, 0.25, 0.5]),
  ...spreads('uint64', ['uint64', [2n ** 64n - 1n, 2n ** 64n - 3n, null]], [2, Math.SQRT2, 1, 1]),
  ...spreads('decimals', [{ id: 'decimal', precision: 5, scale: 2 }, [100n, 200n, null, 300n]], [1, 1, 2 / 3, Math.sqrt(2 / 3)]),
  ...spreads(
    'decimals of 38 digits',
    [{ id: 'decimal', precision: 38, scale: 0 }, [10n ** 38n - 1n, 10n ** 38n - 3n]],
    [2, Math.SQRT2, 1, 1],
  ),
  ...spreads(
    'decimals of hundreds',
    [{ id: 'decimal', precision: 5, scale: -2 }, [1n, 3n]],
    [20000, Math.sqrt(20000), 10000, 100],
  ),
  ...spreads(
    'entries of a dictionary',
    [{ id: 'dictionary', index: { id: 'int8' }, values: { id: 'float64' }, ordered: false }, [2, null, 4, 2]],
    [4 / 3, Math.sqrt(4 / 3), 8 / 9, Math.sqrt(8 / 9)],
  ),
  {
    name: 'variance per group over batches, with as many values as are subtracted',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          { k: ['utf8', ['a', 'b', 'a', null, 'a', 'b']], x: ['float64', [1e100, 0.1, 1, 5, -1e100, 0.1]] },
          [2, 1, 0, 3],
        ),
      },
    ],
    options: {
      keys: ['k'],
      aggregates: [...SPREADS.slice(0, 2), { name: 'var2', function: 'var', column: 'x', options: { ddof: 2 } }],
    },
    expect: {
      table: tableOf({
        k: ['utf8', ['a', 'b', null]],
        var: ['float64', [1e200, 0, null]],
        std: ['float64', [1e100, 0, null]],
        var2: ['float64', [2e200, null, null]],
      }),
    },
  },
];

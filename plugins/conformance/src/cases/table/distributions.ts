import type { DataType, OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

type Value = number | null;
type Moments = readonly [skew: Value, biased: Value, kurtosis: Value, biasedKurtosis: Value];

const [MAX, MIN, NAN] = [Number.MAX_VALUE, 2 ** -1074, Number.NaN];
const INT64: DataType = { id: 'int64' };
const listOf = (type: DataType): DataType => ({ id: 'list', item: { name: 'item', type, nullable: true } });
const TEXTS = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false } as const;

const MOMENTS = [
  { name: 'skew', function: 'skew', column: 'x' },
  { name: 'biased', function: 'skew', column: 'x', options: { bias: true } },
  { name: 'kurtosis', function: 'kurtosis', column: 'x' },
  { name: 'biasedKurtosis', function: 'kurtosis', column: 'x', options: { bias: true } },
] as const;

const moments = (name: string, column: LiteralColumn, expected: Moments): readonly OperationCase[] =>
  [undefined, column[1].map(() => 1)].map(batches => ({
    name: `skew and kurtosis: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x: column }, batches) }],
    options: { aggregates: MOMENTS },
    expect: {
      table: tableOf(
        Object.fromEntries(MOMENTS.map((aggregate, i) => [aggregate.name, ['float64', [expected[i] ?? null]] as const])),
      ),
    },
  }));

const SMALL: Moments = [1.1376243669576889, 0.6568077344996993, 0.7576559546313795, -1.0989792060491494];

const counted = (name: string, column: LiteralColumn, expected: bigint): OperationCase => ({
  name: `approxCountDistinct: ${name}`,
  inputs: [{ kind: 'table', table: tableOf({ x: column }) }],
  options: { aggregates: [{ name: 'n', function: 'approxCountDistinct', column: 'x' }] },
  expect: { table: tableOf({ n: ['int64', [expected], 'required'] }) },
});

const binned = (name: string, column: LiteralColumn, breaks: readonly number[], expected: readonly bigint[]): OperationCase => ({
  name: `histogram: ${name}`,
  inputs: [{ kind: 'table', table: tableOf({ x: column }) }],
  options: { aggregates: [{ name: 'n', function: 'histogram', column: 'x', options: { breaks } }] },
  expect: { table: tableOf({ n: [listOf(INT64), [expected], 'required'] }) },
});

const ORDERED = {
  k: ['int8', [1, 2, 1, 1, 2, 1, 3]],
  x: ['utf8', ['a', 'b', null, 'd', 'e', 'f', null]],
  by: ['float64', [2, NAN, -1, null, 5, 2, null]],
} as const satisfies { readonly [column: string]: LiteralColumn };

export const distributionCases: readonly OperationCase[] = [
  ...moments('nulls are left out', ['float64', [8, null, 1, 2, null, 4]], SMALL),
  ...moments('of none', ['float64', []], [null, null, null, null]),
  ...moments('of nulls', ['int32', [null, null]], [null, null, null, null]),
  ...moments('of one value', ['float64', [0.1]], [null, null, null, null]),
  ...moments('of two', ['float64', [0.1, 0.2]], [null, 0, null, -2]),
  ...moments('of equal values', ['float64', [0.1, 0.1, 0.1, 0.1]], [null, null, null, null]),
  ...moments('zeros of both signs are equal', ['float64', [0, -0, 0, -0]], [null, null, null, null]),
  ...moments('large values next to each other', ['float64', [2 ** 52 + 8, 2 ** 52 + 1, 2 ** 52 + 2, 2 ** 52 + 4]], SMALL),
  ...moments('the ends of the range', ['float64', [MAX, -MAX, MAX, -MAX]], [0, 0, -6, -2]),
  ...moments('the least numbers', ['float64', [8 * MIN, MIN, 2 * MIN, 4 * MIN]], SMALL),
  ...moments('NaN gives NaN', ['float64', [1, NAN, 2, 3]], [NAN, NAN, NAN, NAN]),
  ...moments('infinities give NaN', ['float64', [1, -Infinity, 2, 3]], [NAN, NAN, NAN, NAN]),
  ...moments('one NaN', ['float64', [NAN]], [null, NAN, null, NAN]),
  ...moments('integers', ['uint64', [8n, 1n, 2n, 4n]], SMALL),
  ...moments('decimals', [{ id: 'decimal', precision: 38, scale: 2 }, [800n, 100n, 200n, 400n]], SMALL),
  counted('few values', ['utf8', ['a', 'b', 'a', null, '']], 3n),
  counted('of nothing', ['int64', []], 0n),
  counted('of nulls', ['float64', [null, null]], 0n),
  counted('NaN is one value, and -0 is 0', ['float64', [NAN, 0, -0, NAN, 1]], 3n),
  counted('the ends of int64', ['int64', [2n ** 63n - 1n, -(2n ** 63n), 1n, -1n]], 4n),
  counted('decimals', [{ id: 'decimal', precision: 38, scale: 0 }, [1n, 1n + 2n ** 64n, -1n]], 3n),
  counted('bools', ['bool', [true, false, true]], 2n),
  counted('entries of a dictionary', [TEXTS, ['a', 'b', 'a']], 2n),
  counted('3000 integers', ['int64', Array.from({ length: 3000 }, (_, i) => BigInt(i))], 2940n),
  binned('from one break to the next', ['float64', [0, 0.5, 1, 2, 3, -1, 3.5, null, NAN, -0]], [0, 1, 2, 3], [3n, 1n, 2n]),
  binned('infinities lie outside', ['float64', [Infinity, -Infinity, 1]], [0, 1], [1n]),
  binned('of nothing', ['int8', []], [0, 1, 2], [0n, 0n]),
  binned('integers', ['int64', [2n ** 63n - 1n, 0n, 5n, -5n]], [-10, 0, 5, 2 ** 63], [1n, 1n, 2n]),
  binned('decimals', [{ id: 'decimal', precision: 5, scale: 2 }, [10n, 20n, 30n]], [0.1, 0.2, 0.3], [1n, 2n]),
  {
    name: 'distributions per group over batches, of some rows',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          {
            k: ['utf8', ['a', 'b', 'a', 'b', 'a', 'a', 'c']],
            x: ['int16', [8, 2, 1, 1, 2, 4, 0]],
            p: ['bool', [true, true, true, true, true, true, false]],
          },
          [2, 3, 2],
        ),
      },
    ],
    options: {
      keys: ['k'],
      aggregates: [
        { ...MOMENTS[0], where: 'p' },
        { name: 'n', function: 'approxCountDistinct', column: 'x', where: 'p' },
        { name: 'bins', function: 'histogram', column: 'x', options: { breaks: [0, 2, 10] }, where: 'p' },
      ],
    },
    expect: {
      table: tableOf({
        k: ['utf8', ['a', 'b', 'c']],
        skew: ['float64', [SMALL[0], null, null]],
        n: ['int64', [4n, 2n, 0n], 'required'],
        bins: [
          listOf(INT64),
          [
            [1n, 3n],
            [1n, 1n],
            [0n, 0n],
          ],
          'required',
        ],
      }),
    },
  },
  ...[undefined, [2, 0, 4, 1]].map(batches => ({
    name: `lists and texts in the order of another column${batches ? ', over batches' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf(ORDERED, batches) }],
    options: {
      keys: ['k'],
      aggregates: [
        { name: 'up', function: 'listBy', column: 'x', second: 'by' },
        { name: 'down', function: 'listBy', column: 'x', second: 'by', options: { descending: true } },
        { name: 'text', function: 'joinBy', column: 'x', second: 'by', options: { separator: '-' } },
        { name: 'back', function: 'joinBy', column: 'x', second: 'by', options: { separator: '', descending: true } },
      ],
    },
    expect: {
      table: tableOf({
        k: ['int8', [1, 2, 3]],
        up: [listOf({ id: 'utf8' }), [[null, 'a', 'f', 'd'], ['e', 'b'], [null]], 'required'],
        down: [listOf({ id: 'utf8' }), [['a', 'f', null, 'd'], ['b', 'e'], [null]], 'required'],
        text: ['utf8', ['a-f-d', 'e-b', null]],
        back: ['utf8', ['afd', 'be', null]],
      }),
    },
  })),
  {
    name: 'an order of nothing, and one by texts of a dictionary',
    inputs: [
      {
        kind: 'table',
        table: tableOf({ x: ['int64', [1n, 2n, 3n]], by: [TEXTS, ['b', 'a', null]], p: ['bool', [true, true, null]] }),
      },
    ],
    options: {
      aggregates: [
        { name: 'all', function: 'listBy', column: 'x', second: 'by' },
        { name: 'some', function: 'listBy', column: 'x', second: 'by', where: 'p' },
      ],
    },
    expect: {
      table: tableOf({
        all: [listOf(INT64), [[2n, 1n, 3n]], 'required'],
        some: [listOf(INT64), [[2n, 1n]], 'required'],
      }),
    },
  },
];

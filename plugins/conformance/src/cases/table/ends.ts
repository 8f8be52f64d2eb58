import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

type Value = string | number | bigint | boolean | Uint8Array | null;

const ENDS = [
  { name: 'first', function: 'first', column: 'x' },
  { name: 'last', function: 'last', column: 'x' },
  { name: 'firstValue', function: 'first', column: 'x', options: { ignoreNulls: true } },
  { name: 'lastValue', function: 'last', column: 'x', options: { ignoreNulls: true } },
] as const;

/** first and last of a column, with and without nulls, in one batch and one row per batch. */
const ends = (name: string, column: LiteralColumn, expected: readonly [Value, Value, Value, Value]): readonly OperationCase[] =>
  [undefined, column[1].map(() => 1)].map(batches => ({
    name: `first and last: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x: column }, batches) }],
    options: { aggregates: ENDS },
    expect: {
      table: tableOf(
        Object.fromEntries(ENDS.map((aggregate, i) => [aggregate.name, [column[0], [expected[i] ?? null]] as const])),
      ),
    },
  }));

const TEXTS = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false } as const;

export const endCases: readonly OperationCase[] = [
  ...ends('nulls are values of rows', ['int32', [null, 1, 2, null]], [null, null, 1, 2]),
  ...ends('of none', ['utf8', []], [null, null, null, null]),
  ...ends('of nulls', ['float64', [null, null]], [null, null, null, null]),
  ...ends('zeros keep their sign, NaN is a value', ['float64', [-0, 1, Number.NaN]], [-0, Number.NaN, -0, Number.NaN]),
  ...ends('integers beyond 2^53 after others', ['int64', [5n, 2n ** 53n + 1n]], [5n, 2n ** 53n + 1n, 5n, 2n ** 53n + 1n]),
  ...ends(
    'the ends of int64',
    ['int64', [-(2n ** 63n), 0n, 2n ** 63n - 1n]],
    [-(2n ** 63n), 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n - 1n],
  ),
  ...ends('the greatest uint64', ['uint64', [2n ** 64n - 1n, 1n]], [2n ** 64n - 1n, 1n, 2n ** 64n - 1n, 1n]),
  ...ends(
    'decimals',
    [{ id: 'decimal', precision: 38, scale: 3 }, [-(10n ** 38n) + 1n, 10n ** 37n, null]],
    [-(10n ** 38n) + 1n, null, -(10n ** 38n) + 1n, 10n ** 37n],
  ),
  ...ends('texts', ['utf8', ['', '\u{1F600}', 'longer than twelve bytes', null]], ['', null, '', 'longer than twelve bytes']),
  ...ends(
    'views of texts',
    ['utf8View', ['longer than twelve bytes', 'short']],
    ['longer than twelve bytes', 'short', 'longer than twelve bytes', 'short'],
  ),
  ...ends(
    'bytes',
    ['binary', [Uint8Array.of(255, 0), new Uint8Array(0)]],
    [Uint8Array.of(255, 0), new Uint8Array(0), Uint8Array.of(255, 0), new Uint8Array(0)],
  ),
  ...ends('bools', ['bool', [true, null, false]], [true, false, true, false]),
  ...ends('entries of a dictionary', [TEXTS, ['b', null, 'a']], ['b', 'a', 'b', 'a']),
  {
    name: 'first and last per group over batches',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          {
            k: ['utf8', ['a', 'b', 'a', null, 'b', 'a', null]],
            x: ['utf8', ['x', null, 'y', 'n', 'z', null, 'm']],
          },
          [2, 0, 3, 2],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: ENDS },
    expect: {
      table: tableOf({
        k: ['utf8', ['a', 'b', null]],
        first: ['utf8', ['x', null, 'n']],
        last: ['utf8', [null, 'z', 'm']],
        firstValue: ['utf8', ['x', 'z', 'n']],
        lastValue: ['utf8', ['y', 'z', 'm']],
      }),
    },
  },
  {
    name: 'only rows for which a column is true count, and groups without any stay',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          {
            k: ['int8', [1, 2, 1, 3, 1, 2]],
            p: ['bool', [null, true, true, false, true, false]],
            x: ['float64', [0.5, 1, 2, 4, null, 8]],
          },
          [4, 2],
        ),
      },
    ],
    options: {
      keys: ['k'],
      aggregates: [
        { name: 'rows', function: 'count', column: null, where: 'p' },
        { name: 'n', function: 'count', column: 'x', where: 'p' },
        { name: 'total', function: 'sum', column: 'x', where: 'p' },
        { name: 'most', function: 'max', column: 'x', where: 'p' },
        { name: 'different', function: 'countDistinct', column: 'x', where: 'p' },
        { name: 'last', function: 'last', column: 'x', where: 'p' },
        { name: 'all', function: 'all', column: 'p', where: 'p' },
        { name: 'whole', function: 'sum', column: 'x' },
      ],
    },
    expect: {
      table: tableOf({
        k: ['int8', [1, 2, 3]],
        rows: ['int64', [2n, 1n, 0n], 'required'],
        n: ['int64', [1n, 1n, 0n], 'required'],
        total: ['float64', [2, 1, null]],
        most: ['float64', [2, 1, null]],
        different: ['int64', [1n, 1n, 0n], 'required'],
        last: ['float64', [null, 1, null]],
        all: ['bool', [true, true, true]],
        whole: ['float64', [2.5, 9, 4]],
      }),
    },
  },
  {
    name: 'a condition that is null in every row leaves no rows',
    inputs: [{ kind: 'table', table: tableOf({ x: ['int32', [1, 2]], p: ['null', [null, null]] }) }],
    options: {
      aggregates: [
        { name: 'rows', function: 'count', column: null, where: 'p' },
        { name: 'first', function: 'first', column: 'x', where: 'p' },
      ],
    },
    expect: { table: tableOf({ rows: ['int64', [0n], 'required'], first: ['int32', [null]] }) },
  },
];

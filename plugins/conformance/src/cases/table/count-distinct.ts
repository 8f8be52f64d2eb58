import type { OperationCase } from '@parquetframe/core/engine';
import { tableOf, type LiteralColumn } from '../../values.js';

const N = [{ name: 'n', function: 'countDistinct', column: 'x' }] as const;

/** One column in one batch and over batches. */
const counted = (name: string, column: LiteralColumn, expected: bigint): readonly OperationCase[] =>
  [undefined, column[1].map(() => 1)].map(batches => ({
    name: `different values: ${name}${batches ? ', a batch per row' : ''}`,
    inputs: [{ kind: 'table' as const, table: tableOf({ x: column }, batches) }],
    options: { aggregates: N },
    expect: { table: tableOf({ n: ['int64', [expected], 'required'] }) },
  }));

export const distinctCases: readonly OperationCase[] = [
  ...counted('nulls do not count', ['int32', [1, null, 2, 1, null]], 2n),
  ...counted('NaN is one, 0 and -0 are one', ['float64', [Number.NaN, 0, -0, Number.NaN, 1]], 3n),
  ...counted('integers beyond 2^53', ['int64', [2n ** 53n, 2n ** 53n + 1n, 2n ** 53n]], 2n),
  ...counted('strings by their bytes', ['utf8', ['a', 'A', 'a', '', '\u00E9', 'e\u0301']], 5n),
  ...counted('bools', ['bool', [true, null, true]], 1n),
  ...counted('decimals', [{ id: 'decimal', precision: 20, scale: 2 }, [100n, 1n, 100n]], 2n),
  ...counted(
    'entries of a dictionary',
    [{ id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }, ['a', null, 'b', 'a']],
    2n,
  ),
  {
    name: 'different values: of nothing there are none, and that is not null',
    inputs: [{ kind: 'table', table: tableOf({ x: ['utf8', []] }) }],
    options: { aggregates: N },
    expect: { table: tableOf({ n: ['int64', [0n], 'required'] }) },
  },
  {
    name: 'different values per group over batches',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          { k: ['utf8', ['a', 'b', 'a', null, 'b', 'a', 'c']], x: ['utf8', ['x', 'x', 'y', 'x', 'x', 'x', null]] },
          [2, 3, 2],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: N },
    expect: { table: tableOf({ k: ['utf8', ['a', 'b', null, 'c']], n: ['int64', [2n, 1n, 1n, 0n], 'required'] }) },
  },
];

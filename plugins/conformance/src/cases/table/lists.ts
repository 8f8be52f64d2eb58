import type { DataType, OperationCase } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';

const listOf = (type: DataType): DataType => ({ id: 'list', item: { name: 'item', type, nullable: true } });
const TEXTS = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false } as const;
const ALL = [{ name: 'all', function: 'list', column: 'x' }] as const;
const joined = (separator: string) => [{ name: 'all', function: 'join', column: 'x', options: { separator } }] as const;

export const listCases: readonly OperationCase[] = [
  {
    name: 'lists of values in the order of rows, nulls included, over batches',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          { k: ['int8', [2, 1, 2, 1, 2]], x: ['utf8', ['a', null, '', 'longer than twelve bytes', null]] },
          [1, 0, 3, 1],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: ALL },
    expect: {
      table: tableOf({
        k: ['int8', [2, 1]],
        all: [
          listOf({ id: 'utf8' }),
          [
            ['a', '', null],
            [null, 'longer than twelve bytes'],
          ],
          'required',
        ],
      }),
    },
  },
  {
    name: 'a list of nothing is empty',
    inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }) }],
    options: { aggregates: ALL },
    expect: { table: tableOf({ all: [listOf({ id: 'int64' }), [[]], 'required'] }) },
  },
  {
    name: 'lists of some rows: a group without any has an empty one',
    inputs: [
      {
        kind: 'table',
        table: tableOf({ k: ['int8', [1, 2, 1]], x: ['float64', [-0, 1, Number.NaN]], p: ['bool', [true, false, true]] }, [2, 1]),
      },
    ],
    options: { keys: ['k'], aggregates: [{ ...ALL[0], where: 'p' }] },
    expect: { table: tableOf({ k: ['int8', [1, 2]], all: [listOf({ id: 'float64' }), [[-0, Number.NaN], []], 'required'] }) },
  },
  {
    name: 'lists of int64 that a double holds and of others',
    inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [1n, 2n ** 63n - 1n, null]] }, [1, 2]) }],
    options: { aggregates: ALL },
    expect: { table: tableOf({ all: [listOf({ id: 'int64' }), [[1n, 2n ** 63n - 1n, null]], 'required'] }) },
  },
  {
    name: 'a list of entries of a dictionary has their values',
    inputs: [{ kind: 'table', table: tableOf({ x: [TEXTS, ['b', null, 'b']] }) }],
    options: { aggregates: ALL },
    expect: { table: tableOf({ all: [listOf({ id: 'utf8' }), [['b', null, 'b']], 'required'] }) },
  },
  {
    name: 'texts are joined in the order of rows, nulls left out, over batches',
    inputs: [
      {
        kind: 'table',
        table: tableOf(
          { k: ['int8', [2, 1, 2, 1, 2, 3, 4]], x: ['utf8', ['a', null, '', '\u{1F600}', 'b', null, '']] },
          [1, 0, 3, 3],
        ),
      },
    ],
    options: { keys: ['k'], aggregates: joined(', ') },
    expect: { table: tableOf({ k: ['int8', [2, 1, 3, 4]], all: ['utf8', ['a, , b', '\u{1F600}', null, '']] }) },
  },
  {
    name: 'texts are joined without a separator, and those of a dictionary',
    inputs: [{ kind: 'table', table: tableOf({ x: [TEXTS, ['b', null, 'a', 'b']] }) }],
    options: { aggregates: joined('') },
    expect: { table: tableOf({ all: ['utf8', ['bab']] }) },
  },
  {
    name: 'joined texts of nothing are null',
    inputs: [{ kind: 'table', table: tableOf({ x: ['utf8View', []] }) }],
    options: { aggregates: joined('-') },
    expect: { table: tableOf({ all: ['utf8', [null]] }) },
  },
];

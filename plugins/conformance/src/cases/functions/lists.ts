import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { INT_MAX, INT_MIN, NINES, decimal, timestamp } from './types.js';

const FACE = '\u{1f600}';
const LONG = 'a text longer than twelve';
const NONE: LiteralColumn = ['null', [null, null]];
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };
const listOf = (type: DataType, id: 'list' | 'largeList' = 'list'): DataType => ({
  id,
  item: { name: 'item', type, nullable: true },
});
const UTF8: DataType = { id: 'utf8' };
const INT64: DataType = { id: 'int64' };
const TEXTS = listOf(UTF8);
const PAIRS: DataType = { id: 'fixedSizeList', item: { name: 'item', type: { id: 'int32' }, nullable: true }, size: 2 };

const of = (name: string, input: LiteralColumn, others: readonly LiteralValue[], gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { x: input },
  operands: [column('x'), ...others.map(value => literal(value))],
  gives,
});
const mismatch = (name: string, input: LiteralColumn, ...others: readonly LiteralValue[]): FunctionCase =>
  of(name, input, others, { error: 'TYPE_MISMATCH' });

export const listFunctionCases: FunctionCases = {
  split: [
    of(
      'parts',
      ['utf8', ['a,b,,c', ',', '', 'a', null, `é,${FACE}`]],
      [','],
      [TEXTS, [['a', 'b', '', 'c'], ['', ''], [''], ['a'], null, ['é', FACE]]],
    ),
    of(
      'by more than one code point, from left to right',
      ['utf8', ['aaa', 'xaay']],
      ['aa'],
      [
        TEXTS,
        [
          ['', 'a'],
          ['x', 'y'],
        ],
      ],
    ),
    of('by nothing', ['utf8', ['abc', '']], [''], [TEXTS, [['abc'], ['']]]),
    of('of views', ['utf8View', [LONG, 'x', null]], [' '], [TEXTS, [['a', 'text', 'longer', 'than', 'twelve'], ['x'], null]]),
    of('of large offsets', ['largeUtf8', [`${FACE}é${FACE}`]], ['é'], [TEXTS, [[FACE, FACE]]]),
    of('of a dictionary', [DICTIONARY, ['a b', null]], [' '], [TEXTS, [['a', 'b'], null]]),
    {
      name: 'by a column',
      input: { x: ['utf8', ['a-b', 'a-b', 'a', null]], by: ['utf8', ['-', 'b', null, 'a']] },
      gives: [TEXTS, [['a', 'b'], ['a-', ''], null, null]],
    },
    {
      name: 'of a literal',
      input: { x: ['int8', [1, 2]] },
      operands: [literal('a b'), literal(' ')],
      gives: [
        TEXTS,
        [
          ['a', 'b'],
          ['a', 'b'],
        ],
      ],
    },
    of('a null', ['utf8', ['a']], [null], [TEXTS, [null]]),
    of('nulls', NONE, [','], [TEXTS, [null, null]]),
    of('no rows', ['utf8', []], [','], [TEXTS, []]),
    mismatch('a number is no text', ['int64', [1n]], ','),
  ],
  extractAll: [
    of('matches', ['utf8', ['a1b22', '', 'x', null]], ['[0-9]+'], [TEXTS, [['1', '22'], [], [], null]]),
    of(
      'empty ones',
      ['utf8', ['baac', FACE]],
      ['a*'],
      [
        TEXTS,
        [
          ['', 'aa', ''],
          ['', ''],
        ],
      ],
    ),
    of('whole, not groups', ['utf8View', ['k=v, é=ß']], ['(.)=(.)'], [TEXTS, [['k=v', 'é=ß']]]),
    of('a null', ['utf8', ['a']], [null], [TEXTS, [null]]),
    of('nulls', NONE, ['a'], [TEXTS, [null, null]]),
    of('no rows', ['utf8', []], ['a'], [TEXTS, []]),
    of('no pattern', ['utf8', ['a']], ['(?=a)'], { error: 'INVALID_ARGUMENT' }),
    mismatch('a number is no text', ['int64', [1n]], 'a'),
  ],
  listLength: [
    of('lists', [listOf(INT64), [[1n, null], [], null, [3n]]], [], ['int64', [2n, 0n, null, 1n]]),
    of('large lists', [listOf(UTF8, 'largeList'), [['a'], null]], [], ['int64', [1n, null]]),
    of('lists of a fixed size', [PAIRS, [[1, 2], null]], [], ['int64', [2n, null]]),
    of('lists of lists', [listOf(TEXTS), [[['a', 'b'], null], []]], [], ['int64', [2n, 0n]]),
    {
      name: 'of what a function gives',
      input: { x: ['utf8', ['a b', null]] },
      operands: [{ kind: 'call', function: 'split', arguments: [column('x'), literal(' ')] }],
      gives: ['int64', [2n, null]],
    },
    of('no rows', [TEXTS, []], [], ['int64', []]),
    of('nulls', NONE, [], ['int64', [null, null]]),
    mismatch('a text is no list', ['utf8', ['a']]),
  ],
  listGet: [
    of('the first', [listOf(INT64), [[1n, 2n], [null, 1n], [], null]], [0n], ['int64', [1n, null, null, null]]),
    of('the last', [listOf(UTF8), [['a', FACE], ['b'], []]], [-1n], ['utf8', [FACE, 'b', null]]),
    of('before the first', [listOf(UTF8), [['a'], ['a', 'b']]], [-2n], ['utf8', [null, 'a']]),
    of('of large lists', [listOf({ id: 'bool' }, 'largeList'), [[true, false], [false]]], [1n], ['bool', [false, null]]),
    of('of lists of a fixed size', [PAIRS, [[1, 2], null, [3, null]]], [1n], ['int32', [2, null, null]]),
    of('decimals', [listOf(decimal(38, 2)), [[NINES, -NINES], [null]]], [0n], [decimal(38, 2), [NINES, null]]),
    of(
      'timestamps',
      [listOf(timestamp('ns', 'UTC')), [[INT_MAX], [INT_MIN]]],
      [0n],
      [timestamp('ns', 'UTC'), [INT_MAX, INT_MIN]],
    ),
    of('views', [listOf({ id: 'utf8View' }), [[LONG, 'x'], ['y']]], [0n], ['utf8View', [LONG, 'y']]),
    of('values of a dictionary', [listOf(DICTIONARY), [['a', 'b'], ['a']]], [0n], ['utf8', ['a', 'a']]),
    of('lists of lists', [listOf(TEXTS), [[['a', null], []], [null], []]], [0n], [TEXTS, [['a', null], null, null]]),
    {
      name: 'places of a column, of any size',
      input: { x: [listOf(INT64), [[1n, 2n], [1n], [1n], [1n], null]], i: ['int64', [1n, INT_MAX, INT_MIN, null, 0n]] },
      gives: ['int64', [2n, null, null, null, null]],
    },
    { name: 'unsigned places', input: { x: [listOf(INT64), [[7n]]], i: ['uint64', [2n ** 64n - 1n]] }, gives: ['int64', [null]] },
    of('a null', [listOf(INT64), [[1n]]], [null], ['int64', [null]]),
    of('nulls', NONE, [0n], ['utf8', [null, null]]),
    of('no rows', [listOf(INT64), []], [0n], ['int64', []]),
    mismatch('a text is no list', ['utf8', ['a']], 0n),
    mismatch('a text is no place', [TEXTS, [['a']]], 'a'),
  ],
  listJoin: [
    of(
      'texts',
      [TEXTS, [['a', 'b'], ['a', null, 'c'], [null], [], null, [FACE]]],
      [', '],
      ['utf8', ['a, b', 'a, c', '', '', null, FACE]],
    ),
    of('by nothing', [listOf(UTF8, 'largeList'), [['a', 'b']]], [''], ['utf8', ['ab']]),
    of('views', [listOf({ id: 'utf8View' }), [[LONG, 'x']]], ['-'], ['utf8', [`${LONG}-x`]]),
    of('values of a dictionary', [listOf(DICTIONARY), [['a', 'b', 'a']]], ['-'], ['utf8', ['a-b-a']]),
    {
      name: 'by a column',
      input: { x: [TEXTS, [['a', 'b'], ['a', 'b'], null]], by: ['utf8', ['-', null, '-']] },
      gives: ['utf8', ['a-b', null, null]],
    },
    of('a null', [TEXTS, [['a']]], [null], ['utf8', [null]]),
    of('nulls', NONE, ['-'], ['utf8', [null, null]]),
    of('no rows', [TEXTS, []], ['-'], ['utf8', []]),
    mismatch('numbers are no texts', [listOf(INT64), [[1n]]], '-'),
    mismatch('a text is no list', ['utf8', ['a']], '-'),
  ],
};

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
const FLOAT64: DataType = { id: 'float64' };
const [TEXTS, INTS, FLOATS] = [listOf(UTF8), listOf(INT64), listOf(FLOAT64)];
const PAIRS: DataType = { id: 'fixedSizeList', item: { name: 'item', type: { id: 'int32' }, nullable: true }, size: 2 };
const DURATIONS = listOf({ id: 'duration', unit: 'ms' });

const of = (name: string, input: LiteralColumn, others: readonly LiteralValue[], gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { x: input },
  operands: [column('x'), ...others.map(value => literal(value))],
  gives,
});
const one = (name: string, input: LiteralColumn, gives: FunctionCase['gives']): FunctionCase => of(name, input, [], gives);
const mismatch = (name: string, input: LiteralColumn, ...others: readonly LiteralValue[]): FunctionCase =>
  of(name, input, others, { error: 'TYPE_MISMATCH' });

const EXTREMES: LiteralColumn = [FLOATS, [[0, -0, null], [NaN, 1], [NaN, null], [-Infinity, Infinity], [null], [], null]];

export const listItemCases: FunctionCases = {
  listContains: [
    of('integers', [INTS, [[1n, 2n], [2n, null], [null], [], null]], [1n], ['bool', [true, false, false, false, null]]),
    of('NaN and -0', [FLOATS, [[NaN], [-0], [1]]], [0], ['bool', [false, true, false]]),
    of('NaN', [FLOATS, [[NaN, null], [1]]], [NaN], ['bool', [true, false]]),
    of('a fraction in integers', [INTS, [[1n, 2n]]], [1.5], ['bool', [false]]),
    of('texts', [listOf({ id: 'utf8View' }), [[LONG, FACE], ['x']]], [FACE], ['bool', [true, false]]),
    of('a decimal by its text', [listOf(decimal(10, 2)), [[1999n], [1990n]]], ['19.9'], ['bool', [false, true]]),
    of('values of a dictionary', [listOf(DICTIONARY), [['a', 'b'], ['a']]], ['b'], ['bool', [true, false]]),
    of('of a fixed size', [PAIRS, [[1, 2], null, [3, null]]], [3n], ['bool', [false, null, true]]),
    {
      name: 'a column, of another width',
      input: {
        x: [listOf(INT64, 'largeList'), [[1n, 2n], [1n], [INT_MAX], null, [3n]]],
        v: ['uint64', [2n, 2n, 2n ** 63n, 1n, null]],
      },
      gives: ['bool', [true, false, false, null, null]],
    },
    of('a null', [INTS, [[1n, null]]], [null], ['bool', [null]]),
    of('nulls', NONE, [1n], ['bool', [null, null]]),
    of('no rows', [INTS, []], [1n], ['bool', []]),
    mismatch('a text is no number', [INTS, [[1n]]], 'a'),
    mismatch('lists are not compared', [listOf(INTS), [[[1n]]]], 1n),
    mismatch('a text is no list', ['utf8', ['a']], 'a'),
  ],
  listSum: [
    one('integers', [INTS, [[1n, 2n, null], [null], [], null, [INT_MAX, INT_MIN]]], ['int64', [3n, null, null, null, -1n]]),
    one('floats', [FLOATS, [[1e16, 1, -1e16], [NaN, 1], [Infinity], [-0]]], ['float64', [1, NaN, Infinity, -0]]),
    one('decimals', [listOf(decimal(4, 2)), [[9999n, 1n]]], [decimal(38, 2), [10_000n]]),
    one('durations', [DURATIONS, [[5n, -7n]]], [{ id: 'duration', unit: 'ms' }, [-2n]]),
    one('of a fixed size', [PAIRS, [[1, 2], null, [3, null]]], ['int64', [3n, null, 3n]]),
    one('beyond int64', [INTS, [[1n], [INT_MAX, 1n]]], { error: 'INTEGER_OVERFLOW' }),
    one('beyond 38 digits', [listOf(decimal(38, 0)), [[NINES, 1n]]], { error: 'DECIMAL_OVERFLOW' }),
    one('nulls', NONE, ['int64', [null, null]]),
    one('no rows', [INTS, []], ['int64', []]),
    mismatch('texts are no numbers', [TEXTS, [['a']]]),
    mismatch('a number is no list', ['int64', [1n]]),
  ],
  listMean: [
    one(
      'integers',
      [INTS, [[1n, 2n, null], [null], [], null, [INT_MAX, INT_MAX]]],
      ['float64', [1.5, null, null, null, 2 ** 63]],
    ),
    one('floats', [FLOATS, [[0.1, 0.2, 0.3], [NaN]]], ['float64', [0.2, NaN]]),
    one(
      'decimals',
      [
        listOf(decimal(38, 2)),
        [
          [NINES, NINES],
          [1n, 2n],
        ],
      ],
      ['float64', [1e36, 0.015]],
    ),
    one(
      'durations',
      [
        DURATIONS,
        [
          [5n, 6n],
          [1n, 2n],
        ],
      ],
      [{ id: 'duration', unit: 'ms' }, [6n, 2n]],
    ),
    one('nulls', NONE, ['float64', [null, null]]),
    one('no rows', [INTS, []], ['float64', []]),
    mismatch('texts are no numbers', [TEXTS, [['a']]]),
  ],
  listMin: [
    one('floats', EXTREMES, ['float64', [-0, 1, NaN, -Infinity, null, null, null]]),
    one('texts', [TEXTS, [['b', 'a', null], ['é', FACE], ['']]], ['utf8', ['a', 'é', '']]),
    one('timestamps', [listOf(timestamp('ns', 'UTC')), [[INT_MAX, INT_MIN]]], [timestamp('ns', 'UTC'), [INT_MIN]]),
    one('bools', [listOf({ id: 'bool' }), [[true, false], [true]]], ['bool', [false, true]]),
    one('values of a dictionary', [listOf(DICTIONARY), [['b', 'a']]], ['utf8', ['a']]),
    one('of a fixed size', [PAIRS, [[2, 1], null]], ['int32', [1, null]]),
    one('nulls', NONE, ['int64', [null, null]]),
    one('no rows', [TEXTS, []], ['utf8', []]),
    mismatch('lists have no order', [listOf(INTS), [[[1n]]]]),
  ],
  listMax: [
    one('floats', EXTREMES, ['float64', [0, NaN, NaN, Infinity, null, null, null]]),
    one(
      'texts',
      [
        listOf({ id: 'utf8View' }),
        [
          ['b', LONG, null],
          ['é', FACE],
        ],
      ],
      ['utf8View', ['b', FACE]],
    ),
    one('decimals', [listOf(decimal(38, 2)), [[NINES, -NINES]]], [decimal(38, 2), [NINES]]),
    one('unsigned integers', [listOf({ id: 'uint64' }), [[1n, 2n ** 64n - 1n], [3n]]], ['uint64', [2n ** 64n - 1n, 3n]]),
    one('nulls', NONE, ['int64', [null, null]]),
    mismatch('a text is no list', ['utf8', ['a']]),
  ],
  listSort: [
    one(
      'floats',
      [FLOATS, [[NaN, null, 1, -Infinity], [0, -0], [-0, 0], [], null]],
      [FLOATS, [[-Infinity, 1, NaN, null], [0, -0], [-0, 0], [], null]],
    ),
    one(
      'texts by bytes',
      [
        TEXTS,
        [
          [FACE, '\uffff', 'b', '', 'B'],
          ['ab', 'a', ''],
        ],
      ],
      [
        TEXTS,
        [
          ['', 'B', 'b', '\uffff', FACE],
          ['', 'a', 'ab'],
        ],
      ],
    ),
    one('integers', [listOf(INT64, 'largeList'), [[INT_MAX, null, INT_MIN, 0n]]], [INTS, [[INT_MIN, 0n, INT_MAX, null]]]),
    one('of a fixed size', [PAIRS, [[2, 1], null, [null, 3]]], [listOf({ id: 'int32' }), [[1, 2], null, [3, null]]]),
    one('durations', [DURATIONS, [[5n, -7n, null]]], [DURATIONS, [[-7n, 5n, null]]]),
    one('bools', [listOf({ id: 'bool' }), [[true, null, false]]], [listOf({ id: 'bool' }), [[false, true, null]]]),
    one('values of a dictionary', [listOf(DICTIONARY), [['b', 'a', 'b']]], [TEXTS, [['a', 'b', 'b']]]),
    of(
      'descending',
      [FLOATS, [[NaN, null, 1, -Infinity], [0, -0], [-0, 0], []]],
      ['descending'],
      [FLOATS, [[NaN, 1, -Infinity, null], [0, -0], [-0, 0], []]],
    ),
    of('nulls first', [INTS, [[2n, null, 1n], [null], null]], ['ascending', 'first'], [INTS, [[null, 1n, 2n], [null], null]]),
    of('descending, nulls first', [TEXTS, [['a', null, 'b', null]]], ['descending', 'first'], [TEXTS, [[null, null, 'b', 'a']]]),
    of('an order that there is not', [INTS, [[1n]]], ['down'], { error: 'INVALID_ARGUMENT' }),
    one('nulls', NONE, [TEXTS, [null, null]]),
    one('no rows', [TEXTS, []], [TEXTS, []]),
    mismatch('lists have no order', [listOf(INTS), [[[1n]]]]),
  ],
  listReverse: [
    one('integers', [INTS, [[1n, null, 3n], [], null, [1n]]], [INTS, [[3n, null, 1n], [], null, [1n]]]),
    one('lists of lists', [listOf(TEXTS), [[['a'], null, ['b', null]]]], [listOf(TEXTS), [[['b', null], null, ['a']]]]),
    one('views', [listOf({ id: 'utf8View' }), [[LONG, 'x']]], [listOf({ id: 'utf8View' }), [['x', LONG]]]),
    one('nulls', NONE, [TEXTS, [null, null]]),
    one('no rows', [INTS, []], [INTS, []]),
    mismatch('a text is no list', ['utf8', ['a']]),
  ],
  listUnique: [
    one(
      'floats',
      [FLOATS, [[NaN, 1, NaN, null, 1, null], [0, -0], [-0, 0], [], null]],
      [FLOATS, [[NaN, 1, null], [0], [-0], [], null]],
    ),
    one(
      'texts',
      [
        TEXTS,
        [
          ['b', 'a', 'b', ''],
          ['b', '', ''],
        ],
      ],
      [
        TEXTS,
        [
          ['b', 'a', ''],
          ['b', ''],
        ],
      ],
    ),
    one('decimals', [listOf(decimal(38, 2)), [[NINES, -NINES, NINES]]], [listOf(decimal(38, 2)), [[NINES, -NINES]]]),
    one('of a fixed size', [PAIRS, [[2, 2], null]], [listOf({ id: 'int32' }), [[2], null]]),
    one('nulls', NONE, [TEXTS, [null, null]]),
    one('no rows', [INTS, []], [INTS, []]),
    mismatch('lists are not compared', [listOf(INTS), [[[1n]]]]),
  ],
  listSlice: [
    of('from a place', [INTS, [[1n, 2n, 3n], [1n], [], null]], [1n], [INTS, [[2n, 3n], [], [], null]]),
    of('so many', [INTS, [[1n, null, 3n], [1n]]], [0n, 2n], [INTS, [[1n, null], [1n]]]),
    of('from the end', [TEXTS, [['a', 'b', 'c'], ['a']]], [-2n], [TEXTS, [['b', 'c'], ['a']]]),
    of('before the beginning', [TEXTS, [['a', 'b', 'c'], ['a']]], [-4n, 2n], [TEXTS, [['a'], []]]),
    of('fewer than none', [INTS, [[1n, 2n]]], [0n, -1n], [INTS, [[]]]),
    of('lists of lists', [listOf(TEXTS), [[['a'], null, ['b', null]]]], [1n], [listOf(TEXTS), [[null, ['b', null]]]]),
    of('of a fixed size', [PAIRS, [[1, 2], null]], [1n, 1n], [listOf({ id: 'int32' }), [[2], null]]),
    {
      name: 'places of columns, of any size',
      input: {
        x: [INTS, [[1n, 2n], [1n, 2n], [1n, 2n], [1n, 2n], null]],
        i: ['int64', [INT_MIN, INT_MAX, 0n, null, 0n]],
        n: ['uint64', [2n ** 64n - 1n, 1n, 2n ** 64n - 1n, 1n, 1n]],
      },
      gives: [INTS, [[1n, 2n], [], [1n, 2n], null, null]],
    },
    of('a null', [INTS, [[1n]]], [null], [INTS, [null]]),
    of('nulls', NONE, [0n], [TEXTS, [null, null]]),
    of('no rows', [INTS, []], [0n], [INTS, []]),
    mismatch('a text is no list', ['utf8', ['a']], 0n),
    mismatch('a text is no place', [INTS, [[1n]]], 'a'),
  ],
};

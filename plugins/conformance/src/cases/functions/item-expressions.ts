import type { DataType, UserExpression } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { call, column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { INT_MAX } from './types.js';

const ITEM: UserExpression = { kind: 'item' };
const listOf = (type: DataType, id: 'list' | 'largeList' = 'list'): DataType => ({
  id,
  item: { name: 'item', type, nullable: true },
});
const INTS = listOf({ id: 'int64' });
const TEXTS = listOf({ id: 'utf8' });
const BOOLS = listOf({ id: 'bool' });
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };
const PAIR: DataType = {
  id: 'struct',
  fields: [
    { name: 'a', type: { id: 'int64' }, nullable: true },
    { name: 'b', type: { id: 'utf8' }, nullable: true },
  ],
};

const of = (
  name: string,
  input: { readonly [column: string]: LiteralColumn },
  body: UserExpression,
  gives: FunctionCase['gives'],
): FunctionCase => ({ name, input, operands: [column('l'), body], gives });
const SOME: LiteralColumn = [INTS, [[1n, -2n, null], [], null, [3n]]];
const plus = (a: UserExpression, b: UserExpression): UserExpression => call('add', [a, b]);

export const itemExpressionCases: FunctionCases = {
  listMap: [
    of('arithmetic', { l: SOME }, call('multiply', [ITEM, literal(2)]), [INTS, [[2n, -4n, null], [], null, [6n]]]),
    of('a column of the row', { l: SOME, x: ['int64', [10n, 20n, 30n, null]] }, plus(ITEM, column('x')), [
      INTS,
      [[11n, 8n, null], [], null, [null]],
    ]),
    of('the item itself', { l: [listOf(DICTIONARY), [['a', 'b', null], null, ['a']]] }, ITEM, [
      TEXTS,
      [['a', 'b', null], null, ['a']],
    ]),
    of('a constant', { l: SOME }, literal('x'), [TEXTS, [['x', 'x', 'x'], [], null, ['x']]]),
    of('another type', { l: SOME }, call('isNull', [ITEM]), [BOOLS, [[false, false, true], [], null, [false]]]),
    of(
      'a choice, computed for those that take it',
      { l: [INTS, [[0n, INT_MAX], [5n]]] },
      call('case', [call('less', [ITEM, literal(10)]), plus(ITEM, literal(1)), literal(-1)]),
      [INTS, [[1n, -1n], [6n]]],
    ),
    of('lists within', { l: [listOf(INTS), [[[1n], null, []], []]] }, call('listMap', [ITEM, plus(ITEM, literal(1))]), [
      listOf(INTS),
      [[[2n], null, []], []],
    ]),
    of('structs', { l: [listOf(PAIR), [[{ a: 1n, b: 'x' }, null]]] }, call('structField', [ITEM, literal('b')]), [
      TEXTS,
      [['x', null]],
    ]),
    of('to structs', { l: SOME }, call('toStruct', [literal('a'), ITEM, literal('b'), literal('y')]), [
      listOf(PAIR),
      [
        [
          { a: 1n, b: 'y' },
          { a: -2n, b: 'y' },
          { a: null, b: 'y' },
        ],
        [],
        null,
        [{ a: 3n, b: 'y' }],
      ],
    ]),
    of(
      'of a fixed size',
      { l: [{ id: 'fixedSizeList', item: { name: 'item', type: { id: 'int32' }, nullable: true }, size: 2 }, [[1, 2], null]] },
      call('cast', [ITEM], { to: { id: 'utf8' } }),
      [TEXTS, [['1', '2'], null]],
    ),
    of('large lists', { l: [listOf({ id: 'float64' }, 'largeList'), [[-0, 1.5], [NaN]]] }, call('negate', [ITEM]), [
      listOf({ id: 'float64' }),
      [[0, -1.5], [NaN]],
    ]),
    of('no rows', { l: [INTS, []] }, ITEM, [INTS, []]),
    of(
      'lists without items, of which nothing is computed',
      { l: [INTS, [[], null]] },
      call('cast', [literal('x')], { to: { id: 'int64' } }),
      [INTS, [[], null]],
    ),
    of('an error names the row', { l: [INTS, [[1n], [INT_MAX]]] }, plus(ITEM, literal(1)), { error: 'INTEGER_OVERFLOW' }),
    of('of what is no list', { l: ['int64', [1n]] }, ITEM, { error: 'TYPE_MISMATCH' }),
    { name: 'an item outside of a list', input: { l: SOME }, operands: [ITEM, ITEM], gives: { error: 'INVALID_ARGUMENT' } },
  ],
  listFilter: [
    of('a condition', { l: SOME }, call('greater', [ITEM, literal(0)]), [INTS, [[1n], [], null, [3n]]]),
    of('null is not true', { l: [BOOLS, [[true, null, false]]] }, ITEM, [BOOLS, [[true]]]),
    of('a column of the row', { l: SOME, x: ['int64', [-2n, 0n, 0n, 4n]] }, call('equal', [ITEM, column('x')]), [
      INTS,
      [[-2n], [], null, []],
    ]),
    of('a constant', { l: SOME }, literal(true), [INTS, [[1n, -2n, null], [], null, [3n]]]),
    of('values of a dictionary', { l: [listOf(DICTIONARY), [['a', 'b'], ['b']]] }, call('equal', [ITEM, literal('b')]), [
      TEXTS,
      [['b'], ['b']],
    ]),
    of(
      'structs',
      { l: [listOf(PAIR), [[{ a: 1n, b: 'x' }, null, { a: 2n, b: null }]]] },
      call('isNotNull', [call('structField', [ITEM, literal('b')])]),
      [listOf(PAIR), [[{ a: 1n, b: 'x' }]]],
    ),
    of('a number is no condition', { l: SOME }, ITEM, { error: 'TYPE_MISMATCH' }),
    of('no rows', { l: [INTS, []] }, literal(false), [INTS, []]),
  ],
};

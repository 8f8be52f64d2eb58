import type { DataType } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { decimal } from './types.js';

const structOf = (fields: { readonly [name: string]: DataType }): DataType => ({
  id: 'struct',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type, nullable: true })),
});
const listOf = (type: DataType): DataType => ({ id: 'list', item: { name: 'item', type, nullable: true } });
const UTF8: DataType = { id: 'utf8' };
const INT64: DataType = { id: 'int64' };
const FLOAT64: DataType = { id: 'float64' };
const ORDER = structOf({ id: INT64, tags: listOf(UTF8), paid: { id: 'bool' }, to: structOf({ city: UTF8 }) });
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: UTF8, ordered: false };

type Pair = readonly [text: string | null, value: unknown];
const decoded = (name: string, to: DataType, ...pairs: readonly Pair[]): FunctionCase => ({
  name,
  input: { x: ['utf8', pairs.map(([text]) => text)] },
  to,
  gives: [to, pairs.map(([, value]) => value)],
});
const refused = (name: string, to: DataType, input: LiteralColumn, error: string): FunctionCase => ({
  name,
  input: { x: input },
  to,
  gives: { error },
});

const WHOLE: readonly FunctionCase[] = [
  decoded(
    'structs',
    ORDER,
    [
      '{"id": 9007199254740993, "tags": ["a", null], "paid": true, "to": {"city": "K\\u00f6ln"}, "more": [1, {"x": "]"}]}',
      { id: 9_007_199_254_740_993n, tags: ['a', null], paid: true, to: { city: 'Köln' } },
    ],
    ['{}', { id: null, tags: null, paid: null, to: null }],
    [' { "to" : { } , "id":null } ', { id: null, tags: null, paid: null, to: { city: null } }],
    ['null', null],
    [null, null],
  ),
  decoded(
    'of members of one name the last',
    structOf({ a: INT64, b: INT64 }),
    ['{"a": "x", "b": 1, "\\u0061": 2}', { a: 2n, b: 1n }],
    ['{"a": 1, "a": null}', { a: null, b: null }],
  ),
  decoded('lists of lists', listOf(listOf(INT64)), ['[[1, 2], [], null, [null]]', [[1n, 2n], [], null, [null]]], ['[]', []]),
  decoded('lists of structs', listOf(structOf({ a: FLOAT64 })), [
    '[{"a": 1}, null, {"b": 2}, {"a": -0.0}]',
    [{ a: 1 }, null, { a: null }, { a: -0 }],
  ]),
  decoded(
    'texts, and other values as they are written',
    UTF8,
    ['"a\\n\\ud83d\\ude00"', 'a\n\u{1f600}'],
    ['1.50', '1.50'],
    ['{"a" : [1 ]}', '{"a" : [1 ]}'],
    ['true', 'true'],
    ['""', ''],
  ),
  decoded('floats', FLOAT64, ['1e3', 1000], ['-0', -0], ['0.1', 0.1], ['12345678901234567890', 12_345_678_901_234_567_168]),
  decoded('small integers', { id: 'int8' }, ['-128', -128], ['127', 127], ['-0', 0]),
  decoded('unsigned integers', { id: 'uint64' }, ['18446744073709551615', 2n ** 64n - 1n]),
  decoded('decimals', decimal(10, 2), ['1.5', 150n], ['-12345678.90', -1_234_567_890n]),
  decoded('bools', { id: 'bool' }, ['true', true], [' false', false]),
  decoded('texts of another encoding', { id: 'utf8View' }, ['"a text longer than twelve"', 'a text longer than twelve']),
  {
    name: 'a dictionary',
    input: { x: [DICTIONARY, ['[1]', null, '[1]']] },
    to: listOf(INT64),
    gives: [listOf(INT64), [[1n], null, [1n]]],
  },
  {
    name: 'a literal',
    input: { x: ['int8', [1, 2]] },
    operands: [literal('[1]')],
    to: listOf(INT64),
    gives: [listOf(INT64), [[1n], [1n]]],
  },
  { name: 'no rows', input: { x: ['utf8', []] }, to: ORDER, gives: [ORDER, []] },
  { name: 'nulls alone', input: { x: ['null', [null]] }, to: listOf(INT64), gives: [listOf(INT64), [null]] },
  refused('a date is not decoded', { id: 'date', unit: 'day' }, ['utf8', ['"2024-01-01"']], 'TYPE_MISMATCH'),
  refused('a number is no text', INT64, ['int64', [1n]], 'TYPE_MISMATCH'),
  {
    name: 'without a type',
    input: { x: ['utf8', ['1']] },
    operands: [column('x')],
    gives: { error: 'TYPE_MISMATCH' },
  },
];

/** Texts that do not fit. */
const MISFITS: readonly (readonly [name: string, to: DataType, text: string])[] = [
  ['no JSON', INT64, '1,'],
  ['an empty text', UTF8, ''],
  ['a fraction is no integer', INT64, '1.0'],
  ['a text is no number', FLOAT64, '"1"'],
  ['a number is no bool', { id: 'bool' }, '1'],
  ['an integer that is too great', { id: 'int8' }, '128'],
  ['digits that a decimal does not have', decimal(10, 2), '1.234'],
  ['an object is no list', listOf(INT64), '{}'],
  ['a list is no struct', ORDER, '[]'],
  ['a member deep within', ORDER, '{"id": 1, "to": {"city": "x"}, "tags": ["a"], "paid": "yes"}'],
  ['an item deep within', listOf(structOf({ a: listOf(INT64) })), '[{"a": [1]}, {"a": [1, 2.5]}]'],
];

export const jsonDecodeCases: FunctionCases = {
  jsonDecode: [...WHOLE, ...MISFITS.map(([name, to, text]) => refused(name, to, ['utf8', ['null', text]], 'CAST_FAILED'))],
  tryJsonDecode: [
    ...WHOLE,
    ...MISFITS.map(([name, to, text]) => decoded(name, to, ['null', null], [text, null], [text, null])),
    decoded(
      'those that fit, among others',
      listOf(INT64),
      ['[1]', [1n]],
      ['[1.5]', null],
      ['[2, null]', [2n, null]],
      ['[', null],
    ),
  ],
};

import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { NINES, decimal } from './types.js';

const FACE = '\u{1f600}';
const LONG = 'a text longer than twelve';
const NONE: LiteralColumn = ['null', [null, null]];
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };
const TEXTS: DataType = { id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } };
const structOf = (fields: { readonly [name: string]: DataType }): DataType => ({
  id: 'struct',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type, nullable: true })),
});
const PLACE = structOf({ city: { id: 'utf8' }, number: { id: 'int64' }, tags: TEXTS, kind: DICTIONARY });

const of = (name: string, input: LiteralColumn, others: readonly LiteralValue[], gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { x: input },
  operands: [column('x'), ...others.map(value => literal(value))],
  gives,
});
/** Texts of JSON, and what is at a path in each. */
const json = (
  name: string,
  path: string,
  pairs: readonly (readonly [text: string | null, found: string | null])[],
): FunctionCase => of(name, ['utf8', pairs.map(([text]) => text)], [path], ['utf8', pairs.map(([, found]) => found)]);
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const malformed = (...texts: readonly string[]): FunctionCase =>
  json(
    'no JSON',
    '$',
    texts.map(text => [text, null] as const),
  );

export const memberCases: FunctionCases = {
  jsonExtract: [
    json('members', '$.a', [
      ['{"a": 1, "b": 2}', '1'],
      ['{"b": {"a": 1}}', null],
      ['[{"a": 1}]', null],
      ['{"a": null}', null],
      ['{}', null],
      [null, null],
    ]),
    json('numbers as they are written', '$[1]', [
      ['[0, 1.50]', '1.50'],
      ['[0,-0e+05]', '-0e+05'],
      ['[0, 123456789012345678901234567890.000 ]', '123456789012345678901234567890.000'],
      ['[0]', null],
    ]),
    json('texts without quotes and escapes', '$.a', [
      ['{"a":"x\\"\\\\\\/\\b\\f\\n\\r\\t"}', 'x"\\/\b\f\n\r\t'],
      [`{"a":"\\u00e9\\ud83d\\ude00${FACE}\\u0000"}`, `é${FACE}${FACE}\u0000`],
      ['{"a":""}', ''],
      ['{"a":"null"}', 'null'],
    ]),
    json('parts as they are written', '$.a', [
      ['{"a": {"b": [1 , 2]} }', '{"b": [1 , 2]}'],
      ['{"a":[ ]}', '[ ]'],
      ['{"a":true}', 'true'],
      ['{"a":false}', 'false'],
    ]),
    json('of members of one name the last', '$.a.b', [
      ['{"a":{"b":1},"a":{"b":2}}', '2'],
      ['{"a":{"b":1},"a":3}', null],
      ['{"a":{"b":1,"b":[]}}', '[]'],
      ['{"a":{"b":1},"\\u0061":{"c":2}}', null],
    ]),
    json('names in quotes', '$["a b"]["\\u00e9"][0]', [
      ['{"a b": {"é": ["x"]}}', 'x'],
      ['{"a b": {"\\u00e9": [5]}}', '5'],
    ]),
    json('all of it', '$', [
      [' {"a": 1}\n', '{"a": 1}'],
      ['"x"', 'x'],
      ['\t7 ', '7'],
      ['null', null],
    ]),
    malformed(
      '',
      ' ',
      '{',
      '[1,]',
      '{"a":1,}',
      '{a:1}',
      "{'a':1}",
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
      'nul',
      'True',
      '1 2',
      '[1 2]',
      '{"a" 1}',
    ),
    malformed(
      '"a',
      '"\n"',
      '"\\x"',
      '"\\u12"',
      '"\\ud800"',
      '"\\udc00"',
      '"\\ud800\\u0041"',
      '\ufeff1',
      'NaN',
      '-',
      '[1}',
      '{"a":1]',
    ),
    json('malformed behind what was found', '$.a', [
      ['{"a": 1, "b": }', null],
      ['{"a": 1} x', null],
    ]),
    json('levels', '$', [
      [deep(128), deep(128)],
      [deep(129), null],
    ]),
    of('views', ['utf8View', [`{"a":"${LONG}"}`, '{"a":1}', null]], ['$.a'], ['utf8View', [LONG, '1', null]]),
    of('large offsets', ['largeUtf8', ['{"a":1}']], ['$.a'], ['largeUtf8', ['1']]),
    of('values of a dictionary', [DICTIONARY, ['{"a":1}', '{}', '{"a":1}']], ['$.a'], ['utf8', ['1', null, '1']]),
    of('a null', ['utf8', ['{}']], [null], ['utf8', [null]]),
    of('nulls', NONE, ['$.a'], ['utf8', [null, null]]),
    of('no rows', ['utf8', []], ['$.a'], ['utf8', []]),
    ...['', 'a', '$a', '$.', '$..a', '$[01]', '$[-1]', '$["a]', '$.a b', "$['a']", '$.*', '$["\\ud800"]'].map(path =>
      of(`${JSON.stringify(path)} is no path`, ['utf8', ['{}']], [path], { error: 'INVALID_ARGUMENT' }),
    ),
    of('a number is no text', ['int64', [1n]], ['$'], { error: 'TYPE_MISMATCH' }),
  ],
  structField: [
    of(
      'texts',
      [PLACE, [{ city: 'Linz', number: 1n, tags: ['a'], kind: 'k' }, { city: null, number: 2n, tags: null, kind: null }, null]],
      ['city'],
      ['utf8', ['Linz', null, null]],
    ),
    of(
      'integers',
      [PLACE, [{ city: 'Linz', number: 2n ** 63n - 1n, tags: [], kind: 'k' }, null]],
      ['number'],
      ['int64', [2n ** 63n - 1n, null]],
    ),
    of(
      'lists',
      [PLACE, [{ city: 'Linz', number: 1n, tags: ['a', null], kind: 'k' }, null]],
      ['tags'],
      [TEXTS, [['a', null], null]],
    ),
    of('values of a dictionary', [PLACE, [{ city: 'Linz', number: 1n, tags: [], kind: 'k' }]], ['kind'], ['utf8', ['k']]),
    of('decimals', [structOf({ d: decimal(38, 2) }), [{ d: NINES }, { d: null }]], ['d'], [decimal(38, 2), [NINES, null]]),
    of(
      'structs in structs',
      [structOf({ a: structOf({ b: { id: 'float64' } }) }), [{ a: { b: -0 } }, { a: null }, null]],
      ['a'],
      [structOf({ b: { id: 'float64' } }), [{ b: -0 }, null, null]],
    ),
    of('no rows', [PLACE, []], ['city'], ['utf8', []]),
    of('a field that there is not', [PLACE, []], ['town'], { error: 'TYPE_MISMATCH' }),
    of('a null is no name', [PLACE, []], [null], { error: 'TYPE_MISMATCH' }),
    of('a text is no struct', ['utf8', ['a']], ['city'], { error: 'TYPE_MISMATCH' }),
  ],
  withField: [
    {
      name: 'in the place of a field, of another type',
      input: { x: [structOf({ a: { id: 'int64' }, b: { id: 'utf8' } }), [{ a: 1n, b: 'x' }, null]], v: ['bool', [true, false]] },
      operands: [column('x'), literal('a'), column('v')],
      gives: [structOf({ a: { id: 'bool' }, b: { id: 'utf8' } }), [{ a: true, b: 'x' }, null]],
    },
    {
      name: 'a new field, of a dictionary',
      input: { x: [structOf({ a: { id: 'int64' } }), [{ a: 1n }, { a: null }, null]], v: [DICTIONARY, ['k', null, 'k']] },
      operands: [column('x'), literal('b'), column('v')],
      gives: [structOf({ a: { id: 'int64' }, b: { id: 'utf8' } }), [{ a: 1n, b: 'k' }, { a: null, b: null }, null]],
    },
    {
      name: 'a literal, and a null',
      input: { x: [structOf({ a: { id: 'int64' } }), [{ a: 1n }, null]] },
      operands: [column('x'), literal('b'), literal(1.5)],
      gives: [structOf({ a: { id: 'int64' }, b: { id: 'float64' } }), [{ a: 1n, b: 1.5 }, null]],
    },
    {
      name: 'no rows',
      input: { x: [structOf({ a: { id: 'int64' } }), []], v: ['int8', []] },
      operands: [column('x'), literal('a'), column('v')],
      gives: [structOf({ a: { id: 'int8' } }), []],
    },
    {
      name: 'of what is no struct',
      input: { x: ['int64', [1n]] },
      operands: [column('x'), literal('a'), column('x')],
      gives: { error: 'TYPE_MISMATCH' },
    },
    {
      name: 'a name in a column',
      input: { x: [structOf({ a: { id: 'int64' } }), [{ a: 1n }]], s: ['utf8', ['a']] },
      operands: [column('x'), column('s'), column('s')],
      gives: { error: 'INVALID_ARGUMENT' },
    },
  ],
  toStruct: [
    {
      name: 'columns, constants and nulls',
      input: {
        x: ['int64', [1n, null]],
        t: ['utf8View', [LONG, '']],
        d: [DICTIONARY, ['k', null]],
        l: [TEXTS, [['a', null], null]],
        n: ['null', [null, null]],
        f: ['float64', [-0, NaN]],
      },
      operands: [
        ...['x', 't', 'd', 'l', 'n', 'f'].flatMap(name => [literal(name), column(name)]),
        literal('one'),
        literal(1n),
        literal('é'),
        literal('y'),
      ],
      gives: [
        structOf({
          x: { id: 'int64' },
          t: { id: 'utf8View' },
          d: { id: 'utf8' },
          l: TEXTS,
          n: { id: 'null' },
          f: { id: 'float64' },
          one: { id: 'int64' },
          é: { id: 'utf8' },
        }),
        [
          { x: 1n, t: LONG, d: 'k', l: ['a', null], n: null, f: -0, one: 1n, é: 'y' },
          { x: null, t: '', d: null, l: null, n: null, f: NaN, one: 1n, é: 'y' },
        ],
      ],
    },
    {
      name: 'structs in structs, and fields of them',
      input: { x: [decimal(38, 2), [NINES, null]] },
      operands: [
        literal('a'),
        { kind: 'call', function: 'toStruct', arguments: [literal('b'), column('x')] },
        literal('c'),
        {
          kind: 'call',
          function: 'structField',
          arguments: [{ kind: 'call', function: 'toStruct', arguments: [literal('b'), column('x')] }, literal('b')],
        },
      ],
      gives: [
        structOf({ a: structOf({ b: decimal(38, 2) }), c: decimal(38, 2) }),
        [
          { a: { b: NINES }, c: NINES },
          { a: { b: null }, c: null },
        ],
      ],
    },
    {
      name: 'of constants alone',
      input: { x: ['int8', [1, 2]] },
      operands: [literal('a'), literal(true)],
      gives: [structOf({ a: { id: 'bool' } }), [{ a: true }, { a: true }]],
    },
    {
      name: 'no rows',
      input: { x: ['int8', []] },
      operands: [literal('a'), column('x')],
      gives: [structOf({ a: { id: 'int8' } }), []],
    },
    {
      name: 'a name twice',
      input: { x: ['int8', [1]] },
      operands: [literal('a'), column('x'), literal('a'), column('x')],
      gives: { error: 'INVALID_ARGUMENT' },
    },
    {
      name: 'a name without a value',
      input: { x: ['int8', [1]] },
      operands: [literal('a'), column('x'), literal('b')],
      gives: { error: 'TYPE_MISMATCH' },
    },
    {
      name: 'a number is no name',
      input: { x: ['int8', [1]] },
      operands: [literal(1n), column('x')],
      gives: { error: 'TYPE_MISMATCH' },
    },
  ],
};

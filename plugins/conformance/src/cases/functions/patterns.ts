import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';

type TextId = 'utf8' | 'largeUtf8' | 'utf8View';
type Texts = readonly (string | null)[];
const FACE = '\u{1f600}';
const LONG = 'a text longer than twelve';
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };
const NONE: LiteralColumn = ['null', [null, null]];

/** A column of texts and literals after it. */
const of = (
  name: string,
  texts: Texts,
  literals: readonly LiteralValue[],
  gives: FunctionCase['gives'],
  type: TextId = 'utf8',
): FunctionCase => ({
  name,
  input: { s: [type, texts] },
  operands: [column('s'), ...literals.map(value => literal(value))],
  gives,
});
const texts = (
  name: string,
  given: Texts,
  literals: readonly LiteralValue[],
  gives: Texts,
  type: TextId = 'utf8',
): FunctionCase => of(name, given, literals, [type, gives], type);
const refused = (pattern: string, ...others: readonly LiteralValue[]): FunctionCase =>
  of(`${pattern} with ${others.map(String).join(' and ')} is refused`, ['a'], [pattern, ...others], {
    error: 'INVALID_ARGUMENT',
  });

/** What every function of a pattern has alike. */
const common = (gives: DataType, empty: LiteralColumn, ...others: readonly LiteralValue[]): readonly FunctionCase[] => [
  of('a null for a pattern', ['a', null], [null, ...others], [gives, [null, null]]),
  {
    name: 'nulls',
    input: { n: NONE },
    operands: [column('n'), literal('a'), ...others.map(value => literal(value))],
    gives: [gives, [null, null]],
  },
  of('no rows', [], ['a', ...others], empty),
  {
    name: 'a number is no text',
    input: { x: ['int64', [1n]] },
    operands: [column('x'), literal('a'), ...others.map(value => literal(value))],
    gives: { error: 'TYPE_MISMATCH' },
  },
  {
    name: 'a column is no pattern',
    input: { s: ['utf8', ['a']], p: ['utf8', ['a']] },
    operands: [column('s'), column('p'), ...others.map(value => literal(value))],
    gives: { error: 'INVALID_ARGUMENT' },
  },
  refused('(a', ...others),
];

const BOOL: DataType = { id: 'bool' };
const INT64: DataType = { id: 'int64' };
const UTF8: DataType = { id: 'utf8' };

/** Pattern, text, whether it matches. */
const MATCHES: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['', '', true],
  ['b', 'abc', true],
  ['^b', 'abc', false],
  ['^abc$', 'abc', true],
  ['^abc$', 'abc\n', false],
  ['^a.c$', `a${FACE}c`, true],
  ['^a.c$', 'a\nc', false],
  ['(?s)^a.c$', 'a\nc', true],
  ['^.$', 'e\u0301', false],
  ['(?m)^b$', 'a\nb\nc', true],
  ['(?m)^b$', 'a\r\nb\r\nc', false],
  ['^\\d+$', '123', true],
  ['^\\d+$', '\u0661', false],
  ['^\\w+$', 'a_9', true],
  ['^\\w+$', 'é', false],
  ['^\\s$', '\u00a0', false],
  ['^\\s$', '\v', false],
  ['^[[:space:]]$', '\v', true],
  ['\\bfoo\\b', 'éfooé', true],
  ['\\bfoo\\b', 'afoo', false],
  ['(?i)^straSSe$', 'STRASSE', true],
  ['(?i)^k$', '\u212a', true],
  ['(?i)^[a-s]$', '\u017f', true],
  ['^[^a]$', FACE, true],
  ['^[\\x{1F600}-\\x{1F64F}]$', FACE, true],
  ['^[\\]\\-\\[]$', ']', true],
  ['^a{2,3}$', 'aaa', true],
  ['^a{2,3}$', 'aaaa', false],
  ['^(?:a|ab)(?:c|bcd)$', 'abcd', true],
  ['^\\x41\\x{42}\\a$', 'AB\u0007', true],
  ['[[:^alpha:]]', 'abc', false],
  ['^[\\D]$', '\u0661', true],
];

export const patternCases: FunctionCases = {
  matches: [
    ...MATCHES.map(([pattern, text, matches]) =>
      of(`${JSON.stringify(pattern)} in ${JSON.stringify(text)}`, [text, null], [pattern], ['bool', [matches, null]]),
    ),
    of('in views', [LONG, 'x', null], ['l.nger'], ['bool', [true, false, null]], 'utf8View'),
    of('in large offsets', [FACE, 'x'], [FACE], ['bool', [true, false]], 'largeUtf8'),
    {
      name: 'in a dictionary',
      input: { s: [DICTIONARY, ['a', null, 'b']] },
      operands: [column('s'), literal('a')],
      gives: ['bool', [true, null, false]],
    },
    {
      name: 'in a literal',
      input: { x: ['int8', [1, 2]] },
      operands: [literal('ab'), literal('b')],
      gives: ['bool', [true, true]],
    },
    ...common(BOOL, ['bool', []]),
    ...[
      ...[
        'a)',
        '[a',
        'a**',
        'a{2}{3}',
        '*a',
        'a{',
        'a{,2}',
        '}',
        ']',
        'a{3,2}',
        'a{0}',
        'a{1001}',
        '(?:a{100}){11}',
        '\\1',
        '\\p{L}',
        '\\pL',
        '\\Z',
        '\\Q',
      ],
      ...[
        '(?=a)',
        '(?!a)',
        '(?<=a)',
        '(?<!a)',
        '(?>a)',
        '(?x)a',
        '(?i-)a',
        '(?)',
        '(?ii)a',
        '(?P<a>b)(?P<a>c)',
        '(?P<1>b)',
        '(?#a)',
        '(?i)é',
        '(?i)[é]',
      ],
      ...[
        '[z-a]',
        '[\\d-z]',
        '[a-\\d]',
        '[[a]]',
        '[a&&b]',
        '[a--b]',
        '[a-b-c]',
        '[[:word]]',
        '[[:letters:]]',
        '[]',
        '[^]',
        '[\\b]',
        '\\x{110000}',
        '\\x{d800}',
      ],
      ...['(a?)*', '(a|b*)+', '^*', '(?:){2,}', '\\b+', 'a\\', '\\é', '\\x4', '\\0', '\\B', '((((a){10}){10}){10}){10}'],
    ].map(pattern => refused(pattern)),
  ],
  extract: [
    texts('the first match', ['a1b22', 'x', '', null], ['[0-9]+'], ['1', null, null, null]),
    texts('a group', ['a1b22', `${FACE}9`, 'x'], ['(.)([0-9]+)', 1n], ['a', FACE, null]),
    texts('the last group', ['k=v', 'k='], ['(\\w)=(?P<value>\\w)?', 2n], ['v', null]),
    texts('a group that took no part', ['b', 'a'], ['(a)|b', 1n], [null, 'a']),
    texts('a group that matches nothing', ['b'], ['(a?)b', 1n], ['']),
    texts('a group within a repetition has its last match', ['abc'], ['(?:([a-c]))+', 1n], ['c']),
    texts('the empty match', ['abc', ''], [''], ['', '']),
    texts('the first alternative', ['foobar'], ['foo|foobar'], ['foo']),
    texts('as little as may be', ['<a><b>'], ['<.+?>'], ['<a>']),
    texts('as little as may be, by a flag', ['<a><b>'], ['(?U)<.+>'], ['<a>']),
    texts('of views', [LONG, 'no'], ['l[a-z]+r than'], ['longer than', null], 'utf8View'),
    texts('of large offsets', [`é${FACE}é`], ['[^é]'], [FACE], 'largeUtf8'),
    {
      name: 'of a dictionary',
      input: { s: [DICTIONARY, ['ab', null]] },
      operands: [column('s'), literal('b')],
      gives: ['utf8', ['b', null]],
    },
    texts('a null for a group', ['a'], ['a', null], [null]),
    refused('(a)', 2n),
    refused('a', 1n),
    refused('(a)', -1n),
    ...common(UTF8, ['utf8', []]),
  ],
  countMatches: [
    of('that do not overlap', ['aaa', 'abab', '', null], ['aa|ab'], ['int64', [1n, 2n, 0n, null]]),
    of('empty ones, between code points', ['', 'a', `${FACE}é`, null], [''], ['int64', [1n, 2n, 3n, null]]),
    of('empty ones and others', ['baac', 'aa', ''], ['a*'], ['int64', [3n, 1n, 1n]]),
    of('places', ['a b', '', 'éa'], ['\\b'], ['int64', [4n, 0n, 2n]]),
    of('beginnings of lines', ['a\n\nb\n', ''], ['(?m)^'], ['int64', [4n, 1n]]),
    of('in views', [LONG], ['e'], ['int64', [4n]], 'utf8View'),
    of('in large offsets', [FACE.repeat(3)], ['.'], ['int64', [3n]], 'largeUtf8'),
    ...common(INT64, ['int64', []]),
  ],
  replaceRegex: [
    texts('every match', ['a1b22', 'x', '', null], ['[0-9]+', '#'], ['a#b#', 'x', '', null]),
    texts('groups', ['John Smith', 'x'], ['(\\w+) (\\w+)', '$2, ${1}$$'], ['Smith, John$', 'x']),
    texts('the whole match', ['ab'], ['[ab]', '<$0>'], ['<a><b>']),
    texts('a group that took no part', ['ab'], ['(a)|b', '[$1]'], ['[a][]']),
    texts('empty matches', ['ab', '', FACE], ['', '-'], ['-a-b-', '-', `-${FACE}-`]),
    texts('empty matches and others', ['baac'], ['a*', 'x'], ['xbxcx']),
    texts('by nothing', [LONG, 'ee'], ['e', ''], ['a txt longr than twlv', ''], 'utf8View'),
    texts('of large offsets', ['éé'], ['é', FACE], [FACE + FACE], 'largeUtf8'),
    texts('a null for the replacement', ['a'], ['a', null], [null]),
    refused('a', '$1'),
    refused('(a)', '$2'),
    refused('(a)', '$'),
    refused('(a)', '$a'),
    refused('(a)', '${1'),
    ...common(UTF8, ['utf8', []], 'b'),
  ],
};

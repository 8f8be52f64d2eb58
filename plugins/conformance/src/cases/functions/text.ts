import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { textLikeCases } from './text-like.js';
import { textPartCases } from './text-parts.js';

const maps = (
  name: string,
  texts: readonly (string | null)[],
  to: readonly (string | null)[],
  type: 'utf8' | 'largeUtf8' | 'utf8View' = 'utf8',
): FunctionCase => {
  const gives: LiteralColumn = [type, to];
  return { name, input: { s: [type, texts] }, gives };
};

/** Texts, what is looked for in each, and whether it is there. */
const tests = (
  name: string,
  rows: readonly (readonly [text: string | null, part: string | null, answer: boolean | null])[],
  type: 'utf8' | 'largeUtf8' | 'utf8View' = 'utf8',
): FunctionCase => ({
  name,
  input: { s: [type, rows.map(([text]) => text)], p: ['utf8', rows.map(([, part]) => part)] },
  gives: ['bool', rows.map(([, , answer]) => answer)],
});
/** The same part for every row. */
const testsOne = (
  name: string,
  part: string | null,
  texts: readonly (string | null)[],
  answers: readonly (boolean | null)[],
  type: 'utf8' | 'largeUtf8' | 'utf8View' = 'utf8',
): FunctionCase => ({
  name,
  input: { s: [type, texts] },
  operands: [column('s'), literal(part)],
  gives: ['bool', answers],
});
const NULLS = [
  ['a', null, null],
  [null, 'a', null],
  [null, null, null],
] as const;

export const textCases: FunctionCases = {
  contains: [
    tests('parts of all kinds', [
      ['abc', 'b', true],
      ['abc', '', true],
      ['', '', true],
      ['', 'a', false],
      ['aab', 'ab', true],
      ['abc', 'abcd', false],
      ['äöü', 'ö', true],
      ['\u{1f600}', '\u{1f601}', false],
      ['\u0000', '\u0000', true],
      ...NULLS,
    ]),
    tests(
      'in views',
      [
        ['a text longer than twelve', 'twelve', true],
        ['short', 'ort', true],
        ['a text longer than twelve', 'Twelve', false],
        ...NULLS,
      ],
      'utf8View',
    ),
    tests(
      'composed letters are other code points',
      [
        ['\u00e9', 'e', false],
        ['e\u0301', 'e', true],
      ],
      'largeUtf8',
    ),
    testsOne(
      'a literal that two texts make together',
      'ab',
      ['a', 'b', 'ab', null, 'xxab', 'a', null, 'b'],
      [false, false, true, null, true, false, null, false],
    ),
    testsOne('a literal more than once', 'aa', ['aaaa', 'a', 'aa', 'baab'], [true, false, true, true], 'largeUtf8'),
    testsOne('the empty literal', '', ['', 'a', null], [true, true, null], 'utf8View'),
    testsOne('a null', null, ['a', null], [null, null]),
    {
      name: 'a literal in a literal',
      input: { x: ['int64', [1n, 2n]] },
      operands: [literal('abc'), literal('bc')],
      gives: ['bool', [true, true]],
    },
    {
      name: 'a literal that holds a column',
      input: { s: ['utf8', ['a', 'd', null]] },
      operands: [literal('abc'), column('s')],
      gives: ['bool', [true, false, null]],
    },
    {
      name: 'a dictionary',
      input: {
        s: [{ id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false }, ['ab', null, 'ba', 'ab']],
      },
      operands: [column('s'), literal('b')],
      gives: ['bool', [true, null, true, true]],
    },
    { name: 'a number is no text', input: { s: ['utf8', ['1']], x: ['int64', [1n]] }, gives: { error: 'TYPE_MISMATCH' } },
    { name: 'one operand', input: { s: ['utf8', ['1']] }, gives: { error: 'INVALID_ARGUMENT' } },
  ],
  startsWith: [
    tests('beginnings', [
      ['abc', 'ab', true],
      ['abc', 'bc', false],
      ['abc', '', true],
      ['', '', true],
      ['a', 'ab', false],
      ['äb', 'ä', true],
      ['\u{1f600}x', '\u{1f600}', true],
      ...NULLS,
    ]),
    testsOne('of views', 'a text', ['a text longer than twelve', 'a tex', 'a text', null], [true, false, true, null], 'utf8View'),
    testsOne('of large offsets', 'ß', ['ßs', 'ss', ''], [true, false, false], 'largeUtf8'),
  ],
  endsWith: [
    tests('ends', [
      ['abc', 'bc', true],
      ['abc', 'ab', false],
      ['abc', '', true],
      ['', '', true],
      ['b', 'ab', false],
      ['bä', 'ä', true],
      ['x\u{1f600}', '\u{1f600}', true],
      ...NULLS,
    ]),
    testsOne(
      'of views',
      'than twelve',
      ['a text longer than twelve', 'twelve', 'than twelve', null],
      [true, false, true, null],
      'utf8View',
    ),
    testsOne('of large offsets', 'ß', ['sß', 'ss', ''], [true, false, false], 'largeUtf8'),
  ],
  upper: [
    maps('ASCII', ['abc', 'ABC', 'a-1', '', null], ['ABC', 'ABC', 'A-1', '', null]),
    maps('one letter becomes several', ['straße', '\ufb03', '\u0149', '\u1e96'], ['STRASSE', 'FFI', '\u02bcN', 'H\u0331']),
    maps('no locale: i is never a dotted I', ['iı', 'İ'], ['II', 'İ']),
    maps('title case letters', ['ǆ', 'ǅ'], ['Ǆ', 'Ǆ']),
    maps('iota subscript', ['ᾳ', '\u0345'], ['ΑΙ', '\u0399']),
    maps('final sigma', ['ς σ'], ['Σ Σ']),
    maps('Georgian and letters beyond 16 bits', ['ა', '\u{10428}', '\u{1f600}'], ['Ა', '\u{10400}', '\u{1f600}']),
    maps(
      'letters cased after Unicode 15.1 stay',
      ['\u0264x', '\u019b', '\u{10d70}', '\ua7d3ß', '\u1c8a'],
      ['\u0264X', '\u019b', '\u{10d70}', '\ua7d3SS', '\u1c8a'],
    ),
    maps('composed and decomposed letters stay as they are composed', ['\u00e9', 'e\u0301'], ['\u00c9', 'E\u0301']),
    maps('large offsets', ['äöü'], ['ÄÖÜ'], 'largeUtf8'),
    maps('views, inline and not', ['short', 'longer than twelve ß', null], ['SHORT', 'LONGER THAN TWELVE SS', null], 'utf8View'),
    maps('no rows', [], []),
    {
      name: 'a dictionary is decoded',
      input: { s: [{ id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false }, ['a', null, 'a']] },
      gives: ['utf8', ['A', null, 'A']],
    },
    { name: 'a literal', input: { x: ['int64', [1n, 2n]] }, operands: [literal('ß')], gives: ['utf8', ['SS', 'SS']] },
    { name: 'in another call', input: { s: ['utf8', ['x']] }, operands: [column('s')], gives: ['utf8', ['X']] },
  ],
  ...textLikeCases,
  ...textPartCases,
};

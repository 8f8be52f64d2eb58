import type { LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';

const FACE = '\u{1f600}';
/** Texts beside one pattern, and an escape. */
const like = (
  name: string,
  pattern: readonly LiteralValue[],
  rows: readonly (readonly [text: string | null, answer: boolean | null])[],
  type: 'utf8' | 'largeUtf8' | 'utf8View' = 'utf8',
): FunctionCase => ({
  name,
  input: { s: [type, rows.map(([text]) => text)] },
  operands: [column('s'), ...pattern.map(value => literal(value))],
  gives: ['bool', rows.map(([, answer]) => answer)],
});
/** Two columns of text. */
const pairs = (
  name: string,
  rows: readonly (readonly [string | null, string | null, unknown])[],
  id: 'bool' | 'int64',
): FunctionCase => ({
  name,
  input: { s: ['utf8', rows.map(([a]) => a)], p: ['utf8View', rows.map(([, b]) => b)] },
  gives: [id, rows.map(([, , answer]) => answer)],
});
const NULLS = [
  ['a', null, null],
  [null, 'a', null],
] as const;
const none = (gives: LiteralColumn): FunctionCase => ({
  name: 'nulls',
  input: { n: ['null', [null, null]] },
  operands: [column('n'), literal('a')],
  gives,
});
const varying: FunctionCase = {
  name: 'a pattern of each row',
  input: { s: ['utf8', ['a']], p: ['utf8', ['a']] },
  gives: { error: 'INVALID_ARGUMENT' },
};

export const textLikeCases: FunctionCases = {
  like: [
    like(
      'without signs',
      ['abc'],
      [
        ['abc', true],
        ['ab', false],
        ['abcd', false],
        ['', false],
        [null, null],
      ],
    ),
    like(
      'a beginning',
      ['a%'],
      [
        ['a', true],
        ['abc', true],
        ['ba', false],
        ['', false],
      ],
      'largeUtf8',
    ),
    like(
      'a part',
      ['%b%'],
      [
        ['abc', true],
        ['b', true],
        ['ac', false],
        [null, null],
        ['', false],
        ['xb', true],
      ],
      'utf8View',
    ),
    like(
      'a part of texts that lie together',
      ['%ab%'],
      [
        ['a', false],
        ['b', false],
        ['ab', true],
        [null, null],
        ['xabx', true],
      ],
    ),
    like(
      'one code point',
      ['_b_'],
      [
        ['abc', true],
        [`äb${FACE}`, true],
        ['ab', false],
        ['abcd', false],
      ],
    ),
    like(
      'more than one',
      ['%i_s%pp_'],
      [
        ['mississippi', true],
        ['mississipp', false],
        ['ixspp', false],
        ['ixsppp', true],
      ],
    ),
    like(
      'anything, nothing',
      ['%'],
      [
        ['', true],
        ['a', true],
        [null, null],
      ],
    ),
    like(
      'the empty pattern',
      [''],
      [
        ['', true],
        ['a', false],
      ],
    ),
    like(
      'two code points or more',
      ['_%_'],
      [
        [FACE, false],
        [`${FACE}a`, true],
        ['abc', true],
        ['', false],
      ],
    ),
    like(
      'no escape unless there is one',
      ['a\\%'],
      [
        ['a\\', true],
        ['a%', false],
        ['a\\b', true],
      ],
    ),
    like(
      'an escape',
      ['100!%!!_', '!'],
      [
        ['100%!x', true],
        ['100x!x', false],
        ['100%!', false],
      ],
    ),
    like(
      'an escape beyond ASCII',
      ['%äöä%', 'ä'],
      [
        ['ö%', true],
        ['ö', false],
        ['xö%', true],
      ],
    ),
    like(
      'an escape that is a sign',
      ['%%a%_', '%'],
      [
        ['%a_', true],
        ['ba_', false],
      ],
    ),
    like(
      'an escape at the end is itself',
      ['a!', '!'],
      [
        ['a!', true],
        ['a', false],
      ],
    ),
    like(
      'the empty escape is none',
      ['a!%', ''],
      [
        ['a!b', true],
        ['a%', false],
      ],
    ),
    like('a null', [null], [['a', null]]),
    like(
      'an escape that is null',
      ['a', null],
      [
        ['a', null],
        [null, null],
      ],
    ),
    {
      name: 'a literal',
      input: { x: ['int64', [1n, 2n]] },
      operands: [literal('abc'), literal('%c')],
      gives: ['bool', [true, true]],
    },
    varying,
    none(['bool', [null, null]]),
  ],
  ilike: [
    like(
      'letters of any case',
      ['A%ß_'],
      [
        ['axßX', true],
        ['Aßb', true],
        ['ABß', false],
        [null, null],
      ],
    ),
    like(
      'beyond ASCII',
      ['%Äσ%'],
      [
        ['xäΣ', true],
        ['xÄς', false],
        ['a', false],
      ],
      'utf8View',
    ),
    like(
      'an escape keeps its case',
      ['X%x%', 'X'],
      [
        ['%X', true],
        ['%xyz', true],
        ['axb', false],
      ],
      'largeUtf8',
    ),
    like(
      'code points of the lower case',
      ['_'],
      [
        ['İ', false],
        ['I', true],
      ],
    ),
    varying,
    none(['bool', [null, null]]),
  ],
  equalsIgnoreCase: [
    pairs(
      'by the lower case of the upper case',
      [
        ['Straße', 'STRASSE', true],
        ['ΣΑΣ', 'σας', true],
        ['K', 'k', true],
        ['ABC', 'abc', true],
        ['ABC', 'abd', false],
        ['a', 'ab', false],
        ['', '', true],
        ['[', '{', false],
        ['İ', 'i', false],
        ['\u1c8a', '\u1c89', false],
        ...NULLS,
      ],
      'bool',
    ),
    none(['bool', [null, null]]),
  ],
  levenshtein: [
    pairs(
      'code points added, removed, changed',
      [
        ['kitten', 'sitting', 3n],
        ['', 'abc', 3n],
        ['äß', 'as', 2n],
        [FACE, '', 1n],
        ['ab', 'ba', 2n],
        ['same', 'same', 0n],
        ['', '', 0n],
        ...NULLS,
      ],
      'int64',
    ),
    none(['int64', [null, null]]),
  ],
};

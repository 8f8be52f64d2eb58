import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';

type TextId = 'utf8' | 'largeUtf8' | 'utf8View';
type Texts = readonly (string | null)[];

const s = column('s');
/** A function of one text column, and of literals after it. */
const of = (name: string, texts: Texts, others: readonly LiteralValue[], gives: Texts, type: TextId = 'utf8'): FunctionCase => ({
  name,
  input: { s: [type, texts] },
  operands: [s, ...others.map(value => literal(value))],
  gives: [type, gives],
});
const counts = (name: string, texts: Texts, gives: readonly (bigint | null)[], type: TextId = 'utf8'): FunctionCase => ({
  name,
  input: { s: [type, texts] },
  gives: ['int64', gives],
});
/** Of columns alone. */
const columns = (name: string, input: { readonly [column: string]: LiteralColumn }, gives: LiteralColumn): FunctionCase => ({
  name,
  input,
  gives,
});

const FACE = '\u{1f600}';
const LONG = 'a text longer than twelve';
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };
const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const nulls = (gives: LiteralColumn, ...others: readonly LiteralValue[]): FunctionCase => ({
  name: 'nulls',
  input: { n: ['null', [null, null]] },
  operands: [column('n'), ...others.map(value => literal(value))],
  gives,
});
const NO_TEXTS: LiteralColumn = ['utf8', [null, null]];
const NO_COUNTS: LiteralColumn = ['int64', [null, null]];
const mismatch = (...others: readonly LiteralValue[]): FunctionCase => ({
  name: 'a number is no text',
  input: { x: ['int64', [1n]] },
  operands: [column('x'), ...others.map(value => literal(value))],
  gives: { error: 'TYPE_MISMATCH' },
});
const tooMany = (...others: readonly LiteralValue[]): FunctionCase => ({
  name: 'more than memory holds',
  input: { s: ['utf8', ['ab']] },
  operands: [s, ...others.map(value => literal(value))],
  gives: { error: 'OUT_OF_MEMORY' },
});
/** As many of everything as there are blanks, and what looks like one and is none. */
const BLANKS = '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000';

export const textPartCases: FunctionCases = {
  lower: [
    of('ASCII', ['ABC', 'abc', 'A-1', '', null], [], ['abc', 'abc', 'a-1', '', null]),
    of('no locale', ['I', 'İ', 'ẞ', 'K'], [], ['i', 'i\u0307', 'ß', 'k']),
    of('a sigma is the same everywhere', ['ΟΔΟΣ', 'Σ Σ.', 'ς'], [], ['οδοσ', 'σ σ.', 'ς']),
    of('title case letters, and beyond 16 bits', ['ǅ', 'ᾈ', '\u{10400}', 'Ა'], [], ['ǆ', 'ᾀ', '\u{10428}', 'ა'], 'largeUtf8'),
    of(
      'letters cased after Unicode 15.1 stay',
      ['\u1c89A', '\ua7cb', '\ua7daB', '\u{10d50}', '\u{16ea0}'],
      [],
      ['\u1c89a', '\ua7cb', '\ua7dab', '\u{10d50}', '\u{16ea0}'],
    ),
    of('views', ['SHORT', 'LONGER THAN TWELVE ẞ', null], [], ['short', 'longer than twelve ß', null], 'utf8View'),
    columns('a dictionary', { s: [DICTIONARY, ['A', null, 'A']] }, ['utf8', ['a', null, 'a']]),
    nulls(NO_TEXTS),
    mismatch(),
  ],
  title: [
    of('words', ['the QUICK fox', "o'NEIL-smith", '', null, '1st'], [], ['The Quick Fox', "O'neil-smith", '', null, '1st']),
    of('blanks of all kinds', ['a\u2003b\tc\u3000d', '  x  '], [], ['A\u2003B\tC\u3000D', '  X  '], 'utf8View'),
    of('letters that become several', ['ßa ŉx ǆ'], [], ['SSa \u02bcNx Ǆ'], 'largeUtf8'),
    nulls(NO_TEXTS),
  ],
  length: [
    counts('code points', ['', 'abc', 'äöü', FACE, 'e\u0301', '\u0000', null], [0n, 3n, 3n, 1n, 2n, 1n, null]),
    counts('of ASCII alone', ['', 'abc', null, LONG], [0n, 3n, null, 25n]),
    counts('of views', ['äb', LONG, null], [2n, 25n, null], 'utf8View'),
    counts('of large offsets', [FACE + FACE, 'a'], [2n, 1n], 'largeUtf8'),
    counts('of no rows', [], []),
    columns('of a dictionary', { s: [DICTIONARY, ['ä', null, 'bb']] }, ['int64', [1n, null, 2n]]),
    { name: 'of a literal', input: { x: ['int64', [1n, 2n]] }, operands: [literal('ä')], gives: ['int64', [1n, 1n]] },
    nulls(NO_COUNTS),
    mismatch(),
  ],
  byteLength: [
    counts('bytes of UTF-8', ['', 'abc', 'äöü', FACE, '\u0000', null], [0n, 3n, 6n, 4n, 1n, null]),
    counts('of views', ['äb', LONG, null], [3n, 25n, null], 'utf8View'),
    counts('of large offsets', [FACE, 'a'], [4n, 1n], 'largeUtf8'),
    nulls(NO_COUNTS),
    mismatch(),
  ],
  trim: [
    of(
      'blanks',
      [' a b ', `${BLANKS}x${BLANKS}`, BLANKS, '', null, '\ufeff\u200bx\u180e'],
      [],
      ['a b', 'x', '', '', null, '\ufeff\u200bx\u180e'],
    ),
    of('the code points of a text', ['--ä-', 'ää', `${FACE}x${FACE}`, 'x-y', null], [`ä-${FACE}`], ['', '', 'x', 'x-y', null]),
    of('nothing', [' a '], [''], [' a '], 'largeUtf8'),
    of('views', [`  ${LONG} `, '  x'], [], [LONG, 'x'], 'utf8View'),
    columns('those of another column', { s: ['utf8', ['aba', 'aba', 'a', null]], c: ['utf8', ['a', 'b', null, 'a']] }, [
      'utf8',
      ['b', 'aba', null, null],
    ]),
    of('a null', ['a', null], [null], [null, null]),
    nulls(NO_TEXTS),
    mismatch(),
  ],
  trimStart: [
    of('blanks', [' a ', `${BLANKS}x `, BLANKS, null], [], ['a ', 'x ', '', null]),
    of('the code points of a text', ['--ä-', 'äa'], ['ä-'], ['', 'a'], 'utf8View'),
    nulls(NO_TEXTS),
  ],
  trimEnd: [
    of('blanks', [' a ', ` x${BLANKS}`, BLANKS, null], [], [' a', ' x', '', null]),
    of('the code points of a text', ['-a-ä', 'aä'], ['ä-'], ['-a', 'a'], 'largeUtf8'),
    nulls(NO_TEXTS),
  ],
  indexOf: [
    columns(
      'code points before it, or null',
      {
        s: ['utf8', ['abcb', `ä${FACE}b`, 'abc', '', 'abc', null, 'a', 'aab']],
        p: ['utf8', ['b', 'b', 'x', '', '', 'a', null, 'ab']],
      },
      ['int64', [1n, 2n, null, 0n, 0n, null, null, 1n]],
    ),
    {
      name: 'in views',
      input: { s: ['utf8View', [LONG, 'x', null]] },
      operands: [s, literal('longer')],
      gives: ['int64', [7n, null, null]],
    },
    nulls(NO_COUNTS, 'a'),
    mismatch('a'),
  ],
  slice: [
    of('from a place to the end', ['abcd', 'äöü', `${FACE}b`, '', null], [1n], ['bcd', 'öü', 'b', '', null]),
    of('so many', ['abcd', 'äöü', `a${FACE}c`, ''], [1n, 2n], ['bc', 'öü', `${FACE}c`, '']),
    of('from the end', ['abcd', 'äöü', 'a', ''], [-2n], ['cd', 'öü', 'a', ''], 'largeUtf8'),
    of('from before the beginning', ['abc', 'a', ''], [-5n, 3n], ['a', '', ''], 'utf8View'),
    of('fewer than none', ['abc'], [1n, -1n], ['']),
    of('a place beyond the end', ['abc', LONG], [3n, 1n], ['', 'e'], 'utf8View'),
    columns(
      'places and counts of columns, of any size',
      {
        s: ['utf8', ['abc', 'abc', 'abc', 'abc', 'abc', null, 'abc']],
        i: ['int64', [INT_MIN, INT_MAX, -1n, null, 0n, 0n, INT_MIN]],
        k: ['int64', [INT_MAX, INT_MAX, INT_MAX, 1n, null, 1n, INT_MIN]],
      },
      ['utf8', ['ab', '', 'c', null, null, null, '']],
    ),
    columns(
      'unsigned and narrow integers',
      { s: ['utf8', ['abc', 'abc']], i: ['int8', [-2, 1]], k: ['uint64', [2n ** 64n - 1n, 1n]] },
      ['utf8', ['bc', 'b']],
    ),
    {
      name: 'a literal by a column',
      input: { i: ['int32', [0, 1, -1, null]] },
      operands: [literal('ab'), column('i'), literal(1)],
      gives: ['utf8', ['a', 'b', 'b', null]],
    },
    {
      name: 'a fraction is no place',
      input: { s: ['utf8', ['a']] },
      operands: [s, literal(0.5)],
      gives: { error: 'TYPE_MISMATCH' },
    },
    of('a null', ['a'], [null], [null]),
    nulls(NO_TEXTS, 1n),
    mismatch(1n),
  ],
  left: [
    of('the first', ['abc', 'ä', `${FACE}${FACE}${FACE}`, '', null], [2n], ['ab', 'ä', FACE + FACE, '', null]),
    of('all but the last', ['abc', 'äöü', 'a', ''], [-2n], ['a', 'ä', '', ''], 'utf8View'),
    columns('of any size', { s: ['largeUtf8', ['ab', 'ab', 'ab', 'ab']], i: ['int64', [INT_MIN, INT_MAX, 0n, null]] }, [
      'largeUtf8',
      ['', 'ab', '', null],
    ]),
    nulls(NO_TEXTS, 1n),
  ],
  right: [
    of('the last', ['abc', 'ä', `${FACE}${FACE}${FACE}`, '', null], [2n], ['bc', 'ä', FACE + FACE, '', null]),
    of('all but the first', ['abc', 'äöü', 'a', ''], [-2n], ['c', 'ü', '', ''], 'utf8View'),
    columns('of any size', { s: ['largeUtf8', ['ab', 'ab', 'ab', 'ab']], i: ['int64', [INT_MIN, INT_MAX, 0n, null]] }, [
      'largeUtf8',
      ['', 'ab', '', null],
    ]),
    nulls(NO_TEXTS, 1n),
  ],
  replace: [
    of('the first', ['aXbX', 'X', 'abc', '', null], ['X', 'ä'], ['aäbX', 'ä', 'abc', '', null]),
    of('the empty text has no place', ['abc', ''], ['', 'x'], ['abc', ''], 'largeUtf8'),
    of('by nothing', ['aXb', LONG], ['X', ''], ['ab', LONG], 'utf8View'),
    of('a null', ['a'], ['a', null], [null]),
    nulls(NO_TEXTS, 'a', 'b'),
  ],
  replaceAll: [
    of('from left to right', ['aaa', 'aXbX', 'abc', '', null], ['aa', 'b'], ['ba', 'aXbX', 'abc', '', null]),
    of('what is put in is not looked into', ['aa', 'ä'], ['a', 'aa'], ['aaaa', 'ä']),
    of('the empty text has no place', ['abc', ''], ['', 'x'], ['abc', ''], 'largeUtf8'),
    of('in views', [LONG, 'e'], ['e', FACE], [LONG.replaceAll('e', FACE), FACE], 'utf8View'),
    columns(
      'all of columns',
      { s: ['utf8', ['abab', 'abab', null, 'a']], p: ['utf8', ['a', 'ab', 'a', null]], b: ['utf8', ['', 'x', 'x', 'x']] },
      ['utf8', ['bb', 'xx', null, null]],
    ),
    nulls(NO_TEXTS, 'a', 'b'),
    mismatch('a', 'b'),
  ],
  concat: [
    of('a literal', ['a', '', null, 'ä'], ['-'], ['a-', '-', null, 'ä-']),
    columns(
      'columns of any encoding',
      { s: ['largeUtf8', ['a', null, 'c']], t: ['utf8View', ['x', 'y', LONG]], u: ['utf8', ['1', '2', '']] },
      ['largeUtf8', ['ax1', null, `c${LONG}`]],
    ),
    {
      name: 'literals around a column',
      input: { s: ['utf8', ['a', null]] },
      operands: [literal('<'), s, literal('>'), literal('')],
      gives: ['utf8', ['<a>', null]],
    },
    columns('itself, in views', { s: ['utf8View', ['ab', LONG]], t: ['utf8View', ['', 'x']] }, ['utf8View', ['ab', `${LONG}x`]]),
    of('a null', ['a'], [null, 'b'], [null]),
    { name: 'one alone', input: { s: ['utf8', ['a']] }, gives: { error: 'INVALID_ARGUMENT' } },
    nulls(NO_TEXTS, 'a'),
    mismatch('a'),
  ],
  repeat: [
    of('so many times', ['ab', 'ä', '', null], [3n], ['ababab', 'äää', '', null]),
    of('no times', ['ab'], [0n], [''], 'largeUtf8'),
    columns('of columns', { s: ['utf8View', ['ab', 'x', LONG, null, 'a']], i: ['int64', [-1n, INT_MIN, 2n, 1n, null]] }, [
      'utf8View',
      ['', '', LONG + LONG, null, null],
    ]),
    of('many times', ['ab'], [5000n], ['ab'.repeat(5000)]),
    of('nothing as often as there are numbers', [''], [INT_MAX], ['']),
    tooMany(2n ** 31n),
    { ...tooMany(INT_MAX), name: 'as often as there are numbers' },
    {
      name: 'more than a text holds, of large offsets',
      input: { s: ['largeUtf8', ['ab']] },
      operands: [s, literal(2n ** 40n)],
      gives: { error: 'OUT_OF_MEMORY' },
    },
    nulls(NO_TEXTS, 2n),
    mismatch(1n),
  ],
  reverse: [
    of('code points', ['abc', 'aß', `a${FACE}b`, 'e\u0301', '', null], [], ['cba', 'ßa', `b${FACE}a`, '\u0301e', '', null]),
    of('views', [LONG, 'ab'], [], ['evlewt naht regnol txet a', 'ba'], 'utf8View'),
    nulls(NO_TEXTS),
  ],
  padStart: [
    of('spaces', ['a', 'abc', 'abcd', '', 'ä', null], [3n], ['  a', 'abc', 'abcd', '   ', '  ä', null]),
    of('another text, again and again', ['a', 'abcd'], [6n, `1ä${FACE}`], [`1ä${FACE}1äa`, '1äabcd'], 'largeUtf8'),
    of('the empty text', ['a'], [3n, ''], ['a']),
    of('a negative number', ['a', LONG], [-3n], ['a', LONG], 'utf8View'),
    columns('of columns', { s: ['utf8', ['a', 'a', null]], i: ['int16', [2, null, 2]], f: ['utf8', ['x', 'x', 'x']] }, [
      'utf8',
      ['xa', null, null],
    ]),
    // Too long whatever is written first: nobody fills 2 GiB to find out.
    tooMany(2n ** 31n + 2n),
    { ...tooMany(INT_MAX, 'äöü'), name: 'as many as there are numbers' },
    nulls(NO_TEXTS, 2n),
  ],
  padEnd: [
    of('spaces', ['a', 'abc', 'abcd', '', 'ä', null], [3n], ['a  ', 'abc', 'abcd', '   ', 'ä  ', null]),
    of('another text, again and again', ['a', 'abcd'], [6n, `1ä${FACE}`], [`a1ä${FACE}1ä`, 'abcd1ä'], 'largeUtf8'),
    of('the empty text', ['a'], [3n, ''], ['a']),
    of('many', ['a'], [5000n], ['a'.padEnd(5000)], 'utf8View'),
    tooMany(2n ** 31n),
    nulls(NO_TEXTS, 2n),
  ],
};

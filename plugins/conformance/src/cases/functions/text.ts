import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';

const maps = (
  name: string,
  texts: readonly (string | null)[],
  to: readonly (string | null)[],
  type: 'utf8' | 'largeUtf8' | 'utf8View' = 'utf8',
): FunctionCase => {
  const gives: LiteralColumn = [type, to];
  return { name, input: { s: [type, texts] }, gives };
};

export const textCases: FunctionCases = {
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
      ['\u0264x', '\u019b', '\u{10d70}', '\ua7d3ß'],
      ['\u0264X', '\u019b', '\u{10d70}', '\ua7d3SS'],
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
};

import { codePointAt, next } from './code-points.js';
import { lower, lowerByte, upper } from './text-case.js';
import { binary, type Kernels, type ScalarKernel } from './kernel.js';
import { containsOne } from './text-search.js';
import { countRows, endOf, isAscii, startOf, stringAt, testRows, textsOf } from './texts.js';
import { allValid } from './vector.js';
import type { BytesVector } from './vector.js';

/** Texts beside patterns of SQL, and beside texts that are nearly the same. */
export const TEXT_LIKE_KERNELS: Kernels = {
  like: patterned(false),
  ilike: patterned(true),
  equalsIgnoreCase: binary((left, right, { rows }) => {
    const [a, b] = [textsOf(left), textsOf(right)];
    return testRows([a, b], rows, row => {
      const [from, to, other, end] = [startOf(a, row), endOf(a, row), startOf(b, row), endOf(b, row)];
      if (!isAscii(a.data, from, to) || !isAscii(b.data, other, end)) return folded(a, row) === folded(b, row);
      if (to - from !== end - other) return false;
      for (let i = from; i < to; i++) if (lowerByte(a.data[i] ?? 0) !== lowerByte(b.data[other + i - from] ?? 0)) return false;
      return true;
    });
  }),
  levenshtein: binary((left, right, { rows }) => {
    const [a, b] = [textsOf(left), textsOf(right)];
    return countRows([a, b], rows, row => distance(codePoints(a, row), codePoints(b, row)));
  }),
};

const folded = (texts: BytesVector, row: number): string => lower(upper(stringAt(texts, row)));

function codePoints(texts: BytesVector, row: number): readonly number[] {
  const codes: number[] = [];
  const end = endOf(texts, row);
  for (let at = startOf(texts, row); at < end; at = next(texts.data, at, end)) codes.push(codePointAt(texts.data, at));
  return codes;
}

/** The distance of Levenshtein. O(n · m) time, O(m) memory. */
function distance(a: readonly number[], b: readonly number[]): number {
  const line = Float64Array.from({ length: b.length + 1 }, (_, i) => i);
  a.forEach((code, index) => {
    let diagonal = line[0] ?? 0;
    line[0] = index + 1;
    for (let i = 0; i < b.length; i++) {
      const changed = diagonal + Number(code !== b[i]);
      diagonal = line[i + 1] ?? 0;
      line[i + 1] = Math.min(changed, diagonal + 1, (line[i] ?? 0) + 1);
    }
  });
  return line[b.length] ?? 0;
}

/** Tokens of a pattern: bytes, and besides them one code point, or any number of them. */
const ONE = 256;
const MANY = 257;
const encoder = new TextEncoder();

function compiled(pattern: string, escape: string | undefined, ignoreCase: boolean): readonly number[] {
  const tokens: number[] = [];
  const letters = Array.from(pattern);
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? '';
    const isEscaped = letter === escape && i + 1 < letters.length;
    if (isEscaped) i++;
    const meant = isEscaped ? (letters[i] ?? '') : letter;
    if (letter !== escape && letter === '%') tokens.push(MANY);
    else if (letter !== escape && letter === '_') tokens.push(ONE);
    else tokens.push(...encoder.encode(ignoreCase ? lower(meant) : meant));
  }
  return tokens;
}

function patterned(ignoreCase: boolean): ScalarKernel {
  return ([whole, pattern, escape], { rows }) => {
    if (!whole || !pattern) throw new TypeError('a function of a text and a pattern was called with fewer operands');
    const [texts, patterns, escapes] = [textsOf(whole), textsOf(pattern), escape && textsOf(escape)];
    const operands = escapes ? [texts, patterns, escapes] : [texts, patterns];
    if (rows.length === 0 || patterns.validity?.[0] === 0 || escapes?.validity?.[0] === 0)
      return testRows(operands, rows, () => false);
    const [mark] = escapes ? stringAt(escapes, 0) : [];
    const tokens = compiled(stringAt(patterns, 0), mark, ignoreCase);
    const part = tokens.slice(1, -1);
    if (
      !ignoreCase &&
      texts.step === 1 &&
      tokens.length > 1 &&
      tokens[0] === MANY &&
      tokens.at(-1) === MANY &&
      part.every(isByte)
    )
      return containsOne(texts, Uint8Array.from(part), rows);
    const validity = allValid(operands, rows.length);
    return testRows(operands, rows, row => {
      if (validity?.[row] === 0) return false;
      const [from, to] = [startOf(texts, row), endOf(texts, row)];
      if (!ignoreCase) return matches(tokens, texts.data, from, to);
      const data = isAscii(texts.data, from, to)
        ? texts.data.subarray(from, to).map(lowerByte)
        : encoder.encode(lower(stringAt(texts, row)));
      return matches(tokens, data, 0, data.length);
    });
  };
}

const isByte = (token: number): boolean => token < ONE;

/** What follows the last `%` is looked for from place to place; those before it have matched as early as they can. */
function matches(tokens: readonly number[], data: Uint8Array, from: number, to: number): boolean {
  let [at, token] = [from, 0];
  let [after, place] = [-1, from];
  while (at < to) {
    const wanted = tokens[token];
    if (wanted === MANY) {
      [after, place] = [++token, at];
    } else if (wanted === ONE) {
      at = next(data, at, to);
      token++;
    } else if (wanted === data[at]) {
      at++;
      token++;
    } else if (after < 0) return false;
    else {
      place = next(data, place, to);
      [at, token] = [place, after];
    }
  }
  while (tokens[token] === MANY) token++;
  return token === tokens.length;
}

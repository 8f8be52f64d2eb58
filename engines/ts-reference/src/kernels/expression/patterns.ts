import { parseReplacement, type Replacement } from '@parquetframe/core/engine';
import type { Matcher, RE2JS } from 're2js';
import { next } from './code-points.js';
import { binary, type Kernels, type ScalarKernel } from './kernel.js';
import { patternLibrary } from './pattern-library.js';
import { bytesIn, writeRows, type TextWriter } from './text-writer.js';
import { bytesAt, countRows, integerAt, startOf, stringAt, testRows, textsOf } from './texts.js';
import type { BytesVector, Rows, Vector } from './vector.js';

/** Regular expressions, over the bytes of UTF-8. */
export const PATTERN_KERNELS: Kernels = {
  matches: binary((whole, pattern, { rows }) => {
    const texts = textsOf(whole);
    const regex = compiled(pattern);
    return testRows([texts, textsOf(pattern)], rows, row => regex?.matcher(inputOf(texts, row)).find() === true);
  }),
  countMatches: binary((whole, pattern, { rows }) => {
    const texts = textsOf(whole);
    const regex = compiled(pattern);
    return countRows([texts, textsOf(pattern)], rows, row => {
      const matches = regex && matchesIn(regex, bytesAt(texts, row));
      let count = 0;
      while (matches?.next().done === false) count++;
      return count;
    });
  }),
  extract: ([whole, pattern, group], { type, rows }) => {
    if (!whole || !pattern) throw new TypeError('extract was called with fewer than two operands');
    const texts = textsOf(whole);
    const regex = compiled(pattern);
    const number = group && rows.length > 0 ? integerAt(group, 0) : 0;
    const missing: number[] = [];
    const operands: readonly Vector[] = group ? [texts, textsOf(pattern), group] : [texts, textsOf(pattern)];
    const found = writeRows(type, operands, rows, bytesIn(texts, rows), (row, writer) => {
      const matcher = regex?.matcher(inputOf(texts, row));
      const start = matcher?.find() ? matcher.start(number) : -1;
      if (!matcher || start < 0) missing.push(row);
      else writer.bytes(texts.data, startOf(texts, row) + start, startOf(texts, row) + matcher.end(number));
    });
    return withNulls(found, missing, rows);
  },
  replaceRegex: replaced(),
};

function withNulls(vector: BytesVector, missing: readonly number[], { length }: Rows): BytesVector {
  if (missing.length === 0) return vector;
  const validity = vector.validity ?? new Uint8Array(length).fill(1);
  for (const row of missing) validity[row] = 0;
  return { ...vector, validity };
}

function replaced(): ScalarKernel {
  return ([whole, pattern, replacement], { type, rows }) => {
    if (!whole || !pattern || !replacement) throw new TypeError('replaceRegex was called with fewer than three operands');
    const [texts, by] = [textsOf(whole), textsOf(replacement)];
    const regex = compiled(pattern);
    const parts = by.validity?.[0] === 0 ? [] : encoded(parseReplacement(stringAt(by, 0)) ?? []);
    return writeRows(type, [texts, textsOf(pattern), by], rows, bytesIn(texts, rows), (row, writer) => {
      if (!regex) return;
      const bytes = bytesAt(texts, row);
      let from = 0;
      for (const match of matchesIn(regex, bytes)) {
        writer.bytes(bytes, from, match.start());
        for (const part of parts) write(part, match, bytes, writer);
        from = match.end();
      }
      writer.bytes(bytes, from, bytes.length);
    });
  };
}

const encoder = new TextEncoder();
const encoded = (parts: Replacement): readonly (Uint8Array | number)[] =>
  parts.map(part => (typeof part === 'string' ? encoder.encode(part) : part));

function write(part: Uint8Array | number, match: Matcher, bytes: Uint8Array, writer: TextWriter): void {
  if (typeof part !== 'number') writer.bytes(part, 0, part.length);
  else if (match.start(part) >= 0) writer.bytes(bytes, match.start(part), match.end(part));
}

const inputOf = (texts: BytesVector, row: number) => patternLibrary().MatcherInput.utf8(bytesAt(texts, row));

/** All matches, one after the other; an empty one right behind another is none. */
export function* matchesIn(regex: RE2JS, bytes: Uint8Array): Generator<Matcher, void, undefined> {
  const matcher = regex.matcher(patternLibrary().MatcherInput.utf8(bytes));
  let [at, last] = [0, -1];
  while (at <= bytes.length && matcher.find(at)) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end && end === last) at = end < bytes.length ? next(bytes, end, bytes.length) : end + 1;
    else {
      yield matcher;
      [at, last] = [end, end];
    }
  }
}

const KEPT = 16;
const compiledPatterns = new Map<string, RE2JS>();

/** The pattern of a call, which is the same in every row; the last ones are kept, since rows come in many calls. Undefined where it is null. */
export function compiled(vector: Vector): RE2JS | undefined {
  const patterns = textsOf(vector);
  if (patterns.validity?.[0] === 0 || patterns.offsets.length < 2) return undefined;
  const pattern = stringAt(patterns, 0);
  const known = compiledPatterns.get(pattern) ?? patternLibrary().RE2JS.compile(pattern);
  compiledPatterns.delete(pattern);
  compiledPatterns.set(pattern, known);
  const [oldest] = compiledPatterns.keys();
  if (compiledPatterns.size > KEPT && oldest !== undefined) compiledPatterns.delete(oldest);
  return known;
}

import { backward, codePointAt, countCodePoints, forward, isBlank, next, previous } from './code-points.js';
import { type Kernels, type ScalarKernel } from './kernel.js';
import { cutRows, writeRows, bytesIn } from './text-writer.js';
import { countRows, endOf, integerAt, startOf, textsOf } from './texts.js';
import type { BytesVector, Vector } from './vector.js';

/** Counts of code points, and parts of texts by their places. */
export const TEXT_PART_KERNELS: Kernels = {
  length: counted(countCodePoints),
  byteLength: counted((_, from, to) => to - from),
  trim: trimmed(true, true),
  trimStart: trimmed(true, false),
  trimEnd: trimmed(false, true),
  slice: ([whole, place, many], { type, rows }) => {
    const [texts, offset] = operandsOf(whole, place);
    const others = many ? [offset, many] : [offset];
    return cutRows(type, texts, others, rows, (row, from, to) => {
      const [start, count] = [wholeAt(offset, row), many && wholeAt(many, row)];
      if (start >= 0) {
        const at = forward(texts.data, from, to, Number(start));
        return [at, count === undefined ? to : forward(texts.data, at, to, Number(count))];
      }
      const [first, last] = span(countCodePoints(texts.data, from, to), start, count);
      const at = forward(texts.data, from, to, first);
      return [at, forward(texts.data, at, to, last - first)];
    });
  },
  left: taken((data, from, to, count) => [from, count >= 0 ? forward(data, from, to, count) : backward(data, from, to, -count)]),
  right: taken((data, from, to, count) => [count >= 0 ? backward(data, from, to, count) : forward(data, from, to, -count), to]),
  reverse: ([whole], { type, rows }) => {
    const [texts] = operandsOf(whole, whole);
    return writeRows(type, [texts], rows, bytesIn(texts, rows), (row, writer) => {
      const from = startOf(texts, row);
      for (let end = endOf(texts, row); end > from;) {
        const at = previous(texts.data, end, from);
        writer.bytes(texts.data, at, end);
        end = at;
      }
    });
  },
};

/** The text, and the operand after it, which the definition asks for. */
function operandsOf(whole: Vector | undefined, other: Vector | undefined): readonly [BytesVector, Vector] {
  if (whole && other) return [textsOf(whole), other];
  throw new TypeError('a function of texts was called with too few operands');
}

function counted(count: (data: Uint8Array, from: number, to: number) => number): ScalarKernel {
  return ([whole], { rows }) => {
    const [texts] = operandsOf(whole, whole);
    return countRows([texts], rows, row => count(texts.data, startOf(texts, row), endOf(texts, row)));
  };
}

type Cut = readonly [from: number, to: number];

function taken(cut: (data: Uint8Array, from: number, to: number, count: number) => Cut): ScalarKernel {
  return ([whole, count], { type, rows }) => {
    const [texts, counts] = operandsOf(whole, count);
    return cutRows(type, texts, [counts], rows, (row, from, to) => cut(texts.data, from, to, integerAt(counts, row)));
  };
}

/** An integer without loss. */
export function wholeAt(vector: Vector, row: number): number | bigint {
  const value = vector.form === 'number' || vector.form === 'bigint' ? vector.values[row * vector.step] : undefined;
  return value ?? 0;
}

/** From which place to which, of `count`, where the first is counted from the end. */
export function span(count: number, start: number | bigint, many: number | bigint | undefined): Cut {
  const clamp = (at: bigint): number => Number(at < 0n ? 0n : at > BigInt(count) ? BigInt(count) : at);
  if (typeof start === 'number' && typeof many !== 'bigint') {
    const first = count + start;
    const last = many === undefined ? count : first + Math.max(many, 0);
    return [Math.max(first, 0), Math.min(Math.max(last, 0), count)];
  }
  const first = BigInt(count) + BigInt(start);
  const last = many === undefined ? BigInt(count) : first + (many > 0 ? BigInt(many) : 0n);
  return [clamp(first), clamp(last)];
}

function trimmed(atStart: boolean, atEnd: boolean): ScalarKernel {
  return ([whole, chars], { type, rows }) => {
    const [texts] = operandsOf(whole, whole);
    const letters = chars && textsOf(chars);
    const others = letters ? [letters] : [];
    let isCut = letters?.step === 0 ? oneOf(letters, 0) : isBlank;
    return cutRows(type, texts, others, rows, (row, from, to) => {
      if (letters?.step === 1) isCut = oneOf(letters, row);
      const { data } = texts;
      let [start, end] = [from, to];
      if (atStart) while (start < end && isCut(codePointAt(data, start))) start = next(data, start, end);
      if (atEnd)
        for (let at = previous(data, end, start); end > start && isCut(codePointAt(data, at)); at = previous(data, end, start))
          end = at;
      return [start, end];
    });
  };
}

/** Whether a code point is one of a text. */
function oneOf(letters: BytesVector, row: number): (code: number) => boolean {
  const codes = new Set<number>();
  const end = endOf(letters, row);
  for (let at = startOf(letters, row); at < end; at = next(letters.data, at, end)) codes.add(codePointAt(letters.data, at));
  return code => codes.has(code);
}

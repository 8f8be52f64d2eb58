import { countCodePoints } from './code-points.js';
import { binary, type Kernels, type ScalarKernel } from './kernel.js';
import { countRows, endOf, startOf, testRows, textsOf } from './texts.js';
import { allValid } from './vector.js';
import type { BoolVector, BytesVector, Rows } from './vector.js';

/** Parts of texts, found by bytes: in UTF-8 a text never begins in the middle of a code point of another. */
export const TEXT_SEARCH_KERNELS: Kernels = {
  contains: binary((whole, part, { rows }) => {
    const [texts, parts] = [textsOf(whole), textsOf(part)];
    if (parts.step === 0 && texts.step === 1 && !parts.validity)
      return containsOne(texts, parts.data.subarray(parts.offsets[0], parts.offsets[1]), rows);
    return testRows(
      [texts, parts],
      rows,
      row => find(texts.data, startOf(texts, row), endOf(texts, row), parts.data, startOf(parts, row), endOf(parts, row)) >= 0,
    );
  }),
  indexOf: binary((whole, part, { rows }) => {
    const [texts, parts] = [textsOf(whole), textsOf(part)];
    return countRows([texts, parts], rows, row => {
      const start = startOf(texts, row);
      const at = find(texts.data, start, endOf(texts, row), parts.data, startOf(parts, row), endOf(parts, row));
      return at < 0 ? undefined : countCodePoints(texts.data, start, at);
    });
  }),
  startsWith: placed((start, end, size) => (end - start < size ? -1 : start)),
  endsWith: placed((start, end, size) => (end - start < size ? -1 : end - size)),
};

/** Whether the part stands at one place of the text; -1 where it has no room. */
function placed(place: (start: number, end: number, size: number) => number): ScalarKernel {
  return binary((whole, part, { rows }) => {
    const [texts, parts] = [textsOf(whole), textsOf(part)];
    return testRows([texts, parts], rows, row => {
      const [from, to] = [startOf(parts, row), endOf(parts, row)];
      const at = place(startOf(texts, row), endOf(texts, row), to - from);
      return at >= 0 && isSame(texts.data, at, parts.data, from, to);
    });
  });
}

/** Whether the bytes from `at` on are those of a part, which fits. */
function isSame(data: Uint8Array, at: number, part: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (data[at + i - from] !== part[i]) return false;
  return true;
}

/** Where a part begins between `start` and `end` of some data, or -1. */
export function find(data: Uint8Array, start: number, end: number, part: Uint8Array, from: number, to: number): number {
  const size = to - from;
  if (size === 0) return start;
  const first = part[from];
  for (let at = start; at <= end - size; at++) if (data[at] === first && isSame(data, at, part, from, to)) return at;
  return -1;
}

/** One part is looked for in the texts of all rows at once, which the runtime does many bytes at a time; a place that reaches into the next text is none. */
export function containsOne(texts: BytesVector, part: Uint8Array, { length }: Rows): BoolVector {
  const values = new Uint8Array(length);
  const { offsets, data } = texts;
  const [first, last] = [offsets[0] ?? 0, offsets[length] ?? 0];
  const all = Buffer.from(data.buffer, data.byteOffset + first, last - first);
  if (part.length === 0) values.fill(1);
  let row = 0;
  for (let at = part.length === 0 ? -1 : all.indexOf(part); at >= 0;) {
    while ((offsets[row + 1] ?? last) - first <= at) row++;
    const end = (offsets[row + 1] ?? last) - first;
    if (at + part.length <= end) {
      values[row] = 1;
      at = all.indexOf(part, end);
    } else at = all.indexOf(part, at + 1);
  }
  return { form: 'bool', type: { id: 'bool' }, step: 1, validity: allValid([texts], length), values };
}

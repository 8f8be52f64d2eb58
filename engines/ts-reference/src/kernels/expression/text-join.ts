import { tooLong } from '@parquetframe/core/engine';
import { countCodePoints, forward } from './code-points.js';
import type { Kernels, ScalarKernel } from './kernel.js';
import { find } from './text-search.js';
import { bytesIn, writeRows } from './text-writer.js';
import { endOf, integerAt, startOf, textsOf } from './texts.js';
import type { BytesVector, Vector } from './vector.js';

/** Texts made of others. */
export const TEXT_JOIN_KERNELS: Kernels = {
  concat: (operands, { type, rows }) => {
    const all = operands.map(textsOf);
    const expected = all.reduce((sum, texts) => sum + bytesIn(texts, rows), 0);
    return writeRows(type, all, rows, expected, (row, writer) => {
      for (const texts of all) writer.bytes(texts.data, startOf(texts, row), endOf(texts, row));
    });
  },
  repeat: ([whole, count], { type, rows }) => {
    const [texts, counts] = [operand(whole), vectorOf(count)];
    return writeRows(type, [texts, counts], rows, bytesIn(texts, rows), (row, writer) => {
      const [from, to, times] = [startOf(texts, row), endOf(texts, row), integerAt(counts, row)];
      if (times > 0 && to > from) writer.cycle(texts.data, from, to, (to - from) * times);
    });
  },
  replace: replaced(false),
  replaceAll: replaced(true),
  padStart: padded(true),
  padEnd: padded(false),
};

function vectorOf(vector: Vector | undefined): Vector {
  if (vector) return vector;
  throw new TypeError('a function of texts was called with too few operands');
}
const operand = (vector: Vector | undefined): BytesVector => textsOf(vectorOf(vector));

function replaced(all: boolean): ScalarKernel {
  return ([whole, part, by], { type, rows }) => {
    const [texts, parts, others] = [operand(whole), operand(part), operand(by)];
    return writeRows(type, [texts, parts, others], rows, bytesIn(texts, rows), (row, writer) => {
      const [end, from, to] = [endOf(texts, row), startOf(parts, row), endOf(parts, row)];
      let start = startOf(texts, row);
      for (let at = from === to ? -1 : start; at >= 0;) {
        at = find(texts.data, start, end, parts.data, from, to);
        if (at < 0) break;
        writer.bytes(texts.data, start, at);
        writer.bytes(others.data, startOf(others, row), endOf(others, row));
        start = at + to - from;
        if (!all) break;
      }
      writer.bytes(texts.data, start, end);
    });
  };
}

const SPACE: BytesVector = {
  form: 'bytes',
  type: { id: 'utf8' },
  step: 0,
  validity: undefined,
  offsets: Int32Array.of(0, 1),
  data: Uint8Array.of(0x20),
};

function padded(atStart: boolean): ScalarKernel {
  return ([whole, length, fill], { type, rows }) => {
    const [texts, lengths, fills] = [operand(whole), vectorOf(length), fill ? textsOf(fill) : SPACE];
    return writeRows(type, [texts, lengths, fills], rows, 2 * bytesIn(texts, rows), (row, writer) => {
      const [from, to] = [startOf(texts, row), endOf(texts, row)];
      const missing = integerAt(lengths, row) - countCodePoints(texts.data, from, to);
      if (!atStart) writer.bytes(texts.data, from, to);
      const [first, last] = [startOf(fills, row), endOf(fills, row)];
      if (missing > 0 && last > first) {
        const points = countCodePoints(fills.data, first, last);
        const whole = Math.floor(missing / points) * (last - first);
        if (whole > 2 ** 32) tooLong(type, whole);
        const rest = forward(fills.data, first, last, missing % points) - first;
        // The text goes behind its padding, and must fit too before any of it is written.
        if (atStart) writer.reserve(whole + rest + to - from);
        writer.cycle(fills.data, first, last, whole + rest);
      }
      if (atStart) writer.bytes(texts.data, from, to);
    });
  };
}

import { columnFromValues, type DataType } from '@parquetframe/core/engine';
import { binary, unary, type Kernels } from './kernel.js';
import { columnLoader } from './load.js';
import { compiled, matchesIn } from './patterns.js';
import { writeRows } from './text-writer.js';
import { bytesAt, countRows, integerAt, stringAt, textsOf } from './texts.js';
import { allValid } from './vector.js';
import type { OpaqueVector, Rows, Vector } from './vector.js';

/** Lists are read item by item, as column readers give them. */
export const LIST_KERNELS: Kernels = {
  split: binary((whole, separator, { type, rows }) => {
    const [texts, separators] = [textsOf(whole), textsOf(separator)];
    return listRows(type, [texts, separators], rows, row => {
      const by = stringAt(separators, row);
      return by === '' ? [stringAt(texts, row)] : stringAt(texts, row).split(by);
    });
  }),
  extractAll: binary((whole, pattern, { type, rows }) => {
    const texts = textsOf(whole);
    const regex = compiled(pattern);
    return listRows(type, [texts, textsOf(pattern)], rows, row => {
      const bytes = Buffer.from(bytesAt(texts, row));
      const found: string[] = [];
      if (regex) for (const match of matchesIn(regex, bytes)) found.push(bytes.toString('utf8', match.start(), match.end()));
      return found;
    });
  }),
  listLength: unary((list, { rows }) => countRows([list], rows, row => itemsAt(list, row).length)),
  listGet: binary((list, place, { type, rows: { length } }) => {
    const validity = allValid([list, place], length);
    const values = Array.from({ length }, (_, row) =>
      validity?.[row] === 0 ? null : (itemsAt(list, row).at(integerAt(place, row)) ?? null),
    );
    // The items are values of a column, and become a vector as one.
    return columnLoader(type, columnFromValues(type, values))(0, length);
  }),
  listJoin: binary((list, separator, { type, rows }) => {
    const separators = textsOf(separator);
    return writeRows(type, [list, separators], rows, rows.length * 16, (row, writer) => {
      const by = stringAt(separators, row);
      const texts = itemsAt(list, row).filter(item => typeof item === 'string');
      for (const [index, text] of texts.entries()) {
        if (index > 0) writer.string(by);
        writer.string(text);
      }
    });
  }),
};

/** The items of a list that is there. */
export function itemsAt(vector: Vector, row: number): readonly unknown[] {
  const items = vector.form === 'opaque' ? vector.at?.(row * vector.step) : undefined;
  return Array.isArray(items) ? items : [];
}

/** A list for each row in which all operands are there. */
export function listRows(
  type: DataType,
  operands: readonly Vector[],
  { length }: Rows,
  items: (row: number) => readonly unknown[],
): OpaqueVector {
  const validity = allValid(operands, length);
  const lists = Array.from({ length }, (_, row) => (validity?.[row] === 0 ? null : items(row)));
  return { form: 'opaque', type, step: 1, validity, at: i => lists[i] ?? null };
}

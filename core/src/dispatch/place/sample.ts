import { atOnce, columnAt, columnReader, fieldIndex, type Steps, type TableData } from '../../contract/data/index.js';

/** Rows that are looked at. Enough to tell thousands of values from millions, few enough to take a millisecond or two. */
const SAMPLE = 4096;
/** Rows looked at between two looks at the clock. */
const ROWS_AT_ONCE = 128;

/**
 * About how many different combinations of values the columns of a table have: exact for small tables, else Chao's estimate from a sample
 * (Chao 1984, bias-corrected): what was met once says how much was not met.
 */
export const sampledDistinct = (table: TableData, columns: readonly string[]): number => atOnce(distinctSteps(table, columns));

/** The same in steps: rows all over a large table are not in any cache. */
export function* distinctSteps(table: TableData, columns: readonly string[]): Steps<number> {
  const counts = new Map<string, number>();
  const taken = Math.min(SAMPLE, table.length);
  let start = 0;
  let next = 0;
  const indices = columns.map(name => fieldIndex(table.schema, name));
  for (const batch of table.batches) {
    const readers = indices.map(index => columnReader((table.schema[index] ?? NULL_FIELD).type, columnAt(batch, index)));
    for (; next < taken; next++) {
      const row = rowOf(next, taken, table.length) - start;
      if (row >= batch.length) break;
      const key = readers.map(reader => text(reader.get(row))).join('\u0000');
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (next % ROWS_AT_ONCE === 0) yield undefined;
    }
    start += batch.length;
  }
  if (taken === table.length) return counts.size;
  let once = 0;
  let twice = 0;
  for (const count of counts.values()) {
    if (count === 1) once++;
    else if (count === 2) twice++;
  }
  return Math.min(table.length, counts.size + (once * (once - 1)) / (2 * (twice + 1)));
}

/** One row of every stretch of the table, not always at the same place in it: data often repeats at even distances. */
function rowOf(index: number, taken: number, rows: number): number {
  const stretch = rows / taken;
  const place = (Math.imul(index + 1, 0x9e3779b1) >>> 0) / 2 ** 32;
  return Math.min(rows - 1, Math.floor((index + place) * stretch));
}

const NULL_FIELD = { type: { id: 'null' } } as const;
const text = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value));

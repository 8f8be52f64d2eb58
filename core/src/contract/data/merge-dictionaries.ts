import { columnFromValues, dictionaryKey } from './builder.js';
import { getBit, validityOf } from './bitmap.js';
import type { ColumnData } from './column.js';
import { dictionaryOf, valueArrayOf, viewAs } from './physical.js';
import { columnReader } from './reader.js';
import { ranges, type Steps } from './steps.js';
import type { DataType } from './types.js';

/** The values of several dictionaries, each once. */
interface Merged {
  /** the merged dictionary, in parts */
  readonly parts: readonly ColumnData[];
  /** where the values of each dictionary are in the merged one */
  readonly numbers: ReadonlyMap<ColumnData, Float64Array>;
}

/** Numbers the values of the columns' dictionaries by first appearance. */
export function* mergeDictionaries(values: DataType, columns: readonly ColumnData[]): Steps<Merged> {
  const seen = new Map<unknown, number>();
  const parts: ColumnData[] = [];
  const numbers = new Map<ColumnData, Float64Array>();
  for (const dictionary of new Set(columns.map(dictionaryOf))) {
    const { get, length } = columnReader(values, dictionary);
    const own = new Float64Array(length);
    numbers.set(dictionary, own);
    yield* ranges(length, (from, to) => {
      const added: unknown[] = [];
      for (let i = from; i < to; i++) {
        const value = get(i);
        const key = dictionaryKey(value);
        const known = seen.get(key);
        own[i] = known ?? seen.size;
        if (known !== undefined) continue;
        seen.set(key, seen.size);
        added.push(value);
      }
      if (added.length > 0) parts.push(columnFromValues(values, added));
    });
    yield undefined;
  }
  return { parts, numbers };
}

/** Indices into the merged dictionary. @throws ParquetFrameError `INVALID_ARGUMENT` for one that the type cannot hold */
export function* renumbered(index: DataType, column: ColumnData, numbers: Float64Array): Steps<Uint8Array> {
  const old = viewAs(valueArrayOf(index), column.buffers[1]);
  const validity = validityOf(column);
  const bytes = new Uint8Array(column.length * old.BYTES_PER_ELEMENT);
  yield* ranges(column.length, (from, to) => {
    const moved = Array.from({ length: to - from }, (_, i) =>
      validity !== undefined && !getBit(validity, from + i) ? 0 : (numbers[Number(old[from + i] ?? 0)] ?? 0),
    );
    const [, part] = columnFromValues(index, moved).buffers;
    if (part) bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), from * old.BYTES_PER_ELEMENT);
  });
  return bytes;
}

import type { DataType } from '@parquetframe/core/engine';
import { integerColumn } from './id-column.js';
import type { IdOrder, MappedIds } from './ids.js';
import { NumberIndex } from './number-index.js';
import { sliced, type Pace, type Span } from './slices.js';
import { sortInSlices } from './sort.js';
import type { NumberArray } from './vertex-column.js';

const COUNTING: Span = [0, 0.2];
const NUMBERING: Span = [0.2, 0.4];

/**
 * Maps integer ids to 0…V−1. A range of values not much wider than there are ids is numbered through a table with one entry per value;
 * others through an open-addressing hash table. O(E) time, plus O(V log V) for sparse ids in ascending order.
 */
export async function mapIntegers(
  src: NumberArray,
  dst: NumberArray,
  extra: NumberArray,
  type: DataType,
  order: IdOrder,
  pace: Pace,
): Promise<MappedIds> {
  const range = emptyRange();
  await sliced(pace, src.length, (from, to) => {
    widen(range, src, from, to);
    widen(range, dst, from, to);
  });
  await sliced(pace, extra.length, (from, to) => widen(range, extra, from, to));
  const entries = range.max - range.min + 1;
  const mapping = { src, dst, extra, order, pace };
  const { codes, ids } =
    entries <= Math.max(1 << 16, 4 * (2 * src.length + extra.length))
      ? await byTable(mapping, range.min, Math.max(0, entries))
      : await byHash(mapping);
  return { vertexCount: ids.length, ...codes, ids: integerColumn(type, ids) };
}

interface Mapping {
  readonly src: NumberArray;
  readonly dst: NumberArray;
  readonly extra: NumberArray;
  readonly order: IdOrder;
  readonly pace: Pace;
}
interface Numbered {
  readonly codes: { readonly src: Uint32Array; readonly dst: Uint32Array };
  /** the value of each dense index */
  readonly ids: Float64Array;
}
interface Range {
  min: number;
  max: number;
}

const emptyRange = (): Range => ({ min: Infinity, max: -Infinity });

function widen(range: Range, values: NumberArray, from: number, to: number): void {
  let { min, max } = range;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  range.min = min;
  range.max = max;
}

async function byTable({ src, dst, extra, order, pace }: Mapping, min: number, entries: number): Promise<Numbered> {
  // Entry of a value: its dense index + 1, or 0 while it has not been seen.
  const table = new Uint32Array(entries);
  let count = 0;
  if (order === 'sorted') {
    await sliced(
      pace,
      src.length,
      (from, to) => {
        markSeen(table, src, min, from, to);
        markSeen(table, dst, min, from, to);
      },
      COUNTING,
    );
    await sliced(pace, extra.length, (from, to) => markSeen(table, extra, min, from, to));
    await sliced(pace, entries, (from, to) => {
      for (let i = from; i < to; i++) if (table[i] !== 0) table[i] = ++count;
    });
  } else {
    await sliced(
      pace,
      src.length,
      (from, to) => {
        count = numberByAppearance(table, src, dst, min, count, from, to);
      },
      COUNTING,
    );
    await sliced(pace, extra.length, (from, to) => {
      count = numberByAppearance(table, extra, extra, min, count, from, to);
    });
  }
  const ids = new Float64Array(count);
  await sliced(pace, entries, (from, to) => {
    for (let i = from; i < to; i++) {
      const code = table[i] ?? 0;
      if (code !== 0) ids[code - 1] = min + i;
    }
  });
  const codes = { src: new Uint32Array(src.length), dst: new Uint32Array(dst.length) };
  await sliced(
    pace,
    src.length,
    (from, to) => {
      readCodes(table, src, min, codes.src, from, to);
      readCodes(table, dst, min, codes.dst, from, to);
    },
    NUMBERING,
  );
  return { codes, ids };
}

function markSeen(table: Uint32Array, values: NumberArray, min: number, from: number, to: number): void {
  for (let i = from; i < to; i++) table[(values[i] ?? 0) - min] = 1;
}

function numberByAppearance(
  table: Uint32Array,
  src: NumberArray,
  dst: NumberArray,
  min: number,
  seen: number,
  from: number,
  to: number,
): number {
  let count = seen;
  for (let i = from; i < to; i++) {
    const u = (src[i] ?? 0) - min;
    if (table[u] === 0) table[u] = ++count;
    const v = (dst[i] ?? 0) - min;
    if (table[v] === 0) table[v] = ++count;
  }
  return count;
}

function readCodes(table: Uint32Array, values: NumberArray, min: number, codes: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) codes[i] = (table[(values[i] ?? 0) - min] ?? 0) - 1;
}

async function byHash({ src, dst, extra, order, pace }: Mapping): Promise<Numbered> {
  const index = new NumberIndex();
  const codes = { src: new Uint32Array(src.length), dst: new Uint32Array(dst.length) };
  await sliced(
    pace,
    src.length,
    (from, to) => {
      for (let i = from; i < to; i++) {
        codes.src[i] = index.add(src[i] ?? 0);
        codes.dst[i] = index.add(dst[i] ?? 0);
      }
    },
    COUNTING,
  );
  await sliced(pace, extra.length, (from, to) => {
    for (let i = from; i < to; i++) index.add(extra[i] ?? 0);
  });
  const values = index.values();
  if (order !== 'sorted') return { codes, ids: values };
  const ids = await sortInSlices(values, new Float64Array(values.length), (a, b) => a - b, pace);
  const rank = new Uint32Array(ids.length);
  await sliced(pace, ids.length, (from, to) => {
    for (let i = from; i < to; i++) rank[index.add(ids[i] ?? 0)] = i;
  });
  await renumber(codes, rank, pace);
  return { codes, ids };
}

/** Replaces every code by its rank. */
export async function renumber(
  codes: { readonly src: Uint32Array; readonly dst: Uint32Array },
  rank: Uint32Array,
  pace: Pace,
): Promise<void> {
  await sliced(
    pace,
    codes.src.length,
    (from, to) => {
      for (let i = from; i < to; i++) {
        codes.src[i] = rank[codes.src[i] ?? 0] ?? 0;
        codes.dst[i] = rank[codes.dst[i] ?? 0] ?? 0;
      }
    },
    NUMBERING,
  );
}

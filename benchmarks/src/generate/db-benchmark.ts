import type { TableData } from '@parquetframe/core/engine';
import { Mt19937 } from './mt19937.js';
import { tableOf, texts, type Column } from './table.js';

/**
 * The tables of the db-benchmark of H2O.ai, made from its description with a generator of our own: the same columns, counts of values and distributions, other random numbers.
 * Sources: <https://h2oai.github.io/db-benchmark/>, `_data/groupby-datagen.R` and `_data/join-datagen.R` of <https://github.com/duckdblabs/db-benchmark>.
 */
export const GROUP_BY_SCHEMA = {
  id1: 'utf8',
  id2: 'utf8',
  id3: 'utf8',
  id4: 'int32',
  id5: 'int32',
  id6: 'int32',
  v1: 'int32',
  v2: 'int32',
  v3: 'float64',
} as const;

/** Left table of the joins; the right ones have the first columns of it, each with its own value. */
export const JOIN_SCHEMA = {
  id1: 'int32',
  id2: 'int32',
  id3: 'int32',
  id4: 'utf8',
  id5: 'utf8',
  id6: 'utf8',
  v1: 'float64',
} as const;

/** Whole numbers 1 … `most`, each as likely as another. */
const uniform = (random: Mt19937, rows: number, most: number): Int32Array =>
  Int32Array.from({ length: rows }, () => 1 + (random.next() % most));

/** `id` and the number with leading zeros. */
const named = (numbers: Int32Array, digits: number): Column => texts(numbers, 'id', digits);

/** Values of 0 … `most` with six decimals. */
const decimals = (random: Mt19937, rows: number, most: number): Float64Array =>
  Float64Array.from({ length: rows }, () => (random.next() % (most * 1e6)) / 1e6);

/** `G1`: `rows` rows, `groups` values of the few keys, rows / groups of the many, no nulls, not sorted. */
export function groupByTable(rows: number, groups: number): TableData {
  const random = new Mt19937(108);
  const many = Math.max(1, Math.floor(rows / groups));
  return tableOf(GROUP_BY_SCHEMA, [
    named(uniform(random, rows, groups), 3),
    named(uniform(random, rows, groups), 3),
    named(uniform(random, rows, many), 10),
    uniform(random, rows, groups),
    uniform(random, rows, groups),
    uniform(random, rows, many),
    uniform(random, rows, 5),
    uniform(random, rows, 15),
    decimals(random, rows, 100),
  ]);
}

/** Keys of one size: nine tenths are on both sides, one tenth on either only; in an order of their own on each. */
function keys(random: Mt19937, count: number): { readonly left: Int32Array; readonly right: Int32Array } {
  const shared = Math.floor(count * 0.9);
  const all = Int32Array.from({ length: 2 * count - shared }, (_, key) => key + 1);
  shuffle(random, all);
  const left = all.slice(0, count);
  const right = Int32Array.from([...all.subarray(0, shared), ...all.subarray(count)]);
  shuffle(random, left);
  shuffle(random, right);
  return { left, right };
}

function shuffle(random: Mt19937, values: Int32Array): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.next() % (last + 1);
    const value = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = value;
  }
}

/** Every key once, then more of them drawn at random, in random order. */
function drawn(random: Mt19937, rows: number, from: Int32Array): Int32Array {
  const values = Int32Array.from(
    { length: rows },
    (_, row) => (row < from.length ? from[row] : from[random.next() % from.length]) ?? 0,
  );
  shuffle(random, values);
  return values;
}

export interface JoinTables {
  readonly x: TableData;
  /** rows / 10⁶ rows with id1 and id4 */
  readonly small: TableData;
  /** rows / 10³ rows with id1, id2, id4 and id5 */
  readonly medium: TableData;
  /** as many rows as `x`, with all keys */
  readonly big: TableData;
}

/** `J1`: a left table of `rows` rows and right ones of three sizes, each with one row for each of its keys. */
export function joinTables(rows: number): JoinTables {
  const random = new Mt19937(108);
  const sizes = [Math.max(10, Math.floor(rows / 1e6)), Math.max(10, Math.floor(rows / 1e3)), rows] as const;
  const [small, medium, big] = [keys(random, sizes[0]), keys(random, sizes[1]), keys(random, sizes[2])];
  const right = (count: number, ids: readonly Int32Array[], name: string): TableData => {
    const schema = Object.fromEntries([
      ...ids.map((_, i) => [`id${String(i + 1)}`, 'int32'] as const),
      ...ids.map((_, i) => [`id${String(i + 4)}`, 'utf8'] as const),
      [name, 'float64'] as const,
    ]);
    return tableOf(schema, [...ids, ...ids.map(id => named(id, 10)), decimals(random, count, 100)]);
  };
  const left = [drawn(random, rows, small.left), drawn(random, rows, medium.left), drawn(random, rows, big.left)];
  const [id1 = new Int32Array(), id2 = new Int32Array(), id3 = new Int32Array()] = left;
  return {
    x: tableOf(JOIN_SCHEMA, [id1, id2, id3, named(id1, 10), named(id2, 10), named(id3, 10), decimals(random, rows, 100)]),
    small: right(sizes[0], [small.right], 'v2'),
    medium: right(sizes[1], [drawn(random, sizes[1], small.right), medium.right], 'v2'),
    big: right(sizes[2], [drawn(random, rows, small.right), drawn(random, rows, medium.right), big.right], 'v2'),
  };
}

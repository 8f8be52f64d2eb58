import { ranges, type Steps } from '@parquetframe/core/engine';
import { keyWords, PASS_ROWS, type OrderedVector } from './key-words.js';

/** As many rows as make a first batch, at least. */
const FIRST = 2048;
/** Rows that are sampled to find where the first ones end. */
const SAMPLE = 1024;
/** Tables below this are sorted as soon as split. */
const LEAST = 8 * FIRST;

/** Row numbers of a table in two parts, ascending: each of the first comes before each of the others by a key. */
export interface SplitRows {
  readonly first: Uint32Array;
  readonly others: Uint32Array;
}

/** Splits off some thousand rows that come first; undefined where a part of the key does not tell which. Time O(rows). */
export function* splitRows(key: OrderedVector, length: number): Steps<SplitRows | undefined> {
  const { validity } = key.vector;
  if (length < LEAST || (validity && key.nullsFirst)) return undefined;
  const { words } = yield* keyWords(key, length);
  const high = words.length > 1 ? words.at(-1) : undefined;
  const last = high && lastOfFirst(high, validity);
  if (high === undefined || last === undefined) return undefined;
  const [first, others] = [new Uint32Array(length), new Uint32Array(length)];
  let [count, rest] = [0, 0];
  yield* ranges(
    length,
    (from, to) => {
      for (let row = from; row < to; row++) {
        if ((high[row] ?? 0) <= last && validity?.[row] !== 0) first[count++] = row;
        else others[rest++] = row;
      }
    },
    PASS_ROWS,
  );
  return count < FIRST || count > length / 4 ? undefined : { first: first.slice(0, count), others: others.slice(0, rest) };
}

/** The word up to which there are about twice as many rows as are wanted, by a sample. */
function lastOfFirst(words: Uint32Array, validity: Uint8Array | undefined): number | undefined {
  const sample: number[] = [];
  for (let i = 0; i < SAMPLE; i++) {
    const row = Math.floor((i * words.length) / SAMPLE);
    if (validity?.[row] !== 0) sample.push(words[row] ?? 0);
  }
  return Uint32Array.from(sample).sort()[Math.ceil((SAMPLE * 2 * FIRST) / words.length)];
}

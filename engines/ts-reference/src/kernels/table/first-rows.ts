import { ranges, type Steps } from '@parquetframe/core/engine';
import { keyWords, PASS_ROWS, type OrderedVector } from './key-words.js';

/** As many rows as make a first batch, at least. */
const FIRST = 2048;
/** Rows that are sampled to find where the first ones end. */
const SAMPLE = 1024;
/** Smaller tables are sorted as a whole, which is as fast. */
const LEAST = 8 * FIRST;

/** Numbers of some thousand rows, ascending, each of which comes before each of the others by a key; undefined where a part of the key does not tell which. Time O(rows). */
export function* firstRows(key: OrderedVector, length: number): Steps<Uint32Array | undefined> {
  const { validity } = key.vector;
  if (length < LEAST || (validity && key.nullsFirst)) return undefined;
  const { words } = yield* keyWords(key, length);
  const high = words.length > 1 ? words.at(-1) : undefined;
  const last = high && lastOfFirst(high, validity);
  if (high === undefined || last === undefined) return undefined;
  const first = new Uint32Array(length);
  let count = 0;
  yield* ranges(
    length,
    (from, to) => {
      for (let row = from; row < to; row++) if ((high[row] ?? 0) <= last && validity?.[row] !== 0) first[count++] = row;
    },
    PASS_ROWS,
  );
  return count < FIRST || count > length / 4 ? undefined : first.slice(0, count);
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

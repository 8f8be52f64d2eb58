import { columnFromValues } from '@parquetframe/core/engine';
import type { DataType, Steps } from '@parquetframe/core/engine';
import test from 'ava';
import { columnLoader } from './load.js';
import { loadSteps } from './load-steps.js';
import type { Vector } from './vector.js';

const ROWS = 50_000;
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };

const textAt = (row: number): string | null => (row % 7 === 3 ? null : `text ${String(row % 100)}`);
const texts = Array.from({ length: ROWS }, (_, row) => textAt(row));

/** The texts of a vector, null where there is none. */
function shown(vector: Vector, length: number): (string | null)[] {
  if (vector.form !== 'bytes') throw new Error(`a vector of ${vector.form}`);
  const { offsets, data, validity } = vector;
  return Array.from({ length }, (_, i) =>
    validity?.[i] === 0 ? null : Buffer.from(data.subarray(offsets[i], offsets[i + 1])).toString(),
  );
}

/** How often the work gave way. */
function counted<T>(steps: Steps<T>): { readonly result: T; readonly pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const next = steps.next();
    if (next.done === true) return { result: next.value, pauses };
  }
}

test('of a dictionary column no more rows are decoded than are asked for', t => {
  const load = columnLoader(DICTIONARY, columnFromValues(DICTIONARY, texts));
  const part = load(1_001, 1_011);
  t.deepEqual(shown(part, 10), texts.slice(1_001, 1_011));
  t.true(part.form === 'bytes' && part.data.length <= 80);
});

test('a dictionary of a dictionary is decoded too', t => {
  const nested: DataType = { id: 'dictionary', index: { id: 'int32' }, values: DICTIONARY, ordered: false };
  const inner = columnFromValues(DICTIONARY, ['a', 'b', 'a']);
  const column = { ...columnFromValues({ id: 'int32' }, [2, 1, null, 0]), dictionary: inner };
  t.deepEqual(shown(columnLoader(nested, column)(1, 4), 3), ['b', null, 'a']);
});

test('all rows of a dictionary column are loaded and put together in steps', t => {
  const { result, pauses } = counted(loadSteps(DICTIONARY, columnFromValues(DICTIONARY, texts)));
  t.deepEqual(shown(result, ROWS), texts);
  // once to decode them, and once to put them together
  t.true(pauses >= 2 * Math.floor(ROWS / 4_096), `${String(pauses)} pauses`);
});

test('numbers of which the last is wide become bigints in steps', t => {
  const numbers = Array.from({ length: ROWS }, (_, row) => (row === ROWS - 1 ? 2n ** 60n : BigInt(row)));
  const { result, pauses } = counted(loadSteps({ id: 'int64' }, columnFromValues({ id: 'int64' }, numbers)));
  t.deepEqual(result.form === 'bigint' && [...result.values], numbers);
  t.true(pauses >= 2 * Math.floor(ROWS / 4_096), `${String(pauses)} pauses`);
});

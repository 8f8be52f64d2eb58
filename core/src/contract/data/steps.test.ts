import test from 'ava';
import { columnFromValues } from './builder.js';
import { concatSteps } from './concat.js';
import { tableData } from './column.js';
import { columnReader } from './reader.js';
import { toSharedSteps } from './shared.js';
import { atOnce, copySteps, inSteps, ranges, type Steps } from './steps.js';
import { takeSteps } from './take.js';
import type { DataType } from './types.js';

const ROWS = 100_000;
/** Rows looked up, and bytes copied, between two looks at the clock at most. */
const ROWS_AT_ONCE = 4_096;
const BYTES_AT_ONCE = 256 * 1024;
const TYPES: readonly (readonly [type: DataType, value: (row: number) => unknown])[] = [
  [{ id: 'bool' }, row => row % 3 === 0],
  [{ id: 'int8' }, row => row % 100],
  [{ id: 'float16' }, row => row % 512],
  [{ id: 'int64' }, row => BigInt(row)],
  [{ id: 'decimal', precision: 20, scale: 2 }, row => BigInt(row)],
  [{ id: 'utf8' }, row => `text ${String(row)}`],
  [{ id: 'largeUtf8' }, row => `text ${String(row)}`],
  [{ id: 'utf8View' }, row => `a rather long text ${String(row)}`],
  [{ id: 'list', item: { name: 'item', type: { id: 'int32' }, nullable: true } }, row => [row, row + 1].slice(row % 3)],
];

/** How often the work gave way. */
function counted<T>(steps: Steps<T>): { readonly result: T; readonly pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const next = steps.next();
    if (next.done === true) return { result: next.value, pauses };
  }
}

for (const [type, value] of TYPES) {
  const valueOr = (row: number): unknown => (row % 7 === 5 ? null : value(row));
  const column = columnFromValues(
    type,
    Array.from({ length: ROWS }, (_, row) => valueOr(row)),
  );
  const plain = columnReader(type, column);

  test(`rows of a long column of ${type.id} are taken in several steps, each where it belongs`, t => {
    const indices = Uint32Array.from({ length: ROWS }, (_, i) => (i * 7919) % ROWS);
    const { result, pauses } = counted(takeSteps(type, column, indices));
    t.true(pauses >= Math.floor(ROWS / ROWS_AT_ONCE), `${String(pauses)} pauses`);
    const taken = columnReader(type, result);
    for (let i = 0; i < ROWS; i += 997) t.deepEqual(taken.get(i), plain.get(indices[i] ?? 0));
  });

  test(`long columns of ${type.id} are put together in several steps`, t => {
    const { result, pauses } = counted(concatSteps(type, [column, columnFromValues(type, [valueOr(1)]), column]));
    t.true(pauses >= 5, `${String(pauses)} pauses`);
    t.is(result.length, 2 * ROWS + 1);
    const all = columnReader(type, result);
    for (let i = 0; i < ROWS; i += 997) {
      t.deepEqual(all.get(i), plain.get(i));
      t.deepEqual(all.get(ROWS + 1 + i), plain.get(i));
    }
  });
}

test('many short columns of long texts are put together in several steps', t => {
  const column = columnFromValues({ id: 'utf8' }, ['long '.repeat(2_000)]);
  const { result, pauses } = counted(
    concatSteps(
      { id: 'utf8' },
      Array.from({ length: 500 }, () => column),
    ),
  );
  t.true(pauses >= Math.floor((500 * 10_000) / BYTES_AT_ONCE) - 1, `${String(pauses)} pauses`);
  t.is(columnReader({ id: 'utf8' }, result).get(499), 'long '.repeat(2_000));
});

test('dictionaries of a long column are merged, and its rows renumbered, in several steps', t => {
  const type = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false } as const;
  const part = (shift: number) =>
    columnFromValues(
      type,
      Array.from({ length: ROWS }, (_, row) => (row % 7 === 5 ? null : `city ${String((row + shift) % 20_000)}`)),
    );
  const { result, pauses } = counted(concatSteps(type, [part(0), part(1)]));
  t.true(pauses >= Math.floor((2 * ROWS) / ROWS_AT_ONCE), `${String(pauses)} pauses`);
  t.is(result.dictionary?.length, 20_000);
  const all = columnReader(type, result);
  for (let row = 0; row < ROWS; row += 997) {
    t.is(all.get(row), row % 7 === 5 ? null : `city ${String(row % 20_000)}`);
    t.is(all.get(ROWS + row), row % 7 === 5 ? null : `city ${String((row + 1) % 20_000)}`);
  }
});

test('null rows are looked for in steps', t => {
  const column = columnFromValues({ id: 'int32' }, Int32Array.from({ length: ROWS }));
  const { pauses } = counted(takeSteps({ id: 'int32' }, column, new Int32Array(ROWS)));
  t.true(pauses >= 2 * Math.floor(ROWS / ROWS_AT_ONCE), `${String(pauses)} pauses`);
});

test('a table goes to shared memory in several steps', t => {
  const values = Float64Array.from({ length: 300_000 }, (_, i) => i);
  const schema = [{ name: 'x', type: { id: 'float64' }, nullable: false }] as const;
  const table = tableData(schema, [{ length: values.length, columns: [columnFromValues({ id: 'float64' }, values)] }]);
  const { result, pauses } = counted(toSharedSteps(table));
  t.true(pauses >= Math.floor(values.byteLength / BYTES_AT_ONCE), `${String(pauses)} pauses`);
  const [buffer] = result.batches[0]?.columns[0]?.buffers.slice(1) ?? [];
  t.true(buffer?.buffer instanceof SharedArrayBuffer);
  t.deepEqual([...(buffer as Float64Array).subarray(-3)], [299_997, 299_998, 299_999]);
});

test('ranges visit everything once, in order; copies are in parts', t => {
  const visited: [number, number][] = [];
  atOnce(ranges(21, (from, to) => visited.push([from, to]), 8));
  t.deepEqual(visited, [
    [0, 1],
    [1, 3],
    [3, 7],
    [7, 15],
    [15, 21],
  ]);
  const source = Float64Array.from({ length: 300_000 }, (_, i) => i);
  const target = new Float64Array(300_001);
  t.true(counted(copySteps(source, target, 1)).pauses >= Math.floor(source.byteLength / BYTES_AT_ONCE));
  t.deepEqual(target.subarray(1), source);
});

test('the first ranges are short, where code is not compiled yet, and begin on whole bytes of bitmaps', t => {
  const starts: number[] = [];
  atOnce(ranges(50_000, from => starts.push(from)));
  t.deepEqual(starts.slice(0, 7), [0, 256, 768, 1_792, 3_840, 7_936, 12_032]);
});

test('a checkpoint between steps may end the work', async t => {
  let visits = 0;
  const work = inSteps(
    ranges(100, () => visits++, 10),
    () => (visits === 3 ? Promise.reject(new Error('enough')) : undefined),
  );
  await t.throwsAsync(work, { message: 'enough' });
  t.is(visits, 3);
});

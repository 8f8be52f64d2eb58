import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { HEAP_ARROW } from '@parquetframe/core/engine';
import type { OperationOptions, TableData } from '@parquetframe/core/engine';
import {
  bind,
  call,
  column,
  fileInput,
  input,
  literal,
  metadataOf,
  run,
  runTable,
  scanParquet,
  table,
  values,
} from './harness.js';
import type { Input } from './harness.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-turns-'));
test.after.always(() => rm(folder, { recursive: true }));

const ROWS = 200_000;
/** Rows that may be worked on between two looks at the clock: a millisecond or two of work, also while nothing is compiled yet. */
const BETWEEN = 4_096;

const key = Array.from({ length: ROWS }, (_, row) => BigInt((row * 7919) % ROWS));
const wide: TableData = table({
  key: ['int64', key],
  x: ['float64', key.map(value => Number(value) / 3)],
  name: ['utf8', key.map(value => `name ${String(value)}`)],
});

/** How often a kernel looks at the clock. */
async function looks(operation: string, options: OperationOptions, inputs: readonly Input[]): Promise<number> {
  const bound = await bind(operation, options, inputs);
  if ('declined' in bound) throw new Error(bound.reason);
  let count = 0;
  await bound.call(operation === 'parquet.write' ? undefined : HEAP_ARROW, () => {
    count++;
    return undefined;
  });
  return count;
}

const all = call('greater', [column('x'), literal(-1, 'float64')]);
const half = call('greater', [column('x'), literal(ROWS / 6, 'float64')]);
const agg = [
  { name: 'n', function: 'count' },
  { name: 'mean', function: 'mean', column: 'x' },
];
const CALLS: readonly (readonly [operation: string, options: OperationOptions, passes: number])[] = [
  // rows are tested, then three columns of half of them are copied, texts in several passes
  ['table.filter', { predicate: half }, 3],
  ['table.filter', { predicate: all }, 1],
  // keys are loaded, looked at for what all begin with, made words and compared; three columns are taken; passes over words are four times as long
  ['table.sort', { keys: [{ column: 'name' }] }, 10],
  // rows are encoded, looked up, counted and added up; half as much for each new key
  ['table.aggregate', { keys: ['name'], aggregates: agg }, 8],
  ['table.distinct', {}, 8],
  // of three columns a page is read twice, numbered, looked at for statistics, converted, encoded, compressed
  ['parquet.write', { path: path.join(folder, 'turns.parquet') }, 3 * 4],
];

for (const [i, [operation, options, passes]] of CALLS.entries()) {
  test(`${operation} looks at the clock all the way (${String(i)})`, async t => {
    const count = await looks(operation, options, [input(wide)]);
    t.true(count >= (passes * ROWS) / BETWEEN, `${String(count)} looks`);
  });
}

test('table.join looks at the clock while it builds, probes and copies', async t => {
  const count = await looks('table.join', { on: [{ left: 'key', right: 'key' }], how: 'inner' }, [
    input(wide),
    input(table({ key: ['int64', key], y: ['int64', key] })),
  ]);
  t.true(count >= (8 * ROWS) / BETWEEN, `${String(count)} looks`);
});

test('parquet.scan looks at the clock while it checks texts and puts values between nulls', async t => {
  const file = path.join(folder, 'scan.parquet');
  const name = key.map((value, i) => (i % 5 === 0 ? null : `name ${String(value)}`));
  await run('parquet.write', { path: file }, [input(table({ name: ['utf8', name] }))]);
  const { schema } = await metadataOf(file);
  const count = await looks('parquet.scan', { schema }, [await fileInput(file)]);
  t.true(count >= (4 * ROWS) / BETWEEN, `${String(count)} looks`);
  t.deepEqual(values((await scanParquet(file)).table, 'name'), name);
});

test('csv.scan looks at the clock while values become columns, and keeps its batches', async t => {
  const file = path.join(folder, 'turns.csv');
  await writeFile(file, `key,name\n${key.map(value => `${String(value)},name ${String(value)}\n`).join('')}`);
  const schema = [
    { name: 'key', type: { id: 'int64' }, nullable: true },
    { name: 'name', type: { id: 'utf8' }, nullable: true },
  ];
  const count = await looks('csv.scan', { schema }, [await fileInput(file, 'csv')]);
  t.true(count >= (5 * ROWS) / BETWEEN, `${String(count)} looks`);
  const back = await runTable('csv.scan', { schema }, [await fileInput(file, 'csv')]);
  t.deepEqual(values(back, 'key'), key);
  t.is(values(back, 'name').at(-1), `name ${String(key.at(-1))}`);
  t.true(back.batches.slice(0, -1).every(({ length }) => length >= 65_536));
});

test('a text larger than what is compressed at a time, and texts that repeat, are read back as they were written', async t => {
  const file = path.join(folder, 'pieces.parquet');
  const large = Array.from({ length: 300_000 }, (_, i) => String.fromCodePoint(97 + ((i * i) % 23))).join('');
  const texts = [
    large,
    null,
    'small',
    `${large}!`,
    ...Array.from({ length: 20_000 }, (_, i) => (i % 5 === 0 ? null : `text ${String(i % 50)}`)),
  ];
  const given = table({ text: ['utf8', texts], number: ['int64', texts.map((_, i) => BigInt(i % 3))] });
  const bound = await bind('parquet.write', { path: file }, [input(given)]);
  if ('declined' in bound) throw new Error(bound.reason);
  await bound.call();
  const { table: back } = await scanParquet(file);
  t.deepEqual(values(back, 'text'), texts);
  t.deepEqual(values(back, 'number'), values(given, 'number'));
});

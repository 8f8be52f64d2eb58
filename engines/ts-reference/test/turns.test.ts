import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { HEAP_ARROW } from '@parquetframe/core/engine';
import type { OperationOptions, TableData } from '@parquetframe/core/engine';
import { bind, call, column, input, literal, scanParquet, table, values } from './harness.js';
import type { Input } from './harness.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-turns-'));
test.after.always(() => rm(folder, { recursive: true }));

const ROWS = 200_000;
/** Rows that may be worked on between two looks at the clock: a few milliseconds of work at most. */
const BETWEEN = 16_384;

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
  // rows are tested, then three columns are copied
  ['table.filter', { predicate: half }, 2],
  ['table.filter', { predicate: all }, 1],
  ['table.sort', { keys: [{ column: 'name' }] }, 3],
  ['table.aggregate', { keys: ['name'], aggregates: agg }, 2],
  ['table.distinct', {}, 3],
  ['parquet.write', { path: path.join(folder, 'turns.parquet') }, 3],
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
  t.true(count >= (4 * ROWS) / BETWEEN, `${String(count)} looks`);
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

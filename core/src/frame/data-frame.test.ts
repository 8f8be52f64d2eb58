import assert from 'node:assert/strict';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import test from 'ava';
import {
  field,
  HEAP_BATCHES,
  HEAP_RECORD,
  tableData,
  tableFromRows,
  type BatchStream,
  type Schema,
} from '../contract/data/index.js';
import type { PlanInput, PlanNode } from '../contract/plan/index.js';
import { FakeExecutor } from './fake-executor.test.data.js';
import { col, count, lit, makeReaders, type DataFrame } from './index.js';

const setup = () => {
  const executor = new FakeExecutor();
  return { executor, pf: makeReaders(executor) };
};

function operation(plan: PlanInput): PlanNode {
  if (plan.kind === 'operation') return plan;
  throw new assert.AssertionError({ message: 'expected an operation' });
}
const column = (name: string) => ({ kind: 'column', name });

test('verbs make the nodes of the catalogue, with the line of the call', t => {
  const { pf } = setup();
  const frame = pf.readParquet('a.parquet', { schema: { a: 'int64', b: 'utf8' } });
  const scan = operation(frame.plan);
  t.is(scan.operation, 'parquet.scan');
  t.deepEqual(scan.options, { declared: { a: 'int64', b: 'utf8' } });
  t.regex(scan.callSite ?? '', /data-frame\.test\.[jt]s:\d+:\d+$/);
  const cases: readonly (readonly [DataFrame<never> | { readonly plan: PlanInput }, string, object])[] = [
    [
      frame.select('b', 'a'),
      'table.project',
      {
        columns: [
          { name: 'b', expression: column('b') },
          { name: 'a', expression: column('a') },
        ],
      },
    ],
    [
      frame.filter(row => row.a.isNull()),
      'table.filter',
      { predicate: { kind: 'call', function: 'isNull', arguments: [column('a')] } },
    ],
    [
      frame.withColumns(() => ({ c: lit(1) })),
      'table.project',
      { edit: { kind: 'set', columns: [{ name: 'c', expression: { kind: 'literal', value: 1 } }] } },
    ],
    [frame.rename({ a: 'c' }), 'table.project', { edit: { kind: 'rename', names: { a: 'c' } } }],
    [frame.drop('b'), 'table.project', { edit: { kind: 'drop', columns: ['b'] } }],
    [frame.sort('a', { descending: true }), 'table.sort', { keys: [{ column: 'a', descending: true, nulls: 'last' }] }],
    [
      frame.sort(['b', { column: 'a', nulls: 'first' }]),
      'table.sort',
      {
        keys: [
          { column: 'b', descending: false, nulls: 'last' },
          { column: 'a', descending: false, nulls: 'first' },
        ],
      },
    ],
    [frame.limit(3, 4), 'table.limit', { count: 3, offset: 4 }],
    [
      frame.groupBy('b').agg(row => ({ n: count(), s: row.a.sum(), m: row.a.mean(), c: row.b.count() })),
      'table.aggregate',
      {
        keys: ['b'],
        aggregates: [
          { name: 'n', function: 'count', column: null },
          { name: 's', function: 'sum', column: 'a' },
          { name: 'm', function: 'mean', column: 'a' },
          { name: 'c', function: 'count', column: 'b' },
        ],
      },
    ],
    [
      frame.agg(row => ({ top: row.a.max() })),
      'table.aggregate',
      { keys: [], aggregates: [{ name: 'top', function: 'max', column: 'a' }] },
    ],
    [frame.join(frame, { on: 'a' }), 'table.join', { on: [{ left: 'a', right: 'a' }], how: undefined, suffix: undefined }],
    [
      frame.join(frame, { leftOn: ['a', 'b'], rightOn: ['a', 'b'], how: 'left', suffix: '2' }),
      'table.join',
      {
        on: [
          { left: 'a', right: 'a' },
          { left: 'b', right: 'b' },
        ],
        how: 'left',
        suffix: '2',
      },
    ],
    [
      frame.join(frame, { on: 'a', how: 'anti', nullsEqual: true }),
      'table.join',
      { on: [{ left: 'a', right: 'a' }], how: 'anti', suffix: undefined, nullsEqual: true },
    ],
    [frame.join(frame, { how: 'cross' }), 'table.join', { on: undefined, how: 'cross', suffix: undefined }],
  ];
  for (const [made, name, options] of cases) {
    const node = operation(made.plan);
    t.is(node.operation, name);
    t.deepEqual(node.options, options as PlanNode['options']);
    t.is(node.inputs[0], frame.plan);
    t.regex(node.callSite ?? '', /data-frame\.test\.[jt]s:\d+:\d+$/);
  }
});

test('aggregates of expressions are computed into columns that clash with no key', t => {
  const { pf } = setup();
  const frame = pf.readParquet('a.parquet');
  const node = operation(frame.groupBy('a * 2').agg({ n: count(), s: col('a').mul(2).sum(), m: col('b').min() }).plan);
  t.deepEqual(node.options['aggregates'], [
    { name: 'n', function: 'count', column: null },
    { name: 's', function: 'sum', column: 'a * 2 2' },
    { name: 'm', function: 'min', column: 'b' },
  ]);
  const [project] = node.inputs;
  t.deepEqual(project && (operation(project).options['columns'] as { readonly name: string }[]).map(({ name }) => name), [
    'a * 2',
    'a * 2 2',
    'b',
  ]);
});

test('pins and determinism are inherited; auto takes a pin away', t => {
  const { pf } = setup();
  const frame = pf.readCsv('a.csv', { engine: 'ts-reference', delimiter: ';', header: false, nullValues: ['NA'] });
  const scan = operation(frame.plan);
  t.is(scan.engine, 'ts-reference');
  t.deepEqual(scan.options, { delimiter: ';', header: false, nullValues: ['NA'] });
  t.is(operation(frame.limit(1).plan).engine, 'ts-reference');
  t.is(operation(frame.using({ engine: 'auto' }).limit(1).plan).engine, undefined);
  t.is(operation(frame.using({ determinism: 'fast' }).limit(1).plan).determinism, 'fast');
  const wrong: object = { determinism: 'quick' };
  const refused = { code: 'INVALID_ARGUMENT', message: /determinism must be "exact" or "fast", received "quick"/ };
  t.throws(() => frame.using(wrong), refused);
  t.throws(() => makeReaders(new FakeExecutor()).fromRows([], wrong), refused);
});

test('wrong arguments say what was wrong', t => {
  const { pf } = setup();
  const frame = pf.readParquet('a.parquet');
  const other = makeReaders(new FakeExecutor()).readParquet('b.parquet');
  const wrong = (call: () => unknown, message: RegExp): void => {
    const error = t.throws(call, { code: 'INVALID_ARGUMENT' });
    t.regex(error.message, message);
  };
  wrong(() => frame.filter('a > 1' as never), /filter takes an expression .* received "a > 1"/);
  wrong(() => frame.filter((() => null) as never), /received null/);
  wrong(() => frame.withColumns(col('a') as never), /withColumns takes an object .* received an expression/);
  wrong(() => frame.withColumns([] as never), /received an array/);
  wrong(() => frame.groupBy('a').agg({ x: col('a') as never }), /"x" must be as in .* received an expression/);
  wrong(() => frame.withColumns({ x: 1 as never }), /"x" must be as in .* received 1; the same value in every row is lit\(1\)$/);
  wrong(() => frame.select(1 as never), /select takes column names, received 1$/);
  wrong(() => frame.join(other, { on: 'a' }), /one runtime/);
  wrong(() => frame.join(frame, { how: 'cross', on: 'a' } as never), /a cross join .* takes no keys; received "a"/);
  wrong(
    () => frame.join(frame, { how: 'outer', on: 'a' } as never),
    /how must be "inner" or "left" or .* "cross", received "outer"/,
  );
  wrong(() => frame.join(frame, { on: 'a', nullsEqual: 1 as never }), /nullsEqual must be true or false, received 1$/);
  wrong(() => frame.join(frame, { leftOn: ['a', 'b'], rightOn: 'c' }), /leftOn has 2 columns, rightOn 1/);
  wrong(() => frame.sort('a', { nulls: 'middle' as never }), /"first" or "last"/);
  wrong(() => frame.sort('a', 'desc' as never), /sort takes its options as an object of descending, nulls; received "desc"/);
  wrong(() => frame.sort('a', { ascending: false } as never), /no option "ascending"; did you mean "descending"\?/);
  wrong(() => frame.sort([{ column: 'a', desc: true }] as never), /no option "desc"/);
  wrong(() => pf.fromRows({ a: 1 } as never), /array of row objects/);
  wrong(() => pf.fromRows([{ a: 1 }], { schema: { a: 'number' as never } }), /column "a": there is no type "number".*float64/);
  wrong(() => col('a').eq({}), /received an object/);
  wrong(() => (col('a') as unknown as { upper(given: unknown): unknown }).upper(1), /upper takes no argument; received 1$/);
  wrong(
    () => (col('a') as unknown as { upper(given: unknown): unknown }).upper({ overflow: 'null' }),
    /upper takes no argument; received 1$/,
  );
  wrong(() => col('a').abs({ overflows: 'null' } as never), /no option "overflows"; did you mean "overflow"\?/);
  wrong(() => (col('a') as unknown as { eq(...of: unknown[]): unknown }).eq(1, 2), /eq takes 1 argument and nothing else/);
  wrong(() => lit(1, 'time' as never), /give the full type/);
  wrong(() => lit('dear', 'decimal'), /at most 38 digits, received "dear"/);
  wrong(() => pf.readParquet(''), /non-empty/);
  wrong(() => pf.fromArrow({}), /apache-arrow Table/);
  wrong(() => pf.fromRows([{ a: 1 }, { a: 'x' }]), /row 1: column "a" holds float64 in earlier rows and utf8 here/);
  wrong(() => pf.fromRows([{ a: new Map() }]), /cannot be inferred from a Map; declare it with/);
  wrong(() => pf.fromRows([{ a: 'x' }], { schema: { a: 'int64' } }), /column "a", row 0: 'x' is not a value of type int64/);
});

test('terminals ask for what they need and release it', async t => {
  const { executor, pf } = setup();
  const schema: Schema = [field('a', 'int64'), field('b', 'utf8')];
  executor.result = tableFromRows(schema, [{ a: 1n, b: 'x' }]);
  executor.kind = { kind: 'table', schema };
  const frame = pf.readParquet('a.parquet');
  const signal = new AbortController().signal;
  t.deepEqual(await frame.toRows({ int64: 'number', signal, deadline: 5, engine: 'auto' }), [{ a: 1, b: 'x' }]);
  const { run } = executor.executed[0] ?? {};
  t.is(run?.signal, signal);
  t.is(run?.deadline, 5);
  t.is(run?.engine, undefined);
  t.is(executor.released, 1);
  t.deepEqual(await frame.schema(), schema);
  t.is((await frame.toArrow()).numRows, 1);
  t.is(executor.released, 2);
  executor.result = tableFromRows([field('rows', 'int64')], [{ rows: 7n }]);
  t.is(await frame.count(), 7);
  t.deepEqual(operation(executor.executed.at(-1)?.plan ?? frame.plan).options['keys'], []);
  t.is(String(await frame.explain()), 'nothing');
  executor.kind = { kind: 'record' };
  await t.throwsAsync(frame.schema(), { code: 'INVALID_ARGUMENT' });
});

test('batches are read at the pace of the reader, and released when the loop is left', async t => {
  const { executor, pf } = setup();
  const schema: Schema = [field('a', 'int64')];
  let made = 0;
  const table = tableFromRows(schema, [{ a: 1n }, { a: 2n }]);
  const stream: BatchStream = {
    schema,
    async *[Symbol.asyncIterator]() {
      for (; made < 100; made++) {
        await Promise.resolve();
        yield* table.batches;
      }
    },
  };
  executor.result = stream;
  const frame = pf.readParquet('a.parquet');
  const lazy = frame.batches();
  t.is(executor.executed.length, 0);
  await lazy.return();
  let rows = 0;
  for await (const piece of frame.batches()) {
    rows += piece.length;
    await piece.close();
    if (rows === 4) break;
  }
  t.is(executor.executed[0]?.want[0], HEAP_BATCHES);
  t.is(made, 1);
  t.is(executor.released, 1);
  executor.result = table;
  for await (const piece of frame.batches()) t.deepEqual(piece.toRows(), [{ a: 1n }, { a: 2n }]);
});

test('a cached frame is one dataset, released by close', async t => {
  const { executor, pf } = setup();
  const frame = pf.readParquet('a.parquet').limit(2).cache();
  t.is(frame.plan.kind, 'dataset');
  t.is(frame.cache(), frame);
  await frame.limit(1).close();
  t.is(executor.disposed.length, 0);
  await frame[Symbol.asyncDispose]();
  t.is(executor.disposed.length, 1);
});

test('a frame prints its plan, and the schema once it is known', async t => {
  const { executor, pf } = setup();
  const frame = pf
    .readParquet('trips.parquet', { engine: 'ts-reference' })
    .filter(col('a').add(1).gt(2).and(col('b c').isNotNull().not()))
    .withColumns({ d: col('a').neg().cast('utf8'), e: lit('x'), f: lit(new Date(0)), g: lit(new Uint8Array([1])) })
    .rename({ d: 'dd' })
    .drop('e')
    .select('a', 'dd')
    .join(pf.readCsv('zones.csv'), { leftOn: 'a', rightOn: 'b', how: 'left' })
    .groupBy('a')
    .agg({ n: count() })
    .sort('n', { descending: true })
    .limit(5);
  t.deepEqual(String(frame).split('\n'), [
    'DataFrame (lazy) [schema not read yet]',
    '  table.limit count=5 offset=0 on ts-reference',
    '  table.sort n descending on ts-reference',
    '  table.aggregate n = count() by a on ts-reference',
    '  table.join left on a = b on ts-reference',
    '    table.project a, dd on ts-reference',
    '    table.project all columns but e on ts-reference',
    '    table.project d as dd on ts-reference',
    '    table.project all columns, d = cast((-a) as utf8), e = "x", f = 1970-01-01T00:00:00.000Z, g = 0x01 on ts-reference',
    '    table.filter ((a + 1) > 2) and (not ("b c" is not null)) on ts-reference',
    '    parquet.scan on ts-reference',
    '    trips.parquet',
    '    csv.scan',
    '    zones.csv',
  ]);
  executor.kind = { kind: 'table', schema: [field('n', 'int64')] };
  await frame.schema();
  t.true(inspect(frame).startsWith('DataFrame (lazy) [n: int64]'));
});

test('writing goes through a temporary file', async t => {
  const { executor, pf } = setup();
  const folder = await mkdtemp(path.join(tmpdir(), 'pf-write-'));
  const target = path.join(folder, 'out.parquet');
  executor.result = { rows: 3, bytes: 4 };
  const frame = pf.readParquet('a.parquet');
  await t.throwsAsync(frame.writeParquet(target), { code: 'WRITE_FAILED' });
  t.deepEqual(await readdir(folder), []);
  const execute = executor.execute.bind(executor);
  executor.execute = async (plan, want, run) => {
    await writeFile(String(operation(plan).options['path']), 'data');
    return execute(plan, want, run);
  };
  const result = await frame.writeParquet(target, { compression: 'uncompressed', rowGroupRows: 10 });
  t.like(result, { path: target, rows: 3, bytes: 4 });
  t.deepEqual(await readdir(folder), ['out.parquet']);
  t.is(executor.executed.at(-1)?.want[0], HEAP_RECORD);
  await t.throwsAsync(frame.writeParquet(path.join(folder, 'missing', 'x.parquet')), { code: 'FILE_NOT_FOUND' });
});

test('tables in memory: rows, arrow tables, our own tables, with and without a schema', t => {
  const { pf } = setup();
  const tableOf = (frame: { readonly plan: PlanInput }) =>
    frame.plan.kind === 'dataset' ? (frame.plan.dataset.replicas[0]?.value as ReturnType<typeof tableData>) : tableData([], []);
  const rows = pf.fromRows([
    { a: 1n, b: true, c: 1.5, d: 'x', e: new Date(5), f: null, g: new Uint8Array([1]), h: 1, i: null, j: [1], k: null },
    { a: 2n, b: null, c: 2, d: null, e: null, f: undefined, g: null, h: 2, i: 3, j: [], k: { l: [{ m: 1n }] } },
  ]);
  t.deepEqual(
    tableOf(rows).schema.map(f => f.type.id),
    ['int64', 'bool', 'float64', 'utf8', 'timestamp', 'null', 'binary', 'float64', 'float64', 'list', 'struct'],
  );
  const declared = pf.fromRows([{ a: 1, d: '1.25', t: 3n }], {
    schema: { a: 'int32', d: { id: 'decimal', precision: 5, scale: 2 }, t: { id: 'time', unit: 'us' } },
  });
  t.deepEqual(
    tableOf(declared).schema.map(f => f.type.id),
    ['int32', 'decimal', 'time'],
  );
  const again = pf.fromArrow(tableOf(declared), { schema: { t: 'time', a: 'int32' } });
  t.deepEqual(
    tableOf(again).schema.map(f => f.name),
    ['t', 'a'],
  );
  const wrong = t.throws(() => pf.fromArrow(tableOf(declared), { schema: { a: 'utf8' } }), { code: 'SCHEMA_MISMATCH' });
  t.regex(wrong.message, /declares "a" as utf8, the table has int32/);
  t.throws(() => pf.fromArrow(tableOf(declared), { schema: { z: { id: 'utf8' } } }), { code: 'SCHEMA_MISMATCH' });
});

test('an expression that nests too deeply for any stack is refused where it is made', t => {
  const chain = (levels: number) => {
    let expression = col('a').eq(0);
    for (let i = 1; i < levels; i++) expression = expression.or(col('a').eq(i));
    return expression;
  };
  t.notThrows(() => chain(999));
  t.throws(() => chain(1002), { code: 'INVALID_ARGUMENT', message: /nest 1000 levels deep.*isIn/ });
  t.notThrows(() => col('a').isIn(Array.from({ length: 10_000 }, (_, i) => i)));
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { col, count, createRuntime, isParquetFrameError, lit } from 'parquetframe';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import rustNapi from '@parquetframe/engine-rust-napi';
import { isolate } from '@parquetframe/process-host';

/** Whatever a program may hand over that the compiler would have refused. */
const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off' });
const folder = mkdtempSync(join(tmpdir(), 'parquetframe-usage-'));
// A text that is tried may be a path, and works then.
process.chdir(folder);
const file = join(folder, 'x.parquet');
const frame = pf.fromRows([{ a: 1, b: 'x' }]);
await frame.writeParquet(file);
const graph = pf.graph.fromEdges(pf.fromRows([{ src: 1, dst: 2 }]));
const table = await frame.collect();
test.after.always('close the runtime', () => pf.close());

type Call = (...given: readonly unknown[]) => unknown;
/** A method with whatever arguments. */
const of = <T extends object>(object: T, name: keyof T): Call => {
  const method: unknown = object[name];
  if (typeof method !== 'function') throw new TypeError(`${String(name)} is not a method`);
  return (...given) => Reflect.apply(method, object, given) as unknown;
};

/** Every way in, with what comes before the argument that is tried. */
const SURFACE: { readonly [name: string]: readonly [call: Call, ...before: readonly unknown[]] } = {
  'readParquet path': [of(pf, 'readParquet')],
  'readParquet options': [of(pf, 'readParquet'), file],
  'readCsv options': [of(pf, 'readCsv'), file],
  'fromArrow table': [of(pf, 'fromArrow')],
  'fromArrow options': [of(pf, 'fromArrow'), table.data],
  'fromRows rows': [of(pf, 'fromRows')],
  'fromRows options': [of(pf, 'fromRows'), [{ a: 1 }]],
  'fromRows schema': [(schema: unknown) => of(pf, 'fromRows')([{ a: 1 }], { schema })],
  'fromRows type': [(a: unknown) => of(pf, 'fromRows')([{ a: 1 }], { schema: { a } })],
  metadata: [of(pf, 'metadata'), file],
  fromEdges: [of(pf.graph, 'fromEdges')],
  'fromEdges options': [of(pf.graph, 'fromEdges'), frame],
  select: [of(frame, 'select')],
  drop: [of(frame, 'drop')],
  rename: [of(frame, 'rename')],
  filter: [of(frame, 'filter')],
  withColumns: [of(frame, 'withColumns')],
  groupBy: [of(frame, 'groupBy')],
  'groupBy agg': [of(frame.groupBy('b'), 'agg')],
  agg: [of(frame, 'agg')],
  'join frame': [of(frame, 'join')],
  'join options': [of(frame, 'join'), frame],
  'sort keys': [of(frame, 'sort')],
  'sort options': [of(frame, 'sort'), 'a'],
  limit: [of(frame, 'limit')],
  'limit offset': [of(frame, 'limit'), 1],
  using: [of(frame, 'using')],
  'run operation': [of(frame, 'run')],
  'run options': [of(frame, 'run'), 'table.limit'],
  'run input': [of(frame, 'run'), 'table.join', {}],
  schema: [of(frame, 'schema')],
  collect: [of(frame, 'collect')],
  toRows: [of(frame, 'toRows')],
  toArrow: [of(frame, 'toArrow')],
  batches: [of(frame, 'batches')],
  count: [of(frame, 'count')],
  'show rows': [of(frame, 'show')],
  'show options': [of(frame, 'show'), 1],
  'writeParquet path': [of(frame, 'writeParquet')],
  'writeParquet options': [of(frame, 'writeParquet'), join(folder, 'y.parquet')],
  explain: [of(frame, 'explain')],
  bfs: [of(graph, 'bfs')],
  'bfs source': [(source: unknown) => of(graph, 'bfs')({ source })],
  'bfs sources': [(sources: unknown) => of(graph, 'bfs')({ sources })],
  pageRank: [of(graph, 'pageRank')],
  wcc: [of(graph, 'wcc')],
  degree: [of(graph, 'degree')],
  'graph run': [of(graph, 'run')],
  'graph run settings': [of(graph, 'run'), 'graph.wcc'],
  'graph run options': [of(graph, 'run'), 'graph.wcc', {}],
  facts: [of(graph, 'facts')],
  'table column': [of(table, 'column')],
  'table column options': [of(table, 'column'), 'a'],
  'table at': [of(table, 'at')],
  'table at options': [of(table, 'at'), 0],
  'table toRows': [of(table, 'toRows')],
  'table rows': [of(table, 'rows')],
  'table format': [of(table, 'format')],
  col: [(name: unknown) => Reflect.apply(col, undefined, [name]) as unknown],
  lit: [(value: unknown) => Reflect.apply(lit, undefined, [value]) as unknown],
  'lit type': [(type: unknown) => Reflect.apply(lit, undefined, [1, type]) as unknown],
  eq: [of(col('a'), 'eq')],
  isIn: [of(col('a'), 'isIn')],
  between: [of(col('a'), 'between')],
  and: [of(col('a').isNull(), 'and')],
  add: [of(col('a'), 'add')],
  'add options': [of(col('a'), 'add'), 1],
  cast: [of(col('a'), 'cast')],
  createRuntime: [(options: unknown) => Reflect.apply(createRuntime, undefined, [options]) as unknown],
  'createRuntime engines': [(engines: unknown) => Reflect.apply(createRuntime, undefined, [{ engines }]) as unknown],
  'createRuntime plugins': [(plugins: unknown) => Reflect.apply(createRuntime, undefined, [{ engines: [], plugins }]) as unknown],
  tsReference: [(options: unknown) => Reflect.apply(tsReference, undefined, [options]) as unknown],
  workerPool: [(options: unknown) => Reflect.apply(workerPool, undefined, [options]) as unknown],
  rustNapi: [(options: unknown) => Reflect.apply(rustNapi, undefined, [options]) as unknown],
  isolate: [(options: unknown) => Reflect.apply(isolate, undefined, [tsReference(), options]) as unknown],
};

/** Runs what a call gives as far as it goes: frames are lazy. */
async function finish(result: unknown): Promise<void> {
  const value: unknown = await result;
  if (typeof value !== 'object' || value === null) return;
  if ('collect' in value && typeof value.collect === 'function') await finish(Reflect.apply(value.collect, value, []));
  else if (Symbol.asyncIterator in value) for await (const _ of value as AsyncIterable<unknown>);
  else if ('agg' in value && typeof value.agg === 'function') await finish(Reflect.apply(value.agg, value, [{ n: count() }]));
  else if (Symbol.asyncDispose in value) await (value as AsyncDisposable)[Symbol.asyncDispose]();
}

const GARBAGE: readonly unknown[] = [
  undefined,
  null,
  5,
  -1,
  1.5,
  NaN,
  7n,
  true,
  'nonsense',
  '',
  Symbol('s'),
  () => 1,
  (row: { readonly a: unknown }) => row.a,
  [],
  [null],
  [[1]],
  [Symbol('s')],
  {},
  { a: 1 },
  { a: null },
  { a: { b: [null] } },
  { on: 5 },
  { column: 5 },
  { engine: 5 },
  { schema: 5 },
  { source: null },
  new Set(['a']),
  new Map([['a', 1]]),
  new Date(NaN),
  new Uint8Array(2),
  Object.create(null),
];

for (const [name, [call, ...before]] of Object.entries(SURFACE)) {
  test(`${name}: nonsense is a typed error, or works`, async t => {
    const attempt = async (given: unknown): Promise<void> => {
      try {
        await finish(call(...before, given));
      } catch (error) {
        if (!isParquetFrameError(error)) throw error;
        t.true(['usage', 'data', 'availability'].includes(error.category), `${error.code}: ${error.message}`);
      }
    };
    for (const given of GARBAGE)
      await t.notThrowsAsync(attempt(given), `given ${typeof given} ${Object.prototype.toString.call(given)}`);
    const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
    await t.notThrowsAsync(fc.assert(fc.asyncProperty(any, attempt), { numRuns: 15 }));
    t.pass();
  });
}

test('an option that there is not is an error everywhere, with what was meant and what there is', async t => {
  const misspelt: readonly (readonly [call: () => unknown, message: RegExp])[] = [
    [() => of(pf, 'readCsv')(file, { sep: ';' }), /readCsv has no option "sep"; it has .*delimiter/],
    [() => of(pf, 'readCsv')(file, { delimter: ';' }), /did you mean "delimiter"\?/],
    [() => of(pf, 'readParquet')(file, { columns: ['a'] }), /readParquet has no option "columns"; it has .*schema/],
    [() => of(pf, 'fromRows')([{ a: 1 }], { schem: {} }), /did you mean "schema"\?/],
    [() => of(pf, 'metadata')(file, { deadlin: 1 }), /did you mean "deadline"\?/],
    [() => of(pf.graph, 'fromEdges')(frame, { source: 'a' }), /fromEdges has no option "source"; it has src, dst/],
    [() => of(frame, 'join')(frame, { on: 'a', hwo: 'left' }), /did you mean "how"\?/],
    [() => of(frame, 'sort')('a', { decsending: true }), /did you mean "descending"\?/],
    [() => of(frame, 'collect')({ timeout: 5 }), /collect has no option "timeout"; it has .*deadline/],
    [() => of(frame, 'toRows')({ int46: 'number' }), /did you mean "int64"\?/],
    [() => of(frame, 'batches')({ singal: null }), /did you mean "signal"\?/],
    [
      () => of(frame, 'writeParquet')(join(folder, 'z.parquet'), { partitionBy: 'a' }),
      /writeParquet has no option "partitionBy"/,
    ],
    [() => of(frame, 'show')(1, { enigne: 'x' }), /did you mean "engine"\?/],
    [() => of(frame, 'using')({ determinsm: 'fast' }), /did you mean "determinism"\?/],
    [() => of(graph, 'bfs')({ source: 1, maxdepth: 2 }), /did you mean "maxDepth"\?/],
    [() => of(graph, 'pageRank')({ dampng: 0.5 }), /did you mean "damping"\?/],
    [() => of(graph, 'wcc')({ weighted: true }), /wcc has no option "weighted"; it has determinism, engine/],
    [() => of(table, 'format')({ row: 1 }), /did you mean "rows"\?/],
    [() => of(col('a'), 'add')(1, { overflw: 'wrap' }), /did you mean "overflow"\?/],
    [
      () => Reflect.apply(createRuntime, undefined, [{ memoy: 1 }]) as unknown,
      /createRuntime has no option "memoy"; did you mean "memory"\?/,
    ],
    [
      () => Reflect.apply(tsReference, undefined, [{ threads: 1 }]) as unknown,
      /the engine ts-reference has no option "threads"; it has no options/,
    ],
    [() => Reflect.apply(workerPool, undefined, [{ thread: 1 }]) as unknown, /did you mean "threads"\?/],
    [() => Reflect.apply(rustNapi, undefined, [{ path: 'x' }]) as unknown, /the engine rust-napi has no option "path"/],
    [
      () => Reflect.apply(isolate, undefined, [tsReference(), { timeout: 1 }]) as unknown,
      /isolate has no option "timeout"; it has id/,
    ],
  ];
  for (const [call, message] of misspelt)
    await t.throwsAsync(async () => finish(call()), { code: 'INVALID_ARGUMENT', message }, String(message));
});

for (const predicate of [
  undefined,
  'a > 1',
  {},
  { kind: 'column', nme: 'a' },
  { kind: 'call', function: 'isNull' },
  { kind: 'call', function: 'isNull', arguments: [{ kind: 'colum', name: 'a' }] },
])
  test(`run() says what an expression is when it gets ${JSON.stringify(predicate)}`, async t => {
    const failed = t.throwsAsync(frame.run('table.filter', { predicate }).collect(), { code: 'INVALID_ARGUMENT' });
    t.regex((await failed).message, typeof predicate === 'object' ? /an expression is a column/ : /predicate/);
  });

test('run() counts inputs in words', async t => {
  await t.throwsAsync(frame.run('table.limit', { count: 1 }, frame).collect(), {
    code: 'INVALID_ARGUMENT',
    message: /takes 1 input, received 2/,
  });
});

test('an engine that there is not is an error, also where there is nothing to run', async t => {
  const held = pf.fromRows([{ a: 1 }]);
  await t.throwsAsync(held.toRows({ engine: 'rust_napi' }), { code: 'ENGINE_NOT_FOUND', message: /ts-reference/ });
  await t.throwsAsync(held.filter(col('a').gt(0)).toRows({ engine: 'rust_napi' }), { code: 'ENGINE_NOT_FOUND' });
});

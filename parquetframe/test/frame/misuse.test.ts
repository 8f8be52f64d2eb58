import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { Admission, col, count, createRuntime, defineFunction, deferRuntime, fn, lit, param, registerEngine } from 'parquetframe';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';

/** What programs get wrong, and what they are told: what was wrong, what was received, what to do. */
const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off' });
const folder = mkdtempSync(join(tmpdir(), 'parquetframe-misuse-'));
const frame = pf.fromRows([{ a: 1, b: 'x', k: 1n }]);
const other = pf.fromRows([{ a: 1, c: 'x', k: 1n }]);
const graph = pf.graph.fromEdges(pf.fromRows([{ src: 1, dst: 2 }]));
const table = await frame.collect();
test.after.always('close the runtime', () => pf.close());

type Call = (...given: readonly unknown[]) => unknown;
/** A method without its types. */
const of = (object: object, name: string): Call => {
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method`);
  return (...given) => Reflect.apply(method, object, given) as unknown;
};
const loose =
  (call: (...given: never[]) => unknown): Call =>
  (...given) =>
    Reflect.apply(call, undefined, given) as unknown;

/** Runs what a call gives: frames are lazy. */
async function finish(result: unknown): Promise<void> {
  const value = await result;
  if (typeof value === 'object' && value !== null && 'collect' in value) await of(value, 'collect')();
}
const runtimeOf = (options: object): ReturnType<typeof createRuntime> =>
  loose(createRuntime)({ engines: [tsReference()], wisdom: 'off', ...options }) as ReturnType<typeof createRuntime>;
const pluginOf = (plugin: object): unknown => runtimeOf({ plugins: [{ name: 'p', operations: [], ...plugin }] });

type Wrong = readonly (readonly [what: string, call: () => unknown, message: RegExp, code?: string])[];
const refuses = (kind: string, wrong: Wrong): void => {
  for (const [what, call, message, code = 'INVALID_ARGUMENT'] of wrong)
    test(`${kind}: ${what}`, async t => {
      await t.throwsAsync(async () => finish(call()), { code, message });
    });
};

refuses('a name that is almost right is suggested', [
  [
    'operation',
    () => frame.run('table.limt'),
    /no operation "table\.limt"; did you mean "table\.limit"\? There are/,
    'OPERATION_NOT_FOUND',
  ],
  ['operation without what it is of', () => frame.run('limit'), /did you mean "table\.limit"/, 'OPERATION_NOT_FOUND'],
  ['function', () => frame.withColumns({ x: fn('ad', col('a'), 1) }), /no function "ad"; did you mean "add"\? There are/],
  ['service', () => runtimeOf({ services: { cloc: {} } }), /services has no option "cloc"; did you mean "clock"\? It has clock/],
  [
    'engine',
    () => frame.collect({ engine: 'ts_reference' }),
    /no engine "ts_reference".*did you mean "ts-reference"/,
    'ENGINE_NOT_FOUND',
  ],
  ['member of a plugin', () => pluginOf({ formts: [] }), /did you mean "formats"/],
  ['member of a function', () => wrongFunction('p.f', { nuls: 'own' }), /did you mean "nulls"/],
]);

test('a name of one letter is not like another one', async t => {
  const error = await t.throwsAsync(async () => finish(of(frame, 'select')('z')), { code: 'COLUMN_NOT_FOUND' });
  t.notRegex(error.message, /did you mean/i);
});

refuses('join says which keys it got', [
  ['on and leftOn', () => of(frame, 'join')(other, { on: 'k', leftOn: 'k' }), /received on and leftOn$/],
  ['all of them', () => of(frame, 'join')(other, { on: 'k', leftOn: 'k', rightOn: 'k' }), /received on and leftOn and rightOn$/],
  ['one side', () => of(frame, 'join')(other, { leftOn: 'k' }), /received leftOn alone$/],
  ['none', () => of(frame, 'join')(other, {}), /received none of them$/],
  ['no options', () => of(frame, 'join')(other), /received undefined$/],
  ['an empty list', () => of(frame, 'join')(other, { on: [] }), /join: on needs at least one column/],
  ['a column twice', () => frame.join(other, { on: ['k', 'k'] }), /compares the column "k" twice/],
  ['a pair twice', () => frame.join(other, { leftOn: ['k', 'k'], rightOn: ['k', 'k'] }), /compares the column "k" twice/],
  ['a table', () => of(frame, 'join')(table, { on: 'k' }), /received a collected table for the frame/],
]);

test('join compares one column with two', async t => {
  t.is(await frame.join(pf.fromRows([{ k: 1n, l: 1n }]), { leftOn: ['k', 'k'], rightOn: ['k', 'l'] }).count(), 1);
});

refuses('nothing is asked of nothing', [
  ['distinct', () => frame.distinct({ subset: [] }), /distinct: subset needs at least one column/],
  ['distinct by run', () => frame.run('table.distinct', { subset: [] }), /non-empty array of column names/],
  ['select', () => frame.select(), /select needs at least one column/],
  ['sort', () => frame.sort([]), /sort needs at least one column/],
  ['agg', () => frame.agg({}), /agg needs at least one aggregate/],
  ['drop of all', () => frame.drop('a', 'b', 'k'), /drop would leave no column/],
]);

refuses('a column that is named twice', [
  ['select', () => frame.select('a', 'a'), /the result would have two columns "a"/, 'DUPLICATE_COLUMN'],
  ['groupBy', () => frame.groupBy('a', 'a').agg({ n: count() }), /the result would have two columns "a"/, 'DUPLICATE_COLUMN'],
  ['distinct', () => frame.distinct({ subset: ['a', 'a'] }), /distinct names the column "a" twice/, 'DUPLICATE_COLUMN'],
]);

refuses('an operation over what it does not take says what does', [
  [
    'parquet.scan',
    () => frame.run('parquet.scan'),
    /parquet\.scan takes a file, received a table; use readParquet\(path\) instead/,
  ],
  ['csv.scan', () => frame.run('csv.scan'), /takes a file, received a table; use readCsv\(path\) instead/],
  ['parquet.metadata', () => frame.run('parquet.metadata'), /takes a file, received a table; use metadata\(path\) instead/],
  ['graph.wcc', () => frame.run('graph.wcc'), /graph\.wcc takes a graph, received a table/],
  ['table.limit of a graph', () => graph.run('table.limit', { count: 1 }), /table\.limit takes a table, received a graph/],
  [
    'parquet.write',
    () => frame.run('parquet.write', { path: join(folder, 'w') }),
    /gives a record, and frames are tables; use writeParquet/,
  ],
  [
    'graph.build',
    () => frame.run('graph.build', { src: 'a', dst: 'a' }),
    /gives a graph, and frames are tables; use graph\.fromEdges/,
  ],
  ['its schema', () => frame.run('parquet.write', { path: join(folder, 'w') }).schema(), /gives a record, which has no columns/],
]);

refuses('members of options of run() that would be lost', [
  [
    'sort',
    () => frame.run('table.sort', { keys: [{ column: 'a', desc: true }] }),
    /array of \{ column, descending, nulls \}.*desc/,
  ],
  ['join', () => frame.run('table.join', { on: [{ left: 'k', right: 'k', how: 'left' }] }, other), /array of \{ left, right \}/],
  ['join of a number', () => frame.run('table.join', { on: [{ left: 1, right: 'k' }] }, other), /array of \{ left, right \}/],
  [
    'overflow',
    () =>
      frame.run('table.filter', { predicate: { kind: 'call', function: 'isNull', arguments: [col('a').node], overflow: 'x' } }),
    /overflow must be/,
  ],
]);

for (const [what, use] of Object.entries<(f: typeof frame) => Promise<unknown>>({
  toRows: f => f.toRows(),
  schema: f => f.schema(),
  explain: f => f.explain(),
  batches: f => f.batches().next(),
  cache: f => f.cache().collect(),
}))
  test(`an engine that a frame is pinned to must be there, also where no step is left: ${what}`, async t => {
    await t.throwsAsync(use(frame.using({ engine: 'nope' })), { code: 'ENGINE_NOT_FOUND' });
  });

refuses('arguments after the last', [
  ['join', () => of(frame, 'join')(other, { on: 'k' }, 'left'), /join takes at most 2 arguments; received 3/],
  ['rename', () => of(frame, 'rename')({ a: 'z' }, { b: 'y' }), /rename takes one argument; received 2/],
  ['distinct', () => of(frame, 'distinct')({}, 'b'), /distinct\(\{ subset: \['a', 'b'\] \}\)/],
  ['sort', () => of(frame, 'sort')('a', {}, 'b'), /sort\(\['a', 'b'\]\)/],
  ['limit', () => of(frame, 'limit')(1, 1, 1), /limit takes at most 2 arguments/],
  ['using', () => of(frame, 'using')({}, {}), /using takes one argument/],
  ['count', () => of(frame, 'agg')({ n: loose(count)('a') }), /count takes no argument.*row\.x\.count\(\)/],
  ['col', () => loose(col)('a', 'b'), /col takes one argument/],
  ['and', () => of(col('a').gt(1), 'and')(col('b').eq('x'), col('k').eq(1)), /and takes 1 argument and nothing else/],
  ['cast', () => of(col('a'), 'cast')('int64', { mode: 'truncate' }), /cast takes one argument/],
  ['between', () => of(col('a'), 'between')(1, 2, true), /between takes at most 2 arguments/],
  ['sum', () => of(col('a'), 'sum')('b'), /sum takes no argument/],
  ['upper', () => of(col('b'), 'upper')({ overflow: 'wrap' }), /upper takes no argument/],
]);

test('columns can be made by map', t => {
  t.deepEqual(['a', 'b'].map(loose(col)).map(String), ['a', 'b']);
});

refuses('what keeps its members elsewhere', [
  ['a Map of options', () => of(frame, 'collect')(new Map([['engine', 'x']])), /received a Map/],
  ['a Map of names', () => of(frame, 'rename')(new Map([['a', 'b']])), /received a Map/],
  ['a Map of a schema', () => of(pf, 'fromRows')([{ a: 1 }], { schema: new Map([['a', 'int64']]) }), /received a Map/],
  ['a Map of a row', () => of(pf, 'fromRows')([new Map([['a', 1]])]), /row 0 is a Map/],
  [
    'a Map of parameters',
    () => of(frame.filter(col('a').gt(param('x', 'float64'))), 'collect')({ params: new Map() }),
    /received a Map/,
  ],
  ['a promise', () => of(frame, 'join')(Promise.resolve(other), { on: 'k' }), /received a promise \(is an await missing\?\)/],
]);

refuses('values that would change nothing', [
  [
    'overflow',
    () => of(col('k'), 'add')(1, { overflow: 'wrapp' }),
    /overflow must be "error" or "wrap" or "null", received "wrapp"/,
  ],
  ['rewrite', () => of(frame, 'collect')({ rewrite: 'no' }), /rewrite must be true or false/],
  ['an option that is not for users', () => of(frame, 'collect')({ staged: true }), /no option "staged"/],
  ['an engine without a name', () => frame.using({ engine: '' }), /must be the id of an engine, received ""/],
  ['parameters of a schema', () => frame.schema({ params: { x: 1 } }), /no parameter "x"/],
]);

refuses('what is taken for a name', [
  ['col', () => loose(col)(5), /col takes the name of a column, received 5/],
  ['fn', () => loose(fn)(Math.abs), /fn takes the name of a function, received a function/],
  ['a list of names', () => of(frame, 'select')(['a', 'b']), /select takes column names, received an array; spread it/],
  ['an expression', () => of(frame, 'groupBy')(col('a')), /groupBy takes column names, received an expression/],
  ['a direction', () => of(frame, 'sort')('a', 'desc'), /write sort\("a", \{ descending: true \}\)/],
  ['a second column', () => of(frame, 'sort')('a', 'b'), /write sort\(\["a", "b"\]\)/],
  ['a type of lit', () => loose(lit)(1, 'int'), /^lit: there is no type "int"; did you mean "int64"/],
  ['a type of param', () => loose(param)('x'), /^param: a type is a name or an object, received undefined/],
  [
    'a type without its items',
    () => of(pf, 'fromRows')([], { schema: { a: { id: 'list' } } }),
    /a full type is written as \{ id: 'list', item/,
  ],
  [
    'a callback without return',
    () => of(frame, 'filter')((row: { a: typeof frame }) => void of(row.a, 'gt')(1)),
    /does the callback return it\?/,
  ],
  ['a list of conditions', () => of(frame, 'filter')([col('a').gt(1)]), /combine conditions with a\.and\(b\)/],
  ['an aggregate to be called', () => of(frame, 'agg')({ n: count }), /received a function; is it to be called\?/],
]);

refuses('errors are about what was called', [
  ['readCsv', () => pf.readCsv(import.meta.filename, { delimiter: ';;' }), /^readCsv: option delimiter/],
  [
    'writeParquet',
    () => of(frame, 'writeParquet')(join(folder, 'z'), { compression: 'gzip' }),
    /^writeParquet: option compression/,
  ],
  [
    'dense ids',
    () => of(pf.graph, 'fromEdges')(frame, { ids: { dense: -1 } }),
    /ids\.dense must be the number of vertices.*received -1/,
  ],
  ['dense ids by name', () => of(pf.graph, 'fromEdges')(frame, { ids: 'dense' }), /\{ dense: V \}/],
  ['two columns', () => frame.rename({ a: 'b' }), /^the result would have two columns "b"/, 'DUPLICATE_COLUMN'],
  [
    'a source of another type',
    () => of(pf.graph.fromEdges(pf.fromRows([{ src: 'a', dst: 'b' }])), 'bfs')({ source: 5n }),
    /the source 5n cannot be one/,
    'TYPE_MISMATCH',
  ],
  [
    'fromArrow',
    () => of(pf, 'fromArrow')({ schema: [{}], batches: [{}], length: 1 }),
    /fromArrow takes an apache-arrow Table.*received an object/,
  ],
]);

refuses('parts of a runtime', [
  [
    'an engine for the options',
    () => loose(createRuntime)(tsReference()),
    /createRuntime\(\{ engines: \[tsReference\(\)\] \}\); received an engine/,
  ],
  ['engines for the options', () => loose(createRuntime)([tsReference()]), /received an array of engines/],
  ['no engines', () => runtimeOf({ engines: null }), /engines must be an array of engine modules: received null/],
  ['no plugins', () => runtimeOf({ plugins: null }), /plugins must be an array/],
  ['a list of services', () => runtimeOf({ services: [] }), /services takes its options as an object/],
  [
    'a clock that does not go',
    () => runtimeOf({ services: { clock: {} } }),
    /services\.clock must be an object with the method now/,
  ],
  ['datasets', () => runtimeOf({ datasets: 5 }), /no option "datasets"/],
  ['wisdom', () => runtimeOf({ wisdom: '' }), /wisdom must be a path, or "off"/],
  ['kinds of an engine', () => runtimeOf({ engines: [{ ...tsReference(), kinds: 5 }] }), /kinds must be an array/],
  [
    'a plugin without a name',
    () => runtimeOf({ plugins: [{ operations: [] }] }),
    /plugins\[0\] must have a name; received undefined/,
  ],
  ['functions of a plugin', () => pluginOf({ functions: 5 }), /the plugin "p": functions must be an array; received 5/],
  [
    'a function of a plugin',
    () => pluginOf({ functions: [{ name: 'p.f', definition: {} }] }),
    /functions\[0\]: the function p\.f must have an arity/,
  ],
  ['an operation of a plugin', () => pluginOf({ operations: [5] }), /operations\[0\] must be an operation.*received 5/],
  [
    'its definition',
    () => pluginOf({ operations: [{ definition: {} }] }),
    /its definition must have a name such as "geo\.nearest"; received undefined/,
  ],
  ['a format of a plugin', () => pluginOf({ formats: [5] }), /formats\[0\] must be a format/],
  ['registerEngine', () => loose(registerEngine)(tsReference), /registerEngine takes an engine module; received the function/],
  ['deferRuntime', () => loose(deferRuntime)({ engines: [] }), /deferRuntime takes a function.*received an object/],
  ['Admission', () => Reflect.construct(Admission, ['x']) as unknown, /threads must be a whole number.*received "x"/],
  ['memory of Admission', () => Reflect.construct(Admission, [1, 5]) as unknown, /memory must be a function.*received 5/],
  ['id of isolate', () => isolate(tsReference(), { id: 'Bad Id' }), /id must be in lower case.*received "Bad Id"/],
  [
    'limits of isolate',
    () => isolate(tsReference(), { limits: { header: -1, body: 5 } }),
    /limits\.header must be a whole number of bytes/,
  ],
  ['defineFunction', () => loose(defineFunction)('p.f'), /the function p\.f must have an arity/],
]);

test('an engine with a broken manifest is listed, and breaks nothing', async t => {
  const broken = loose(isolate)({ manifest: { id: 'x' }, command: ['/bin/false'] });
  const runtime = await runtimeOf({ engines: [broken] });
  const [status] = runtime.engines();
  await runtime.close();
  t.is(status?.availability.available === false ? status.availability.code : '', 'INVALID_MANIFEST');
});

test('a refused plugin leaves no function behind', async t => {
  const functions = [wrongFunction('left.behind', {}), { name: 5 }];
  await t.throwsAsync(async () => finish(pluginOf({ functions })), { code: 'INVALID_ARGUMENT' });
  await t.throwsAsync(frame.withColumns({ x: fn('left.behind', col('a')) }).collect(), { message: /no function "left\.behind"/ });
});

for (const [what, result, message] of [
  ['gives no type', () => 'float64', /must say the type of its result as an object/],
  ['throws', () => fail(), /failed to say the type of its result: mine/],
] as const)
  test(`a function of a plugin that ${what} for its result has failed`, async t => {
    const name = `result.${what.split(' ')[0] ?? ''}`;
    const functions = [wrongFunction(name, { result })];
    await using runtime = await runtimeOf({ plugins: [{ name: 'r', operations: [], functions }] });
    const failing = runtime.fromRows([{ a: 1 }]).withColumns({ x: fn(name, col('a')) });
    await t.throwsAsync(failing.collect(), { code: 'FUNCTION_FAILED', message });
  });

test('a frame as JSON is its text, not its insides', t => {
  t.regex(JSON.stringify({ frame }), /DataFrame \(lazy\)/);
});

function fail(): never {
  throw new Error('mine');
}

/** A function of one operand, with something that the compiler would refuse. */
function wrongFunction(name: string, members: object): unknown {
  const whole = { arity: 1, accepts: 'a value', result: () => ({ id: 'float64' }), summary: '', type: '', evaluate: () => 1 };
  return loose(defineFunction)(name, { ...whole, ...members });
}

/** `defineFunction` with types: rows and batches, nulls, in this process and in the threads of worker-pool, and never elsewhere. */
import {
  col,
  createRuntime,
  defaultEngines,
  defineFunction,
  isParquetFrameError,
  type ParquetFrameError,
  type Runtime,
  type RuntimeOptions,
} from '../index.js';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import test, { type ExecutionContext } from 'ava';
import { hypotenuse, thread, unlucky } from './user-functions.test.data.js';

async function runtime(t: ExecutionContext, options: RuntimeOptions = {}): Promise<Runtime> {
  const pf = await createRuntime({ engines: defaultEngines(), uncertified: 'allow', wisdom: 'off', ...options });
  t.teardown(() => pf.close());
  return pf;
}

const failure = async (t: ExecutionContext, run: () => Promise<unknown>): Promise<ParquetFrameError> => {
  const error: unknown = await t.throwsAsync(run);
  if (isParquetFrameError(error)) return error;
  throw new TypeError('not an error of ParquetFrame', { cause: error });
};

const initials = defineFunction('user.initials', {
  takes: ['utf8', 'int64'],
  gives: 'utf8',
  evaluate: (text, count) => text.slice(0, Number(count)),
});

test('a function of rows is called with columns and literals; rows with a null are null without a call', async t => {
  const pf = await runtime(t);
  const rows = await pf
    .fromRows(
      [
        { name: 'Ada', n: 2 },
        { name: null, n: 1 },
        { name: 'Grace', n: null },
      ],
      { schema: { name: 'utf8', n: 'int64' } },
    )
    .withColumns(row => ({ a: initials(row.name, row.n), b: initials(row.name, 1) }))
    .select('a', 'b')
    .toRows();
  t.deepEqual(rows, [
    { a: 'Ad', b: 'A' },
    { a: null, b: null },
    { a: null, b: 'G' },
  ]);
});

test('float64 takes any number as a number, in rows and in batches', async t => {
  const pf = await runtime(t);
  const frame = pf.fromRows(
    [
      { i: 3, l: 4n, d: '12.5', u: 9 },
      { i: 6, l: 8n, d: null, u: 1 },
    ],
    { schema: { i: 'int16', l: 'int64', d: { id: 'decimal', precision: 6, scale: 2 }, u: 'uint8' } },
  );
  const half = defineFunction('user.half', { takes: ['float64'], gives: 'float64', evaluate: x => x / 2 });
  t.deepEqual(
    await frame
      .withColumns(row => ({ h: hypotenuse(row.i, row.l), d2: half(row.d), u2: half(row.u), one: half(3) }))
      .select('h', 'd2', 'u2', 'one')
      .toRows(),
    [
      { h: 5, d2: 6.25, u2: 4.5, one: 1.5 },
      { h: 10, d2: null, u2: 0.5, one: 1.5 },
    ],
  );
});

test('values are those of rows, and so are results', async t => {
  const pf = await runtime(t);
  const nextDay = defineFunction('user.nextDay', {
    takes: ['timestamp'],
    gives: 'date',
    evaluate: at => new Date(at.getTime() + 86_400_000),
  });
  const sum = defineFunction('user.sum', {
    takes: ['list'],
    gives: 'float64',
    evaluate: items => items.reduce<number>((total, item) => total + Number(item), 0),
  });
  const bytes = defineFunction('user.bytes', { takes: ['utf8'], gives: 'binary', evaluate: text => Buffer.from(text) });
  const rows = await pf
    .fromRows([{ at: new Date('2024-02-28T12:30:00Z'), items: [1, 2.5], text: 'é' }])
    .withColumns(row => ({ next: nextDay(row.at), sum: sum(row.items), bytes: bytes(row.text) }))
    .select('next', 'sum', 'bytes')
    .toRows();
  t.deepEqual(rows, [{ next: new Date('2024-02-29'), sum: 3.5, bytes: new Uint8Array([0xc3, 0xa9]) }]);
});

test('with nulls: own a function sees nulls and may make them', async t => {
  const pf = await runtime(t);
  const swap = defineFunction('user.swap', {
    takes: ['int32'],
    gives: 'int32',
    nulls: 'own',
    evaluate: x => (x === null ? 0 : x === 0 ? null : x),
  });
  const count = defineFunction('user.count', {
    takes: ['int64', 'utf8'],
    gives: 'int32',
    nulls: 'own',
    evaluateBatch: (columns, length) =>
      Array.from({ length }, (_, i) => columns.reduce((sum, column) => sum + (column[i] === null ? 0 : 1), 0)),
  });
  const rows = await pf
    .fromRows(
      [
        { x: 0, l: 1n, s: null },
        { x: null, l: null, s: null },
        { x: 7, l: 2n, s: 'a' },
      ],
      { schema: { x: 'int32', l: 'int64', s: 'utf8' } },
    )
    .withColumns(row => ({ y: swap(row.x), c: count(row.l, row.s) }))
    .select('y', 'c')
    .toRows();
  t.deepEqual(rows, [
    { y: null, c: 1 },
    { y: 0, c: 0 },
    { y: 7, c: 2 },
  ]);
});

test('batches have the form that was asked for, without the rows that have a null', async t => {
  const pf = await runtime(t);
  const forms: string[] = [];
  const form = defineFunction('user.form', {
    takes: ['float32', 'int64', 'uint64', 'utf8', 'bool'],
    gives: 'int64',
    evaluateBatch([f, l, u, s, b], length) {
      forms.push([f, l, u, s, b].map(column => `${column.constructor.name} of ${String(column.length)}`).join(', '));
      t.is(length, 1);
      return BigInt64Array.of((l[0] ?? 0n) + BigInt(s[0]?.length ?? 0));
    },
  });
  const rows = await pf
    .fromRows(
      [
        { f: 1, l: null, u: 1, s: 'a', b: true },
        { f: 2, l: 5, u: 2, s: 'xy', b: false },
      ],
      { schema: { f: 'float32', l: 'int64', u: 'uint64', s: 'utf8', b: 'bool' } },
    )
    .withColumns(row => ({ r: form(row.f, row.l, row.u, row.s, row.b) }))
    .select('r')
    .toRows();
  t.deepEqual(rows, [{ r: null }, { r: 7n }]);
  t.deepEqual(forms, ['Float64Array of 1, BigInt64Array of 1, BigUint64Array of 1, Array of 1, Array of 1']);
});

test('what a function throws, or gives of another type, names it and the row; what is not sent to Rust runs here', async t => {
  const pf = await runtime(t, { engines: [rustNapi(), workerPool(), tsReference()] });
  const odd = defineFunction('user.odd', {
    takes: ['int64'],
    gives: 'utf8',
    evaluateBatch: ([values]) =>
      Array.from(values, value => {
        if (value === 2n) throw new Error('two is not odd');
        return value === 4n ? (4 as unknown as string) : String(value);
      }),
  });
  const short = defineFunction('user.short', { takes: ['int64'], gives: 'int64', evaluateBatch: () => [] });
  const of = (...values: number[]) =>
    pf.fromRows(
      values.map(n => ({ n })),
      { schema: { n: 'int64' } },
    );
  const table = await of(1, 3)
    .withColumns(row => ({ o: odd(row.n) }))
    .collect();
  t.is(table.provenance.stages.at(-1)?.engine, 'ts-reference');
  const thrown = await failure(t, () =>
    of(1, 2, 3)
      .withColumns(row => ({ o: odd(row.n) }))
      .toRows(),
  );
  t.is(thrown.code, 'FUNCTION_FAILED');
  t.is(thrown.message, 'the function user.odd failed in row 1: two is not odd');
  const mistyped = await failure(t, () =>
    of(1, 3, 4)
      .withColumns(row => ({ o: odd(row.n) }))
      .toRows(),
  );
  t.is(mistyped.message, 'the function user.odd failed in row 2: 4 is not a value of type utf8');
  const wrong = await failure(t, () =>
    of(1)
      .withColumns(row => ({ o: short(row.n) }))
      .toRows(),
  );
  t.is(
    wrong.message,
    'the function user.short failed in row 0: evaluateBatch must give an array of 1 values, as many as there are rows',
  );
  const refused = await failure(t, () =>
    of(1)
      .unchecked()
      .withColumns(() => ({ o: initials(col('n'), 1) }))
      .toRows(),
  );
  t.is(refused.code, 'TYPE_MISMATCH');
  t.is(refused.message, 'user.initials accepts utf8 and int64, received int64 and int64');
});

test('full types: what names leave open', async t => {
  const pf = await runtime(t);
  const tagged = defineFunction('user.tagged', {
    takes: ['decimal(10, 2)', 'list<utf8>'],
    gives: 'list<utf8>',
    evaluate: (price, tags) => [price, ...tags],
  });
  const moved = defineFunction('user.moved', {
    takes: ['timestamp[ms, UTC]'],
    gives: 'timestamp[ms, UTC]',
    evaluate: at => new Date(Number(at) + 1),
  });
  const priced = pf.fromRows(
    [
      { price: '1.25', tags: ['a'], at: new Date(1) },
      { price: null, tags: [], at: null },
    ],
    {
      schema: { price: 'decimal(10, 2)', tags: 'list<utf8>', at: 'timestamp[ms, UTC]' },
    },
  );
  const made = priced.withColumns(row => ({ tags: tagged(row.price, row.tags), at: moved(row.at) }));
  t.deepEqual(await made.select('tags', 'at').toRows(), [
    { tags: ['1.25', 'a'], at: new Date(2) },
    { tags: null, at: null },
  ]);
  t.deepEqual((await made.schema())[2]?.type, { id: 'timestamp', unit: 'ms', timezone: 'UTC' });
  const local = priced.cast({ at: 'timestamp' }).unchecked();
  const refused = await failure(t, () => local.withColumns(() => ({ at: moved(col('at')) })).collect());
  t.is(refused.message, 'user.moved accepts timestamp[ms, UTC], received timestamp[us]');
});

test('definitions that cannot be are refused', t => {
  const options = { takes: ['int64'], gives: 'int64', evaluate: (x: bigint) => x } as const;
  const refused = (name: string, given: object) =>
    t.throws(() => void Reflect.apply(defineFunction, undefined, [name, given])).message;
  t.regex(refused('half', options), /a function has a name such as "geo\.distance", with a prefix of its own; received "half"/);
  t.regex(refused('user.initials', options), /the function user\.initials is defined twice; give one of them another name/);
  t.regex(refused('user.a', { ...options, takes: ['int'] }), /takes must be an array of types.*types are null, bool/);
  t.regex(
    refused('user.a', { ...options, takes: ['list<int>'] }),
    /received \["list<int>"\]; .*or full ones such as .*"list<int64>"/,
  );
  t.regex(refused('user.a', { ...options, gives: 'list<int>' }), /gives: there is no type "list<int>".*"list<int64>"/);
  t.regex(refused('user.a', { ...options, gives: 'double' }), /did you mean "float64"/);
  t.regex(refused('user.a', { ...options, gives: 'list' }), /leaves its unit, digits or items open/);
  t.regex(refused('user.a', { ...options, evaluate: undefined }), /either a function evaluate or a function evaluateBatch/);
  t.regex(refused('user.a', { ...options, evaluateBatch: () => [] }), /either a function evaluate or a function evaluateBatch/);
  t.regex(refused('user.a', { ...options, module: 'functions.js' }), /module must be a URL, such as import\.meta\.url/);
  t.regex(refused('user.a', { ...options, evaluates: 1 }), /evaluates/);
  t.throws(() => void Reflect.apply(initials, undefined, ['a']), { message: /user\.initials takes 2 arguments, received 1/ });
  t.throws(() => void Reflect.apply(initials, undefined, ['a', 1, 2]), {
    message: /user\.initials takes at most 2 arguments; received 3/,
  });
});

test('a function with its module runs in the threads of worker-pool, with the same answers and the same errors', async t => {
  const pool = await runtime(t, { engines: [workerPool({ threads: 2, minPartitionWork: 1000 }), tsReference()], threads: 2 });
  const of = (engine: string) =>
    pool
      .fromRange(0, 200_000, { engine })
      .withColumns(row => ({ x: row.value.mod(100).cast('float64') }))
      .withColumns(row => ({ h: hypotenuse(row.x, row.value), thread: thread(row.value) }));
  const [here, there] = [await of('ts-reference').collect(), await of('worker-pool').collect()];
  t.is(there.provenance.stages.at(-1)?.engine, 'worker-pool');
  t.deepEqual(new Set(here.column('thread').toArray()), new Set([0]));
  const threads = new Set(there.column('thread').toArray());
  t.is(threads.size, 2);
  t.false(threads.has(0));
  t.deepEqual(there.column('h').toArray(), here.column('h').toArray());
  for (const engine of ['ts-reference', 'worker-pool']) {
    const error = await failure(t, () =>
      pool
        .fromRange(0, 200_000, { engine })
        .filter(row => unlucky(row.value))
        .count(),
    );
    t.is(error.message, 'the function threads.unlucky failed in row 150013: thirteen', engine);
    t.is(
      await pool
        .fromRange(0, 150_000, { engine })
        .filter(row => unlucky(row.value))
        .count(),
      75_000,
    );
  }
});

test('a module that does not define the function in a thread is declined with its name, and the next engine takes over', async t => {
  const pool = await runtime(t, { engines: [workerPool({ threads: 2, minPartitionWork: 1000 }), tsReference()], threads: 2 });
  const lost = defineFunction('user.lost', {
    takes: ['int64'],
    gives: 'int64',
    module: 'data:text/javascript,export default 1',
    evaluate: x => x + 1n,
  });
  const frame = pool.fromRange(0, 10_000).withColumns(row => ({ y: lost(row.value) }));
  t.is((await frame.toRows()).at(-1)?.y, 10_000n);
  const pinned = await failure(t, () =>
    pool
      .fromRange(0, 10_000, { engine: 'worker-pool' })
      .withColumns(row => ({ y: lost(row.value) }))
      .collect(),
  );
  t.regex(
    pinned.message,
    /the function user\.lost cannot be had in a thread from its module data:text\/javascript,export default 1: it does not define/,
  );
});

/** Functions from frames to engines: those of plugins, names that an engine lacks, decimals and texts as users write them. */
import {
  col,
  defineFunction,
  fn,
  isParquetFrameError,
  lit,
  type DataFrame,
  type Runtime,
  type RuntimeOptions,
} from '../index.js';
import { createRuntime, defaultEngines } from '../index.js';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { SCALAR_FUNCTIONS } from '@parquetframe/core/engine';
import test, { type ExecutionContext } from 'ava';

const PRICE = { id: 'decimal', precision: 10, scale: 2 } as const;

async function runtime(t: ExecutionContext, options: RuntimeOptions = {}): Promise<Runtime> {
  const pf = await createRuntime({ engines: defaultEngines(), uncertified: 'allow', wisdom: 'off', ...options });
  t.teardown(() => pf.close());
  return pf;
}
const prices = (pf: Runtime) => pf.fromRows([{ p: '0.10' }, { p: '19.99' }, { p: 7 }], { schema: { p: PRICE } });

const failure = async (t: ExecutionContext, run: () => Promise<unknown>) => {
  const error: unknown = await t.throwsAsync(run);
  if (isParquetFrameError(error)) return error;
  throw new TypeError('not an error of ParquetFrame', { cause: error });
};

test('a decimal is compared with what users write', async t => {
  const frame = prices(await runtime(t));
  const found = async (select: (frame: ReturnType<typeof prices>) => ReturnType<typeof prices>) =>
    (await select(frame).toRows()).map(row => row.p);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(0.1))), ['0.10']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(19.99))), ['19.99']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq('19.99'))), ['19.99']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(7n))), ['7.00']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(lit('19.99', 'decimal')))), ['19.99']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(lit('19.99', PRICE)))), ['19.99']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(lit('19.99').cast(PRICE)))), ['19.99']);
  t.deepEqual(await found(f => f.filter(r => r.p.eq(lit(19.99).cast(PRICE)))), ['19.99']);
  t.deepEqual(await found(f => f.filter(r => r.p.isIn([0.1, '7', 19n]))), ['0.10', '7.00']);
  t.deepEqual(await found(f => f.filter(r => r.p.between(0.095, 7))), ['0.10', '7.00']);
});

test('decimals add up exactly', async t => {
  const frame = prices(await runtime(t));
  t.deepEqual(
    await frame
      .withColumns(r => ({ q: r.p.add(0.2), d: r.p.mul(3).sub(r.p) }))
      .limit(2)
      .toRows(),
    [
      { p: '0.10', q: '0.30', d: '0.20' },
      { p: '19.99', q: '20.19', d: '39.98' },
    ],
  );
  t.deepEqual(await frame.agg(r => ({ total: r.p.sum(), mean: r.p.mean() })).toRows(), [{ total: '27.09', mean: 9.03 }]);
});

test('timestamps and durations', async t => {
  const pf = await runtime(t);
  const frame = pf.fromRows([{ a: new Date(5000), b: new Date(3500) }], { schema: { a: 'timestamp', b: 'timestamp' } });
  const rows = await frame
    .withColumns(r => ({ d: r.a.sub(r.b), later: r.a.add(lit(2n, { id: 'duration', unit: 's' })) }))
    .filter(r => r.d.gt(1_000_000))
    .toRows();
  t.deepEqual(rows, [{ a: new Date(5000), b: new Date(3500), d: 1_500_000n, later: new Date(7000) }]);
});

test('abs and upper are methods', async t => {
  const pf = await runtime(t);
  const frame = pf.fromRows([{ x: -3n, s: 'straße' }], { schema: { x: 'int64', s: 'utf8' } });
  t.deepEqual(await frame.withColumns(r => ({ y: r.x.abs(), u: r.s.upper() })).toRows(), [
    { x: -3n, s: 'straße', y: 3n, u: 'STRASSE' },
  ]);
  t.is(
    String(frame.filter(r => r.x.abs().gt(2).and(r.s.upper().eq('A'))))
      .split('\n')[1]
      ?.trim(),
    'table.filter (abs(x) > 2) and (upper(s) = "A")',
  );
});

const hypotenuse = defineFunction('test.hypotenuse', {
  arity: 2,
  accepts: 'two float64',
  result: types => (types.every(type => type.id === 'float64') ? { id: 'float64' } : undefined),
  nulls: 'operands',
  summary: 'The square root of the sum of squares.',
  type: 'float64',
  evaluate: (a, b) => {
    if (a === 13) throw new Error('unlucky');
    return a === 7 ? 'seven' : Math.hypot(Number(a), Number(b));
  },
});
const HYPOTENUSE = fn('test.hypotenuse', col('a'), col('b'));
const plugin = { name: 'test', operations: [], functions: [hypotenuse] };
const sides = (pf: Runtime, a: number | null): DataFrame =>
  pf
    .fromRows(
      [
        { a: 3, b: 4 },
        { a, b: 1 },
      ],
      { schema: { a: 'float64', b: 'float64' } },
    )
    .unchecked();

test('a function of a plugin runs on the TypeScript engine, whatever else there is', async t => {
  const pf = await runtime(t, { engines: [rustNapi(), workerPool(), tsReference()], plugins: [plugin] });
  const table = await sides(pf, null)
    .withColumns({ c: HYPOTENUSE })
    .filter(HYPOTENUSE.isNull().or(col('c').gt(4)))
    .collect();
  t.deepEqual(
    table.toRows().map((row): unknown => row['c']),
    [5, null],
  );
  t.deepEqual([...new Set(table.provenance.stages.map(stage => stage.engine))], ['ts-reference']);
});

test('what a function of a plugin throws, or gives instead of its type, is FUNCTION_FAILED with the row, on no account a crash', async t => {
  const pf = await runtime(t, { engines: [tsReference()], plugins: [plugin] });
  for (const [a, message] of [
    [13, /test\.hypotenuse failed in row 1: unlucky/],
    [7, /test\.hypotenuse failed in row 1: .*seven/],
  ] as const) {
    for (let again = 0; again < 4; again++) {
      const error = await failure(t, () => sides(pf, a).withColumns({ c: HYPOTENUSE }).collect());
      t.is(error.code, 'FUNCTION_FAILED');
      t.regex(error.message, message);
    }
  }
});

for (const [name, engines] of Object.entries({
  'ts-reference': () => [tsReference()],
  'worker-pool': () => [workerPool()],
  'rust-napi': () => [rustNapi()],
  'rust-napi, ts-reference': () => [rustNapi(), tsReference()],
})) {
  test(`a function that core gained after the engine is declined: ${name}`, async t => {
    SCALAR_FUNCTIONS['test.power'] = {
      arity: 2,
      accepts: 'two numbers',
      result: () => ({ id: 'bool' }),
      summary: 'A power.',
      type: 'bool',
    };
    const pf = await runtime(t, { engines: engines() });
    const frame = pf.fromRows([{ a: 2, b: 3 }], { schema: { a: 'float64', b: 'float64' } });
    const error = await failure(t, () => frame.filter(r => fn('test.power', r.a, r.b)).collect());
    t.is(error.code, 'NO_ENGINE');
    t.regex(error.message, /UNSUPPORTED_EXPRESSION: .*test\.power/);
    // Nobody has crashed: the next question is answered.
    t.is(await frame.filter(r => r.a.gt(1)).count(), 1);
  });
}

const half = 'a\ud800';
const ITEMS = { id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } } as const;
const halves: Record<string, (pf: Runtime) => Promise<unknown>> = {
  'in rows': pf => pf.fromRows([{ s: half }]).collect(),
  'in rows with a schema': pf => pf.fromRows([{ s: half }], { schema: { s: 'utf8' } }).collect(),
  'in a list': pf => pf.fromRows([{ s: [half] }], { schema: { s: ITEMS } }).collect(),
  'in a filter': pf =>
    pf
      .fromRows([{ s: 'a' }], { schema: { s: 'utf8' } })
      .filter(r => r.s.eq(half))
      .collect(),
  'in isIn': pf =>
    pf
      .fromRows([{ s: 'a' }], { schema: { s: 'utf8' } })
      .filter(r => r.s.isIn(['b', half]))
      .collect(),
  'in a literal': pf =>
    pf
      .fromRows([{ s: 'a' }])
      .withColumns({ t: lit(half) })
      .collect(),
  'as the source of a search': pf =>
    pf.graph
      .fromEdges(pf.fromRows([{ src: 'a', dst: 'b' }]))
      .bfs({ source: half })
      .toRows(),
  'as a vertex': pf =>
    pf.graph
      .fromEdges(pf.fromRows([{ src: half, dst: 'b' }]))
      .degree()
      .toRows(),
};
for (const [where, run] of Object.entries(halves)) {
  test(`half of a surrogate pair ${where} is an error`, async t => {
    const pf = await runtime(t);
    const error = await failure(t, async () => run(pf));
    t.is(error.code, 'INVALID_ARGUMENT');
    t.regex(error.message, /half of a surrogate pair/);
  });
}

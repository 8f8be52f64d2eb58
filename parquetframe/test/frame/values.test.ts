import test from 'ava';
import { allEngines, createRuntime, count, isParquetFrameError, type Runtime } from 'parquetframe';

/** JavaScript values in and out, on every engine that is here. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const ROWS = [
  {
    whole: 1,
    number: 1.5,
    big: 9007199254740993n,
    text: 'ä',
    yes: true,
    at: new Date(5),
    bytes: new Uint8Array([1, 2]),
    list: [1, null, 3],
    nested: [[1n], []],
    object: { a: 1, b: { c: ['x'] } },
    nothing: null,
  },
  {
    whole: 2,
    number: -0,
    big: -1n,
    text: '',
    yes: false,
    at: new Date(-1),
    bytes: new Uint8Array(),
    list: [],
    nested: [],
    object: { a: NaN, b: { c: [] } },
    nothing: null,
  },
  {
    whole: null,
    number: null,
    big: null,
    text: null,
    yes: null,
    at: null,
    bytes: null,
    list: null,
    nested: null,
    object: null,
    nothing: null,
  },
];

test('rows come back as they went in, through verbs too', async t => {
  t.deepEqual(await pf.fromRows(ROWS).toRows(), ROWS);
  const filtered = pf.fromRows(ROWS).filter(row => row.yes.isNotNull());
  t.deepEqual(await filtered.toRows(), ROWS.slice(0, 2));
  t.deepEqual(await pf.fromRows(ROWS).sort('big').limit(1).toRows(), ROWS.slice(1, 2));
});

test('types do not depend on which values there are', async t => {
  const typesOf = async (rows: readonly object[]): Promise<readonly string[]> =>
    (await pf.fromRows(rows).schema()).map(f => f.type.id);
  t.deepEqual(await typesOf([{ a: 1, b: 1n, c: new Date(0) }]), ['float64', 'int64', 'timestamp']);
  t.deepEqual(await typesOf([{ a: 1.5, b: 2n ** 60n, c: null }, { a: 1 }, { c: new Date(0) }]), [
    'float64',
    'int64',
    'timestamp',
  ]);
  t.deepEqual(await pf.fromRows([{ a: 1 }], { schema: { a: 'int64' } }).toRows(), [{ a: 1n }]);
});

test('many rows are copied when the frame is first used, and come back as they went in', async t => {
  const rows = Array.from({ length: 25_000 }, (_, i) => ({ i, text: `row ${String(i)}`, even: i % 2 === 0 ? 1n : null }));
  const frame = pf.fromRows(rows);
  rows.pop();
  t.deepEqual((await frame.toRows()).slice(0, -1), rows);
  t.is(await frame.count(), 25_000);
  const declared = pf.fromRows(
    Array.from({ length: 25_000 }, (_, i) => ({ a: i === 24_999 ? 'x' : i })),
    { schema: { a: 'int64' } },
  );
  for (let time = 0; time < 2; time++)
    await t.throwsAsync(declared.collect(), {
      code: 'INVALID_ARGUMENT',
      message: /column "a", row 24999: 'x' is not a value of/,
    });
});

test('what has no column type, or two, is refused by its row and column', t => {
  const circle: { inner?: unknown } = {};
  circle.inner = circle;
  for (const [rows, message] of [
    [[{ a: 1 }, { a: 'x' }], /row 1: column "a" holds float64 in earlier rows and utf8 here; declare it/],
    [[{ a: 1 }, { a: 1n }], /holds float64 in earlier rows and int64 here/],
    [[{ a: [1] }, { a: ['x'] }], /row 1: column "a"/],
    [[{ a: { b: 1 } }, { a: [1] }], /row 1: column "a"/],
    [[{ a: new Map() }], /cannot be inferred from a Map/],
    [[{ a: () => 1 }], /cannot be inferred from a function/],
    [[{ a: Symbol('s') }], /cannot be inferred from a symbol/],
    [[circle], /nests more than 64 levels deep, or contains itself/],
    [[1], /row 0 is 1/],
    [[{ a: 1 }, null], /row 1 is null/],
    [[[1]], /row 0 is an array/],
  ] as const)
    t.throws(() => void Reflect.apply(pf.fromRows, pf, [rows]), { code: 'INVALID_ARGUMENT', message });
});

test('whole float ids are vertex ids, and join with the int64 vertices by value', async t => {
  const edges = pf.fromRows([
    { src: 1, dst: 2, id: 1 },
    { src: 2, dst: 3, id: 3 },
  ]);
  const graph = pf.graph.fromEdges(edges);
  const hops = graph.bfs({ source: 1, columns: ['distance'] });
  t.deepEqual(await hops.toRows(), [
    { vertex: 1n, distance: 0 },
    { vertex: 2n, distance: 1 },
    { vertex: 3n, distance: 2 },
  ]);
  t.deepEqual(await hops.join(edges.select('id'), { leftOn: 'vertex', rightOn: 'id' }).sort('vertex').toRows(), [
    { vertex: 1n, distance: 0, id: 1 },
    { vertex: 3n, distance: 2, id: 3 },
  ]);
  const broken = pf.graph.fromEdges(pf.fromRows([{ src: 1.5, dst: 2 }]));
  await t.throwsAsync(broken.wcc().collect(), { code: 'CAST_FAILED' });
  const dense = pf.graph.fromEdges(pf.fromRows([{ src: 0, dst: 1 }]), { ids: { dense: 3 } });
  t.is((await dense.wcc().toRows()).length, 3);
});

test('int64 as the runtime, the frame or the call says', async t => {
  const rows = [{ big: 1n, other: 2 }];
  await using numbers = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off', int64: 'number' });
  const frame = numbers.fromRows(rows);
  const [row] = await frame.toRows();
  t.is(row?.big satisfies number | undefined, 1);
  t.deepEqual(await frame.agg({ n: count() }).toRows(), [{ n: 1 }]);
  t.deepEqual(await frame.using({ int64: 'string' }).limit(1).toRows(), [{ big: '1', other: 2 }]);
  t.deepEqual(await frame.toRows({ int64: 'bigint' }), rows);
  t.deepEqual(await numbers.fromRows(rows, { int64: 'string' }).toRows(), [{ big: '1', other: 2 }]);
  t.deepEqual([...(await frame.collect())], [{ big: 1, other: 2 }]);
  t.is((await frame.collect()).column('big').get(0), 1);
  for await (const piece of frame.batches()) t.deepEqual(piece.toRows(), [{ big: 1, other: 2 }]);
  const degrees = numbers.graph.fromEdges(numbers.fromRows([{ src: 1, dst: 2 }])).degree();
  t.deepEqual(await degrees.limit(1).toRows(), [{ vertex: 1, in: 0, out: 1 }]);
  await t.throwsAsync(numbers.fromRows([{ a: 2n ** 60n }]).toRows(), { code: 'UNSAFE_INTEGER' });
  t.deepEqual(await pf.fromRows([{ a: [2n ** 60n] }]).toRows({ int64: 'string' }), [{ a: ['1152921504606846976'] }]);
});

test('a table is JSON by itself', async t => {
  const table = await pf
    .fromRows(
      [
        { ...ROWS[0], day: new Date('2024-02-03'), price: '1.50', at: new Date('2024-02-03T04:05:06.007Z'), wide: 5n },
        { big: 7n, number: NaN, wide: 2n ** 60n },
      ],
      {
        schema: {
          big: 'int64',
          number: 'float64',
          text: 'utf8',
          yes: 'bool',
          at: 'timestamp[us, UTC]',
          bytes: 'binary',
          list: 'list<float64>',
          object: 'struct<a: float64, b: struct<c: list<utf8>>>',
          day: 'date',
          price: 'decimal(10, 2)',
          wide: 'uint64',
        },
      },
    )
    .collect();
  t.deepEqual(JSON.parse(JSON.stringify(table)), [
    {
      big: '9007199254740993',
      number: 1.5,
      text: 'ä',
      yes: true,
      at: '2024-02-03T04:05:06.007000Z',
      bytes: 'AQI=',
      list: [1, null, 3],
      object: { a: 1, b: { c: ['x'] } },
      day: '2024-02-03',
      price: '1.50',
      wide: 5,
    },
    {
      big: 7,
      number: 'NaN',
      text: null,
      yes: null,
      at: null,
      bytes: null,
      list: null,
      object: null,
      day: null,
      price: null,
      wide: '1152921504606846976',
    },
  ]);
  t.deepEqual(JSON.parse(JSON.stringify({ table })), { table: table.toJSON() });
});

test('messages name files as the user did; absolute paths and the line of the call are in the details', async t => {
  const relative = 'no such folder/trips.parquet';
  const refused = async (call: (runtime: Runtime) => Promise<unknown>): Promise<void> => {
    const error = await t.throwsAsync(() => call(pf));
    if (!isParquetFrameError(error)) throw error;
    t.is(error.code, 'FILE_NOT_FOUND');
    t.true(error.message.includes('no such folder'), error.message);
    t.false(error.message.includes(process.cwd()), error.message);
    t.false(/\n|values\.test/.test(error.message), error.message);
    t.true(JSON.stringify(error.details['file']).startsWith(`"${process.cwd()}`));
  };
  for (const engine of engines.map(({ manifest }) => manifest)) {
    if (!Object.hasOwn(engine.operations, 'parquet.scan')) continue;
    await refused(runtime => runtime.readParquet(relative, { engine: engine.id }).toRows());
    await refused(runtime => runtime.readCsv(relative, { engine: engine.id }).sort('a').collect());
  }
  await refused(runtime => runtime.metadata(relative));
  await refused(runtime => runtime.fromRows([{ a: 1 }]).writeParquet(relative));
  const error = await t.throwsAsync(pf.readParquet(relative).limit(1).collect());
  t.regex(isParquetFrameError(error) ? JSON.stringify(error.details['callSite']) : '', /values\.test\.[jt]s:\d+:\d+"$/);
});

import test from 'ava';
import { allEngines, createRuntime, isParquetFrameError, param, type DataFrame } from 'parquetframe';

/** Verbs that choose rows and are made of other operations, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const ids = engines.map(({ manifest }) => manifest.id);
const frame = pf.fromRows(
  [
    { k: 'b', x: 2n },
    { k: 'a', x: null },
    { k: 'b', x: -1n },
    { k: null, x: 7n },
    { k: 'b', x: 2n },
  ],
  { schema: { k: 'utf8', x: 'int64' } },
);

for (const prefer of ids) {
  const x = async <S extends { readonly x: unknown }>(of: DataFrame<S>): Promise<unknown[]> =>
    (await of.toColumns({ prefer, int64: 'number' })).x;

  test(`head, tail and slice: ${prefer}`, async t => {
    t.deepEqual(await x(frame.head(2)), [2, null]);
    t.deepEqual(await x(frame.head()), [2, null, -1, 7, 2]);
    t.deepEqual(await x(frame.tail(2)), [7, 2]);
    t.deepEqual(await x(frame.tail(9)), [2, null, -1, 7, 2]);
    t.deepEqual(await x(frame.tail(0)), []);
    t.deepEqual(await x(frame.slice(1, 2)), [null, -1]);
    t.deepEqual(await x(frame.slice(3)), [7, 2]);
    t.deepEqual(await x(frame.slice(-3, 2)), [-1, 7]);
    t.deepEqual(await x(frame.slice(-2)), [7, 2]);
    t.deepEqual(await x(frame.slice(-9, 1)), [2]);
    t.deepEqual(await x(frame.slice(9, 1)), []);
    const open = frame.tail(param('most', 'int64'));
    t.deepEqual(await open.toColumns({ params: { most: 1 }, prefer }), { k: ['b'], x: [2n] });
    t.is(await open.count({ params: { most: 3 }, prefer }), 3);
  });

  test(`topK and bottomK put nulls last and keep the order of equal rows: ${prefer}`, async t => {
    t.deepEqual(await frame.topK(3, 'x').toRows({ prefer, int64: 'number' }), [
      { k: null, x: 7 },
      { k: 'b', x: 2 },
      { k: 'b', x: 2 },
    ]);
    t.deepEqual(await x(frame.bottomK(2, 'x')), [-1, 2]);
    t.deepEqual(await x(frame.bottomK(5, ['k', 'x'])), [null, -1, 2, 2, 7]);
  });

  test(`dropNulls: ${prefer}`, async t => {
    t.deepEqual(await x(frame.dropNulls()), [2, -1, 2]);
    t.deepEqual(await x(frame.dropNulls('x')), [2, -1, 7, 2]);
    t.deepEqual(await frame.dropNulls(['k']).count({ prefer }), 4);
    const whole = pf.fromRows([{ a: 1 }]).agg(row => ({ n: row.a.count() }));
    t.deepEqual(await whole.dropNulls().toRows({ prefer }), [{ n: 1n }]);
    const wide = pf.fromRows([Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`c${String(i)}`, i]))]);
    t.is(await wide.dropNulls().count({ prefer }), 1);
  });

  test(`fillNull: ${prefer}`, async t => {
    t.deepEqual((await frame.fillNull({ x: 0 }).toColumns({ prefer })).x, [2n, 0n, -1n, 7n, 2n]);
    t.deepEqual((await frame.fillNull('none').toColumns({ prefer })).k, ['b', 'a', 'b', 'none', 'b']);
    t.deepEqual(await frame.fillNull(1.5).slice(1, 1).toRows({ prefer }), [{ k: 'a', x: null }]);
    const types = await frame.cast({ x: 'int16' }).fillNull(9).collect({ prefer });
    t.deepEqual(types.schema[1]?.type, { id: 'int16' });
    t.deepEqual(types.column('x').toArray(), [2, 9, -1, 7, 2]);
    const instants = pf.fromRows([{ at: null, n: NaN, yes: null }], { schema: { at: 'date', n: 'float64', yes: 'bool' } });
    t.deepEqual(await instants.fillNull(new Date(0)).fillNull(0).fillNull(false).toRows({ prefer }), [
      { at: new Date(0), n: NaN, yes: false },
    ]);
    const small = frame.cast({ x: 'int8' });
    await t.throwsAsync(small.fillNull(1000).collect({ prefer }), {
      code: 'INVALID_ARGUMENT',
      message: /1000 is not a value of the column "\w+", which is int8/,
    });
    await t.throwsAsync(frame.unchecked().fillNull({ q: 1 }).collect(), { code: 'COLUMN_NOT_FOUND' });
    const open = frame.select('x').fillNull({ x: param('p', 'int64') });
    t.deepEqual((await open.toColumns({ prefer, params: { p: 5 } })).x, [2n, 5n, -1n, 7n, 2n]);
    const cents = frame
      .select('x')
      .cast({ x: { id: 'decimal', precision: 5, scale: 2 } })
      .unchecked();
    await t.throwsAsync(cents.fillNull(0.125).collect({ prefer }), {
      code: 'INVALID_ARGUMENT',
      message: /0.125 is not a value of the column/,
    });
    t.throws(() => frame.fillNull({}), { code: 'INVALID_ARGUMENT' });
    t.throws(() => frame.fillNull(null as never), { code: 'INVALID_ARGUMENT' });
  });

  test(`valueCounts: ${prefer}`, async t => {
    t.deepEqual(await frame.valueCounts('k').toRows({ prefer }), [
      { k: 'b', count: 3n },
      { k: 'a', count: 1n },
      { k: null, count: 1n },
    ]);
    t.deepEqual(await frame.valueCounts('x', { sort: false, name: 'n' }).toRows({ prefer, int64: 'number' }), [
      { x: 2, n: 2 },
      { x: null, n: 1 },
      { x: -1, n: 1 },
      { x: 7, n: 1 },
    ]);
    t.deepEqual(await frame.valueCounts('k', { normalize: true }).toRows({ prefer }), [
      { k: 'b', proportion: 0.6 },
      { k: 'a', proportion: 0.2 },
      { k: null, proportion: 0.2 },
    ]);
    const keys = pf.fromRows([{ key: 'x' }, { key: 'x' }, { key: 'y' }, { key: 'x' }]);
    t.deepEqual(await keys.valueCounts('key', { normalize: true, name: 'total' }).toRows({ prefer }), [
      { key: 'x', total: 0.75 },
      { key: 'y', total: 0.25 },
    ]);
    t.deepEqual(await frame.limit(0).valueCounts('k', { normalize: true }).toRows({ prefer }), []);
  });
}

test('cast takes several columns', async t => {
  const typed = frame.cast({ x: 'float64', k: 'largeUtf8' });
  t.deepEqual(
    (await typed.collect()).schema.map(({ name, type }) => [name, type.id]),
    [
      ['k', 'largeUtf8'],
      ['x', 'float64'],
    ],
  );
  t.deepEqual(await frame.cast({ x: 'utf8' }).limit(2).toRows(), [
    { k: 'b', x: '2' },
    { k: 'a', x: null },
  ]);
});

test('first, isEmpty and forEachBatch read what they need', async t => {
  t.deepEqual(await frame.first(), { k: 'b', x: 2n });
  t.deepEqual(await frame.first({ int64: 'string' }), { k: 'b', x: '2' });
  t.is(await frame.limit(0).first(), undefined);
  t.false(await frame.isEmpty());
  t.true(await frame.filter(row => row.x.gt(9)).isEmpty());
  const seen: number[] = [];
  const big = pf.fromRows(Array.from({ length: 300_000 }, (_, i) => ({ i })));
  await big.forEachBatch(async (batch, index) => {
    await Promise.resolve();
    seen.push(index, batch.length);
  });
  t.is(
    seen.reduce((sum, each, at) => sum + (at % 2 === 1 ? each : 0), 0),
    300_000,
  );
  t.deepEqual(
    seen.filter((_, at) => at % 2 === 0),
    Array.from({ length: seen.length / 2 }, (_, at) => at),
  );
  await t.throwsAsync(
    big.forEachBatch(() => {
      throw new Error('enough');
    }),
    { message: 'enough' },
  );
});

test('columns as arrays, also of names that objects have', async t => {
  const odd = pf.fromRows([JSON.parse('{"__proto__": 1, "b": "x"}') as { readonly b: string }]).unchecked();
  const columns = await odd.toColumns();
  t.deepEqual(Object.entries(columns), [
    ['__proto__', [1]],
    ['b', ['x']],
  ]);
  t.deepEqual((await frame.collect()).toColumns({ int64: 'number' }).x, [2, null, -1, 7, 2]);
  t.deepEqual(await frame.limit(0).toColumns(), { k: [], x: [] });
});

test('equals compares names, types and rows in order', async t => {
  t.true(await frame.equals(frame.filter(row => row.k.isNull().or(row.k.isNotNull()))));
  t.false(await frame.equals(frame.sort('x')));
  t.false(await frame.equals(frame.rename({ x: 'y' })));
  t.false(await frame.equals(frame.cast({ x: 'int32' })));
  t.false(await frame.equals(frame.limit(4)));
  const floats = pf.fromRows([{ x: NaN, l: [1, null], s: { a: -0 } }]);
  t.true(await floats.equals(pf.fromRows([{ x: NaN, l: [1, null], s: { a: 0 } }])));
  t.false(await floats.equals(pf.fromRows([{ x: NaN, l: [1, 2], s: { a: 0 } }])));
});

test('pipe gives what the function makes of the frame', async t => {
  t.is(await frame.pipe(each => each.filter(row => row.k.eq('b'))).pipe(each => each.count()), 3);
});

test('what makes no sense is named', async t => {
  const wrong: readonly (readonly [() => unknown, string])[] = [
    [() => frame.head(-1), 'head: rows must be a whole number, 0 or more, received -1'],
    [() => frame.tail(1.5), 'tail: rows must be a whole number, 0 or more, received 1.5'],
    [() => frame.slice(NaN), 'slice: offset must be a whole number, received NaN'],
    [() => frame.slice(0, -1), 'slice: length must be a whole number, 0 or more, received -1'],
    [() => frame.topK(1, []), 'topK needs at least one column, received none'],
    [() => frame.bottomK(-1, 'x'), 'bottomK: rows must be a whole number, 0 or more, received -1'],
    [() => frame.dropNulls([]), 'dropNulls needs at least one column, received none'],
    [() => frame.valueCounts('k', { name: '' }), 'valueCounts: name must be a non-empty string, received ""'],
    [() => frame.cast({}), 'cast needs at least one column, received none'],
    [() => frame.cast({ x: 'int' as 'int32' }), 'cast: "x": there is no type "int"; did you mean "int64"?'],
    [() => frame.pipe(3 as never), 'pipe takes a function of the frame, received 3'],
    // @ts-expect-error a second column
    [() => frame.topK(1, 'x', 'k'), 'topK takes at most 2 arguments; received 3'],
    // @ts-expect-error an option of another library
    [() => frame.valueCounts('k', { ascending: true }), 'valueCounts'],
  ];
  for (const [call, message] of wrong) {
    const error = t.throws(call);
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', message);
    t.true(error.message.startsWith(message), `${error.message} begins with ${message}`);
  }
  const named = await t.throwsAsync(frame.unchecked().dropNulls('q').collect());
  t.true(isParquetFrameError(named) && named.code === 'COLUMN_NOT_FOUND');
  t.regex(JSON.stringify(isParquetFrameError(named) && named.details), /row-verbs\.test/);
  t.throws(() => frame.valueCounts('k', { name: 'k' }), { code: 'DUPLICATE_COLUMN', message: /valueCounts/ });
  await t.throwsAsync(frame.unchecked().cast({ q: 'int8' }).collect(), { code: 'COLUMN_NOT_FOUND' });
  await t.throwsAsync(frame.equals(3 as never), { message: /equals takes a frame, received 3/ });
});

test('the plan says the verbs by their names', t => {
  t.regex(String(frame.dropNulls('x').tail(2)), /table\.tail 2\n {2}dropNulls subset=\["x"\]\n/);
});

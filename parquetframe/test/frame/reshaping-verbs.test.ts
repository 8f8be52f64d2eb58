import test from 'ava';
import { allEngines, col, count, createRuntime, isParquetFrameError, type DataFrame } from 'parquetframe';

/** concat, sets of rows, unpivot and pivot, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const a = pf.fromRows(
  [
    { k: 'x', v: 1n },
    { k: null, v: 2n },
  ],
  { schema: { k: 'utf8', v: 'int64' } },
);
const b = pf.fromRows(
  [
    { v: 3n, k: 'y' },
    { v: 2n, k: null },
  ],
  { schema: { v: 'int64', k: 'utf8' } },
);
const sales = pf.fromRows([
  { shop: 'north', month: 1, pieces: 3n, price: 1.5 },
  { shop: 'south', month: 2, pieces: 4n, price: NaN },
  { shop: 'north', month: 2, pieces: 5n, price: -0 },
  { shop: 'north', month: 1, pieces: 6n, price: 2.5 },
  { shop: null, month: 7, pieces: null, price: 1 },
]);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id, int64: 'number' } as const;

  test(`concat matches columns by name: ${manifest.id}`, async t => {
    t.deepEqual(await a.concat(b).toRows(run), [
      { k: 'x', v: 1 },
      { k: null, v: 2 },
      { k: 'y', v: 3 },
      { k: null, v: 2 },
    ]);
    t.deepEqual((await a.concat([b, a]).limit(3, 2).toColumns(run)).v, [3, 2, 1]);
    const more = pf.fromRows([{ v: 9n, tags: ['t'], at: new Date(0) }]);
    t.deepEqual(await a.concat(more, { missing: 'null' }).toRows(run), [
      { k: 'x', v: 1, tags: null, at: null },
      { k: null, v: 2, tags: null, at: null },
      { k: null, v: 9, tags: ['t'], at: new Date(0) },
    ]);
    const nothing = pf.fromRows([{ k: null, v: null }]);
    t.deepEqual((await nothing.concat(a).toColumns(run)).k, [null, 'x', null]);
    t.deepEqual((await a.concat(nothing).toColumns(run)).v, [1, 2, null]);
    t.is(await a.concat(a).count({ prefer: manifest.id }), 4);
    // Of these parts one has all its columns, one those of a condition, one only what is asked for.
    const parts = a.concat([a.filter(row => row.v.gt(1)), a.withColumns(row => ({ v: row.v.add(1) }))]);
    t.is(await parts.count({ prefer: manifest.id }), 5);
    t.deepEqual(await parts.select('k').toRows(run), [{ k: 'x' }, { k: null }, { k: null }, { k: 'x' }, { k: null }]);
    t.deepEqual((await parts.agg(row => ({ most: row.v.max() })).toColumns(run)).most, [3]);
  });

  test(`intersect and except count rows as often as they are there: ${manifest.id}`, async t => {
    const texts = (...k: readonly (string | null)[]) =>
      pf.fromRows(
        k.map(each => ({ k: each, n: 1 })),
        { schema: { k: 'utf8', n: 'int8' } },
      );
    const [left, right] = [texts('a', 'b', 'a', null, 'a', null, 'c'), texts('a', null, 'b', 'b', null, null, 'a', 'd')];
    const kept = async (verb: 'intersect' | 'except'): Promise<readonly unknown[]> =>
      (await left[verb](right, { all: true }).toColumns(run)).k;
    t.deepEqual(await kept('intersect'), ['a', 'b', 'a', null, null]);
    t.deepEqual(await kept('except'), ['a', 'c']);
    t.deepEqual((await left.except(right, { all: false }).toColumns(run)).k, ['c']);
    t.deepEqual((await left.except(left.limit(0), { all: true }).toColumns(run)).k, ['a', 'b', 'a', null, 'a', null, 'c']);
    const odd = left.rename({ k: 'nth', n: 'frame' });
    t.deepEqual((await odd.intersect(odd.tail(2), { all: true }).toColumns(run)).nth, [null, 'c']);
  });

  test(`intersect and except take null as equal to null: ${manifest.id}`, async t => {
    t.deepEqual(await a.concat(a).intersect(b).toRows(run), [{ k: null, v: 2 }]);
    t.deepEqual(await a.concat(a).except(b).toRows(run), [{ k: 'x', v: 1 }]);
    t.deepEqual(await b.except(a).toRows(run), [{ v: 3, k: 'y' }]);
    const floats = (...x: number[]): DataFrame<{ readonly x: 'float64!' }> => pf.fromRows(x.map(each => ({ x: each })));
    t.deepEqual((await floats(NaN, -0, 1, 1).intersect(floats(0, NaN)).toColumns(run)).x, [NaN, 0]);
    t.deepEqual((await floats(NaN, 1, 1, 2).except(floats(NaN, 2)).toColumns(run)).x, [1]);
    t.deepEqual((await floats(1, 2).limit(0).intersect(floats(1)).toColumns(run)).x, []);
    const named = pf.fromRows([{ frame: 'f', first: 1, last: 2 }]);
    t.is(await named.intersect(named).count({ prefer: manifest.id }), 1);
  });

  test(`unpivot gives the values of one column after the other: ${manifest.id}`, async t => {
    const long = sales.limit(2).unpivot({ on: ['pieces', 'price'], index: 'shop' });
    t.deepEqual(await long.toRows(run), [
      { shop: 'north', variable: 'pieces', value: 3 },
      { shop: 'south', variable: 'pieces', value: 4 },
      { shop: 'north', variable: 'price', value: 1.5 },
      { shop: 'south', variable: 'price', value: NaN },
    ]);
    const rest = sales.limit(1).unpivot({ index: ['shop', 'price'], variableName: 'what', valueName: 'n' });
    t.deepEqual(await rest.toRows(run), [
      { shop: 'north', price: 1.5, what: 'month', n: 1 },
      { shop: 'north', price: 1.5, what: 'pieces', n: 3 },
    ]);
    const kept = sales.limit(1).unpivot({ on: 'month' });
    t.deepEqual(await kept.toRows(run), [{ shop: 'north', pieces: 3, price: 1.5, variable: 'month', value: 1 }]);
    const types = await pf
      .fromRows([{ a: 1, b: 2n, c: null }], { schema: { a: 'int8', b: 'int64', c: 'null' } })
      .unpivot({ on: ['a', 'b', 'c'] })
      .collect();
    t.deepEqual(types.schema.at(-1)?.type, { id: 'int64' });
    t.deepEqual(types.column('value').toArray(), [1n, 2n, null]);
  });

  test(`pivot aggregates cells, and has a row for every combination of the index: ${manifest.id}`, async t => {
    const total = sales.pivot({ index: 'shop', on: 'month', columns: [1, 2], values: row => row.pieces.sum() });
    t.deepEqual(await total.toRows(run), [
      { shop: 'north', 1: 9, 2: 5 },
      { shop: 'south', 1: null, 2: 4 },
      { shop: null, 1: null, 2: null },
    ]);
    const rows = sales.pivot({ index: ['shop'], on: 'month', columns: [7, 1], values: count() });
    t.deepEqual(await rows.toRows(run), [
      { shop: 'north', 7: 0, 1: 2 },
      { shop: 'south', 7: 0, 1: 0 },
      { shop: null, 7: 1, 1: 0 },
    ]);
    const price = sales.pivot({ index: 'month', on: 'shop', columns: ['north', null], values: row => row.price.min() });
    t.deepEqual(await price.toRows(run), [
      { month: 1, north: 1.5, null: null },
      { month: 2, north: -0, null: null },
      { month: 7, north: null, null: 1 },
    ]);
    t.deepEqual(await sales.uniqueValues('shop', run), ['north', 'south']);
    t.deepEqual(await sales.uniqueValues('price', run), [0, 1, 1.5, 2.5, NaN]);
    const all = sales.pivot({
      index: 'month',
      on: 'shop',
      columns: await sales.uniqueValues('shop'),
      values: row => row.shop.max(),
    });
    t.deepEqual((await all.collect({ prefer: manifest.id })).columns, ['month', 'north', 'south']);
    t.deepEqual(await all.sort('month').first(), { month: 1, north: 'north', south: null });
    t.deepEqual(
      await sales
        .limit(0)
        .pivot({ index: 'shop', on: 'month', columns: [1], values: count() })
        .toRows(),
      [],
    );
  });
}

test('crossTab counts pairs', async t => {
  t.deepEqual(await sales.crossTab('shop', 'month', [1, 2]).toRows({ int64: 'number' }), [
    { shop: 'north', 1: 2, 2: 1 },
    { shop: 'south', 1: 0, 2: 1 },
    { shop: null, 1: 0, 2: 0 },
  ]);
});

test('describe says what is in every column, in one pass', async t => {
  const mixed = pf.fromRows([
    { n: 1.5, s: 'ä', at: new Date(0), yes: true, list: [1], big: 2n ** 60n, none: null, 'count 0': 3 },
    { n: NaN, s: null, at: null, yes: null, list: null, big: null, none: null, 'count 0': 5 },
    { n: -2, s: 'Z', at: new Date(86_400_000), yes: false, list: [], big: 1n, none: null, 'count 0': null },
  ]);
  const described = await mixed.describe();
  t.deepEqual(described.toRows({ int64: 'number' }), [
    { column: 'n', type: 'float64', count: 3, nullCount: 0, mean: NaN, std: NaN, min: '-2', max: 'NaN' },
    { column: 's', type: 'utf8', count: 2, nullCount: 1, mean: null, std: null, min: 'Z', max: 'ä' },
    {
      column: 'at',
      type: 'timestamp[ms]',
      count: 2,
      nullCount: 1,
      mean: null,
      std: null,
      min: '1970-01-01T00:00:00.000',
      max: '1970-01-02T00:00:00.000',
    },
    { column: 'yes', type: 'bool', count: 2, nullCount: 1, mean: null, std: null, min: 'false', max: 'true' },
    { column: 'list', type: 'list<float64>', count: 2, nullCount: 1, mean: null, std: null, min: null, max: null },
    {
      column: 'big',
      type: 'int64',
      count: 2,
      nullCount: 1,
      mean: 2 ** 59,
      std: 815238614083298900,
      min: '1',
      max: '1152921504606846976',
    },
    { column: 'none', type: 'null', count: 0, nullCount: 3, mean: null, std: null, min: null, max: null },
    { column: 'count 0', type: 'float64', count: 2, nullCount: 1, mean: 4, std: Math.SQRT2, min: '3', max: '5' },
  ]);
  t.is(described.provenance.stages.filter(stage => stage.operations.includes('table.aggregate')).length, 1);
  t.regex(String(described), /8 rows × 8 columns/);
  const empty = await mixed.limit(0).describe();
  t.deepEqual(empty.column('nullCount').toArray(), Array(8).fill(0n));
});

test('what makes no sense is named', async t => {
  const wrong: readonly (readonly [() => unknown, string])[] = [
    [() => a.concat(3 as never), 'concat takes frames, received 3'],
    [() => a.concat(b, { missing: 'drop' as 'null' }), 'concat: missing must be "error" or "null", received "drop"'],
    [() => a.unpivot({}), 'unpivot needs the columns that become rows or those that stay'],
    [() => a.unpivot({ on: [] }), 'unpivot: on needs at least one column, received none'],
    [() => a.unpivot({ on: 'v', valueName: '' as 'value' }), 'unpivot: valueName must be a non-empty string, received ""'],
    [
      () => a.pivot({ index: 'k', on: 'v', columns: [], values: count() }),
      'pivot: columns must be an array of the values of "v"',
    ],
    [() => a.pivot({ index: 'k', on: 'v', columns: [1], values: 3 as never }), 'pivot: values takes an aggregate'],
    [() => a.pivot({ index: [], on: 'v', columns: [1], values: count() }), 'pivot: index needs at least one column'],
    [() => a.pivot({ index: 'k', on: 'v', columns: [Symbol('x') as never], values: count() }), 'pivot: columns takes'],
  ];
  for (const [call, message] of wrong) {
    const error = t.throws(call);
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', `${message}: ${String(error)}`);
    t.true(error.message.startsWith(message), `${error.message} begins with ${message}`);
  }
  const lazy: readonly (readonly [DataFrame, string, RegExp])[] = [
    [a.unchecked().concat(b.drop('k')), 'SCHEMA_MISMATCH', /concat: frame 2 has no column "k"/],
    [a.unchecked().concat(b.rename({ k: 'q' })), 'SCHEMA_MISMATCH', /the first frame has no column "q"/],
    [a.unchecked().concat(b.cast({ v: 'int8' })), 'SCHEMA_MISMATCH', /"v" is int64 before and int8 in frame 2/],
    [a.unchecked().except(b.drop('k')), 'SCHEMA_MISMATCH', /except: frame 2 has no column "k"/],
    [a.unchecked().unpivot({ on: ['k', 'v'] }), 'TYPE_MISMATCH', /"k" is utf8, "v" is int64; cast them to one type/],
    [a.unchecked().unpivot({ on: ['k', 'q'] }), 'COLUMN_NOT_FOUND', /"q"/],
    [a.unchecked().unpivot({ on: 'v', variableName: 'k' }), 'DUPLICATE_COLUMN', /"k"/],
    [a.unchecked().pivot({ index: 'k', on: 'v', columns: [1, 1], values: count() }), 'DUPLICATE_COLUMN', /"1"/],
    [a.unchecked().pivot({ index: 'k', on: 'v', columns: ['1'], values: count() }), 'TYPE_MISMATCH', /int64/],
  ];
  for (const [frame, code, message] of lazy) {
    const error = await t.throwsAsync(frame.collect(), { code, message });
    t.regex(JSON.stringify(isParquetFrameError(error) && error.details), /reshaping-verbs\.test/, String(message));
  }
});

test('what would be lost of a list is an error', async t => {
  const frame = pf.fromRows([{ a: 1 }]);
  t.throws(() => frame.except([frame.head(0), frame] as never), {
    code: 'INVALID_ARGUMENT',
    message: /except takes frames, received an array/,
  });
  t.throws(() => frame.intersect([] as never), { code: 'INVALID_ARGUMENT' });
  t.throws(() => frame.except(frame, { all: 'yes' } as never), {
    code: 'INVALID_ARGUMENT',
    message: /all must be true or false/,
  });
  t.throws(() => frame.except(frame, { every: true } as never), { code: 'INVALID_ARGUMENT' });
  t.throws(() => frame.concat(frame, frame as never), { message: /several frames are given as a list/ });
  const hole = new Array<typeof frame>(2);
  hole[1] = frame;
  t.throws(() => frame.concat(hole), { code: 'INVALID_ARGUMENT', message: /concat takes frames, received undefined/ });
  await t.throwsAsync(frame.unchecked().filter(col('nope').isIn([])).collect(), { code: 'COLUMN_NOT_FOUND' });
  t.is(await frame.filter(row => row.a.isIn([])).count(), 0);
  t.is(await frame.filter(row => row.a.isIn([]).not()).count(), 1);
});

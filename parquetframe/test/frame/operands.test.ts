import test from 'ava';
import { allEngines, col, createRuntime, lit, param, when, type DataFrame } from 'parquetframe';

/** Dictionaries, and columns that are null in every row, wherever plain columns are taken; every engine preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const ROWS = [
  { s: 'a', i: 1n, b: true, f: 1.5, n: null },
  { s: 'b', i: 2n, b: false, f: 2.5, n: null },
  { s: null, i: null, b: null, f: null, n: null },
];
const plain = pf.fromRows(ROWS, { schema: { s: 'utf8', i: 'int64', b: 'bool', f: 'float64', n: 'null' } }).unchecked();
const coded = pf
  .fromRows(ROWS, {
    schema: { s: 'dictionary<utf8>', i: 'dictionary<int64>', b: 'dictionary<bool>', f: 'dictionary<float64>', n: 'null' },
  })
  .unchecked();

type Verb = (frame: DataFrame) => DataFrame;
const SAME: { readonly [what: string]: Verb } = {
  'a filter': frame => frame.filter(col('b')),
  and: frame => frame.filter(col('b').and(col('i').eq(1))),
  not: frame => frame.filter(col('b').not()),
  arithmetic: frame => frame.select('i', 'f').withColumns({ z: col('i').add(1).mul(col('f')), y: col('i').neg() }),
  'a number': frame => frame.withColumns({ z: col('i').abs(), y: col('f').sqrt() }).select('z', 'y'),
  'an integer operand of a text': frame => frame.withColumns({ z: col('s').slice(col('i')) }).select('z'),
  'a condition of a choice': frame => frame.withColumns({ z: when(col('b')).then(col('i')).otherwise(0) }).select('z'),
  'a typed literal beside it': frame => frame.filter(col('s').eq(lit('a', 'dictionary<utf8>' as never))),
  aggregates: frame => frame.agg({ a: col('i').sum().where(col('b')), b: col('b').any(), c: col('f').mean() }),
};

for (const { manifest } of engines) {
  const run = { prefer: manifest.id } as const;

  for (const [what, verb] of Object.entries(SAME))
    test(`a dictionary is what its values are: ${what}, ${manifest.id}`, async t => {
      t.deepEqual(await verb(coded).toRows(run), await verb(plain).toRows(run));
    });

  test(`literals and parameters of a dictionary type are those of its values, a null keeps it: ${manifest.id}`, async t => {
    const made = plain
      .limit(1)
      .withColumns({
        text: lit('x', 'dictionary<utf8>' as never),
        none: lit(null, 'dictionary<int64>' as never), // of any type, and so of that one
        given: param('p', 'dictionary<bool>'),
      })
      .select('text', 'none', 'given');
    const table = await made.collect({ ...run, params: { p: true } });
    t.deepEqual(table.toRows(), [{ text: 'x', none: null, given: true }]);
    t.deepEqual(
      table.schema.map(({ type }) => type.id),
      ['utf8', 'dictionary', 'bool'],
    );
    t.is(await coded.filter(col('b').eq(param('p', 'dictionary<bool>'))).count({ ...run, params: { p: false } }), 1);
    t.is(await coded.withColumns({ z: col('s').coalesce(lit('q', 'dictionary<utf8>' as never)) }).count(run), 3);
  });

  test(`aggregates of a column that is null in every row are those of no values: ${manifest.id}`, async t => {
    const n = col('n');
    const aggregates = {
      count: n.count(),
      distinct: n.countDistinct(),
      sum: n.sum(),
      mean: n.mean(),
      min: n.min(),
      max: n.max(),
      first: n.first(),
      last: n.last(),
      mode: n.mode(),
      any: n.any(),
      all: n.all(),
      std: n.std(),
      median: n.median(),
      quantile: n.quantile(0.5),
      join: n.join(','),
      corr: n.corr(col('f')),
      cov: col('f').cov(n),
      argMin: n.argMin(col('i')),
      argMax: col('i').argMax(n),
      some: n.add(1).sum(),
      where: col('i').sum().where(n),
    };
    const table = await plain.agg(aggregates).collect(run);
    const [row] = table.toRows();
    t.deepEqual(row, {
      ...Object.fromEntries(Object.keys(aggregates).map(name => [name, null])),
      count: 0n,
      distinct: 0n,
    });
    const typeOf = (name: string): string | undefined => table.schema.find(field => field.name === name)?.type.id;
    t.deepEqual(['sum', 'mean', 'min', 'argMin', 'any', 'join', 'argMax'].map(typeOf), [
      'int64',
      'float64',
      'null',
      'null',
      'bool',
      'utf8',
      'int64',
    ]);
    t.deepEqual(
      await plain
        .groupBy('n')
        .agg({ list: n.list(), least: n.min(), i: col('i').sum() })
        .toRows(run),
      [{ n: null, list: [null, null, null], least: null, i: 3n }],
    );
    t.deepEqual(await plain.limit(0).agg({ sum: n.sum(), n: n.count() }).toRows(run), [{ sum: null, n: 0n }]);
  });

  test(`a predicate that is null in every row keeps no row: ${manifest.id}`, async t => {
    t.is(await plain.filter(col('n')).count(run), 0);
    t.is(await plain.filter(lit(null)).count(run), 0);
  });
}

test('equals gives each side the parameters that it has', async t => {
  const some = plain.filter(col('i').eq(param('p', 'int64')));
  const others = plain.filter(col('s').eq(param('q', 'utf8')));
  t.true(await some.equals(plain.limit(1), { params: { p: 1n } }));
  t.true(await plain.limit(1).equals(some, { params: { p: 1n } }));
  t.true(await some.equals(others, { params: { p: 2n, q: 'b' } }));
  t.true(await some.equals(some, { params: { p: 2n } }));
  await t.throwsAsync(some.equals(others, { params: { p: 2n } }), { code: 'INVALID_ARGUMENT', message: /"q" has no value/ });
  await t.throwsAsync(some.equals(plain, { params: { p: 2n, z: 1 } }), { code: 'INVALID_ARGUMENT', message: /no parameter "z"/ });
});

test('a dictionary that a frame lacks is filled with nulls of its type', async t => {
  const table = await plain.select('i').concat(coded.select('s'), { missing: 'null' }).collect();
  t.deepEqual(
    table.schema.map(({ type }) => type.id),
    ['int64', 'dictionary'],
  );
  t.deepEqual(table.column('s').toArray(), [null, null, null, 'a', 'b', null]);
});

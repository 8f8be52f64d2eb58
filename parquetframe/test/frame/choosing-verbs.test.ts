import test from 'ava';
import { allEngines, createRuntime, isParquetFrameError, param } from 'parquetframe';

/** Verbs that number, choose and multiply rows, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const frame = pf.fromRows([
  { k: 'b', x: 2 },
  { k: 'a', x: 5 },
  { k: 'b', x: 9 },
  { k: 'a', x: 1 },
  { k: 'b', x: 9 },
]);

for (const { manifest } of engines) {
  const on = { prefer: manifest.id };
  const run = { ...on, int64: 'number' } as const;

  test(`rows are numbered in their order: ${manifest.id}`, async t => {
    const numbered = frame.filter(row => row.x.gt(1)).withRowIndex();
    t.deepEqual((await numbered.toRows(run))[3], { index: 3, k: 'b', x: 9 });
    t.deepEqual((await numbered.filter(row => row.k.eq('a')).toColumns(run)).index, [1]);
    t.deepEqual((await frame.withRowIndex({ name: 'n', offset: 10 }).limit(2, 1).toColumns(run)).n, [11, 12]);
    t.deepEqual(await frame.withRowIndex().select('index').tail(1).toRows(run), [{ index: 4 }]);
    t.deepEqual(await frame.withRowIndex().select('x').limit(1).toRows(run), [{ x: 2 }]);
    t.is(await frame.withRowIndex().count(on), 5);
  });

  test(`a sample depends on its seed alone: ${manifest.id}`, async t => {
    t.deepEqual((await frame.withRowIndex().sample({ n: 3 }).toColumns(run)).index, [1, 2, 4]);
    t.deepEqual((await frame.withRowIndex().sample({ fraction: 0.5 }).toColumns(run)).index, [2, 4]);
    t.is(await frame.sample(2).count(on), 2);
    const many = pf.fromRows(Array.from({ length: 20_000 }, (_, i) => ({ i })));
    const of = async (seed: number): Promise<unknown[]> => (await many.sample({ n: 5000, seed }).toColumns(run)).i;
    const [one, again, other] = await Promise.all([of(1), of(1), of(2 ** 52 + 1)]);
    t.deepEqual(one, again);
    t.notDeepEqual(one, other);
    t.deepEqual(
      one,
      [...one].sort((a, b) => Number(a) - Number(b)),
    );
    const mean = one.reduce((sum: number, each) => sum + Number(each), 0) / one.length;
    t.true(Math.abs(mean - 10_000) < 500, 'rows are taken all over the frame');
    const open = frame.sample({ fraction: param('share', 'float64'), seed: param('seed', 'int64') });
    t.is(await open.count({ params: { share: 0.8, seed: 3 } }), 4);
  });

  test(`the first rows of each group, and those with the largest values: ${manifest.id}`, async t => {
    t.deepEqual(await frame.groupBy('k').count().toRows(run), [
      { k: 'b', count: 3 },
      { k: 'a', count: 2 },
    ]);
    t.deepEqual((await frame.groupBy('k').head(1).toColumns(run)).x, [2, 5]);
    t.deepEqual((await frame.groupBy('k').head(2).toColumns(run)).x, [2, 5, 9, 1]);
    t.deepEqual((await frame.groupBy('k').topK(1, 'x').toColumns(run)).x, [9, 5]);
    t.deepEqual((await frame.groupBy('k').bottomK(1, ['x']).toColumns(run)).x, [1, 2]);
    t.deepEqual((await frame.groupBy().head(2).toColumns(run)).x, [2, 5]);
  });

  test(`explode repeats the other columns, and conditions on them go before: ${manifest.id}`, async t => {
    const lists = pf.fromRows([
      { id: 1, tags: ['x', 'y'] },
      { id: 2, tags: [] },
      { id: 3, tags: null },
      { id: 4, tags: ['z'] },
    ]);
    t.deepEqual(await lists.explode('tags').toRows(run), [
      { id: 1, tags: 'x' },
      { id: 1, tags: 'y' },
      { id: 2, tags: null },
      { id: 3, tags: null },
      { id: 4, tags: 'z' },
    ]);
    const some = lists.explode('tags').filter(row => row.id.lt(3).and(row.tags.eq('y')));
    t.deepEqual(await some.toRows(run), [{ id: 1, tags: 'y' }]);
    t.deepEqual(await some.toRows({ ...run, rewrite: false }), [{ id: 1, tags: 'y' }]);
    t.is(await lists.explode('tags').count(on), 5);
    t.deepEqual(await lists.explode('tags').valueCounts('id').limit(1).toRows(run), [{ id: 1, count: 2 }]);
  });
}

test('what makes no sense is named', async t => {
  const wrong: readonly (readonly [() => unknown, string])[] = [
    [() => frame.sample({ n: -1 }), 'sample: n must be a whole number, 0 or more, received -1'],
    [() => frame.sample({ fraction: 1.5 }), 'sample: fraction must be a number from 0 to 1, received 1.5'],
    [
      () => frame.sample({ seed: 1 } as never),
      'sample takes either a number of rows, n, or a fraction of them; received neither',
    ],
    [() => frame.sample({ n: 1, fraction: 1 }), 'sample takes either a number of rows, n, or a fraction of them; received both'],
    [() => frame.sample({ n: 1, frac: 1 } as never), 'sample'],
    [() => frame.withRowIndex({ name: '' }), 'withRowIndex: name must be a non-empty string, received ""'],
    [() => frame.withRowIndex({ offset: 0.5 }), 'withRowIndex: offset must be a whole number, 0 or more, received 0.5'],
    [() => frame.unchecked().explode(['k', 'x'] as never), 'explode takes one column of lists'],
    [() => frame.groupBy('k').head(-1), 'head: rows must be a whole number, 0 or more, received -1'],
    [() => frame.groupBy('k').topK(1, []), 'topK needs at least one column, received none'],
  ];
  for (const [call, message] of wrong) {
    const error = t.throws(call);
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', message);
    t.true(error.message.startsWith(message), `${error.message} begins with ${message}`);
  }
  await t.throwsAsync(frame.withRowIndex({ name: 'k' }).collect(), { code: 'DUPLICATE_COLUMN' });
  await t.throwsAsync(frame.unchecked().explode('k').collect(), {
    code: 'TYPE_MISMATCH',
    message: /explode takes a column of lists; "k" is of type utf8/,
  });
  await t.throwsAsync(frame.unchecked().groupBy('q').head(1).collect(), { code: 'COLUMN_NOT_FOUND' });
});

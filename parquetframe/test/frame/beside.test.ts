import test from 'ava';
import { allEngines, col, count, createRuntime } from 'parquetframe';

/** Frames side by side; every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const a = pf.fromRows([{ x: 1 }, { x: 2 }, { x: 3 }]);
const b = pf.fromRows([
  { y: 'a', l: [1] },
  { y: 'b', l: [2] },
]);
const many = pf.fromRange(0, 200_000);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id } as const;

  test(`frames side by side have their rows in order: ${manifest.id}`, async t => {
    const both = a.limit(2).concat(b, { how: 'horizontal' });
    t.deepEqual(await both.toRows(run), [
      { x: 1, y: 'a', l: [1] },
      { x: 2, y: 'b', l: [2] },
    ]);
    t.deepEqual(
      await both
        .filter(row => row.y.eq('b'))
        .select('x')
        .toRows(run),
      [{ x: 2 }],
    );
    t.deepEqual(await both.limit(1, 1).select('x', 'y').toRows(run), [{ x: 2, y: 'b' }]);
    const twice = many.concat(many.renameAll({ suffix: '_2' }), { how: 'horizontal' });
    const sums = twice.agg(row => ({ n: count(), sum: row.value.add(row.value_2).sum() }));
    t.deepEqual(await sums.toRows(run), [{ n: 200_000n, sum: 39_999_800_000n }]);
  });

  test(`other numbers of rows are an error, or filled with nulls: ${manifest.id}`, async t => {
    const refused = { code: 'LENGTH_MISMATCH', message: /same number of rows: number 2 ends after 2/ };
    await t.throwsAsync(a.concat(b, { how: 'horizontal' }).collect(run), refused);
    // Also where no column of the shorter one is wanted.
    await t.throwsAsync(a.concat(b, { how: 'horizontal' }).select('x').collect(run), refused);
    await t.throwsAsync(b.concat(a, { how: 'horizontal' }).collect(run), {
      code: 'LENGTH_MISMATCH',
      message: /number 1 ends after 2/,
    });
    t.deepEqual(await a.concat(b, { how: 'horizontal', missing: 'null' }).toRows(run), [
      { x: 1, y: 'a', l: [1] },
      { x: 2, y: 'b', l: [2] },
      { x: 3, y: null, l: null },
    ]);
    const three = b.limit(0).concat([a, many.limit(4)], { how: 'horizontal', missing: 'null' });
    t.deepEqual(await three.select('y', 'x', 'value').toRows({ ...run, int64: 'number' }), [
      { y: null, x: 1, value: 0 },
      { y: null, x: 2, value: 1 },
      { y: null, x: 3, value: 2 },
      { y: null, x: null, value: 3 },
    ]);
    t.is(await a.concat(many, { how: 'horizontal', missing: 'null' }).filter(col('x').isNull()).count(run), 199_997);
  });
}

test('columns of one name, and other ways of putting frames together, are refused', async t => {
  await t.throwsAsync(a.unchecked().concat(a, { how: 'horizontal' }).collect(), {
    code: 'DUPLICATE_COLUMN',
    message: /concat: two of the frames side by side have a column "x"/,
  });
  // @ts-expect-error both have x
  await t.throwsAsync(a.concat(a, { how: 'horizontal' }).collect(), { code: 'DUPLICATE_COLUMN' });
  t.throws(() => a.concat(b as never, { how: 'diagonal' as 'vertical' }), { code: 'INVALID_ARGUMENT', message: /how must be/ });
});

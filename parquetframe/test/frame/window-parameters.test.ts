import test from 'ava';
import { allEngines, createRuntime, isParquetFrameError, param, rowNumber } from 'parquetframe';

/** Parameters in windows, and windows in windows. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const frame = pf.fromRows([
  { x: 1, y: 2 },
  { x: 3, y: 4 },
  { x: 5, y: 6 },
]);
const p = param('p', 'float64');
const n = param('n', 'int64');

for (const { manifest } of engines) {
  const run = { prefer: manifest.id, params: { p: 2 } } as const;

  test(`a parameter stands wherever a literal may: ${manifest.id}`, async t => {
    const values = async (given: Parameters<typeof frame.withColumns>[0]): Promise<unknown> =>
      (await frame.withColumns(given).unchecked().toColumns(run))['z'];
    t.deepEqual(await values(r => ({ z: r.x.lag().add(p) })), [null, 3, 5]);
    t.deepEqual(await values(r => ({ z: r.x.add(p).lag() })), [null, 3, 5]);
    t.deepEqual(await values(r => ({ z: r.x.lag(1, { default: p }) })), [2, 1, 3]);
    t.deepEqual(await values(r => ({ z: r.x.sum().where(r.y.gt(p)).over() })), [8, 8, 8]);
    t.deepEqual(await values(r => ({ z: r.x.sum().over({ partitionBy: r.y.gt(p) }) })), [1, 8, 8]);
    const first = frame.filter(rowNumber().lte(n));
    t.is(await first.count({ prefer: manifest.id, params: { n: 2n } }), 2);
  });
}

test('a parameter without a value is said to have none', async t => {
  const error = await t.throwsAsync(frame.filter(rowNumber().lte(n)).toRows());
  t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', String(error));
  t.regex(error.message, /the parameter "n" has no value/);
});

test('differences of differences are lifted once each', async t => {
  const twelve = frame.withColumns(r => {
    let value = r.x.diff();
    for (let i = 0; i < 12; i++) value = value.diff();
    return { z: value };
  });
  t.deepEqual((await twelve.toColumns()).z, [null, null, null]);
});

test('a column of the name that windows of time have on the way is not overwritten', async t => {
  const times = pf.fromRows([{ 'window of d ': 5, d: new Date('2024-01-01T05:00Z') }]);
  const error = await t.throwsAsync(times.groupByTime('d', { every: '1d' }).head(1).toRows());
  t.true(isParquetFrameError(error) && error.code === 'DUPLICATE_COLUMN', String(error));
});

test('times by months begin where times begin', async t => {
  const [first] = await pf.fromTimes(new Date(-8.64e15), new Date(8.64e15), { every: '100000y' }).toRows();
  t.is(first?.time.getTime(), -8.64e15);
  t.throws(() => frame.withColumns(r => ({ z: r.x.lag(1, { default: new Date(Number.NaN) as never }) })), {
    message: /default is an invalid Date/,
  });
});

test('what was meant is said', async t => {
  const words = async (run: () => unknown, message: RegExp): Promise<void> => {
    const error = await t.throwsAsync(async () => {
      await run();
    });
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', String(error));
    t.regex(error.message, message);
  };
  const texts = pf.fromRows([{ s: 'a' }]);
  await words(
    () => texts.filter(r => r.s.matches(/a+/i as never)),
    /received a RegExp; patterns are written as texts, their flags in front: "\(\?i\)a\+"/,
  );
  await words(
    () => frame.withColumns(r => ({ z: r.x.sum().over(r.y as never) })),
    /over takes its options as an object.*received an expression/,
  );
  await words(
    () => frame.withColumns(r => ({ z: r.x.sum().over({ orderBy: r.y.sum() as never }) })),
    /orderBy takes columns.*received an aggregate/,
  );
  await words(
    () => pf.fromRange(...([0, 2, {}, 1] as unknown as [number, number])),
    /fromRange takes at most 3 arguments|The step is an option/,
  );
  await words(() => frame.joinAsof(frame, { on: 'x', tolerance: -1 }), /joinAsof: tolerance must be a number of at least 0/);
  await words(() => frame.joinAsof(frame, { on: 'x', exactMatches: 1 as never }), /joinAsof: exactMatches must be true or false/);
});

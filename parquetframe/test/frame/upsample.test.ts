import test from 'ava';
import { allEngines, createRuntime } from 'parquetframe';

/** A row for every step of time, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const at = (text: string): Date => new Date(`2024-${text}Z`);
const frame = pf.fromRows(
  [
    { k: 'b', t: at('01-01T03:00'), x: 4 },
    { k: null, t: at('01-01T01:00'), x: 1 },
    { k: 'b', t: at('01-01T00:00'), x: 2 },
    { k: 'b', t: at('01-01T02:30'), x: 9 },
    { k: null, t: at('01-01T01:00'), x: 5 },
    { k: 'c', t: null, x: 7 },
    { k: null, t: at('01-01T02:00'), x: 6 },
  ],
  { schema: { k: 'utf8', t: 'timestamp', x: 'int32' } },
);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id, int64: 'number' } as const;

  test(`every step of each partition: ${manifest.id}`, async t => {
    t.deepEqual(await frame.upsample({ by: 't', every: '1h', partitionBy: 'k' }).toRows(run), [
      { k: 'b', t: at('01-01T00:00'), x: 2 },
      { k: 'b', t: at('01-01T01:00'), x: null },
      { k: 'b', t: at('01-01T02:00'), x: null },
      { k: 'b', t: at('01-01T03:00'), x: 4 },
      { k: null, t: at('01-01T01:00'), x: 1 },
      { k: null, t: at('01-01T01:00'), x: 5 },
      { k: null, t: at('01-01T02:00'), x: 6 },
    ]);
    const all = await frame.upsample({ by: 't', every: '30m' }).toColumns(run);
    t.deepEqual(all.x, [2, null, 1, 5, null, 6, 9, 4]);
    t.deepEqual(await frame.limit(0).upsample({ by: 't', every: '1h' }).toRows(run), []);
    t.deepEqual(await frame.upsample({ by: 't', every: '1h' }).schema(), await frame.schema());
  });

  test(`thousands of steps, dates, months and units: ${manifest.id}`, async t => {
    const second = await frame.upsample({ by: 't', every: '1s', partitionBy: ['k'] }).toColumns(run);
    t.is(second.t.length, 10_801 + 3602);
    t.true(second.t.slice(0, 10_801).every((time, index) => Number(time) === Number(at('01-01T00:00')) + index * 1000));
    t.is(await frame.upsample({ by: 't', every: '5ms' }).count({ prefer: manifest.id }), 3 * 3600 * 200 + 2);
    const days = pf.fromRows(
      [
        { d: at('01-31'), y: 1 },
        { d: at('04-30'), y: 2 },
      ],
      { schema: { d: 'date', y: 'int32' } },
    );
    t.deepEqual(await days.upsample({ by: 'd', every: '1mo' }).toRows(run), [
      { d: at('01-31'), y: 1 },
      { d: at('02-29'), y: null },
      { d: at('03-31'), y: null },
      { d: at('04-30'), y: 2 },
    ]);
    t.is(await days.upsample({ by: 'd', every: '1w' }).count({ prefer: manifest.id }), 13);
    const coarse = days.cast({ d: 'timestamp[s]' }).upsample({ by: 'd', every: '1d' });
    t.is(await coarse.count({ prefer: manifest.id }), 91);
    t.deepEqual((await coarse.schema())[0]?.type, { id: 'timestamp', unit: 's', timezone: null });
    const zoned = days.cast({ d: 'timestamp[ns, Europe/Berlin]' });
    t.is(await zoned.upsample({ by: 'd', every: '12h' }).count({ prefer: manifest.id }), 181);
    t.is(await zoned.cast({ d: 'timestamp[ms, +02:00]' }).upsample({ by: 'd', every: '1d' }).count({ prefer: manifest.id }), 91);
  });
}

test('what makes no sense is named', async t => {
  const loose = frame.unchecked();
  const refused = (call: () => unknown, message: RegExp): void => {
    t.throws(call, { code: 'INVALID_ARGUMENT', message });
  };
  refused(() => loose.upsample('t' as never), /^upsample takes a column and a length of time, as in .*; received "t"/);
  refused(() => loose.upsample({ by: 't' } as never), /^upsample: every must be a whole number and a unit.*received undefined/);
  refused(() => loose.upsample({ every: '1h' } as never), /^upsample: by takes the name of a column, received undefined/);
  t.throws(() => loose.upsample({ by: 't', every: '1h', partitionBy: 't' }), { code: 'DUPLICATE_COLUMN' });
  const fails = async (of: { collect(): Promise<unknown> }, code: string, message: RegExp): Promise<void> => {
    await t.throwsAsync(async () => of.collect(), { code, message });
  };
  await fails(loose.upsample({ by: 'x', every: '1h' }), 'TYPE_MISMATCH', /^upsample takes a date or a timestamp; "x" is int32/);
  await fails(loose.upsample({ by: 'q', every: '1h' }), 'COLUMN_NOT_FOUND', /"q"/);
  await fails(
    frame.upsample({ by: 't', every: '1ns' }),
    'INVALID_ARGUMENT',
    /^upsample: every must be a whole count of the unit of "t", which is timestamp\[us\], received "1ns"; cast/,
  );
  const zoned = frame.cast({ t: 'timestamp[ms, Europe/Berlin]' });
  await fails(
    zoned.upsample({ by: 't', every: '1d' }),
    'TYPE_MISMATCH',
    /by days and weeks does not follow a clock.*atTimeZone\(null\)/,
  );
  // @ts-expect-error numbers are no times
  t.notThrows(() => frame.upsample({ by: 'x', every: '1h' }));
});

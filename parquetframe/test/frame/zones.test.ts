import test from 'ava';
import { col, createRuntime, type Runtime } from 'parquetframe';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';

/** Verbs and methods over zones whose clocks change, on both engines. */
const HOUR = 3_600_000;
const runtimes: readonly (readonly [name: string, runtime: Runtime])[] = [
  ['TypeScript', await createRuntime({ engines: [tsReference()], wisdom: 'off', uncertified: 'allow' })],
  ['Rust', await createRuntime({ engines: [rustNapi()], wisdom: 'off', uncertified: 'allow' })],
];
test.after.always('close the runtimes', () => Promise.all(runtimes.map(([, runtime]) => runtime.close())));

/** Each hour of some days around a change of the clock. */
const hours = (pf: Runtime, from: string, count: number) =>
  pf
    .fromRows(
      Array.from({ length: count }, (_, i) => ({ at: new Date(Date.parse(from) + i * HOUR), n: 1n })),
      { schema: { at: 'timestamp[ms, Europe/Berlin]', n: 'int64' } },
    )
    .unchecked();

for (const [name, pf] of runtimes) {
  test(`${name}: days of 23, 24 and 25 hours`, async t => {
    const days = async (from: string, label: 'left' | 'right') =>
      (
        await hours(pf, from, 72)
          .groupByTime('at', { every: '1d', label })
          .agg({ n: col('n').sum() })
          .toRows()
      ).map(({ at, n }): readonly unknown[] => [at, n]);
    t.deepEqual(await days('2024-10-26T00:00:00+02:00', 'left'), [
      [new Date('2024-10-26T00:00:00+02:00'), 24n],
      [new Date('2024-10-27T00:00:00+02:00'), 25n],
      [new Date('2024-10-28T00:00:00+01:00'), 23n],
    ]);
    t.deepEqual(await days('2024-03-30T00:00:00+01:00', 'right'), [
      [new Date('2024-03-31T00:00:00+01:00'), 24n],
      [new Date('2024-04-01T00:00:00+02:00'), 23n],
      [new Date('2024-04-02T00:00:00+02:00'), 24n],
      [new Date('2024-04-03T00:00:00+02:00'), 1n],
    ]);
  });

  test(`${name}: hours that are there twice are two windows`, async t => {
    const found = await hours(pf, '2024-10-27T00:00:00Z', 3)
      .groupByTime('at', { every: '1h', label: 'right' })
      .agg({ n: col('n').sum() })
      .toRows();
    t.deepEqual(
      found.map(({ at }): unknown => at),
      ['2024-10-27T01:00:00Z', '2024-10-27T02:00:00Z', '2024-10-27T03:00:00Z'].map(text => new Date(text)),
    );
  });

  test(`${name}: months of a zone`, async t => {
    const frame = pf.fromRows([{ at: new Date('2024-03-31T22:30:00Z') }, { at: new Date('2024-03-31T21:30:00Z') }], {
      schema: { at: 'timestamp[us, Europe/Berlin]' },
    });
    const found = await frame
      .groupByTime('at', { every: '1mo' })
      .agg({ n: col('at').count() })
      .toRows();
    t.deepEqual(
      found.map(row => row.at),
      [new Date('2024-04-01T00:00:00+02:00'), new Date('2024-03-01T00:00:00+01:00')],
    );
  });

  test(`${name}: a time that is there twice is an error that says what to do`, async t => {
    const frame = pf.fromRows([{ at: new Date('2024-10-27T12:00:00Z') }, { at: new Date('2024-10-27T02:30:00Z') }]);
    const zoned = frame.withColumns(row => ({ at: row.at.atTimeZone('Europe/Berlin') }));
    await t.throwsAsync(zoned.toRows(), {
      code: 'CAST_FAILED',
      message: /^2024-10-27T02:30:00 \(timestamp\[ms\]\) in row 1 .* whose clock shows it twice; give ambiguous: 'earliest'/,
    });
    const latest = frame.withColumns(row => ({ at: row.at.atTimeZone('Europe/Berlin', { ambiguous: 'latest' }) }));
    t.deepEqual((await latest.toColumns()).at, [new Date('2024-10-27T12:00:00+01:00'), new Date('2024-10-27T02:30:00+01:00')]);
  });
}

test('arguments of atTimeZone say what was wrong', t => {
  const at = col('t') as unknown as { atTimeZone(...given: readonly unknown[]): unknown };
  t.throws(() => at.atTimeZone(5), { message: /^atTimeZone takes the name of a zone, such as 'Europe\/Berlin', or null/ });
  t.throws(() => at.atTimeZone('UTC', { ambiguous: 'first' }), { message: /^atTimeZone: ambiguous must be .* received "first"/ });
  t.throws(() => at.atTimeZone('UTC', { nonexistent: 'null' }), {
    message: /^atTimeZone has no option "nonexistent"; did you mean/,
  });
});

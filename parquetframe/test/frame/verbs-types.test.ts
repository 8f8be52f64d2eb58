import test from 'ava';
import { allEngines, col, createRuntime, type DataFrame } from 'parquetframe';

/** Verbs that are made of others keep values of every type, on every engine that is here. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const VALUES: { readonly [type: string]: readonly [unknown, unknown] } = {
  bool: [true, false],
  int8: [-128, 127],
  uint64: [2n ** 64n - 1n, 0n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  float32: [Math.fround(0.1), -0],
  float64: [NaN, -0],
  'decimal(38, 6)': ['-0.000001', '12345678901234567890123456789012.000000'],
  utf8: ['', '😀\u0000'],
  largeUtf8: ['ä', ''],
  utf8View: ['longer than twelve bytes', 'x'],
  binary: [new Uint8Array(), new Uint8Array([0, 255])],
  'date[day]': [new Date(0), new Date(-86_400_000)],
  'timestamp[ns]': [new Date(1), new Date(-1)],
  'timestamp[us, Europe/Vienna]': [new Date(1), new Date(-1)],
  'time[us]': [0n, 86_399_999_999n],
  'duration[s]': [-1n, 1n],
  null: [null, null],
};

const framesOf = (type: string): DataFrame => {
  const [a, b] = VALUES[type] ?? [];
  const rows = [
    { k: 1, on: 'a', x: a },
    { k: 2, on: 'b', x: b },
    { k: 2, on: 'a', x: null },
  ];
  return pf.fromRows(rows, { schema: { k: 'int32', on: 'utf8', x: type as 'utf8' } }).unchecked();
};

for (const { manifest } of engines) {
  const run = { prefer: manifest.id };
  for (const type of Object.keys(VALUES)) {
    test(`${type}: ${manifest.id}`, async t => {
      const frame = framesOf(type);
      const [a, b] = VALUES[type] ?? [];
      const shown = (value: unknown): unknown => (Object.is(value, -0) ? 0 : value);
      if (type !== 'null') {
        const wide = frame.pivot({ index: 'k', on: 'on', columns: ['a', 'b'], values: col('x').max() });
        t.deepEqual(await wide.toRows(run), [
          { k: 1, a, b: null },
          { k: 2, a: null, b },
        ]);
      }
      const lacking = frame.drop('x').limit(1).concat(frame, { missing: 'null' });
      t.deepEqual((await lacking.toColumns(run))['x'], [null, a, b, null]);
      const xs = frame.select('x');
      t.deepEqual((await xs.concat(xs).intersect(xs.limit(1)).toColumns(run))['x'], [shown(a)]);
      const others = type === 'null' ? [] : [shown(b), null];
      t.deepEqual((await xs.except(xs.limit(1)).toColumns(run))['x'], others);
      t.deepEqual((await frame.unpivot({ on: 'x', index: 'k' }).toColumns(run))['value'], [a, b, null]);
      t.is(await frame.dropNulls('x').count(run), type === 'null' ? 0 : 2);
      t.deepEqual((await frame.valueCounts('x').toColumns(run))['count'], type === 'null' ? [3n] : [1n, 1n, 1n]);
      t.deepEqual((await frame.tail(2).toColumns(run))['x'], [b, null]);
      t.deepEqual((await frame.groupBy('x').head(1).withRowIndex().toColumns(run))['x'], type === 'null' ? [null] : [a, b, null]);
      t.deepEqual((await frame.sample({ n: 2 }).toColumns(run))['x'], [b, null]);
    });
  }
}

test('what the verbs make can be kept, written, streamed and pinned', async t => {
  const frame = framesOf('int64').dropNulls('x').unpivot({ on: 'x', index: 'k' });
  await using kept = frame.cache();
  t.is(await kept.count(), 2);
  t.is(await kept.concat(frame).count(), 4);
  const pinned = framesOf('int64').using({ engine: 'ts-reference' }).dropNulls('x').unpivot({ on: 'x', index: 'k' });
  t.is(await pinned.count(), 2);
  const seen: number[] = [];
  await pinned.forEachBatch(batch => seen.push(batch.length));
  t.is(
    seen.reduce((sum, length) => sum + length, 0),
    2,
  );
  t.is(await frame.count({ rewrite: false }), 2);
  t.regex(String(await frame.explain()), /table\.concat/);
});

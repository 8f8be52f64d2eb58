/** Durations in Parquet: written, then read with every engine, in this process and in one of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import test from 'ava';
import { createRuntime, lit } from 'parquetframe';
import { enginesFor } from './engines.js';
import { disagreement, readOutcomeOf } from './parquet-outcomes.js';

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const SCHEMA = {
  s: { id: 'duration', unit: 's' },
  ms: { id: 'duration', unit: 'ms' },
  us: { id: 'duration', unit: 'us' },
  ns: { id: 'duration', unit: 'ns' },
  list: 'list<duration[ms]>',
  x: 'int64',
} as const;
const COUNTS = [-5n, null, INT_MIN, 1000n, INT_MAX, 0n];
const ROWS = COUNTS.map((count, row) => ({
  s: count,
  ms: count,
  us: count,
  ns: count,
  list: count === null ? null : [count, null],
  x: BigInt(row),
}));

const folder = mkdtempSync(path.join(tmpdir(), 'pf-durations-'));
const file = path.join(folder, 'durations.parquet');
const runtime = await createRuntime({
  engines: [tsReference(), rustNapi(), isolate(tsReference()), isolate(rustNapi())],
  wisdom: 'off',
  uncertified: 'allow',
});
test.after.always(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true });
});
const engines = enginesFor(runtime, 'durations', 'parquet.scan').map(({ id }) => id);

test.before('the file is written', async () => {
  await runtime.fromRows(ROWS, { schema: SCHEMA }).writeParquet(file, { rowGroupRows: 2 });
});

for (const engine of engines) {
  test(`${engine}: rows, types and bounds are those that were written`, async t => {
    const table = await runtime.readParquet(file).collect({ engine });
    t.deepEqual(table.toRows(), ROWS);
    const { schema, columns } = await runtime.metadata(file, { engine });
    t.deepEqual(table.schema, schema);
    t.deepEqual(
      schema.slice(0, 4).map(field => field.type),
      [SCHEMA.s, SCHEMA.ms, SCHEMA.us, SCHEMA.ns],
    );
    t.deepEqual([columns[0]?.statistics?.min, columns[0]?.statistics?.max], [String(INT_MIN), String(INT_MAX)]);
  });

  test(`${engine}: a filter compares lengths, whatever the units`, async t => {
    const longer = runtime.readParquet(file, { schema: SCHEMA, engine }).filter(row => row.ms.gt(lit(1n, SCHEMA.s)));
    t.deepEqual(
      (await longer.toRows()).map(row => row.ms),
      [INT_MAX],
    );
    const least = runtime.readParquet(file, { schema: SCHEMA, engine }).filter(row => row.ns.lt(-5n));
    t.deepEqual(
      (await least.toRows()).map(row => row.x),
      [2n],
    );
    const ends = runtime
      .readParquet(file, { schema: SCHEMA, engine })
      .agg(row => ({ least: row.us.min(), greatest: row.us.max(), n: row.us.count() }));
    t.deepEqual(await ends.toRows(), [{ least: INT_MIN, greatest: INT_MAX, n: 5n }]);
  });
}

const other = engines.includes('rust-napi') ? test : test.skip;
other('engines agree on what an Arrow schema with a wrong character says', async t => {
  const bytes = readFileSync(file);
  const { keyValue } = await runtime.metadata(file);
  const text = keyValue['ARROW:schema'] ?? '';
  const start = bytes.indexOf(text);
  t.true(text.length > 100 && start > 0);
  const damaged = path.join(folder, 'damaged.parquet');
  const types = new Set<string>();
  for (let at = 0; at < text.length; at += 11) {
    const changed = Buffer.from(bytes);
    changed.write('Ag8_'.charAt(at % 4), start + at, 'latin1');
    writeFileSync(damaged, changed);
    const read = [
      await readOutcomeOf(runtime, 'ts-reference', damaged),
      await readOutcomeOf(runtime, 'rust-napi', damaged),
    ] as const;
    t.is(disagreement(...read), undefined, `character ${at}`);
    const schemas = await Promise.all(['ts-reference', 'rust-napi'].map(engine => runtime.metadata(damaged, { engine })));
    t.deepEqual(schemas[0]?.schema, schemas[1]?.schema, `character ${at}`);
    types.add(JSON.stringify(schemas[0]?.schema.map(field => field.type)));
  }
  t.true(types.size > 1, 'some of them say less');
});

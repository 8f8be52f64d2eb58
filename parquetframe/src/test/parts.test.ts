import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { col, count, createRuntime } from '@parquetframe/core';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

// A certificate older than an operation does not cover it; what is tested here is not the certificate.
const runtime = () => createRuntime({ engines: [tsReference()], uncertified: 'allow', wisdom: 'off' });

const parts = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  writeFileSync(join(folder, '2.csv'), 'k,x\nb,3\na,4\n');
  writeFileSync(join(folder, '1.csv'), 'k,x\na,1\nb,2\n');
  writeFileSync(join(folder, '3[x].csv'), 'k,x\nc,5\n');
  return folder;
};

test('the files of a folder, a pattern or a list are one table, in order', async t => {
  await using pf = await runtime();
  const folder = parts();
  const values = async (source: string | readonly string[]) => (await pf.readCsv(source).toRows()).map(row => Number(row['x']));
  t.deepEqual(await values(folder), [1, 2, 3, 4, 5]);
  t.deepEqual(await values(join(folder, '[12].csv')), [1, 2, 3, 4]);
  t.deepEqual(await values([join(folder, '2.csv'), join(folder, '1.csv')]), [3, 4, 1, 2]);
  t.deepEqual(await values(join(folder, '3[x].csv')), [5]);
});

test('filters, limits and columns go into every part', async t => {
  await using pf = await runtime();
  const frame = pf.readCsv(parts());
  const grouped = await frame.filter(col('x').gt(1)).groupBy('k').agg({ n: count() }).sort('k').toRows();
  t.deepEqual(
    grouped.map(row => [String(row['k']), Number(row['n'])]),
    [
      ['a', 1],
      ['b', 2],
      ['c', 1],
    ],
  );
  const limited = frame.select('x').limit(2, 1);
  t.deepEqual(
    (await limited.toRows()).map(row => Number(row['x'])),
    [2, 3],
  );
  const { rewrites } = await limited.explain();
  t.true(rewrites.includes('table.limit into csv.scan'), String(rewrites));
  t.true(rewrites.includes('columns of csv.scan: x'), String(rewrites));
  const filtered = await frame.filter(col('x').gt(1)).explain();
  t.true(filtered.rewrites.includes('table.filter below table.concat'), String(filtered.rewrites));
});

test('parts with other columns are a typed error that names them', async t => {
  await using pf = await runtime();
  const folder = parts();
  writeFileSync(join(folder, '4.csv'), 'k,y\nd,1\n');
  await t.throwsAsync(pf.readCsv(folder).collect(), { code: 'SCHEMA_MISMATCH', message: /1\.csv has "x" .*4\.csv has "y"/ });
  writeFileSync(join(folder, '4.csv'), 'k,x\nd,1.5\n');
  await t.throwsAsync(pf.readCsv(folder).collect(), { code: 'SCHEMA_MISMATCH', message: /int64.*float64/ });
  const declared = pf.readCsv(folder, { schema: { k: 'utf8', x: 'float64' } });
  t.is((await declared.toRows()).length, 6);
});

test('written parts are read back as one frame', async t => {
  await using pf = await runtime();
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  for (const part of [0, 1, 2])
    await pf
      .fromRows([
        { part, id: part * 10 },
        { part, id: part * 10 + 1 },
      ])
      .writeParquet(join(folder, `${String(part)}.parquet`));
  const frame = pf.readParquet(folder, { schema: { part: 'float64', id: 'float64' } });
  const rows = await frame.filter(row => row.id.gt(9)).toRows();
  t.deepEqual(
    rows.map(row => Number(row.id)),
    [10, 11, 20, 21],
  );
  t.is(await frame.count(), 6);
});

test('any operation runs over frames by its name', async t => {
  await using pf = await runtime();
  const [one, two] = [pf.fromRows([{ a: 1 }]), pf.fromRows([{ a: 2 }])];
  const rows = await one.run('table.concat', {}, two, one).run('table.limit', { count: 2, offset: 1 }).toRows();
  t.deepEqual(
    rows.map(row => Number(row['a'])),
    [2, 1],
  );
  await t.throwsAsync(one.run('no.such').collect(), { code: 'OPERATION_NOT_FOUND' });
  await using other = await runtime();
  t.throws(() => one.run('table.concat', {}, other.fromRows([{ a: 1 }])), { code: 'INVALID_ARGUMENT' });
});

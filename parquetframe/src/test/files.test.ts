import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { createRuntime, isParquetFrameError, type Runtime } from '@parquetframe/core';
import test from 'ava';
import { defaultEngines } from '../index.js';
import { temporaryFolder } from './data.js';

const runtime = (): Promise<Runtime> => createRuntime({ engines: defaultEngines(), uncertified: 'allow', wisdom: 'off' });
const enginesFor = (pf: Runtime, operation: string): readonly string[] =>
  pf
    .engines()
    .filter(e => e.availability.available && operation in e.manifest.operations)
    .map(e => e.id);
const rows = Array.from({ length: 3000 }, (_, i) => ({
  id: BigInt(i),
  text: i % 5 === 0 ? null : `text ${String(i % 7)}`,
  x: i / 3,
}));

test('what is written has checksums: every engine notices a changed byte in any page', async t => {
  await using pf = await runtime();
  const path = join(temporaryFolder(), 'checked.parquet');
  await pf.fromRows(rows).writeParquet(path, { compression: 'uncompressed', rowGroupRows: 1000 });
  const bytes = readFileSync(path);
  for (const engine of enginesFor(pf, 'parquet.scan')) {
    t.deepEqual(await pf.readParquet(path, { engine }).toRows(), rows, engine);
    // Text and floats of the second half: any bytes would do for values.
    for (const needle of ['text 3', 'text 6']) {
      const damaged = Buffer.from(bytes);
      const at = damaged.lastIndexOf(needle, Math.floor(damaged.length * 0.7));
      t.true(at > 0);
      damaged[at] = 0x54;
      const other = join(temporaryFolder(), 'damaged.parquet');
      writeFileSync(other, damaged);
      await t.throwsAsync(pf.readParquet(other, { engine }).toRows(), { code: 'DATA_CORRUPT' }, `${engine}: ${needle}`);
    }
  }
});

test('messages name a file as it was named; the resolved path is in the details', async t => {
  await using pf = await runtime();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'bad.parquet'), 'PAR1 and no more PAR1');
  writeFileSync(join(folder, 'bad.csv'), 'a,b\n1\n');
  const calls: readonly (readonly [name: string, call: (given: string) => Promise<unknown>])[] = [
    ...enginesFor(pf, 'parquet.scan').flatMap(engine => [
      ['missing.parquet', (given: string) => pf.readParquet(given, { engine }).toRows()] as const,
      ['bad.parquet', (given: string) => pf.readParquet(given, { engine }).toRows()] as const,
      ['bad.parquet', (given: string) => pf.metadata(given, { engine })] as const,
    ]),
    ['missing.csv', given => pf.readCsv(given).toRows()],
    ['bad.csv', given => pf.readCsv(given).toRows()],
    ['no/x.parquet', given => pf.fromRows(rows).writeParquet(given)],
  ];
  for (const [name, call] of calls) {
    // Not normalised, so that it differs from what it resolves to.
    const given = `${folder}/./${name}`;
    const error = await t.throwsAsync(call(given));
    if (!isParquetFrameError(error)) throw error;
    t.true(error.message.includes(given), error.message);
    t.false(error.message.includes(join(folder, name)), error.message);
    t.is(error.details['file'], join(folder, name));
  }
});

test('a disk that is full is a typed error, and leaves what was there', t => {
  const folder = temporaryFolder();
  const path = join(folder, 'full.parquet');
  writeFileSync(path, 'before');
  const script = `
    const { createRuntime, defaultEngines } = await import(${JSON.stringify(new URL('../index.js', import.meta.url).href)});
    const pf = await createRuntime({ engines: defaultEngines(), uncertified: 'allow', wisdom: 'off' });
    const rows = Array.from({ length: 100000 }, (_, i) => ({ x: Math.sqrt(i) }));
    try { await pf.fromRows(rows).writeParquet(${JSON.stringify(path)}); console.log('written'); } catch (error) { console.log(error.code, error.message); }
    await pf.close();`;
  // A limit on the size of files is the part of a full disk that needs no privileges.
  const output = execFileSync('bash', [
    '-c',
    'trap "" XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1"',
    process.execPath,
    script,
  ]);
  t.regex(output.toString(), /^WRITE_FAILED .* cannot be written: file too large$/m);
  t.is(readFileSync(path, 'utf8'), 'before');
  t.deepEqual(readdirSync(folder), ['full.parquet']);
});

test('a link is written through, on every engine that writes', async t => {
  await using pf = await runtime();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  symlinkSync('data/real.parquet', join(folder, 'link.parquet'));
  await pf.fromRows(rows).writeParquet(join(folder, 'link.parquet'));
  t.deepEqual(await pf.readParquet(join(folder, 'data', 'real.parquet')).toRows(), rows);
});

test('readCsv takes sampleRows, trim and maxRecordBytes', async t => {
  await using pf = await runtime();
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, 'id,n\n007, 1 \n008, x \n');
  t.deepEqual(await pf.readCsv(path, { trim: true }).toRows(), [
    { id: '007', n: '1' },
    { id: '008', n: 'x' },
  ]);
  await t.throwsAsync(pf.readCsv(path, { trim: true, sampleRows: 1 }).toRows(), { code: 'DATA_CORRUPT', message: /line 3/ });
  await t.throwsAsync(pf.readCsv(path, { maxRecordBytes: 4 }).toRows(), { code: 'DATA_CORRUPT' });
  await t.throwsAsync(pf.readCsv(path, { sampleRows: 0 }).toRows(), { code: 'INVALID_ARGUMENT' });
});

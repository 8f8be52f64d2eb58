import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { columnFromValues, tableData, type Field } from '../contract/data/index.js';
import { createRuntime } from '../runtime.js';

const column = columnFromValues({ id: 'int32' }, [1, 2]);
const field: Field = { name: 'a', type: { id: 'int32' }, nullable: false };

test('what a frame cannot be made of, or written to, is refused with the reason', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const twice = tableData([field, field], [{ length: 2, columns: [column, column] }]);
  t.throws(() => pf.fromArrow(twice), { code: 'DUPLICATE_COLUMN', message: /two columns "a"/ });
  t.throws(() => pf.readCsv('x.csv', { schema: { price: 'decimal' } }), { code: 'INVALID_ARGUMENT', message: /full type/ });
  const frame = pf.fromRows([{ a: 1 }]);
  const folder = mkdtempSync(`${tmpdir()}/write-`);
  await t.throwsAsync(frame.writeParquet(folder), { code: 'INVALID_ARGUMENT', message: /is a folder/ });
  await t.throwsAsync(frame.writeParquet(''), { code: 'INVALID_ARGUMENT' });
});

test('a column may have any name, and rows still show it', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const named = tableData([{ ...field, name: '__proto__' }], [{ length: 2, columns: [column] }]);
  const rows = await pf.fromArrow(named).toRows();
  t.deepEqual(
    rows.map(row => Object.entries(row)),
    [[['__proto__', 1]], [['__proto__', 2]]],
  );
});

test('places that nothing here reads or writes are refused before anything is looked for', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const frame = pf.fromRows([{ a: 1 }]);
  const places: readonly (string | URL)[] = [
    'https://example.org/x.parquet',
    'http://me:secret@example.org/x.csv?token=secret#secret',
    's3://bucket/x.parquet',
    'gs://bucket/x',
    'hdfs+tls://host/x',
    'S3://bucket/x',
    new URL('https://me:secret@example.org/x.csv?token=secret'),
  ];
  for (const place of places) {
    const calls = [
      () => pf.readParquet(place).collect(),
      () => pf.readCsv(place).collect(),
      () => pf.metadata(place),
      () => frame.writeParquet(place),
    ];
    for (const call of calls) {
      const error = await t.throwsAsync(async () => call(), {
        code: 'UNSUPPORTED_SOURCE',
        message: /reads or writes (https?|s3|gs|hdfs\+tls)/,
      });
      t.notRegex(JSON.stringify([error.message, error]), /secret/);
    }
  }
  const { plan } = pf.readCsv(pathToFileURL('/x.csv').href);
  const source = plan.kind === 'operation' ? plan.inputs[0] : undefined;
  t.is(source?.kind === 'dataset' ? source.dataset.label : '', '/x.csv');
  // Not a scheme: a drive, and a file whose name has a colon.
  for (const path of ['C:\\x.csv', 'a:b.csv']) t.notThrows(() => pf.readCsv(path));
});

test('files are named by paths and by URLs of files', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const path = join(tmpdir(), 'a folder', 'ä.csv');
  for (const read of [pf.readCsv, pf.readParquet]) {
    const { plan } = read(pathToFileURL(path));
    const source = plan.kind === 'operation' ? plan.inputs[0] : undefined;
    t.is(source?.kind === 'dataset' ? source.dataset.label : '', path);
  }
  const others: readonly unknown[] = [new URL('file://host/x.csv'), '', 'a\0b', 5, null, {}];
  for (const other of others) {
    const refused = { code: 'INVALID_ARGUMENT', message: /takes a path .*; received / };
    t.throws(() => void Reflect.apply(pf.readCsv, pf, [other]), refused);
    t.throws(() => void Reflect.apply(pf.readParquet, pf, [other]), refused);
    const metadata: unknown = Reflect.apply(pf.metadata, pf, [other]);
    await t.throwsAsync(Promise.resolve(metadata), refused);
    const frame = pf.fromRows([{ a: 1 }]);
    const written: unknown = Reflect.apply(frame.writeParquet, frame, [other]);
    await t.throwsAsync(Promise.resolve(written), refused);
  }
  t.throws(() => pf.readCsv(new URL('https://example.org/x.csv')), { message: /received https:\/\/example.org\/x.csv$/ });
});

test('a path that cannot be looked at is an error when the file is read, not before', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  t.notThrows(() => pf.readCsv('x'.repeat(5000)));
});

test('a file is written to the URL of a file', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const folder = mkdtempSync(`${tmpdir()}/write-`);
  const error = await t.throwsAsync(pf.fromRows([{ a: 1 }]).writeParquet(pathToFileURL(join(folder, 'x.parquet'))), {
    code: 'NO_ENGINE',
  });
  t.regex(error.message, /createRuntime\(\{ engines: \[tsReference\(\)\] \}\).*engine-ts-reference\/register/);
  t.deepEqual(readdirSync(folder), []);
});

test('types of a schema that there are not are refused by every reader', async t => {
  await using pf = await createRuntime({ engines: [], wisdom: 'off' });
  const refused = {
    code: 'INVALID_ARGUMENT',
    message: /column "a": (there is no type .*[tT]he names are null, bool|a full type is written as )/,
  };
  for (const type of ['int', 'list<', 'decimal(99, 2)', 5, null, {}, { id: 'decimal' }, { id: 'list', item: 'int64' }]) {
    const options = { schema: { a: type } };
    t.throws(() => void Reflect.apply(pf.readCsv, pf, ['x.csv', options]), refused);
    t.throws(() => void Reflect.apply(pf.readParquet, pf, ['x.parquet', options]), refused);
    t.throws(() => void Reflect.apply(pf.fromRows, pf, [[{ a: 1 }], options]), refused);
    t.throws(() => void Reflect.apply(pf.fromArrow, pf, [tableData([field], []), options]), refused);
  }
  t.notThrows(() => pf.readParquet('x.parquet', { schema: { a: 'decimal', b: 'list', c: { id: 'utf8' } } }));
});

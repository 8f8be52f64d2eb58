import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { isParquetFrameError } from '@parquetframe/core/engine';
import type { Schema } from '@parquetframe/core/engine';
import test from 'ava';
import { codeOf, fileInput, rowsAsArrays, run, runTable, typeOf } from '../harness.js';
import type { TypeLike } from '../harness.js';
import { hasTestData, testData } from '../test-data.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-csv-'));
test.after.always(() => rm(folder, { recursive: true }));
let files = 0;

async function csvFile(content: string | Uint8Array, suffix = '.csv'): Promise<string> {
  const file = path.join(folder, `${files++}${suffix}`);
  await writeFile(file, content);
  return file;
}

const schemaOf = async (file: string, options: object = {}): Promise<Schema> => {
  const { replica } = await run('csv.schema', { ...options }, [await fileInput(file, 'csv')]);
  return (replica.value as { schema: Schema }).schema;
};
const shown = (schema: Schema): string => schema.map(({ name, type }) => `${name}:${type.id}`).join(' ');

const scan = async (file: string, columns: { readonly [name: string]: TypeLike }, options: object = {}): Promise<unknown[][]> => {
  const schema = Object.entries(columns).map(([name, type]) => ({ name, type: typeOf(type), nullable: true }));
  return rowsAsArrays(await runTable('csv.scan', { schema, ...options }, [await fileInput(file, 'csv')]));
};

test('types are inferred: integer, number, bool, else text; nulls do not count', async t => {
  const file = await csvFile('i,f,b,s,n,m\n1,1.5,true,x,,1\n-9223372036854775808,2,false,,,a\n,1e3,,"1",,\n');
  t.is(shown(await schemaOf(file)), 'i:int64 f:float64 b:bool s:utf8 n:utf8 m:utf8');
});

test('digits are never lost: integers beyond int64 are decimals, with fractions or too many digits they are text', async t => {
  const big = '9223372036854775808';
  const file = await csvFile(`a,b,c,d,e\n${big},true,${big},${'9'.repeat(39)},-${big}\n1,1,0.5,1,9007199254740993\n`);
  t.is(shown(await schemaOf(file)), 'a:decimal b:utf8 c:utf8 d:utf8 e:int64');
  const [{ type }] = (await schemaOf(file)) as [Schema[number]];
  t.deepEqual(await scan(file, { a: type, b: 'utf8', c: 'utf8', d: 'utf8', e: 'int64' }, { columns: ['a', 'c', 'e'] }), [
    [2n ** 63n, big, -(2n ** 63n)],
    [1n, '0.5', 9007199254740993n],
  ]);
});

test('codes stay text: leading zeros and plus signs are kept', async t => {
  const file = await csvFile('zip,dial,neg,frac,zero,less\n007,+1,-01,00.5,0,0.5\n123,2,5,1,-7,-0.25\n');
  t.is(shown(await schemaOf(file)), 'zip:utf8 dial:utf8 neg:utf8 frac:utf8 zero:int64 less:float64');
});

test('inf and nan are numbers with a fraction, in any case', async t => {
  const file = await csvFile('a,b\n1.5,NaN\ninf,-Infinity\n-INF,3\nnan,+inf\n');
  t.is(shown(await schemaOf(file)), 'a:float64 b:float64');
  t.deepEqual(await scan(file, { a: 'float64', b: 'float64' }), [
    [1.5, NaN],
    [Infinity, -Infinity],
    [-Infinity, 3],
    [NaN, Infinity],
  ]);
  t.is(await codeOf(() => scan(file, { a: 'float64', b: 'int64' })), 'DATA_CORRUPT');
});

test('blanks around fields are data, unless trim says otherwise; inside quotes they always are', async t => {
  t.is(shown(await schemaOf(await csvFile(' a ,b\t\n 1 ,  x y  \n'))), ' a :utf8 b\t:utf8');
  const file = await csvFile(' a ,b\t\n 1 ,  x y  \n2\t, NA \n3, " q " \n');
  const options = { trim: true, nullValues: ['NA'] };
  t.is(shown(await schemaOf(file, options)), 'a:int64 b:utf8');
  t.deepEqual(await scan(file, { a: 'int64', b: 'utf8' }, options), [
    [1n, 'x y'],
    [2n, null],
    [3n, ' q '],
  ]);
  const tabs = await csvFile('a\tb\n 1\t\n');
  t.deepEqual(await scan(tabs, { a: 'int64', b: 'utf8' }, { trim: true, delimiter: '\t' }), [[1n, null]]);
});

test('a record that goes on and on is an error with its line, before all of it is in memory', async t => {
  const most = { maxRecordBytes: 100_000 };
  const open = await csvFile(`a,b\n1,x\n2,"never closed\n${'3,y\n'.repeat(1_000_000)}`);
  const error = await t.throwsAsync(scan(open, { a: 'utf8', b: 'utf8' }, most), {
    message: /line 3: .*100000 bytes.*not closed/,
  });
  t.true(isParquetFrameError(error) && error.code === 'DATA_CORRUPT');
  t.is(await codeOf(() => schemaOf(open, most)), 'DATA_CORRUPT');
  const long = await csvFile(`a,b\n1,${'x'.repeat(200_000)}\n`);
  t.is(await codeOf(() => scan(long, { a: 'utf8', b: 'utf8' }, most)), 'DATA_CORRUPT');
  t.is((await scan(long, { a: 'utf8', b: 'utf8' }))[0]?.[1], 'x'.repeat(200_000));
  t.deepEqual(await scan(open, { a: 'utf8', b: 'utf8' }, { ...most, limit: 1 }), [['1', 'x']]);
});

test.serial('a gigabyte in one field takes a fraction of that', async t => {
  // The members of a gzip file are one text of their contents.
  const part = gzipSync(Buffer.alloc(2 ** 24, 'x'));
  const file = await csvFile(Buffer.concat([gzipSync('a,b\n1,"'), ...Array.from({ length: 64 }, () => part)]));
  const before = process.memoryUsage().rss;
  t.is(await codeOf(() => scan(file, { a: 'utf8', b: 'utf8' })), 'DATA_CORRUPT');
  const taken = process.memoryUsage().rss - before;
  t.true(taken < 2 ** 28, `no more than 256 MiB: ${taken}`);
});

for (const suffix of ['.csv.GZ', '.csv', '']) {
  test(`gzip is known by its content, whatever the name: ${JSON.stringify(suffix)}`, async t => {
    const file = await csvFile(gzipSync('a\n1\n'), suffix);
    t.is(shown(await schemaOf(file)), 'a:int64');
    t.deepEqual(await scan(file, { a: 'int64' }), [[1n]]);
  });
}

test('only the sample decides', async t => {
  const file = await csvFile('a\n1\n2\nx\n');
  t.is(shown(await schemaOf(file, { sampleRows: 2 })), 'a:int64');
  t.is(shown(await schemaOf(file, { sampleRows: 3 })), 'a:utf8');
});

test('an unquoted null text is null, a quoted one never', async t => {
  const file = await csvFile('a,b\n,""\n"",x\nNA,"NA"\n');
  t.deepEqual(await scan(file, { a: 'utf8', b: 'utf8' }), [
    [null, ''],
    ['', 'x'],
    ['NA', 'NA'],
  ]);
  t.deepEqual(await scan(file, { a: 'utf8', b: 'utf8' }, { nullValues: ['NA'] }), [
    ['', ''],
    ['', 'x'],
    [null, 'NA'],
  ]);
});

test('quotes, delimiters and newlines inside quotes; CRLF and a missing last newline', async t => {
  const file = await csvFile('a,b\r\n"x, ""y""\r\nz",1\r\nplain,2\r\n"q",3');
  t.deepEqual(await scan(file, { a: 'utf8', b: 'int64' }), [
    ['x, "y"\r\nz', 1n],
    ['plain', 2n],
    ['q', 3n],
  ]);
});

test('a byte-order mark is left out, other delimiters are taken', async t => {
  const file = await csvFile('\ufeffa;b\n1;2,5\n');
  t.deepEqual(await scan(file, { a: 'int32', b: 'utf8' }, { delimiter: ';' }), [[1, '2,5']]);
});

test('without a header the columns are numbered', async t => {
  const file = await csvFile('1,x\n2,y\n');
  t.is(shown(await schemaOf(file, { header: false })), 'column_1:int64 column_2:utf8');
  t.deepEqual(await scan(file, { column_1: 'int64', column_2: 'utf8' }, { header: false }), [
    [1n, 'x'],
    [2n, 'y'],
  ]);
});

test('empty files, and files with a header alone', async t => {
  t.deepEqual(await schemaOf(await csvFile('')), []);
  const file = await csvFile('a,b\n');
  t.is(shown(await schemaOf(file)), 'a:utf8 b:utf8');
  t.deepEqual(await scan(file, { a: 'utf8', b: 'utf8' }), []);
});

test('columns are chosen and ordered, rows limited', async t => {
  const file = await csvFile('a,b,c\n1,2,3\n4,5,6\n7,8,9\n');
  t.deepEqual(await scan(file, { a: 'int64', b: 'int64', c: 'int64' }, { columns: ['c', 'a'], limit: 2 }), [
    [3n, 1n],
    [6n, 4n],
  ]);
});

test('values of other types', async t => {
  const file = await csvFile(
    'd,t,x,u\n2001-01-01,2001-01-01T00:00:00.123456,12.5,255\n1969-12-31,1969-12-31 23:59:59.999999Z,-0.1,0\n',
  );
  const types = {
    d: { id: 'date', unit: 'day' },
    t: { id: 'timestamp', unit: 'us', timezone: null },
    x: { id: 'decimal', precision: 5, scale: 2 },
    u: 'uint8',
  } as const;
  t.deepEqual(await scan(file, types), [
    [11323, 978307200123456n, 1250n, 255],
    [-1, -1n, -10n, 0],
  ]);
});

test('a carriage return alone ends a line; inside quotes it is data', async t => {
  const file = await csvFile('a,b\r1,x\r"2","y\rz"\r\n3,\r4,w');
  t.is(shown(await schemaOf(file)), 'a:int64 b:utf8');
  const rows = [
    [1n, 'x'],
    [2n, 'y\rz'],
    [3n, null],
    [4n, 'w'],
  ];
  t.deepEqual(await scan(file, { a: 'int64', b: 'utf8' }), rows);
  const many = Array.from({ length: 40_000 }, (_, i) => [BigInt(i), `text ${i}`]);
  for (const end of ['\r', '\r\n'])
    for (const quote of ['', '"']) {
      const text = many.map(([i, s]) => `${String(i)},${quote}${String(s)}${quote}`).join(end);
      t.deepEqual(await scan(await csvFile(`a,b${end}${text}`), { a: 'int64', b: 'utf8' }), many);
    }
});

test('blank lines at the end are not records where there are several columns', async t => {
  for (const end of ['\n', '\r\n', '\r'])
    for (const file of [
      await csvFile(`a,b${end}1,x${end}"2",y${end}${end}${end}`),
      await csvFile(`a,b${end}1,x${end}2,y${end}${end}`),
    ]) {
      t.is(shown(await schemaOf(file)), 'a:int64 b:utf8');
      t.deepEqual(await scan(file, { a: 'int64', b: 'utf8' }, { nullValues: [] }), [
        [1n, 'x'],
        [2n, 'y'],
      ]);
    }
  t.deepEqual(await scan(await csvFile(`a,b\n1,x\n${'\n'.repeat(200_000)}`), { a: 'int64', b: 'utf8' }), [[1n, 'x']]);
  t.deepEqual(await scan(await csvFile('a\n1\n\n\n'), { a: 'int64' }), [[1n], [null], [null]]);
});

test('quoted texts that mean null are told from unquoted ones, in each part of a file', async t => {
  // Without and with a quoted null text in a run of quoted lines: two ways to read one.
  const rows = ['"x",NA,', '"NA2",,"a ""b"" c"', 'plain,NA,1', '"NA",NA,"q"', '"",NA,"NA"', 'plain,,2', '"a""b","NA3",'];
  const file = await csvFile(`"NA",b,"c"\n${rows.join('\n')}\n`);
  t.deepEqual(await scan(file, { NA: 'utf8', b: 'utf8', c: 'utf8' }, { nullValues: ['NA', 'a"b'] }), [
    ['x', null, ''],
    ['NA2', '', 'a "b" c'],
    ['plain', null, '1'],
    ['NA', null, 'q'],
    ['', null, 'NA'],
    ['plain', '', '2'],
    ['a"b', 'NA3', ''],
  ]);
});

const damaged: readonly (readonly [what: string, content: string, line: number])[] = [
  ['a field that is not of its type', 'a,b\n1,2\n3,x\n', 3],
  ['a field too few', 'a,b\n1,2\n3\n', 3],
  ['a field too many, behind quoted newlines', 'a,b\n"1","2"\n"\n\n",2,3\n', 3],
  ['a quote in the middle of a field', 'a,b\n1,2\n3,4"5\n', 3],
  ['a quote that is never closed', 'a,b\n1,2\n3,"4\n', 3],
  ['a column name twice', 'a,a\n1,2\n', 1],
  ['a field of another type, behind quoted newlines', 'a,b\n"1\n\r\n1",2\n"3","x"\n', 5],
  ['a field of another type, behind quoted newlines and a quoted empty text', 'a,b\n"","1"\n"1\n\r\n1",2\n"3","x"\n', 6],
  ['a blank line between records', 'a,b\n1,2\n\n\n3,4\n', 3],
  ['quotes with nothing in them as the last line', 'a,b\n1,2\n""\n', 3],
  ['a quote in the middle of a field, behind lines without quotes', 'a,b\n1,2\n3,4\n5,"6"7\n', 4],
  ['a field too few, where lines end with a carriage return', 'a,b\r1,2\r3\r', 3],
];
for (const [what, content, line] of damaged) {
  test(`DATA_CORRUPT with the line: ${what}`, async t => {
    const file = await csvFile(content);
    const error = await t.throwsAsync(scan(file, { a: 'utf8', b: 'int64' }));
    t.true(isParquetFrameError(error) && error.code === 'DATA_CORRUPT', error.message);
    t.true(error.message.includes(`: line ${line}: `), error.message);
    t.notRegex(error.message, /at (byte|line)/);
  });
}

test('text that is not UTF-8 is told by its line', async t => {
  const file = await csvFile(Buffer.from('a\nb\rc\n\u00ff\nd\n', 'latin1'));
  await t.throwsAsync(schemaOf(file), { code: 'DATA_CORRUPT', message: /: line 4: the text is not UTF-8/ });
});

test('a folder is told to be one', async t => {
  const missing = { ...(await fileInput(await csvFile('a\n'), 'csv')) };
  const reference = { path: folder, bytes: 0, modified: -1 };
  for (const operation of ['csv.schema', 'parquet.metadata'])
    await t.throwsAsync(run(operation, {}, [{ ...missing, replica: { ...missing.replica, value: reference } }]), {
      code: 'FILE_NOT_FOUND',
      message: /it is a folder/,
    });
});

test('text that is not UTF-8 and gzip that is cut off are DATA_CORRUPT', async t => {
  t.is(await codeOf(async () => schemaOf(await csvFile(Uint8Array.of(97, 10, 255, 10)))), 'DATA_CORRUPT');
  const packed = gzipSync('a\n1\n2\n');
  t.is(await codeOf(async () => schemaOf(await csvFile(packed.subarray(0, packed.length - 4), '.csv.gz'))), 'DATA_CORRUPT');
  t.is(await codeOf(async () => schemaOf(await csvFile('no gzip', '.csv.gz'))), 'DATA_CORRUPT');
});

test('other columns than expected are SCHEMA_MISMATCH', async t => {
  const file = await csvFile('a,c\n1,2\n');
  t.is(await codeOf(() => scan(file, { a: 'int64', b: 'int64' })), 'SCHEMA_MISMATCH');
});

test('records that lie across the blocks in which a file is read', async t => {
  const rows = Array.from({ length: 40_000 }, (_, i) => [`${i}`, i % 3 === 0 ? `quoted, "${i}"\nline` : `plain ${i}`] as const);
  const text = rows.map(([a, b]) => (b.startsWith('q') ? `${a},"${b.replaceAll('"', '""')}"` : `${a},${b}`)).join('\n');
  for (const file of [await csvFile(`a,b\n${text}\n`), await csvFile(gzipSync(`a,b\n${text}`), '.csv.gz')]) {
    t.deepEqual(
      await scan(file, { a: 'utf8', b: 'utf8' }),
      rows.map(row => [...row]),
    );
  }
});

test('a quote that is never closed, many blocks later', async t => {
  const file = await csvFile(`a,b\n"${'x,1\n'.repeat(2_000_000)}`);
  t.is(await codeOf(() => scan(file, { a: 'utf8', b: 'int64' })), 'DATA_CORRUPT');
});

(hasTestData ? test : test.skip)('a gzipped edge list', async t => {
  const file = path.join(testData, 'snap-graphs', 'cit-hep-ph.directed.csv.gz');
  t.is(shown(await schemaOf(file)), 'src:int64 dst:int64');
  const edges = await scan(file, { src: 'int32', dst: 'int32' });
  t.is(edges.length, 421_578);
  t.deepEqual(edges[0], [1, 2]);
});

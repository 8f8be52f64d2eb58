import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isParquetFrameError } from '@parquetframe/core/engine';
import test from 'ava';
import fc from 'fast-check';
import { input, rowsAsArrays, run, scanParquet, table } from '../harness.js';
import { hasTestData, testData } from '../test-data.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-damage-'));
test.after.always(() => rm(folder, { recursive: true }));
const CODES: readonly string[] = ['DATA_CORRUPT', 'UNSUPPORTED_TYPE', 'ENCRYPTED_FILE', 'SCHEMA_MISMATCH'];

/** Reads a damaged file: rows or a typed error, nothing else. */
async function outcome(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, 'damaged.parquet');
  await writeFile(file, bytes);
  try {
    const { table: result } = await scanParquet(file);
    rowsAsArrays(result);
    return 'reads';
  } catch (error) {
    if (isParquetFrameError(error) && CODES.includes(error.code)) return error.code;
    throw error;
  }
}

async function sample(): Promise<Buffer> {
  const file = path.join(folder, 'sample.parquet');
  const rows = Array.from({ length: 300 }, (_, i) => i);
  const source = table({
    i: ['int64', rows.map(i => (i % 7 === 0 ? null : BigInt(i)))],
    s: ['utf8', rows.map(i => `text ${i % 5}`)],
    f: ['float64', rows.map(i => i / 3)],
    l: [
      { id: 'list', item: { name: 'element', type: { id: 'int32' }, nullable: true } },
      rows.map(i => (i % 3 === 0 ? null : [i, null])),
    ],
  });
  await run('parquet.write', { path: file, rowGroupRows: 100 }, [input(source)]);
  return readFile(file);
}

test.serial('a file cut off anywhere is a typed error', async t => {
  const bytes = await sample();
  for (let length = 0; length < bytes.length; length += 37)
    t.is(await outcome(bytes.subarray(0, length)), 'DATA_CORRUPT', `${length} bytes`);
});

test.serial('changed bytes give rows or a typed error, never anything else', async t => {
  const bytes = await sample();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), async changes => {
      const damaged = Uint8Array.from(bytes);
      for (const [at, value] of changes) damaged[at] = value;
      await outcome(damaged);
    }),
    { numRuns: 400 },
  );
  t.pass();
});

const sources = [
  'alltypes_tiny_pages.parquet',
  'delta_byte_array.parquet',
  'nullable.impala.parquet',
  'byte_stream_split.zstd.parquet',
  'datapage_v2.snappy.parquet',
  'delta_binary_packed.parquet',
  'lz4_raw_compressed.parquet',
  'list_columns.parquet',
  'rle_boolean_encoding.parquet',
];
(hasTestData ? test.serial : test.skip)('a dictionary of less than no values is damage, not a lack of memory', async t => {
  const bytes = await readFile(path.join(testData, 'parquet-testing', 'data', 'datapage_v2.snappy.parquet'));
  // In the header of the first page, a dictionary: its number of values, as a zigzag integer, becomes -19.
  bytes[12] = 37;
  t.is(await outcome(bytes), 'DATA_CORRUPT');
});

for (const name of sources) {
  (hasTestData ? test.serial : test.skip)(`changed bytes of ${name}`, async t => {
    const bytes = await readFile(path.join(testData, 'parquet-testing', 'data', name));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        async changes => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, value] of changes) damaged[at] = value;
          await outcome(damaged);
        },
      ),
      { numRuns: bytes.length > 100_000 ? 15 : 60 },
    );
    t.pass();
  });
}

/** Footers of very many columns or row groups: the same on every engine that reads Parquet. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { isParquetFrameError } from 'parquetframe';
import { enginesFor, everyEngine } from './engines.js';
import { largeFooter, wideFooter } from './large-files.js';

const MOST_ELEMENTS = 2 ** 18;

const folder = mkdtempSync(path.join(tmpdir(), 'pf-footers-'));
const runtime = await everyEngine();
test.after.always(() => rmSync(folder, { recursive: true }));
const engines = enginesFor(runtime, 'footers', 'parquet.metadata').map(({ id }) => id);

test('a schema of too many columns is refused before it is made', async t => {
  const file = path.join(folder, 'wide.parquet');
  wideFooter(file, MOST_ELEMENTS);
  for (const engine of engines) {
    const error: unknown = await t.throwsAsync(runtime.metadata(file, { engine }), undefined, engine);
    t.is(isParquetFrameError(error) ? error.code : String(error), 'UNSUPPORTED_TYPE', engine);
    t.regex(String(error), /262145 elements of a schema are not supported, at most 262144 are/, engine);
  }
});

test('row groups that are decoded in many steps are those of the file', async t => {
  const [columns, groups] = [300, 120];
  const file = path.join(folder, 'groups.parquet');
  largeFooter(file, columns, groups);
  const [first, ...others] = await Promise.all(engines.map(engine => runtime.metadata(file, { engine })));
  t.is(first?.rows, groups);
  t.is(first?.columns.length, columns);
  t.deepEqual(
    first?.rowGroups.map(group => [group.rows, group.compressedBytes, group.statistics.length]),
    Array.from({ length: groups }, () => [1, 8 * columns, columns]),
  );
  t.deepEqual(first?.columns.at(-1), {
    path: 'c00000299',
    physicalType: 'INT64',
    type: { id: 'int64' },
    codecs: ['UNCOMPRESSED'],
    encodings: ['PLAIN'],
    compressedBytes: 8 * groups,
    uncompressedBytes: 8 * groups,
    statistics: { min: 1, max: 1, exact: true, nullCount: 0, distinctCount: null },
  });
  for (const other of others) t.deepEqual(other, first);
});

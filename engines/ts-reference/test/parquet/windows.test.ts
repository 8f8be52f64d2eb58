import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetScan } from '@parquetframe/engine-ts-reference/kernels';
import test from 'ava';
import { call, codeOf, column, input, literal, metadataOf, rowsAsArrays, run, scanParquet, table } from '../harness.js';
import { hasTestData, testData } from '../test-data.js';

const folder = mkdtempSync(path.join(tmpdir(), 'pf-windows-'));
test.after.always(() => {
  rmSync(folder, { recursive: true });
});
const withData = hasTestData ? test : test.skip;
const data = path.join(testData, 'parquet-testing', 'data');
/** Its two texts have a gibibyte each: another test reads it. */
const LARGE = 'large_string_map.brotli.parquet';

/** As if no array could have more than some bytes: nearly every row group is read in parts. */
for (const bytes of [7, 100]) {
  withData(`row groups read in parts of about ${bytes} bytes have the rows that they have as a whole`, async t => {
    let [files, parts] = [0, 0];
    for (const name of readdirSync(data).filter(name => name.endsWith('.parquet') && name !== LARGE)) {
      const file = path.join(data, name);
      if ((await codeOf(() => scanParquet(file))) !== 'none') continue;
      const { rowGroups } = await metadataOf(file);
      if (rowGroups.reduce((rows, group) => rows + group.rows, 0) > 2000) continue;
      const [whole, inParts] = [(await scanParquet(file)).table, (await scanParquet(file, {}, parquetScan(bytes))).table];
      t.deepEqual(rowsAsArrays(inParts), rowsAsArrays(whole), name);
      files++;
      if (inParts.batches.length > whole.batches.length) parts++;
    }
    t.true(files > 40 && parts > 20, `${String(files)} files, ${String(parts)} of them in parts`);
  });
}

const ROWS = 1000;
async function lists(): Promise<string> {
  const file = path.join(folder, 'lists.parquet');
  const type = { id: 'list', item: { name: 'element', type: { id: 'utf8' }, nullable: true } } as const;
  const row = (i: number) =>
    i % 7 === 0 ? null : Array.from({ length: i % 5 }, (_, item) => (item === 2 ? null : `${i}-${item}`));
  const columns = {
    id: ['int32', Array.from({ length: ROWS }, (_, i) => i)],
    list: [type, Array.from({ length: ROWS }, (_, i) => row(i))],
  } as const;
  await run('parquet.write', { path: file, rowGroupRows: 300 }, [input(table(columns, 77))]);
  return file;
}

test('lists, predicates and limits see rows in parts as they see them as a whole', async t => {
  const file = await lists();
  const predicate = call('greater', [column('id'), literal(290)]);
  for (const options of [{}, { predicate }, { predicate, columns: ['list'] }, { predicate, limit: 40 }, { limit: 301 }]) {
    const whole = rowsAsArrays((await scanParquet(file, options)).table);
    t.deepEqual(rowsAsArrays((await scanParquet(file, options, parquetScan(100))).table), whole);
  }
});

test('an error in a part names the row of the file', async t => {
  const file = await lists();
  const sum = call('add', [column('id'), literal(2n ** 63n - 500n)]);
  const predicate = call('greater', [sum, literal(5n)]);
  const whole = await t.throwsAsync(scanParquet(file, { predicate }));
  t.regex(whole.message, /row 500/);
  t.is((await t.throwsAsync(scanParquet(file, { predicate }, parquetScan(100)))).message, whole.message);
});

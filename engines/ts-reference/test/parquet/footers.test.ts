import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDecline } from '@parquetframe/core/engine';
import test from 'ava';
import { bind, fileInput, input, metadataOf, run, table } from '../harness.js';
import type { Bound } from '../harness.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-footers-'));
test.after.always(() => rm(folder, { recursive: true }));

const COLUMNS = 60;
const GROUPS = 60;
const file = path.join(folder, 'groups.parquet');

test.before('a file of many column chunks', async () => {
  const numbers = Array.from({ length: GROUPS }, (_, i) => i);
  const columns = Array.from({ length: COLUMNS }, (_, i) => [`column ${i}`, ['int32', numbers]] as const);
  await run('parquet.write', { path: file, rowGroupRows: 1 }, [input(table(Object.fromEntries(columns)))]);
});

async function kernelOf(operation: string): Promise<Bound> {
  const { schema } = await metadataOf(file);
  const options = operation === 'parquet.scan' ? { schema, columns: ['column 0'], limit: 1 } : {};
  const bound = await bind(operation, options, [await fileInput(file)]);
  if (isDecline(bound)) throw new Error(bound.reason);
  return bound;
}

for (const operation of ['parquet.metadata', 'parquet.scan']) {
  test(`${operation} can be given up wherever it is in a footer`, async t => {
    let asked = 0;
    await (
      await kernelOf(operation)
    ).call(undefined, () => {
      asked++;
      return undefined;
    });
    t.true(asked > (COLUMNS * GROUPS) / 256, `asked ${asked} times`);
    for (const stop of [1, 2, Math.floor(asked / 2), asked]) {
      let seen = 0;
      const reason = new Error('given up');
      const given = (await kernelOf(operation)).call(undefined, () => (++seen >= stop ? Promise.reject(reason) : undefined));
      t.is(await t.throwsAsync(given), reason);
      t.is(seen, stop, 'it went on');
    }
  });
}

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as core from '@parquetframe/core';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

/** the first copy, where it is installed */
const CORE = fileURLToPath(new URL('.', import.meta.resolve('@parquetframe/core/package.json')));

test('two copies of core in one process: registered engines, errors and tables are understood across them', async t => {
  // Beside the installed packages, so that the copy finds its dependencies.
  const parent = join(CORE, 'node_modules', '.cache');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'second-core-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true });
  });
  cpSync(join(CORE, 'package.json'), join(folder, 'package.json'));
  cpSync(join(CORE, 'dist'), join(folder, 'dist'), { recursive: true, filter: source => !source.endsWith('.map') });
  const other = (await import(pathToFileURL(join(folder, 'dist', 'index.js')).href)) as typeof core;
  t.not(other.createRuntime, core.createRuntime);

  core.registerEngine(tsReference());
  t.deepEqual(
    other.registeredEngines().map(engine => engine.manifest.id),
    ['ts-reference'],
  );
  await using first = await core.createRuntime({ wisdom: 'off' });
  await using second = await other.createRuntime({ wisdom: 'off' });
  t.deepEqual(
    second.engines().map(e => e.id),
    ['ts-reference'],
  );
  const table = await first
    .fromRows([{ a: 2 }, { a: 1 }])
    .sort('a')
    .collect();
  t.deepEqual(
    await second
      .fromArrow(await table.toArrow())
      .sort('a', { descending: true })
      .toRows(),
    [{ a: 2 }, { a: 1 }],
  );
  // The engine was written against the first copy; its errors are known to the second.
  const error = await t.throwsAsync(
    second
      .fromRows([{ s: 'x' }])
      .withColumns({ n: other.col('s').cast('int64') })
      .collect(),
  );
  t.true(other.isParquetFrameError(error));
  t.true(core.isParquetFrameError(error));
  t.is(core.isParquetFrameError(error) ? error.code : '', 'CAST_FAILED');
});

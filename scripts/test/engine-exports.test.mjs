import path from 'node:path';
import test from 'ava';
import { engineExports, importedNames, unusedExports } from '../lib/engine-exports.mjs';
import { root } from '../lib/workspace.mjs';

const found = engineExports();

test('everything that @parquetframe/core/engine exports is used: by engines, plugins, examples or documentation', t => {
  t.deepEqual(
    unusedExports(importedNames(), found),
    [],
    'take it out of core/src/engine, or show in docs/engine-authors.md what it is for',
  );
});

test('a name that nobody imports is found; the types of what is imported are not', t => {
  const unused = unusedExports(new Set(['takeColumn']), found);
  t.true(unused.includes('loadNativeAddon'));
  for (const needed of ['takeColumn', 'ColumnData', 'RowIndices', 'DataType']) t.false(unused.includes(needed), needed);
});

test('imports are read from code, templates and pages', t => {
  const names = importedNames([path.join(root, 'plugins', 'create-engine'), path.join(root, 'docs')]);
  for (const name of ['argumentOf', 'registerEngine', 'Kernel', 'chainOf']) t.true(names.has(name), name);
});

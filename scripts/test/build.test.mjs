import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { forgetIncompleteBuilds, removeStaleOutputs } from '../lib/typescript.mjs';

/** A package folder with the given files, each one byte long. */
function packageWith(t, ...files) {
  const directory = mkdtempSync(path.join(tmpdir(), 'parquetframe-build-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(path.join(directory, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(directory, file), '\n');
  }
  return { directory, has: file => existsSync(path.join(directory, file)) };
}

test('compiled files of deleted sources are removed, everything else stays', t => {
  const kept = [
    'src/a/kept.ts',
    'dist/a/kept.js',
    'dist/a/kept.d.ts.map',
    'test/kept.test.ts',
    'dist/test/kept.test.js',
    'dist/data.json',
  ];
  const stale = ['dist/a/gone.js', 'dist/a/gone.d.ts', 'dist/a/gone.js.map', 'dist/test/gone.test.js'];
  const { directory, has } = packageWith(t, ...kept, ...stale);
  t.is(removeStaleOutputs([directory]).length, stale.length);
  t.deepEqual(kept.filter(has), kept);
  t.deepEqual(stale.filter(has), []);
});

test('a build record is forgotten when one of its outputs is missing, and only then', t => {
  const { directory, has } = packageWith(t, 'src/a.ts', 'dist/a.js', 'dist/.tsbuildinfo', 'test/b.ts', 'dist/test/.tsbuildinfo');
  forgetIncompleteBuilds([directory]);
  t.true(has('dist/.tsbuildinfo'));
  t.false(has('dist/test/.tsbuildinfo'));
});

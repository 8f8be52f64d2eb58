import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { at } from '../lib/workspace.mjs';

const targetWith = environment => {
  const module = JSON.stringify(pathToFileURL(at('scripts', 'lib', 'cargo.mjs')));
  const code = `const { cargoEnvironment } = await import(${module}); console.log((await cargoEnvironment()).CARGO_TARGET_DIR)`;
  const env = { ...process.env, CARGO_TARGET_DIR: undefined, ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' });
  return { target: stdout.trim(), stderr };
};

test('native builds go to the cache of the user; into the clone, with a word, where that cannot be written', t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-cache-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const cached = targetWith({ XDG_CACHE_HOME: folder });
  t.is(path.dirname(cached.target), path.join(folder, 'parquetframe'), cached.stderr);
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const own = targetWith({ XDG_CACHE_HOME: file });
  t.is(own.target, at('target'), own.stderr);
  t.regex(own.stderr, /cannot be used \(ENOTDIR\): building into/);
  t.is(targetWith({ XDG_CACHE_HOME: file, CARGO_TARGET_DIR: folder }).target, folder);
});

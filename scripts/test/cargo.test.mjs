import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { whyNoCargo } from '../lib/cargo.mjs';
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

test('a new target folder begins as a copy of the last one of the same compiler', t => {
  const compiler = spawnSync('rustc', ['-vV'], { encoding: 'utf8' });
  const said = compiler.error ? compiler.error.message : compiler.stdout;
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-copied-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const earlier = (name, note) => {
    const target = path.join(folder, 'parquetframe', name);
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, '.rustc_info.json'), JSON.stringify({ stdout: note }));
    writeFileSync(path.join(target, 'built'), name);
    utimesSync(path.join(target, 'built'), 1e9, 1e9);
  };
  earlier('target-aaaaaaaaaaaa', said);
  earlier('target-bbbbbbbbbbbb', 'rustc 0.0.1');
  const { target, stderr } = targetWith({ XDG_CACHE_HOME: folder });
  const built = path.join(target, 'built');
  t.is(readFileSync(built, 'utf8'), 'target-aaaaaaaaaaaa', stderr);
  t.is(statSync(built).mtimeMs, 1e12, 'cargo goes by times');
});

const withCargo = whyNoCargo() === undefined && process.platform !== 'win32' ? test : test.skip;

withCargo('clones with one target folder each run what they have built, whatever the times of their files (needs cargo)', t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-clones-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const clone = (name, answer) => {
    mkdirSync(path.join(folder, name, 'src'), { recursive: true });
    writeFileSync(
      path.join(folder, name, 'Cargo.toml'),
      '[package]\nname = "told-apart"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n',
    );
    const main = path.join(folder, name, 'src', 'main.rs');
    writeFileSync(main, `fn main() { println!("${answer}"); }`);
    utimesSync(main, 1e9, 1e9);
    copyFileSync(at('scripts', 'lib', 'rustc.sh'), path.join(folder, name, 'rustc.sh'));
  };
  const run = name =>
    spawnSync('cargo', ['run', '--quiet', '--offline'], {
      cwd: path.join(folder, name),
      env: {
        ...process.env,
        CARGO_TARGET_DIR: path.join(folder, 'target'),
        RUSTC_WORKSPACE_WRAPPER: path.join(folder, name, 'rustc.sh'),
      },
      encoding: 'utf8',
    });
  clone('one', 'first');
  clone('other', 'second');
  for (const [name, answer] of [
    ['one', 'first'],
    ['other', 'second'],
    ['one', 'first'],
  ]) {
    const { stdout, stderr } = run(name);
    t.is(stdout.trim(), answer, stderr);
  }
});

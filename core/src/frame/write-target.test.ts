import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { putInPlace, writeTarget } from './write-target.js';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'pf-target-'));

async function write(given: string, text: string): Promise<void> {
  const target = await writeTarget(given);
  writeFileSync(target.temporary, text);
  await putInPlace(given, target);
}

test('a new file, and one that is written over with its mode', async t => {
  const file = path.join(folder(), 'a.parquet');
  await write(file, 'one');
  t.is(readFileSync(file, 'utf8'), 'one');
  for (const mode of [0o640, 0o600, 0o444]) {
    chmodSync(file, mode);
    await write(file, 'two');
    t.is(statSync(file).mode & 0o777, mode);
  }
  t.is(readFileSync(file, 'utf8'), 'two');
  t.deepEqual(readdirSync(path.dirname(file)), ['a.parquet']);
});

test('what a symbolic link leads to is written, also where nothing is there yet; the link stays', async t => {
  const home = folder();
  mkdirSync(path.join(home, 'elsewhere'));
  symlinkSync('elsewhere/real.parquet', path.join(home, 'link'));
  symlinkSync('link', path.join(home, 'link-to-link'));
  for (const name of ['link', 'link-to-link']) {
    await write(path.join(home, name), name);
    t.true(lstatSync(path.join(home, name)).isSymbolicLink());
    t.is(readFileSync(path.join(home, 'elsewhere', 'real.parquet'), 'utf8'), name);
  }
  symlinkSync('circle', path.join(home, 'circle'));
  await t.throwsAsync(writeTarget(path.join(home, 'circle')), { code: 'INVALID_ARGUMENT', message: /leads to itself/ });
});

test('folders, devices and pipes are refused and stay what they are', async t => {
  const home = folder();
  const pipe = path.join(home, 'pipe');
  t.is(spawnSync('mkfifo', [pipe]).status, 0);
  for (const [given, what] of [
    [home, /is a folder/],
    ['/dev/null', /is a device/],
    [pipe, /is a pipe/],
  ] as const)
    await t.throwsAsync(writeTarget(given), { code: 'INVALID_ARGUMENT', message: what });
  t.true(lstatSync(pipe).isFIFO());
});

test('a folder that is not there, and a name that is too long', async t => {
  const home = folder();
  await t.throwsAsync(writeTarget(path.join(home, 'no', 'a.parquet')), { code: 'FILE_NOT_FOUND' });
  await t.throwsAsync(writeTarget(path.join(home, 'x'.repeat(256))), { code: 'WRITE_FAILED', message: /ENAMETOOLONG/ });
  // The longest name that there can be is one that can be written.
  await write(path.join(home, 'x'.repeat(255)), 'text');
  t.is(readdirSync(home)[0]?.length, 255);
});

test('remnants of processes that are gone are swept, those of running ones are not, nor are other files', async t => {
  const home = folder();
  const given = path.join(home, 'a.parquet');
  const { temporary } = await writeTarget(given);
  const { pid } = spawnSync(process.execPath, ['--version']);
  const remnant = temporary.replace(`-${String(process.pid)}-`, `-${String(pid)}-`);
  t.not(remnant, temporary);
  const others = ['.a.parquet.tmp', 'b.tmp', path.basename(remnant).slice(1)];
  for (const name of [path.basename(temporary), path.basename(remnant), ...others]) writeFileSync(path.join(home, name), '');
  await writeTarget(given);
  t.false(existsSync(remnant));
  t.true(existsSync(temporary));
  for (const name of others) t.true(existsSync(path.join(home, name)), name);
});

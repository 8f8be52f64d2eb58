import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import rustNeon from '../index.js';
import { isMissing, loadAddon, platformName } from './load.js';

const platform = platformName();
const installed = fileURLToPath(new URL(`../../npm/${platform}/rust-neon.${platform}.node`, import.meta.url));
const probe = (binary?: string) =>
  rustNeon(binary === undefined ? {} : { binary }).probe({ signal: new AbortController().signal });

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rust-neon-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the installed binary is available, with the versions it wraps', async t => {
  const answer = await probe();
  t.true(answer.available, JSON.stringify(answer));
  if (answer.available) t.is(answer.details?.['binding'], 'neon');
});

test('a missing binary is an answer that names the package', async t => {
  const answer = await probe('/nowhere/rust-neon.node');
  t.false(answer.available);
  if (answer.available) return;
  t.is(answer.code, 'NATIVE_BINARY_MISSING');
  t.regex(answer.remedy, new RegExp(`@parquetframe/engine-rust-neon-${platform}`));
});

test('a file that is no library is an answer', t =>
  inFolder(async folder => {
    const file = path.join(folder, 'broken.node');
    await writeFile(file, 'this is not a shared library, but it is longer than an ELF header, which has 64 bytes');
    const answer = await probe(file);
    t.false(answer.available);
    if (!answer.available) t.is(answer.code, 'NATIVE_BINARY_CORRUPT');
  }));

test('a truncated library is an answer, not a SIGBUS', t =>
  inFolder(async folder => {
    const file = path.join(folder, 'truncated.node');
    const whole = await readFile(installed);
    await writeFile(file, whole);
    await truncate(file, Math.floor(whole.length / 2));
    const answer = await probe(file);
    t.false(answer.available);
    if (!answer.available) t.is(answer.code, 'NATIVE_BINARY_CORRUPT');
  }));

test('an empty file is an answer', t =>
  inFolder(async folder => {
    const file = path.join(folder, 'empty.node');
    await writeFile(file, '');
    const loaded = loadAddon(file);
    t.true(isMissing(loaded));
    if (isMissing(loaded)) t.is(loaded.code, 'NATIVE_BINARY_CORRUPT');
  }));

test('opening without a binary is refused with the same code', async t => {
  const module = rustNeon({ binary: '/nowhere/rust-neon.node' });
  const context = {
    space: (name: string) => name,
    threads: 1,
    memory: 1e9,
    settings: { nativeLog: undefined },
    allocateShared: (bytes: number) => new SharedArrayBuffer(bytes),
    signal: new AbortController().signal,
    lost: () => undefined,
    log: () => undefined,
  };
  await t.throwsAsync(module.open(context), { message: /npm install/ });
});

import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadNativeAddon, nativePlatform } from '@parquetframe/core/engine';
import test from 'ava';
import rustNeon from '../index.js';

const platform = nativePlatform();
const installed = fileURLToPath(new URL(`../../npm/${platform}/rust-neon.${platform}.node`, import.meta.url));
const probe = (binary?: string) =>
  rustNeon(binary === undefined ? {} : { binary }).probe({ signal: new AbortController().signal });

test('the installed binary is available, with what it says of itself', async t => {
  const answer = await probe();
  t.true(answer.available, JSON.stringify(answer));
  if (answer.available) t.is(answer.details?.['binding'], 'neon');
});

test('a missing binary is an answer that names the package', async t => {
  const answer = await probe('/nowhere/rust-neon.node');
  t.like(answer, { available: false, code: 'NATIVE_BINARY_MISSING' });
  if (!answer.available) t.regex(answer.remedy, new RegExp(`@parquetframe/engine-rust-neon-${platform}`));
});

test('half of the binary is an answer, not a SIGBUS', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rust-neon-'));
  try {
    const file = path.join(folder, 'truncated.node');
    const whole = await readFile(installed);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    t.like(await probe(file), { available: false, code: 'NATIVE_BINARY_CORRUPT' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a binary that lacks a function is not taken', t => {
  const source = { packageName: 'other', from: import.meta.url, binaryName: 'other', exports: ['absent'] } as const;
  t.like(loadNativeAddon<{ absent(): void }>(source, installed), { available: false, code: 'NATIVE_BINARY_CORRUPT' });
});

test('opening without a binary is refused with the same code', async t => {
  const module = rustNeon({ binary: '/nowhere/rust-neon.node' });
  const context = {
    space: (name: string) => name,
    threads: 1,
    memory: 1e9,
    settings: { nativeLog: undefined },
    scratch: () => Promise.reject(new Error('nothing is put on disk here')),
    allocateShared: (bytes: number) => new SharedArrayBuffer(bytes),
    signal: new AbortController().signal,
    lost: () => undefined,
    log: () => undefined,
  };
  await t.throwsAsync(module.open(context), { message: /npm install/ });
});

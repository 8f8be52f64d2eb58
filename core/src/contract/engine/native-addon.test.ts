import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { loadNativeAddon, nativePlatform, type NativeAddonSource } from './native-addon.js';

interface Addon {
  sort(values: Float64Array): void;
}

const platform = nativePlatform();

async function inFolder(work: (folder: string, source: NativeAddonSource<Addon>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'native-addon-'));
  try {
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: '@me/engine-fast' }));
    const from = pathToFileURL(path.join(folder, 'dist', 'index.js')).href;
    await work(folder, { packageName: '@me/engine-fast', from, binaryName: 'fast', exports: ['sort'], build: 'make' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A module that Node can require stands for a binary where only the search is tested. */
async function installed(folder: string, name: string, code: string): Promise<void> {
  const target = path.join(folder, 'node_modules', name);
  const file = `fast.${platform}.node`;
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: file }));
  await writeFile(path.join(target, file), code);
}

/** The header of a 64-bit ELF file whose section headers end at `end`. */
function elf(end: number): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32BE(0x7f454c46, 0);
  header.writeBigUInt64LE(BigInt(end - 64), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(1, 60);
  return header;
}

test('the platform is named as the packages are', t => t.regex(platform, /^(linux-\w+-(gnu|musl)|\w+-\w+)$/));

test('a missing binary is an answer that names the package and how to build it', t =>
  inFolder((_, source) => {
    const answer = loadNativeAddon<Addon>(source);
    t.false(answer.available);
    if (answer.available) return Promise.resolve();
    t.is(answer.code, 'NATIVE_BINARY_MISSING');
    t.true(answer.remedy.includes(`npm install @me/engine-fast-${platform}`), answer.remedy);
    t.true(answer.remedy.endsWith('make'), answer.remedy);
    const elsewhere = loadNativeAddon<Addon>(source, '/nowhere/fast.node');
    t.like(elsewhere, { available: false, code: 'NATIVE_BINARY_MISSING', reason: 'there is no file /nowhere/fast.node' });
    return Promise.resolve();
  }));

test('files that would end the process, or are not ours, are an answer', t =>
  inFolder(async (folder, source) => {
    const files: Readonly<Record<string, Buffer>> = {
      'empty.node': Buffer.alloc(0),
      'text.node': Buffer.from('this is not a shared library, but it is longer than an ELF header, which has 64 bytes'),
      'truncated.node': elf(5_000),
      'header.node': elf(128),
    };
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      await writeFile(file, name === 'header.node' ? Buffer.concat([content, Buffer.alloc(64)]) : content);
      t.like(loadNativeAddon<Addon>(source, file), { available: false, code: 'NATIVE_BINARY_CORRUPT' }, name);
    }
    t.like(loadNativeAddon<Addon>(source, folder), { available: false, code: 'NATIVE_BINARY_CORRUPT' }, 'a folder');
  }));

test('the binary of a checkout goes before the one of the platform package', t =>
  inFolder(async (folder, source) => {
    await installed(folder, `@me/engine-fast-${platform}`, 'installed');
    const found = loadNativeAddon<Addon>(source);
    t.true(!found.available && found.reason.includes(path.join('node_modules', '@me')), JSON.stringify(found));
    await mkdir(path.join(folder, 'npm', platform), { recursive: true });
    await writeFile(path.join(folder, 'npm', platform, `fast.${platform}.node`), 'built');
    const built = loadNativeAddon<Addon>(source);
    t.true(!built.available && built.reason.includes(path.join('npm', platform)), JSON.stringify(built));
  }));

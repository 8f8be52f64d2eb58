import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { libcOf } from './libc.js';
import { nativePlatform } from './native-addon.js';

/** A 64-bit ELF header, one program header of a type, and the text that it points to. */
function elf({ type = 3, loader = '', size = 56, count = 1 } = {}): Buffer {
  const bytes = Buffer.alloc(64 + 56 + 64);
  bytes.write('\x7fELF\x02\x01', 'latin1');
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(size, 54);
  bytes.writeUInt16LE(count, 56);
  bytes.writeUInt32LE(type, 64);
  bytes.writeBigUInt64LE(120n, 64 + 8);
  bytes.writeBigUInt64LE(BigInt(loader.length + 1), 64 + 32);
  bytes.write(loader, 120, 'latin1');
  return bytes;
}

function written(t: ExecutionContext, bytes: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'libc-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'program'), bytes);
  return path.join(folder, 'program');
}

const loaders = {
  '/lib64/ld-linux-x86-64.so.2': 'gnu',
  '/lib/ld-linux-aarch64.so.1': 'gnu',
  '/lib64/ld64.so.2': 'gnu',
  '/nix/store/abc-glibc-2.40/lib/ld-linux-x86-64.so.2': 'gnu',
  '/lib/ld-musl-x86_64.so.1': 'musl',
  '/system/bin/linker64': undefined,
} as const;

for (const [loader, libc] of Object.entries(loaders))
  test(`the loader ${loader} is ${libc ?? 'of neither library'}`, t => {
    t.is(libcOf(written(t, elf({ loader }))), libc);
  });

const unknown = {
  'an empty file': Buffer.alloc(0),
  'a header that is cut off': elf().subarray(0, 40),
  'a table that is cut off': elf({ loader: '/lib/ld-musl-x86_64.so.1' }).subarray(0, 80),
  'a static program': elf({ type: 1, loader: '/lib/ld-musl-x86_64.so.1' }),
  'a table without entries': elf({ count: 0 }),
  'entries without a size': elf({ size: 0 }),
  'a program of Windows': Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]),
};
for (const [what, bytes] of Object.entries(unknown))
  test(`${what} says nothing`, t => {
    t.is(libcOf(written(t, bytes)), undefined);
  });

test('a file that is not there says nothing', t => {
  t.is(libcOf(path.join(tmpdir(), 'there is no such program')), undefined);
});

test.serial('the platform is the one of the diagnostic report, which takes long and is not made', t => {
  const { report } = process;
  const made = report.getReport();
  const glibc = 'header' in made && typeof Reflect.get(Object(made.header), 'glibcVersionRuntime') === 'string';
  const { getReport } = report;
  let reports = 0;
  report.getReport = () => {
    reports += 1;
    return made;
  };
  t.teardown(() => {
    report.getReport = getReport;
  });
  const platform = nativePlatform();
  t.is(reports, 0);
  if (process.platform === 'linux') t.true(platform.endsWith(glibc ? '-gnu' : '-musl'));
});

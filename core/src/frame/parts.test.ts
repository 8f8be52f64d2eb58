import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { partsOf } from './parts.js';

const folder = (...files: readonly string[]): string => {
  const root = mkdtempSync(join(tmpdir(), 'parts-'));
  for (const file of files) {
    const path = join(root, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '');
  }
  return root;
};
const found = (root: string, source: unknown): readonly string[] =>
  partsOf(source, 'readParquet', /\.parquet$/i).map(path => path.slice(root.length + 1).replaceAll('\\', '/'));

test('a folder gives its files in the order of the bytes of their paths, hidden and other ones left out', t => {
  const root = folder(
    'b.parquet',
    'a10.parquet',
    'a2.parquet',
    'Z.PARQUET',
    'é.parquet',
    '.hidden.parquet',
    'notes.txt',
    'c/x.parquet',
    '.d/y.parquet',
  );
  t.deepEqual(found(root, root), ['Z.PARQUET', 'a10.parquet', 'a2.parquet', 'b.parquet', 'c/x.parquet', 'é.parquet']);
  symlinkSync(root, join(root, 'c', 'round'));
  t.is(found(root, pathToFileURL(root)).length, 6);
});

test('patterns', t => {
  const root = folder('2024/01.parquet', '2024/02.parquet', '2025/01.parquet', '2025/q/03.parquet', '2025/01.csv');
  const matched = (pattern: string): readonly string[] => found(root, join(root, pattern));
  t.deepEqual(matched('2024/*.parquet'), ['2024/01.parquet', '2024/02.parquet']);
  t.deepEqual(matched('*/01.parquet'), ['2024/01.parquet', '2025/01.parquet']);
  t.deepEqual(matched('**/*.parquet'), ['2024/01.parquet', '2024/02.parquet', '2025/01.parquet', '2025/q/03.parquet']);
  t.deepEqual(matched('**/03.parquet'), ['2025/q/03.parquet']);
  t.deepEqual(matched('20{24,25}/0[12].parquet'), ['2024/01.parquet', '2024/02.parquet', '2025/01.parquet']);
  t.deepEqual(matched('202?/0[!1].parquet'), ['2024/02.parquet']);
  t.deepEqual(matched('2025/01.*'), ['2025/01.csv', '2025/01.parquet']);
});

test('a path that is there is that path, whatever its characters', t => {
  const hostile = [
    'a[1].parquet',
    '{x,y}.parquet',
    'star*.parquet',
    'what?.parquet',
    'quote\'".parquet',
    'back\\slash.parquet',
    '$(x).parquet',
    'a+b.parquet',
  ];
  const root = folder(...hostile, 'a1.parquet', 'starry.parquet', 'x.parquet');
  for (const name of hostile) t.deepEqual(partsOf(join(root, name), 'readParquet', /\.parquet$/i), [join(root, name)], name);
  t.is(partsOf(root, 'readParquet', /\.parquet$/i).length, hostile.length + 3);
  t.deepEqual(found(root, join(root, 'a[[]1].parquet')), ['a[1].parquet']);
  t.deepEqual(found(root, join(root, 'a+*.parquet')), ['a+b.parquet']);
  t.deepEqual(found(root, join(root, '$(*).parquet')), ['$(x).parquet']);
});

test('a list keeps its order, and each of it may be a folder or a pattern', t => {
  const root = folder('b/2.parquet', 'b/1.parquet', 'a.parquet');
  t.deepEqual(found(root, [join(root, 'b'), join(root, '*.parquet'), pathToFileURL(join(root, 'a.parquet'))]), [
    'b/1.parquet',
    'b/2.parquet',
    'a.parquet',
    'a.parquet',
  ]);
  t.deepEqual(partsOf([join(root, 'missing.parquet')], 'readParquet', /\.parquet$/i), [join(root, 'missing.parquet')]);
});

test('nothing to read is a typed error', t => {
  const root = folder('a.csv');
  t.throws(() => found(root, root), { code: 'FILE_NOT_FOUND', message: /no file that ends in \.parquet in / });
  t.throws(() => found(root, join(root, '*.parquet')), { code: 'FILE_NOT_FOUND', message: /no file matches/ });
  t.throws(() => found(root, []), { code: 'INVALID_ARGUMENT', message: /empty list/ });
  t.throws(() => found(root, [7]), { code: 'INVALID_ARGUMENT' });
  t.throws(() => found(root, join(root, '{a,b}'.repeat(12))), { code: 'INVALID_ARGUMENT', message: /alternatives/ });
});

test('a device is named as what it is, and not read', t => {
  t.throws(() => partsOf('/dev/zero', 'readParquet', /\.parquet$/i), {
    code: 'FILE_NOT_FOUND',
    message: 'readParquet: /dev/zero is a device; only regular files and folders are read',
  });
});

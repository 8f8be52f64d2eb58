import { readFile } from 'node:fs/promises';
import test from 'ava';

interface PackageJson {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const url = new URL('../../package.json', import.meta.url);

test('every code entry of the package resolves and loads by its public name', async t => {
  const manifest = JSON.parse(await readFile(url, 'utf8')) as PackageJson;
  const entries = Object.keys(manifest.exports).filter(entry => !entry.endsWith('.json'));
  t.true(entries.length > 0);
  for (const entry of entries) {
    const specifier = manifest.name + entry.slice(1);
    await t.notThrowsAsync(import(specifier), specifier);
  }
});

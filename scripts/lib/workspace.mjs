/** Where things are: the repository root, its packages, the test data. No dependencies: runs before anything is installed. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

export const at = (...parts) => path.join(root, ...parts);

export const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

/** The workspace packages in the order of the root package.json, which is the order of their dependencies. */
export function packages() {
  return readJson(at('package.json')).workspaces.map(folder => {
    const manifest = readJson(at(folder, 'package.json'));
    return { folder, directory: at(folder), name: manifest.name, isPrivate: manifest.private === true, manifest };
  });
}

/** The folder of public test data, and whether it is there. It lies beside the checkout, or where PARQUETFRAME_TEST_DATA says. */
export function testData() {
  const folder = path.resolve(root, process.env.PARQUETFRAME_TEST_DATA ?? '../shared/data');
  return { folder, exists: existsSync(folder) };
}

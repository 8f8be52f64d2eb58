import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The folder of the package that a file belongs to: the nearest one above it with a `package.json`. */
export function packageFolder(file: string): string {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return path.dirname(file);
  }
}

const NOT_CODE = /\.(md|map|test\.[cm]?[jt]s|d\.[cm]?ts|tsbuildinfo)$/;

/**
 * Fingerprint of a package: every file in its folder but documentation, tests, hidden files and the certificate itself, and the versions of what it depends on. Rather a
 * file too many than one too few: one that does not matter costs time, one that is missed a certificate that is not true.
 */
export function packageCode(folder: string, certificate: string): string {
  const hash = createHash('sha256');
  for (const file of filesUnder(folder)) {
    if (path.resolve(file) === path.resolve(certificate) || NOT_CODE.test(file)) continue;
    hash.update(`${path.relative(folder, file).split(path.sep).join('/')}\n`).update(readFileSync(file));
  }
  for (const [name, version] of installedDependencies(folder)) hash.update(`\n${name} ${version}`);
  return hash.digest('hex');
}

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules' && name !== 'target')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const found = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(found) : entry.isFile() ? [found] : [];
    });

interface PackageJson {
  readonly version?: string;
  readonly dependencies?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
}

const readPackage = (file: string): PackageJson => JSON.parse(readFileSync(file, 'utf8')) as PackageJson;

function installedDependencies(folder: string): readonly (readonly [name: string, version: string])[] {
  const own = path.join(folder, 'package.json');
  if (!existsSync(own)) return [];
  const { dependencies, peerDependencies, optionalDependencies } = readPackage(own);
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }).sort();
  return names.map(name => [name, installedVersion(own, name)]);
}

/** Looked up in the folders that node looks in: a package need not export its `package.json`. */
function installedVersion(from: string, name: string): string {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const found = path.join(folder, name, 'package.json');
    if (existsSync(found)) return readPackage(found).version ?? 'unknown';
  }
  return 'missing';
}

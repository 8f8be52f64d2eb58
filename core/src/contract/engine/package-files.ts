import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packagesFolder } from '../../configuration.js';
import { ParquetFrameError } from '../errors/index.js';

/**
 * Some things must be files: native binaries, the programs of threads and of child processes, a module that another process imports. A bundler leaves them behind. They
 * are all found here: where `locatePackages` says, in the folder that PARQUETFRAME_PACKAGES names, beside the code that asks, or in an installed package.
 */
export interface OwnPackage {
  /** name of the package that has the files */
  readonly name: string;
  /** `import.meta.url` of the module that asks; undefined in a bundle for CommonJS */
  readonly from: string | undefined;
  /** version of the code that asks: an installed package of another version has files that do not fit */
  readonly version?: string;
}

const KEY = Symbol.for('parquetframe.packages@1');
type Located = Map<string, string>;

function located(): Located {
  const host = globalThis as { [KEY]?: Located | undefined };
  return (host[KEY] ??= new Map<string, string>());
}

/**
 * Says where packages are whose code was bundled, by name: for files that cannot be in a bundle. Call it before the first runtime is made.
 *
 * @param folders absolute paths of package folders, those with `package.json`
 * @throws ParquetFrameError `INVALID_ARGUMENT` for a path that is not absolute
 */
export function locatePackages(folders: { readonly [packageName: string]: string }): void {
  for (const [name, folder] of Object.entries<unknown>(folders)) {
    if (typeof folder !== 'string' || !path.isAbsolute(folder))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `locatePackages: the folder of ${name} must be an absolute path, received ${JSON.stringify(folder)}`,
      );
    located().set(name, folder);
  }
}

/** The folder of a package: the one with its `package.json`. Undefined when it is nowhere. */
export function packageFolder({ name, from, version }: OwnPackage): string | undefined {
  const told = located().get(name);
  if (told !== undefined) return told;
  const vendored = packagesFolder();
  if (vendored !== undefined && existsSync(path.join(vendored, name, 'package.json'))) return path.join(vendored, name);
  const here = placeOf(from);
  return around(here, name) ?? installed(here, name, version);
}

/** The folder of the package if the code that asks is still in it: undefined in a bundle. */
export function ownFolder({ name, from }: OwnPackage): string | undefined {
  return around(placeOf(from), name);
}

type FoundFile =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly reason: string; readonly remedy: string };

/** A file of a package by its path below the folder, or why it is missing and how to provide it. */
export function findPackageFile(own: OwnPackage, file: string): FoundFile {
  const folder = packageFolder(own);
  const found = folder === undefined ? undefined : path.join(folder, file);
  if (found !== undefined && existsSync(found)) return { found: true, path: found };
  const why = found === undefined ? `the package ${own.name} is not beside this program` : `there is no file ${found}`;
  return { found: false, reason: `${own.name}/${file} must be a file, and ${why}`, remedy: bundleRemedy(own.name) };
}

/** A file of a package by its path below the folder. @throws ParquetFrameError `PACKAGE_FILE_MISSING` that says how to provide it */
export function packageFile(own: OwnPackage, file: string): string {
  const found = findPackageFile(own, file);
  if (found.found) return found.path;
  throw new ParquetFrameError('PACKAGE_FILE_MISSING', `${found.reason}; ${found.remedy}`, {
    details: { package: own.name, file },
  });
}

/** The address of a package's main module for another process; the bare name where the package is nowhere, so that importing it says so. */
export function packageModule(own: OwnPackage, main = 'dist/index.js'): string {
  const folder = packageFolder(own);
  return folder === undefined ? own.name : pathToFileURL(path.join(folder, main)).href;
}

/** What whoever bundled a package can do to have its files. */
export const bundleRemedy = (name: string): string =>
  `a bundle has code only: leave ${name} out of it ("external") and install it, or copy the package and say where it is with locatePackages or PARQUETFRAME_PACKAGES`;

/** The path of the module that asks. In a bundle for CommonJS only `__filename` is known. */
function placeOf(from: string | undefined): string {
  if (from?.startsWith('file:')) return fileURLToPath(from);
  return typeof __filename === 'string' ? __filename : path.join(process.cwd(), 'bundle.js');
}

/** The package that a file belongs to decides: it is this one, or the code was moved elsewhere. */
function around(file: string, name: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest !== undefined) return manifest.name === name ? folder : undefined;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function installed(from: string, name: string, version: string | undefined): string | undefined {
  try {
    const folder = path.dirname(createRequire(from).resolve(`${name}/package.json`));
    return version === undefined || readManifest(folder)?.version === version ? folder : undefined;
  } catch {
    return undefined;
  }
}

function readManifest(folder: string): { readonly name?: unknown; readonly version?: unknown } | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    // There is none, it cannot be read, or it is not JSON: then it names no package.
    return undefined;
  }
}

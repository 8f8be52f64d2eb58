import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateEngineError } from './error.js';
import { engineNames, type EngineNames } from './names.js';

export interface CreateEngineOptions {
  /** name of the npm package */
  readonly packageName: string;
  /** id of the engine; by default from the package's name */
  readonly id?: string | undefined;
  /** where it is written; by default a folder of the package's name, without its scope, in the current one */
  readonly folder?: string | undefined;
}

export interface CreatedEngine extends EngineNames {
  /** absolute */
  readonly folder: string;
  /** relative to the folder, sorted */
  readonly files: readonly string[];
}

const TEMPLATE = fileURLToPath(new URL('../template/', import.meta.url));
/** npm leaves files of these names out of a package, or reads them as its own. */
const RENAMED: { readonly [template: string]: string } = { 'gitignore.txt': '.gitignore', 'package.json.txt': 'package.json' };

/**
 * Writes the package of a new engine. Nothing is left behind when it fails.
 * @throws CreateEngineError `INVALID_ARGUMENT`, `FOLDER_EXISTS`, `WRITE_FAILED`
 */
export function createEngine(options: CreateEngineOptions): CreatedEngine {
  const names = engineNames(options.packageName, options.id);
  const folder = path.resolve(options.folder ?? names.packageName.split('/').at(-1) ?? names.id);
  const words = { __PACKAGE__: names.packageName, __ID__: names.id, __FUNCTION__: names.functionName, __VERSION__: ownVersion() };
  const files: string[] = [];
  let made: string | undefined;
  try {
    checkFolder(folder);
    made = mkdirSync(folder, { recursive: true });
    for (const file of filesBelow(TEMPLATE)) {
      const target = path.join(path.dirname(file), RENAMED[path.basename(file)] ?? path.basename(file));
      mkdirSync(path.dirname(path.join(folder, target)), { recursive: true });
      writeFileSync(path.join(folder, target), filled(readFileSync(path.join(TEMPLATE, file), 'utf8'), words), { flag: 'wx' });
      files.push(target);
    }
  } catch (cause) {
    for (const file of files) rmSync(path.join(folder, file), { force: true });
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    if (cause instanceof CreateEngineError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CreateEngineError('WRITE_FAILED', `${folder} cannot be written: ${why}`, { cause });
  }
  return { ...names, folder, files: files.sort() };
}

/** It may be there when it is empty. */
function checkFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory())
    throw new CreateEngineError('FOLDER_EXISTS', `${folder} is a file; give another folder with --folder`);
  const [first] = readdirSync(folder);
  if (first === undefined) return;
  throw new CreateEngineError(
    'FOLDER_EXISTS',
    `${folder} is not empty (it has ${JSON.stringify(first)}), and nothing is overwritten; empty it, or give another folder with --folder`,
  );
}

const filled = (text: string, words: { readonly [word: string]: string }): string =>
  text.replaceAll(/__[A-Z]+__/g, word => words[word] ?? word);

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap(entry => {
    const file = path.join(below, entry.name);
    return entry.isDirectory() ? filesBelow(folder, file) : [file];
  });
}

/** The packages of ParquetFrame that an engine is written against have the version of this one. */
export function ownVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string')
    return manifest.version;
  throw new CreateEngineError('WRITE_FAILED', `${fileURLToPath(file)} states no version; reinstall @parquetframe/create-engine`);
}

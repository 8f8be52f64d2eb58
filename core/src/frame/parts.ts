import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, parse, sep } from 'node:path';
import { ParquetFrameError } from '../contract/errors/index.js';
import { filePath, kindOfSpecial } from './file-path.js';

/** One file, a folder, a pattern (`*`, `?`, `[a-z]`, `{a,b}`, `**`), or a list of them. */
export type Source = string | URL | readonly (string | URL)[];

/** More alternatives than a person writes. */
const MOST_ALTERNATIVES = 1000;

/**
 * The files of a source: those of a folder (with what is in it) and of a pattern in the order of the bytes of their paths, those of a list in its order. A path
 * that is there is that path, whatever characters it has; hidden files are left out unless they are named.
 * @throws ParquetFrameError `INVALID_ARGUMENT`; `FILE_NOT_FOUND` when a folder or pattern has no file
 */
export function partsOf(source: unknown, reader: string, extensions: RegExp): readonly [string, ...string[]] {
  if (Array.isArray(source)) {
    // Of a list with holes too.
    const [first, ...others] = Array.from<unknown>(source).flatMap(part => [
      ...filesOf(filePath(part, reader), reader, extensions),
    ]);
    if (first !== undefined) return [first, ...others];
    throw new ParquetFrameError('INVALID_ARGUMENT', `${reader} takes a path or a list of at least one; received an empty list`);
  }
  return filesOf(filePath(source, reader), reader, extensions);
}

function filesOf(path: string, reader: string, extensions: RegExp): readonly [string, ...string[]] {
  const found = statOf(path);
  if (found && !found.isFile() && !found.isDirectory())
    throw new ParquetFrameError(
      'FILE_NOT_FOUND',
      `${reader}: ${path} is ${kindOfSpecial(found)}; only regular files and folders are read`,
      {
        details: { file: path },
      },
    );
  const isPattern = !found && /[*?[{]/.test(path);
  if (!isPattern && found?.isDirectory() !== true) return [path];
  const files = isPattern ? matching(path) : [...below(path)].filter(file => extensions.test(file));
  const [first, ...others] = [...new Set(files)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (first !== undefined) return [first, ...others];
  const what = isPattern ? 'no file matches' : `there is no file that ends in ${extensions.source.replace(/[\\$()?]/g, '')} in`;
  throw new ParquetFrameError('FILE_NOT_FOUND', `${reader}: ${what} ${JSON.stringify(path)}`, { details: { file: path } });
}

function matching(pattern: string): readonly string[] {
  return alternatives(pattern).flatMap(plain => {
    const { root } = parse(plain);
    return [...walk(root, plain.slice(root.length).split(sep === '/' ? '/' : /[\\/]/))];
  });
}

/** `a{b,c}` as `ab` and `ac`. */
function alternatives(pattern: string): readonly string[] {
  let patterns = [pattern];
  for (;;) {
    const next = patterns.flatMap(each => {
      const group = /\{([^{}]*,[^{}]*)\}/.exec(each);
      if (!group) return [each];
      const [before, after] = [each.slice(0, group.index), each.slice(group.index + group[0].length)];
      return (group[1] ?? '').split(',').map(choice => `${before}${choice}${after}`);
    });
    if (next.length > MOST_ALTERNATIVES)
      throw new ParquetFrameError('INVALID_ARGUMENT', `a pattern has more than ${String(MOST_ALTERNATIVES)} alternatives`);
    if (next.length === patterns.length && next.every((each, index) => each === patterns[index])) return next;
    patterns = next;
  }
}

function* walk(folder: string, [segment, ...rest]: readonly string[]): Generator<string> {
  if (segment === undefined) return;
  if (segment === '**') {
    yield* walk(folder, rest.length === 0 ? ['*'] : rest);
    for (const entry of entriesOf(folder))
      if (entry.isDirectory() && !entry.name.startsWith('.')) yield* walk(join(folder, entry.name), [segment, ...rest]);
    return;
  }
  const names = /[*?[]/.test(segment) ? namesLike(folder, segment) : [segment];
  for (const name of names) {
    const path = name === '' ? folder : join(folder, name);
    if (rest.length > 0) yield* walk(path, rest);
    else if (statOf(path)?.isFile() === true) yield path;
  }
}

function namesLike(folder: string, segment: string): readonly string[] {
  const expression = segmentExpression(segment);
  return entriesOf(folder).flatMap(({ name }) =>
    expression.test(name) && (segment.startsWith('.') || !name.startsWith('.')) ? [name] : [],
  );
}

function segmentExpression(segment: string): RegExp {
  const source = segment.replace(/\*+|\?|\[!?[^\]]+\]|[^*?[]+|\[/g, token => {
    if (token.startsWith('*')) return '.*';
    if (token === '?') return '.';
    if (token.length > 2 && token.startsWith('[')) return token.replace(/^\[!/, '[^').replace(/\\/g, '\\\\');
    return token.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'su');
}

/** Every file in a folder and the folders in it; links to folders are not followed, so that none is gone round for ever. */
function* below(folder: string): Generator<string> {
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path);
    else if (statOf(path)?.isFile() === true) yield path;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

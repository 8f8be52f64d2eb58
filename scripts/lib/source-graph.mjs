/**
 * Which sources an operation is made of: its own files (definition, cases, kernel) with what they import, beside what everything shares. Read from the import statements;
 * a file of which it cannot be told concerns every operation.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { at } from './workspace.mjs';

/** Lists of all operations, which follow from the files there are: they make no operation depend on another. */
const GENERATED_LIST = '// Written by scripts/generate-indexes.mjs';
const IMPORT = /(?:^|\n)(import|export)\s+(?:type\s+)?([^'";]*?)\s*from\s*'([^']+)'/g;
/** Files that are loaded in other ways: dynamic imports, workers, imports for their effect. */
const MENTION = /(?<!from\s*)'(\.{1,2}\/[^'\n]+)'/g;
const DECLARED =
  /(?:^|\n)export\s+(?:declare\s+|abstract\s+|async\s+)*(?:const|let|function\*?|class|interface|type|enum)\s+(\w+)/g;

/**
 * `files`: paths from the root of the repository. `entries`: the file that a package specifier stands for. `roots`: operation → its own files. Answers `shared`, the files
 * that concern every operation, and `of(operation)`, those that concern it beside them.
 */
export function sourceGraph({ files, entries, roots, read = readSource }) {
  const modules = readModules(files, entries, read);
  const edges = new Map();
  const imports = file => edges.get(file) ?? edges.set(file, importsOf(modules, file)).get(file);
  const closure = starts => {
    const reached = new Set();
    const visit = file => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const to of imports(file)) visit(to);
    };
    for (const file of starts) visit(file);
    return reached;
  };
  const owned = new Map([...roots].map(([operation, own]) => [operation, closure(own)]));
  const anyones = new Set([...owned.values()].flatMap(own => [...own]));
  const shared = closure(files.filter(file => !anyones.has(file)));
  const counted = reached => [...reached].filter(file => modules.get(file)?.isList !== true).sort();
  return {
    shared: counted(shared),
    of: operation => counted(owned.get(operation) ?? []).filter(file => !shared.has(file)),
  };
}

/** The text of a file, the same on every system. */
export const readSource = file => readFileSync(at(file), 'utf8').replaceAll('\r\n', '\n');

function readModules(files, entries, read) {
  const known = new Set(files);
  const find = (from, specifier) => {
    if (!specifier.startsWith('.')) return known.has(entries[specifier]) ? entries[specifier] : undefined;
    const plain = path.posix.join(path.posix.dirname(from), specifier);
    return [plain.replace(/\.js$/, '.ts'), plain].find(file => known.has(file));
  };
  return new Map(
    files
      .filter(file => file.endsWith('.ts'))
      .map(file => {
        const text = read(file);
        const statements = [...text.matchAll(IMPORT)].flatMap(([, kind, clause, specifier]) => {
          const target = find(file, specifier);
          return target === undefined ? [] : [{ kind, target, names: namesIn(clause) }];
        });
        const mentions = [...text.matchAll(MENTION)].flatMap(([, specifier]) => find(file, specifier) ?? []);
        const declared = new Set([...text.matchAll(DECLARED)].map(([, name]) => name));
        return [file, { statements, mentions, declared, isList: text.startsWith(GENERATED_LIST) }];
      }),
  );
}

/** Names of a clause as they are called there and here; undefined: all of them. */
function namesIn(clause) {
  const braces = /^\{([^}]*)\}$/.exec(clause)?.[1];
  return braces
    ?.split(',')
    .map(item => item.trim().replace(/^type\s+/, ''))
    .filter(item => item !== '')
    .map(item => {
      const [there, here = there] = item.split(/\s+as\s+/);
      return { there, here };
    });
}

/** What a module only passes on concerns those who ask it for the name, and not the module. */
function importsOf(modules, file) {
  const module = modules.get(file);
  if (module === undefined || module.isList) return [];
  const wanted = module.statements.filter(({ kind }) => kind === 'import');
  return [
    ...module.mentions,
    ...wanted.flatMap(({ target, names }) =>
      names === undefined
        ? [target, ...passedOn(modules, target)]
        : names.flatMap(({ there }) => origin(modules, target, there) ?? [target, ...passedOn(modules, target)]),
    ),
  ];
}

/** The module that declares a name. */
function origin(modules, file, name, seen = new Set()) {
  const module = modules.get(file);
  if (module === undefined || seen.has(file)) return undefined;
  seen.add(file);
  if (module.declared.has(name)) return file;
  const exported = module.statements.filter(({ kind }) => kind === 'export');
  for (const { target, names } of exported) {
    const found = names?.find(({ here }) => here === name);
    if (found) return origin(modules, target, found.there);
  }
  for (const { target, names } of exported) {
    const found = names === undefined ? origin(modules, target, name, seen) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const passedOn = (modules, file) =>
  (modules.get(file)?.statements ?? []).filter(({ kind }) => kind === 'export').map(({ target }) => target);

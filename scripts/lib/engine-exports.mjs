/**
 * What `@parquetframe/core/engine` exports, and what of it somebody uses: engines, plugins, their tests, examples, templates and documentation. The types of what is used count as used:
 * whoever calls a function must be able to name what it takes and gives.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { at } from './workspace.mjs';

const ENTRY = at('core', 'dist', 'engine', 'index.d.ts');
const FOLDERS = ['benchmarks', 'core', 'docs', 'engines', 'examples', 'parquetframe', 'plugins'];
const IMPORTED = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'@parquetframe\/core\/engine'/g;

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && !['node_modules', 'dist'].includes(entry.name)) yield* sources(file);
    else if (entry.isFile() && /\.(ts|mjs|md)$/.test(entry.name)) yield file;
  }
}

/** @returns {Set<string>} names that are imported from the entry somewhere */
export function importedNames(folders = FOLDERS.map(folder => at(folder))) {
  const names = new Set();
  for (const folder of folders)
    for (const file of sources(folder))
      for (const [, list] of readFileSync(file, 'utf8').matchAll(IMPORTED))
        for (const item of list.split(',')) {
          const [name] = item.replace(/^[\s*]*(type\s+)?/, '').split(/\s+as\s+|\s/);
          if (name !== '') names.add(name);
        }
  return names;
}

/** @returns {{ exported: string[], reachable: (names: Iterable<string>) => Set<string> }} `reachable`: those names, and the exported types that their declarations name */
export function engineExports(entry = ENTRY) {
  const program = ts.createProgram([entry], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const target = symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const found = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)));
  const byName = new Map(found.map(symbol => [symbol.name, target(symbol)]));
  const nameOf = new Map([...byName].map(([name, symbol]) => [symbol, name]));

  function reachable(names) {
    const reached = new Set();
    const visited = new Set();
    const visit = symbol => {
      if (symbol === undefined || visited.has(symbol)) return;
      visited.add(symbol);
      const name = nameOf.get(symbol);
      if (name !== undefined) reached.add(name);
      for (const declaration of symbol.declarations ?? []) {
        if (!declaration.getSourceFile().fileName.includes('/core/dist/')) continue;
        const walk = node => {
          if (ts.isIdentifier(node)) {
            const named = checker.getSymbolAtLocation(node);
            if (named !== undefined && target(named).flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Value)) visit(target(named));
          }
          ts.forEachChild(node, walk);
        };
        walk(declaration);
      }
    };
    for (const name of names) visit(byName.get(name));
    return reached;
  }
  return { exported: [...byName.keys()].sort(), reachable };
}

/** Exported names that nobody uses. */
export function unusedExports(used = importedNames(), { exported, reachable } = engineExports()) {
  const reached = reachable(used);
  return exported.filter(name => !reached.has(name));
}

/**
 * Writes the lists that follow from which files there are, so that adding an operation edits none of them:
 *
 *   core/src/contract/operations/built-in.ts      definitions, from the files beside it
 *   engines/ts-reference/src/kernels/built-in.ts  the reference kernel of every operation
 *   engines/ts-reference/engine.json              what the reference engine claims: everything, in the class of the definition
 *   engines/rust-napi/engine.json                 its graph operations, from the kernels of the binding
 *   plugins/conformance/src/cases/index.ts        the cases of every operation
 *
 *   node scripts/generate-indexes.mjs [--check]
 *
 * It reads sources only, so that it runs before anything is built. `--check` writes nothing and fails when a file is stale.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { at, readJson } from './lib/workspace.mjs';

const kebab = name => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
const only = (text, pattern, file) => {
  const found = pattern.exec(text);
  if (found === null) throw new Error(`${file} has nothing that matches ${pattern}`);
  return found[1];
};

/** Every operation of the catalogue, in the order of its name. */
function definitions() {
  const root = at('core', 'src', 'contract', 'operations');
  const found = [];
  for (const family of readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory())) {
    for (const name of readdirSync(path.join(root, family.name))) {
      const text = readFileSync(path.join(root, family.name, name), 'utf8');
      const exported = /export const (\w+): OperationDefinition\b/.exec(text)?.[1];
      if (exported === undefined || name.endsWith('.test.ts')) continue;
      const file = `${family.name}/${name}`;
      found.push({
        exported,
        file,
        operation: only(text, /\bname: '([^']+)'/, file),
        revision: Number(only(text, /\brevision: (\d+)/, file)),
        class: only(text, /\bclasses: \{ exact: '(\w+)'/, file),
      });
    }
  }
  return found.sort((a, b) => (a.operation < b.operation ? -1 : 1));
}

const operations = definitions();
const fileOf = operation => operation.split('.').map(kebab).join('/');

/** What a file for every operation exports, by a pattern; an operation without its file is an error that names it. */
function companions(folder, pattern) {
  return operations.map(({ operation }) => {
    const file = `${fileOf(operation)}.ts`;
    if (!existsSync(at(folder, file))) throw new Error(`${operation} has no ${folder}/${file}`);
    return { operation, file, exported: only(readFileSync(at(folder, file), 'utf8'), pattern, file) };
  });
}

const note = '// Written by scripts/generate-indexes.mjs from the files in this folder.\n';
const imports = entries =>
  entries.map(({ exported, file }) => `import { ${exported} } from './${file.replace(/\.ts$/, '.js')}';\n`).join('');
const table = entries => entries.map(({ operation, exported }) => `  '${operation}': ${exported},\n`).join('');

function builtInOperations() {
  return `${note}import type { OperationDefinition } from './operation.js';\n${imports(operations)}
/** Every operation of the catalogue, in the order of their names. */
export const BUILT_IN_OPERATIONS: readonly OperationDefinition[] = [${operations.map(({ exported }) => exported).join(', ')}];\n`;
}

function referenceKernels() {
  const kernels = companions('engines/ts-reference/src/kernels', /export const (bind\w+)\b/);
  const lazy = ({ operation, file, exported }) =>
    `  '${operation}': async (...given) => (await import('./${file.replace(/\.ts$/, '.js')}')).${exported}(...given),\n`;
  return `${note}import type { BindStep } from '@parquetframe/core/engine';

/** Operation → how its step is bound. A kernel is loaded when it is first asked for: few programs need them all, and the libraries that they stand on. */
export const kernels: { readonly [operation: string]: BindStep } = {\n${kernels.map(lazy).join('')}};\n`;
}

function conformanceCases() {
  const cases = companions('plugins/conformance/src/cases', /export const (\w+Cases)\b/);
  return `${note}import type { OperationCases } from '@parquetframe/core/engine';\n${imports(cases)}
/** Cases of every built-in operation, one file each. */
export const BUILT_IN_CASES: { readonly [operation: string]: OperationCases } = {\n${table(cases)}};\n`;
}

const claim = ({ revision, class: resultClass }) => ({ revision, class: resultClass });

function referenceManifest() {
  const manifest = readJson(at('engines', 'ts-reference', 'engine.json'));
  const claims = Object.fromEntries(
    operations.map(entry => [entry.operation, { ...manifest.operations[entry.operation], ...claim(entry) }]),
  );
  return JSON.stringify({ ...manifest, operations: claims });
}

/** The graph operations that the binding has kernels for; the other claims are written by hand. */
function nativeManifest() {
  const manifest = readJson(at('engines', 'rust-napi', 'engine.json'));
  const folder = at('native', 'pf-napi', 'src', 'graph', 'kernels');
  const bound = readdirSync(folder).flatMap(
    name => /operation: "([^"]+)"/.exec(readFileSync(path.join(folder, name), 'utf8'))?.[1] ?? [],
  );
  const claims = Object.entries(manifest.operations).filter(
    ([operation]) => !operation.startsWith('graph.') || operation === 'graph.build',
  );
  const graphs = operations.filter(({ operation }) => bound.includes(operation)).map(entry => [entry.operation, claim(entry)]);
  return JSON.stringify({ ...manifest, operations: Object.fromEntries([...claims, ...graphs]) });
}

const files = {
  'core/src/contract/operations/built-in.ts': builtInOperations,
  'engines/ts-reference/src/kernels/built-in.ts': referenceKernels,
  'engines/ts-reference/engine.json': referenceManifest,
  'engines/rust-napi/engine.json': nativeManifest,
  'plugins/conformance/src/cases/index.ts': conformanceCases,
};

const isCheck = process.argv.includes('--check');
const stale = [];
for (const [file, write] of Object.entries(files)) {
  const options = await prettier.resolveConfig(at(file));
  const text = await prettier.format(write(), { ...options, filepath: at(file) });
  if (existsSync(at(file)) && readFileSync(at(file), 'utf8') === text) continue;
  stale.push(file);
  if (!isCheck) writeFileSync(at(file), text);
}
for (const file of stale) process.stdout.write(`${isCheck ? 'stale' : 'written'}: ${file}\n`);
if (isCheck && stale.length > 0) {
  process.stderr.write('run node scripts/generate-indexes.mjs\n');
  process.exitCode = 1;
}

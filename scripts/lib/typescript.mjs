/** Builds the TypeScript projects and keeps `dist` equal to the sources: no outputs of removed files, none missing. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { embed } from './embedded.mjs';
import { unpublish } from './packing.mjs';
import { must } from './run.mjs';
import { at, packages } from './workspace.mjs';

function* filesUnder(folder, skip = () => false) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skip(file)) yield* filesUnder(file, skip);
    } else yield file;
  }
}

const outputKind = /(\.d\.ts|\.js)(\.map)?$/;

/**
 * The projects of a package: what lies in `src` goes to `dist`, what lies in `test` to `dist/test`, as does `src/test`; a project in another folder, such as the alias
 * of the conformance kit in core, to the folder of its name.
 */
function projects(directory) {
  const dist = path.join(directory, 'dist');
  const others = readdirSync(directory, { withFileTypes: true })
    .filter(
      entry => entry.isDirectory() && entry.name !== 'test' && existsSync(path.join(directory, entry.name, 'tsconfig.json')),
    )
    .map(({ name }) => ({ source: path.join(directory, name), output: path.join(dist, name) }));
  const inside = [path.join(dist, 'test'), ...others.map(({ output }) => output)];
  return [
    { source: path.join(directory, 'src'), output: dist, skip: file => inside.includes(file) },
    { source: path.join(directory, 'test'), alsoFrom: path.join(directory, 'src', 'test'), output: path.join(dist, 'test') },
    ...others,
  ];
}

/** Deletes compiled files whose source is gone: `tsc -b` keeps them, and the test runner would run deleted tests. */
export function removeStaleOutputs(directories) {
  const removed = [];
  for (const directory of directories) {
    for (const { source, alsoFrom, output, skip } of projects(directory)) {
      for (const file of filesUnder(output, skip)) {
        if (!outputKind.test(file)) continue;
        const stem = path.relative(output, file).replace(outputKind, '');
        if ([source, alsoFrom].some(from => from !== undefined && existsSync(path.join(from, `${stem}.ts`)))) continue;
        rmSync(file);
        removed.push(file);
      }
    }
  }
  return removed;
}

/** Forgets a project's build record when one of its outputs is gone, because `tsc -b` trusts the record alone. */
export function forgetIncompleteBuilds(directories) {
  for (const directory of directories) {
    for (const { source, output } of projects(directory)) {
      for (const file of filesUnder(source)) {
        if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue;
        const compiled = path.join(output, path.relative(source, file).replace(/\.ts$/, '.js'));
        if (existsSync(compiled) && statSync(compiled).size > 0) continue;
        rmSync(path.join(output, '.tsbuildinfo'), { force: true });
        break;
      }
    }
  }
}

export async function buildTypeScript() {
  embed();
  const directories = packages().map(({ directory }) => directory);
  for (const directory of directories) unpublish(directory);
  const removed = removeStaleOutputs(directories);
  if (removed.length > 0) process.stdout.write(`removed ${removed.length} outputs of deleted sources\n`);
  forgetIncompleteBuilds(directories);
  await must(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-b']);
}

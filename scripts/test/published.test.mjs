import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { publish, unpublish } from '../lib/packing.mjs';

const MAP = file => `//# sourceMappingURL=${path.basename(file)}.map`;
const FILES = {
  'package.json': JSON.stringify({
    name: 'small',
    version: '1.0.0',
    type: 'module',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './more': './dist/more/index.js',
      './package.json': './package.json',
    },
    bin: { small: './dist/cli/main.js' },
    bundle: { entries: ['./dist/threads/worker.js'], include: ['joined'] },
  }),
  'dist/.tsbuildinfo': '{}',
  'dist/index.js': `import path from 'node:path';\nimport { outside } from 'outside';\nexport { Shared } from './shared.js';\nexport { outside };\nexport const base = path.basename('a/b');\nexport const joined = async () => (await import('joined')).named;\n${MAP('index.js')}`,
  'dist/index.d.ts': `export declare class Shared {}\n${MAP('index.d.ts')}`,
  'dist/index.js.map': '{}',
  'dist/shared.js': `export class Shared {}\n${MAP('shared.js')}`,
  'dist/shared.test.js': `throw new Error('a test');\n`,
  'dist/shared.test.d.ts': 'export {};\n',
  'dist/test/whole.test.d.ts': 'export {};\n',
  'dist/more/index.js': `export { Shared } from '../shared.js';\nexport const here = import.meta.url;\n`,
  'dist/threads/worker.js': `import { Shared } from '../shared.js';\nexport const name = Shared.name;\n`,
  'dist/cli/main.js': `#!/usr/bin/env node\nimport '../shared.js';\n`,
  // As tsyringe is: without `exports`, CommonJS for Node, modules for bundlers, and another package inside.
  'node_modules/joined/package.json': JSON.stringify({ name: 'joined', version: '2.0.0', main: 'cjs.js', module: 'esm.js' }),
  'node_modules/joined/cjs.js': `module.exports.named = 'commonjs';\n`,
  'node_modules/joined/esm.js': `import { deep } from 'deep';\nexport const named = 'joined ' + deep;\n`,
  'node_modules/joined/LICENSE': 'Anybody may.',
  'node_modules/deep/package.json': JSON.stringify({ name: 'deep', version: '3.0.0', main: 'index.js' }),
  'node_modules/deep/index.js': `exports.deep = 'and deep';\n`,
  'node_modules/deep/LICENSE.txt': 'Everybody may.',
  'node_modules/outside/package.json': JSON.stringify({
    name: 'outside',
    version: '4.0.0',
    type: 'module',
    exports: './index.js',
  }),
  'node_modules/outside/index.js': `export const outside = class Outside {};\n`,
};

/** A package as it is after `tsc`, in a folder of its own. */
function compiled(t, changed = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'published-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries({ ...FILES, ...changed })) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

const files = folder =>
  readdirSync(path.join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(path.join(folder, 'dist'), path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
const load = (folder, file) => import(pathToFileURL(path.join(folder, file)).href);

test('entries keep their paths and share what both have; other modules, tests and maps are gone', async t => {
  const folder = compiled(t);
  await publish(folder);
  t.deepEqual(
    files(folder).filter(file => !file.startsWith('chunks/')),
    ['THIRD-PARTY-LICENSES.txt', 'cli/main.js', 'index.d.ts', 'index.js', 'more/index.js', 'threads/worker.js'],
  );
  const index = await load(folder, 'dist/index.js');
  const more = await load(folder, 'dist/more/index.js');
  t.is(index.Shared, more.Shared);
  t.is((await load(folder, 'dist/threads/worker.js')).name, 'Shared');
  t.is(more.here, pathToFileURL(path.join(folder, 'dist/more/index.js')).href);
  t.true(readFileSync(path.join(folder, 'dist/cli/main.js'), 'utf8').startsWith('#!/usr/bin/env node\n'));
  for (const file of files(folder)) t.notRegex(readFileSync(path.join(folder, 'dist', file), 'utf8'), /sourceMappingURL/, file);
});

test('an included package is joined in with what it needs and its licence; others stay the ones that are installed', async t => {
  const folder = compiled(t);
  await publish(folder);
  const index = await load(folder, 'dist/index.js');
  t.is(index.outside, (await load(folder, 'node_modules/outside/index.js')).outside);
  rmSync(path.join(folder, 'node_modules/joined'), { recursive: true });
  rmSync(path.join(folder, 'node_modules/deep'), { recursive: true });
  t.is(await index.joined(), 'joined and deep');
  const licences = readFileSync(path.join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  t.regex(licences, /^deep 3\.0\.0\n\nEverybody may\.\n/);
  t.regex(licences, /\njoined 2\.0\.0\n\nAnybody may\.\n/);
  t.notRegex(licences, /outside/);
});

test('a package without a licence is not joined in, and what was compiled stays', async t => {
  const folder = compiled(t);
  rmSync(path.join(folder, 'node_modules/deep/LICENSE.txt'));
  const before = files(folder);
  await t.throwsAsync(publish(folder), { message: /deep is to be published with ours, and has no licence/ });
  t.deepEqual(files(folder), before);
});

test('what was compiled comes back, byte for byte, also when packing is tried again after it was interrupted', async t => {
  const folder = compiled(t);
  await publish(folder);
  await publish(folder);
  unpublish(folder);
  unpublish(folder);
  t.deepEqual(
    files(folder),
    Object.keys(FILES)
      .filter(file => file.startsWith('dist/'))
      .map(file => file.slice('dist/'.length))
      .sort(),
  );
  for (const [file, text] of Object.entries(FILES)) t.is(readFileSync(path.join(folder, file), 'utf8'), text, file);
  t.false(existsSync(path.join(folder, '.cache')));
});

test('what was compiled anew after an interrupted packing is not overwritten by the old', async t => {
  const folder = compiled(t);
  await publish(folder);
  rmSync(path.join(folder, 'dist'), { recursive: true });
  mkdirSync(path.join(folder, 'dist'));
  for (const [file, text] of Object.entries({ '.tsbuildinfo': '{}', 'index.js': 'export const isNew = true;\n' }))
    writeFileSync(path.join(folder, 'dist', file), text);
  unpublish(folder);
  t.deepEqual(files(folder), ['.tsbuildinfo', 'index.js']);
});

/**
 * Checks the packages as a stranger would get them, and prints TAP: contents of each tarball, publint, are-the-types-wrong, an
 * installation from the tarballs alone, how many modules they load, the third-party example built and certified against them, and an engine made by `npm create`.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { packAll } from './lib/pack.mjs';
import { npm, run, succeeds } from './lib/run.mjs';
import { at, readJson } from './lib/workspace.mjs';
import { checksOfInstalled } from './packaging/installed.mjs';

const work = mkdtempSync(path.join(tmpdir(), 'parquetframe-packaging-'));
let count = 0;

/** Runs one check; a returned text is what is wrong. */
async function check(title, action) {
  let problem;
  try {
    problem = await action();
  } catch (error) {
    problem = String(error.stack ?? error);
  }
  count += 1;
  process.stdout.write(`${problem === undefined ? 'ok' : 'not ok'} ${count} - ${title}\n`);
  if (problem === undefined) return;
  process.exitCode = 1;
  process.stdout.write(`${problem.trimEnd().replace(/^/gm, '    ')}\n`);
}

const tool = (name, ...args) => succeeds(run(process.execPath, [at('node_modules', ...name), ...args], { quiet: true }));

function wrongContents({ files, isPlatform, manifest }) {
  const wrong = files
    // Maps would be two thirds of a package, and those of declarations name sources that are not in it.
    .filter(file => !file.startsWith('template/') && /\.test\.|(^|\/)test\/|tsbuildinfo|^src\/|\.map$/.test(file))
    .map(file => `must not be published: ${file}`);
  for (const needed of ['package.json', 'README.md', 'LICENSE']) if (!files.includes(needed)) wrong.push(`is missing: ${needed}`);
  const targets = isPlatform
    ? [manifest.main]
    : Object.values(manifest.exports).flatMap(value => (typeof value === 'string' ? [value] : Object.values(value)));
  for (const target of [...targets, ...Object.values(manifest.bin ?? {})]) {
    const file = target.replace(/^\.\//, '');
    if (!files.includes(file)) wrong.push(`is named in package.json but missing: ${file}`);
  }
  for (const entry of (manifest.files ?? []).filter(entry => !entry.startsWith('!')))
    if (!files.some(file => file === entry || file.startsWith(`${entry}/`)))
      wrong.push(`is named in files but missing: ${entry}`);
  return wrong.length === 0 ? undefined : wrong.join('\n');
}

/** Makes a project in a folder of its own that knows the packages only as tarballs. */
async function install(directory, manifest, packed) {
  mkdirSync(directory, { recursive: true });
  const dependencies = {
    ...manifest.dependencies,
    ...Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`])),
  };
  const own = { ...manifest, private: true, dependencies };
  for (const { name } of packed) for (const kind of ['devDependencies', 'peerDependencies']) delete own[kind]?.[name];
  // Dependencies between the packages must come from the tarballs too.
  own.overrides = Object.fromEntries(packed.map(({ name }) => [name, `$${name}`]));
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify(own, null, 2));
  return succeeds(
    npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: directory, quiet: true }),
  );
}

process.stdout.write('TAP version 13\n');
let packed = [];
await check('every package can be packed', async () => {
  packed = await packAll(path.join(work, 'tarballs'));
  return packed.length > 0 ? undefined : 'no packages found';
});
for (const entry of packed) {
  await check(`${entry.name}: contents`, () => wrongContents(entry));
  await check(`${entry.name}: publint`, () => tool(['publint', 'src', 'cli.js'], 'run', entry.tarball, '--strict'));
  if (entry.isPlatform) continue;
  await check(`${entry.name}: types`, () =>
    tool(['@arethetypeswrong', 'cli', 'dist', 'index.js'], entry.tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'),
  );
}

const user = path.join(work, 'user');
await check('a user installs the tarballs', () => install(user, { name: 'user', version: '1.0.0', type: 'module' }, packed));
await check('no published file names a source map, which is not published', () => {
  const named = packed.flatMap(({ name, files }) =>
    files
      .filter(file => /\.(js|ts)$/.test(file))
      .filter(file => readFileSync(path.join(user, 'node_modules', name, file), 'utf8').includes('\n//# sourceMappingURL='))
      .map(file => `${name}/${file}`),
  );
  return named.length === 0 ? undefined : named.join('\n');
});
for (const name of ['parquetframe', 'pframe'])
  await check(`the installed command ${name} answers`, () =>
    succeeds(run(path.join(user, 'node_modules', '.bin', name), ['doctor'], { cwd: user, quiet: true })),
  );

for (const { title, action } of checksOfInstalled(user)) await check(title, action);

const consumer = path.join(work, 'consumer');
await check('a strict consumer compiles with the types of Node 26, libraries checked too', async () => {
  mkdirSync(consumer);
  writeFileSync(
    path.join(consumer, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023'],
        types: ['node'],
        strict: true,
        skipLibCheck: false,
        noEmit: true,
      },
      include: ['main.ts'],
    }),
  );
  writeFileSync(
    path.join(consumer, 'main.ts'),
    "import { createRuntime, defaultEngines, isolate } from 'parquetframe';\nimport type { EngineModule } from '@parquetframe/core/engine';\nexport const engines: readonly EngineModule[] = [...defaultEngines(), isolate(defaultEngines()[0] as EngineModule)];\nexport const pf = await createRuntime({ engines });\n",
  );
  const manifest = { name: 'consumer', version: '1.0.0', type: 'module', dependencies: { '@types/node': '^26.0.0' } };
  return (
    (await install(consumer, manifest, packed)) ??
    succeeds(run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', consumer], { quiet: true }))
  );
});

/** Bundles the entry from what the user has installed, and runs the one file. @returns {Promise<object>} what each engine answered */
async function bundled(format, where, environment = {}) {
  const entry = path.join(user, 'bundle-entry.mjs');
  cpSync(at('scripts', 'bundle', 'entry.mjs'), entry);
  const outfile = path.join(where, `bundle.${format === 'esm' ? 'mjs' : 'cjs'}`);
  await build({ entryPoints: [entry], outfile, bundle: true, format, platform: 'node', logLevel: 'error' });
  const answer = path.join(where, 'answer.json');
  rmSync(answer, { force: true });
  const env = { ...process.env, ...environment };
  const { code, output } = await run(process.execPath, [outfile, answer], { cwd: where, quiet: true, env });
  if (code !== 0) throw new Error(`the bundle ended with exit code ${code}\n${output}`);
  return readJson(answer);
}

/** @returns {string | undefined} the engines that answered otherwise than expected */
function unexpected({ answers, rows }, expected) {
  const wrong = Object.entries(answers).filter(([id, answer]) => !expected(id).includes(answer));
  return wrong.length === 0 && rows === 1 ? undefined : `rows: ${rows}; ${JSON.stringify(Object.fromEntries(wrong), null, 2)}`;
}

for (const format of ['esm', 'cjs']) {
  const alone = path.join(work, `bundle-${format}`);
  mkdirSync(alone);
  await check(`a single file (${format}) works by itself: what needs files says so, the reference engine answers`, async () =>
    unexpected(await bundled(format, alone), id =>
      id === 'ts-reference' ? [1] : ['PACKAGE_FILE_MISSING', 'NATIVE_BINARY_MISSING', 'ENGINE_UNAVAILABLE'],
    ),
  );
  // A binary is there only where it was built.
  const everything = id => [id === 'rust-neon' ? 2 : 1, ...(id.startsWith('rust-') ? ['NATIVE_BINARY_MISSING'] : [])];
  await check(`a single file (${format}) beside installed packages has every engine`, async () =>
    unexpected(await bundled(format, user), everything),
  );
  await check(`a single file (${format}) that is told where packages are has every engine`, async () =>
    unexpected(await bundled(format, alone, { PARQUETFRAME_PACKAGES: path.join(user, 'node_modules') }), everything),
  );
}

const example = path.join(work, 'third-party-engine');
await check('the third-party example installs from the tarballs', async () => {
  cpSync(at('examples', 'third-party-engine'), example, {
    recursive: true,
    filter: source => !/node_modules|dist$/.test(source),
  });
  return install(example, readJson(path.join(example, 'package.json')), packed);
});
await check('the third-party example is certified by the kit', () => succeeds(npm(['test'], { cwd: example, quiet: true })));

// What `npm create @parquetframe/engine` writes, from the installed package to a certified engine; npm takes the package that is installed where it runs.
const created = path.join(work, 'created');
await check('npm create @parquetframe/engine writes a package', () =>
  succeeds(
    npm(['create', '@parquetframe/engine', '@me/engine-fast', '--offline', '--', '--folder', created], {
      cwd: user,
      quiet: true,
    }),
  ),
);
await check('the created engine installs from the tarballs', () =>
  install(created, readJson(path.join(created, 'package.json')), packed),
);
await check('the created engine is certified', () => succeeds(npm(['run', 'certify'], { cwd: created, quiet: true })));
await check('the created engine passes its tests: the kit, the registry, a runtime', async () => {
  const { code, output } = await npm(['test'], { cwd: created, quiet: true });
  return code === 0 && /^\S* pass 3$/m.test(output) ? undefined : `exit ${code}\n${output}`;
});
await check('the created engine can be packed with its certificate', async () => {
  const { code, stdout, output } = await npm(['pack', '--json', '--dry-run', '--ignore-scripts'], { cwd: created, quiet: true });
  if (code !== 0) return output;
  const files = Object.values(JSON.parse(stdout))[0].files.map(file => file.path);
  return wrongContents({
    files: [...files, 'LICENSE'],
    isPlatform: false,
    manifest: readJson(path.join(created, 'package.json')),
  });
});
await check('the created engine is chosen by auto', async () => {
  const program = `import { createRuntime } from '@parquetframe/core';
import fast from '@me/engine-fast';
const pf = await createRuntime({ engines: [fast()], wisdom: 'off' });
const table = await pf.fromRows([{ a: 1 }, { a: 2 }]).limit(1).collect();
if (table.provenance.stages[0].engine !== 'fast') throw new Error(JSON.stringify(table.provenance));
await pf.close();`;
  return succeeds(run(process.execPath, ['--input-type=module', '--eval', program], { cwd: created, quiet: true }));
});

process.stdout.write(`1..${count}\n`);
rmSync(work, { recursive: true, force: true });

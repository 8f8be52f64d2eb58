/**
 * The published form of a package: the modules that `tsc` compiled, joined into a few, because Node takes longer to find, read and link two hundred small modules than to compile what is in them.
 * Each entry keeps its path; what entries share lies in `chunks`, once, so that a class is the same class in all of them. Declarations stay as they are. Source maps are not published, so
 * nothing names them.
 *
 * Entries are the JavaScript files of `exports` and `bin` and those that package.json lists in `bundle.entries`: programs of threads and processes, which are found by their path. Packages that
 * `bundle.include` names are joined in as well, with their licences; all others are imported as ever.
 */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { unnameSourceMaps } from './source-maps.mjs';
import { readJson } from './workspace.mjs';

const LICENCES = 'THIRD-PARTY-LICENSES.txt';

/** Writes what is published of the `dist` of a package to another folder. */
export async function writePublished(directory, destination) {
  const { exports, bin = {}, bundle = {} } = readJson(path.join(directory, 'package.json'));
  const targets = Object.values(exports).map(target => (typeof target === 'string' ? target : target.default));
  const entries = [...targets, ...Object.values(bin), ...(bundle.entries ?? [])].filter(file => file.endsWith('.js'));
  const dist = path.join(directory, 'dist');
  rmSync(destination, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: directory,
    entryPoints: [...new Set(entries)],
    outdir: destination,
    outbase: dist,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // As modules, where there are: one in CommonJS has no names for `import()` when it is joined in, only `default`.
    mainFields: ['es2015', 'module', 'main'],
    plugins: [onlyIncluded(bundle.include ?? [])],
    metafile: true,
    logLevel: 'error',
  });
  for (const file of declarations(dist)) {
    mkdirSync(path.dirname(path.join(destination, file)), { recursive: true });
    copyFileSync(path.join(dist, file), path.join(destination, file));
  }
  unnameSourceMaps(destination);
  const licences = licencesOf(directory, Object.keys(metafile.inputs));
  if (licences !== '') writeFileSync(path.join(destination, LICENCES), licences);
}

/** Leaves packages outside, except those that are named and what these need themselves. */
const onlyIncluded = include => ({
  name: 'only-included',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path: specifier, importer, kind }) => {
      const isInside = kind === 'entry-point' || include.includes(specifier) || /[\\/]node_modules[\\/]/.test(importer);
      return isInside ? undefined : { path: specifier, external: true };
    });
  },
});

function declarations(dist) {
  return readdirSync(dist, { recursive: true }).filter(
    file => file.endsWith('.d.ts') && !file.startsWith(`test${path.sep}`) && !/\.test\./.test(file),
  );
}

/** The licences of the packages whose files were joined in. */
function licencesOf(directory, inputs) {
  const packages = new Set(
    inputs.map(input => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path.resolve(directory, input))?.[0]),
  );
  packages.delete(undefined);
  return [...packages]
    .map(folder => {
      const { name, version } = readJson(path.join(folder, 'package.json'));
      const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`${name} is to be published with ours, and has no licence`);
      return `${name} ${version}\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

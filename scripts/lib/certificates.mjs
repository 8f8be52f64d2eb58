/** Which engines of this repository are certified, and what a certificate depends on. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSource, sourceGraph } from './source-graph.mjs';
import { at, readJson } from './workspace.mjs';

/** What defines right, by part: the kit with its cases, the catalogue and data model, and the reference engine. */
const common = {
  kit: ['plugins/conformance/src'],
  catalogue: ['core/src/contract', 'core/src/engine', 'core/src/dispatch/transfer/transfers.ts'],
  reference: ['engines/ts-reference/src', 'engines/ts-reference/engine.json'],
};
const partNames = {
  kit: ['the conformance kit', 'its cases'],
  catalogue: ['the contract or the catalogue', 'its definition'],
  reference: ['the reference engine', 'its reference kernel'],
  engine: ['the engine', 'its kernel'],
};
/** Files of a single operation, `family/name.ts` in each of these. */
const perOperation = ['plugins/conformance/src/cases', 'core/src/contract/operations', 'engines/ts-reference/src/kernels'];
const entries = {
  '@parquetframe/core/engine': 'core/src/engine/index.ts',
  '@parquetframe/engine-ts-reference': 'engines/ts-reference/src/index.ts',
  '@parquetframe/engine-ts-reference/kernels': 'engines/ts-reference/src/kernels/index.ts',
  '@parquetframe/engine-ts-reference/kernels/parallel': 'engines/ts-reference/src/kernels/parallel.ts',
};

/**
 * `sources`: what the engine is made of, beyond the kit; `wraps`: libraries whose versions its certificate names. The isolated engine has the certificate of
 * the engine it isolates, and is tested with it.
 */
const particulars = {
  'ts-reference': {
    sources: [],
    wraps: () => npmVersions('hyparquet', 'hyparquet-writer', 'hyparquet-compressors', 'csv-parse'),
  },
  'rust-napi': {
    sources: [...ownSources('rust-napi'), 'native', 'plugins/process-host/src'],
    wraps: () => cargoVersions('arrow', 'parquet', 'rayon', 'napi'),
    isIsolatedToo: true,
  },
  'rust-neon': {
    sources: [...ownSources('rust-neon'), 'native/pf-graph-core', 'native/pf-neon'],
    wraps: () => cargoVersions('neon', 'rayon'),
  },
};

/** The reference first, which the others are compared with. An engine that is TypeScript of its own alone has no particulars. */
export const certified = readdirSync(at('engines'))
  .filter(name => existsSync(at('engines', name, 'engine.json')))
  .sort((a, b) => Number(b === 'ts-reference') - Number(a === 'ts-reference') || a.localeCompare(b))
  .map(name => ({ name, sources: ownSources(name), wraps: () => ({}), ...particulars[name] }));

function ownSources(name) {
  return [`engines/${name}/src`, `engines/${name}/engine.json`];
}

export const certificateFile = name => at('engines', name, 'conformance.json');

/** Per engine, what its sources were when it was certified: what all operations share, and what each has for itself. */
export const stampsFile = at('scripts', 'certified.json');
export const readStamps = () => (existsSync(stampsFile) ? readJson(stampsFile) : {});

/** Merges what was certified now into the stamps of its engine. */
export function writeStamp(name, { shared, operations }, certified) {
  const kept = Object.entries(readStamps()[name]?.operations ?? {}).filter(([operation]) => certified.includes(operation));
  const made = Object.entries(operations).filter(([operation]) => certified.includes(operation));
  const stamp = { shared, operations: Object.fromEntries([...new Map([...kept, ...made])].sort(([a], [b]) => (a < b ? -1 : 1))) };
  writeFileSync(stampsFile, `${JSON.stringify({ ...readStamps(), [name]: stamp }, null, 2)}\n`);
}

/** Fingerprints of the sources of an engine, by part: `shared`, and of each operation that it claims. Tests, outputs and documentation do not count. */
export function sourceStamp({ name, sources }, read = readSource) {
  const parts = Object.entries({ ...common, engine: sources }).map(([part, folders]) => [part, folders.flatMap(filesUnder)]);
  const partOf = new Map(parts.flatMap(([part, files]) => files.map(file => [file, part])));
  const graph = sourceGraph({ files: [...partOf.keys()], entries, roots: rootsOf(new Set(partOf.keys())), read });
  const byPart = files =>
    Object.fromEntries(
      parts.flatMap(([part]) => {
        const own = files.filter(file => partOf.get(file) === part);
        return own.length === 0 ? [] : [[part, fingerprint(own, read)]];
      }),
    );
  const claimed = Object.keys(readJson(at('engines', name, 'engine.json')).operations);
  return {
    shared: byPart(graph.shared),
    operations: Object.fromEntries(claimed.map(operation => [operation, byPart(graph.of(operation))])),
  };
}

function rootsOf(files) {
  const kebab = text => text.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  const claims = Object.keys(readJson(at('engines', 'ts-reference', 'engine.json')).operations);
  return new Map(
    claims.map(operation => {
      const file = `${operation.split('.').map(kebab).join('/')}.ts`;
      return [operation, perOperation.map(folder => `${folder}/${file}`).filter(found => files.has(found))];
    }),
  );
}

const fingerprint = (files, read) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(read(file));
  return hash.digest('hex').slice(0, 16);
};

const counts = file =>
  /\.(ts|rs|json)$|Cargo\.toml$/.test(file) &&
  !/\.test\.ts$|\/generated\/|tests\.rs$|(^|\/)(tests|benches|examples)\//.test(file);

function filesUnder(entry) {
  if (!existsSync(at(entry))) return [];
  if (statSync(at(entry)).isFile()) return [entry];
  return readdirSync(at(entry), { recursive: true, withFileTypes: true })
    .filter(found => found.isFile())
    .map(found => path.join(path.relative(at(), found.parentPath), found.name).split(path.sep).join('/'))
    .filter(counts)
    .sort();
}

const npmVersions = (...names) =>
  Object.fromEntries(
    names.map(name => [name, readJson(at('package-lock.json')).packages[`node_modules/${name}`]?.version ?? 'missing']),
  );

function cargoVersions(...names) {
  const lock = readFileSync(at('Cargo.lock'), 'utf8');
  const versions = names.map(name => [name, new RegExp(`name = "${name}"\nversion = "([^"]+)"`).exec(lock)?.[1]]);
  return Object.fromEntries(versions.filter(([, version]) => version !== undefined));
}

/** Operations of an engine whose sources are others than those that were certified, each with the reason. */
export function changedSources(engine, stamp = sourceStamp(engine), known = readStamps()[engine.name]) {
  if (!existsSync(certificateFile(engine.name))) return everyOperation(stamp, 'there is no certificate');
  if (typeof known?.shared !== 'object') return everyOperation(stamp, 'it is not known what was certified');
  const changed = difference(known.shared, stamp.shared);
  if (changed.length > 0) return everyOperation(stamp, `${changed.map(part => partNames[part][0]).join(' and ')} changed`);
  const stale = {};
  for (const [operation, parts] of Object.entries(stamp.operations)) {
    const before = known.operations[operation];
    const own = before === undefined ? [] : difference(before, parts);
    if (before === undefined) stale[operation] = 'it was not certified';
    else if (own.length > 0) stale[operation] = `${own.map(part => partNames[part][1]).join(' and ')} changed`;
  }
  return stale;
}

const everyOperation = ({ operations }, reason) => Object.fromEntries(Object.keys(operations).map(name => [name, reason]));
const difference = (before, now) => Object.keys(partNames).filter(part => before[part] !== now[part]);

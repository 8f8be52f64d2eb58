/** Which engines of this repository are certified, and what a certificate depends on. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { at, readJson } from './workspace.mjs';

/** What defines right: the kit with its cases, the catalogue and data model, and the reference engine. */
const kit = [
  'plugins/conformance/src',
  'core/src/contract',
  'core/src/dispatch/transfer/transfers.ts',
  'engines/ts-reference/src',
  'engines/ts-reference/engine.json',
];

/**
 * `sources`: what the engine is made of, beyond the kit; `wraps`: libraries whose versions its certificate names. The isolated engine has the certificate of
 * the engine it isolates, and is tested with it.
 */
export const certified = [
  {
    name: 'ts-reference',
    sources: [],
    wraps: () => npmVersions('hyparquet', 'hyparquet-writer', 'hyparquet-compressors', 'csv-parse'),
  },
  {
    name: 'worker-pool',
    sources: ['engines/worker-pool/src', 'engines/worker-pool/engine.json'],
    wraps: () => ({}),
  },
  {
    name: 'rust-napi',
    sources: ['engines/rust-napi/src', 'engines/rust-napi/engine.json', 'native', 'plugins/process-host/src'],
    wraps: () => cargoVersions('arrow', 'parquet', 'rayon', 'napi'),
    isIsolatedToo: true,
  },
  {
    name: 'rust-neon',
    sources: ['engines/rust-neon/src', 'engines/rust-neon/engine.json', 'native/pf-graph-core', 'native/pf-neon'],
    wraps: () => cargoVersions('neon', 'rayon'),
  },
];

export const certificateFile = name => at('engines', name, 'conformance.json');

/** Fingerprints of the sources at the time of certifying, by engine. */
export const stampsFile = at('scripts', 'certified.json');
export const readStamps = () => (existsSync(stampsFile) ? readJson(stampsFile) : {});

/** SHA-256 over the sources that a certificate depends on; tests, outputs and documentation do not count. */
export function sourcesHash({ sources }) {
  const hash = createHash('sha256');
  for (const entry of [...kit, ...sources]) {
    for (const file of filesUnder(entry))
      hash.update(`${file}\n`).update(readFileSync(at(file), 'utf8').replaceAll('\r\n', '\n'));
  }
  return hash.digest('hex');
}

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

/** Why a certificate must be made again, or undefined. */
export function staleness(engine) {
  if (!existsSync(certificateFile(engine.name))) return 'there is no certificate';
  return readStamps()[engine.name] === sourcesHash(engine) ? undefined : 'sources have changed since it was certified';
}

/** Why a certificate does not cover all that its engine claims, or undefined. */
export function gap({ name }) {
  const manifest = readJson(at('engines', name, 'engine.json'));
  const certificate = readJson(certificateFile(name));
  if (certificate.version !== manifest.version)
    return `the certificate is for version ${certificate.version}, the engine is ${manifest.version}`;
  const missing = Object.keys(manifest.operations).filter(operation => certificate.operations[operation] === undefined);
  return missing.length === 0 ? undefined : `not certified although claimed: ${missing.join(', ')}`;
}

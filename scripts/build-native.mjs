/**
 * Builds the native binaries of engines and puts them where the engines look first. Uses nothing that is not in Node itself; quick when
 * nothing changed, because cargo is.
 *
 *   node scripts/build-native.mjs [ENGINE...] [--release]
 *
 * All native engines by default: `engines/rust-<name>` is built from the crate `native/pf-<name>`, all in one call of cargo, so that
 * what they share is built once. `--release` is for benchmarks and publishing.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cargoEnvironment, profile as usualProfile } from './lib/cargo.mjs';
import { run } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const { values, positionals } = parseArgs({ options: { release: { type: 'boolean', default: false } }, allowPositionals: true });
const profile = values.release ? 'release' : usualProfile;

const crateOf = engine => `pf-${engine.slice('rust-'.length)}`;
const native = readdirSync(at('engines')).filter(name => name.startsWith('rust-') && existsSync(at('native', crateOf(name))));
const unknown = positionals.find(name => !native.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`there is no native engine ${unknown}; there are: ${native.join(', ')}\n`);
  process.exit(2);
}
const engines = positionals.length > 0 ? positionals : native;

const environment = await cargoEnvironment();
const { code } = await run(
  'cargo',
  ['build', '--profile', profile, '--locked', ...engines.flatMap(name => ['-p', crateOf(name)])],
  {
    env: environment,
  },
);
if (code !== 0) process.exit(code);

for (const engine of engines) install(engine);

function install(engine) {
  const file = crateOf(engine).replaceAll('-', '_');
  const library = { darwin: `lib${file}.dylib`, win32: `${file}.dll` }[process.platform] ?? `lib${file}.so`;
  const built = path.join(environment.CARGO_TARGET_DIR, profile, library);
  const folder = at('engines', engine, 'npm', platformName());
  const binary = path.join(folder, `${engine}.${platformName()}.node`);
  if (existsSync(binary) && statSync(binary).mtimeMs >= statSync(built).mtimeMs && statSync(binary).size === statSync(built).size)
    return;
  mkdirSync(folder, { recursive: true });
  // A running process keeps the file it has mapped: the new one is moved into its place, never written over it.
  copyFileSync(built, `${binary}.new`);
  renameSync(`${binary}.new`, binary);
}

/** As `nativePlatform` of core, which is not built yet when this runs. */
function platformName() {
  const { platform, arch, report } = process;
  if (platform !== 'linux') return `${platform}-${arch}`;
  return `${platform}-${arch}-${report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl'}`;
}

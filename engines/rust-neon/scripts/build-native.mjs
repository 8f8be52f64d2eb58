/**
 * Builds the native binary of this engine and puts it where the engine looks first. Uses nothing that is not in Node itself; quick when
 * nothing changed, because cargo is.
 *
 *   node scripts/build-native.mjs [--release]
 *
 * `--release` is for benchmarks and publishing; the default profile `ci` keeps assertions and overflow checks.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const profile = process.argv.includes('--release') ? 'release' : 'ci';
const engine = path.resolve(import.meta.dirname, '..');
const root = path.resolve(engine, '..', '..');
const target =
  process.env.CARGO_TARGET_DIR ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'parquetframe', 'target');

const glibc = process.platform === 'linux' ? process.report.getReport().header.glibcVersionRuntime : undefined;
const libc = process.platform === 'linux' ? (glibc ? '-gnu' : '-musl') : '';
const platform = `${process.platform}-${process.arch}${libc}`;

const { status, error } = spawnSync('cargo', ['build', '--profile', profile, '-p', 'pf-neon', '--locked'], {
  cwd: root,
  env: { ...process.env, CARGO_TARGET_DIR: target },
  stdio: 'inherit',
});
if (error) process.stderr.write(`cargo could not be started: ${error.message}\n`);
if (status !== 0) process.exit(status ?? 1);

const libraries = { linux: 'libpf_neon.so', darwin: 'libpf_neon.dylib', win32: 'pf_neon.dll' };
const built = path.join(target, profile, libraries[process.platform] ?? libraries.linux);
const folder = path.join(engine, 'npm', platform);
const binary = path.join(folder, `rust-neon.${platform}.node`);

if (!existsSync(binary) || statSync(binary).mtimeMs < statSync(built).mtimeMs || statSync(binary).size !== statSync(built).size) {
  mkdirSync(folder, { recursive: true });
  // A running process keeps the file it has mapped: the new one is moved into its place, never written over it.
  copyFileSync(built, `${binary}.new`);
  renameSync(`${binary}.new`, binary);
}

/**
 * `npm run coverage:rust`: line coverage of every Rust crate by its own tests and, for the two addons, by those of their engine packages; fails where a crate is
 * below 85 %. Lines of test modules do not count. Builds into a folder of its own beside the usual one: minutes the first time.
 *
 *   node scripts/coverage-rust.mjs [--lines] [--lcov FILE]    --lines also names the lines that nothing reached
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cargoEnvironment, checkedCrates, profile, whyNoCargo } from './lib/cargo.mjs';
import { isTestFile, parseLcov, ranges, testLines } from './lib/lcov.mjs';
import { compilerInUse, llvmTools } from './lib/llvm.mjs';
import { must, run } from './lib/run.mjs';
import { at, readJson } from './lib/workspace.mjs';

const leastLines = 85;
const addons = [
  { engine: 'rust-napi', crate: 'pf-napi' },
  { engine: 'rust-neon', crate: 'pf-neon' },
];
const { values } = parseArgs({ options: { lines: { type: 'boolean', default: false }, lcov: { type: 'string' } } });

const noCargo = whyNoCargo();
if (noCargo !== undefined) {
  process.stdout.write(`skipped: ${noCargo}\n`);
  process.exit(0);
}
const found = await llvmTools(await compilerInUse());
if (found.tools === undefined) {
  process.stderr.write(`${found.missing}\n`);
  process.exit(1);
}

const target = `${(await cargoEnvironment()).CARGO_TARGET_DIR}-coverage`;
const counts = path.join(target, 'counts');
const packages = path.join(target, 'packages');
const building = {
  CARGO_TARGET_DIR: target,
  RUSTC_WORKSPACE_WRAPPER: fileURLToPath(new URL('lib/rustc-with-coverage.sh', import.meta.url)),
  // Build scripts are instrumented too; what they count is of no interest.
  LLVM_PROFILE_FILE: path.join(target, 'build-scripts.profraw'),
};
// Optimized less than elsewhere: it is built for this alone, and counts are the same.
const settings = ['--profile', profile, '--locked', '--config', `profile.${profile}.opt-level=1`, ...checkedCrates];

/** Builds, and answers with the files that cargo made of our own crates. */
async function build(...args) {
  const output = await must('cargo', [...args, ...settings, '--message-format', 'json-render-diagnostics'], {
    env: building,
    onLine: (line, stream) => stream === 'stderr' && process.stderr.write(`${line}\n`),
  });
  return output
    .split('\n')
    .filter(line => line.startsWith('{"reason":"compiler-artifact"'))
    .map(line => JSON.parse(line))
    .filter(({ manifest_path: manifest }) => manifest.startsWith(at('native') + path.sep));
}

/** The engine's package as it is, but with the instrumented binary: PARQUETFRAME_PACKAGES makes the loader look there. */
function stage({ engine }, library) {
  const own = at('engines', engine);
  const staged = path.join(packages, readJson(path.join(own, 'package.json')).name);
  mkdirSync(staged, { recursive: true });
  for (const entry of ['package.json', 'engine.json', 'dist']) symlinkSync(path.join(own, entry), path.join(staged, entry));
  const platform = readdirSync(path.join(own, 'npm')).find(name =>
    existsSync(path.join(own, 'npm', name, `${engine}.${name}.node`)),
  );
  mkdirSync(path.join(staged, 'npm', platform), { recursive: true });
  copyFileSync(library, path.join(staged, 'npm', platform, `${engine}.${platform}.node`));
  return path.join(staged, 'npm', platform, `${engine}.${platform}.node`);
}

await must(process.execPath, [at('scripts', 'bootstrap.mjs'), '--certify', 'off']);
for (const folder of [counts, packages]) rmSync(folder, { recursive: true, force: true });
mkdirSync(counts, { recursive: true });
// Processes share a few files, which they merge their counts into when they end.
const counting = { LLVM_PROFILE_FILE: path.join(counts, '%4m.profraw') };

const tests = await build('test', '--workspace', '--tests', '--no-run');
const libraries = await build('build', ...addons.flatMap(({ crate }) => ['-p', crate]));
const libraryOf = ({ crate }) =>
  libraries.find(({ target }) => target.name === crate.replaceAll('-', '_') && target.kind.includes('cdylib')).filenames[0];
const staged = addons.map(addon => stage(addon, libraryOf(addon)));

await must('cargo', ['test', '--workspace', '--tests', '--no-fail-fast', ...settings, '--', '--quiet'], {
  env: { ...building, ...counting },
});
await must(
  process.execPath,
  [at('scripts', 'test.mjs'), '--runner', 'ava', ...addons.flatMap(({ engine }) => ['--package', `engines/${engine}`])],
  { env: { ...counting, PARQUETFRAME_PACKAGES: packages } },
);

const merged = path.join(target, 'counts.profdata');
const raw = readdirSync(counts).map(file => path.join(counts, file));
await must(found.tools['llvm-profdata'], ['merge', '--sparse', '--failure-mode=all', '-o', merged, ...raw]);
const programs = [...new Set([...tests.map(({ executable }) => executable).filter(file => file !== null), ...staged])];
const { code, stdout, output } = await run(
  found.tools['llvm-cov'],
  ['export', '--format=lcov', `--instr-profile=${merged}`, ...programs.flatMap(file => ['--object', file])],
  { quiet: true },
);
if (code !== 0) {
  process.stderr.write(output);
  process.exit(code);
}
if (values.lcov !== undefined) writeFileSync(values.lcov, stdout);

/** For each file of a crate's sources the lines that count, and those that nothing reached. */
function filesOf(crate) {
  const folder = at('native', crate, 'src') + path.sep;
  const files = [];
  for (const [file, lines] of parseLcov(stdout)) {
    if (!file.startsWith(folder) || isTestFile(file.slice(folder.length).replaceAll('\\', '/'))) continue;
    const inTests = testLines(readFileSync(file, 'utf8'));
    const counted = [...lines].filter(([line]) => !inTests.has(line));
    files.push({ file, lines: counted.length, missed: counted.filter(([, count]) => count === 0).map(([line]) => line) });
  }
  return files.sort((a, b) => b.missed.length - a.missed.length);
}

const sum = (files, of) => files.reduce((total, file) => total + of(file), 0);
for (const crate of readdirSync(at('native'))) {
  const files = filesOf(crate);
  const lines = sum(files, ({ lines }) => lines);
  const reached = lines - sum(files, ({ missed }) => missed.length);
  const share = lines === 0 ? 0 : (100 * reached) / lines;
  const verdict = share < leastLines ? `BELOW ${leastLines} %` : 'ok';
  process.stdout.write(`${crate.padEnd(20)} ${share.toFixed(1).padStart(5)} %  ${reached} of ${lines} lines  ${verdict}\n`);
  if (share < leastLines) process.exitCode = 1;
  if (!values.lines) continue;
  for (const { file, lines, missed } of files.filter(({ missed }) => missed.length > 0))
    process.stdout.write(`  ${path.relative(at(), file)}: ${missed.length} of ${lines}: ${ranges(missed)}\n`);
}

/**
 * Runs every test of the repository and closes with `N passed, N failed, N skipped`, alone on its line.
 *
 *   node scripts/test.mjs [--runner ava|cargo|examples]... [--package folder]... [--report file.json]
 *
 * Runners: ava in every package (and for these scripts), cargo for the Rust workspace, the examples of the documentation.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cargoEnvironment, checkedCrates, parseCargoResults, profile, whyNoCargo } from './lib/cargo.mjs';
import { findExamples } from './lib/doc-examples.mjs';
import { run, seconds } from './lib/run.mjs';
import { parseTap } from './lib/tap.mjs';
import { add, closingLine, nothing } from './lib/totals.mjs';
import { at, packages, readJson, root, testData } from './lib/workspace.mjs';

const { values } = parseArgs({
  options: {
    runner: { type: 'string', multiple: true },
    package: { type: 'string', multiple: true },
    report: { type: 'string' },
  },
});
const wants = runner => values.runner === undefined || values.runner.includes(runner);

// Tests leave files behind, most of all those that are killed or kill: all of them go with this folder.
const scratch = mkdtempSync(path.join(tmpdir(), 'parquetframe-tests-'));
for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = scratch;
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const total = nothing();
const report = [];

function record(name, started, result) {
  add(total, result);
  report.push({ name, milliseconds: Math.round(performance.now() - started), ...result });
  process.stdout.write(
    `${result.failed > 0 ? 'FAIL' : 'ok  '} ${name}: ${closingLine(result)} (${seconds(performance.now() - started)})\n`,
  );
  for (const line of result.failures) process.stdout.write(`  ${line}\n`);
}

/** Why a native engine has no binary here and cannot get one; undefined for all others. With cargo a missing binary is a failure. */
function whyNoBinary(directory) {
  const manifest = path.join(directory, 'engine.json');
  if (!existsSync(manifest) || readJson(manifest).native !== true) return undefined;
  const platforms = path.join(directory, 'npm');
  const isBuilt = existsSync(platforms) && readdirSync(platforms, { recursive: true }).some(file => file.endsWith('.node'));
  return isBuilt && process.env.PARQUETFRAME_DISABLE_RUST !== '1' ? undefined : whyNoCargo();
}

async function ava(name, directory) {
  const started = performance.now();
  const reason = whyNoBinary(directory);
  if (reason !== undefined) {
    const skippedTitles = [`all tests (needs its native binary; ${reason})`];
    record(name, started, { passed: 0, failed: 0, skipped: 1, skippedTitles, failures: [] });
    return;
  }
  const { code, stdout, stderr } = await run(process.execPath, [at('node_modules', 'ava', 'entrypoints', 'cli.mjs'), '--tap'], {
    cwd: directory,
    quiet: true,
  });
  const result = parseTap(stdout, code, stderr);
  record(name, started, result);
}

async function cargo() {
  const started = performance.now();
  const reason = whyNoCargo();
  if (reason !== undefined) {
    record('cargo', started, { passed: 0, failed: 0, skipped: 1, skippedTitles: [`cargo test (${reason})`], failures: [] });
    return;
  }
  const env = await cargoEnvironment();
  const { code, output } = await run('cargo', ['test', '--workspace', '--profile', profile, ...checkedCrates, '--no-fail-fast'], {
    env: { ...env, CARGO_TERM_COLOR: 'never' },
    quiet: true,
  });
  const result = { ...parseCargoResults(output), skippedTitles: [], failures: [] };
  if (code !== 0) {
    result.failed = Math.max(1, result.failed);
    result.failures.push(
      ...output
        .split('\n')
        .filter(line => !/^test .* \.\.\. ok$/.test(line))
        .slice(-200),
    );
  }
  for (const [, title] of output.matchAll(/^test (.*) \.\.\. ignored/gm)) result.skippedTitles.push(title);
  record('cargo', started, result);
}

async function examples() {
  const started = performance.now();
  if (findExamples().length === 0) return;
  const { code, stdout } = await run(process.execPath, [at('scripts', 'doc-examples.mjs')], { quiet: true });
  record('examples in the documentation', started, parseTap(stdout, code));
}

if (wants('ava')) {
  if (values.package === undefined) await ava('scripts', root);
  for (const { name, directory, folder } of packages()) {
    if (values.package === undefined || values.package.includes(folder)) await ava(name, directory);
  }
}
if (wants('cargo') && values.package === undefined && existsSync(at('Cargo.toml'))) await cargo();
if (wants('examples') && values.package === undefined) await examples();

const skipped = report.flatMap(({ name, skippedTitles }) => skippedTitles.map(title => `${name}: ${title}`));
if (skipped.length > 0) process.stdout.write(`\nskipped:\n${skipped.map(title => `  ${title}\n`).join('')}`);
if (!testData().exists)
  process.stdout.write(`test data not found at ${testData().folder}; set PARQUETFRAME_TEST_DATA to its folder\n`);
if (values.report !== undefined) writeFileSync(values.report, `${JSON.stringify({ total, runners: report }, null, 2)}\n`);
process.stdout.write(`${closingLine(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

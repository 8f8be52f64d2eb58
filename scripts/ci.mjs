/**
 * The whole check of a clone: `.ci/run`, or `node scripts/ci.mjs [--only stage]... [--skip-install]`.
 *
 * Stages run one after another, because two heavy builds side by side are slower than either. A failing stage does not stop
 * the others, except that nothing runs without an installation and a build. Every stage needs its script: a missing one is a
 * failure. Closes with `N passed, N failed, N skipped` over all runners, alone on its line; a stage that runs no tests counts as one.
 */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cargoEnvironment, profile, whyNoCargo } from './lib/cargo.mjs';
import { npm, run, seconds } from './lib/run.mjs';
import { parseTap } from './lib/tap.mjs';
import { add, closingLine, nothing } from './lib/totals.mjs';
import { at, packages, readJson, testData } from './lib/workspace.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, 'skip-install': { type: 'boolean', default: false } },
});

const report = at('.cache', 'ci-tests.json');
const coverage = at('coverage', 'v8');
const noCargo = whyNoCargo();

const script = (file, ...args) => ({ needs: file, start: options => run(process.execPath, [at(file), ...args], options) });
const tool = (file, ...args) => script(path.join('node_modules', file), ...args);
const cargo = (...args) => ({
  needs: 'Cargo.toml',
  needsCargo: true,
  start: async options => run('cargo', args, { ...options, env: { ...options.env, ...(await cargoEnvironment()) } }),
});
const pframe = (...args) => script('parquetframe/dist/cli/main.js', ...args);

const stages = [
  { name: 'install', isBasis: true, start: options => npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], options) },
  { name: 'types', isBasis: true, before: removeOutputs, ...tool('typescript/bin/tsc', '-b') },
  { name: 'format', ...tool('prettier/bin/prettier.cjs', '--check', '.') },
  { name: 'lint', ...tool('eslint/bin/eslint.js', '.', '--max-warnings', '0') },
  { name: 'unused code', ...tool('knip/bin/knip.js') },
  { name: 'generated pages are fresh', ...script('scripts/generate-docs.mjs', '--check') },
  { name: 'generated lists are fresh', ...script('scripts/generate-indexes.mjs', '--check') },
  { name: 'generated modules are fresh', ...script('scripts/embed.mjs', '--check') },
  { name: 'rust format', ...cargo('fmt', '--all', '--', '--check') },
  { name: 'rust lint', ...cargo('clippy', '--workspace', '--all-targets', '--profile', profile, '--', '-D', 'warnings') },
  { name: 'native build', ...script('scripts/bootstrap.mjs', '--native', 'required', '--certify', 'off') },
  { name: 'certificates are fresh', ...script('scripts/certify.mjs', '--check') },
  {
    name: 'tests',
    before: () => rmSync(at('coverage'), { recursive: true, force: true }),
    env: { NODE_V8_COVERAGE: coverage },
    ...script('scripts/test.mjs', '--report', report),
    after: dataTestsRan,
  },
  { name: 'coverage of core', ...script('scripts/coverage.mjs', '--report-only') },
  { name: 'parity', ...pframe('parity', '--cases', '50', '--functions', '100') },
  { name: 'packaging', ...script('scripts/packaging.mjs') },
  { name: 'demo, half of it on Rust', ...script('scripts/share.mjs', '--only', 'demo') },
  {
    name: 'demo without native engines',
    env: { PARQUETFRAME_DISABLE_RUST: '1' },
    ...script('scripts/demo.mjs', '--json'),
    isLong: true,
  },
  { name: 'instruction gate', needsCargo: true, ...script('benchmarks/instructions/gate.mjs') },
  {
    name: 'benchmark smoke',
    isLong: true,
    start: options => npm(['run', '--silent', 'bench', '--', '--suite', 'quick'], options),
  },
];

function removeOutputs() {
  for (const { folder } of packages()) rmSync(at(folder, 'dist'), { recursive: true, force: true });
}

/** With the test data there, nothing may be skipped for want of it; "(needs …)" at the end of a title names another reason. */
function dataTestsRan() {
  if (!testData().exists || !existsSync(report)) return [];
  const titles = readJson(report).runners.flatMap(({ name, skippedTitles }) => skippedTitles.map(title => `${name}: ${title}`));
  return titles.filter(title => !/\((needs|cargo|PARQUETFRAME_DISABLE_RUST)[^)]*\)$/.test(title) && !title.startsWith('cargo: '));
}

/** What a stage amounts to: its own closing line, its TAP, a line that says it was skipped, or its exit code. */
function count({ code, stdout }) {
  const lines = stdout.trimEnd().split('\n');
  const closing = /^(?:[\w ]+: )?(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(lines.at(-1));
  if (closing !== null) {
    const [passed, failed, skipped] = closing.slice(1).map(Number);
    return { passed, failed: code !== 0 ? Math.max(1, failed) : failed, skipped };
  }
  if (lines[0].startsWith('TAP version')) return parseTap(stdout, code);
  if (code === 0 && /^skipped\b/i.test(lines.at(-1))) return { passed: 0, failed: 0, skipped: 1 };
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function runStage(stage) {
  if (stage.needsCargo && noCargo !== undefined) return { result: { passed: 0, failed: 0, skipped: 1 }, note: noCargo };
  if (stage.needs !== undefined && !existsSync(at(stage.needs))) {
    return { result: { passed: 0, failed: 1, skipped: 0 }, note: `${stage.needs} is missing` };
  }
  stage.before?.();
  const print = line => process.stdout.write(`  ${line}\n`);
  const ended = await stage.start({ env: stage.env ?? {}, ...(stage.isLong ? { quiet: true } : { onLine: print }) });
  const result = count(ended);
  if (stage.isLong && result.failed > 0) process.stdout.write(`${ended.output}\n`);
  const complaints = stage.after?.() ?? [];
  for (const complaint of complaints) print(`skipped although the test data is there: ${complaint}`);
  return { result: add({ passed: 0, failed: complaints.length, skipped: 0 }, result) };
}

const chosen = stages.filter(
  ({ name }) => (values.only === undefined || values.only.includes(name)) && !(values['skip-install'] && name === 'install'),
);
const unknown = (values.only ?? []).filter(name => !stages.some(stage => stage.name === name));
if (unknown.length > 0) {
  process.stderr.write(`no such stage: ${unknown.join(', ')}; there are: ${stages.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

/** The ten stages and runners of tests that took longest. */
function slowest() {
  const runners = existsSync(report)
    ? readJson(report).runners.map(({ name, milliseconds }) => ({ name: `tests: ${name}`, milliseconds }))
    : [];
  return [...timed, ...runners]
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, 10)
    .map(({ name, milliseconds }) => `     ${seconds(milliseconds).padStart(8)}  ${name}`);
}

const total = nothing();
const summary = [];
const timed = [];
const begun = performance.now();
for (const stage of chosen) {
  process.stdout.write(`\n== ${stage.name}\n`);
  const started = performance.now();
  const { result, note } = await runStage(stage);
  add(total, result);
  timed.push({ name: stage.name, milliseconds: performance.now() - started });
  const line = `${result.failed > 0 ? 'FAIL' : 'ok  '} ${seconds(performance.now() - started).padStart(8)}  ${stage.name}: ${closingLine(result)}${note === undefined ? '' : ` (${note})`}`;
  process.stdout.write(`${line}\n`);
  summary.push(line);
  if (result.failed > 0 && stage.isBasis) break;
}
process.stdout.write(`\n${summary.join('\n')}\n     ${seconds(performance.now() - begun).padStart(8)}  in all\n`);
process.stdout.write(`\nslowest\n${slowest().join('\n')}\n`);
if (!testData().exists) process.stdout.write(`test data not found at ${testData().folder}: tests that need it were skipped\n`);
process.stdout.write(`${closingLine(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

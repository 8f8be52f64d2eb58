/**
 * The 10 % gate on instruction counts of the Rust kernels: one thread, fixed generated graphs and tables, counted by valgrind's callgrind,
 * compared with the committed baseline of this compiler. Instructions do not depend on what else the machine does.
 *
 *   node benchmarks/instructions/gate.mjs            compare; fails above +10 %
 *   node benchmarks/instructions/gate.mjs --update   write the baseline of this compiler
 *   node benchmarks/instructions/gate.mjs --prove    build with a deliberately slowed kernel and show that the gate fails
 *
 * Closes with `instructions: N passed, N failed, N skipped`. Without valgrind, cargo or a baseline of this compiler all are skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cargoEnvironment, profile, whyNoCargo } from '../../scripts/lib/cargo.mjs';
import { onPath } from '../../scripts/lib/run.mjs';

const { values } = parseArgs({
  options: { update: { type: 'boolean', default: false }, prove: { type: 'boolean', default: false } },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const baselineFile = fileURLToPath(new URL('baseline.json', import.meta.url));
const limit = 1.1;
/** Binaries by their crates; each lists its kernels and runs one of them. */
const programs = { 'pf-graph-core': 'pf-graph-kernels', 'pf-transform-core': 'pf-table-kernels' };

const say = text => process.stdout.write(`${text}\n`);

function finish(passed, failed, skipped) {
  say(`instructions: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(failed > 0 ? 1 : 0);
}

function output(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, ...options });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stderr || String(result.error)}`);
  return result;
}

/** With the addons' own profile, and beside them, so that what CI has built is not built again with other features. */
function build(environment, features) {
  const crates = ['pf-napi', 'pf-neon', ...Object.keys(programs)].flatMap(name => ['-p', name]);
  const binaries = Object.values(programs).flatMap(name => ['--bin', name]);
  const args = ['build', '--profile', profile, '--locked', ...crates, ...binaries, ...features];
  output('cargo', [...args, '--message-format=json-render-diagnostics'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return Object.values(programs).map(name => path.join(environment.CARGO_TARGET_DIR, profile, name));
}

/** Instructions inside the program's function `measured`: the kernel without its set-up. */
function count(binary, kernel, folder) {
  const file = path.join(folder, `${kernel}.callgrind`);
  const args = ['--tool=callgrind', `--callgrind-out-file=${file}`, '--collect-atstart=no', '--toggle-collect=*measured*'];
  // Large blocks come zeroed from the system, whatever was freed before: no clearing is counted.
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '4096', RAYON_NUM_THREADS: '1' };
  output('valgrind', [...args, binary, kernel], { env });
  const [, instructions] = /^(?:summary|totals): (\d+)/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (instructions === undefined || instructions === '0') throw new Error(`callgrind counted nothing for ${kernel}`);
  return Number(instructions);
}

function countAll(binaries) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pf-instructions-'));
  try {
    const kernelsOf = binary => output(binary, ['list']).stdout.trim().split('\n');
    return Object.fromEntries(
      binaries.flatMap(binary => kernelsOf(binary).map(kernel => [kernel, count(binary, kernel, folder)])),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(counts, baseline) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const [kernel, instructions] of Object.entries(counts)) {
    const before = baseline[kernel];
    const ratio = before === undefined ? undefined : instructions / before;
    const verdict = ratio === undefined ? 'skipped' : ratio > limit ? 'failed' : 'passed';
    totals[verdict]++;
    const change = ratio === undefined ? 'no baseline' : `${ratio < 1 ? '' : '+'}${((ratio - 1) * 100).toFixed(2)} %`;
    say(`${verdict.padEnd(8)}${kernel.padEnd(28)}${instructions.toLocaleString('en').padStart(14)}  ${change}`);
  }
  for (const kernel of Object.keys(baseline).filter(kernel => !Object.hasOwn(counts, kernel))) {
    totals.failed++;
    say(`failed  ${kernel} is in the baseline and not in the program`);
  }
  return totals;
}

const baselines = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : {};
const known = Math.max(1, ...Object.values(baselines).map(baseline => Object.keys(baseline).length));
const missing = whyNoCargo() ?? (onPath('valgrind') === undefined ? 'valgrind is not on the PATH' : undefined);
if (missing !== undefined) {
  say(`instruction counts skipped: ${missing}`);
  finish(0, 0, known);
}

const environment = { ...process.env, ...(await cargoEnvironment()) };
const version = output('rustc', ['-vV']).stdout;
const compiler = `rustc ${/^release: (.*)$/m.exec(version)?.[1]} ${/^host: (.*)$/m.exec(version)?.[1]}`;
const counts = countAll(build(environment, values.prove ? ['--features', 'pf-graph-core/slow-kernel'] : []));
if (values.update && !values.prove) {
  writeFileSync(baselineFile, `${JSON.stringify({ ...baselines, [compiler]: counts }, null, 2)}\n`);
  say(`baseline of ${compiler} written: ${path.relative(root, baselineFile)}`);
  finish(Object.keys(counts).length, 0, 0);
}
const baseline = baselines[compiler];
if (baseline === undefined) {
  say(`instruction counts skipped: no baseline of ${compiler}; write one with --update`);
  finish(0, 0, Object.keys(counts).length);
}
const totals = compare(counts, baseline);
if (values.prove) {
  say(totals.failed > 0 ? 'proved: the gate fails on the slowed kernel' : 'NOT proved: the slowed kernel passed the gate');
  finish(totals.failed > 0 ? 1 : 0, totals.failed > 0 ? 0 : 1, 0);
}
finish(totals.passed, totals.failed, totals.skipped);

/**
 * `npm run share`: how many operations of the demo and of the test suite ran on Rust engines. Of those for which dispatch had a choice between engines at least half
 * must have, in either; what was pinned and what only one engine could do is told beside it.
 *
 *   node scripts/share.mjs [--only demo|tests]... [--package folder]... [--json FILE]
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { whyNoCargo } from './lib/cargo.mjs';
import { must, run } from './lib/run.mjs';
import { isRust, share, tally } from './lib/shares.mjs';
import { at } from './lib/workspace.mjs';

const leastPercent = 50;
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    package: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
  },
});

const programs = {
  demo: [at('examples', 'demo', 'demo.mjs')],
  tests: [
    at('scripts', 'test.mjs'),
    ...['--runner', 'ava', '--runner', 'examples'],
    ...values.package.flatMap(folder => ['--package', folder]),
  ],
};
const unknown = (values.only ?? []).find(name => !Object.hasOwn(programs, name));
if (unknown !== undefined) {
  process.stderr.write(`there is no ${unknown}; there are: ${Object.keys(programs).join(', ')}\n`);
  process.exit(2);
}

/** Runs a program with all its children listening, and reads what they wrote. */
async function record(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-stages-'));
  const recorder = new URL('lib/record-stages.mjs', import.meta.url).href;
  const options = [process.env.NODE_OPTIONS, `--import=${recorder}`].filter(text => text !== undefined && text !== '');
  try {
    const { code } = await run(process.execPath, args, { env: { NODE_OPTIONS: options.join(' '), STAGES_FOLDER: folder } });
    const stages = (existsSync(folder) ? readdirSync(folder) : []).flatMap(file =>
      readFileSync(path.join(folder, file), 'utf8')
        .split('\n')
        // A process that was killed may have left half a line.
        .filter(line => line.endsWith('}'))
        .map(line => JSON.parse(line)),
    );
    return { code, stages };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const percent = value => `${value.toFixed(1).padStart(5)} %`;

function print(name, counts) {
  process.stdout.write(`\n${name}: operations that ran, by how free dispatch was\n`);
  for (const [kind, engines] of [...counts].sort()) {
    const { rust, all, percent: part } = share(counts, [kind]);
    process.stdout.write(`  ${kind.padEnd(16)}${percent(part)} on Rust: ${rust} of ${all}\n`);
    for (const [engine, operations] of [...engines].sort(([, a], [, b]) => b - a))
      process.stdout.write(`    ${engine.padEnd(24)}${String(operations).padStart(8)}${isRust(engine) ? '  Rust' : ''}\n`);
  }
  const every = share(counts, [...counts.keys()]);
  process.stdout.write(`  ${'in all'.padEnd(16)}${percent(every.percent)} on Rust: ${every.rust} of ${every.all}\n`);
}

const noRust = whyNoCargo();
await must(process.execPath, [at('scripts', 'bootstrap.mjs')]);
const report = {};
for (const [name, args] of Object.entries(programs)) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  const { code, stages } = await record(args);
  if (code !== 0) process.exitCode = code;
  const counts = tally(stages);
  print(name, counts);
  const { rust, all, percent: part } = share(counts, ['chosen']);
  const isEnough = all > 0 && part >= leastPercent;
  // The tests of one package may never leave a choice; those of all packages must.
  const isPart = name === 'tests' && values.package.length > 0 && all === 0;
  const judged = isEnough ? 'ok' : isPart ? 'nothing to judge' : `BELOW ${leastPercent} %`;
  const verdict = noRust !== undefined ? `skipped: ${noRust}` : judged;
  process.stdout.write(
    `  ${name}: ${percent(part).trim()} of what could be chosen ran on Rust (${rust} of ${all})  ${verdict}\n`,
  );
  if (noRust === undefined && !isEnough && !isPart) process.exitCode = 1;
  report[name] = Object.fromEntries([...counts].map(([kind, engines]) => [kind, Object.fromEntries(engines)]));
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

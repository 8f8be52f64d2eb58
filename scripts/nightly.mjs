/**
 * What takes too long for every change: `npm run nightly`, or `node scripts/nightly.mjs [--only stage]... [--seed N]`. Every stage prints what it found; the exit code
 * is 1 when one fails.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { run, seconds } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, seed: { type: 'string' } } });
const load = (...parts) => import(pathToFileURL(at(...parts)).href);

/** Every engine with a defect meets every check of the conformance kit with default settings: each must be refused. */
async function mutants() {
  const { MUTANTS } = await load('parquetframe', 'dist', 'test', 'conformance', 'mutants', 'index.js');
  const { failedChecks, meet } = await load('parquetframe', 'dist', 'test', 'conformance', 'mutants', 'mutant.js');
  let caught = 0;
  for (const mutant of MUTANTS) {
    const started = performance.now();
    const report = await meet(mutant, values.seed === undefined ? {} : { seed: Number(values.seed) });
    const failed = failedChecks(report);
    const isCaught = !report.passed && failed.length > 0;
    if (isCaught) caught++;
    const found = isCaught ? `caught by ${failed.join(', ')}` : `NOT CAUGHT (seed ${report.seed})`;
    process.stdout.write(`${seconds(performance.now() - started).padStart(8)}  ${mutant.title}: ${found}\n`);
  }
  process.stdout.write(`${caught} of ${MUTANTS.length} caught\n`);
  return caught === MUTANTS.length;
}

const script = file => async () => (await run(process.execPath, [at('scripts', file)])).code === 0;

/** Random chains of verbs on every engine, against a row interpreter and DuckDB. */
async function plans() {
  const seed = values.seed === undefined ? [] : ['--seed', values.seed];
  const { code } = await run(process.execPath, [
    at('parquetframe', 'dist', 'test', 'plans', 'main.js'),
    '--plans',
    '50000',
    ...seed,
  ]);
  return code === 0;
}

/** Every engine and every function against the reference, with cases that no certificate has seen. */
async function parity() {
  const { code } = await run(process.execPath, [
    at('parquetframe', 'dist', 'cli', 'main.js'),
    'parity',
    '--cases',
    '1000',
    '--functions',
    '1000',
  ]);
  return code === 0;
}

/** Add a stage: its name, and what answers whether all is well. */
const stages = {
  mutants,
  'random plans': plans,
  parity,
  platforms: script('platforms.mjs'),
  'large files': script('large-files.mjs'),
  'beyond memory': script('beyond-memory.mjs'),
  'damaged files': script('damaged-files.mjs'),
  'rust coverage': script('coverage-rust.mjs'),
  'share of Rust': script('share.mjs'),
};

const unknown = (values.only ?? []).filter(name => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  process.stderr.write(`no such stage: ${unknown.join(', ')}; there are: ${Object.keys(stages).join(', ')}\n`);
  process.exit(2);
}
for (const [name, isWell] of Object.entries(stages)) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  process.stdout.write(`== ${name}\n`);
  if (!(await isWell())) process.exitCode = 1;
}

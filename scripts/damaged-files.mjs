/**
 * Reads damaged Parquet files with ts-reference and with rust-napi and compares: the same rows, or the same error code.
 * The files are made of those of parquet-testing, by a seed, in a cache folder outside the checkout.
 *
 *   node scripts/damaged-files.mjs [--count 2000] [--seed 1] [--folder FOLDER]
 *
 * Prints every disagreement and the share of files on which the engines agree; exits with 1 when that is below 99 %.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { at } from './lib/workspace.mjs';

const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' }, folder: { type: 'string' } } });
const count = Number(values.count ?? 2000);
const seed = Number(values.seed ?? 1);
const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const folder = path.resolve(values.folder ?? path.join(cache, 'parquetframe', `damaged-files-${seed}`));
const TARGET = 0.99;

const load = async (...parts) => import(pathToFileURL(at('parquetframe', 'dist', ...parts)).href);
const { createRuntime, defaultEngines } = await load('index.js');
const { damagedFiles } = await load('test', 'outside', 'damaged-files.js');
const { PARQUET_ENGINES, disagreement, parquetTestingFiles, readOutcomeOf } = await load(
  'test',
  'outside',
  'parquet-outcomes.js',
);

if (parquetTestingFiles().length === 0) {
  process.stderr.write('parquet-testing was not found; set PARQUETFRAME_TEST_DATA\n');
  process.exit(1);
}
const runtime = await createRuntime({ engines: defaultEngines(), uncertified: 'allow', wisdom: 'off' });
const missing = runtime.engines().filter(({ id, availability }) => PARQUET_ENGINES.includes(id) && !availability.available);
for (const { id, availability } of missing) process.stderr.write(`${id} is not available: ${availability.reason}\n`);
if (missing.length > 0) process.exit(1);

mkdirSync(folder, { recursive: true });
let [files, agreeing, readable] = [0, 0, 0];
for (const { name, bytes } of damagedFiles(count, seed)) {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  const [first, second] = [
    await readOutcomeOf(runtime, PARQUET_ENGINES[0], file),
    await readOutcomeOf(runtime, PARQUET_ENGINES[1], file),
  ];
  const difference = disagreement(first, second);
  files++;
  if (first.outcome === 'read' && second.outcome === 'read') readable++;
  if (difference === undefined) agreeing++;
  else process.stdout.write(`${name}: ${difference}\n`);
}
await runtime.close();
const share = agreeing / Math.max(1, files);
process.stdout.write(
  `seed ${seed}: ${PARQUET_ENGINES.join(' and ')} agree on ${agreeing} of ${files} damaged files (${(share * 100).toFixed(2)} %); both read ${readable} of them; files in ${folder}\n`,
);
process.exit(share >= TARGET ? 0 : 1);

/**
 * Reads every file of parquet-testing with every engine and writes what came of it to docs/parquet-testing.md.
 * Needs the test data, and rust-napi to be built: a column of the page must not be lost.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at } from './lib/workspace.mjs';

const load = async (...parts) => import(pathToFileURL(at('parquetframe', 'dist', ...parts)).href);
const { allEngines, createRuntime } = await load('index.js');
const { PARQUET_ENGINES, outcomesPage, parquetTestingFiles, readOutcome } = await load('test', 'outside', 'parquet-outcomes.js');

const runtime = await createRuntime({ engines: await allEngines(), uncertified: 'allow', wisdom: 'off' });
const missing = runtime.engines().filter(({ id, availability }) => PARQUET_ENGINES.includes(id) && !availability.available);
for (const { id, availability } of missing) process.stderr.write(`${id} is not available: ${availability.reason}\n`);
const files = parquetTestingFiles();
if (files.length === 0) process.stderr.write('parquet-testing was not found; set PARQUETFRAME_TEST_DATA\n');
if (missing.length > 0 || files.length === 0) process.exit(1);

const outcomes = new Map();
for (const file of files) {
  const results = [];
  for (const engine of PARQUET_ENGINES) results.push(await readOutcome(runtime, engine, file));
  outcomes.set(file, results);
}
await runtime.close();
mkdirSync(at('docs'), { recursive: true });
writeFileSync(at('docs', 'parquet-testing.md'), outcomesPage(outcomes));
process.stdout.write(`docs/parquet-testing.md: ${files.length} files\n`);

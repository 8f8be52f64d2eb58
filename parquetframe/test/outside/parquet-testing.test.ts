/** Every file of parquet-testing reads or gives a typed error on every engine, flat columns are equal, and docs/parquet-testing.md says what came of each. */
import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { enginesFor, everyEngine } from './engines.js';
import {
  PARQUET_ENGINES,
  differingColumns,
  outcomeText,
  outcomesOnPage,
  parquetTestingFiles,
  readOutcome,
  type FileOutcome,
} from './parquet-outcomes.js';
import { repositoryPath } from './paths.js';
import { withData } from './test-data.js';

const runtime = await everyEngine();
const files = parquetTestingFiles();
const outcomes = new Map<string, FileOutcome>();
const page = repositoryPath('docs', 'parquet-testing.md');

withData('parquet-testing', 'parquet-testing is there in full', t => {
  t.true(files.length >= 65, `${files.length} files`);
});

const engines = enginesFor(runtime, 'parquet-testing', 'parquet.scan').map(({ id }) => id);
for (const id of engines) {
  for (const file of files) {
    test.serial(`${id}: ${file} reads, or gives an error with a code`, async t => {
      const outcome = await readOutcome(runtime, id, file);
      outcomes.set(`${id} ${file}`, outcome);
      if (outcome.outcome === 'error') {
        t.notRegex(
          outcome.code,
          /^(INTERNAL|ENGINE_DEFECT|ENGINE_CRASH|NATIVE_PANIC|DEADLINE_EXCEEDED|NO_ENGINE)$/,
          outcome.message,
        );
        t.true(outcome.message.length > 20, 'an error says what is wrong');
      } else t.true(outcome.columns > 0);
    });
  }
}

for (const id of engines.filter(engine => engine !== 'ts-reference')) {
  for (const file of files) {
    test.serial(`${id} and ts-reference agree on ${file}`, t => {
      const [theirs, ours] = [outcomes.get(`ts-reference ${file}`), outcomes.get(`${id} ${file}`)];
      if (!theirs || !ours) {
        t.fail('the file was not read');
        return;
      }
      t.is(outcomeText(ours), outcomeText(theirs));
      t.deepEqual(differingColumns(ours, theirs), []);
    });
  }
}

withData(
  'parquet-testing',
  'docs/parquet-testing.md is what the engines give; `node scripts/parquet-testing.mjs` writes it',
  t => {
    t.true(existsSync(page));
    const stated = outcomesOnPage(readFileSync(page, 'utf8'));
    t.deepEqual([...stated.keys()].sort(), [...files]);
    for (const [index, id] of PARQUET_ENGINES.entries()) {
      if (!engines.includes(id)) continue;
      for (const file of files) {
        const outcome = outcomes.get(`${id} ${file}`);
        t.is(stated.get(file)?.[index], outcome && outcomeText(outcome), `${id}: ${file}`);
      }
    }
  },
);

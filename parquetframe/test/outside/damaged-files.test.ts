/** A sample of the corpus of scripts/damaged-files.mjs: both engines give the same rows or the same code on damaged files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { damagedFiles } from './damaged-files.js';
import { enginesFor, everyEngine } from './engines.js';
import { PARQUET_ENGINES, disagreement, readOutcomeOf } from './parquet-outcomes.js';
import { withData } from './test-data.js';

const FILES = 70;
const SEED = 7;
/** Of two faults in one file, engines may find the other one first. */
const MOST_DISAGREEMENTS = 2;

const folder = mkdtempSync(path.join(tmpdir(), 'pf-damaged-'));
const runtime = await everyEngine();
test.after.always(() => rmSync(folder, { recursive: true }));
const engines = enginesFor(runtime, 'damaged files', 'parquet.scan').flatMap(({ id }) =>
  PARQUET_ENGINES.some(known => known === id) ? [id] : [],
);

withData('parquet-testing', `of ${FILES} damaged files, engines disagree on at most ${MOST_DISAGREEMENTS}`, async t => {
  const disagreements: string[] = [];
  let [read, files] = [0, 0];
  for (const { name, bytes } of damagedFiles(FILES, SEED)) {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    const reference = await readOutcomeOf(runtime, 'ts-reference', file);
    for (const engine of engines.filter(id => id !== 'ts-reference')) {
      const difference = disagreement(reference, await readOutcomeOf(runtime, engine, file));
      if (difference !== undefined) disagreements.push(`${name} on ${engine}: ${difference}`);
    }
    files++;
    if (reference.outcome === 'read') read++;
    else t.notRegex(reference.message, /undefined|is not a function|Cannot read|must be an instance/, name);
    rmSync(file);
  }
  t.is(files, FILES);
  t.true(read > 0 && read < FILES, `${read} of them can be read`);
  t.true(disagreements.length <= MOST_DISAGREEMENTS, disagreements.join('\n'));
});

test('the same seed makes the same files, another one makes others', t => {
  const made = (seed: number): string =>
    [...damagedFiles(20, seed)].map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('base64')}`).join('\n');
  t.is(made(3), made(3));
  if (made(3) !== '') t.not(made(3), made(4));
});

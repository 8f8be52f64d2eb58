import { execFile } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const run = promisify(execFile);
const program = fileURLToPath(new URL('memory.js', import.meta.url));
const ROWS = 1_000_000;
/** What a heap has more or less of from run to run, whatever is done in it. */
const NOISE = 4e6;

interface Measured {
  readonly predicted: number;
  readonly most: number;
}

async function measured(name: string, rows: number, batches: number): Promise<Measured> {
  const { stdout } = await run(execPath, ['--expose-gc', program, name, String(rows), String(batches)]);
  return JSON.parse(stdout) as Measured;
}
const text = ({ predicted, most }: Measured): string =>
  `predicted ${(predicted / 1e6).toFixed(1)} MB, measured ${(most / 1e6).toFixed(1)} MB`;
const isRight = ({ predicted, most }: Measured): boolean => predicted <= 1.5 * most + NOISE && most <= 1.5 * predicted + NOISE;

const CALLS: readonly (readonly [name: string, batches: number])[] = [
  ['sort', 1],
  ['sort', 16],
  ['join', 1],
  ['join', 16],
  ['write', 1],
  ['build', 1],
];

for (const [name, batches] of CALLS) {
  test.serial(`${name} of ${String(batches)} batches takes about as much memory as it predicts`, async t => {
    const found = await measured(name, ROWS, batches);
    t.log(text(found));
    t.true(isRight(found), text(found));
  });
}

test.serial('texts of a mebibyte are written in about as much memory as is predicted', async t => {
  const found = await measured('texts', 64, 1);
  t.log(text(found));
  // A few texts make it up: how many of their copies are there when it is measured is a matter of chance.
  t.true(found.most <= 1.5 * found.predicted + NOISE, text(found));
  t.true(found.predicted <= 3 * found.most + NOISE, text(found));
});

test.serial('a stream of texts of a mebibyte is written in as much memory, however many they are', async t => {
  const [few, many] = [await measured('streamed texts', 24, 1), await measured('streamed texts', 96, 1)];
  t.log(`24 rows: ${text(few)}; 96 rows: ${text(many)}`);
  t.true(many.most <= 1.5 * few.most + NOISE);
  t.true(many.most < 64 * 2 ** 20, 'a row group, and what comes meanwhile');
});

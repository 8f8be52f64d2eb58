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
    const { stdout } = await run(execPath, ['--expose-gc', program, name, String(ROWS), String(batches)]);
    const { predicted, most } = JSON.parse(stdout) as { readonly predicted: number; readonly most: number };
    t.log(`predicted ${(predicted / 1e6).toFixed(1)} MB, measured ${(most / 1e6).toFixed(1)} MB`);
    t.true(predicted <= 1.5 * most + NOISE && most <= 1.5 * predicted + NOISE);
  });
}

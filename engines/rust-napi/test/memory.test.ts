import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import rustNapi from '@parquetframe/engine-rust-napi';
import test from 'ava';

const run = promisify(execFile);
const program = fileURLToPath(new URL('memory.js', import.meta.url));
const EDGES = 2_000_000;
/** What threads and allocators have more or less of from run to run. */
const NOISE = 8e6;

const { available } = await rustNapi().probe({ signal: new AbortController().signal });
// The high-water mark of a process is read from /proc.
const isMeasurable = available && existsSync('/proc/self/clear_refs');

for (const ids of ['dense', 'sparse'])
  for (const options of [[], ['undirected'], ['weighted'], ['undirected', 'weighted']])
    (isMeasurable ? test.serial : test.skip)(
      `a build takes about as much memory as it predicts: ${[ids, ...options].join(', ')}`,
      async t => {
        const { stdout } = await run(execPath, ['--expose-gc', program, ids, String(EDGES), ...options]);
        const { predicted, most } = JSON.parse(stdout) as { readonly predicted: number; readonly most: number };
        t.log(`predicted ${(predicted / 1e6).toFixed(1)} MB, measured ${(most / 1e6).toFixed(1)} MB`);
        t.true(predicted <= 1.5 * most + NOISE && most <= 1.5 * predicted + NOISE);
      },
    );

/**
 * Reads Parquet files of many gigabytes with ts-reference and with rust-napi: `node scripts/large-files.mjs`. The files are full of holes, in a
 * temporary folder. Prints rows or code, time and peak memory of each, and exits with 1 where that is not what it must be.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { seconds } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const load = async (...parts) => import(pathToFileURL(at('parquetframe', 'dist', ...parts)).href);
const { createRuntime, defaultEngines } = await load('index.js');
const { largeFooter, largeList, largeNumbers, largeTexts } = await load('test', 'outside', 'large-files.js');

const MIB = 2 ** 20;
/** What is in a file, how it is made, and what reading it comes to: rows, or one of these codes. */
const files = [
  ['numbers beyond 2 GiB', file => largeNumbers(file, 300e6), 300e6],
  ['texts of a mebibyte, beyond 2 GiB', file => largeTexts(file, 2600, MIB), 2600],
  ['one text beyond 1 GiB', file => largeTexts(file, 1, 1200 * MIB), 1],
  ['one list of texts beyond 2 GiB', file => largeList(file, 5, 512 * MIB), 'UNSUPPORTED_TYPE OUT_OF_MEMORY'],
];

const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-large-'));
const runtime = await createRuntime({ engines: defaultEngines(), uncertified: 'allow', wisdom: 'off' });
const engines = runtime
  .engines()
  .filter(({ id, availability }) => /^(ts-reference|rust-napi)$/.test(id) && availability.available);

function report(what, engine, found, isRight, started) {
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${seconds(performance.now() - started).padStart(8)}  ${what}, ${engine}: ${found}${isRight ? '' : ', which is WRONG'}; peak so far ${peak} MiB\n`,
  );
  if (!isRight) process.exitCode = 1;
}

/** When this process last did more than wait. */
async function busyUntil() {
  let last = performance.now();
  for (let idle = 0; idle < 5;) {
    const [before, started] = [process.cpuUsage(), performance.now()];
    await setTimeout(20);
    const { user, system } = process.cpuUsage(before);
    const isBusy = (user + system) / 1000 > 0.3 * (performance.now() - started);
    idle = isBusy ? 0 : idle + 1;
    if (isBusy) last = performance.now();
  }
  return last;
}

async function rowsOf(file, engine) {
  try {
    let rows = 0;
    for await (const batch of runtime.readParquet(file, { engine }).batches()) rows += batch.length;
    return rows;
  } catch (error) {
    return error.code ?? String(error);
  }
}

try {
  for (const [what, make, expected] of files) {
    const file = path.join(folder, 'large.parquet');
    make(file);
    for (const { id } of engines) {
      const started = performance.now();
      const found = await rowsOf(file, id);
      const isRight = typeof expected === 'number' ? found === expected : expected.split(' ').includes(found);
      report(what, id, found, isRight, started);
    }
  }
  const file = path.join(folder, 'footer.parquet');
  largeFooter(file, 500, 5000);
  for (const { id } of engines) {
    const started = performance.now();
    const outcome = await runtime.metadata(file, { engine: id, signal: AbortSignal.timeout(300) }).then(
      () => 'read',
      error => error.code ?? String(error),
    );
    const letGo = performance.now();
    const busy = await busyUntil();
    const what = `a footer of ${Math.round(statSync(file).size / 1e6)} MB, aborted after 300 ms`;
    const found = `${outcome}, let go after ${Math.round(letGo - started)} ms, busy for ${Math.max(0, Math.round(busy - letGo))} ms more`;
    report(what, id, found, /^(ABORTED|TIMEOUT|DEADLINE_EXCEEDED)$/.test(outcome), started);
  }
} finally {
  await runtime.close();
  rmSync(folder, { recursive: true });
}

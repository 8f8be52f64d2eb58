import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRuntime } from '@parquetframe/core';
import test from 'ava';
import { defaultEngines } from '../index.js';
import { temporaryFolder } from './data.js';

const ROWS = 4_000_000;
const BUDGET = 64 * 2 ** 20;

interface Streamed {
  readonly rows: number;
  readonly batches: number;
  readonly engine: string;
  /** growth of the process over the stream, in bytes */
  readonly growth: number;
}

/** A file that is several times the budget once decoded: 4 M rows × 4 columns of 8 bytes. */
async function largeFile(): Promise<string> {
  const path = join(temporaryFolder(), 'large.parquet');
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  const ids = Float64Array.from({ length: ROWS }, (_, i) => i);
  const { makeTable } = await import('apache-arrow');
  await pf
    .fromArrow(makeTable({ a: ids, b: ids, c: ids, d: ids }))
    .writeParquet(path, { rowGroupRows: 100_000, compression: 'uncompressed' });
  return path;
}

test('batches() of a file larger than the budget stays within it, on every engine that reads Parquet', async t => {
  const path = await largeFile();
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  const engines = pf
    .engines()
    .filter(e => e.availability.available && 'parquet.scan' in e.manifest.operations)
    .map(e => e.id);
  for (const engine of engines) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      fileURLToPath(new URL('./stream-child.js', import.meta.url)),
      path,
      engine,
      String(BUDGET),
    ]);
    const streamed = JSON.parse(stdout) as Streamed;
    t.is(streamed.rows, ROWS / 2, engine);
    t.is(streamed.engine, engine);
    t.true(streamed.batches > 10, engine);
    t.true(
      streamed.growth < BUDGET * 2,
      `${engine} grew by ${String(Math.round(streamed.growth / 2 ** 20))} MiB, the file decodes to ${String(Math.round((ROWS * 32) / 2 ** 20))} MiB`,
    );
  }
});

test('a stream that is left early releases what is behind it', async t => {
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  const frame = pf.fromRows(Array.from({ length: 200_000 }, (_, a) => ({ a })));
  let seen = 0;
  for await (const batch of frame.batches()) {
    seen += batch.length;
    break;
  }
  t.true(seen > 0 && seen < 200_000);
  t.is(await frame.count(), 200_000);
});

/** Prints what becomes of a call that is pinned to worker-pool, and of one that may fall back. */
import process from 'node:process';
import { col, createRuntime, isParquetFrameError } from '@parquetframe/core';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';

const pf = await createRuntime({ engines: [workerPool(), tsReference()], wisdom: 'off', uncertified: 'allow' });
const rows = pf.fromRows([{ x: 1 }, { x: 2 }, { x: 3 }]).filter(col('x').gt(1));
const pinned = await rows
  .collect({ engine: 'worker-pool' })
  .catch((error: unknown) => (isParquetFrameError(error) ? error.code : String(error)));
const preferred = await rows.collect({ prefer: 'worker-pool' });
const stage = preferred.provenance.stages.at(-1);
process.stdout.write(
  JSON.stringify({
    pinned: typeof pinned === 'string' ? pinned : pinned.length,
    rows: preferred.length,
    engine: stage?.engine,
    fallbacks: stage?.fallbacks.map(({ engine, code }) => `${engine}: ${code}`),
  }),
);
await pf.close();

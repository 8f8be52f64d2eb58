import { createRuntime } from '@parquetframe/core';
import { defaultEngines } from '../index.js';

/** Streams half the rows of a file under a memory budget and reports how much the process grew. */
const [path = '', engine = '', budget = '0'] = process.argv.slice(2);
const pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off', memory: Number(budget), threads: 1 });
const frame = pf
  .readParquet(path, { schema: { a: 'float64', b: 'float64', c: 'float64', d: 'float64' }, engine })
  .filter(row => row.a.gte(2_000_000));
let rows = 0;
// The engine is loaded and its code compiled before the measurement.
for await (const batch of pf.readParquet(path, { engine }).limit(10).batches()) rows += batch.length;
const ran = new Set<string>();
let peak = 0;
let batches = 0;
rows = 0;
globalThis.gc?.();
const before = process.memoryUsage().rss;
for await (const batch of frame.batches()) {
  rows += batch.length;
  batches++;
  if (batches % 8 === 0) globalThis.gc?.();
  peak = Math.max(peak, process.memoryUsage().rss);
}
for (const stage of (await frame.limit(1).collect()).provenance.stages)
  if (stage.operations.includes('parquet.scan')) ran.add(stage.engine);
await pf.close();
process.stdout.write(JSON.stringify({ rows, batches, engine: [...ran].join(), growth: peak - before }));

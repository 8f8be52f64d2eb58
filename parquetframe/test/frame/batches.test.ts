import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { col, count, createRuntime, defaultEngines, isolate, type DataFrame } from 'parquetframe';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';

const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-batches-'));
const file = path.join(folder, 'rows.parquet');
const rows = Array.from({ length: 5000 }, (_, a) => ({ a, b: `x${a % 7}` }));
test.before(async () => {
  await using pf = await createRuntime({ engines: [tsReference()], wisdom: 'off', uncertified: 'allow' });
  await pf.fromRows(rows).writeParquet(file, { rowGroupRows: 700 });
});
test.after.always(() => rmSync(folder, { recursive: true }));

type Frame = DataFrame;
const PLANS: { readonly [name: string]: (frame: Frame) => Frame } = {
  scan: frame => frame,
  filter: frame => frame.filter(col('a').gt(10)),
  select: frame => frame.select('b'),
  limit: frame => frame.limit(2),
  'limit with an offset': frame => frame.limit(900, 650),
  'select, limit': frame => frame.select('b').limit(3),
  'limit, select': frame => frame.limit(3).select('b'),
  'limit, filter': frame => frame.limit(1500).filter(col('a').gt(1400)),
  'limit, limit': frame => frame.limit(3000, 5).limit(800, 650),
  'filter, limit, filter, limit': frame => frame.filter(col('a').gt(3)).limit(2000, 10).filter(col('b').eq('x3')).limit(90, 9),
  'limit of nothing, filter': frame => frame.limit(0).filter(col('a').gt(1)),
  sort: frame => frame.sort('a', { descending: true }).limit(5),
  groupBy: frame => frame.groupBy('b').agg({ n: count() }).sort('b'),
  join: frame => frame.limit(5).join(frame.limit(7).select('a'), { on: 'a' }),
};

const RUNTIMES = {
  'ts-reference': [tsReference()],
  'worker-pool': [workerPool(), tsReference()],
  'rust-napi': [rustNapi(), tsReference()],
  isolated: [isolate(rustNapi()), tsReference()],
  'all of them': defaultEngines(),
};

for (const [name, engines] of Object.entries(RUNTIMES)) {
  test(`batches() gives the rows of collect(), whatever the verb: ${name}`, async t => {
    await using pf = await createRuntime({ engines, wisdom: 'off', uncertified: 'allow' });
    const sources = { file: pf.readParquet(file), rows: pf.fromRows(rows).unchecked() };
    for (const [source, frame] of Object.entries(sources)) {
      for (const [plan, apply] of Object.entries(PLANS)) {
        const table = await apply(frame).collect();
        for (const prefer of engines.map(({ manifest }) => manifest.id)) {
          const given: object[] = [];
          for await (const batch of apply(frame).batches({ prefer })) given.push(...batch.toRows());
          t.deepEqual(given, [...table.toRows()], `${source}: ${plan}, ${prefer} preferred`);
        }
      }
    }
  });
}

import test from 'ava';
import { GROUP_BY_SCHEMA, groupByTable, joinTables } from '@parquetframe/benchmarks';
import { createRuntime, type Runtime } from '@parquetframe/core';
import tsReference from '@parquetframe/engine-ts-reference';

let runtime: Runtime;
test.before(async () => {
  runtime = await createRuntime({ engines: [tsReference()], wisdom: 'off', uncertified: 'allow' });
});
test.after.always(() => runtime.close());

test('the group-by table has the counts of values that its description states', async t => {
  const x = runtime.fromArrow(groupByTable(10_000, 10), { schema: GROUP_BY_SCHEMA });
  const [counts] = await x
    .agg(row => ({
      id1: row.id1.countDistinct(),
      id3: row.id3.countDistinct(),
      id6: row.id6.countDistinct(),
      v1: row.v1.max(),
      v2: row.v2.max(),
      v3: row.v3.max(),
      least: row.v3.min(),
    }))
    .toRows({ int64: 'number' });
  const { id3, id6, v3, least, ...exact } = counts as { [name: string]: number };
  t.deepEqual(exact, { id1: 10, v1: 5, v2: 15 });
  // 1,000 values drawn 10,000 times: all of them but a few.
  for (const found of [id3, id6]) t.true((found ?? 0) > 990 && (found ?? 0) <= 1000, String(found));
  t.true((v3 ?? 0) > 99 && (v3 ?? 0) <= 100 && (least ?? -1) >= 0 && (least ?? 9) < 1);
  t.regex(String((await x.limit(1).toRows())[0]?.id3), /^id\d{10}$/);
});

test('nine tenths of the keys of a join are on both sides', async t => {
  const { x, small, medium, big } = joinTables(10_000);
  t.deepEqual([x.length, small.length, medium.length, big.length], [10_000, 10, 10, 10_000]);
  const left = runtime.fromArrow(x);
  const keys = await left.distinct({ subset: ['id3'] }).count();
  t.is(keys, 10_000);
  const joined = left.join(runtime.fromArrow(big), { on: 'id3' });
  t.is(await joined.count(), 9_000);
  t.is(await left.join(runtime.fromArrow(medium).select('id2', 'v2'), { on: 'id2', how: 'left' }).count(), 10_000);
});

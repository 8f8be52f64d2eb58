import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { col, createRuntime, param, type Runtime } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

const ENGINES = ['ts-reference', 'rust-napi'] as const;
const runtime = (): Promise<Runtime> =>
  createRuntime({ engines: [tsReference(), rustNapi()], uncertified: 'allow', wisdom: 'off' });
const folder = mkdtempSync(join(tmpdir(), 'pf-parameters-'));
const DAYS = Array.from({ length: 1000 }, (_, i) => ({
  id: i,
  name: `n${String(i % 10)}`,
  price: i / 4,
  at: new Date(i * 1000),
}));

for (const engine of ENGINES)
  test(`the same frame with other values, on ${engine}: as if they had been written`, async t => {
    await using pf = await runtime();
    const path = join(folder, `${engine}.parquet`);
    await pf.fromRows(DAYS).writeParquet(path);
    const file = pf.readParquet(path, { engine });
    const open = file
      .filter(
        col('price')
          .gte(param('least', 'float64'))
          .and(col('name').eq(param('name', 'utf8')))
          .and(col('at').lt(param('before', 'timestamp'))),
      )
      .withColumns({ more: col('price').add(param('tip', 'float64')) })
      .limit(param('rows', 'int64'));
    for (const [least, name, tip, rows] of [
      [0, 'n3', 0.5, 4],
      [100, 'n7', -1, 1000],
      [1e9, 'n1', 0, 3],
    ] as const) {
      const before = new Date(900_000);
      const written = file
        .filter(col('price').gte(least).and(col('name').eq(name)).and(col('at').lt(before)))
        .withColumns({ more: col('price').add(tip) })
        .limit(rows);
      const params = { least, name, before, tip, rows };
      const rowsOpen = await open.toRows({ params });
      t.deepEqual(rowsOpen, await written.toRows());
      t.is(await open.count({ params }), rowsOpen.length);
      const copy = join(folder, `${engine}-copy.parquet`);
      t.is((await open.using({ engine: 'auto' }).writeParquet(copy, { params })).rows, rowsOpen.length);
    }
  });

for (const engine of ENGINES)
  test(`algorithms of graphs take parameters, on ${engine}`, async t => {
    await using pf = await runtime();
    const edges = pf.fromRows([1, 2, 3, 4].map(i => ({ src: BigInt(i), dst: BigInt(i + 1) })));
    await using graph = pf.graph.fromEdges(edges, { engine });
    const hops = graph.bfs({ source: param('from', 'int64'), maxDepth: param('depth', 'int64'), columns: ['distance'] });
    for (const [from, depth] of [
      [1, 1],
      [3n, 5],
    ] as const)
      t.deepEqual(
        await hops.toRows({ params: { from, depth } }),
        await graph.bfs({ source: from, maxDepth: depth, columns: ['distance'] }).toRows(),
      );
    await t.throwsAsync(hops.toRows({ params: { from: 99, depth: 1 } }), { code: 'VERTEX_NOT_FOUND' });
    const ranks = graph.pageRank({ damping: param('damping', 'float64') });
    t.deepEqual(await ranks.toRows({ params: { damping: 0.5 } }), await graph.pageRank({ damping: 0.5 }).toRows());
    await t.throwsAsync(ranks.toRows({ params: { damping: 2 } }), { code: 'INVALID_ARGUMENT', message: /damping must be/ });
    const texts = graph.bfs({ source: param('from', 'utf8') });
    await t.throwsAsync(texts.toRows({ params: { from: 'a' } }), { code: 'TYPE_MISMATCH' });
  });

test('a shared part of a plan has the values of its call', async t => {
  await using pf = await runtime();
  const part = pf.fromRows(DAYS).filter(row => row.id.lt(param('below', 'float64')).and(row.name.ne(param('but', 'utf8'))));
  const both = part.join(part, { on: 'id' });
  for (const below of [3, 10]) t.is(await both.count({ params: { below, but: 'x' } }), below);
});

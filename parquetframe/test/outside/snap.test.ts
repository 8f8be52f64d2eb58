/** SNAP graphs: all engines agree byte for byte, and with what networkx found (scripts/networkx-literals.py). */
import { readFileSync } from 'node:fs';
import test from 'ava';
import type { GraphFrame } from 'parquetframe';
import { hashTable } from '@parquetframe/core/engine';
import { everyEngine, enginesFor } from './engines.js';
import { dataPath, repositoryPath } from './paths.js';
import { withData } from './test-data.js';

interface Literals {
  readonly vertices: number;
  readonly edges: number;
  readonly selfLoops: number;
  readonly components: number;
  readonly largestComponents: readonly number[];
  readonly levels: { readonly [source: string]: readonly number[] };
  readonly topRanks: readonly { readonly vertex: number; readonly rank: number }[];
}
const file = repositoryPath('parquetframe', 'test', 'outside', 'networkx-literals.json');
const { graphs } = JSON.parse(readFileSync(file, 'utf8')) as { readonly graphs: { readonly [name: string]: Literals } };

const runtime = await everyEngine();
const opened = new Map<string, GraphFrame>();

/** Built once per engine that builds graphs; others share one. */
function graphOn(name: string, id: string): GraphFrame {
  const builds = runtime.engines().some(engine => engine.id === id && Object.hasOwn(engine.manifest.operations, 'graph.build'));
  const key = `${name} ${builds ? id : ''}`;
  const graph =
    opened.get(key) ??
    runtime.graph.fromEdges(runtime.readCsv(dataPath('snap-graphs', name)), {
      directed: name.includes('.directed.'),
      ...(builds ? { engine: id } : {}),
    });
  opened.set(key, graph);
  return graph;
}

const hashes = new Map<string, Map<string, string>>();
function agree(what: string, id: string, hash: string): readonly string[] {
  const known = hashes.get(what) ?? new Map<string, string>();
  known.set(id, hash);
  hashes.set(what, known);
  return [...new Set(known.values())];
}

function countBy(values: readonly unknown[]): readonly number[] {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.entries()].sort(([a], [b]) => Number(a) - Number(b)).map(([, count]) => count);
}

for (const [name, literals] of Object.entries(graphs)) {
  for (const { id } of enginesFor(runtime, `facts of ${name}`, 'graph.build')) {
    withData('snap-graphs', `${id}: vertices, edges and self-loops of ${name} as networkx counts them`, async t => {
      const { vertices, edges, selfLoops } = await graphOn(name, id).facts();
      t.deepEqual(
        { vertices, edges, selfLoops },
        { vertices: literals.vertices, edges: literals.edges, selfLoops: literals.selfLoops },
      );
    });
  }
  for (const [source, levels] of Object.entries(literals.levels)) {
    for (const { id } of enginesFor(runtime, `BFS of ${name} from ${source}`, 'graph.bfs')) {
      withData(
        'snap-graphs',
        `${id}: BFS of ${name} from ${source}: vertices per level as in networkx, the same bytes as others`,
        async t => {
          const table = await graphOn(name, id)
            .bfs({ source: BigInt(source), engine: id })
            .collect();
          const distances = table.toRows().flatMap(row => (row.distance === null ? [] : [row.distance]));
          t.deepEqual(countBy(distances), levels);
          t.is(agree(`${name} bfs ${source}`, id, hashTable(table.data)).length, 1, 'engines differ');
        },
      );
    }
  }
  for (const { id } of enginesFor(runtime, `WCC of ${name}`, 'graph.wcc')) {
    withData('snap-graphs', `${id}: components of ${name} as in networkx, the same bytes as others`, async t => {
      const table = await graphOn(name, id).wcc({ engine: id }).collect();
      const sizes = [...countBy(table.toRows().map(row => row.component))].sort((a, b) => b - a);
      t.is(sizes.length, literals.components);
      t.deepEqual(sizes.slice(0, 5), literals.largestComponents);
      t.is(agree(`${name} wcc`, id, hashTable(table.data)).length, 1, 'engines differ');
    });
  }
  for (const { id } of enginesFor(runtime, `PageRank of ${name}`, 'graph.pageRank')) {
    withData('snap-graphs', `${id}: the ten highest ranks of ${name} as in networkx, the same bytes as others`, async t => {
      const table = await graphOn(name, id).pageRank({ tolerance: 1e-12, maxIterations: 1000, engine: id }).collect();
      const top = table
        .toRows({ int64: 'number' })
        .map(row => ({ vertex: Number(row.vertex), rank: row.rank }))
        .sort((a, b) => b.rank - a.rank || a.vertex - b.vertex)
        .slice(0, 10);
      t.deepEqual(
        top.map(({ vertex }) => vertex),
        literals.topRanks.map(({ vertex }) => vertex),
      );
      for (const [index, { rank }] of top.entries()) t.true(Math.abs(rank - (literals.topRanks[index]?.rank ?? 0)) < 1e-10);
      t.is(agree(`${name} pageRank`, id, hashTable(table.data)).length, 1, 'engines differ');
    });
  }
}

test('there are literals for all three graphs', t => {
  t.is(Object.keys(graphs).length, 3);
});

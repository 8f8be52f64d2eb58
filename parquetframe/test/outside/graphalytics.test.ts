/** The example graphs of LDBC Graphalytics with the results that its specification gives, by its rules of equality, on every engine. */
import { readFileSync } from 'node:fs';
import type { GraphFrame } from 'parquetframe';
import { everyEngine, enginesFor } from './engines.js';
import { dataPath } from './paths.js';
import { withData } from './test-data.js';

const runtime = await everyEngine();
const UNREACHABLE = '9223372036854775807';
const GRAPHS = [
  { name: 'example-directed', directed: true, source: 1n },
  { name: 'example-undirected', directed: false, source: 2n },
] as const;

const example = (file: string): string => dataPath('ldbc-graphalytics', 'example', file);
const expected = (file: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(example(file), 'utf8')
      .trim()
      .split('\n')
      .map((line): [string, string] => {
        const [vertex = '', value = ''] = line.split(' ');
        return [vertex, value];
      }),
  );

function open({ name, directed }: (typeof GRAPHS)[number], engine?: string): GraphFrame<'int64'> {
  const options = { delimiter: ' ', header: false } as const;
  const edgeSchema = { column_1: 'int64', column_2: 'int64', column_3: 'float64' } as const;
  const edges = runtime.readCsv(example(`${name}.e`), { ...options, schema: edgeSchema });
  const vertices = runtime.readCsv(example(`${name}.v`), options);
  return runtime.graph.fromEdges(edges, {
    src: 'column_1',
    dst: 'column_2',
    weight: 'column_3',
    vertex: 'column_1',
    directed,
    vertices,
    ...(engine === undefined ? {} : { engine }),
  });
}

/** Built by the engine itself where it can. */
const openOn = (graph: (typeof GRAPHS)[number], id: string): GraphFrame<'int64'> => {
  const builds = runtime.engines().some(engine => engine.id === id && Object.hasOwn(engine.manifest.operations, 'graph.build'));
  return open(graph, builds ? id : undefined);
};

for (const graph of GRAPHS) {
  for (const { id } of enginesFor(runtime, `Graphalytics BFS of ${graph.name}`, 'graph.bfs')) {
    withData('ldbc-graphalytics', `${id}: Graphalytics BFS of ${graph.name}: the same distances`, async t => {
      const rows = await openOn(graph, id).bfs({ source: graph.source, engine: id }).toRows();
      const distances = rows.map(row => [String(row.vertex), row.distance === null ? UNREACHABLE : String(row.distance)]);
      t.deepEqual(new Map(distances as [string, string][]), expected(`${graph.name}-BFS`));
    });
  }
  for (const { id } of enginesFor(runtime, `Graphalytics PageRank of ${graph.name}`, 'graph.pageRank')) {
    withData('ldbc-graphalytics', `${id}: Graphalytics PageRank of ${graph.name}: within a relative 0.0001`, async t => {
      const rows = await openOn(graph, id).pageRank({ damping: 0.85, maxIterations: 2, tolerance: 0, engine: id }).toRows();
      const ranks = expected(`${graph.name}-PR`);
      t.is(rows.length, ranks.size);
      for (const row of rows) {
        const rank = Number(ranks.get(String(row.vertex)));
        t.true(Math.abs(row.rank - rank) <= 1e-4 * rank, `vertex ${String(row.vertex)}: ${String(row.rank)}, expected ${rank}`);
      }
    });
  }
  for (const { id } of enginesFor(runtime, `Graphalytics WCC of ${graph.name}`, 'graph.wcc')) {
    withData('ldbc-graphalytics', `${id}: Graphalytics WCC of ${graph.name}: the same partition`, async t => {
      const rows = await openOn(graph, id).wcc({ engine: id }).toRows();
      const labels = expected(`${graph.name}-WCC`);
      t.is(rows.length, labels.size);
      const pairs = rows.map(row => [String(row.component), labels.get(String(row.vertex)) ?? 'missing'] as const);
      // Equivalent when the labels map one to one in both directions.
      const components = new Set(pairs.map(([component]) => component)).size;
      t.is(new Set(pairs.map(pair => pair.join(' '))).size, components);
      t.is(new Set(pairs.map(([, label]) => label)).size, components);
    });
  }
}

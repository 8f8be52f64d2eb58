import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { hasTestData, testData } from '../test-data.js';
import { build, edgeTable, int64, rows, table, type Built } from './run.js';

const withData = hasTestData ? test : test.skip;

interface SnapGraph {
  readonly file: string;
  readonly directed: boolean;
  readonly vertices: number;
  readonly edges: number;
  readonly components: number;
  readonly largestComponent: number;
  readonly levels: readonly { readonly source: number; readonly counts: readonly number[] }[];
  readonly topRanks: readonly { readonly vertex: number; readonly rank: number }[];
}
const literals = JSON.parse(await readFile(new URL('../../../test/graph/snap-literals.json', import.meta.url), 'utf8')) as {
  readonly graphs: readonly SnapGraph[];
};

const lines = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map(line => line.trim().split(/[\s,]+/));

const countOf = (values: readonly unknown[], value: unknown): number => values.filter(other => other === value).length;

for (const expected of literals.graphs) {
  withData(`SNAP ${expected.file}: components, BFS levels and top ranks are those of networkx`, async t => {
    const text = gunzipSync(await readFile(path.join(testData, 'snap-graphs', expected.file))).toString();
    const edges = lines(text)
      .slice(1)
      .map(([u, v]) => [Number(u), Number(v)] as const);
    const built = await build(edgeTable(edges, 100_000), { directed: expected.directed });
    t.is(built.facts['vertices'], expected.vertices);
    t.is(built.facts['edges'], expected.edges);
    const component = (await rows('graph.wcc', {}, built)).column('component');
    const sizes = new Map<unknown, number>();
    for (const id of component) sizes.set(id, (sizes.get(id) ?? 0) + 1);
    t.is(sizes.size, expected.components);
    t.is(Math.max(...sizes.values()), expected.largestComponent);
    for (const { source, counts } of expected.levels) {
      const distance = (await rows('graph.bfs', { sources: [source] }, built)).column('distance');
      t.deepEqual(
        counts.map((_, hops) => countOf(distance, hops)),
        counts,
      );
      t.is(countOf(distance, null), expected.vertices - counts.reduce((sum, n) => sum + n, 0));
    }
    const ranked = await rows('graph.pageRank', { tolerance: 1e-12, maxIterations: 1000 }, built);
    const values = ranked.column('rank').map(Number);
    const rank = new Map(ranked.column('vertex').map((vertex, v) => [Number(vertex), values[v]]));
    for (const { vertex, rank: value } of expected.topRanks)
      t.true(Math.abs((rank.get(vertex) ?? 0) - value) < 1e-9, `vertex ${vertex}`);
  });
}

const example = (name: string): Promise<string> => readFile(path.join(testData, 'ldbc-graphalytics', 'example', name), 'utf8');

async function ldbc(directed: boolean): Promise<Built> {
  const name = directed ? 'example-directed' : 'example-undirected';
  const edges = lines(await example(`${name}.e`));
  const vertices = lines(await example(`${name}.v`));
  const edgeRows = table(
    [int64('src'), int64('dst'), { name: 'weight', type: { id: 'float64' }, nullable: false }],
    [edges.map(e => BigInt(e[0] ?? '')), edges.map(e => BigInt(e[1] ?? '')), edges.map(e => Number(e[2]))],
  );
  return build(edgeRows, { directed, weight: 'weight' }, table([int64('vertex')], [vertices.map(([id = '']) => BigInt(id))]));
}

/** Expected value by vertex id, as text. */
async function answers(directed: boolean, algorithm: string): Promise<Map<string, string>> {
  const text = await example(`example-${directed ? '' : 'un'}directed-${algorithm}`);
  return new Map(lines(text).map(([vertex = '', value = '']) => [vertex, value]));
}

for (const directed of [true, false]) {
  const kind = directed ? 'directed' : 'undirected';

  withData(`LDBC ${kind} example: BFS exactly`, async t => {
    const found = await rows('graph.bfs', { sources: [directed ? 1 : 2] }, await ldbc(directed));
    const expected = await answers(directed, 'BFS');
    const distance = found.column('distance');
    t.is(distance.length, expected.size);
    found.column('vertex').forEach((vertex, v) => {
      // LDBC writes the largest int64 for unreachable.
      const hops = distance[v] === null ? 2n ** 63n - 1n : BigInt(Number(distance[v]));
      t.is(hops.toString(), expected.get(String(vertex)) ?? '');
    });
  });

  withData(`LDBC ${kind} example: PageRank within 0.01 % of each value`, async t => {
    const found = await rows('graph.pageRank', { maxIterations: 2, tolerance: 0 }, await ldbc(directed));
    const expected = await answers(directed, 'PR');
    const rank = found.column('rank').map(Number);
    t.is(rank.length, expected.size);
    found.column('vertex').forEach((vertex, v) => {
      const reference = Number(expected.get(String(vertex)));
      t.true(Math.abs((rank[v] ?? 0) - reference) <= 1e-4 * reference, String(vertex));
    });
  });

  withData(`LDBC ${kind} example: WCC is the same partition`, async t => {
    const found = await rows('graph.wcc', {}, await ldbc(directed));
    const expected = await answers(directed, 'WCC');
    const component = found.column('component');
    t.is(component.length, expected.size);
    const pairs = new Set(
      found.column('vertex').map((vertex, v) => `${String(component[v])} ${String(expected.get(String(vertex)))}`),
    );
    t.is(pairs.size, new Set(component).size);
    t.is(pairs.size, new Set(expected.values()).size);
  });
}

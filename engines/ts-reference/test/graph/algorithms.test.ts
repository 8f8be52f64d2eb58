import test from 'ava';
import fc from 'fast-check';
import { ParquetFrameError, hashTable, isParquetFrameError } from '@parquetframe/core/engine';
import { naiveBfs, naiveComponents, naiveGraph, naivePageRank } from './naive.js';
import { build, edgeTable, int64, rows, run, table } from './run.js';

const V = 24;
const edgesOf = fc.array(fc.tuple(fc.nat(V - 1), fc.nat(V - 1)), { maxLength: 60 });
const dense = { ids: 'dense', vertexCount: V };
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

test('generated graphs: bfs equals the definition, with any sources and depth', async t => {
  const sourcesOf = fc.array(fc.nat(V - 1), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(edgesOf, fc.boolean(), sourcesOf, fc.option(fc.nat(4)), async (edges, directed, sources, maxDepth) => {
      const built = await build(edgeTable(edges), { ...dense, directed });
      const found = await rows('graph.bfs', { sources, maxDepth }, built);
      const expected = naiveBfs(naiveGraph(V, edges, directed), sources, maxDepth ?? Infinity);
      t.deepEqual(found.column('distance'), expected.distance);
      t.deepEqual(found.column('predecessor').map(numberOrNull), expected.predecessor);
    }),
    { numRuns: 300 },
  );
});

test('generated graphs: components equal the definition', async t => {
  await fc.assert(
    fc.asyncProperty(edgesOf, fc.boolean(), async (edges, directed) => {
      const built = await build(edgeTable(edges), { ...dense, directed });
      const found = await rows('graph.wcc', {}, built);
      const expected = naiveComponents(naiveGraph(V, edges, directed));
      t.deepEqual(found.column('component'), expected);
      t.is(found.notes['components'], Math.max(...expected) + 1);
    }),
    { numRuns: 300 },
  );
});

test('generated graphs: PageRank is near the definition and sums to 1', async t => {
  const weightsOf = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(edgesOf, fc.boolean(), fc.option(weightsOf), async (edges, directed, weights) => {
      const schema = [int64('src'), int64('dst'), { name: 'w', type: { id: 'int8' }, nullable: false }] as const;
      const used = weights?.slice(0, edges.length) ?? edges.map(() => 1);
      const edgeRows = table(schema, [edges.map(e => BigInt(e[0])), edges.map(e => BigInt(e[1])), used]);
      const built = await build(edgeRows, { ...dense, directed, weight: 'w' });
      const options = { tolerance: 0, maxIterations: 7, weighted: weights !== null };
      const ranks = (await rows('graph.pageRank', options, built)).column('rank').map(Number);
      const expected = naivePageRank(naiveGraph(V, edges, directed, used), 0.85, 7);
      const off = ranks.reduce((sum, r, v) => sum + Math.abs(r - (expected[v] ?? 0)), 0);
      t.true(off < 1e-14, `L1 distance ${off}`);
      t.true(Math.abs(ranks.reduce((sum, r) => sum + r, 0) - 1) < 1e-12);
    }),
    { numRuns: 200 },
  );
});

test('generated graphs: degree counts arcs', async t => {
  await fc.assert(
    fc.asyncProperty(edgesOf, fc.boolean(), async (edges, directed) => {
      const built = await build(edgeTable(edges), { ...dense, directed });
      const found = await rows('graph.degree', {}, built);
      const { arcs } = naiveGraph(V, edges, directed);
      const count = (end: 'from' | 'to'): number[] =>
        Array.from({ length: V }, (_, v) => arcs.filter(arc => arc[end] === v).length);
      t.deepEqual(found.column('out'), count('from'));
      t.deepEqual(found.column('in'), count('to'));
    }),
    { numRuns: 100 },
  );
});

test('bfs: columns can be left out; ids of every kind come back as predecessors', async t => {
  const built = await build(
    table(
      [
        { name: 'a', type: { id: 'utf8' }, nullable: false },
        { name: 'b', type: { id: 'utf8' }, nullable: false },
      ],
      [
        ['x', 'y', 'x'],
        ['y', 'z', 'z'],
      ],
    ),
    { src: 'a', dst: 'b' },
  );
  const both = await rows('graph.bfs', { sources: ['x'] }, built);
  t.deepEqual(both.column('predecessor'), [null, 'x', 'x']);
  const only = await rows('graph.bfs', { sources: ['y'], columns: ['distance'] }, built);
  t.deepEqual(
    only.table.schema.map(f => f.name),
    ['vertex', 'distance'],
  );
  t.deepEqual(only.column('distance'), [null, 0, 1]);
});

test('bfs: a source that is not in the graph, by few and by many', async t => {
  const built = await build(edgeTable([[1, 2]]));
  for (const sources of [[3], [1n, 2n ** 60n], Array.from({ length: 20 }, (_, i) => i + 1)]) {
    const error: unknown = await t.throwsAsync(rows('graph.bfs', { sources }, built));
    t.true(isParquetFrameError(error) && error.code === 'VERTEX_NOT_FOUND');
  }
  const many = await rows('graph.bfs', { sources: [1, 2, 1n, 2n, 1, 2, 1, 2, 1, 2] }, built);
  t.deepEqual(many.column('distance'), [0, 0]);
});

test('PageRank states iterations, convergence and error', async t => {
  const built = await build(
    edgeTable([
      [1, 2],
      [2, 1],
      [2, 3],
    ]),
  );
  const short = await rows('graph.pageRank', { maxIterations: 2, tolerance: 1e-12 }, built);
  t.like(short.notes, { iterations: 2, converged: false });
  const long = await rows('graph.pageRank', { tolerance: 1e-12 }, built);
  t.true(long.notes['converged'] === true && Number(long.notes['error']) < 1e-12);
  const none = await rows('graph.pageRank', { maxIterations: 0 }, built);
  t.deepEqual(none.column('rank'), [1 / 3, 1 / 3, 1 / 3]);
  const empty = await rows('graph.pageRank', {}, await build(edgeTable([])));
  t.is(empty.table.length, 0);
});

test('PageRank sums in chunks of 4096 vertices, in the stated order', async t => {
  const vertices = 10_000;
  const edges = Array.from({ length: 30_000 }, (_, i) => [(i * 7919) % vertices, (i * i) % 4999] as const);
  const built = await build(edgeTable(edges), { ids: 'dense', vertexCount: vertices });
  const { notes, column } = await rows('graph.pageRank', { maxIterations: 1, tolerance: 0 }, built);
  // The first iteration by hand.
  const { csr, csc } = built.graph;
  const start = 1 / vertices;
  const degree = (v: number): number => (csr.offsets[v + 1] ?? 0) - (csr.offsets[v] ?? 0);
  const chunked = (value: (v: number) => number): number => {
    let all = 0;
    for (let from = 0; from < vertices; from += 4096) {
      let sum = 0;
      for (let v = from; v < Math.min(vertices, from + 4096); v++) sum += value(v);
      all += sum;
    }
    return all;
  };
  const dangling = chunked(v => (degree(v) === 0 ? start : 0));
  const base = (1 - 0.85) / vertices + (0.85 * dangling) / vertices;
  const expected = Array.from({ length: vertices }, (_, v) => {
    let sum = 0;
    for (let j = csc.offsets[v] ?? 0; j < (csc.offsets[v + 1] ?? 0); j++) sum += start / degree(csc.targets[j] ?? 0);
    return base + 0.85 * sum;
  });
  t.deepEqual(column('rank'), expected);
  t.is(
    notes['error'],
    chunked(v => Math.abs((expected[v] ?? 0) - start)),
  );
});

test('a cancelled call ends at its next checkpoint with ABORTED', async t => {
  const edges = Array.from({ length: 200_000 }, (_, i) => [i % 1000, (i * 31 + Math.floor(i / 1000)) % 1000] as const);
  const built = await build(edgeTable(edges));
  for (const [operation, options] of [
    ['graph.pageRank', { tolerance: 0, maxIterations: 1000 }],
    ['graph.bfs', { sources: [0] }],
    ['graph.wcc', {}],
  ] as const) {
    let calls = 0;
    const checkpoint = (): Promise<void> | undefined =>
      ++calls < 3 ? undefined : Promise.reject(new ParquetFrameError('ABORTED', 'stop'));
    const error: unknown = await t.throwsAsync(run(operation, options, [built], checkpoint), undefined, operation);
    t.true(isParquetFrameError(error) && error.code === 'ABORTED');
    t.is(calls, 3);
  }
});

test('results repeat bit for bit', async t => {
  const edges = Array.from({ length: 50_000 }, (_, i) => [(i * 7919) % 9973, (i * i) % 8191] as const);
  const built = await build(edgeTable(edges));
  for (const [operation, options] of [
    ['graph.pageRank', {}],
    ['graph.bfs', { sources: [0] }],
  ] as const)
    t.is(hashTable((await rows(operation, options, built)).table), hashTable((await rows(operation, options, built)).table));
});

import test from 'ava';
import fc from 'fast-check';
import { columnFromValues, columnReader, isParquetFrameError, tableData } from '@parquetframe/core/engine';
import type { Adjacency, DataType, GraphData, TableData } from '@parquetframe/core/engine';
import { naiveGraph, naiveRows } from './naive.js';
import { build, edgeTable, int64, table } from './run.js';

const idsOf = (graph: GraphData): unknown[] => {
  if (!graph.ids) return Array.from({ length: graph.vertexCount }, (_, v) => v);
  const reader = columnReader(graph.id, graph.ids);
  return Array.from({ length: reader.length }, (_, v) => reader.get(v));
};
const rowsOf = ({ offsets, targets, weights }: Adjacency): { target: number; weight: number }[][] =>
  Array.from({ length: offsets.length - 1 }, (_, v) =>
    Array.from({ length: (offsets[v + 1] ?? 0) - (offsets[v] ?? 0) }, (_, k) => {
      const at = (offsets[v] ?? 0) + k;
      return { target: targets[at] ?? -1, weight: weights ? (weights[at] ?? -1) : 1 };
    }),
  );
const ofType = (type: DataType, src: readonly unknown[], dst: readonly unknown[]): TableData =>
  table(
    [
      { name: 'src', type, nullable: true },
      { name: 'dst', type, nullable: true },
    ],
    [src, dst],
  );

const codeOf = async (action: () => Promise<unknown>): Promise<string> => {
  try {
    await action();
    return 'no error';
  } catch (error) {
    return isParquetFrameError(error) ? error.code : String(error);
  }
};

test('edges become sorted rows both ways; parallel edges keep input order', async t => {
  const edges = [
    [30, 10],
    [10, 20],
    [10, 10],
    [30, 10],
    [10, 5],
  ] as const;
  const weighted = table(
    [int64('src'), int64('dst'), { name: 'w', type: { id: 'int8' }, nullable: false }],
    [edges.map(e => BigInt(e[0])), edges.map(e => BigInt(e[1])), [1, 2, 3, 4, -5]],
    2,
  );
  const { graph, facts } = await build(weighted, { weight: 'w' });
  t.deepEqual(idsOf(graph), [5n, 10n, 20n, 30n]);
  t.deepEqual([...graph.csr.offsets], [0, 0, 3, 3, 5]);
  t.deepEqual([...graph.csr.targets], [0, 1, 2, 1, 1]);
  t.deepEqual(graph.csr.weights, Int8Array.of(-5, 3, 2, 1, 4));
  t.deepEqual([...graph.csc.offsets], [0, 1, 4, 5, 5]);
  t.deepEqual([...graph.csc.targets], [1, 1, 3, 3, 1]);
  t.deepEqual(graph.csc.weights, Int8Array.of(-5, 3, 1, 4, 2));
  t.like(facts, {
    vertices: 4,
    arcs: 5,
    edges: 5,
    selfLoops: 1,
    dangling: 2,
    minWeight: -5,
    maxWeight: 4,
    nanWeights: 0,
    negativeWeights: 1,
    firstNegativeRow: 4,
  });
});

test('undirected: every edge both ways, a self-loop once, one layout for both directions', async t => {
  const { graph, facts } = await build(
    edgeTable([
      [1, 2],
      [2, 2],
      [2, 1],
      [3, 1],
    ]),
    { directed: false },
  );
  t.is(graph.csc, graph.csr);
  t.deepEqual([...graph.csr.offsets], [0, 3, 6, 7]);
  t.deepEqual([...graph.csr.targets], [1, 1, 2, 0, 0, 1, 0]);
  t.is(facts['arcs'], 7);
  t.is(facts['edges'], 4);
  t.is(facts['selfLoops'], 1);
});

test('no edges give an empty graph, and a vertex table isolated vertices', async t => {
  const empty = await build(edgeTable([]));
  t.is(empty.graph.vertexCount, 0);
  t.deepEqual([...empty.graph.csr.offsets], [0]);
  const isolated = await build(edgeTable([[7, 9]]), {}, table([int64('vertex')], [[8n, 7n, 100n]]));
  t.deepEqual(idsOf(isolated.graph), [7n, 8n, 9n, 100n]);
  t.is(isolated.facts['dangling'], 3);
});

const integerTypes = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const;
for (const id of integerTypes) {
  test(`ids of type ${id} keep their type and numeric order`, async t => {
    const wide = id === 'int64' || id === 'uint64';
    const values = (id.startsWith('u') ? [200, 3, 0] : [100, 3, -2]).map(v => (wide ? BigInt(v) : v));
    const { graph } = await build(ofType({ id }, values, [...values].reverse()));
    t.is(graph.id.id, id);
    t.deepEqual(idsOf(graph), [...values].reverse());
  });
}

test('64-bit ids: sparse, negative and beyond 2^53', async t => {
  const big = 2n ** 60n;
  for (const values of [
    [big + 1n, -big, 3n, big],
    [-(2n ** 40n), 2n ** 45n, 1n, -1n],
    [-(2n ** 63n), 2n ** 63n - 1n, 0n, 1n],
  ]) {
    const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
    const { graph } = await build(ofType({ id: 'int64' }, values, values));
    t.deepEqual(idsOf(graph), sorted);
    const first = await build(ofType({ id: 'int64' }, values, values), { ids: 'firstAppearance' });
    t.deepEqual(idsOf(first.graph), values);
  }
  const unsigned = await build(ofType({ id: 'uint64' }, [2n ** 64n - 1n, 1n], [0n, 2n ** 63n]));
  t.deepEqual(idsOf(unsigned.graph), [0n, 1n, 2n ** 63n, 2n ** 64n - 1n]);
});

const textTypes: readonly DataType[] = [
  { id: 'utf8' },
  { id: 'largeUtf8' },
  { id: 'utf8View' },
  { id: 'dictionary', index: { id: 'int16' }, values: { id: 'utf8' }, ordered: false },
];
for (const type of textTypes) {
  test(`string ids as ${type.id}: ordered by UTF-8 bytes, not by UTF-16 units`, async t => {
    const src = ['b', '\u{1f600}', 'a long string beyond twelve bytes', ''];
    const dst = ['\u{ffee}', 'b', 'a', 'aa'];
    const { graph } = await build(ofType(type, src, dst));
    t.is(graph.id.id, 'utf8');
    t.deepEqual(idsOf(graph), ['', 'a', 'a long string beyond twelve bytes', 'aa', 'b', '\u{ffee}', '\u{1f600}']);
    const first = await build(ofType(type, src, dst), { ids: 'firstAppearance' });
    t.deepEqual(idsOf(first.graph), ['b', '\u{ffee}', '\u{1f600}', 'a long string beyond twelve bytes', 'a', '', 'aa']);
  });
}

test('unused values of a dictionary are not vertices', async t => {
  const type: DataType = { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false };
  const dictionary = columnFromValues({ id: 'utf8' }, ['unused', 'x', 'y']);
  const column = { length: 2, nullCount: 0, buffers: [undefined, Int8Array.of(1, 2)], dictionary };
  const edges = tableData(
    [
      { name: 'src', type, nullable: false },
      { name: 'dst', type, nullable: false },
    ],
    [{ length: 2, columns: [column, column] }],
  );
  t.deepEqual(idsOf((await build(edges)).graph), ['x', 'y']);
});

test('ten thousand random strings are numbered in byte order', async t => {
  const names = Array.from({ length: 10_000 }, (_, i) => `v${String((i * 7919) % 10_007)}`);
  const { graph } = await build(ofType({ id: 'utf8' }, names, names));
  const expected = [...new Set(names)].sort();
  t.deepEqual(idsOf(graph), expected);
  t.deepEqual(
    [...graph.csr.targets],
    expected.map((_, v) => v),
  );
});

test('dense ids are indexes; isolated vertices come with V', async t => {
  const { graph, facts } = await build(
    edgeTable([
      [0, 3],
      [3, 1],
    ]),
    { ids: 'dense', vertexCount: 5 },
  );
  t.is(graph.ids, undefined);
  t.is(graph.vertexCount, 5);
  t.is(facts['dangling'], 3);
  t.is(await codeOf(() => build(edgeTable([[0, 5]]), { ids: 'dense', vertexCount: 5 })), 'VERTEX_ID_OUT_OF_RANGE');
  t.is(await codeOf(() => build(edgeTable([[-1, 0]]), { ids: 'dense', vertexCount: 5 })), 'VERTEX_ID_OUT_OF_RANGE');
  const huge = ofType({ id: 'int64' }, [0n, 2n ** 62n], [0n, 0n]);
  t.is(await codeOf(() => build(huge, { ids: 'dense', vertexCount: 5 })), 'VERTEX_ID_OUT_OF_RANGE');
});

test('null ids and weights are errors with their own codes', async t => {
  for (const ids of ['sorted', 'firstAppearance'])
    t.is(await codeOf(() => build(ofType({ id: 'int32' }, [1, 2], [1, null]), { ids })), 'NULL_VERTEX_ID');
  t.is(await codeOf(() => build(ofType({ id: 'utf8' }, [null], ['a']))), 'NULL_VERTEX_ID');
  t.is(await codeOf(() => build(edgeTable([[1, 2]]), {}, table([int64('vertex')], [[null]]))), 'NULL_VERTEX_ID');
  const weighted = (id: 'int64' | 'float64', value: unknown): TableData =>
    table([int64('src'), int64('dst'), { name: 'w', type: { id }, nullable: true }], [[1n], [2n], [value]]);
  t.is(await codeOf(() => build(weighted('float64', null), { weight: 'w' })), 'NULL_WEIGHT');
  t.is(await codeOf(() => build(weighted('int64', 2n ** 53n + 1n), { weight: 'w' })), 'WEIGHT_OUT_OF_RANGE');
  const { graph } = await build(weighted('int64', -(2n ** 53n)), { weight: 'w' });
  t.deepEqual(graph.csr.weights, Float64Array.of(-(2 ** 53)));
});

test('facts count NaN apart and leave it out of the extremes', async t => {
  const edges = table(
    [int64('src'), int64('dst'), { name: 'w', type: { id: 'float64' }, nullable: false }],
    [
      [1n, 1n, 1n],
      [2n, 2n, 2n],
      [2.5, Number.NaN, -0],
    ],
  );
  const { facts } = await build(edges, { weight: 'w' });
  t.like(facts, { nanWeights: 1, firstNanRow: 1, negativeWeights: 0, minWeight: -0, maxWeight: 2.5 });
  t.false('firstNegativeRow' in facts);
});

test('a wider id in the vertex table widens the id type', async t => {
  const edges = ofType({ id: 'int32' }, [1], [2]);
  const { graph } = await build(edges, {}, table([int64('vertex')], [[2n ** 40n]]));
  t.is(graph.id.id, 'int64');
  t.deepEqual(idsOf(graph), [1n, 2n, 2n ** 40n]);
});

const edgesOf = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 60 });
test('generated graphs equal the naive layout', async t => {
  await fc.assert(
    fc.asyncProperty(edgesOf, fc.boolean(), fc.integer({ min: 1, max: 70 }), async (edges, directed, batchRows) => {
      const weights = edges.map((_, i) => i);
      const schema = [int64('src'), int64('dst'), { name: 'w', type: { id: 'uint16' }, nullable: false }] as const;
      const columns = [edges.map(e => BigInt(e[0])), edges.map(e => BigInt(e[1])), weights];
      const { graph } = await build(table(schema, columns, batchRows), { directed, weight: 'w', ids: 'dense', vertexCount: 13 });
      const expected = naiveGraph(13, edges, directed, weights);
      t.deepEqual(rowsOf(graph.csr), naiveRows(expected, false));
      t.deepEqual(rowsOf(graph.csc), naiveRows(expected, true));
    }),
    { numRuns: 300 },
  );
});

test('generated ids: every mapping gives the ids back', async t => {
  const id = fc.oneof(
    fc.bigInt({ min: -5n, max: 5n }),
    fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(id, id), { maxLength: 40 }),
      fc.constantFrom('sorted', 'firstAppearance'),
      async (edges, ids) => {
        const [src, dst] = [edges.map(e => e[0]), edges.map(e => e[1])];
        const { graph } = await build(ofType({ id: 'int64' }, src, dst), { ids });
        const names = idsOf(graph);
        const distinct = [...new Set(edges.flat())];
        t.deepEqual(names, ids === 'sorted' ? distinct.sort((a, b) => (a < b ? -1 : 1)) : distinct);
        const pairs = rowsOf(graph.csr).flatMap((row, u) =>
          row.map(({ target }) => `${String(names[u])} ${String(names[target])}`),
        );
        t.deepEqual(pairs.sort(), edges.map(([u, v]) => `${String(u)} ${String(v)}`).sort());
      },
    ),
    { numRuns: 300 },
  );
});

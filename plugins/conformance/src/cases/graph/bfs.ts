import type { GraphData, OperationCases, PreparedCase, TableData } from '@parquetframe/core/engine';
import { columnValues, compareResults, vertexIds } from '../../compare.js';
import { edgesOf, formatValue, tableOf } from '../../values.js';
import { LARGE_GRAPH_BUILD, largeEdges } from '../large.js';
import { generatedGraph, graphInput, graphOf } from './graphs.js';
import { REFUSED_GRAPH, refusedCases } from '../refused.js';

const diamond = graphOf(
  [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 4],
    [4, 0],
    [4, 4],
    [0, 2],
  ],
  {},
  [9],
);
const hops = (
  vertex: readonly number[],
  distance: readonly (number | null)[],
  predecessor: readonly (number | null)[],
): TableData =>
  tableOf({
    vertex: ['int64', vertex.map(BigInt), 'required'],
    distance: ['uint32', distance],
    predecessor: ['int64', predecessor.map(p => (p === null ? null : BigInt(p)))],
  });

export const graphBfsCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_GRAPH], { sources: [1n] }, [
      ['no sources', { sources: [] }, 'INVALID_ARGUMENT'],
      ['a depth below 0', { maxDepth: -1 }, 'INVALID_ARGUMENT'],
      ['a column that there is not', { columns: ['path'] }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'smallest predecessor; unreachable is null; multi-edges and self-loops change nothing',
      inputs: [diamond],
      options: { sources: [0n] },
      expect: { table: hops([0, 1, 2, 3, 4, 9], [0, 1, 1, 2, 3, null], [null, 0, 0, 1, 3, null]) },
    },
    {
      name: 'maxDepth',
      inputs: [diamond],
      options: { sources: [0n], maxDepth: 1 },
      expect: { table: hops([0, 1, 2, 3, 4, 9], [0, 1, 1, null, null, null], [null, 0, 0, null, null, null]) },
    },
    {
      name: 'maxDepth 0 reaches only the source',
      inputs: [diamond],
      options: { sources: [3n], maxDepth: 0 },
      expect: { table: hops([0, 1, 2, 3, 4, 9], [null, null, null, 0, null, null], [null, null, null, null, null, null]) },
    },
    {
      name: 'several sources, one of them twice',
      inputs: [diamond],
      options: { sources: [4n, 1n, 4n] },
      expect: { table: hops([0, 1, 2, 3, 4, 9], [1, 0, 2, 1, 0, null], [4, null, 0, 1, null, null]) },
    },
    {
      name: 'undirected edges are followed both ways',
      inputs: [
        graphOf(
          [
            [1, 0],
            [2, 1],
          ],
          { directed: false },
        ),
      ],
      options: { sources: [0n] },
      expect: { table: hops([0, 1, 2], [0, 1, 2], [null, 0, 1]) },
    },
    {
      name: 'directed edges are followed forwards only',
      inputs: [
        graphOf([
          [1, 0],
          [2, 1],
        ]),
      ],
      options: { sources: [1n] },
      expect: { table: hops([0, 1, 2], [1, 0, null], [1, null, null]) },
    },
    {
      name: 'string ids',
      inputs: [
        {
          kind: 'graph',
          edges: edgesOf(
            [
              ['JFK', 'LAX'],
              ['LAX', 'SFO'],
            ],
            'utf8',
          ),
        },
      ],
      options: { sources: ['JFK'] },
      expect: {
        table: tableOf({
          vertex: ['utf8', ['JFK', 'LAX', 'SFO'], 'required'],
          distance: ['uint32', [0, 1, 2]],
          predecessor: ['utf8', [null, 'JFK', 'LAX']],
        }),
      },
    },
    {
      name: 'dense ids: an isolated source',
      inputs: [{ kind: 'graph', edges: edgesOf([[0, 1]], 'int32'), build: { ids: 'dense', vertexCount: 3 } }],
      options: { sources: [2] },
      expect: {
        table: tableOf({
          vertex: ['int32', [0, 1, 2], 'required'],
          distance: ['uint32', [null, null, 0]],
          predecessor: ['int32', [null, null, null]],
        }),
      },
    },
    {
      name: 'distance alone',
      inputs: [diamond],
      options: { sources: [0n], columns: ['distance'] },
      expect: {
        table: tableOf({ vertex: ['int64', [0n, 1n, 2n, 3n, 4n, 9n], 'required'], distance: ['uint32', [0, 1, 1, 2, 3, null]] }),
      },
    },
    {
      name: 'ids beyond 2^53',
      inputs: [{ kind: 'graph', edges: edgesOf([[2n ** 60n, 2n ** 60n + 1n]]) }],
      options: { sources: [2n ** 60n] },
      expect: {
        table: tableOf({
          vertex: ['int64', [2n ** 60n, 2n ** 60n + 1n], 'required'],
          distance: ['uint32', [0, 1]],
          predecessor: ['int64', [null, 2n ** 60n]],
        }),
      },
    },
    {
      name: 'a source that is not there',
      inputs: [diamond],
      options: { sources: [0n, 5n] },
      expect: { error: 'VERTEX_NOT_FOUND' },
    },
    {
      name: 'a dense source beyond the last vertex',
      inputs: [{ kind: 'graph', edges: edgesOf([[0, 1]], 'int32'), build: { ids: 'dense', vertexCount: 3 } }],
      options: { sources: [3] },
      expect: { error: 'VERTEX_NOT_FOUND' },
    },
    {
      name: 'any source in an empty graph',
      inputs: [graphOf([])],
      options: { sources: [0n] },
      expect: { error: 'VERTEX_NOT_FOUND' },
    },
  ],
  generate(random) {
    const graph = generatedGraph(random);
    const known = graph.ids.length > 0 ? graph.ids : [graph.edges.schema[0]?.type.id === 'utf8' ? 'none' : 1];
    const sources = Array.from({ length: random.pick([1, 1, 2]) }, () => random.pick(known));
    return {
      inputs: [graphInput(graph)],
      options: {
        sources,
        ...(random.integer(0, 3) === 0 ? { maxDepth: random.integer(0, 3) } : {}),
        ...(random.integer(0, 4) === 0 ? { columns: [random.pick(['distance', 'predecessor'])] } : {}),
      },
    };
  },
  compare(actual, expected, { class: asked }) {
    if (asked === 'exact' || actual.kind !== 'table' || expected.kind !== 'table') return compareResults(actual, expected, asked);
    // Any valid predecessor: laws check those. The distances are the same.
    for (const name of ['vertex', 'distance']) {
      if (!expected.table.schema.some(f => f.name === name)) continue;
      const [a, b] = [columnValues(actual.table, name), columnValues(expected.table, name)];
      const row = b.findIndex((value, index) => formatValue(value) !== formatValue(a[index]));
      if (row !== -1 || a.length !== b.length)
        return `${name} of row ${row} is ${formatValue(a[row])}, expected ${formatValue(b[row])}`;
    }
    return undefined;
  },
  chain(random, _schema, [input]) {
    const ids = input?.result?.kind === 'graph' ? vertexIds(input.result.graph) : [];
    if (ids.length === 0) return undefined;
    return { sources: [random.pick(ids)], ...(random.boolean() ? { maxDepth: random.integer(0, 3) } : {}) };
  },
  laws: [
    {
      name: 'distances differ by at most 1 over an arc',
      check(prepared, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const graph = graphIn(prepared);
        const distance = distances(result.table);
        if (!distance) return undefined;
        const limit = typeof prepared.options['maxDepth'] === 'number' ? prepared.options['maxDepth'] : Infinity;
        return arcs(graph, (u, v) => {
          const [from, to] = [distance[u], distance[v]];
          if (from === null || from === undefined || from >= limit) return undefined;
          return to === null || to === undefined || to > from + 1
            ? `vertex ${v} is ${String(to)} away, its neighbour ${u} ${from}`
            : undefined;
        });
      },
    },
    {
      name: 'a predecessor is one nearer and has an arc to its vertex',
      check: (prepared, result) => (result.kind === 'table' ? wrongPredecessor(prepared, result.table) : 'no table'),
    },
  ],
  large: () => ({ inputs: [{ kind: 'graph', edges: largeEdges(), build: LARGE_GRAPH_BUILD }], options: { sources: [0] } }),
};

function graphIn({ inputs: [input] }: PreparedCase): GraphData {
  if (input?.kind !== 'graph') throw new TypeError('the input is not a graph');
  return input.graph;
}

const distances = (table: TableData): readonly (number | null)[] | undefined =>
  table.schema.some(f => f.name === 'distance') ? (columnValues(table, 'distance') as readonly (number | null)[]) : undefined;

function arcs({ csr, vertexCount }: GraphData, visit: (u: number, v: number) => string | undefined): string | undefined {
  for (let u = 0; u < vertexCount; u++) {
    for (let arc = csr.offsets[u] ?? 0; arc < (csr.offsets[u + 1] ?? 0); arc++) {
      const problem = visit(u, csr.targets[arc] ?? 0);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function wrongPredecessor(prepared: PreparedCase, table: TableData): string | undefined {
  const distance = distances(table);
  if (!distance || !table.schema.some(f => f.name === 'predecessor')) return undefined;
  const graph = graphIn(prepared);
  const vertexOf = new Map(vertexIds(graph).map((id, vertex) => [formatValue(id), vertex]));
  const successors = new Set<number>();
  arcs(graph, (u, v) => void successors.add(u * graph.vertexCount + v));
  for (const [vertex, id] of columnValues(table, 'predecessor').entries()) {
    const own = distance[vertex] ?? null;
    if (id === null || own === null || own === 0) {
      if ((id === null) !== (own === null || own === 0))
        return `vertex ${vertex} at ${String(own)} has predecessor ${formatValue(id)}`;
      continue;
    }
    const from = vertexOf.get(formatValue(id));
    if (from === undefined) return `vertex ${vertex} has a predecessor ${formatValue(id)} that is not in the graph`;
    if (distance[from] !== own - 1) return `vertex ${vertex} is ${own} away, its predecessor ${from} ${String(distance[from])}`;
    if (!successors.has(from * graph.vertexCount + vertex)) return `there is no arc from ${from} to ${vertex}`;
  }
  return undefined;
}

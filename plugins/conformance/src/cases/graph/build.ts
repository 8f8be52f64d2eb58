import { familyOf, isInteger, valueType, type DataType, type GraphData, type OperationCases } from '@parquetframe/core/engine';
import { edgesOf, tableOf } from '../../values.js';
import { LARGE_GRAPH_BUILD, largeEdges } from '../large.js';
import { generatedGraph } from './graphs.js';
import { REFUSED_EDGES, refusedCases } from '../refused.js';

const isId = (type: DataType): boolean => isInteger(valueType(type)) || familyOf(type) === 'string';

export const graphBuildCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_EDGES], {}, [
      ['a column that there is not', { src: 'from' }, 'COLUMN_NOT_FOUND'],
      ['ids of a kind that there is not', { ids: 'random' }, 'INVALID_ARGUMENT'],
      ['a direction that is neither', { directed: 'yes' }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'rows are sorted by neighbour; multi-edges and self-loops are kept',
      inputs: [
        {
          kind: 'table',
          table: edgesOf([
            [7, 3],
            [3, 7],
            [7, 7],
            [7, 3],
            [3, 5],
          ]),
        },
      ],
      options: {},
      expect: { graph: { ids: [3n, 5n, 7n], offsets: [0, 2, 2, 5], targets: [1, 2, 0, 0, 2] } },
    },
    {
      name: 'undirected: each edge both ways, a self-loop once',
      inputs: [
        {
          kind: 'table',
          table: edgesOf([
            [0, 1],
            [1, 1],
            [2, 1],
          ]),
        },
      ],
      options: { directed: false },
      expect: { graph: { ids: [0n, 1n, 2n], offsets: [0, 1, 4, 5], targets: [1, 0, 1, 2, 1] } },
    },
    {
      name: 'string ids are numbered by UTF-8 bytes',
      inputs: [
        {
          kind: 'table',
          table: edgesOf(
            [
              ['\u{1F600}', '\uFFFD'],
              ['', 'b'],
            ],
            'utf8',
          ),
        },
      ],
      options: {},
      expect: { graph: { ids: ['', 'b', '\uFFFD', '\u{1F600}'], offsets: [0, 1, 1, 1, 2], targets: [1, 2] } },
    },
    {
      name: 'columns of other names, of the edges and of the vertex table',
      inputs: [
        { kind: 'table', table: tableOf({ from: ['int64', [5n]], to: ['int64', [3n]] }) },
        { kind: 'table', table: tableOf({ id: ['int64', [9n, 3n]] }) },
      ],
      options: { src: 'from', dst: 'to', vertex: 'id' },
      expect: { graph: { ids: [3n, 5n, 9n], offsets: [0, 0, 1, 1], targets: [0] } },
    },
    {
      name: 'first appearance: source, then destination of each row, then the vertex table',
      inputs: [
        {
          kind: 'table',
          table: edgesOf([
            [5, 2],
            [9, 5],
          ]),
        },
        { kind: 'table', table: tableOf({ vertex: ['int64', [1n, 9n], 'required'] }) },
      ],
      options: { ids: 'firstAppearance' },
      expect: { graph: { ids: [5n, 2n, 9n, 1n], offsets: [0, 1, 1, 2, 2], targets: [1, 0] } },
    },
    {
      name: 'isolated vertices from the vertex table',
      inputs: [
        { kind: 'table', table: edgesOf([[2, 4]]) },
        { kind: 'table', table: tableOf({ vertex: ['int64', [3n, 2n, 1n], 'required'] }) },
      ],
      options: {},
      expect: { graph: { ids: [1n, 2n, 3n, 4n], offsets: [0, 0, 1, 1, 1], targets: [3] } },
    },
    {
      name: 'dense ids are taken as they are',
      inputs: [{ kind: 'table', table: edgesOf([[2, 0]], 'int32') }],
      options: { ids: 'dense', vertexCount: 4 },
      expect: { graph: { offsets: [0, 0, 0, 1, 1], targets: [0] } },
    },
    {
      name: 'negative and extreme int64 ids',
      inputs: [{ kind: 'table', table: tableOf({ src: ['int64', [2n ** 63n - 1n, -1n]], dst: ['int64', [-(2n ** 63n), 0n]] }) }],
      options: {},
      expect: { graph: { ids: [-(2n ** 63n), -1n, 0n, 2n ** 63n - 1n], offsets: [0, 0, 1, 1, 2], targets: [2, 0] } },
    },
    {
      name: 'uint64 ids are unsigned',
      inputs: [{ kind: 'table', table: edgesOf([[2n ** 64n - 1n, 1n]], 'uint64') }],
      options: {},
      expect: { graph: { ids: [1n, 2n ** 64n - 1n], offsets: [0, 0, 1], targets: [0] } },
    },
    {
      name: 'parallel edges keep the order of their weights; negative and NaN weights are facts, not errors',
      inputs: [
        {
          kind: 'table',
          table: edgesOf(
            [
              [1, 0],
              [1, 0],
              [1, 0],
              [0, 0],
            ],
            'int64',
            ['float64', [3, -1, 2, Number.NaN]],
          ),
        },
      ],
      options: { weight: 'weight' },
      expect: { graph: { ids: [0n, 1n], offsets: [0, 1, 4], targets: [0, 0, 0, 0] } },
    },
    {
      name: 'no edges',
      inputs: [{ kind: 'table', table: edgesOf([]) }],
      options: {},
      expect: { graph: { ids: [], offsets: [0], targets: [] } },
    },
    {
      name: 'no edges, dense',
      inputs: [{ kind: 'table', table: edgesOf([], 'int32') }],
      options: { ids: 'dense', vertexCount: 2 },
      expect: { graph: { offsets: [0, 0, 0], targets: [] } },
    },
    {
      name: 'other column names, edges over batches',
      inputs: [{ kind: 'table', table: tableOf({ from: ['int32', [0, 1, 2]], to: ['int32', [1, 2, 0]] }, [1, 0, 2]) }],
      options: { src: 'from', dst: 'to' },
      expect: { graph: { ids: [0, 1, 2], offsets: [0, 1, 2, 3], targets: [1, 2, 0] } },
    },
    {
      name: 'a null id',
      inputs: [{ kind: 'table', table: tableOf({ src: ['int64', [1n, null]], dst: ['int64', [2n, 3n]] }) }],
      options: {},
      expect: { error: 'NULL_VERTEX_ID' },
    },
    {
      name: 'a null id in the vertex table',
      inputs: [
        { kind: 'table', table: edgesOf([[1, 2]]) },
        { kind: 'table', table: tableOf({ vertex: ['int64', [null]] }) },
      ],
      options: {},
      expect: { error: 'NULL_VERTEX_ID' },
    },
    {
      name: 'a dense id that is too large',
      inputs: [{ kind: 'table', table: edgesOf([[0, 3]], 'int32') }],
      options: { ids: 'dense', vertexCount: 3 },
      expect: { error: 'VERTEX_ID_OUT_OF_RANGE' },
    },
    {
      name: 'a negative dense id',
      inputs: [{ kind: 'table', table: edgesOf([[-1, 0]], 'int32') }],
      options: { ids: 'dense', vertexCount: 3 },
      expect: { error: 'VERTEX_ID_OUT_OF_RANGE' },
    },
    {
      name: 'a null weight',
      inputs: [{ kind: 'table', table: edgesOf([[1, 2]], 'int64', ['float64', [null]]) }],
      options: { weight: 'weight' },
      expect: { error: 'NULL_WEIGHT' },
    },
    {
      name: 'a 64-bit weight beyond 2^53',
      inputs: [{ kind: 'table', table: edgesOf([[1, 2]], 'int64', ['int64', [2n ** 53n + 1n]]) }],
      options: { weight: 'weight' },
      expect: { error: 'WEIGHT_OUT_OF_RANGE' },
    },
  ],
  generate(random) {
    const { edges, vertices, options } = generatedGraph(random, [-2, 5]);
    return { inputs: [edges, ...(vertices ? [vertices] : [])].map(table => ({ kind: 'table', table })), options };
  },
  chain(random, schema, [, vertices]) {
    const pairs = schema.flatMap(a =>
      schema.filter(b => isId(a.type) && familyOf(a.type) === familyOf(b.type)).map(b => ({ src: a.name, dst: b.name })),
    );
    if (pairs.length === 0) return undefined;
    const chosen = random.pick(pairs);
    const base = { ...chosen, directed: random.boolean(), ids: random.pick(['sorted', 'firstAppearance']) };
    if (vertices === undefined) return base;
    const family = familyOf(schema.find(f => f.name === chosen.src)?.type ?? { id: 'null' });
    const of = vertices.kind.kind === 'table' ? vertices.kind.schema : [];
    const vertex = of.filter(f => isId(f.type) && familyOf(f.type) === family);
    return vertex.length === 0 ? undefined : { ...base, vertex: random.pick(vertex).name };
  },
  laws: [
    {
      name: 'offsets ascend from 0 to the number of arcs and rows are sorted',
      check: (_, result) => (result.kind === 'graph' ? malformed(result.graph) : 'no graph'),
    },
    {
      name: 'every edge is there: arcs are edges, twice for undirected ones that are not self-loops',
      check({ inputs: [input], options }, result) {
        if (result.kind !== 'graph' || input?.kind !== 'table') return 'the result is not a graph';
        const { selfLoops = 0 } = result.sizes;
        const rows = input.table.length;
        const expected = options['directed'] === false ? 2 * rows - selfLoops : rows;
        return result.graph.arcCount === expected ? undefined : `${result.graph.arcCount} arcs, expected ${expected}`;
      },
    },
  ],
  large: () => ({ inputs: [{ kind: 'table', table: largeEdges() }], options: LARGE_GRAPH_BUILD }),
};

function malformed({ csr, csc, vertexCount, arcCount }: GraphData): string | undefined {
  for (const [name, { offsets, targets }] of Object.entries({ csr, csc })) {
    if (offsets[0] !== 0 || offsets[vertexCount] !== arcCount) return `${name}.offsets do not run from 0 to ${arcCount}`;
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      const [start = 0, end = 0] = [offsets[vertex], offsets[vertex + 1]];
      if (end < start) return `${name}.offsets descend at ${vertex}`;
      for (let arc = start + 1; arc < end; arc++)
        if ((targets[arc - 1] ?? 0) > (targets[arc] ?? 0)) return `${name}: row ${vertex} is not sorted`;
      if (end > start && (targets[end - 1] ?? 0) >= vertexCount) return `${name}: row ${vertex} leads beyond the last vertex`;
    }
  }
  return undefined;
}

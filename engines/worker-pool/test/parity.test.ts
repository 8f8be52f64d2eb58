import test from 'ava';
import { columnFromValues, hashTable, isParquetFrameError, rowsOf, sliceTable, tableData } from '@parquetframe/core/engine';
import type { GraphData, TableData, UserExpression } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { edges, generator } from './data.js';
import { graphOf, open, run, tableOf, type Opened } from './engine.js';

const reference = await open(tsReference());
const pool = await open(workerPool({ minPartitionWork: 1000 }), 4);
test.after.always(async () => {
  await reference[Symbol.asyncDispose]();
  await pool[Symbol.asyncDispose]();
});

const build = async (options: Record<string, unknown>): Promise<GraphData> =>
  graphOf(await run(reference, 'graph.build', options, [{ table: edges(60_000, 300_000, 7) }]));
const answer = async (engine: Opened, operation: string, options: object, graph: GraphData, threads = 4): Promise<TableData> =>
  tableOf(await run(engine, operation, { ...options }, [{ graph }], { threads }));

for (const [name, options] of [
  ['directed, sorted ids', { weight: 'weight' }],
  ['undirected, ids by first appearance', { weight: 'weight', directed: false, ids: 'firstAppearance' }],
  ['directed, dense', { weight: 'weight', ids: 'dense', vertexCount: 70_000 }],
] as const) {
  test(`PageRank has the same bits as the reference on 1 to 4 threads: ${name}`, async t => {
    const graph = await build(options);
    for (const weighted of [false, true]) {
      const expected = hashTable(await answer(reference, 'graph.pageRank', { weighted }, graph));
      for (const threads of [1, 2, 3, 4]) {
        const result = await run(pool, 'graph.pageRank', { weighted }, [{ graph }], { threads });
        t.is(hashTable(tableOf(result)), expected, `${threads} threads`);
        t.is(result.notes?.['partitions'], threads);
      }
    }
  });

  test(`components are those of the reference on 1 to 4 threads: ${name}`, async t => {
    const graph = await build(options);
    const expected = hashTable(await answer(reference, 'graph.wcc', {}, graph));
    for (const threads of [1, 2, 3, 4])
      t.is(hashTable(await answer(pool, 'graph.wcc', {}, graph, threads)), expected, `${threads} threads`);
  });
}

test('components of long paths, linked from both ends at once', async t => {
  const count = 200_000;
  const src = Uint32Array.from({ length: count }, (_, i) => (i % 2 === 0 ? i : count - i));
  const dst = src.map(v => v + 1);
  const columns = [src, dst].map(values => ({ length: count, nullCount: 0, buffers: [undefined, values] }));
  const schema = ['src', 'dst'].map(name => ({ name, type: { id: 'uint32' }, nullable: false }) as const);
  const built = await run(reference, 'graph.build', {}, [{ table: tableData(schema, [{ length: count, columns }]) }]);
  const graph = graphOf(built);
  const expected = hashTable(await answer(reference, 'graph.wcc', {}, graph));
  for (let round = 0; round < 5; round++) t.is(hashTable(await answer(pool, 'graph.wcc', {}, graph)), expected);
});

test('empty graphs', async t => {
  const graph = graphOf(await run(reference, 'graph.build', {}, [{ table: edges(1, 0, 1) }]));
  t.is((await answer(pool, 'graph.pageRank', {}, graph)).length, 0);
  t.is((await answer(pool, 'graph.wcc', {}, graph)).length, 0);
});

/** Nulls, strings, dictionaries and large integers in three batches. */
function rows(): TableData {
  const schema = [
    { name: 'key', type: { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false }, nullable: true },
    { name: 'text', type: { id: 'utf8' }, nullable: true },
    { name: 'whole', type: { id: 'int64' }, nullable: true },
    { name: 'real', type: { id: 'float64' }, nullable: true },
  ] as const;
  const next = generator(3);
  const sizes = [1, 7000, 4321];
  return tableData(
    schema,
    sizes.map(length => {
      const values = (make: () => unknown): unknown[] => Array.from({ length }, () => (next() % 10 === 0 ? null : make()));
      const columns = [
        values(() => `k${next() % 20}`),
        values(() => (next() % 3 === 0 ? `a rather long text ${next() % 50}` : `t${next() % 50}`)),
        values(() => (BigInt(next()) * BigInt(next())) / 2n - 2n ** 62n),
        values(() => (next() / 2 ** 20) * (next() % 2 === 0 ? 1 : -1e12)),
      ];
      return { length, columns: schema.map(({ type }, i) => columnFromValues(type, columns[i] ?? [])) };
    }),
  );
}

const column = (name: string): UserExpression => ({ kind: 'column', name });
const greater = (name: string, value: number): UserExpression => ({
  kind: 'call',
  function: 'greater',
  arguments: [column(name), { kind: 'literal', value }],
});

test('filter keeps order, nulls and types on 1 to 4 threads', async t => {
  const table = rows();
  for (const predicate of [
    greater('real', 0),
    greater('real', 1e300),
    { kind: 'call', function: 'isNotNull', arguments: [column('key')] },
  ]) {
    const expected = hashTable(tableOf(await run(reference, 'table.filter', { predicate }, [{ table }])));
    for (const threads of [1, 2, 3, 4]) {
      const result = await run(pool, 'table.filter', { predicate }, [{ table }], { threads });
      t.is(hashTable(tableOf(result)), expected, `${threads} threads`);
      t.is(result.notes?.['partitions'], threads);
    }
  }
});

const ROW_OPERATIONS: readonly (readonly [operation: string, options: object])[] = [
  ['table.sort', { keys: [{ column: 'text', descending: true, nulls: 'first' }] }],
  [
    'table.sort',
    {
      keys: [
        { column: 'key', descending: false, nulls: 'last' },
        { column: 'real', descending: true, nulls: 'last' },
      ],
    },
  ],
  ['table.distinct', { subset: ['text'] }],
  ['table.distinct', { subset: ['key', 'text'], keep: 'last' }],
  [
    'table.window',
    {
      windows: [
        { name: 'n', function: 'rowNumber', partitionBy: ['key'], orderBy: [{ column: 'real' }] },
        { name: 'before', function: 'lag', column: 'text', partitionBy: ['key', 'text'] },
        { name: 'mean', function: 'mean', column: 'real', partitionBy: ['key'], frame: { rows: [-3, 'current'] } },
        { name: 'place', function: 'rank', orderBy: [{ column: 'whole' }] },
        {
          name: 'all',
          function: 'list',
          column: 'key',
          partitionBy: ['text'],
          orderBy: [{ column: 'real' }],
          frame: { rows: [-1, 1] },
        },
      ],
    },
  ],
];

test('rows are those of the reference, in its order, on 1 to 4 threads', async t => {
  const table = rows();
  for (const [operation, options] of ROW_OPERATIONS) {
    const expected = hashTable(tableOf(await run(reference, operation, { ...options }, [{ table }])));
    for (const threads of [1, 2, 3, 4]) {
      const result = await run(pool, operation, { ...options }, [{ table }], { threads });
      t.is(hashTable(tableOf(result)), expected, `${operation} on ${threads} threads`);
      t.is(result.notes?.['partitions'], threads);
    }
  }
});

test('joins of every kind are those of the reference, on 1 to 4 threads', async t => {
  const table = rows();
  const right = sliceTable(table, 40, 90);
  for (const how of ['inner', 'left', 'right', 'full', 'semi', 'anti']) {
    for (const on of ['text', 'whole']) {
      const options = { on: [{ left: on, right: on }], how, nullsEqual: how === 'full' };
      const expected = hashTable(tableOf(await run(reference, 'table.join', options, [{ table }, { table: right }])));
      for (const threads of [1, 2, 4]) {
        const result = await run(pool, 'table.join', options, [{ table }, { table: right }], { threads });
        t.is(hashTable(tableOf(result)), expected, `${how} on ${on}, ${threads} threads`);
      }
    }
  }
});

test('of windows that fail in several partitions, the error is that of the reference', async t => {
  const table = rows();
  const windows = [{ name: 'total', function: 'sum', column: 'whole', partitionBy: ['text'] }];
  const expected: unknown = await t.throwsAsync(run(reference, 'table.window', { windows }, [{ table }]));
  const received: unknown = await t.throwsAsync(run(pool, 'table.window', { windows }, [{ table }], { threads: 4 }));
  if (!isParquetFrameError(expected) || !isParquetFrameError(received)) return t.fail('an error without a code');
  t.is(expected.code, 'INTEGER_OVERFLOW');
  t.is(received.message, expected.message);
});

const byKey = (table: TableData): string =>
  rowsOf(table)
    .map(row => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value.toString()}n` : value)))
    .sort()
    .join('\n');

test('aggregates are those of the reference, with totals beyond int64 inside a part', async t => {
  const table = rows();
  const of = (f: string, name: string): object => ({ name: `${f} ${name}`, function: f, column: name });
  const aggregates = [
    { name: 'n', function: 'count', column: null },
    of('count', 'real'),
    of('sum', 'real'),
    of('mean', 'real'),
    of('min', 'real'),
    of('max', 'real'),
    of('mean', 'whole'),
    of('min', 'whole'),
    of('max', 'whole'),
    of('min', 'text'),
    of('max', 'text'),
  ];
  for (const keys of [[], ['key'], ['text', 'key']]) {
    const expected = byKey(tableOf(await run(reference, 'table.aggregate', { keys, aggregates }, [{ table }])));
    for (const threads of [1, 3, 4]) {
      const result = tableOf(await run(pool, 'table.aggregate', { keys, aggregates }, [{ table }], { threads }));
      t.is(byKey(result), expected, `${keys.join()} on ${threads} threads`);
    }
  }
});

test('errors of tasks keep their code, message and details', async t => {
  const table = rows();
  const predicate: UserExpression = {
    kind: 'call',
    function: 'greater',
    arguments: [
      { kind: 'call', function: 'multiply', arguments: [column('whole'), column('whole')] },
      { kind: 'literal', value: 0 },
    ],
  };
  const expected: unknown = await t.throwsAsync(run(reference, 'table.filter', { predicate }, [{ table }]));
  const received: unknown = await t.throwsAsync(run(pool, 'table.filter', { predicate }, [{ table }], { threads: 4 }));
  if (!isParquetFrameError(expected) || !isParquetFrameError(received)) return t.fail('an error without a code');
  const { code, message, details } = expected;
  t.is(code, 'INTEGER_OVERFLOW');
  t.like(received, { code, message, details });
});

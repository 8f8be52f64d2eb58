/** DuckDB as an oracle for filter, aggregate, join and sort, on generated tables, on every engine. */
import test from 'ava';
import fc from 'fast-check';
import {
  columnFromValues,
  planNode,
  tableData,
  HEAP_ARROW,
  type Schema,
  type TableData,
  type UserExpression,
} from '@parquetframe/core/engine';
import { everyEngine, enginesFor } from './engines.js';
import { Oracle, rowText, rowsOfTable, sql } from './duckdb.js';

// ava takes no tests after the first was declared and something was awaited: the runtime declares the first.
const oracle = await Oracle.open();
const runtime = await everyEngine();
test.after.always('close DuckDB', () => {
  oracle.close();
});

const RUNS = 60;
const SEED = 20261122;
const SCHEMA: Schema = [
  { name: 'k', type: { id: 'int64' }, nullable: true },
  { name: 's', type: { id: 'utf8' }, nullable: true },
  { name: 'x', type: { id: 'float64' }, nullable: true },
  { name: 'i', type: { id: 'int32' }, nullable: true },
  { name: 'p', type: { id: 'bool' }, nullable: true },
  { name: 'row', type: { id: 'int32' }, nullable: false },
];

const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 5 });
const cells = fc.tuple(
  orNull(fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n))),
  orNull(fc.constantFrom('', 'a', 'b', 'B', 'é', 'e\u0301', '\uFFFD', '\u{1F600}')),
  orNull(
    fc.oneof(
      fc.integer({ min: -8, max: 8 }).map(n => n / 4),
      fc.constantFrom(Number.NaN, -0, Infinity, -Infinity),
    ),
  ),
  orNull(fc.integer({ min: -5, max: 5 })),
  orNull(fc.boolean()),
);
const tables: fc.Arbitrary<TableData> = fc.array(cells, { maxLength: 40, size: 'max' }).map(rows => {
  const numbered = rows.map((row, index): readonly unknown[] => [...row, index]);
  const columns = SCHEMA.map((f, index) =>
    columnFromValues(
      f.type,
      numbered.map(row => row[index]),
    ),
  );
  return tableData(SCHEMA, [{ length: rows.length, columns }]);
});

const column = (name: string): UserExpression => ({ kind: 'column', name });
const literal = (value: bigint | number | string | boolean): UserExpression => ({ kind: 'literal', value });
const comparisons = fc.constantFrom('equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual');
const leaves: fc.Arbitrary<UserExpression> = fc.oneof(
  fc
    .tuple(comparisons, fc.bigInt({ min: -3n, max: 3n }))
    .map(([f, n]): UserExpression => ({ kind: 'call', function: f, arguments: [column('k'), literal(n)] })),
  fc
    .tuple(comparisons, fc.constantFrom(0, 0.5, -1, Number.NaN))
    .map(([f, n]): UserExpression => ({ kind: 'call', function: f, arguments: [column('x'), literal(n)] })),
  fc
    .tuple(comparisons, fc.constantFrom('a', 'é', '\uFFFD'))
    .map(([f, s]): UserExpression => ({ kind: 'call', function: f, arguments: [column('s'), literal(s)] })),
  fc.tuple(comparisons, fc.constantFrom('add', 'subtract', 'multiply')).map(([f, g]): UserExpression => ({
    kind: 'call',
    function: f,
    arguments: [{ kind: 'call', function: g, arguments: [column('i'), column('k')] }, literal(1n)],
  })),
  fc.constantFrom('k', 's', 'x').map((name): UserExpression => ({ kind: 'call', function: 'isNull', arguments: [column(name)] })),
  fc.constant(column('p')),
);
const predicates: fc.Arbitrary<UserExpression> = fc.letrec<{ predicate: UserExpression }>(tie => ({
  predicate: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('predicate'), tie('predicate'))
      .map(([f, a, b]): UserExpression => ({ kind: 'call', function: f, arguments: [a, b] })),
    tie('predicate').map((a): UserExpression => ({ kind: 'call', function: 'not', arguments: [a] })),
  ),
})).predicate;

async function run(
  engine: string,
  operation: string,
  options: { readonly [option: string]: unknown },
  inputs: readonly TableData[],
): Promise<readonly (readonly unknown[])[]> {
  const datasets = inputs.map(table => runtime.executor.table(table));
  const plan = planNode(
    operation,
    options,
    datasets.map(dataset => ({ kind: 'dataset', dataset })),
    { engine },
  );
  const execution = await runtime.executor.execute(plan, [HEAP_ARROW]);
  const rows = rowsOfTable(execution.replica.value as TableData);
  await execution.release();
  for (const dataset of datasets) await runtime.executor.dispose(dataset);
  return rows;
}

const check = <T>(property: fc.IAsyncProperty<T>): Promise<void> => fc.assert(property, { numRuns: RUNS, seed: SEED });

for (const { id } of enginesFor(runtime, 'filter as DuckDB', 'table.filter')) {
  test.serial(`${id}: filter keeps the rows that DuckDB keeps, in order`, async t => {
    await check(
      fc.asyncProperty(tables, predicates, async (table, predicate) => {
        await oracle.put('t', table);
        const expected = await oracle.query(`SELECT * FROM t WHERE ${sql(predicate)} ORDER BY "row"`);
        const actual = await run(id, 'table.filter', { predicate }, [table]);
        t.deepEqual(
          actual.map(row => rowText(row)),
          expected.map(row => rowText(row)),
          sql(predicate),
        );
      }),
    );
  });
}

const KEYS = fc.subarray(['k', 's', 'x', 'p']);
const AGGREGATES = [
  { name: 'n', function: 'count', column: null },
  { name: 'n_x', function: 'count', column: 'x' },
  { name: 'sum_i', function: 'sum', column: 'i' },
  { name: 'mean_k', function: 'mean', column: 'k' },
  { name: 'min_x', function: 'min', column: 'x' },
  { name: 'max_x', function: 'max', column: 'x' },
  { name: 'min_s', function: 'min', column: 's' },
  { name: 'max_s', function: 'max', column: 's' },
];
const AGGREGATES_SQL = 'count(*), count(x), sum(i), avg(k), min(x), max(x), min(s), max(s)';

for (const { id } of enginesFor(runtime, 'aggregate as DuckDB', 'table.aggregate')) {
  test.serial(`${id}: groups and aggregates are those of DuckDB`, async t => {
    await check(
      fc.asyncProperty(tables, KEYS, async (table, keys) => {
        await oracle.put('t', table);
        const names = keys.map(key => `"${key}"`);
        const group = names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`;
        const expected = await oracle.query(`SELECT ${[...names, AGGREGATES_SQL].join(', ')} FROM t ${group}`);
        const actual = await run(id, 'table.aggregate', { keys, aggregates: AGGREGATES }, [table]);
        const text = (rows: readonly (readonly unknown[])[]): readonly string[] => rows.map(row => rowText(row, 12)).sort();
        t.deepEqual(text(actual), text(expected), keys.join(', '));
      }),
    );
  });
}

for (const { id } of enginesFor(runtime, 'join as DuckDB', 'table.join')) {
  test.serial(`${id}: inner and left joins give the rows of DuckDB`, async t => {
    await check(
      fc.asyncProperty(
        tables,
        tables,
        fc.subarray(['k', 's', 'x'], { minLength: 1 }),
        fc.constantFrom('inner', 'left'),
        async (left, right, keys, how) => {
          await oracle.put('l', left);
          await oracle.put('r', right);
          const on = keys.map(key => `l."${key}" = r."${key}"`).join(' AND ');
          const kept = SCHEMA.filter(f => !keys.includes(f.name)).map(f => `r."${f.name}"`);
          const expected = await oracle.query(`SELECT l.*, ${kept.join(', ')} FROM l ${how} JOIN r ON ${on}`);
          const actual = await run(id, 'table.join', { on: keys.map(key => ({ left: key, right: key })), how }, [left, right]);
          const text = (rows: readonly (readonly unknown[])[]): readonly string[] => rows.map(row => rowText(row)).sort();
          t.deepEqual(text(actual), text(expected), `${how} on ${keys.join(', ')}`);
        },
      ),
    );
  });
}

const SORT_KEYS = fc.array(
  fc.record({
    column: fc.constantFrom('k', 's', 'x', 'i', 'p'),
    descending: fc.boolean(),
    nulls: fc.constantFrom('first', 'last'),
  }),
  { minLength: 1, maxLength: 3 },
);
for (const { id } of enginesFor(runtime, 'sort as DuckDB', 'table.sort')) {
  test.serial(`${id}: sort gives the order of DuckDB, ties in input order`, async t => {
    await check(
      fc.asyncProperty(tables, SORT_KEYS, async (table, keys) => {
        await oracle.put('t', table);
        const order = keys.map(key => `"${key.column}" ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nulls}`).join(', ');
        const expected = await oracle.query(`SELECT * FROM t ORDER BY ${order}, "row"`);
        const actual = await run(id, 'table.sort', { keys }, [table]);
        t.deepEqual(
          actual.map(row => rowText(row)),
          expected.map(row => rowText(row)),
          order,
        );
      }),
    );
  });
}

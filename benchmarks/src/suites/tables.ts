import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { count } from '@parquetframe/core';
import type { DataFrame, Runtime } from '@parquetframe/core';
import { enginesFor, tableFinished } from '../contestants.js';
import type { Case, Side } from '../measure.js';
import { duckDbPeer } from '../peers/duckdb.js';

/** Three million US flights: ZSTD Parquet of the npm package vega-datasets. */
const FLIGHTS = path.join(path.dirname(fileURLToPath(import.meta.resolve('vega-datasets'))), '..', 'data', 'flights-3m.parquet');

const SCHEMA = { delay: 'int64', distance: 'int64', origin: 'utf8' } as const;
type Flights = { readonly [K in keyof typeof SCHEMA]: (typeof SCHEMA)[K] };

/** Questions about the flights: from the file, and from memory. */
export async function tableCases(runtime: Runtime, quick: boolean): Promise<Case[]> {
  const file = FLIGHTS.replaceAll("'", "''");
  const duckdb = await duckDbPeer([
    `CREATE TABLE flights AS SELECT delay::BIGINT AS delay, distance::BIGINT AS distance, origin FROM read_parquet('${file}')`,
  ]);
  const cached = runtime.readParquet(FLIGHTS, { schema: SCHEMA }).cache();
  const on = (operations: readonly string[], run: (engine: string) => ReturnType<Side['run']>, other: Side['run']): Side[] => [
    ...enginesFor(runtime, ...operations).map(engine => ({ name: engine, run: () => run(engine) })),
    { name: 'duckdb', run: other },
  ];
  const baseline = 'ts-reference';
  const byOrigin = (frame: DataFrame<Flights>) =>
    frame
      .filter(row => row.distance.gt(500))
      .groupBy('origin')
      .agg(row => ({ n: count(), delay: row.delay.mean() }));
  const sumOf = (rows: Iterable<object>, name: string): number => {
    let sum = 0;
    for (const row of rows) sum += Number(Reflect.get(row, name));
    return sum;
  };
  const grouped = 'SELECT origin, count(*) AS n, avg(delay) AS delay FROM';
  const cases: Case[] = [
    {
      name: 'flights: filter, group by origin, count and mean; from the file',
      baseline,
      tolerance: 1e-9,
      sides: on(
        ['parquet.scan', 'table.filter', 'table.aggregate'],
        async engine =>
          tableFinished(await byOrigin(runtime.readParquet(FLIGHTS, { schema: SCHEMA, engine })).collect({ engine }), table =>
            sumOf(table, 'delay'),
          ),
        () =>
          duckdb.query(`${grouped} read_parquet('${file}') WHERE distance > 500 GROUP BY origin`, rows => sumOf(rows, 'delay')),
      ),
    },
    {
      name: 'flights: filter, group by origin, count and mean; from memory',
      baseline,
      tolerance: 1e-9,
      sides: on(
        ['table.filter', 'table.aggregate'],
        async engine =>
          tableFinished(await byOrigin(cached.using({ engine })).collect({ engine }), table => sumOf(table, 'delay')),
        () => duckdb.query(`${grouped} flights WHERE distance > 500 GROUP BY origin`, rows => sumOf(rows, 'delay')),
      ),
    },
    {
      name: 'flights: filter 3 M rows to 1 in 4, all columns; from memory',
      baseline,
      sides: on(
        ['table.filter'],
        async engine =>
          tableFinished(
            await cached
              .using({ engine })
              .filter(row => row.distance.gt(1000))
              .collect({ engine }),
            table => table.length,
          ),
        () => duckdb.query('SELECT * FROM flights WHERE distance > 1000', rows => rows.length),
      ),
    },
  ];
  if (!quick) {
    cases.push(
      {
        name: 'flights: sum, mean, min and max of one column; from memory',
        baseline,
        tolerance: 1e-9,
        sides: on(
          ['table.aggregate'],
          async engine =>
            tableFinished(
              await cached
                .using({ engine })
                .agg(row => ({ sum: row.delay.sum(), mean: row.delay.mean(), min: row.delay.min(), max: row.delay.max() }))
                .collect({ engine }),
              table => sumOf(table, 'mean'),
            ),
          () =>
            duckdb.query('SELECT sum(delay), avg(delay) AS mean, min(delay), max(delay) FROM flights', rows =>
              sumOf(rows, 'mean'),
            ),
        ),
      },
      {
        name: 'flights: sort by delay, then distance; from memory',
        baseline,
        sides: on(
          ['table.sort'],
          async engine =>
            tableFinished(
              await cached
                .using({ engine })
                .sort([{ column: 'delay' }, { column: 'distance' }])
                .collect({ engine }),
              table => table.length,
            ),
          () => duckdb.query('SELECT * FROM flights ORDER BY delay, distance', rows => rows.length),
        ),
      },
      {
        name: 'flights: three columns of the file to Arrow in JavaScript',
        baseline,
        sides: on(
          ['parquet.scan'],
          async engine =>
            tableFinished(
              await runtime.readParquet(FLIGHTS, { schema: SCHEMA, engine }).collect({ engine }),
              table => table.length,
            ),
          () => duckdb.query(`SELECT delay, distance, origin FROM read_parquet('${file}')`, rows => rows.length),
        ),
      },
    );
  }
  const last = cases.at(-1);
  const close = async (): Promise<void> => {
    await cached.close();
    duckdb.close();
  };
  return last ? [...cases.slice(0, -1), { ...last, close }] : cases;
}

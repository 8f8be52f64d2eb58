import { rank, type DataFrame, type Runtime } from '@parquetframe/core';
import { Mt19937 } from '../generate/mt19937.js';
import type { Case } from '../measure.js';
import { closing, label, peerWith, sides, type Question } from './db-benchmark.js';
import { numbersTable } from './rows.js';

const COLUMNS = { k: 'int32', t: 'int64', x: 'float64' } as const;

/** Windows over partitions of a thousand rows or so, and over all rows: ranks, values before and moving means. */
export async function* windowCases(runtime: Runtime, rows: number): AsyncGenerator<Case> {
  const random = new Mt19937(20261129);
  const keys = Math.max(1, Math.ceil(rows / 1000));
  const k = Int32Array.from({ length: rows }, () => random.next() % keys);
  const t = BigInt64Array.from({ length: rows }, () => BigInt(random.next()));
  const x = Float64Array.from({ length: rows }, () => random.next() / 7);
  const frame = runtime.fromArrow(numbersTable(COLUMNS, [k, t, x]), { schema: COLUMNS });
  const { duckdb, close } = await peerWith({ w: frame });
  const one = (name: string, sql: string, windows: (engine: string) => { unchecked(): DataFrame }): Case => {
    const question: Question = { name, sql: `SELECT k, t, x, ${sql} AS v FROM w`, sums: ['v'], operations: ['table.window'] };
    return {
      name: `${label(rows)}: ${name}`,
      baseline: 'duckdb',
      tolerance: 1e-9,
      sides: sides(runtime, duckdb, question, engine => windows(engine).unchecked()),
    };
  };
  const on = (engine: string) => frame.using({ engine });
  yield* closing(
    [
      one('rank in each partition', 'rank() OVER (PARTITION BY k ORDER BY x)', engine =>
        on(engine).withColumns(row => ({ v: rank().over({ partitionBy: row.k, orderBy: row.x }) })),
      ),
      one('rank of all', 'rank() OVER (ORDER BY x)', engine =>
        on(engine).withColumns(row => ({ v: rank().over({ orderBy: row.x }) })),
      ),
      one('lag in each partition', 'lag(x) OVER (PARTITION BY k ORDER BY t)', engine =>
        on(engine).withColumns(row => ({ v: row.x.lag().over({ partitionBy: row.k, orderBy: row.t }) })),
      ),
      one(
        'moving mean of 10 rows in each partition',
        'avg(x) OVER (PARTITION BY k ORDER BY t ROWS BETWEEN 9 PRECEDING AND CURRENT ROW)',
        engine =>
          on(engine).withColumns(row => ({ v: row.x.rollingMean({ rows: 10 }).over({ partitionBy: row.k, orderBy: row.t }) })),
      ),
      one('moving mean of 100 rows of all', 'avg(x) OVER (ORDER BY t ROWS BETWEEN 99 PRECEDING AND CURRENT ROW)', engine =>
        on(engine).withColumns(row => ({ v: row.x.rollingMean({ rows: 100 }).over({ orderBy: row.t }) })),
      ),
      one('total of each partition beside its rows', 'sum(x) OVER (PARTITION BY k)', engine =>
        on(engine).withColumns(row => ({ v: row.x.sum().over({ partitionBy: row.k }) })),
      ),
    ],
    close,
  );
}

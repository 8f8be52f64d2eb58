import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { count } from '@parquetframe/core';
import type { DataFrame, Runtime } from '@parquetframe/core';
import { enginesFor, tableFinished } from '../contestants.js';
import { GROUP_BY_SCHEMA, groupByTable, joinTables, JOIN_SCHEMA } from '../generate/db-benchmark.js';
import type { Case, Side } from '../measure.js';
import { duckDbPeer, type DuckDbPeer } from '../peers/duckdb.js';

type GroupBy = DataFrame<typeof GROUP_BY_SCHEMA>;

export interface Question {
  readonly name: string;
  readonly sql: string;
  /** the columns that are added up, besides the rows, to compare answers */
  readonly sums: readonly string[];
  readonly operations: readonly string[];
}

const AGGREGATE = ['table.aggregate'];
const JOIN = ['table.join'];

interface GroupByQuestion extends Question {
  readonly frame: (x: GroupBy) => DataFrame<never> | DataFrame;
}

const GROUP_BY: readonly GroupByQuestion[] = [
  {
    name: 'sum v1 by id1',
    sql: 'SELECT id1, sum(v1) AS v1 FROM x GROUP BY id1',
    sums: ['v1'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id1')
        .agg(row => ({ v1: row.v1.sum() }))
        .unchecked(),
  },
  {
    name: 'sum v1 by id1, id2',
    sql: 'SELECT id1, id2, sum(v1) AS v1 FROM x GROUP BY id1, id2',
    sums: ['v1'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id1', 'id2')
        .agg(row => ({ v1: row.v1.sum() }))
        .unchecked(),
  },
  {
    name: 'sum v1, mean v3 by id3',
    sql: 'SELECT id3, sum(v1) AS v1, avg(v3) AS v3 FROM x GROUP BY id3',
    sums: ['v1', 'v3'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id3')
        .agg(row => ({ v1: row.v1.sum(), v3: row.v3.mean() }))
        .unchecked(),
  },
  {
    name: 'mean v1, v2, v3 by id4',
    sql: 'SELECT id4, avg(v1) AS v1, avg(v2) AS v2, avg(v3) AS v3 FROM x GROUP BY id4',
    sums: ['v1', 'v2', 'v3'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id4')
        .agg(row => ({ v1: row.v1.mean(), v2: row.v2.mean(), v3: row.v3.mean() }))
        .unchecked(),
  },
  {
    name: 'sum v1, v2, v3 by id6',
    sql: 'SELECT id6, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3 FROM x GROUP BY id6',
    sums: ['v1', 'v2', 'v3'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id6')
        .agg(row => ({ v1: row.v1.sum(), v2: row.v2.sum(), v3: row.v3.sum() }))
        .unchecked(),
  },
  {
    name: 'median v3, sd v3 by id4, id5',
    sql: 'SELECT id4, id5, median(v3) AS middle, stddev(v3) AS sd FROM x GROUP BY id4, id5',
    sums: ['middle', 'sd'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id4', 'id5')
        .agg(row => ({ middle: row.v3.median(), sd: row.v3.std() }))
        .unchecked(),
  },
  {
    name: 'max v1 - min v2 by id3',
    sql: 'SELECT id3, max(v1) - min(v2) AS range FROM x GROUP BY id3',
    sums: ['range'],
    operations: [...AGGREGATE, 'table.project'],
    frame: x =>
      x
        .groupBy('id3')
        .agg(row => ({ most: row.v1.max(), least: row.v2.min() }))
        .withColumns(row => ({ range: row.most.sub(row.least) }))
        .select('id3', 'range')
        .unchecked(),
  },
  {
    name: 'two largest v3 by id6',
    sql: 'SELECT id6, v3 FROM (SELECT id6, v3, row_number() OVER (PARTITION BY id6 ORDER BY v3 DESC) AS n FROM x) WHERE n <= 2',
    sums: ['v3'],
    operations: ['table.groupHead'],
    frame: x => x.select('id6', 'v3').groupBy('id6').topK(2, 'v3').unchecked(),
  },
  {
    name: 'squared correlation of v1 and v2 by id2, id4',
    sql: 'SELECT id2, id4, corr(v1, v2) ^ 2 AS r2 FROM x GROUP BY id2, id4',
    sums: ['r2'],
    operations: [...AGGREGATE, 'table.project'],
    frame: x =>
      x
        .groupBy('id2', 'id4')
        .agg(row => ({ r: row.v1.corr(row.v2) }))
        .withColumns(row => ({ r2: row.r.mul(row.r) }))
        .select('id2', 'id4', 'r2')
        .unchecked(),
  },
  {
    name: 'sum v3, count by id1, id2, id3, id4, id5, id6',
    sql: 'SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS n FROM x GROUP BY ALL',
    sums: ['v3', 'n'],
    operations: AGGREGATE,
    frame: x =>
      x
        .groupBy('id1', 'id2', 'id3', 'id4', 'id5', 'id6')
        .agg(row => ({ v3: row.v3.sum(), n: count() }))
        .unchecked(),
  },
];

/** The native engine and the threads, in this process; the reference engine, which would take most of the time, where it is the only one. */
function contestants(runtime: Runtime, operations: readonly string[]): string[] {
  const fast = enginesFor(runtime, ...operations).filter(engine => engine === 'rust-napi' || engine === 'worker-pool');
  return fast.length === 0 ? ['ts-reference'] : fast;
}

/** The ten group-by and five join questions of the db-benchmark, results left in the memory of each side. */
export async function* dbBenchmarkCases(runtime: Runtime, rows: number): AsyncGenerator<Case> {
  yield* groupByCases(runtime, rows);
  yield* joinCases(runtime, rows);
}

export function sides(
  runtime: Runtime,
  duckdb: DuckDbPeer,
  { sql, sums, operations }: Question,
  frame: (engine: string) => DataFrame,
): Side[] {
  return [
    ...contestants(runtime, operations).map(engine => ({
      name: engine,
      run: async () =>
        tableFinished(await frame(engine).collect({ engine, determinism: 'fast' }), table => {
          let answer = table.length;
          for (const name of sums) for (const value of table.column(name)) answer += Number(value);
          return answer;
        }),
    })),
    { name: 'duckdb', run: () => duckdb.store(sql, ['count(*)', ...sums.map(name => `coalesce(sum(${name}), 0)`)].join(' + ')) },
  ];
}

export const closing = (cases: readonly Case[], close: () => Promise<void>): readonly Case[] =>
  cases.map((one, i) => (i === cases.length - 1 ? { ...one, close } : one));

async function* groupByCases(runtime: Runtime, rows: number): AsyncGenerator<Case> {
  const x = runtime.fromArrow(groupByTable(rows, 100), { schema: GROUP_BY_SCHEMA });
  const { duckdb, close } = await peerWith({ x });
  yield* closing(
    GROUP_BY.map(question => ({
      name: `group by, ${label(rows)}: ${question.name}`,
      baseline: 'duckdb',
      tolerance: 1e-9,
      sides: sides(runtime, duckdb, question, engine => question.frame(x.using({ engine, determinism: 'fast' })) as DataFrame),
    })),
    close,
  );
}

async function* joinCases(runtime: Runtime, rows: number): AsyncGenerator<Case> {
  const tables = joinTables(rows);
  const x = runtime.fromArrow(tables.x, { schema: JOIN_SCHEMA }).unchecked();
  const [small, medium, big] = [tables.small, tables.medium, tables.big].map(data => runtime.fromArrow(data));
  if (!small || !medium || !big) return;
  const { duckdb, close } = await peerWith({ x, small, medium, big });
  const join = (name: string, right: string, frame: DataFrame, on: string, how: 'inner' | 'left' = 'inner'): Case => {
    const sql = `SELECT x.*, r.* EXCLUDE (${on}) FROM x ${how.toUpperCase()} JOIN ${right} r USING (${on})`;
    const question: Question = { name, sql, sums: ['v1', 'v2'], operations: JOIN };
    return {
      name: `join, ${label(rows)}: ${name}`,
      baseline: 'duckdb',
      tolerance: 1e-9,
      sides: sides(runtime, duckdb, question, engine =>
        x.using({ engine, determinism: 'fast' }).join(frame, { on, how }).unchecked(),
      ),
    };
  };
  yield* closing(
    [
      join('small, inner on id1', 'small', small, 'id1'),
      join('medium, inner on id2', 'medium', medium, 'id2'),
      join('medium, left on id2', 'medium', medium, 'id2', 'left'),
      join('medium, inner on id5', 'medium', medium, 'id5'),
      join('big, inner on id3', 'big', big, 'id3'),
    ],
    close,
  );
}

export const label = (rows: number): string => `${rows.toLocaleString('en')} rows`;

/** DuckDB with the same tables, handed over as Parquet files. */
export async function peerWith(frames: { readonly [table: string]: { writeParquet(path: string): Promise<unknown> } }): Promise<{
  readonly duckdb: DuckDbPeer;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-bench-'));
  try {
    const setup: string[] = [];
    for (const [name, frame] of Object.entries(frames)) {
      const file = path.join(folder, `${name}.parquet`);
      await frame.writeParquet(file);
      setup.push(`CREATE TABLE ${name} AS SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`);
    }
    const duckdb = await duckDbPeer(setup);
    return {
      duckdb,
      close: () => {
        duckdb.close();
        return Promise.resolve();
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

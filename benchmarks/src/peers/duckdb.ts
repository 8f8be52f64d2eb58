import type { Finished } from '../measure.js';

export interface DuckDbPeer {
  /** Runs a query and fetches all of its chunks; `answer` gets the rows, outside the clock. */
  query(sql: string, answer: (rows: readonly Record<string, unknown>[]) => number): Promise<Finished>;
  /** Leaves the rows of a query in DuckDB's own memory; `answer` is an expression of SQL over them, asked for outside the clock. */
  store(sql: string, answer: string): Promise<Finished>;
  close(): void;
}

/** DuckDB in this process, through its Node client, with as many threads as cores. Loaded when it is first used. */
export async function duckDbPeer(setup: readonly string[]): Promise<DuckDbPeer> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const sql of setup) await connection.run(sql);
  return {
    async query(sql, answer) {
      const result = await connection.run(sql);
      const chunks = await result.fetchAllChunks();
      const names = result.columnNames();
      return {
        answer: () => answer(chunks.flatMap(chunk => chunk.getRowObjects(names))),
        close: () => undefined,
      };
    },
    async store(sql, answer) {
      await connection.run(`CREATE OR REPLACE TEMP TABLE stored AS ${sql}`);
      return {
        async answer() {
          const rows = await (await connection.run(`SELECT CAST(${answer} AS DOUBLE) FROM stored`)).getRows();
          return Number(rows[0]?.[0]);
        },
        close: async () => {
          await connection.run('DROP TABLE stored');
        },
      };
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

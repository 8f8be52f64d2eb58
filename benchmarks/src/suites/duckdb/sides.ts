import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataFrame, Runtime } from '@parquetframe/core';
import { tableFinished } from '../../contestants.js';
import type { Side } from '../../measure.js';
import { duckDbPeer } from '../../peers/duckdb.js';
import { groupByQuestions, joinQuestions } from './db-benchmark.js';
import { joins, reductions, rows, text, windows } from './everyday.js';
import type { Question, Section } from './section.js';
import { lists, verbs } from './verbs.js';

export const SECTIONS: readonly Section[] = [
  rows,
  reductions,
  joins,
  windows,
  text,
  groupByQuestions,
  joinQuestions,
  verbs,
  lists,
];

export type AnyQuestion = Question<{ readonly [table: string]: DataFrame }>;
export const OURS = 'rust-napi';
export const THEIRS = 'duckdb';

/** A side with the tables of a section in its own memory. */
export interface OpenSide {
  ask(question: AnyQuestion): Side;
  close(): Promise<void>;
}

/** Our frames, cached, with a pinned engine; results are Arrow columns. */
export async function ourSide(runtime: Runtime, files: readonly string[], engine = OURS): Promise<OpenSide> {
  const frames = new Map(files.map(file => [tableName(file), runtime.readParquet(file, { engine }).cache()]));
  for (const frame of frames.values()) await frame.count();
  return {
    ask: question => ({
      name: engine,
      run: async () => {
        const settings = { engine, determinism: question.determinism ?? 'fast' } as const;
        const given = Object.fromEntries([...frames].map(([name, frame]) => [name, frame.using(settings)]));
        const result = await question.frame(given).unchecked().collect(settings);
        return tableFinished(result, table => {
          let answer = table.length;
          for (const name of question.sums)
            for (const value of table.column(name)) answer += typeof value === 'string' ? value.length : Number(value);
          return answer;
        });
      },
    }),
    close: async () => {
      for (const frame of frames.values()) await frame.close();
    },
  };
}

/** What `sums` add up: numbers as they are, texts by their lengths. */
const AMOUNT = `CREATE MACRO amount(v) AS CASE typeof(v) WHEN 'VARCHAR' THEN strlen(v::VARCHAR)::DOUBLE ELSE try_cast(v AS DOUBLE) END`;

/** Results are stored in tables of DuckDB's own memory. */
export async function theirSide(files: readonly string[]): Promise<OpenSide> {
  const duckdb = await duckDbPeer([
    AMOUNT,
    ...files.map(file => `CREATE TABLE ${tableName(file)} AS FROM read_parquet('${quoted(file)}')`),
  ]);
  return {
    ask: ({ sql, sums }) => ({
      name: THEIRS,
      run: () => duckdb.store(sql, ['count(*)', ...sums.map(name => `coalesce(sum(amount("${name}")), 0)`)].join(' + ')),
    }),
    close: async () => {
      duckdb.close();
      await Promise.resolve();
    },
  };
}

const tableName = (file: string): string => path.basename(file, '.parquet');
const quoted = (file: string): string => file.replaceAll("'", "''");

/** The tables of a section as Parquet files in a folder of their own. */
export async function writeTables(
  runtime: Runtime,
  section: Section,
  rows: number,
): Promise<{ readonly files: readonly string[]; remove(): void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-bench-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const files: string[] = [];
    for (const [name, table] of Object.entries(section.tables(rows))) {
      const file = path.join(folder, `${name}.parquet`);
      await runtime.fromArrow(table).writeParquet(file, { compression: 'uncompressed' });
      files.push(file);
    }
    return { files, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

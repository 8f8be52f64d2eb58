import type { DataFrame } from '@parquetframe/core';
import type { TableData } from '@parquetframe/core/engine';
import type { ColumnTypes } from '../../generate/table.js';

/** What both sides are asked, each in its own words. */
export interface Question<Frames> {
  readonly name: string;
  /** our time over DuckDB's that the project holds itself to, and the one that it aims at */
  readonly bar?: readonly [bar: number, goal: number];
  readonly sql: string;
  /** the columns that are added up, besides the rows, to compare answers; texts by their lengths */
  readonly sums: readonly string[];
  /** `fast` when absent */
  readonly determinism?: 'exact';
  readonly frame: (frames: Frames) => { unchecked(): DataFrame };
}

/** Questions about the same tables, which both sides read from Parquet files. */
export interface Section<Frames = { readonly [table: string]: DataFrame }> {
  readonly name: string;
  readonly tables: (rows: number) => { readonly [K in keyof Frames]: TableData };
  readonly questions: readonly Question<Frames>[];
}

type Schemas = { readonly [table: string]: ColumnTypes };

/** The compiler knows the columns of frames inside of a section; outside all frames are alike. */
export const section = <const T extends Schemas>(
  _schemas: T,
  one: Section<{ readonly [K in keyof T]: DataFrame<{ -readonly [C in keyof T[K]]: T[K][C] }> }>,
): Section => one as unknown as Section;

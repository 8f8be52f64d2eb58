import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { formatType } from '@parquetframe/core/engine';
import { list, quoted } from './call.js';
import { sqlOf } from './expressions.js';
import type { Column, Model, Value } from './model.js';

/** Types whose values mean the same in DuckDB, and can be written in SQL. */
const TYPES: { readonly [type: string]: string | undefined } = {
  int8: 'TINYINT',
  int16: 'SMALLINT',
  int32: 'INTEGER',
  int64: 'BIGINT',
  uint8: 'UTINYINT',
  uint16: 'USMALLINT',
  uint32: 'UINTEGER',
  float64: 'DOUBLE',
  float32: 'FLOAT',
  utf8: 'VARCHAR',
  largeUtf8: 'VARCHAR',
  utf8View: 'VARCHAR',
  'dictionary<utf8>': 'VARCHAR',
  bool: 'BOOLEAN',
};

export const isComparable = ({ type }: Column): boolean => TYPES[formatType(type)] !== undefined;

/** DuckDB, in memory. */
export class Oracle {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Oracle> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    return new Oracle(await instance.connect());
  }

  /** The columns that it has values for, as a table in SQL. */
  #values(name: string, { columns, rows }: Model): string {
    const types = columns.map(column => TYPES[formatType(column.type)] ?? '');
    const cells = rows.map(
      row => `(${row.map((value, i) => `CAST(${sqlOf(value) ?? 'NULL'} AS ${types[i] ?? ''})`).join(', ')})`,
    );
    const nothing = `SELECT ${columns.map((column, i) => `CAST(NULL AS ${types[i] ?? ''}) AS ${quoted(column.name)}`).join(', ')} WHERE false`;
    const body =
      cells.length === 0 ? nothing : `SELECT * FROM (VALUES ${cells.join(', ')}) v(${list(columns.map(column => column.name))})`;
    return `${quoted(name)} AS (${body})`;
  }

  /** The rows of the last of some queries, each of which reads the one before as its input. */
  async rows(
    left: Model,
    right: Model,
    queries: readonly ((input: string) => string)[],
  ): Promise<readonly (readonly DuckDBValue[])[]> {
    const parts = [this.#values('left', left), this.#values('right', right)];
    let input = 'left';
    queries.forEach((query, index) => {
      const name = `s${String(index)}`;
      parts.push(`${quoted(name)} AS (${query(quoted(input))})`);
      input = name;
    });
    const reader = await this.#connection.runAndReadAll(`WITH ${parts.join(',\n')} SELECT * FROM ${quoted(input)}`);
    return reader.getRows();
  }

  close(): void {
    this.#connection.closeSync();
  }
}

/** Rows as texts without an order; whole numbers of all widths and both zeros are alike. */
export const unordered = (rows: readonly (readonly (Value | DuckDBValue)[])[]): readonly string[] =>
  rows.map(row => row.map(cell).join('|')).sort();

function cell(value: Value | DuckDBValue): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return `#${String(value === 0 ? 0 : value)}`;
  if (typeof value === 'bigint') return `#${String(value)}`;
  return `${typeof value}:${JSON.stringify(typeof value === 'object' ? String(value) : value)}`;
}

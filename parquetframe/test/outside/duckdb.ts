import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { columnReader, type TableData, type UserExpression } from '@parquetframe/core/engine';

const TYPES: { readonly [id: string]: string } = {
  int64: 'BIGINT',
  int32: 'INTEGER',
  float64: 'DOUBLE',
  utf8: 'VARCHAR',
  bool: 'BOOLEAN',
};

/** DuckDB in memory as an oracle: tables go in as SQL, rows come out as texts that can be compared. */
export class Oracle {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Oracle> {
    const instance = await DuckDBInstance.create(':memory:');
    return new Oracle(await instance.connect());
  }

  /** Creates the table again. */
  async put(name: string, table: TableData): Promise<void> {
    const columns = table.schema.map(f => `"${f.name}" ${TYPES[f.type.id] ?? f.type.id}`).join(', ');
    await this.#connection.run(`CREATE OR REPLACE TABLE ${name} (${columns})`);
    const rows = rowsOfTable(table).map(row => `(${row.map(sqlLiteral).join(', ')})`);
    if (rows.length > 0) await this.#connection.run(`INSERT INTO ${name} VALUES ${rows.join(', ')}`);
  }

  async query(sql: string): Promise<readonly (readonly DuckDBValue[])[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRows();
  }

  close(): void {
    this.#connection.closeSync();
  }
}

export function rowsOfTable(table: TableData): (readonly unknown[])[] {
  return table.batches.flatMap(batch => {
    const readers = table.schema.map((f, index) =>
      columnReader(f.type, batch.columns[index] ?? { length: 0, nullCount: 0, buffers: [] }),
    );
    return Array.from({ length: batch.length }, (_, row) => readers.map(reader => reader.get(row)));
  });
}

export function sqlLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return `'nan'::DOUBLE`;
    if (!Number.isFinite(value)) return `'${value > 0 ? '' : '-'}inf'::DOUBLE`;
    return `${value.toExponential()}::DOUBLE`;
  }
  if (typeof value === 'bigint') return `${value}::BIGINT`;
  return String(value === true);
}

const OPERATORS: { readonly [name: string]: string } = {
  equal: '=',
  notEqual: '<>',
  less: '<',
  lessEqual: '<=',
  greater: '>',
  greaterEqual: '>=',
  and: 'AND',
  or: 'OR',
  add: '+',
  subtract: '-',
  multiply: '*',
};

/** An expression as SQL, for the functions that mean the same in both. */
export function sql(expression: UserExpression): string {
  if (expression.kind === 'column') return `"${expression.name}"`;
  if (expression.kind === 'literal') return sqlLiteral(expression.value);
  if (expression.kind === 'window') throw new RangeError('windows have no SQL here');
  if (expression.kind === 'param' || expression.kind === 'item') throw new RangeError('parameters and items have no SQL here');
  const operands = expression.arguments.map(sql);
  const [first = '', second = ''] = operands;
  if (expression.function === 'not') return `(NOT ${first})`;
  if (expression.function === 'isNull') return `(${first} IS NULL)`;
  if (expression.function === 'isNotNull') return `(${first} IS NOT NULL)`;
  const operator = OPERATORS[expression.function];
  if (operator === undefined) throw new RangeError(`${expression.function} has no SQL here`);
  return `(${first} ${operator} ${second})`;
}

/** A row as text: integers of any width alike, -0 as 0, floats rounded where sums are compared. */
export const rowText = (row: readonly unknown[], digits?: number): string =>
  row.map(value => valueText(value, digits)).join(' | ');

function valueText(value: unknown, digits: number | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'number') return JSON.stringify(value);
  const plain = value === 0 ? 0 : value;
  return digits === undefined || !Number.isFinite(plain) ? String(plain) : plain.toPrecision(digits);
}

import { field, type DataType, type Field, type Schema } from '../contract/data/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';

/** The schema of row objects: columns in order of first appearance. @throws ParquetFrameError `INVALID_ARGUMENT` for values that have no column type, or mixed ones */
export function inferSchema(rows: readonly object[]): Schema {
  const columns = new Map<string, Inferred>();
  rows.forEach((row, index) => {
    for (const [name, value] of Object.entries(row) as [string, unknown][]) {
      const known = columns.get(name);
      const next = combine(known ?? 'null', kindOf(value, name, index), name, index);
      if (next !== known) columns.set(name, next);
    }
  });
  return Array.from(columns, ([name, kind]): Field => field(name, TYPES[kind]));
}

type Inferred = 'null' | 'bool' | 'integer' | 'bigint' | 'float' | 'text' | 'bytes' | 'date';

const TYPES: { readonly [kind in Inferred]: DataType } = {
  null: { id: 'null' },
  bool: { id: 'bool' },
  integer: { id: 'int64' },
  bigint: { id: 'int64' },
  float: { id: 'float64' },
  text: { id: 'utf8' },
  bytes: { id: 'binary' },
  date: { id: 'timestamp', unit: 'ms', timezone: null },
};

function kindOf(value: unknown, name: string, row: number): Inferred {
  switch (typeof value) {
    case 'undefined':
      return 'null';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'float';
    case 'bigint':
      return 'bigint';
    case 'string':
      return 'text';
    default:
      if (value === null) return 'null';
      if (value instanceof Uint8Array) return 'bytes';
      if (value instanceof Date) return 'date';
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `row ${String(row)}: the type of column ${JSON.stringify(name)} cannot be inferred from a ${typeof value}; declare it with { schema }`,
        { details: { column: name, row } },
      );
  }
}

function combine(known: Inferred, next: Inferred, name: string, row: number): Inferred {
  if (known === next || next === 'null') return known;
  if (known === 'null') return next;
  const both = new Set([known, next]);
  if (both.has('integer') && both.has('float')) return 'float';
  if (both.has('integer') && both.has('bigint')) return 'bigint';
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `row ${String(row)}: column ${JSON.stringify(name)} is ${known} in earlier rows and ${next} here; declare it with { schema }`,
    { details: { column: name, row } },
  );
}

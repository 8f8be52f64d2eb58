import { formatType, type DataType, type Field, type Json, type Schema } from '../data/index.js';
import { acceptsType } from '../data/declared.js';
import { ParquetFrameError } from '../errors/index.js';

/** Columns as a user declares them: a type name (`'float64'`, `'timestamp'`) or a full type. */
export type DeclaredSchema = { readonly [column: string]: string | DataType };

/** The schema in the record of an operation that describes a file. */
export const recordSchema = (record: Json): Schema => (record as { readonly schema: Schema }).schema;

/** A file has types of its own: those declared must stand for them. @throws ParquetFrameError `SCHEMA_MISMATCH` */
export function checkDeclared(declared: DeclaredSchema, schema: Schema, file: string): void {
  for (const [column, type] of Object.entries(declared)) {
    const found = schema.find(field => field.name === column);
    if (!found) throw missing(column, type, schema, file);
    if (acceptsType(type, found.type)) continue;
    const received = formatType(found.type);
    throw new ParquetFrameError(
      'SCHEMA_MISMATCH',
      `the schema declares ${JSON.stringify(column)} as ${nameOf(type)}, ${file} has ${received}`,
      { details: { column, declared: nameOf(type), found: received, file } },
    );
  }
}

/** A file has no types of its own: those declared take the place of what was inferred. @throws ParquetFrameError `SCHEMA_MISMATCH` */
export function applyDeclared(declared: DeclaredSchema, inferred: Schema, file: string): Schema {
  for (const [column, type] of Object.entries(declared))
    if (!inferred.some(field => field.name === column)) throw missing(column, type, inferred, file);
  return inferred.map((found): Field => {
    const type = Object.hasOwn(declared, found.name) ? declared[found.name] : undefined;
    if (type === undefined) return found;
    return { ...found, type: typeof type === 'string' ? (DEFAULTS[type] ?? ({ id: type } as DataType)) : type };
  });
}

const DEFAULTS: Readonly<Record<string, DataType>> = {
  date: { id: 'date', unit: 'day' },
  timestamp: { id: 'timestamp', unit: 'us', timezone: null },
};

const nameOf = (type: string | DataType): string => (typeof type === 'string' ? type : formatType(type));

const missing = (column: string, type: string | DataType, schema: Schema, file: string): ParquetFrameError =>
  new ParquetFrameError(
    'SCHEMA_MISMATCH',
    `the schema declares ${JSON.stringify(column)} as ${nameOf(type)}, ${file} has no such column; it has ${schema.map(field => field.name).join(', ')}`,
    { details: { column, declared: nameOf(type), found: null, file } },
  );

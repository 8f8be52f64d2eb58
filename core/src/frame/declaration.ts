import {
  columnAt,
  field,
  fieldIndex,
  formatType,
  tableData,
  type DataType,
  type Schema,
  type TableData,
} from '../contract/data/index.js';
import { acceptsType } from '../contract/data/declared.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import type { ColumnType, SchemaDeclaration } from './column-types.js';

/** The full type behind a name: dates in days, timestamps in microseconds without a time zone. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function namedType(name: ColumnType, column?: string): DataType {
  const of = column === undefined ? '' : `column ${JSON.stringify(column)}: `;
  switch (name) {
    case 'date':
      return { id: 'date', unit: 'day' };
    case 'timestamp':
      return { id: 'timestamp', unit: 'us', timezone: null };
    case 'decimal':
    case 'time':
    case 'duration':
    case 'list':
    case 'struct':
    case 'map':
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `${of}the name ${JSON.stringify(name)} leaves its unit, digits or items open; give the full type, such as ${EXAMPLES[name]}`,
      );
    default:
      if (Object.hasOwn(PLAIN, name)) return { id: name };
      throw noSuchType(name, of);
  }
}

/** Names that say all there is to say. */
const PLAIN = {
  null: true,
  bool: true,
  int8: true,
  int16: true,
  int32: true,
  int64: true,
  uint8: true,
  uint16: true,
  uint32: true,
  uint64: true,
  float16: true,
  float32: true,
  float64: true,
  utf8: true,
  binary: true,
} as const satisfies { readonly [name in Exclude<ColumnType, keyof typeof EXAMPLES | 'date' | 'timestamp'>]: true };

const EXAMPLES = {
  decimal: "{ id: 'decimal', precision: 10, scale: 2 }",
  time: "{ id: 'time', unit: 'us' }",
  duration: "{ id: 'duration', unit: 'us' }",
  list: "{ id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } }",
  struct: "{ id: 'struct', fields: [{ name: 'x', type: { id: 'float64' }, nullable: true }] }",
  map: "{ id: 'map', entries: … }",
} as const;

const NAMES: readonly string[] = [...Object.keys(PLAIN), 'date', 'timestamp', ...Object.keys(EXAMPLES)];

/** A declaration whose types are names that there are, or full types. @throws ParquetFrameError `INVALID_ARGUMENT` naming the column */
export function checkTypes<D extends SchemaDeclaration>(declaration: D): D {
  const types: readonly (readonly [string, unknown])[] = Object.entries(declaration);
  for (const [column, type] of types) {
    if (typeof type === 'string' ? NAMES.includes(type) : isType(type)) continue;
    throw noSuchType(type, `column ${JSON.stringify(column)}: `);
  }
  return declaration;
}

const noSuchType = (type: unknown, of: string): ParquetFrameError =>
  new ParquetFrameError('INVALID_ARGUMENT', `${of}there is no type ${JSON.stringify(type)}; the names are ${NAMES.join(', ')}`);

const isType = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

/** The schema that a declaration describes in full; all columns nullable. @throws ParquetFrameError `INVALID_ARGUMENT` */
export const declaredFields = (declaration: SchemaDeclaration): Schema =>
  Object.entries(checkTypes(declaration)).map(([name, type]) =>
    field(name, typeof type === 'string' ? namedType(type, name) : type),
  );

/** The declared columns of a table, in the order of the declaration. @throws ParquetFrameError `SCHEMA_MISMATCH` naming column, declared and found type */
export function checkDeclaration(declaration: SchemaDeclaration, table: TableData, label: string): TableData {
  const indices = Object.entries(checkTypes(declaration)).map(([column, declared]) => {
    const index = fieldIndex(table.schema, column);
    const found = table.schema[index];
    if (found && acceptsType(declared, found.type)) return index;
    const name = typeof declared === 'string' ? declared : formatType(declared);
    const received = found ? formatType(found.type) : `no such column; it has ${table.schema.map(f => f.name).join(', ')}`;
    throw new ParquetFrameError(
      'SCHEMA_MISMATCH',
      `the schema declares ${JSON.stringify(column)} as ${name}, ${label} has ${received}`,
      {
        details: { column, declared: name, found: found ? formatType(found.type) : null },
      },
    );
  });
  return tableData(
    indices.flatMap(index => table.schema[index] ?? []),
    table.batches.map(batch => ({ length: batch.length, columns: indices.map(index => columnAt(batch, index)) })),
  );
}

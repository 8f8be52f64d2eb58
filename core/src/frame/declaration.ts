import {
  columnAt,
  field,
  fieldIndex,
  formatType,
  isDataType,
  listOfColumns,
  parseType,
  tableData,
  type DataType,
  type Schema,
  type TableData,
} from '../contract/data/index.js';
import { acceptsType } from '../contract/data/declared.js';
import { checkOptionNames, hasMembers, nearest, ParquetFrameError, received } from '../contract/errors/index.js';
import type { ColumnType } from './column-types.js';

/** The full type behind a name: dates in days, timestamps in microseconds without a time zone. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function namedType(name: ColumnType, column?: string, taker?: string): DataType {
  const of = column === undefined ? (taker === undefined ? '' : `${taker}: `) : `column ${JSON.stringify(column)}: `;
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
      if (typeof name === 'string' && Object.hasOwn(PLAIN, name)) return { id: name };
      throw noSuchType(name, of);
  }
}

/** The type to cast to: a name or text, or a full type. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function castType(to: unknown, taker = 'cast'): DataType {
  const name = typeNames.find(known => known === to);
  if (name !== undefined) return namedType(name, undefined, taker);
  const full = typeof to === 'string' ? parseType(to) : isDataType(to) ? to : undefined;
  checkMembers(to, `${taker}: `);
  if (full !== undefined) return full;
  throw noSuchType(to, `${taker}: `);
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

/** Whether a name leaves a unit, digits or items open. */
export const leavesOpen = (name: ColumnType): boolean => Object.hasOwn(EXAMPLES, name);

/** Names of column types. */
export const typeNames: readonly ColumnType[] = [...keysOf(PLAIN), 'date', 'timestamp', ...keysOf(EXAMPLES)];

function keysOf<K extends string>(names: { readonly [name in K]: unknown }): readonly K[] {
  return Object.keys(names) as K[];
}

/** A declaration whose types are names that there are, or full types. @throws ParquetFrameError `INVALID_ARGUMENT` naming the column */
export function checkTypes(declaration: unknown): CheckedDeclaration {
  if (!hasMembers(declaration))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `a schema is an object of columns and types, as in { id: 'int64', name: 'utf8' }; received ${received(declaration)}`,
    );
  return Object.fromEntries(Object.entries(declaration).map(([column, type]) => [column, declaredType(column, type)]));
}

/** Names that leave nothing or something open, and full types: what the texts of types stand for. */
export type CheckedDeclaration = { readonly [column: string]: ColumnType | DataType };

function declaredType(column: string, type: unknown): ColumnType | DataType {
  const name = typeNames.find(known => known === type);
  if (name !== undefined) return name;
  const full = typeof type === 'string' ? parseType(type) : isDataType(type) ? type : undefined;
  checkMembers(type, `column ${JSON.stringify(column)}: `);
  if (full !== undefined) return full;
  throw noSuchType(type, `column ${JSON.stringify(column)}: `);
}

/** What types have besides their id, of those that are written by hand. */
const MEMBERS: { readonly [id: string]: { readonly names: readonly string[]; readonly example: string } | undefined } = {
  decimal: { names: ['precision', 'scale'], example: "{ id: 'decimal', precision: 10, scale: 2 }, of 1 to 38 digits" },
  date: { names: ['unit'], example: "{ id: 'date', unit: 'day' }, or 'millisecond'" },
  time: { names: ['unit'], example: "{ id: 'time', unit: 'ms' }, or 's', 'us', 'ns'" },
  duration: { names: ['unit'], example: "{ id: 'duration', unit: 'ms' }, or 's', 'us', 'ns'" },
  timestamp: {
    names: ['unit', 'timezone'],
    example: "{ id: 'timestamp', unit: 'ms', timezone: null }, or 's', 'us', 'ns', and a zone such as 'UTC'",
  },
};

/** A full type whose members are misspelt, or do not make a type together. @throws ParquetFrameError `INVALID_ARGUMENT` */
function checkMembers(type: unknown, of: string): void {
  if (typeof type !== 'object' || type === null || !('id' in type) || typeof type.id !== 'string') return;
  const known = Object.hasOwn(MEMBERS, type.id) ? MEMBERS[type.id] : undefined;
  if (known === undefined) return;
  checkOptionNames(`${of}the type ${type.id}`, type, ['id', ...known.names]);
  if (!isDataType(type))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${of}a full type is written as ${known.example}; received ${printable(type)}`,
    );
}

function noSuchType(type: unknown, of: string): ParquetFrameError {
  const meant = typeof type === 'string' ? (ALIASES[type.toLowerCase()] ?? nearest(type, typeNames)) : undefined;
  if (typeof type === 'object' && type !== null && 'id' in type) {
    const example = Object.entries(EXAMPLES).find(([name]) => name === type.id)?.[1];
    if (example !== undefined)
      return new ParquetFrameError('INVALID_ARGUMENT', `${of}a full type is written as ${example}; received ${printable(type)}`);
  }
  const said = typeof type === 'object' && type !== null ? printable(type) : received(type);
  const what = type === undefined || typeof type === 'function' ? 'a type is a name or an object, received' : 'there is no type';
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${of}${what} ${said}${meant === undefined ? '; the' : `; did you mean "${meant}"? The`} names are ${typeNames.join(', ')}, or a string such as "timestamp[ms, UTC]", "decimal(10, 2)" and "list<int64>"`,
  );
}

/** What other libraries call them. */
const ALIASES: { readonly [name: string]: ColumnType | undefined } = {
  int: 'int64',
  integer: 'int64',
  long: 'int64',
  bigint: 'int64',
  number: 'float64',
  float: 'float64',
  double: 'float64',
  string: 'utf8',
  text: 'utf8',
  str: 'utf8',
  varchar: 'utf8',
  boolean: 'bool',
  bytes: 'binary',
  datetime: 'timestamp',
  object: 'struct',
  array: 'list',
};

/** Plain data as it is; what JSON cannot show by its kind. */
function printable(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return received(value);
  }
}

/** The schema that a declaration describes in full; all columns nullable. @throws ParquetFrameError `INVALID_ARGUMENT` */
export const declaredFields = (declaration: unknown): Schema =>
  Object.entries(checkTypes(declaration)).map(([name, type]) =>
    field(name, typeof type === 'string' ? namedType(type, name) : type),
  );

/** The declared columns of a table, in the order of the declaration. @throws ParquetFrameError `SCHEMA_MISMATCH` naming column, declared and found type */
export function checkDeclaration(declaration: unknown, table: TableData, label: string): TableData {
  const indices = Object.entries(checkTypes(declaration)).map(([column, declared]) => {
    const index = fieldIndex(table.schema, column);
    const found = table.schema[index];
    if (found && acceptsType(declared, found.type)) return index;
    const name = typeof declared === 'string' ? declared : formatType(declared);
    const received = found
      ? formatType(found.type)
      : `no such column; it has ${listOfColumns(
          table.schema.map(f => f.name),
          column,
        )}`;
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

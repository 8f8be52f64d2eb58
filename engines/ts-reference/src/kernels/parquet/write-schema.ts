import type { SchemaElement } from 'hyparquet';
import type { DataType, Field, Schema } from '@parquetframe/core/engine';

/** How a column is written: its schema elements (itself, then what is below it), and what its values must be turned into. */
export interface WrittenColumn {
  readonly elements: readonly SchemaElement[];
  /** from values as `columnReader` gives them; undefined when they are right as they are */
  readonly convert: ((value: unknown) => unknown) | undefined;
  /** A dictionary would take 0 and −0 for one value. */
  readonly plain: boolean;
}

/** The schema of a file for a table; the name of the first column that cannot be written faithfully otherwise. */
export function writtenColumns(schema: Schema): readonly WrittenColumn[] | { readonly unsupported: Field } {
  const columns: WrittenColumn[] = [];
  for (const field of schema) {
    const column = writtenColumn(field, field.nullable ? 'OPTIONAL' : 'REQUIRED');
    if (!column) return { unsupported: field };
    columns.push(column);
  }
  return columns;
}

type Repetition = NonNullable<SchemaElement['repetition_type']>;
const UNITS = { ms: 'MILLIS', us: 'MICROS', ns: 'NANOS' } as const;

function writtenColumn({ name, type }: Field, repetition: Repetition): WrittenColumn | undefined {
  const leaf = (
    element: Omit<SchemaElement, 'name' | 'repetition_type'>,
    convert?: WrittenColumn['convert'],
    plain = false,
  ): WrittenColumn => ({
    elements: [{ name, repetition_type: repetition, ...element }],
    convert,
    plain,
  });
  switch (type.id) {
    case 'bool':
      return leaf({ type: 'BOOLEAN' });
    case 'int8':
    case 'int16':
      return leaf(integer('INT32', type.id === 'int8' ? 8 : 16, true));
    case 'int32':
      return leaf({ type: 'INT32' });
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return leaf(integer('INT32', type.id === 'uint8' ? 8 : type.id === 'uint16' ? 16 : 32, false));
    // Parquet has no durations: that they are some is said beside the schema.
    case 'duration':
    case 'int64':
      return leaf({ type: 'INT64' });
    case 'uint64':
      return leaf(integer('INT64', 64, false));
    case 'float16':
      return leaf({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } }, undefined, true);
    case 'float32':
      return leaf({ type: 'FLOAT' }, undefined, true);
    case 'float64':
      return leaf({ type: 'DOUBLE' }, undefined, true);
    case 'utf8':
    case 'largeUtf8':
    case 'utf8View':
      return leaf({ type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } });
    case 'binary':
    case 'largeBinary':
    case 'binaryView':
      return leaf({ type: 'BYTE_ARRAY' });
    case 'fixedSizeBinary':
      return type.byteWidth > 0 ? leaf({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: type.byteWidth }) : undefined;
    case 'decimal':
      return type.scale >= 0 && type.scale <= type.precision ? leaf(decimal(type.precision, type.scale)) : undefined;
    case 'date':
      return type.unit === 'day' ? leaf({ type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }) : undefined;
    case 'time':
    case 'timestamp':
      return timeColumn(type, leaf);
    case 'dictionary':
      return writtenColumn({ name, type: type.values, nullable: true }, repetition);
    case 'null':
      return repetition === 'OPTIONAL' ? leaf({ type: 'INT32', logical_type: { type: 'NULL' } }) : undefined;
    default:
      return nestedColumn({ name, type, nullable: true }, repetition);
  }
}

type Leaf = (element: Omit<SchemaElement, 'name' | 'repetition_type'>, convert?: WrittenColumn['convert']) => WrittenColumn;

/** Parquet has no seconds: they are written as milliseconds. Integers of 32 bits are numbers to the writer, of 64 bits bigints. */
function timeColumn(type: Extract<DataType, { id: 'time' | 'timestamp' }>, leaf: Leaf): WrittenColumn {
  const unit = UNITS[type.unit === 's' ? 'ms' : type.unit];
  const thousand = type.unit === 's' ? 1000n : 1n;
  if (type.id === 'time') {
    const element = { logical_type: { type: 'TIME', isAdjustedToUTC: false, unit } } as const;
    if (unit === 'MILLIS')
      return leaf({ type: 'INT32', ...element }, value => (typeof value === 'bigint' ? Number(value * thousand) : value));
    return leaf({ type: 'INT64', ...element });
  }
  return leaf(
    { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: type.timezone !== null, unit } },
    thousand === 1n ? undefined : value => (typeof value === 'bigint' ? value * thousand : value),
  );
}

const INTEGER_TYPES = {
  8: ['INT_8', 'UINT_8'],
  16: ['INT_16', 'UINT_16'],
  32: ['INT_32', 'UINT_32'],
  64: ['INT_64', 'UINT_64'],
} as const;

/**
 * The converted type alone: hyparquet-writer 0.x writes the bit width of the logical type as an i32 where the specification has an i8, which strict readers
 * take for another width.
 */
const integer = (type: 'INT32' | 'INT64', bitWidth: 8 | 16 | 32 | 64, isSigned: boolean): Omit<SchemaElement, 'name'> => ({
  type,
  converted_type: INTEGER_TYPES[bitWidth][isSigned ? 0 : 1],
});

/** In the smallest physical type that holds the precision, as the specification recommends. */
function decimal(precision: number, scale: number): Omit<SchemaElement, 'name'> {
  const element = { converted_type: 'DECIMAL', precision, scale, logical_type: { type: 'DECIMAL', precision, scale } } as const;
  if (precision <= 9) return { type: 'INT32', ...element };
  if (precision <= 18) return { type: 'INT64', ...element };
  return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: Math.ceil((precision * Math.log2(10) + 1) / 8), ...element };
}

function nestedColumn({ name, type }: Field, repetition: Repetition): WrittenColumn | undefined {
  const group = (children: number, extra: Partial<SchemaElement> = {}): SchemaElement => ({
    name,
    repetition_type: repetition,
    num_children: children,
    ...extra,
  });
  switch (type.id) {
    case 'list':
    case 'largeList':
    case 'fixedSizeList': {
      const item = writtenColumn({ ...type.item, name: 'element' }, type.item.nullable ? 'OPTIONAL' : 'REQUIRED');
      if (!item) return undefined;
      const { convert } = item;
      return {
        elements: [
          group(1, { converted_type: 'LIST', logical_type: { type: 'LIST' } }),
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          ...item.elements,
        ],
        convert: convert && (value => (Array.isArray(value) ? value.map(convert) : value)),
        plain: item.plain,
      };
    }
    case 'struct': {
      const members = type.fields.map(f => ({ name: f.name, column: writtenColumn(f, f.nullable ? 'OPTIONAL' : 'REQUIRED') }));
      const columns = members.flatMap(({ column }) => column ?? []);
      if (columns.length === 0 || columns.length < members.length) return undefined;
      return {
        elements: [group(columns.length), ...columns.flatMap(column => column.elements)],
        convert: convertMembers(members.map(member => ({ name: member.name, convert: member.column?.convert }))),
        plain: columns.some(column => column.plain),
      };
    }
    case 'map':
      return mapColumn(type.entries, group);
    default:
      return undefined;
  }
}

function mapColumn(
  entries: Field,
  group: (children: number, extra: Partial<SchemaElement>) => SchemaElement,
): WrittenColumn | undefined {
  const [keyField, valueField] = entries.type.id === 'struct' ? entries.type.fields : [];
  const key = keyField && writtenColumn({ ...keyField, name: 'key' }, 'REQUIRED');
  const value = valueField && writtenColumn({ ...valueField, name: 'value' }, valueField.nullable ? 'OPTIONAL' : 'REQUIRED');
  if (!key || !value) return undefined;
  const pair = (entry: unknown): unknown => {
    const [k, v] = entry as readonly unknown[];
    return { key: key.convert ? key.convert(k) : k, value: value.convert && v !== null ? value.convert(v) : v };
  };
  return {
    elements: [
      group(1, { converted_type: 'MAP', logical_type: { type: 'MAP' } }),
      { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
      ...key.elements,
      ...value.elements,
    ],
    convert: list => (Array.isArray(list) ? list.map(pair) : list),
    plain: key.plain || value.plain,
  };
}

function convertMembers(
  members: readonly { readonly name: string; readonly convert: WrittenColumn['convert'] }[],
): WrittenColumn['convert'] {
  if (members.every(member => member.convert === undefined)) return undefined;
  return value => {
    if (typeof value !== 'object' || value === null) return value;
    const struct = new Map(Object.entries(value));
    return Object.fromEntries(
      members.map(({ name, convert }): [string, unknown] => [name, convert ? convert(struct.get(name)) : struct.get(name)]),
    );
  };
}

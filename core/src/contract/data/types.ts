/** Column types: Arrow's, as plain JSON, with the same strings at run time, in manifests, on the wire and in native code. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';
export type IntegerId = 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64';
export type FloatId = 'float16' | 'float32' | 'float64';
export type StringId = 'utf8' | 'largeUtf8' | 'utf8View';
export type BinaryId = 'binary' | 'largeBinary' | 'binaryView';

export type DataType =
  | { readonly id: 'null' | 'bool' | IntegerId | FloatId | StringId | BinaryId }
  | { readonly id: 'fixedSizeBinary'; readonly byteWidth: number }
  | { readonly id: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly id: 'date'; readonly unit: 'day' | 'millisecond' }
  | { readonly id: 'time'; readonly unit: TimeUnit }
  | { readonly id: 'duration'; readonly unit: TimeUnit }
  | { readonly id: 'timestamp'; readonly unit: TimeUnit; readonly timezone: string | null }
  | { readonly id: 'dictionary'; readonly index: DataType; readonly values: DataType; readonly ordered: boolean }
  | { readonly id: 'list' | 'largeList'; readonly item: Field }
  | { readonly id: 'fixedSizeList'; readonly item: Field; readonly size: number }
  | { readonly id: 'struct'; readonly fields: readonly Field[] }
  | { readonly id: 'map'; readonly entries: Field; readonly keysSorted: boolean };

export type TypeId = DataType['id'];
export type Field = { readonly name: string; readonly type: DataType; readonly nullable: boolean };
export type Schema = readonly Field[];

const INTEGERS: ReadonlySet<string> = new Set<IntegerId>([
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
]);
const FLOATS: ReadonlySet<string> = new Set<FloatId>(['float16', 'float32', 'float64']);
const STRINGS: ReadonlySet<string> = new Set<StringId>(['utf8', 'largeUtf8', 'utf8View']);
const BINARIES: ReadonlySet<string> = new Set<string>(['binary', 'largeBinary', 'binaryView', 'fixedSizeBinary']);

export const isInteger = (type: DataType): boolean => INTEGERS.has(type.id);
export const isFloat = (type: DataType): boolean => FLOATS.has(type.id);
export const isNumeric = (type: DataType): boolean => isInteger(type) || isFloat(type) || type.id === 'decimal';
export const isNested = (type: DataType): boolean => ['list', 'largeList', 'fixedSizeList', 'struct', 'map'].includes(type.id);

/** The type behind a dictionary encoding; other types as they are. */
export const valueType = (type: DataType): DataType => (type.id === 'dictionary' ? valueType(type.values) : type);
export const isString = (type: DataType): boolean => STRINGS.has(valueType(type).id);
export const isBinary = (type: DataType): boolean => BINARIES.has(valueType(type).id);

/** What may be compared with what: values of one family are ordered among themselves, across widths, units and encodings. */
export type Family = 'numeric' | 'string' | 'binary' | 'bool' | 'instant' | 'time' | 'duration' | 'null' | 'nested';
export function familyOf(type: DataType): Family {
  const value = valueType(type);
  if (isNumeric(value)) return 'numeric';
  if (isString(value)) return 'string';
  if (isBinary(value)) return 'binary';
  if (value.id === 'date' || value.id === 'timestamp') return 'instant';
  if (value.id === 'bool' || value.id === 'time' || value.id === 'duration' || value.id === 'null') return value.id;
  return 'nested';
}

/** For messages: `timestamp[us, UTC]`, `decimal(10, 2)`, `list<utf8>`. `parseType` reads it again. */
export function formatType(type: DataType): string {
  switch (type.id) {
    case 'fixedSizeBinary':
      return `fixedSizeBinary(${String(type.byteWidth)})`;
    case 'decimal':
      return `decimal(${String(type.precision)}, ${String(type.scale)})`;
    case 'date':
    case 'time':
    case 'duration':
      return `${type.id}[${type.unit}]`;
    case 'timestamp':
      return `timestamp[${type.unit}${type.timezone === null ? '' : `, ${type.timezone}`}]`;
    case 'dictionary':
      return `dictionary<${formatType(type.values)}>`;
    case 'list':
    case 'largeList':
      return `${type.id}<${formatType(type.item.type)}>`;
    case 'fixedSizeList':
      return `${type.id}<${formatType(type.item.type)}, ${String(type.size)}>`;
    case 'struct':
      return `struct<${type.fields.map(f => `${memberName(f.name)}: ${formatType(f.type)}`).join(', ')}>`;
    case 'map':
      return `map<${formatType(type.entries.type)}>`;
    default:
      return type.id;
  }
}

const memberName = (name: string): string => (/^[\p{L}\p{N}_]+$/u.test(name) ? name : JSON.stringify(name));

export const field = (name: string, type: DataType | SimpleTypeId, nullable = true): Field => ({
  name,
  type: typeof type === 'string' ? { id: type } : type,
  nullable,
});
export type SimpleTypeId = 'null' | 'bool' | IntegerId | FloatId | StringId | BinaryId;

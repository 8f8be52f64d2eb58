import { readThrift, type ThriftStruct, type ThriftValue } from './thrift.js';

/** Where one column of one row group lies, and what is known of its values. */
export interface ChunkLayout {
  /** of the schema's top level: what steps name */
  readonly column: string;
  readonly isNested: boolean;
  readonly physicalType: number;
  readonly start: number;
  readonly end: number;
  readonly min: Uint8Array | undefined;
  readonly max: Uint8Array | undefined;
}

/** Chunks per row group. Numbers of fields are those of parquet.thrift. @throws RangeError for a footer that makes no sense */
export function chunkLayouts(footer: Uint8Array, fileBytes: number): readonly (readonly ChunkLayout[])[] {
  const groups = listAt(readThrift(footer), 4);
  return groups.map(group => listAt(structOf(group), 1).map(chunk => layoutOf(structAt(structOf(chunk), 3), fileBytes)));
}

function layoutOf(metadata: ThriftStruct, fileBytes: number): ChunkLayout {
  const path = listAt(metadata, 3).map(textOf);
  const [column] = path;
  if (column === undefined) throw new RangeError('a column has no name');
  const pages = numberAt(metadata, 9);
  const dictionary = metadata.has(11) ? numberAt(metadata, 11) : 0;
  // Some writers put 0 where there is no dictionary.
  const start = dictionary > 0 ? Math.min(dictionary, pages) : pages;
  const end = start + numberAt(metadata, 7);
  if (start < 0 || end < start || end > fileBytes) throw new RangeError(`column ${column} reaches beyond the file`);
  const statistics = metadata.has(12) ? structAt(metadata, 12) : new Map<number, ThriftValue>();
  return {
    column,
    isNested: path.length > 1,
    physicalType: numberAt(metadata, 1),
    start,
    end,
    min: bytesAt(statistics, 6),
    max: bytesAt(statistics, 5),
  };
}

const structOf = (value: ThriftValue | undefined): ThriftStruct => {
  if (value instanceof Map) return value;
  throw new RangeError('a struct is missing');
};
const structAt = (struct: ThriftStruct, field: number): ThriftStruct => structOf(struct.get(field));
const listAt = (struct: ThriftStruct, field: number): readonly ThriftValue[] => {
  const value = struct.get(field);
  if (Array.isArray(value)) return value as readonly ThriftValue[];
  throw new RangeError(`the list ${String(field)} is missing`);
};
const numberAt = (struct: ThriftStruct, field: number): number => {
  const value = struct.get(field);
  if (typeof value === 'bigint' && BigInt.asIntN(53, value) === value) return Number(value);
  throw new RangeError(`the number ${String(field)} is missing`);
};
const bytesAt = (struct: ThriftStruct, field: number): Uint8Array | undefined => {
  const value = struct.get(field);
  return value instanceof Uint8Array ? value : undefined;
};
const textOf = (value: ThriftValue): string => {
  if (value instanceof Uint8Array) return new TextDecoder('utf-8', { fatal: true }).decode(value);
  throw new RangeError('a name is not a text');
};

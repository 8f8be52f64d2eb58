import type { Rule, StructRule, ListRule } from './thrift.js';

/**
 * What is read of the Thrift structs of a Parquet file, and what each must be.
 * @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */

const struct = (
  name: string,
  fields: StructRule['fields'],
  required: readonly number[] = [],
  union?: 'closed' | 'open',
): StructRule => ({
  kind: 'struct',
  name,
  fields,
  required,
  ...(union ? { union } : {}),
});
const list = (item: Rule): ListRule => ({ kind: 'list', item });
const oneOf = (name: string, values: readonly number[]): Rule => ({ kind: 'enum', name, values: new Set(values) });
const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, i) => i);

const bool: Rule = { kind: 'bool' };
const i8: Rule = { kind: 'i8' };
const i16: Rule = { kind: 'i16' };
const i32: Rule = { kind: 'i32' };
const i64: Rule = { kind: 'i64' };
const binary: Rule = { kind: 'binary' };
const text: Rule = { kind: 'text' };

const TYPE = oneOf('physical type', upTo(7));
/** 1 was taken back before any file had it. */
const ENCODING = oneOf('encoding', [0, 2, 3, 4, 5, 6, 7, 8, 9]);
const EMPTY = struct('an empty struct', {});

const TIME_UNIT = struct('TimeUnit', { 1: EMPTY, 2: EMPTY, 3: EMPTY }, [], 'closed');
const TIME = struct('TimeType', { 1: bool, 2: TIME_UNIT }, [1, 2]);
const LOGICAL_TYPE = struct(
  'LogicalType',
  {
    1: EMPTY,
    2: EMPTY,
    3: EMPTY,
    4: EMPTY,
    5: struct('DecimalType', { 1: i32, 2: i32 }, [1, 2]),
    6: EMPTY,
    7: TIME,
    8: TIME,
    10: struct('IntType', { 1: i8, 2: bool }, [1, 2]),
    11: EMPTY,
    12: EMPTY,
    13: EMPTY,
    14: EMPTY,
    15: EMPTY,
    16: struct('VariantType', { 1: i8 }),
    17: struct('GeometryType', { 1: text }),
    18: struct('GeographyType', { 1: text, 2: i32 }),
  },
  [],
  'open',
);

const SCHEMA_ELEMENT = struct(
  'SchemaElement',
  {
    1: TYPE,
    2: i32,
    3: oneOf('repetition', upTo(2)),
    4: text,
    5: i32,
    6: oneOf('converted type', upTo(21)),
    7: i32,
    8: i32,
    9: i32,
    10: LOGICAL_TYPE,
  },
  [4],
);

const STATISTICS = struct('Statistics', { 1: binary, 2: binary, 3: i64, 4: i64, 5: binary, 6: binary, 7: bool, 8: bool });

const COLUMN_META_DATA = struct(
  'ColumnMetaData',
  {
    1: TYPE,
    2: list(ENCODING),
    3: list(text),
    4: oneOf('codec', upTo(7)),
    5: i64,
    6: i64,
    7: i64,
    9: i64,
    10: i64,
    11: i64,
    12: STATISTICS,
  },
  [1, 2, 3, 4, 5, 6, 7, 9],
);

const ANY_KEYS = struct('an encryption algorithm', { 1: EMPTY, 2: EMPTY }, [], 'closed');

const COLUMN_CHUNK = struct(
  'ColumnChunk',
  { 1: text, 2: i64, 3: COLUMN_META_DATA, 4: i64, 5: i32, 6: i64, 7: i32, 8: ANY_KEYS, 9: binary },
  [2],
);

const ROW_GROUP = struct('RowGroup', { 1: list(COLUMN_CHUNK), 2: i64, 3: i64, 5: i64, 6: i64, 7: i16 }, [1, 2, 3]);
const KEY_VALUE = struct('KeyValue', { 1: text, 2: text }, [1]);
const COLUMN_ORDER = struct('ColumnOrder', { 1: EMPTY, 2: EMPTY, 3: EMPTY }, [], 'open');

/** Columns and groups of a schema at most: what is made of one takes time in which nothing can be interrupted, and memory, whatever is read of the file. */
const MOST_ELEMENTS = 1 << 18;

/** The fields that lead to the column chunks: the row groups, and their columns. */
export const PATH_TO_CHUNKS: readonly number[] = [4, 1];
export const FILE_META_DATA = struct(
  'FileMetaData',
  {
    1: i32,
    2: { ...list(SCHEMA_ELEMENT), most: MOST_ELEMENTS, plural: 'elements of a schema' },
    3: i64,
    4: list(ROW_GROUP),
    5: list(KEY_VALUE),
    6: text,
    7: list(COLUMN_ORDER),
    8: ANY_KEYS,
    9: binary,
  },
  [1, 2, 3, 4],
);

const PAGE_TYPE = oneOf('page type', upTo(3));
export const PAGE_HEADER = struct(
  'PageHeader',
  {
    1: PAGE_TYPE,
    2: i32,
    3: i32,
    4: i32,
    5: struct('DataPageHeader', { 1: i32, 2: ENCODING, 3: ENCODING, 4: ENCODING }, [1, 2, 3, 4]),
    6: EMPTY,
    7: struct('DictionaryPageHeader', { 1: i32, 2: ENCODING, 3: bool }, [1, 2]),
    8: struct('DataPageHeaderV2', { 1: i32, 2: i32, 3: i32, 4: ENCODING, 5: i32, 6: i32, 7: bool }, [1, 2, 3, 4, 5, 6]),
  },
  [1, 2, 3],
);

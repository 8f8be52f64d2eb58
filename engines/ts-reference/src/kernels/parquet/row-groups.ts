import type { ColumnChunk, ColumnMetaData, RowGroup } from 'hyparquet';
import { CompressionCodecs, Encodings, ParquetTypes } from 'hyparquet/src/constants.js';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import type { Steps } from '@parquetframe/core/engine';
import { bytesAt, flagAt, listAt, longAt, nameOf, structAt, valueAt } from './raw-struct.js';
import type { ThriftStruct } from './raw-struct.js';
import type { Canonical, ListPlace } from './thrift.js';

/** Statistics of one column chunk as they stand in the file: values in the plain encoding of the column. */
export interface RawStatistics {
  /** `min_value` and `max_value`, ordered as the column order says */
  readonly min: Uint8Array | undefined;
  readonly max: Uint8Array | undefined;
  /** the old fields, ordered by signed bytes whatever the type */
  readonly oldMin: Uint8Array | undefined;
  readonly oldMax: Uint8Array | undefined;
  readonly nullCount: number | undefined;
  readonly distinctCount: number | undefined;
  readonly minExact: boolean | undefined;
  readonly maxExact: boolean | undefined;
}

export interface DecodedGroups {
  readonly groups: RowGroup[];
  /** per row group, per column chunk */
  readonly statistics: readonly (readonly (RawStatistics | undefined)[])[];
  /** some column has a key */
  readonly isEncrypted: boolean;
}

const EMPTY_LIST_OF_STRUCTS = Uint8Array.of(0x0c);
/** Column chunks that are decoded without a pause. */
const STEP_CHUNKS = 256;

/** The row groups of a canonical footer, column chunk by column chunk: a footer may have millions. */
export function* decodeRowGroups({ bytes, list }: Canonical): Steps<DecodedGroups> {
  const groups: RowGroup[] = [];
  const statistics: (RawStatistics | undefined)[][] = [];
  const view = new DataView(bytes.buffer);
  let isEncrypted = false;
  let chunks = 0;
  for (const { start, end, list: columns } of list?.items ?? []) {
    const group = rawStruct(new DataView(withoutList(bytes, start, end, columns).buffer), 0);
    const decoded: ColumnChunk[] = [];
    const known: (RawStatistics | undefined)[] = [];
    for (const { start: at } of columns?.items ?? []) {
      if (++chunks % STEP_CHUNKS === 0) yield undefined;
      const chunk = rawStruct(view, at);
      isEncrypted ||= valueAt(chunk, 8) !== undefined || valueAt(chunk, 9) !== undefined;
      const metadata = structAt(chunk, 3);
      decoded.push(columnChunk(chunk, metadata));
      known.push(statisticsOf(structAt(metadata, 12)));
    }
    groups.push({ columns: decoded, total_byte_size: longAt(group, 2) ?? 0n, num_rows: longAt(group, 3) ?? 0n });
    statistics.push(known);
  }
  return { groups, statistics, isEncrypted };
}

/** A struct of which a list is empty. */
export function withoutList(bytes: Uint8Array, start: number, end: number, list: ListPlace | undefined): Uint8Array<ArrayBuffer> {
  if (!list) return bytes.slice(start, end);
  const out = new Uint8Array(end - start - (list.end - list.start) + 1);
  out.set(bytes.subarray(start, list.start));
  out.set(EMPTY_LIST_OF_STRUCTS, list.start - start);
  out.set(bytes.subarray(list.end, end), list.start - start + 1);
  return out;
}

const rawStruct = (view: DataView<ArrayBuffer>, offset: number): ThriftStruct => deserializeTCompactProtocol({ view, offset });

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();

function columnChunk(chunk: ThriftStruct, metadata: ThriftStruct | undefined): ColumnChunk {
  const path = bytesAt(chunk, 1);
  return {
    file_offset: longAt(chunk, 2) ?? 0n,
    ...(path ? { file_path: textOf(path) } : {}),
    ...(metadata ? { meta_data: columnMetadata(metadata) } : {}),
  };
}

/** What is used of it: names of columns are those of the schema, statistics are kept apart. */
function columnMetadata(metadata: ThriftStruct): ColumnMetaData {
  const dictionary = longAt(metadata, 11);
  return {
    type: nameOf(ParquetTypes, valueAt(metadata, 1)),
    encodings: listAt(metadata, 2).map(encoding => nameOf(Encodings, encoding)),
    path_in_schema: [],
    codec: nameOf(CompressionCodecs, valueAt(metadata, 4)),
    num_values: longAt(metadata, 5) ?? 0n,
    total_uncompressed_size: longAt(metadata, 6) ?? 0n,
    total_compressed_size: longAt(metadata, 7) ?? 0n,
    data_page_offset: longAt(metadata, 9) ?? 0n,
    ...(dictionary === undefined ? {} : { dictionary_page_offset: dictionary }),
  };
}

const statisticsOf = (raw: ThriftStruct | undefined): RawStatistics | undefined =>
  raw && {
    oldMax: bytesAt(raw, 1),
    oldMin: bytesAt(raw, 2),
    nullCount: countAt(raw, 3),
    distinctCount: countAt(raw, 4),
    max: bytesAt(raw, 5),
    min: bytesAt(raw, 6),
    maxExact: flagAt(raw, 7),
    minExact: flagAt(raw, 8),
  };

function countAt(struct: ThriftStruct, field: number): number | undefined {
  const value = longAt(struct, field);
  return value !== undefined && value >= 0n ? Number(value) : undefined;
}

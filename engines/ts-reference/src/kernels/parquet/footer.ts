import { parquetMetadata } from 'hyparquet';
import type { FileMetaData } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { ParquetFrameError, isParquetFrameError } from '@parquetframe/core/engine';
import { corrupt, messageOf } from '../source-file.js';
import type { SourceFile } from '../source-file.js';
import { embeddedDurations } from './arrow-schema.js';
import { FILE_META_DATA } from './format-rules.js';
import { checkSchemaTree, readParquetSchema } from './schema.js';
import type { ParquetSchema } from './schema.js';
import { canonicalStruct } from './thrift.js';

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

export interface Footer {
  readonly metadata: FileMetaData;
  readonly schema: ParquetSchema;
  /** per row group, per column chunk */
  readonly statistics: readonly (readonly (RawStatistics | undefined)[])[];
  /** per leaf column: whether the file says that it is ordered by its type, as the specification defines it */
  readonly typeOrdered: readonly boolean[];
}

const FIRST_READ = 64 * 1024;
const MAGIC_PLAIN = 'PAR1';
const MAGIC_ENCRYPTED = 'PARE';
const ENCRYPTION_ALGORITHM = 8;

/** Reads the footer of a Parquet file. @throws ParquetFrameError `DATA_CORRUPT`, `ENCRYPTED_FILE`, `UNSUPPORTED_TYPE` */
export async function readFooter(file: SourceFile): Promise<Footer> {
  const footer = { file: file.path, what: 'the footer' };
  const place = { ...footer, offset: Math.max(0, file.bytes - 8) };
  if (file.bytes < 12) throw corrupt(footer, `it has ${file.bytes} bytes, and a Parquet file at least 12`);
  let tail = await file.read(Math.max(0, file.bytes - FIRST_READ), file.bytes);
  const magic = String.fromCharCode(...tail.subarray(tail.length - 4));
  if (magic === MAGIC_ENCRYPTED) throw encrypted(file.path);
  if (magic !== MAGIC_PLAIN) throw corrupt(footer, 'it does not end with PAR1; this is not a Parquet file, or it is cut off');
  const length = new DataView(tail.buffer).getUint32(tail.length - 8, true) + 8;
  if (length > file.bytes - 4) throw corrupt(footer, `its footer should have ${length - 8} bytes, the file has ${file.bytes}`);
  if (length > tail.length) tail = await file.read(file.bytes - length, file.bytes);
  try {
    const cursor = { bytes: tail, offset: tail.length - length, end: tail.length - 8 };
    // The decoders of the library take damage for data, so that they are given what has been checked.
    const canonical = canonicalStruct(cursor, FILE_META_DATA);
    const raw: ThriftStruct = deserializeTCompactProtocol({ view: new DataView(canonical.buffer), offset: 0 });
    if (structAt(raw, ENCRYPTION_ALGORITHM) ?? hasEncryptedColumns(raw)) throw encrypted(file.path);
    // Statistics are read from the raw footer, so what is made of them here does not matter.
    const metadata = parquetMetadata(withTrailer(canonical), { geoparquet: false, parsers: LENIENT });
    checkSchemaTree(metadata.schema);
    const schema = readParquetSchema(metadata, embeddedDurations(metadata));
    checkRowGroups(metadata, schema);
    return { metadata, schema, statistics: rawStatistics(raw), typeOrdered: columnOrders(raw) };
  } catch (error) {
    if (isParquetFrameError(error)) throw error;
    throw corrupt({ ...place, offset: file.bytes - length }, messageOf(error), error);
  }
}

/** The footer as it stands at the end of a file. */
function withTrailer(footer: Uint8Array): ArrayBuffer {
  const bytes = new Uint8Array(footer.length + 8);
  bytes.set(footer);
  new DataView(bytes.buffer).setUint32(footer.length, footer.length, true);
  bytes.set(Buffer.from(MAGIC_PLAIN), footer.length + 4);
  return bytes.buffer;
}

function checkRowGroups({ row_groups: groups }: FileMetaData, { leaves }: ParquetSchema): void {
  groups.forEach(({ num_rows: rows, columns }, group) => {
    if (rows < 0n) throw new RangeError(`row group ${group} has ${rows} rows`);
    if (columns.length !== leaves.length)
      throw new RangeError(`row group ${group} has ${columns.length} columns, the schema ${leaves.length}`);
    for (const { column, path, element } of leaves) {
      const chunk = columns[column]?.meta_data;
      const what = `column ${JSON.stringify(path.join('.'))} of row group ${group}`;
      if (!chunk) throw new RangeError(`${what} has no metadata`);
      if (chunk.num_values < 0n) throw new RangeError(`${what} has ${chunk.num_values} values`);
      if (chunk.type !== element.type)
        throw new RangeError(`${what} is ${String(element.type)} in the schema and ${chunk.type} there`);
    }
  });
}

const LENIENT = { stringFromBytes: (): string => '' };

const encrypted = (path: string): ParquetFrameError =>
  new ParquetFrameError('ENCRYPTED_FILE', `${path} is encrypted; keys are not supported yet. Decrypt the file first`, {
    details: { file: path },
  });

// ── the parts of the footer that hyparquet interprets, uninterpreted ───────────────────────────────────────────────────

type ThriftStruct = { readonly [field: string]: unknown };

const structOf = (value: unknown): ThriftStruct | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as ThriftStruct)
    : undefined;
const structAt = (struct: ThriftStruct | undefined, field: number): ThriftStruct | undefined =>
  structOf(struct?.[`field_${field}`]);
const listAt = (struct: ThriftStruct | undefined, field: number): readonly unknown[] => {
  const value = struct?.[`field_${field}`];
  return Array.isArray(value) ? value : [];
};
const bytesAt = (struct: ThriftStruct, field: number): Uint8Array | undefined => {
  const value = struct[`field_${field}`];
  return value instanceof Uint8Array ? value : undefined;
};
const countAt = (struct: ThriftStruct, field: number): number | undefined => {
  const value = struct[`field_${field}`];
  return typeof value === 'bigint' && value >= 0n ? Number(value) : undefined;
};
const flagAt = (struct: ThriftStruct, field: number): boolean | undefined => {
  const value = struct[`field_${field}`];
  return typeof value === 'boolean' ? value : undefined;
};

const hasEncryptedColumns = (footer: ThriftStruct): true | undefined =>
  listAt(footer, 4).some(group =>
    listAt(structOf(group), 1).some(
      chunk => structOf(chunk)?.['field_8'] !== undefined || structOf(chunk)?.['field_9'] !== undefined,
    ),
  ) || undefined;

const rawStatistics = (footer: ThriftStruct): Footer['statistics'] =>
  listAt(footer, 4).map(group =>
    listAt(structOf(group), 1).map(chunk => {
      const statistics = structAt(structAt(structOf(chunk), 3), 12);
      return (
        statistics && {
          oldMax: bytesAt(statistics, 1),
          oldMin: bytesAt(statistics, 2),
          nullCount: countAt(statistics, 3),
          distinctCount: countAt(statistics, 4),
          max: bytesAt(statistics, 5),
          min: bytesAt(statistics, 6),
          maxExact: flagAt(statistics, 7),
          minExact: flagAt(statistics, 8),
        }
      );
    }),
  );

/** A ColumnOrder is a union; its first member is TYPE_ORDER, any other is an order that is not known here. */
const columnOrders = (footer: ThriftStruct): readonly boolean[] =>
  listAt(footer, 7).map(order => structAt(structOf(order), 1) !== undefined);

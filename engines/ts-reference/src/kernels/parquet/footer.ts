import { parquetMetadata } from 'hyparquet';
import type { FileMetaData } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { ParquetFrameError, inSteps } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { corrupt, orDamage } from '../source-file.js';
import type { SourceFile } from '../source-file.js';
import { embeddedDurations } from './arrow-schema.js';
import { FILE_META_DATA, PATH_TO_CHUNKS } from './format-rules.js';
import { listAt, structAt, structOf } from './raw-struct.js';
import type { ThriftStruct } from './raw-struct.js';
import { decodeRowGroups, withoutList } from './row-groups.js';
import type { RawStatistics } from './row-groups.js';
import { checkSchemaTree, readParquetSchema } from './schema.js';
import type { ParquetSchema } from './schema.js';
import { canonicalSteps } from './thrift.js';

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

/**
 * Reads the footer of a Parquet file, in steps between which the checkpoint is asked.
 * @throws ParquetFrameError `DATA_CORRUPT`, `ENCRYPTED_FILE`, `UNSUPPORTED_TYPE`, and what the checkpoint throws
 */
export async function readFooter(file: SourceFile, checkpoint: () => Promise<void> | undefined): Promise<Footer> {
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
  return inSteps(orDamage(decodeFooter(tail, length, file.path), { ...place, offset: file.bytes - length }), checkpoint);
}

function* decodeFooter(tail: Uint8Array, length: number, path: string): Steps<Footer> {
  const cursor = { bytes: tail, offset: tail.length - length, end: tail.length - 8 };
  // The decoders of the library take damage for data, so that they are given what has been checked.
  const canonical = yield* canonicalSteps(cursor, FILE_META_DATA, PATH_TO_CHUNKS);
  const head = withoutList(canonical.bytes, 0, canonical.bytes.length, canonical.list);
  const raw: ThriftStruct = deserializeTCompactProtocol({ view: new DataView(head.buffer), offset: 0 });
  const { groups, statistics, isEncrypted } = yield* decodeRowGroups(canonical);
  if (isEncrypted || structAt(raw, ENCRYPTION_ALGORITHM)) throw encrypted(path);
  const metadata = { ...parquetMetadata(withTrailer(head), { geoparquet: false }), row_groups: groups };
  checkSchemaTree(metadata.schema);
  const schema = readParquetSchema(metadata, embeddedDurations(metadata));
  yield* checkRowGroups(metadata, schema);
  return { metadata, schema, statistics, typeOrdered: columnOrders(raw) };
}

/** The footer as it stands at the end of a file. */
function withTrailer(footer: Uint8Array): ArrayBuffer {
  const bytes = new Uint8Array(footer.length + 8);
  bytes.set(footer);
  new DataView(bytes.buffer).setUint32(footer.length, footer.length, true);
  bytes.set(Buffer.from(MAGIC_PLAIN), footer.length + 4);
  return bytes.buffer;
}

function* checkRowGroups({ row_groups: groups }: FileMetaData, { leaves }: ParquetSchema): Steps<void> {
  for (const [group, { num_rows: rows, columns }] of groups.entries()) {
    yield undefined;
    if (rows < 0n) throw new RangeError(`row group ${group} has ${rows} rows`);
    if (columns.length !== leaves.length)
      throw new RangeError(`row group ${group} has ${columns.length} columns, the schema ${leaves.length}`);
    for (const { column, path, element } of leaves) {
      const chunk = columns[column]?.meta_data;
      const what = (): string => `column ${JSON.stringify(path.join('.'))} of row group ${group}`;
      if (!chunk) throw new RangeError(`${what()} has no metadata`);
      if (chunk.num_values < 0n) throw new RangeError(`${what()} has ${chunk.num_values} values`);
      if (chunk.type !== element.type)
        throw new RangeError(`${what()} is ${String(element.type)} in the schema and ${chunk.type} there`);
    }
  }
}

const encrypted = (path: string): ParquetFrameError =>
  new ParquetFrameError('ENCRYPTED_FILE', `${path} is encrypted; keys are not supported yet. Decrypt the file first`, {
    details: { file: path },
  });

/** A ColumnOrder is a union; its first member is TYPE_ORDER, any other is an order that is not known here. */
const columnOrders = (footer: ThriftStruct): readonly boolean[] =>
  listAt(footer, 7).map(order => structAt(structOf(order), 1) !== undefined);

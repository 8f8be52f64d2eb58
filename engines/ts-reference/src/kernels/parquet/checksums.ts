import { crc32 } from 'node:zlib';
import type { PageHeader, RowGroup } from 'hyparquet';
import type { ParquetWriter } from 'hyparquet-writer';
import { parquetHeader } from 'hyparquet/src/column.js';
import { PAGE_HEADER } from './format-rules.js';
import type { Cursor } from './hybrid.js';
import { canonicalStruct } from './thrift.js';

type PageIndexes = ParquetWriter['pendingIndexes'][number];

/**
 * The bytes of a row group with the checksum of every page in its header, which the writer library leaves out. What the metadata of its chunks says of positions
 * and lengths is moved along. `start` is where the bytes will stand in the file.
 */
export function withChecksums(
  bytes: Uint8Array,
  start: number,
  group: RowGroup,
  indexes: readonly PageIndexes[],
): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let grown = 0;
  group.columns.forEach(({ meta_data: chunk, ...position }, column) => {
    if (!chunk) return;
    const first = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset) - start;
    const cursor: Cursor = { bytes, offset: first, end: first + Number(chunk.total_compressed_size) };
    const before = grown;
    const data = Number(chunk.data_page_offset) - start;
    for (let page = 0, at = cursor.offset; at < cursor.end; at = cursor.offset) {
      if (at === data) chunk.data_page_offset += BigInt(grown);
      const header = headerWithChecksum(cursor);
      const location = at < data ? undefined : indexes[column]?.offsetIndex?.page_locations[page++];
      if (location) {
        location.offset += BigInt(grown);
        location.compressed_page_size += header.added;
      }
      parts.push(header.bytes, header.body);
      grown += header.added;
    }
    if (chunk.dictionary_page_offset !== undefined) chunk.dictionary_page_offset += BigInt(before);
    chunk.total_compressed_size += BigInt(grown - before);
    chunk.total_uncompressed_size += BigInt(grown - before);
    group.columns[column] = { meta_data: chunk, ...position, file_offset: position.file_offset + BigInt(before) };
  });
  if (group.total_compressed_size !== undefined) group.total_compressed_size += BigInt(grown);
  group.total_byte_size += BigInt(grown);
  return parts;
}

interface PageParts {
  readonly bytes: Uint8Array;
  readonly body: Uint8Array;
  /** how many bytes longer it is than it was */
  readonly added: number;
}

/** The page at the cursor, which moves on to the next one. */
function headerWithChecksum(cursor: Cursor): PageParts {
  const start = cursor.offset;
  const header: PageHeader = parquetHeader({ view: new DataView(canonicalStruct(cursor, PAGE_HEADER).buffer), offset: 0 });
  const length = cursor.offset - start;
  const body = cursor.bytes.subarray(cursor.offset, cursor.offset + header.compressed_page_size);
  cursor.offset += header.compressed_page_size;
  const bytes = insertChecksum(cursor.bytes.subarray(start, start + length), crc32(body) | 0);
  return { bytes, body, added: bytes.length - length };
}

/** Fields 1 to 3 are integers; what follows states its number as a distance from the one before it. */
function insertChecksum(header: Uint8Array, checksum: number): Uint8Array {
  let at = 0;
  for (let field = 1; field <= 3; field++) {
    at++;
    while ((header[at++] ?? 0) >= 0x80);
  }
  const field = [0x15];
  let rest = ((checksum << 1) ^ (checksum >> 31)) >>> 0;
  for (; rest >= 0x80; rest >>>= 7) field.push((rest & 0x7f) | 0x80);
  field.push(rest);
  const out = new Uint8Array(header.length + field.length);
  out.set(header.subarray(0, at));
  out.set(field, at);
  out.set(header.subarray(at), at + field.length);
  out[at + field.length] = (out[at + field.length] ?? 0) - 0x10;
  return out;
}

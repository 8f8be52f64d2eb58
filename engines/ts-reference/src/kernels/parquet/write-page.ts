import { crc32 } from 'node:zlib';
import type { CompressionCodec, DecodedArray, PageHeader, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { writePlain } from 'hyparquet-writer/src/plain.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { Steps } from '@parquetframe/core/engine';

/** Bytes that are compressed, or summed up, between two steps. */
const PIECE = 1 << 15;

/** The bytes of a page as they go into the file, and how many they would be without compression. */
export interface PageBytes {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
  readonly uncompressed: number;
}

/** What a data page holds: levels of all entries, and the values that are not null, or their numbers in the dictionary. */
export interface DataPage {
  readonly rows: number;
  readonly entries: number;
  readonly nulls: number;
  readonly definition: { readonly levels: DecodedArray; readonly max: number };
  readonly repetition: { readonly levels: DecodedArray; readonly max: number };
  readonly encoding: 'PLAIN' | 'RLE' | 'RLE_DICTIONARY';
  readonly values: DecodedArray;
}

/** A data page (version 2), with its checksum. */
export function* dataPage(element: SchemaElement, codec: CompressionCodec, page: DataPage): Steps<PageBytes> {
  const levels = new ByteWriter();
  const repetition = writeLevels(levels, page.repetition);
  const definition = writeLevels(levels, page.definition);
  const values = new ByteWriter(1 << 16);
  if (page.encoding === 'PLAIN') writePlain(values, page.values, typeOf(element), element.type_length);
  else if (page.encoding === 'RLE') {
    const runs = new ByteWriter();
    writeRleBitPackedHybrid(runs, page.values, 1);
    values.appendUint32(runs.offset);
    values.appendBytes(runs.getBytes());
  } else {
    let most = 0;
    for (const number of page.values) if (typeof number === 'number' && number > most) most = number;
    const width = bitsOf(most);
    values.appendUint8(width);
    writeRleBitPackedHybrid(values, page.values, width);
  }
  yield undefined;
  const body = yield* compressed(values.getBytes(), codec);
  return yield* withHeader([levels.getBytes(), ...body], levels.offset + values.offset, {
    type: 'DATA_PAGE_V2',
    data_page_header_v2: {
      num_values: page.entries,
      num_nulls: page.nulls,
      num_rows: page.rows,
      encoding: page.encoding,
      definition_levels_byte_length: definition,
      repetition_levels_byte_length: repetition,
      is_compressed: true,
    },
  });
}

/** The values that data pages refer to. */
export function* dictionaryPage(
  element: SchemaElement,
  codec: CompressionCodec,
  dictionary: readonly unknown[],
): Steps<PageBytes> {
  const values = new ByteWriter(1 << 16);
  for (let from = 0; from < dictionary.length; from += VALUES_AT_ONCE) {
    writePlain(values, dictionary.slice(from, from + VALUES_AT_ONCE), typeOf(element), element.type_length);
    yield undefined;
  }
  const body = yield* compressed(values.getBytes(), codec);
  return yield* withHeader(body, values.offset, {
    type: 'DICTIONARY_PAGE',
    dictionary_page_header: { num_values: dictionary.length, encoding: 'PLAIN' },
  });
}
const VALUES_AT_ONCE = 16_384;

function typeOf({ name, type }: SchemaElement): NonNullable<SchemaElement['type']> {
  if (type) return type;
  throw new TypeError(`the column ${name} has no type`);
}

const bitsOf = (most: number): number => Math.ceil(Math.log2(most + 1));

const writeLevels = (writer: ByteWriter, { levels, max }: DataPage['definition']): number =>
  max === 0 ? 0 : writeRleBitPackedHybrid(writer, levels, bitsOf(max));

/** Snappy in pieces: each refers to itself only, so that they can stand one after the other behind the length of all. */
function* compressed(bytes: Uint8Array, codec: CompressionCodec): Steps<readonly Uint8Array[]> {
  if (codec === 'UNCOMPRESSED') return [bytes];
  const length = new ByteWriter(8);
  length.appendVarInt(bytes.length);
  const parts: Uint8Array[] = [length.getBytes()];
  for (let from = 0; from < bytes.length; from += PIECE) {
    const piece = snappyCompress(bytes.subarray(from, from + PIECE));
    parts.push(piece.subarray(piece.findIndex(byte => byte < 0x80) + 1));
    yield undefined;
  }
  return parts;
}

function* withHeader(
  parts: readonly Uint8Array[],
  size: number,
  about: Omit<PageHeader, 'crc' | 'compressed_page_size' | 'uncompressed_page_size'>,
): Steps<PageBytes> {
  let [length, checksum] = [0, 0];
  for (const part of parts) {
    length += part.length;
    for (let from = 0; from < part.length; from += CHECKED_AT_ONCE) {
      checksum = crc32(part.subarray(from, from + CHECKED_AT_ONCE), checksum);
      if (part.length > CHECKED_AT_ONCE) yield undefined;
    }
  }
  const header = new ByteWriter(128);
  writePageHeader(header, { ...about, uncompressed_page_size: size, compressed_page_size: length, crc: checksum | 0 });
  return {
    parts: [header.getBytes(), ...parts],
    length: header.offset + length,
    uncompressed: header.offset + size,
  };
}
const CHECKED_AT_ONCE = 4 << 20;

import type { ColumnMetaData, DataPageHeader, PageHeader } from 'hyparquet';
import type { MemoryMeter } from '../memory-meter.js';
import { checksum } from './page-checksum.js';
import { decodeHybrid } from './hybrid.js';
import type { Cursor } from './hybrid.js';
import { countPresent, joined, levels, levelsV1 } from './levels.js';
import { decodeValues, physicalWidth } from './page-values.js';
import { slicedValues, valueBuilder } from './physical-values.js';
import type { PhysicalValues, ValueBuilder } from './physical-values.js';
import { WindowCursor } from './row-window.js';
import type { RowWindow } from './row-window.js';
import type { LeafNode } from './schema.js';
import { unpackSteps } from './unpack.js';
import type { Step } from './unpack.js';

type DataPageHeaderV2 = NonNullable<PageHeader['data_page_header_v2']>;

/** Values looked up in the dictionary between two looks at the clock. */
const GATHER_VALUES = 16_384;

/** Values copied as they stand between two looks at the clock. */
const PLAIN_VALUES = 32_768;

/** Entries of one column chunk, decoded: Dremel levels and the values that are there. */
export interface LeafData {
  /** entries: rows for a column that is not repeated */
  readonly count: number;
  /** one per entry; undefined when all values are there */
  readonly definition: Uint8Array | undefined;
  /** one per entry; undefined when the column is not repeated */
  readonly repetition: Uint8Array | undefined;
  readonly values: PhysicalValues;
}

/** A page that unpacks to more than the whole chunk states, with some room for wrong totals, is damage. */
const SIZE_SLACK = 16 * 1024 * 1024;

/** Decodes the pages of one chunk, one after the other. */
export class ChunkDecoder {
  pages = 0;
  /** entries of the pages so far */
  count = 0;
  /** those of the window */
  #kept = 0;
  readonly #metadata: ColumnMetaData;
  readonly #leaf: LeafNode;
  readonly expected: number;
  readonly #builder: ValueBuilder;
  readonly #definitions: Uint8Array[] = [];
  readonly #repetitions: Uint8Array[] = [];
  #dictionary: PhysicalValues | undefined;
  readonly #meter: MemoryMeter;
  readonly #window: WindowCursor;
  /** whether the window ends before the chunk does */
  readonly isCut: boolean;

  constructor(metadata: ColumnMetaData, leaf: LeafNode, window: RowWindow, meter: MemoryMeter) {
    this.#window = new WindowCursor(window);
    this.isCut = window.to !== Infinity;
    this.#meter = meter;
    this.#metadata = metadata;
    this.#leaf = leaf;
    this.expected = Number(metadata.num_values);
    const most = leaf.maxRepetition > 0 ? this.expected : Math.min(this.expected, window.to) - window.from;
    this.#builder = valueBuilder(physicalWidth(metadata.type, leaf.element.type_length), most, meter.take);
  }

  get done(): boolean {
    return this.count >= this.expected || this.#window.isBehind(this.#leaf.maxRepetition > 0);
  }

  /** Whether a page has nothing of the window, and was moved over. */
  skips(header: PageHeader): boolean {
    const count = (header.data_page_header ?? header.data_page_header_v2)?.num_values;
    const isFlat = this.#leaf.maxRepetition === 0;
    if (!isFlat || header.type === 'DICTIONARY_PAGE' || count === undefined || !this.#window.skips(this.#checked(count)))
      return false;
    this.#window.pass(count);
    this.count += count;
    this.pages++;
    return true;
  }

  /** Decodes a page in steps of some milliseconds. */
  *page(header: PageHeader, body: Uint8Array): Generator<Step, void> {
    const { uncompressed_page_size: size } = header;
    if (!(size >= 0) || size > Number(this.#metadata.total_uncompressed_size) + SIZE_SLACK)
      throw new RangeError(`a page that states ${size} bytes unpacked`);
    if (this.#metadata.codec !== 'UNCOMPRESSED') this.#meter.take(size);
    if (header.crc !== undefined && (yield* checksum(body)) !== header.crc >>> 0)
      throw new RangeError('the checksum of the page is wrong');
    this.pages++;
    // Index pages, and kinds of pages that are yet to be invented, are skipped.
    if (header.type === 'DICTIONARY_PAGE') yield* this.#dictionaryPage(header, body);
    else if (header.data_page_header) yield* this.#pageV1(header, header.data_page_header, body);
    else if (header.data_page_header_v2) yield* this.#pageV2(header, header.data_page_header_v2, body);
    if (header.type !== 'DICTIONARY_PAGE' && this.#metadata.codec !== 'UNCOMPRESSED') this.#meter.give(size);
    yield undefined;
  }

  finish(): LeafData {
    const { definition } = this.#leaf;
    return {
      count: this.#kept,
      definition: definition > 0 && this.#builder.count < this.#kept ? joined(this.#definitions, this.#kept) : undefined,
      repetition: this.#leaf.maxRepetition > 0 ? joined(this.#repetitions, this.#kept) : undefined,
      values: this.#builder.finish(),
    };
  }

  *#dictionaryPage(header: PageHeader, body: Uint8Array): Generator<Step, void> {
    const count = header.dictionary_page_header?.num_values ?? 0;
    if (count < 0) throw new RangeError(`a dictionary of ${count} values`);
    const page = yield* unpackSteps(body, header.uncompressed_page_size, this.#metadata.codec);
    yield undefined;
    const cursor: Cursor = { bytes: page, offset: 0, end: page.length };
    this.#dictionary = yield* decodeValues(
      cursor,
      'PLAIN',
      this.#metadata.type,
      this.#leaf.element.type_length,
      count,
      this.#meter.take,
    );
  }

  *#pageV1(header: PageHeader, page: DataPageHeader, body: Uint8Array): Generator<Step, void> {
    const count = this.#checked(page.num_values);
    this.#takeLevels(count);
    const data = yield* unpackSteps(body, header.uncompressed_page_size, this.#metadata.codec);
    yield undefined;
    const cursor: Cursor = { bytes: data, offset: 0, end: data.length };
    const { maxRepetition, definition } = this.#leaf;
    const repetitions =
      maxRepetition > 0 ? yield* levelsV1(cursor, page.repetition_level_encoding, maxRepetition, count) : undefined;
    const definitions = definition > 0 ? yield* levelsV1(cursor, page.definition_level_encoding, definition, count) : undefined;
    yield* this.#values(cursor, page.encoding, count, definitions, repetitions);
  }

  *#pageV2(header: PageHeader, page: DataPageHeaderV2, body: Uint8Array): Generator<Step, void> {
    const count = this.#checked(page.num_values);
    this.#takeLevels(count);
    const { maxRepetition, definition } = this.#leaf;
    const repetitionEnd = page.repetition_levels_byte_length;
    const levelsEnd = repetitionEnd + page.definition_levels_byte_length;
    if (!(repetitionEnd >= 0 && levelsEnd >= repetitionEnd && levelsEnd <= body.length))
      throw new RangeError(`levels of ${levelsEnd} bytes in a page of ${body.length}`);
    const rest = body.subarray(levelsEnd);
    const size = header.uncompressed_page_size - levelsEnd;
    const data = page.is_compressed === false || rest.length === 0 ? rest : yield* unpackSteps(rest, size, this.#metadata.codec);
    yield undefined;
    const repetitions =
      maxRepetition > 0 ? yield* levels({ bytes: body, offset: 0, end: repetitionEnd }, maxRepetition, count) : undefined;
    const definitions =
      definition > 0 ? yield* levels({ bytes: body, offset: repetitionEnd, end: levelsEnd }, definition, count) : undefined;
    yield* this.#values({ bytes: data, offset: 0, end: data.length }, page.encoding, count, definitions, repetitions);
  }

  *#values(
    cursor: Cursor,
    encoding: DataPageHeader['encoding'],
    count: number,
    definitions: Uint8Array | undefined,
    repetitions: Uint8Array | undefined,
  ): Generator<Step, void> {
    const { from, to } = yield* this.#window.entries(count, repetitions);
    let [present, first, last] = [count, from, to];
    if (definitions) {
      yield undefined;
      present = yield* countPresent(definitions, this.#leaf.definition);
      if (to - from < count) {
        first = yield* countPresent(definitions.subarray(0, from), this.#leaf.definition);
        last = first + (yield* countPresent(definitions.subarray(from, to), this.#leaf.definition));
      } else last = present;
      this.#definitions.push(definitions.subarray(from, to));
    }
    if (repetitions) this.#repetitions.push(repetitions.subarray(from, to));
    this.count += count;
    this.#kept += to - from;
    if (first === last) return;
    // Encodings of runs and differences need hardly a byte for each value.
    const before = this.#meter.working;
    this.#meter.take(present * (physicalWidth(this.#metadata.type, this.#leaf.element.type_length) ?? 4));
    if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') {
      const { type } = this.#metadata;
      if (encoding === 'PLAIN' && type !== 'BOOLEAN' && type !== 'BYTE_ARRAY') {
        this.#meter.back(before);
        cursor.offset += first * (physicalWidth(type, this.#leaf.element.type_length) ?? 0);
        yield* this.#plain(cursor, last - first);
        return;
      }
      const values = yield* decodeValues(cursor, encoding, type, this.#leaf.element.type_length, present, this.#meter.take);
      this.#meter.back(before);
      yield* this.#builder.append(slicedValues(values, first, last));
      return;
    }
    if (!this.#dictionary) throw new RangeError('a dictionary-encoded page before any dictionary');
    const width = cursor.bytes[cursor.offset++] ?? 0;
    this.#meter.back(before);
    this.#meter.take(4 * present);
    const indexes = new Int32Array(present);
    yield undefined;
    if (width > 0) yield* decodeHybrid(cursor, width, indexes);
    for (let start = first; start < last; start += GATHER_VALUES) {
      yield undefined;
      yield* this.#builder.gather(this.#dictionary, indexes.subarray(start, Math.min(last, start + GATHER_VALUES)));
    }
    this.#meter.give(4 * present);
  }

  /** Values of one width are copied as they stand, some at a time. */
  *#plain(cursor: Cursor, count: number): Generator<Step, void> {
    const { type } = this.#metadata;
    const { type_length: width } = this.#leaf.element;
    // Asked for at once, so that what is there is not moved again and again; never more than the page has.
    if (count * (physicalWidth(type, width) ?? 0) <= cursor.end - cursor.offset) yield* this.#builder.reserve(count);
    for (let left = count; left > 0; left -= PLAIN_VALUES) {
      yield undefined;
      yield* this.#builder.append(
        yield* decodeValues(cursor, 'PLAIN', type, width, Math.min(left, PLAIN_VALUES), this.#meter.take),
      );
    }
  }

  #takeLevels(count: number): void {
    this.#meter.take(count * (Number(this.#leaf.maxRepetition > 0) + Number(this.#leaf.definition > 0)));
  }

  #checked(count: number): number {
    if (count >= 0 && this.count + count <= this.expected) return count;
    throw new RangeError(`a page of ${count} values after ${this.count} of ${this.expected}`);
  }
}

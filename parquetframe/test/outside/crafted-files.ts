/** Small Parquet files that are right, and that say or unpack to very much: of one column, `x`, in one row group. */
import { writeFileSync } from 'node:fs';

type Field = readonly [id: number, value: Value];
type Value =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly struct: readonly Field[] }
  | { readonly list: readonly Value[] };

const TYPES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;
const typeOf = (value: Value): number =>
  'i32' in value
    ? TYPES.i32
    : 'i64' in value
      ? TYPES.i64
      : 'text' in value
        ? TYPES.text
        : 'list' in value
          ? TYPES.list
          : TYPES.struct;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

/** Thrift's compact protocol; numbers are not negative. */
function encode(value: Value): number[] {
  if ('i32' in value) return varint(2 * value.i32);
  if ('i64' in value) return varint(2 * value.i64);
  if ('text' in value) return [...varint(value.text.length), ...Buffer.from(value.text)];
  if ('list' in value)
    return [(value.list.length << 4) | (value.list[0] ? typeOf(value.list[0]) : TYPES.struct), ...value.list.flatMap(encode)];
  let before = 0;
  const fields = value.struct.flatMap(([id, member]) => {
    const head = ((id - before) << 4) | typeOf(member);
    before = id;
    return [head, ...encode(member)];
  });
  return [...fields, 0];
}

export interface Page {
  readonly kind: 'dictionary' | 'data';
  readonly values: number;
  readonly encoding: number;
  /** as it stands in the file */
  readonly body: Uint8Array;
  /** bytes that it says to have without compression */
  readonly unpacked: number;
}

const PLAIN = 0;
const RLE = 3;
export const ENCODING = { plain: PLAIN, deltaStrings: 7, dictionary: 8 } as const;
export const CODEC = { none: 0, snappy: 1, gzip: 2, brotli: 4, zstd: 6 } as const;
/** Whether a row has one value, or any number of them. */
export const REPETITION = { required: 0, repeated: 2 } as const;
export const TYPE = { int64: 2, bytes: 6 } as const;

/** The header of a page of so many bytes. */
export function pageHeader(page: Omit<Page, 'body'>, length: number): Uint8Array {
  const numbers = (...values: readonly number[]): Value => ({ struct: values.map((i32, i) => [i + 1, { i32 }] as const) });
  const about: Field =
    page.kind === 'dictionary' ? [7, numbers(page.values, page.encoding)] : [5, numbers(page.values, page.encoding, RLE, RLE)];
  const kind = page.kind === 'dictionary' ? 2 : 0;
  return Uint8Array.from(encode({ struct: [[1, { i32: kind }], [2, { i32: page.unpacked }], [3, { i32: length }], about] }));
}

export interface Chunk {
  readonly type: number;
  readonly codec: number;
  readonly rows: number;
  readonly values: number;
  /** bytes without compression */
  readonly unpacked: number;
  /** where it ends, and where its data pages begin: 4, unless there is a dictionary before */
  readonly end: number;
  readonly dataOffset: number;
  readonly repetition: number;
}

/** What follows the pages of a file of one chunk. */
export function footer({ type, codec, rows, values, unpacked, end, dataOffset, repetition }: Chunk): Uint8Array {
  const meta: Value = {
    struct: [
      [1, { i32: type }],
      [2, { list: [{ i32: PLAIN }, { i32: ENCODING.dictionary }] }],
      [3, { list: [{ text: 'x' }] }],
      [4, { i32: codec }],
      [5, { i64: values }],
      [6, { i64: unpacked }],
      [7, { i64: end - 4 }],
      [9, { i64: dataOffset }],
      ...(dataOffset > 4 ? [[11, { i64: 4 }] as const] : []),
    ],
  };
  const column: Value = {
    struct: [
      [2, { i64: 4 }],
      [3, meta],
    ],
  };
  const group: Value = {
    struct: [
      [1, { list: [column] }],
      [2, { i64: unpacked }],
      [3, { i64: rows }],
    ],
  };
  const root: Value = {
    struct: [
      [4, { text: 'schema' }],
      [5, { i32: 1 }],
    ],
  };
  const leaf: Value = {
    struct: [
      [1, { i32: type }],
      [3, { i32: repetition }],
      [4, { text: 'x' }],
    ],
  };
  const bytes = encode({
    struct: [
      [1, { i32: 1 }],
      [2, { list: [root, leaf] }],
      [3, { i64: rows }],
      [4, { list: [group] }],
    ],
  });
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(bytes.length);
  tail.write('PAR1', 4);
  return Buffer.concat([Uint8Array.from(bytes), tail]);
}

export function writeCrafted(
  path: string,
  type: number,
  codec: number,
  rows: number,
  pages: readonly Page[],
  repetition: number = REPETITION.required,
): void {
  const parts: Uint8Array[] = [Buffer.from('PAR1')];
  let [at, unpacked, values] = [4, 0, 0];
  const offsets: number[] = [];
  for (const page of pages) {
    const header = pageHeader(page, page.body.length);
    offsets.push(at);
    parts.push(header, page.body);
    at += header.length + page.body.length;
    unpacked += header.length + page.unpacked;
    if (page.kind === 'data') values += page.values;
  }
  const dataOffset = offsets[pages[0]?.kind === 'dictionary' ? 1 : 0] ?? 4;
  const end = footer({ type, codec, rows, values, unpacked, end: at, dataOffset, repetition });
  writeFileSync(path, Buffer.concat([...parts, end]));
}

/** One value, again and again: a dictionary of it, and a run of its number. */
export function repeated(path: string, value: Uint8Array, rows: number): void {
  const plain = Buffer.alloc(4 + value.length);
  plain.writeUInt32LE(value.length);
  plain.set(value, 4);
  const run = Uint8Array.from([1, ...varint(2 * rows), 0]);
  writeCrafted(path, TYPE.bytes, CODEC.none, rows, [
    { kind: 'dictionary', values: 1, encoding: ENCODING.plain, body: plain, unpacked: plain.length },
    { kind: 'data', values: rows, encoding: ENCODING.dictionary, body: run, unpacked: run.length },
  ]);
}

/** Levels of a page of version 1: a run, behind its length. */
export const levelRuns = (...runs: readonly (readonly [count: number, level: number])[]): Uint8Array => {
  const bytes = runs.flatMap(([count, level]) => [...varint(2 * count), level]);
  return Uint8Array.from([bytes.length, 0, 0, 0, ...bytes]);
};

/** One row: a list that has a value of a dictionary again and again. */
export function repeatedInList(path: string, value: Uint8Array, items: number): void {
  const plain = Buffer.alloc(4 + value.length);
  plain.writeUInt32LE(value.length);
  plain.set(value, 4);
  const body = Buffer.concat([
    levelRuns([1, 0], [items - 1, 1]),
    levelRuns([items, 1]),
    Uint8Array.from([1, ...varint(2 * items), 0]),
  ]);
  writeCrafted(
    path,
    TYPE.bytes,
    CODEC.none,
    1,
    [
      { kind: 'dictionary', values: 1, encoding: ENCODING.plain, body: plain, unpacked: plain.length },
      { kind: 'data', values: items, encoding: ENCODING.dictionary, body, unpacked: body.length },
    ],
    REPETITION.repeated,
  );
}

/** Differences of 32 bits, in blocks of 128: a value, and another one again and again. */
function differences(first: number, others: number, count: number): Uint8Array {
  const step = others - first;
  const least = Math.min(step, 0);
  const packed = Buffer.alloc(4 * 128);
  for (let i = 0; i < 128; i++) packed.writeUInt32LE((i === 0 ? step : 0) - least, 4 * i);
  const blocks = [Buffer.from([...varint(least < 0 ? -2 * least - 1 : 0), 32, 32, 32, 32]), packed];
  for (let block = 1; block < Math.ceil((count - 1) / 128); block++) blocks.push(Buffer.alloc(5));
  return Buffer.concat([Buffer.from([...varint(128), 4, ...varint(count), ...varint(2 * first)]), ...blocks]);
}

/** Texts that each share all with the one before. */
export function sharedTexts(path: string, value: Uint8Array, rows: number): void {
  const body = Buffer.concat([differences(0, value.length, rows), differences(value.length, 0, rows), value]);
  writeCrafted(path, TYPE.bytes, CODEC.none, rows, [
    { kind: 'data', values: rows, encoding: ENCODING.deltaStrings, body, unpacked: body.length },
  ]);
}

/** A frame of zstd that unpacks to zeros: blocks of a run each. */
export function zstdZeros(bytes: number): Uint8Array {
  const block = 128 * 1024;
  const blocks = bytes / block;
  const out = Buffer.alloc(6 + 4 * blocks);
  out.set([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]);
  for (let i = 0; i < blocks; i++) out.writeUIntLE(Number(i === blocks - 1) | (1 << 1) | (block << 3), 6 + 4 * i, 3);
  return out;
}

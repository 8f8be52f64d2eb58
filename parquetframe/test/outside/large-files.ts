/** Parquet files of many gigabytes, of one column in one row group: full of holes, so that they take little room on disks. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { CODEC, ENCODING, REPETITION, TYPE, footer, levelRuns, pageHeader } from './crafted-files.js';

const MIB = 2 ** 20;

interface SparsePage {
  readonly values: number;
  readonly bytes: number;
  /** what stands in it beside zeros */
  readonly parts: readonly (readonly [at: number, bytes: Uint8Array])[];
}

/** The row of every page that begins one is left to the caller. */
function writeSparse(path: string, type: number, rows: number, pages: readonly SparsePage[], repetition: number): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, Buffer.from('PAR1'), 0, 4, 0);
    let [at, values] = [4, 0];
    for (const page of pages) {
      const about = { kind: 'data', values: page.values, encoding: ENCODING.plain, unpacked: page.bytes } as const;
      const header = pageHeader(about, page.bytes);
      writeSync(file, header, 0, header.length, at);
      at += header.length;
      for (const [from, bytes] of page.parts) writeSync(file, bytes, 0, bytes.length, at + from);
      at += page.bytes;
      values += page.values;
    }
    const end = footer({ type, codec: CODEC.none, rows, values, unpacked: at - 4, end: at, dataOffset: 4, repetition });
    ftruncateSync(file, at);
    writeSync(file, end, 0, end.length, at);
  } finally {
    closeSync(file);
  }
}

const repeat = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

const lengthOf = (bytes: number): Uint8Array => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes);
  return length;
};

/** Numbers: zeros. */
export function largeNumbers(path: string, rows: number): void {
  const perPage = 8 * MIB;
  const pages = Array.from({ length: Math.ceil(rows / perPage) }, (_, i) => {
    const values = Math.min(perPage, rows - i * perPage);
    return { values, bytes: 8 * values, parts: [] };
  });
  writeSparse(path, TYPE.int64, rows, pages, REPETITION.required);
}

/** Texts of so many bytes each: the character U+0000 again and again. */
export function largeTexts(path: string, rows: number, bytes: number): void {
  const perPage = Math.max(1, Math.floor((64 * MIB) / bytes));
  const pages = Array.from({ length: Math.ceil(rows / perPage) }, (_, i) => {
    const values = Math.min(perPage, rows - i * perPage);
    const parts = Array.from({ length: values }, (_, value) => [value * (bytes + 4), lengthOf(bytes)] as const);
    return { values, bytes: values * (bytes + 4), parts };
  });
  writeSparse(path, TYPE.bytes, rows, pages, REPETITION.required);
}

/** One row: a list of so many texts. */
export function largeList(path: string, items: number, bytes: number): void {
  const page = (isFirst: boolean): SparsePage => {
    const levels = Buffer.concat([levelRuns([1, isFirst ? 0 : 1]), levelRuns([1, 1])]);
    return { values: 1, bytes: levels.length + 4 + bytes, parts: [[0, Buffer.concat([levels, lengthOf(bytes)])]] };
  };
  writeSparse(path, TYPE.bytes, 1, [page(true), ...repeat(items - 1, page(false))], REPETITION.repeated);
}

/** A footer of so many columns of numbers, without a row group: about 16 bytes for each. */
export function wideFooter(path: string, columns: number): void {
  writeFooter(path, columns, []);
}

/** A footer of row groups of one row, about 80 bytes for each column of each; the pages that it speaks of are not there. */
export function largeFooter(path: string, columns: number, groups: number): void {
  const group = rowGroup(columns);
  writeFooter(path, columns, repeat(groups, group));
}

/** The footer in Thrift's compact protocol. */
function writeFooter(path: string, columns: number, groups: readonly Uint8Array[]): void {
  const root = [0x48, 1, 0x73, 0x15, ...varint(2 * columns), 0];
  // type INT64, REQUIRED, a name
  const elements = Array.from({ length: columns }, (_, i) => Buffer.from([0x15, 4, 0x25, 0, 0x18, 9, ...nameOf(i), 0]));
  const parts = [
    Buffer.from([0x15, 2, 0x19, 0xfc, ...varint(columns + 1), ...root]),
    ...elements,
    Buffer.from([0x16, ...varint(2 * groups.length), 0x19, 0xfc, ...varint(groups.length)]),
    ...groups,
    Buffer.from([0]),
  ];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(parts.reduce((sum, part) => sum + part.length, 0));
  const file = openSync(path, 'w');
  try {
    for (const part of [Buffer.from('PAR1'), Buffer.concat(parts), length, Buffer.from('PAR1')]) writeSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** A value without encoding, at byte 4, with its bounds. */
function rowGroup(columns: number): Uint8Array {
  const bound = [8, 1, 0, 0, 0, 0, 0, 0, 0];
  const statistics = [0x36, 0, 0x28, ...bound, 0x18, ...bound, 0];
  const chunks = Array.from({ length: columns }, (_, i) => {
    const metadata = [0x15, 4, 0x19, 0x15, 0, 0x19, 0x18, 9, ...nameOf(i), 0x15, 0, 0x16, 2, 0x16, 16, 0x16, 16, 0x26, 8];
    return Buffer.from([0x26, 8, 0x1c, ...metadata, 0x3c, ...statistics, 0, 0]);
  });
  return Buffer.concat([Buffer.from([0x19, 0xfc, ...varint(columns)]), ...chunks, Buffer.from([0x16, 16, 0x16, 2, 0])]);
}

/** Of nine characters. */
const nameOf = (column: number): Buffer => Buffer.from(`c${String(column).padStart(8, '0')}`);

function varint(value: number): readonly number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}

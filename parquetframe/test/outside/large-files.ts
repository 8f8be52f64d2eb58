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

/** No rows, and a footer with one key of so many bytes: a writer's notes. */
export function largeFooter(path: string, columns: number): void {
  const bytes = footerOfColumns(columns);
  const file = openSync(path, 'w');
  try {
    writeSync(file, Buffer.from('PAR1'));
    writeSync(file, bytes);
  } finally {
    closeSync(file);
  }
}

/** A schema of so many columns of numbers, without a row group: about 14 bytes for each. */
function footerOfColumns(columns: number): Uint8Array {
  const varint = (value: number): number[] => {
    const out: number[] = [];
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
    return [...out, rest];
  };
  const name = (i: number): Buffer => Buffer.from(`c${String(i).padStart(8, '0')}`);
  const head = Buffer.from([0x15, 2, 0x19, 0xfc, ...varint(columns + 1), 0x48, 1, 0x73, 0x15, ...varint(2 * columns), 0]);
  // type INT64, REQUIRED, a name of nine characters
  const element = 16;
  const body = Buffer.alloc(columns * element);
  for (let i = 0; i < columns; i++) {
    body.set([0x15, 4, 0x25, 0, 0x18, 9], i * element);
    body.set(name(i), i * element + 6);
  }
  const tail = Buffer.from([0x16, 0, 0x19, 0x0c, 0]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length + body.length + tail.length);
  return Buffer.concat([head, body, tail, length, Buffer.from('PAR1')]);
}

import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isParquetFrameError } from '@parquetframe/core/engine';
import { corrupt, messageOf } from '../source-file.js';
import type { SourceFile } from '../source-file.js';

/** Whole records of a CSV file, as text. Lines end with `\n` or `\r\n`: a `\r` alone that ends a line has become `\n`. */
export interface TextBlock {
  readonly text: string;
  /** line of the file that it begins with, from 1 */
  readonly firstLine: number;
  /** lines that it has */
  readonly lines: number;
  /** whether there is any quote in it: without one, records are lines and fields are what stands between delimiters */
  readonly quoted: boolean;
}

const READ_BYTES = 64 * 1024;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BYTE_ORDER_MARK = 0xefbbbf;

/** The text of a file in blocks that end where a record ends; gzip is decompressed. @throws ParquetFrameError `DATA_CORRUPT` */
export async function* textBlocks(file: SourceFile, maxRecordBytes: number): AsyncGenerator<TextBlock> {
  const chunks: Buffer[] = [];
  let [bytes, scanFrom, firstLine, isStart] = [0, 0, 1, true];
  const source = bytesOf(file);
  try {
    for (;;) {
      const next = await source.next();
      const isLast = next.done === true;
      if (!isLast) {
        chunks.push(next.value);
        bytes += next.value.length;
        // A record that goes on and on is looked at again only when twice as much of it is there: linear time in all.
        if (bytes < scanFrom) continue;
      }
      let rest = Buffer.concat(chunks.splice(0));
      if (isStart && rest.length >= 3 && rest.readUIntBE(0, 3) === BYTE_ORDER_MARK) rest = rest.subarray(3);
      isStart &&= rest.length < 3;
      const found = lastRecordEnd(rest, isLast, maxRecordBytes);
      const { end } = found;
      if (found.tooLong !== undefined) throw tooLong(file, firstLine + found.tooLong, false, maxRecordBytes);
      if (end > 0) yield textBlock(file, rest.subarray(0, end), firstLine, found);
      if (isLast) return;
      firstLine += found.lines;
      chunks.push(rest.subarray(end));
      bytes = rest.length - end;
      if (bytes > maxRecordBytes) throw tooLong(file, firstLine, found.open, maxRecordBytes);
      scanFrom = end === 0 ? Math.min(2 * bytes, maxRecordBytes + 1) : 0;
    }
  } finally {
    await source.return(undefined);
  }
}

const tooLong = (file: SourceFile, line: number, open: boolean, most: number): Error =>
  corrupt(
    { file: file.path, what: `line ${line}` },
    `the record that begins here has more than ${most} bytes${open ? ', and a quote in it that is not closed' : ''}; if that is right, read with a larger maxRecordBytes`,
  );

interface RecordEnd {
  /** bytes up to the end of the last whole record */
  readonly end: number;
  readonly lines: number;
  readonly quoted: boolean;
  /** whether there is a line that ends with a carriage return alone */
  readonly returns: boolean;
  /** whether the bytes end inside quotes */
  readonly open: boolean;
  /** lines before the first whole record that has too many bytes */
  readonly tooLong: number | undefined;
}

function textBlock(file: SourceFile, bytes: Buffer, firstLine: number, { lines, quoted, returns }: RecordEnd): TextBlock {
  if (!isUtf8(bytes))
    throw corrupt({ file: file.path, what: `line ${firstLine + linesBeforeDamage(bytes)}` }, 'the text is not UTF-8');
  const text = bytes.toString('utf8');
  return { text: returns ? withNewlines(text) : text, firstLine, lines, quoted };
}

/** How many lines are UTF-8 before the first one that is not: no character goes over the end of a line. */
function linesBeforeDamage(bytes: Buffer): number {
  for (let [start, lines] = [0, 0]; ; lines++) {
    const at = bytes.subarray(start).findIndex((byte, i) => isLineEnd(byte, bytes[start + i + 1]));
    const end = at < 0 ? bytes.length : start + at + 1;
    if (at < 0 || !isUtf8(bytes.subarray(start, end))) return lines;
    start = end;
  }
}

const isLineEnd = (byte: number, next: number | undefined): boolean => byte === NEWLINE || (byte === RETURN && next !== NEWLINE);

/** What stands inside quotes is data and stays as it is: every second piece between quotes. */
const withNewlines = (text: string): string =>
  text
    .split('"')
    .map((piece, i) => (i % 2 === 0 ? piece.replace(/\r(?!\n)/g, '\n') : piece))
    .join('"');

/** The end of the last record: behind a line end that is not inside quotes, or of everything at the end of the file. */
function lastRecordEnd(bytes: Buffer, isLast: boolean, most: number): RecordEnd {
  const quoted = bytes.includes(QUOTE);
  // What follows the return that bytes end with decides what it is: it is looked at again with the bytes behind it.
  const last = bytes.at(-1) === RETURN && !isLast ? bytes.length - 1 : bytes.length;
  let [end, lines, tooLong]: [number, number, number | undefined] = [0, 0, undefined];
  const endRecord = (at: number, linesSoFar: number): void => {
    if (at - end > most) tooLong ??= lines;
    [end, lines] = [at, linesSoFar];
  };
  if (!quoted && !bytes.includes(RETURN)) {
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) endRecord(at + 1, lines + 1);
    if (isLast) endRecord(bytes.length, lines);
    return { end, lines, quoted, returns: false, open: false, tooLong };
  }
  let [inside, newlines, returns] = [false, 0, false];
  for (let i = 0; i < last; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) inside = !inside;
    else if (byte === NEWLINE || (!inside && isLineEnd(byte, bytes[i + 1]))) {
      newlines++;
      if (inside) continue;
      returns ||= byte === RETURN;
      endRecord(i + 1, newlines);
    }
  }
  if (isLast) endRecord(bytes.length, newlines);
  return { end, lines, quoted, returns, open: inside, tooLong };
}

async function* bytesOf(file: SourceFile): AsyncGenerator<Buffer> {
  if (!(await isGzip(file))) {
    yield* ranges(file);
    return;
  }
  const gunzip = createGunzip();
  // Errors come out of the iteration below; the callback only keeps them from being unhandled.
  pipeline(Readable.from(ranges(file)), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield Buffer.from(chunk as Uint8Array);
  } catch (error) {
    if (isParquetFrameError(error)) throw error;
    throw corrupt({ file: file.path, what: 'gzip', offset: gunzip.bytesWritten }, messageOf(error), error);
  } finally {
    gunzip.destroy();
  }
}

/** By what it begins with; a file that is named so must be it, so that damage is told as such. */
async function isGzip(file: SourceFile): Promise<boolean> {
  if (file.path.toLowerCase().endsWith('.gz')) return true;
  const [first, second] = await file.read(0, Math.min(2, file.bytes));
  return first === 0x1f && second === 0x8b;
}

async function* ranges(file: SourceFile): AsyncGenerator<Buffer> {
  for (let start = 0; start < file.bytes; start += READ_BYTES) {
    const bytes = await file.read(start, Math.min(file.bytes, start + READ_BYTES));
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

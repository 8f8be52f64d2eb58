import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isParquetFrameError } from '@parquetframe/core/engine';
import { corrupt, messageOf } from '../source-file.js';
import type { SourceFile } from '../source-file.js';

/** Whole records of a CSV file, as text. */
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
const QUOTE = 34;
const BYTE_ORDER_MARK = 0xefbbbf;

/** The text of a file in blocks that end where a record ends; `.gz` is decompressed. @throws ParquetFrameError `DATA_CORRUPT` */
export async function* textBlocks(file: SourceFile): AsyncGenerator<TextBlock> {
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
      const { end, lines, quoted } = lastRecordEnd(rest, isLast);
      if (end > 0) yield textBlock(file, rest.subarray(0, end), firstLine, lines, quoted);
      if (isLast) return;
      firstLine += lines;
      chunks.push(rest.subarray(end));
      bytes = rest.length - end;
      scanFrom = end === 0 ? 2 * bytes : 0;
    }
  } finally {
    await source.return(undefined);
  }
}

function textBlock(file: SourceFile, bytes: Buffer, firstLine: number, lines: number, quoted: boolean): TextBlock {
  if (!isUtf8(bytes))
    throw corrupt(
      { file: file.path, what: `lines ${firstLine} to ${firstLine + lines - 1}`, offset: 0 },
      'the text is not UTF-8',
    );
  return { text: bytes.toString('utf8'), firstLine, lines, quoted };
}

/** The end of the last record: behind a newline that is not inside quotes, or of everything at the end of the file. */
function lastRecordEnd(bytes: Buffer, isLast: boolean): { end: number; lines: number; quoted: boolean } {
  if (!bytes.includes(QUOTE)) {
    const end = isLast ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
    let lines = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
    return { end, lines, quoted: false };
  }
  let [inside, newlines, end, lines] = [false, 0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) inside = !inside;
    else if (byte === NEWLINE) {
      newlines++;
      if (!inside) [end, lines] = [i + 1, newlines];
    }
  }
  return isLast ? { end: bytes.length, lines: newlines, quoted: true } : { end, lines, quoted: true };
}

async function* bytesOf(file: SourceFile): AsyncGenerator<Buffer> {
  if (!file.path.endsWith('.gz')) {
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

async function* ranges(file: SourceFile): AsyncGenerator<Buffer> {
  for (let start = 0; start < file.bytes; start += READ_BYTES) {
    const bytes = await file.read(start, Math.min(file.bytes, start + READ_BYTES));
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

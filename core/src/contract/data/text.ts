/** UTF-8 of column buffers: no byte-order mark is stripped, and shared memory is read in place. */
import { constants } from 'node:buffer';
import { ParquetFrameError } from '../errors/index.js';

/** Up to this many bytes, a loop over ASCII is faster than a call into native code. */
const SHORT = 16;

/** Decodes ranges of one buffer. @throws ParquetFrameError `UNSUPPORTED_TYPE` where one has more than `most` characters, which is what a string may have */
export function textReader(
  bytes: Uint8Array,
  most: number = constants.MAX_STRING_LENGTH,
): (start: number, end: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number): number => bytes[i] ?? 0;
  return (start, end) => {
    if (end - start > SHORT) return end - start > most ? longText(buffer, start, end, most) : buffer.toString('utf8', start, end);
    for (let i = start; i < end; i++) if (at(i) >= 0x80) return buffer.toString('utf8', start, end);
    let text = '';
    let i = start;
    // four characters per call: a quarter of the strings in between
    for (; i + 4 <= end; i += 4) text += String.fromCharCode(at(i), at(i + 1), at(i + 2), at(i + 3));
    if (end - i === 3) return text + String.fromCharCode(at(i), at(i + 1), at(i + 2));
    if (end - i === 2) return text + String.fromCharCode(at(i), at(i + 1));
    return end === i ? text : text + String.fromCharCode(at(i));
  };
}

/** A text of more bytes than a string may have characters: it has fewer of these where they take several. @throws ParquetFrameError `UNSUPPORTED_TYPE` */
function longText(buffer: Buffer, start: number, end: number, most: number): string {
  const tooLong = (cause?: unknown): ParquetFrameError =>
    new ParquetFrameError(
      'UNSUPPORTED_TYPE',
      `a text of ${String(end - start)} bytes is longer than a JavaScript string may be, ${String(most)} characters; leave its column out, or take the table with toArrow()`,
      { ...(cause === undefined ? {} : { cause }), details: { bytes: end - start, most } },
    );
  let text: string;
  try {
    text = buffer.toString('utf8', start, end);
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG' ? tooLong(error) : error;
  }
  if (text.length > most) throw tooLong();
  return text;
}

/** Encodes strings one after another into one buffer that grows. */
export class TextWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #buffer: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#buffer = Buffer.from(this.#bytes.buffer);
  }

  add(text: string): void {
    // a UTF-16 unit is at most three bytes
    if (this.length + text.length * 3 > this.#bytes.length) this.#grow(this.length + text.length * 3);
    if (text.length > SHORT || !this.#addAscii(text)) this.length += this.#buffer.write(text, this.length);
  }

  /** False, and nothing added, when there is another character among them. */
  #addAscii(text: string): boolean {
    const bytes = this.#bytes;
    const start = this.length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) return false;
      bytes[start + i] = unit;
    }
    this.length += text.length;
    return true;
  }

  #grow(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes.subarray(0, this.length));
    this.#bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer);
  }

  /** What was written; copied when most of the buffer is empty, so that no memory is held for nothing. */
  finish(): Uint8Array {
    return this.length * 1.25 < this.#bytes.length ? this.#bytes.slice(0, this.length) : this.#bytes.subarray(0, this.length);
  }
}

/** Order of two strings by their UTF-8 bytes, which is the order of their code points. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointOrder(x) - codePointOrder(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points from U+10000) before U+E000…U+FFFF; this swaps the two. */
const codePointOrder = (unit: number): number => (unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);

import type { SourceFile } from '../source-file.js';
import type { Cursor } from './hybrid.js';

/** Bytes of a chunk that are read together. */
const SEGMENT = 16 << 20;
/** Bytes that a page header has at most in all but odd files; statistics may make it longer. */
const HEADER = 64 * 1024;

/** The bytes of a column chunk, read as its pages are needed: it may be larger than memory, or than a buffer can be. */
export class PageSource {
  #segment: Uint8Array = new Uint8Array(0);
  /** where the segment begins in the file */
  #start = 0;
  readonly #file: SourceFile;
  readonly #end: number;
  readonly #take: (bytes: number) => void;
  readonly #give: (bytes: number) => void;

  constructor(
    file: SourceFile,
    readonly start: number,
    end: number,
    meter: { take(bytes: number): void; give(bytes: number): void },
  ) {
    this.#file = file;
    this.#end = end;
    this.#take = bytes => {
      meter.take(bytes);
    };
    this.#give = bytes => {
      meter.give(bytes);
    };
  }

  get end(): number {
    return this.#end;
  }

  /** What `parse` makes of the bytes at a place; it is given more of them while it finds them cut off. */
  async header<T>(at: number, parse: (cursor: Cursor) => T): Promise<{ readonly header: T; readonly end: number }> {
    for (let length = HEADER; ; length *= 16) {
      const bytes = await this.bytes(at, Math.min(length, this.#end - at));
      const cursor: Cursor = { bytes, offset: 0, end: bytes.length };
      try {
        return { header: parse(cursor), end: at + cursor.offset };
      } catch (error) {
        if (bytes.length === this.#end - at) throw error;
      }
    }
  }

  /** Bytes from a place in the file on. */
  async bytes(at: number, length: number): Promise<Uint8Array> {
    const from = at - this.#start;
    if (from >= 0 && from + length <= this.#segment.length) return this.#segment.subarray(from, from + length);
    const size = Math.min(Math.max(length, SEGMENT), this.#end - at);
    this.#take(size);
    this.#give(this.#segment.length);
    this.#segment = new Uint8Array(0);
    this.#segment = await this.#file.read(at, at + size);
    this.#start = at;
    return this.#segment.subarray(0, length);
  }

  /** Lets go of what was read. */
  close(): void {
    this.#give(this.#segment.length);
    this.#segment = new Uint8Array(0);
  }
}

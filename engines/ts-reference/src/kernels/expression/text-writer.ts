import { tooLong, type DataType } from '@parquetframe/core/engine';
import { allValid } from './vector.js';
import type { BytesVector, Rows, Vector } from './vector.js';

/** The longest text, and the most text that one call makes. */
const MOST = 2 ** 31 - 1;

/** Texts written one after the other into one buffer, which grows. */
export class TextWriter {
  readonly #type: DataType;
  #data: Uint8Array;
  #used = 0;

  constructor(type: DataType, expected: number) {
    this.#type = type;
    this.#data = new Uint8Array(Math.min(Math.max(expected, 64), MOST));
  }

  get used(): number {
    return this.#used;
  }

  get data(): Uint8Array {
    return this.#data.subarray(0, this.#used);
  }

  /** Bytes that are about to be written. @throws ParquetFrameError `OUT_OF_MEMORY` before memory is taken */
  reserve(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.#data.length) return;
    if (needed > MOST) tooLong(this.#type, needed);
    const grown = new Uint8Array(Math.min(MOST, Math.max(needed, 2 * this.#data.length)));
    grown.set(this.data);
    this.#data = grown;
  }

  bytes(data: Uint8Array, from: number, to: number): void {
    const length = to - from;
    this.reserve(length);
    if (length > 32) this.#data.set(data.subarray(from, to), this.#used);
    else for (let i = 0; i < length; i++) this.#data[this.#used + i] = data[from + i] ?? 0;
    this.#used += length;
  }

  /** The same bytes again and again, `length` bytes of them. */
  cycle(data: Uint8Array, from: number, to: number, length: number): void {
    this.reserve(length);
    const start = this.#used;
    const once = Math.min(to - from, length);
    this.bytes(data, from, from + once);
    // What is there is copied behind itself, twice as much each time.
    while (this.#used < start + length) {
      const more = Math.min(this.#used - start, start + length - this.#used);
      this.#data.copyWithin(this.#used, start, start + more);
      this.#used += more;
    }
  }

  string(text: string): void {
    this.reserve(3 * text.length);
    this.#used += encoder.encodeInto(text, this.#data.subarray(this.#used)).written;
  }
}

const encoder = new TextEncoder();

/** A text for each row in which all operands are there, written by `write`; `expected` is how many bytes they may come to. */
export function writeRows(
  type: DataType,
  operands: readonly Vector[],
  { length }: Rows,
  expected: number,
  write: (row: number, writer: TextWriter) => void,
): BytesVector {
  const validity = allValid(operands, length);
  const writer = new TextWriter(type, expected);
  const offsets = new Int32Array(length + 1);
  for (let row = 0; row < length; row++) {
    if (validity?.[row] !== 0) write(row, writer);
    offsets[row + 1] = writer.used;
  }
  return { form: 'bytes', type, step: 1, validity, offsets, data: writer.data };
}

/** The bytes of all rows of an operand. */
export const bytesIn = ({ offsets, step }: BytesVector, { length }: Rows): number =>
  step === 1 ? (offsets[length] ?? 0) - (offsets[0] ?? 0) : ((offsets[1] ?? 0) - (offsets[0] ?? 0)) * length;

/** A part of each text: `cut` says from where to where in the data. */
export function cutRows(
  type: DataType,
  texts: BytesVector,
  operands: readonly Vector[],
  rows: Rows,
  cut: (row: number, from: number, to: number) => readonly [from: number, to: number],
): BytesVector {
  return writeRows(type, [texts, ...operands], rows, bytesIn(texts, rows), (row, writer) => {
    const at = row * texts.step;
    const [from, to] = cut(row, texts.offsets[at] ?? 0, texts.offsets[at + 1] ?? 0);
    writer.bytes(texts.data, from, to);
  });
}

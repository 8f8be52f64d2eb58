import { STEP_ROWS, copySteps, ranges } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps } from '@parquetframe/core/engine';
import { columnLoader } from './load.js';
import type { Loader } from './load.js';
import type { BytesVector, Vector } from './vector.js';

/** All rows of a column as one vector, in steps: what is converted or unpacked takes time for millions of them. */
export function* loadSteps(type: DataType, column: ColumnData): Steps<Vector> {
  const { length } = column;
  const load = columnLoader(type, column);
  if (load(0, 0).form === 'opaque') return load(0, length);
  const parts = new Parts(load, length);
  for (let from = 0; from < length; from += STEP_ROWS) {
    yield* parts.add(from, Math.min(length, from + STEP_ROWS));
    yield undefined;
  }
  return yield* parts.vector();
}

class Parts {
  readonly #load: Loader;
  readonly #length: number;
  readonly #first: Vector;
  #validity: Uint8Array | undefined;
  #numbers: Float64Array | undefined;
  #wide: bigint[] | undefined;
  #bits: Uint8Array | undefined;
  #ends: Float64Array | undefined;
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(load: Loader, length: number) {
    this.#load = load;
    this.#length = length;
    this.#first = load(0, 0);
  }

  *add(from: number, to: number): Steps<void> {
    const part = this.#load(from, to);
    if (part.validity) (this.#validity ??= new Uint8Array(this.#length).fill(1)).set(part.validity, from);
    switch (part.form) {
      case 'number':
        if (this.#wide) for (let i = from; i < to; i++) this.#wide[i] = BigInt(part.values[i - from] ?? 0);
        else (this.#numbers ??= new Float64Array(this.#length)).set(part.values, from);
        break;
      case 'bigint':
        this.#wide ??= yield* this.#widened(from);
        for (let i = from; i < to; i++) this.#wide[i] = part.values[i - from] ?? 0n;
        break;
      case 'bool':
        (this.#bits ??= new Uint8Array(this.#length)).set(part.values, from);
        break;
      case 'bytes':
        this.#addBytes(part, from, to);
        break;
      case 'opaque':
    }
  }

  /** Some value is beyond what doubles hold: those before it become bigints too. */
  *#widened(count: number): Steps<bigint[]> {
    const wide = new Array<bigint>(this.#length);
    yield* ranges(count, (from, to) => {
      for (let i = from; i < to; i++) wide[i] = BigInt(this.#numbers?.[i] ?? 0);
    });
    this.#numbers = undefined;
    return wide;
  }

  /** Where all parts share one buffer, offsets stay as they are; else the bytes are put together. */
  #addBytes({ offsets, data }: BytesVector, from: number, to: number): void {
    const ends = (this.#ends ??= new Float64Array(this.#length + 1));
    const last = this.#pieces.at(-1);
    if (last !== data) {
      this.#bytes += last?.length ?? 0;
      this.#pieces.push(data);
    }
    if (from === 0) ends[0] = offsets[0] ?? 0;
    for (let i = from; i < to; i++) ends[i + 1] = this.#bytes + (offsets[i - from + 1] ?? 0);
  }

  *vector(): Steps<Vector> {
    const { type } = this.#first;
    const head = { type, step: 1, validity: this.#validity } as const;
    if (this.#bits) return { ...head, form: 'bool', values: this.#bits };
    if (this.#wide) return { ...head, form: 'bigint', values: this.#wide };
    if (this.#ends) {
      const [only] = this.#pieces;
      const data = this.#pieces.length === 1 && only ? only : yield* this.#joined();
      return { ...head, form: 'bytes', offsets: this.#ends, data };
    }
    return this.#numbers ? { ...head, form: 'number', values: this.#numbers } : this.#first;
  }
  *#joined(): Steps<Uint8Array> {
    const data = new Uint8Array(this.#pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of this.#pieces) {
      yield* copySteps(piece, data, at);
      at += piece.length;
      yield undefined;
    }
    return data;
  }
}

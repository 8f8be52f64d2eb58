import { isFloat } from '@parquetframe/core/engine';
import type { Steps } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { BytesTable } from './bytes-table.js';

/** 32-bit words that stand for the values of one key column: equal exactly if the values are equal as keys (NaN with NaN, −0 with 0). */
export interface KeyEncoder {
  readonly words: number;
  /** Writes the words of row i to `out[i * stride + at]` and on. Nulls are left zero. */
  encode(vector: Vector, length: number, out: Uint32Array, stride: number, at: number, insert: boolean): void;
  /** Makes room for what `encode` may insert. */
  reserve?(vector: Vector, length: number): Steps<void>;
}

export function keyEncoder(first: Vector): KeyEncoder {
  if (first.form === 'bytes') return new BytesEncoder();
  if (first.form === 'bool') return BOOL;
  if (first.form === 'opaque') return OPAQUE;
  if (first.type.id === 'decimal') return DECIMAL;
  return isFloat(first.type) ? FLOAT : INTEGER;
}

const OPAQUE: KeyEncoder = { words: 0, encode: () => undefined };

const BOOL: KeyEncoder = {
  words: 1,
  encode(vector, length, out, stride, at) {
    if (vector.form !== 'bool') return;
    for (let i = 0; i < length; i++) if (isValid(vector, i)) out[i * stride + at] = vector.values[i * vector.step] ?? 0;
  },
};

class BytesEncoder implements KeyEncoder {
  readonly words = 1;
  readonly #table = new BytesTable();

  *reserve(vector: Vector, length: number): Steps<void> {
    if (vector.form === 'bytes') yield* this.#table.reserve(vector, length);
  }

  encode(vector: Vector, length: number, out: Uint32Array, stride: number, at: number, insert: boolean): void {
    if (vector.form !== 'bytes') return;
    const numbers = this.#table.lookup(vector, length, insert);
    // An unknown string becomes the word of −1, which no known one has.
    for (let i = 0; i < length; i++) out[i * stride + at] = numbers[i] ?? 0;
  }
}

const TWO_32 = 2 ** 32;
const wide = new BigUint64Array(2);
const halves = new Uint32Array(wide.buffer);

/** 64-bit two's complement. */
const INTEGER: KeyEncoder = {
  words: 2,
  encode(vector, length, out, stride, at) {
    if (vector.form === 'number') {
      const { values, step } = vector;
      for (let i = 0; i < length; i++) {
        if (!isValid(vector, i)) continue;
        const value = values[i * step] ?? 0;
        out[i * stride + at] = value;
        out[i * stride + at + 1] = Math.floor(value / TWO_32);
      }
    } else if (vector.form === 'bigint') {
      for (let i = 0; i < length; i++) {
        if (!isValid(vector, i)) continue;
        wide[0] = BigInt.asUintN(64, vector.values[i * vector.step] ?? 0n);
        out[i * stride + at] = halves[0] ?? 0;
        out[i * stride + at + 1] = halves[1] ?? 0;
      }
    }
  },
};

const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);

/** The bits of the double, of one NaN for all and of 0 for −0. */
const FLOAT: KeyEncoder = {
  words: 2,
  encode(vector, length, out, stride, at) {
    if (vector.form !== 'number') return;
    const { values, step } = vector;
    for (let i = 0; i < length; i++) {
      if (!isValid(vector, i)) continue;
      const value = values[i * step] ?? 0;
      double[0] = Number.isNaN(value) ? Number.NaN : value + 0;
      out[i * stride + at] = doubleWords[0] ?? 0;
      out[i * stride + at + 1] = doubleWords[1] ?? 0;
    }
  },
};

/** 128-bit two's complement. */
const DECIMAL: KeyEncoder = {
  words: 4,
  encode(vector, length, out, stride, at) {
    if (vector.form !== 'bigint') return;
    for (let i = 0; i < length; i++) {
      if (!isValid(vector, i)) continue;
      const value = vector.values[i * vector.step] ?? 0n;
      wide[0] = BigInt.asUintN(64, value);
      wide[1] = BigInt.asUintN(64, value >> 64n);
      for (let word = 0; word < 4; word++) out[i * stride + at + word] = halves[word] ?? 0;
    }
  },
};

import {
  bitmapBytes,
  columnFromValues,
  copySteps,
  packSteps,
  physicalOf,
  ranges,
  setBit,
  toHalf,
  tooLong,
  valueArrayOf,
  writeDecimal,
} from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps } from '@parquetframe/core/engine';
import { isValid } from './vector.js';
import type { Vector } from './vector.js';

/** Collects vectors into one column of a known length. */
export interface Sink {
  /** `length` values go to the rows from `start` on; called in order. */
  write(vector: Vector, start: number, length: number): void;
  /** The column, in steps. */
  finish(): Steps<ColumnData>;
}

export function columnSink(type: DataType, rows: number): Sink {
  const validity = new ValidityBits(rows);
  const physical = physicalOf(type);
  switch (physical.kind) {
    case 'bool': {
      const bits = new Uint8Array(bitmapBytes(rows));
      return sink(rows, validity, [bits], (vector, start, length) => {
        if (vector.form !== 'bool') return;
        for (let i = 0; i < length; i++) if (vector.values[i * vector.step] === 1) setBit(bits, start + i);
      });
    }
    case 'fixed':
      return type.id === 'fixedSizeBinary' ? fixedBinarySink(rows, validity, physical.width) : numberSink(type, rows, validity);
    case 'variable':
    case 'view':
      return bytesSink(type, rows, validity);
    case 'null':
      return { write: () => undefined, finish: () => finished({ length: rows, nullCount: rows, buffers: [] }) };
    default:
      return nestedSink(type, rows);
  }
}

/** Lists, structs and maps, value by value. */
function nestedSink(type: DataType, rows: number): Sink {
  const values = new Array<unknown>(rows).fill(null);
  return {
    write(vector, start, length) {
      for (let i = 0; i < length; i++) {
        if (!isValid(vector, i)) continue;
        if (vector.form !== 'opaque' || !vector.at) throw new TypeError(`expressions do not make values of type ${type.id}`);
        values[start + i] = vector.at(i * vector.step);
      }
    },
    *finish() {
      yield undefined;
      return columnFromValues(type, values);
    },
  };
}

function* finished(column: ColumnData): Steps<ColumnData> {
  yield undefined;
  return column;
}

class ValidityBits {
  nulls = 0;
  readonly bits: Uint8Array;

  constructor(rows: number) {
    this.bits = new Uint8Array(bitmapBytes(rows));
  }

  write(vector: Vector, start: number, length: number): void {
    for (let i = 0; i < length; i++) {
      if (isValid(vector, i)) setBit(this.bits, start + i);
      else this.nulls++;
    }
  }

  get buffer(): Uint8Array | undefined {
    return this.nulls === 0 ? undefined : this.bits;
  }
}

const sink = (rows: number, validity: ValidityBits, buffers: readonly ArrayBufferView[], write: Sink['write']): Sink => ({
  write: (vector, start, length) => {
    validity.write(vector, start, length);
    write(vector, start, length);
  },
  finish: () => finished({ length: rows, nullCount: validity.nulls, buffers: [validity.buffer, ...buffers] }),
});

const TWO_32 = 2 ** 32;

function numberSink(type: DataType, rows: number, validity: ValidityBits): Sink {
  if (type.id === 'decimal') {
    const words = new BigUint64Array(rows * 2);
    return sink(rows, validity, [words], (vector, start, length) => {
      for (let i = 0; i < length; i++) if (isValid(vector, i)) writeDecimal(words, start + i, bigAt(vector, i));
    });
  }
  const values = new (valueArrayOf(type))(new ArrayBuffer(rows * valueArrayOf(type).BYTES_PER_ELEMENT));
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    const halves = new Int32Array(values.buffer);
    return sink(rows, validity, [values], (vector, start, length) => {
      if (vector.form === 'number') {
        for (let i = 0; i < length; i++) {
          const value = vector.values[i * vector.step] ?? 0;
          halves[2 * (start + i)] = value;
          halves[2 * (start + i) + 1] = Math.floor(value / TWO_32);
        }
      } else for (let i = 0; i < length; i++) if (isValid(vector, i)) values[start + i] = bigAt(vector, i);
    });
  }
  const encode = type.id === 'float16' ? toHalf : undefined;
  return sink(rows, validity, [values], (vector, start, length) => {
    if (vector.form === 'number' && vector.step === 1 && !encode) values.set(vector.values.subarray(0, length), start);
    else
      for (let i = 0; i < length; i++) {
        const value = Number(vector.form === 'number' || vector.form === 'bigint' ? (vector.values[i * vector.step] ?? 0) : 0);
        values[start + i] = encode ? encode(value) : value;
      }
  });
}

function bigAt(vector: Vector, i: number): bigint {
  if (vector.form === 'number' || vector.form === 'bigint') return BigInt(vector.values[i * vector.step] ?? 0);
  throw new TypeError(`a ${vector.type.id} is not a number`);
}

function fixedBinarySink(rows: number, validity: ValidityBits, width: number): Sink {
  const bytes = new Uint8Array(rows * width);
  return sink(rows, validity, [bytes], (vector, start, length) => {
    if (vector.form !== 'bytes') return;
    for (let i = 0; i < length; i++) {
      const from = vector.offsets[i * vector.step] ?? 0;
      if (isValid(vector, i)) bytes.set(vector.data.subarray(from, from + width), (start + i) * width);
    }
  });
}

/** Strings and binary: the bytes of every call are kept, and put one after the other at the end. @throws ParquetFrameError `OUT_OF_MEMORY` */
function bytesSink(type: DataType, rows: number, validity: ValidityBits): Sink {
  const ends = new Float64Array(rows + 1);
  const pieces: Uint8Array[] = [];
  let used = 0;
  const isSmall = type.id !== 'largeUtf8' && type.id !== 'largeBinary';
  const head = sink(rows, validity, [], (vector, start, length) => {
    const piece = gathered(vector, length, ends.subarray(start + 1), used);
    pieces.push(piece);
    used += piece.length;
    if (isSmall && used > 2 ** 31 - 1) tooLong(type, used);
  });
  return {
    write: head.write,
    *finish() {
      const data = new Uint8Array(used);
      let at = 0;
      for (const piece of pieces) {
        yield* copySteps(piece, data, at);
        at += piece.length;
        yield undefined;
      }
      return { length: rows, nullCount: validity.nulls, buffers: [validity.buffer, ...(yield* layout(type, ends, data))] };
    },
  };
}

/** The bytes of the values that are there, and where each ends, counted from `first`. */
function gathered(vector: Vector, length: number, ends: Float64Array, first: number): Uint8Array {
  let end = first;
  if (vector.form === 'bytes') {
    const { offsets, step } = vector;
    for (let i = 0; i < length; i++) {
      if (isValid(vector, i)) end += (offsets[i * step + 1] ?? 0) - (offsets[i * step] ?? 0);
      ends[i] = end;
    }
  } else ends.fill(end, 0, length);
  if (vector.form === 'bytes' && vector.step === 1 && !vector.validity)
    return vector.data.slice(vector.offsets[0] ?? 0, vector.offsets[length] ?? 0);
  const data = new Uint8Array(end - first);
  if (vector.form !== 'bytes') return data;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const to = (ends[i] ?? 0) - first;
    if (to > at) data.set(vector.data.subarray(vector.offsets[i * vector.step], vector.offsets[i * vector.step + 1]), at);
    at = to;
  }
  return data;
}

function* layout(type: DataType, ends: Float64Array, data: Uint8Array): Steps<ArrayBufferView[]> {
  switch (type.id) {
    case 'largeUtf8':
    case 'largeBinary':
      return [yield* packSteps(ends, true), data];
    case 'utf8View':
    case 'binaryView':
      return [yield* viewsOf(ends, data), data];
    default:
      return [yield* packSteps(ends, false), data];
  }
}

/** 16 bytes per value: its length, then up to 12 bytes inline, or its first four, the buffer and the offset. */
function* viewsOf(ends: Float64Array, data: Uint8Array): Steps<Uint8Array> {
  const views = new Uint8Array((ends.length - 1) * 16);
  const words = new Int32Array(views.buffer);
  yield* ranges(ends.length - 1, (from, to) => {
    for (let i = from; i < to; i++) {
      const start = ends[i] ?? 0;
      const length = (ends[i + 1] ?? 0) - start;
      words[4 * i] = length;
      views.set(data.subarray(start, start + Math.min(length, length <= 12 ? 12 : 4)), 16 * i + 4);
      if (length > 12) words[4 * i + 3] = start;
    }
  });
  return views;
}

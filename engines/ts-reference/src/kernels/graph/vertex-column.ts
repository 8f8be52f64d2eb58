import { ParquetFrameError, columnReader, fieldIndex, isInteger, valueType, viewAs } from '@parquetframe/core/engine';
import type { ColumnData, DataType, TableData } from '@parquetframe/core/engine';
import { sliced, type Pace } from './slices.js';

/** One column of a table in the chunks it arrived in. */
export interface ChunkedColumn {
  /** for messages */
  readonly name: string;
  readonly type: DataType;
  readonly chunks: readonly ColumnData[];
  readonly length: number;
}

export function chunkedColumn(table: TableData, name: string): ChunkedColumn {
  const index = fieldIndex(table.schema, name);
  const type = table.schema[index]?.type;
  if (!type) throw new TypeError(`the table has no column ${name}: the catalogue checks this before`);
  const chunks = table.batches.flatMap(batch => batch.columns[index] ?? []);
  return { name, type, chunks, length: table.length };
}

/** Row of the first null over all chunks, or -1. Nulls inside a dictionary count. */
export function firstNull({ type, chunks }: ChunkedColumn): number {
  let before = 0;
  for (const chunk of chunks) {
    if (chunk.nullCount !== 0 || hasNulls(chunk.dictionary)) {
      const reader = columnReader(type, chunk);
      for (let i = 0; i < chunk.length; i++) if (reader.isNull(i)) return before + i;
    }
    before += chunk.length;
  }
  return -1;
}

const hasNulls = (column: ColumnData | undefined): boolean =>
  column !== undefined && (column.nullCount !== 0 || hasNulls(column.dictionary));

/** Integers that a double holds exactly: those of 8 to 32 bits in their own type, others as float64. */
export type NumberArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** The values of an integer chunk as exact numbers, or undefined where a 64-bit value is beyond 2^53. Nulls give any value. */
export async function exactNumbers(type: DataType, chunk: ColumnData, pace: Pace): Promise<NumberArray | undefined> {
  const values = chunk.buffers[1];
  switch (type.id) {
    case 'int8':
      return viewAs(Int8Array, values).subarray(0, chunk.length);
    case 'uint8':
      return viewAs(Uint8Array, values).subarray(0, chunk.length);
    case 'int16':
      return viewAs(Int16Array, values).subarray(0, chunk.length);
    case 'uint16':
      return viewAs(Uint16Array, values).subarray(0, chunk.length);
    case 'int32':
      return viewAs(Int32Array, values).subarray(0, chunk.length);
    case 'uint32':
      return viewAs(Uint32Array, values).subarray(0, chunk.length);
    case 'int64':
    case 'uint64': {
      const numbers = new Float64Array(chunk.length);
      const halves = viewAs(Uint32Array, values);
      let inexact = 0;
      await sliced(pace, chunk.length, (from, to) => {
        if (!exactFrom64(halves, type.id === 'int64', numbers, from, to)) inexact++;
      });
      return inexact === 0 ? numbers : undefined;
    }
    case 'dictionary':
      return exactFromDictionary(type, chunk, pace);
    default:
      throw new TypeError(`${type.id} is not an integer type`);
  }
}

/** Little-endian 64-bit words as pairs of 32-bit halves: no bigint is made. False when one is not exact. */
function exactFrom64(halves: Uint32Array, signed: boolean, numbers: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const low = halves[2 * i] ?? 0;
    const high = halves[2 * i + 1] ?? 0;
    const value = (signed ? high | 0 : high) * 2 ** 32 + low;
    // ±2^53 itself is excluded: it may be the rounding of a neighbour.
    if (!Number.isSafeInteger(value)) return false;
    numbers[i] = value;
  }
  return true;
}

async function exactFromDictionary(
  type: DataType & { readonly id: 'dictionary' },
  chunk: ColumnData,
  pace: Pace,
): Promise<Float64Array | undefined> {
  const { dictionary } = chunk;
  const indices = await exactNumbers(type.index, chunk, pace);
  const values = dictionary && (await exactNumbers(type.values, dictionary, pace));
  if (!indices || !values) return undefined;
  const numbers = new Float64Array(chunk.length);
  await sliced(pace, numbers.length, (from, to) => {
    for (let i = from; i < to; i++) numbers[i] = values[indices[i] ?? 0] ?? 0;
  });
  return numbers;
}

/** All chunks as one array of exact numbers, or undefined where a value is beyond 2^53. */
export async function columnNumbers({ type, chunks, length }: ChunkedColumn, pace: Pace): Promise<NumberArray | undefined> {
  const [first] = chunks;
  if (!isInteger(valueType(type))) throw new TypeError(`${type.id} is not an integer type`);
  if (chunks.length === 1 && first) return exactNumbers(type, first, pace);
  const numbers = new Float64Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const part = await exactNumbers(type, chunk, pace);
    if (!part) return undefined;
    numbers.set(part, at);
    at += part.length;
  }
  return numbers;
}

/** All values of an integer column as bigint: for the rare ids beyond 2^53. */
export function columnBigints({ type, chunks, length }: ChunkedColumn): BigInt64Array | BigUint64Array {
  const values = valueType(type).id === 'uint64' ? new BigUint64Array(length) : new BigInt64Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const reader = columnReader(type, chunk);
    for (let i = 0; i < chunk.length; i++) values[at++] = toBigint(reader.get(i));
  }
  return values;
}

export function toBigint(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  throw new ParquetFrameError('INTERNAL', `an integer column gave a ${typeof value}`);
}

import { ParquetFrameError, columnReader, viewAs } from '@parquetframe/core/engine';
import type { WeightArray } from '@parquetframe/core/engine';
import { sliced, type Pace } from './slices.js';
import { columnBigints, columnNumbers, type ChunkedColumn } from './vertex-column.js';

/**
 * The weights of all edges in their own type; 64-bit integers as float64.
 * @throws ParquetFrameError `NULL_WEIGHT`, `WEIGHT_OUT_OF_RANGE`
 */
export function edgeWeights(column: ChunkedColumn, pace: Pace): WeightArray | Promise<WeightArray> {
  requireNoNulls(column);
  switch (column.type.id) {
    case 'float64':
      return joined(column, Float64Array);
    case 'float32':
      return joined(column, Float32Array);
    case 'int64':
    case 'uint64':
      return wideWeights(column, pace);
    case 'int32':
      return joined(column, Int32Array);
    case 'uint32':
      return joined(column, Uint32Array);
    case 'int16':
      return joined(column, Int16Array);
    case 'uint16':
      return joined(column, Uint16Array);
    case 'int8':
      return joined(column, Int8Array);
    case 'uint8':
      return joined(column, Uint8Array);
    default:
      throw new TypeError(`weights of type ${column.type.id}: the catalogue checks this before`);
  }
}

interface WeightArrayConstructor<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): T;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T;
}

/** All chunks as one array; a single chunk is not copied. */
function joined<T extends WeightArray>({ chunks, length }: ChunkedColumn, type: WeightArrayConstructor<T>): WeightArray {
  const [first] = chunks;
  if (chunks.length === 1 && first) return viewAs(type, first.buffers[1]).subarray(0, length);
  const all = new type(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(viewAs(type, chunk.buffers[1]).subarray(0, chunk.length), at);
    at += chunk.length;
  }
  return all;
}

/** ±2^53 is allowed: it is exact, and the catalogue says "beyond". */
async function wideWeights(column: ChunkedColumn, pace: Pace): Promise<Float64Array> {
  const numbers = await columnNumbers(column, pace);
  if (numbers) return numbers instanceof Float64Array ? numbers : new Float64Array(numbers);
  const limit = 2n ** 53n;
  const values = columnBigints(column);
  const weights = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0n;
    if (value > limit || value < -limit)
      throw new ParquetFrameError(
        'WEIGHT_OUT_OF_RANGE',
        `the weight ${value.toString()} in row ${row} of ${JSON.stringify(column.name)} is beyond 2^53 and would lose precision; scale it, or cast the column to float64`,
        { details: { column: column.name, row, weight: value.toString() } },
      );
    weights[row] = Number(value);
  }
  return weights;
}

function requireNoNulls(column: ChunkedColumn): void {
  let before = 0;
  for (const chunk of column.chunks) {
    if (chunk.nullCount !== 0) {
      const reader = columnReader(column.type, chunk);
      for (let i = 0; i < chunk.length; i++) {
        if (!reader.isNull(i)) continue;
        throw new ParquetFrameError(
          'NULL_WEIGHT',
          `row ${before + i} of ${JSON.stringify(column.name)} has no weight; filter or fill nulls first`,
          { details: { column: column.name, row: before + i } },
        );
      }
    }
    before += chunk.length;
  }
}

/** What later calls need to know about weights. */
export interface WeightFacts {
  minWeight?: number;
  maxWeight?: number;
  nanWeights: number;
  negativeWeights: number;
  firstNegativeRow?: number;
  firstNanRow?: number;
}

/** Extremes of the weights that are numbers, and the first that are not usable. -0 is not negative. */
export async function weightFacts(weights: WeightArray, pace: Pace): Promise<WeightFacts> {
  let min = Infinity;
  let max = -Infinity;
  let numbers = 0;
  const facts: WeightFacts = { nanWeights: 0, negativeWeights: 0 };
  await sliced(pace, weights.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const weight = weights[i] ?? 0;
      if (Number.isNaN(weight)) {
        facts.nanWeights++;
        facts.firstNanRow ??= i;
        continue;
      }
      numbers++;
      if (weight < min) min = weight;
      if (weight > max) max = weight;
      if (weight < 0) {
        facts.negativeWeights++;
        facts.firstNegativeRow ??= i;
      }
    }
  });
  if (numbers > 0) {
    facts.minWeight = min;
    facts.maxWeight = max;
  }
  return facts;
}

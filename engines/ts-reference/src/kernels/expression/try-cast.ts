import { isParquetFrameError, type DataType } from '@parquetframe/core/engine';
import { cast, nulls } from './cast.js';
import { assemble, gather } from './gather.js';
import type { Rows, Vector } from './vector.js';

/** Converts values to another type; those that do not fit are null. Where some do not, halves are tried, and halves of these. */
export function tryCast(vector: Vector, to: DataType, rows: Rows): Vector {
  const whole = casted(vector, to, rows.length);
  if (whole) return whole;
  if (vector.step === 0) return nulls(to, rows);
  const parts: Vector[] = [];
  const origins = { source: new Int32Array(rows.length), row: new Uint32Array(rows.length) };
  const take = (from: number, end: number): void => {
    const some = gather(
      vector,
      Uint32Array.from({ length: end - from }, (_, i) => from + i),
    );
    const part = casted(some, to, end - from) ?? (end - from === 1 ? nulls(to, { length: 1 }) : undefined);
    if (!part) {
      const middle = (from + end) >>> 1;
      take(from, middle);
      take(middle, end);
      return;
    }
    for (let row = from; row < end; row++) {
      origins.source[row] = parts.length;
      origins.row[row] = row - from;
    }
    parts.push(part);
  };
  take(0, rows.length);
  return assemble(to, parts, origins);
}

/** Undefined where a value does not fit. */
function casted(vector: Vector, to: DataType, length: number): Vector | undefined {
  try {
    return cast(vector, to, { length, first: 0 });
  } catch (error) {
    if (isParquetFrameError(error) && error.code === 'CAST_FAILED') return undefined;
    throw error;
  }
}

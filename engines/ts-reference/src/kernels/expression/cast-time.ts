import { floorDivide, unitsPerSecond } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { failed } from './cast.js';
import { isValid } from './vector.js';
import type { Rows, Vector } from './vector.js';

/** Instants, times of day and durations between units: exact towards finer units, floored towards coarser ones. A date is its midnight in UTC. @throws ParquetFrameError `CAST_FAILED` */
export function castTime(vector: Extract<Vector, { form: 'number' | 'bigint' }>, to: DataType, rows: Rows): Vector {
  const { type, step, validity } = vector;
  const [from, target] = [unitOf(type), unitOf(to)];
  // value × from.seconds / from.count seconds, in units of target
  const numerator = target.count * from.seconds;
  const denominator = from.count * target.seconds;
  const [min, max] = isNarrow(to) ? [-(2n ** 31n), 2n ** 31n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
  const values: bigint[] = [];
  for (let i = 0; i < vector.values.length; i++) {
    const value = isValid(vector, i) ? BigInt(vector.values[i] ?? 0) : 0n;
    const converted = floorDivide(value * numerator, denominator);
    if (converted < min || converted > max) throw failed(value, type, to, rows, i);
    values.push(converted);
  }
  return { form: 'bigint', type: to, step, validity, values };
}

/** So many units are so many seconds. */
function unitOf(type: DataType): { readonly count: bigint; readonly seconds: bigint } {
  switch (type.id) {
    case 'date':
      return type.unit === 'day' ? { count: 1n, seconds: 86_400n } : { count: 1000n, seconds: 1n };
    case 'timestamp':
    case 'time':
    case 'duration':
      return { count: unitsPerSecond(type.unit), seconds: 1n };
    default:
      throw new TypeError(`a ${type.id} is not a time`);
  }
}

const isNarrow = (type: DataType): boolean =>
  (type.id === 'date' && type.unit === 'day') || (type.id === 'time' && (type.unit === 's' || type.unit === 'ms'));

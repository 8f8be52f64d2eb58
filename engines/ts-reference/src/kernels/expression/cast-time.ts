import { floorDivide, parseTime, unitsPerSecond } from '@parquetframe/core/engine';
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

const DAY_SECONDS = 86_400n;

/** Digits of a second that a unit has. */
const digitsOf = (type: Extract<DataType, { id: 'time' }>): number => String(unitsPerSecond(type.unit)).length - 1;

/** A time of day with all digits of its unit; undefined outside of a day. */
export function formatTime(type: Extract<DataType, { id: 'time' }>, count: bigint): string | undefined {
  const perSecond = unitsPerSecond(type.unit);
  if (count < 0n || count >= DAY_SECONDS * perSecond) return undefined;
  const seconds = Number(count / perSecond);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map(part => String(part).padStart(2, '0')).join(':');
  const digits = digitsOf(type);
  return digits === 0 ? clock : `${clock}.${String(count % perSecond).padStart(digits, '0')}`;
}

/** The inverse; undefined for a text that is not a time of day, or has more digits than the unit. */
export function timeOfText(type: Extract<DataType, { id: 'time' }>, text: string): bigint | undefined {
  const parsed = parseTime(text);
  const perUnit = 1_000_000_000n / unitsPerSecond(type.unit);
  return parsed && parsed.nanoseconds % perUnit === 0n ? parsed.nanoseconds / perUnit : undefined;
}

/** Integers as counts of the unit; a time is within a day. @throws ParquetFrameError `CAST_FAILED` */
export function fromCount(vector: Extract<Vector, { form: 'number' | 'bigint' }>, to: DataType, rows: Rows): Vector {
  const { type, step, validity } = vector;
  const [min, max] = to.id === 'time' ? [0n, DAY_SECONDS * unitsPerSecond(to.unit) - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
  const values: bigint[] = [];
  for (let i = 0; i < vector.values.length; i++) {
    const value = isValid(vector, i) ? BigInt(vector.values[i] ?? 0) : 0n;
    if (isValid(vector, i) && (value < min || value > max)) throw failed(value, type, to, rows, i);
    values.push(value);
  }
  return { form: 'bigint', type: to, step, validity, values };
}

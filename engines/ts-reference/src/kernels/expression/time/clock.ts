import { fixedOffset, floorDivide, unitsPerSecond } from '@parquetframe/core/engine';
import type { DataType } from '@parquetframe/core/engine';
import { integers } from '../arithmetic.js';
import type { Vector } from '../vector.js';

/** Dates and times as the clock of their zone shows them; one entry per value of the vector. What stands at a null is unspecified. */
export interface Clock {
  /** since 1970-01-01 */
  readonly days: Float64Array;
  /** of the day, in units of the type */
  readonly rest: Float64Array;
  readonly perSecond: number;
}

export const DAY_SECONDS = 86_400;

/** By the clock of the zone, or of another one that is `offset` seconds ahead of UTC. */
export function clockOf(given: Vector, offset = offsetOf(given.type)): Clock {
  const vector = integers(given);
  const { length } = vector.values;
  const [days, rest] = [new Float64Array(length), new Float64Array(length)];
  const perSecond = unitsOf(vector.type);
  if (vector.type.id === 'date' && vector.type.unit === 'day') {
    for (let i = 0; i < length; i++) days[i] = Number(vector.values[i] ?? 0);
    shift(days, rest, offset, DAY_SECONDS);
    return { days, rest, perSecond };
  }
  const perDay = perSecond * DAY_SECONDS;
  if (vector.form === 'number') splitNumbers(vector.values, perDay, days, rest);
  else if (vector.values instanceof BigInt64Array && perSecond > 1) splitWords(vector.values, perDay, days, rest);
  else splitIntegers(vector.values, BigInt(perDay), days, rest);
  shift(days, rest, offset * perSecond, perDay);
  return { days, rest, perSecond };
}

/** Seconds that the clock of a type is ahead of UTC. */
export const offsetOf = (type: DataType): number => (type.id === 'timestamp' ? (fixedOffset(type.timezone) ?? 0) : 0);

/** How many units of a type are in a second; dates of days have none, and are counted by themselves. */
export function unitsOf(type: DataType): number {
  if (type.id === 'date') return type.unit === 'day' ? 1 : 1000;
  if (type.id === 'timestamp' || type.id === 'time' || type.id === 'duration') return Number(unitsPerSecond(type.unit));
  throw new TypeError(`a ${type.id} is not a date or a time`);
}

function splitNumbers(values: Float64Array, perDay: number, days: Float64Array, rest: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const day = Math.floor(value / perDay);
    days[i] = day;
    rest[i] = value - day * perDay;
  }
}

const TWO_32 = 2 ** 32;

/**
 * The same for 64-bit integers, without a bigint for each: a day has so many factors of 2 in units finer than a second that what is left of the integer, and of the day,
 * without them is exact as a double.
 */
function splitWords(values: BigInt64Array, perDay: number, days: Float64Array, rest: Float64Array): void {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  let bits = 0;
  while (perDay % 2 ** (bits + 1) === 0) bits++;
  const [factor, mask, odd] = [2 ** bits, 2 ** bits - 1, perDay / 2 ** bits];
  for (let i = 0; i < values.length; i++) {
    const low = halves[2 * i] ?? 0;
    const high = (halves[2 * i + 1] ?? 0) * (TWO_32 / factor) + (low >>> bits);
    const day = Math.floor(high / odd);
    days[i] = day;
    rest[i] = (high - day * odd) * factor + (low & mask);
  }
}

function splitIntegers(values: ArrayLike<bigint>, perDay: bigint, days: Float64Array, rest: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0n;
    const day = floorDivide(value, perDay);
    days[i] = Number(day);
    rest[i] = Number(value - day * perDay);
  }
}

/** From UTC to the clock of a zone: less than a day ahead or behind. */
function shift(days: Float64Array, rest: Float64Array, by: number, perDay: number): void {
  if (by === 0) return;
  for (let i = 0; i < days.length; i++) {
    const shifted = (rest[i] ?? 0) + by;
    const carry = Math.floor(shifted / perDay);
    days[i] = (days[i] ?? 0) + carry;
    rest[i] = shifted - carry * perDay;
  }
}

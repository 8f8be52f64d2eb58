import type { DataType } from '@parquetframe/core/engine';
import { integers } from '../arithmetic.js';
import { integerVector } from '../counts.js';
import { binary, type FunctionCall, type Kernels, type ScalarKernel } from '../kernel.js';
import { beyondType } from '../overflow.js';
import { bothValid, rowNumber } from '../vector.js';
import type { Vector } from '../vector.js';
import { civilOf, daysInMonth, daysOf, weekdayOf } from './civil.js';
import { DAY_SECONDS, clockOf, offsetOf } from './clock.js';
import { unitText } from './unit.js';

/** A moment by the clock: the day, and how much of it has passed. */
export type Moment = readonly [days: number, rest: number];

/** So many months later, by the calendar; the last day of a month that has no such day. */
export function monthsLater(days: number, months: number): number {
  const { year, month, day } = civilOf(days);
  const count = year * 12 + month - 1 + months;
  const [inYear, inMonth] = [Math.floor(count / 12), count - Math.floor(count / 12) * 12 + 1];
  return daysOf(inYear, inMonth, Math.min(day, daysInMonth(inYear, inMonth)));
}

/** The beginning of what a moment lies in; `perSecond` units of `rest` are a second. */
function beginning(unit: string, days: number, rest: number, perSecond: number): Moment {
  switch (unit) {
    case 'year':
      return [daysOf(civilOf(days).year, 1, 1), 0];
    case 'quarter': {
      const { year, month } = civilOf(days);
      return [daysOf(year, month - ((month - 1) % 3), 1), 0];
    }
    case 'month':
      return [days - civilOf(days).day + 1, 0];
    case 'week':
      return [days - weekdayOf(days) + 1, 0];
    case 'day':
      return [days, 0];
    case 'hour':
      return [days, rest - (rest % (3600 * perSecond))];
    case 'minute':
      return [days, rest - (rest % (60 * perSecond))];
    default:
      return [days, rest - (rest % perSecond)];
  }
}

/** The beginning of what comes after `from`, which is a beginning. */
function next(unit: string, [days, rest]: Moment, perSecond: number): Moment {
  switch (unit) {
    case 'year':
      return [monthsLater(days, 12), 0];
    case 'quarter':
      return [monthsLater(days, 3), 0];
    case 'month':
      return [monthsLater(days, 1), 0];
    case 'week':
      return [days + 7, 0];
    case 'day':
      return [days + 1, 0];
    default: {
      const later = rest + (unit === 'hour' ? 3600 : unit === 'minute' ? 60 : 1) * perSecond;
      const perDay = DAY_SECONDS * perSecond;
      return later < perDay ? [days, later] : [days + 1, later - perDay];
    }
  }
}

/** The nearer of both beginnings, the later where both are as near. Whole days are compared apart, so that all numbers are exact. */
function nearest(unit: string, days: number, rest: number, perSecond: number): Moment {
  const from = beginning(unit, days, rest, perSecond);
  const to = next(unit, from, perSecond);
  const perDay = DAY_SECONDS * perSecond;
  // Twice the way from the beginning, less the whole way.
  const wholeDays = 2 * days - from[0] - to[0];
  const restOf = 2 * rest - from[1] - to[1];
  const isLater = Math.abs(wholeDays) > 2 ? wholeDays > 0 : wholeDays * perDay + restOf >= 0;
  return isLater ? to : from;
}

/** Moves each moment, and counts it again in the unit of its type. @throws ParquetFrameError `INTEGER_OVERFLOW` */
function moved(
  name: string,
  vector: Vector,
  other: Vector,
  { type, rows }: FunctionCall,
  move: (days: number, rest: number, perSecond: number, row: number) => Moment | undefined,
): Vector {
  const { days, rest, perSecond } = clockOf(vector);
  const { values } = integers(vector);
  const count = countsOf(vector.type, perSecond);
  return integerVector(type, rows.length, bothValid(vector, other, rows.length), row => {
    const at = row * vector.step;
    const found = move(days[at] ?? 0, rest[at] ?? 0, perSecond, row);
    const result = found && count(found[0], found[1]);
    if (result === undefined) throw beyondType(`${name} of ${values[at] ?? 0}`, type, rowNumber(rows, row));
    return result;
  });
}

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** The count of a moment of the clock in a type; undefined for what the type does not have. */
export function countsOf(type: DataType, perSecond: number): (days: number, rest: number) => number | bigint | undefined {
  if (type.id === 'date' && type.unit === 'day') return days => (days >= -(2 ** 31) && days < 2 ** 31 ? days : undefined);
  const perDay = perSecond * DAY_SECONDS;
  const offset = offsetOf(type) * perSecond;
  return (days, rest) => {
    const whole = days * perDay;
    const count = whole + rest - offset;
    if (Math.abs(whole) <= Number.MAX_SAFE_INTEGER && Number.isSafeInteger(count)) return count;
    const exact = BigInt(days) * BigInt(perDay) + BigInt(rest - offset);
    return exact < MIN || exact > MAX ? undefined : exact;
  };
}

/** More months than lie between any two timestamps. */
const MOST_MONTHS = 1e13;
/** More days than lie between any two timestamps. */
const MOST_DAYS = 3e14;

/** Each day moved by the integer beside it. */
const added = (name: string, move: (days: number, by: number) => number | undefined): ScalarKernel =>
  binary((vector, other, call) => {
    const counts = integers(other);
    return moved(name, vector, other, call, (days, rest, _, row) => {
      const later = move(days, Number(counts.values[row * counts.step] ?? 0));
      return later === undefined ? undefined : [later, rest];
    });
  });

const byMonths = (days: number, months: number): number | undefined =>
  Math.abs(months) > MOST_MONTHS ? undefined : monthsLater(days, months);

/** Functions that move dates and timestamps by the calendar. */
export const CALENDAR_KERNELS: Kernels = {
  addMonths: added('addMonths', byMonths),
  addDays: added('addDays', (days, by) => (Math.abs(by) > MOST_DAYS ? undefined : days + by)),
  addYears: added('addYears', (days, years) => byMonths(days, 12 * years)),
  roundTime: binary((vector, unit, call) => {
    const name = unitText(unit);
    return moved('roundTime', vector, unit, call, (days, rest, perSecond) => nearest(name, days, rest, perSecond));
  }),
  truncateTime: binary((vector, unit, call) => {
    const name = unitText(unit);
    return moved('truncateTime', vector, unit, call, (days, rest, perSecond) => beginning(name, days, rest, perSecond));
  }),
};

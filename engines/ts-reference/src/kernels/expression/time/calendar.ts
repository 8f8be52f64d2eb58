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

const added = (name: string, months: number): ScalarKernel =>
  binary((vector, other, call) => {
    const counts = integers(other);
    return moved(name, vector, other, call, (days, rest, _, row) => {
      const by = Number(counts.values[row * counts.step] ?? 0) * months;
      return Math.abs(by) > MOST_MONTHS ? undefined : [monthsLater(days, by), rest];
    });
  });

/** Functions that move dates and timestamps by the calendar. */
export const CALENDAR_KERNELS: Kernels = {
  addMonths: added('addMonths', 1),
  addYears: added('addYears', 12),
  truncateTime: binary((vector, unit, call) => {
    const name = unitText(unit);
    return moved('truncateTime', vector, unit, call, (days, rest, perSecond) => beginning(name, days, rest, perSecond));
  }),
};

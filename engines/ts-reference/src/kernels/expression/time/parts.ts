import type { DataType } from '@parquetframe/core/engine';
import { failed } from '../cast.js';
import { unary, type Kernels, type ScalarKernel } from '../kernel.js';
import { isValid } from '../vector.js';
import type { Rows, Vector } from '../vector.js';
import { civilOf, daysInMonth, daysOf, isLeap, thursdayOf, weekdayOf } from './civil.js';
import { clockOf } from './clock.js';

/** A part of the date, from the days since 1970. */
const ofDay = (part: (days: number) => number): ScalarKernel =>
  unary((vector, { type }) => {
    const { step, validity } = vector;
    return { form: 'number', type, step, validity, values: clockOf(vector).days.map(part) };
  });

/** A part of the time of day that takes so many nanoseconds, and how many of it make the next larger one. */
const ofClock = (nanoseconds: number, cycle: number): ScalarKernel =>
  unary((vector, { type }) => {
    const { step, validity } = vector;
    const { rest, perSecond } = clockOf(vector);
    const unit = 1e9 / perSecond;
    const values =
      nanoseconds >= unit
        ? rest.map(count => Math.floor(count / (nanoseconds / unit)) % cycle)
        : rest.map(count => (count * (unit / nanoseconds)) % cycle);
    return { form: 'number', type, step, validity, values };
  });

const toDay = (day: (days: number) => number): ScalarKernel =>
  unary((vector, { type, rows }) => {
    const { step, validity } = vector;
    const values = clockOf(vector).days.map(day);
    requireDays(values, vector, type, rows);
    return { form: 'number', type, step, validity, values };
  });

/** @throws ParquetFrameError `CAST_FAILED` for a day beyond 32 bits */
function requireDays(days: Float64Array, vector: Vector, type: DataType, rows: Rows): void {
  for (let i = 0; i < days.length; i++) {
    const day = days[i] ?? 0;
    if (day >= -(2 ** 31) && day < 2 ** 31) continue;
    if (isValid(vector, i) && 'values' in vector) throw failed(vector.values[i * vector.step], vector.type, type, rows, i);
    days[i] = 0;
  }
}

/** Parts of dates and times. */
export const TIME_PART_KERNELS: Kernels = {
  year: ofDay(days => civilOf(days).year),
  quarter: ofDay(days => Math.ceil(civilOf(days).month / 3)),
  month: ofDay(days => civilOf(days).month),
  day: ofDay(days => civilOf(days).day),
  dayOfYear: ofDay(days => days - daysOf(civilOf(days).year, 1, 1) + 1),
  weekday: ofDay(weekdayOf),
  isoWeek: ofDay(days => {
    const thursday = thursdayOf(days);
    return Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1;
  }),
  isoYear: ofDay(days => civilOf(thursdayOf(days)).year),
  hour: ofClock(3600e9, 24),
  minute: ofClock(60e9, 60),
  second: ofClock(1e9, 60),
  millisecond: ofClock(1e6, 1e3),
  microsecond: ofClock(1e3, 1e3),
  nanosecond: ofClock(1, 1e3),
  isLeapYear: unary((vector, { type }) => {
    const { step, validity } = vector;
    const values = Uint8Array.from(clockOf(vector).days, days => Number(isLeap(civilOf(days).year)));
    return { form: 'bool', type, step, validity, values };
  }),
  date: toDay(days => days),
  monthStart: toDay(days => days - civilOf(days).day + 1),
  monthEnd: toDay(days => {
    const { year, month, day } = civilOf(days);
    return days - day + daysInMonth(year, month);
  }),
};

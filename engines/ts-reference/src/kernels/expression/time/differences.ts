import { valueType } from '@parquetframe/core/engine';
import { integers } from '../arithmetic.js';
import { nulls } from '../cast.js';
import { integerVector } from '../counts.js';
import { binary, type FunctionCall, type Kernels } from '../kernel.js';
import { beyondType } from '../overflow.js';
import { allValid, bothValid, rowNumber } from '../vector.js';
import type { Vector } from '../vector.js';
import { monthsLater } from './calendar.js';
import { civilOf } from './civil.js';
import { clockOf, offsetOf } from './clock.js';
import { unitText } from './unit.js';

const DAY = 86_400e9;
/** Nanoseconds. */
const LENGTHS: { readonly [unit: string]: number } = {
  week: 7 * DAY,
  day: DAY,
  hour: 3600e9,
  minute: 60e9,
  second: 1e9,
  millisecond: 1e6,
  microsecond: 1e3,
  nanosecond: 1,
};
const MONTHS: { readonly [unit: string]: number } = { month: 1, quarter: 3, year: 12 };

/** Days and nanoseconds of the day. */
interface Moments {
  readonly days: Float64Array;
  readonly nanoseconds: Float64Array;
  readonly step: number;
}

function momentsOf(vector: Vector, offset: number): Moments {
  const { days, rest, perSecond } = clockOf(vector, offset);
  return { days, nanoseconds: rest.map(count => count * (1e9 / perSecond)), step: vector.step };
}

/** So many units, which are not longer than a day, or a week, in days and nanoseconds of one sign. */
function unitsIn(days: number, nanoseconds: number, length: number): number | bigint {
  if (length > DAY) return Math.trunc(days / (length / DAY)) + 0;
  const perDay = DAY / length;
  const rest = Math.trunc(nanoseconds / length);
  const count = days * perDay + rest + 0;
  return Number.isSafeInteger(count) && Math.abs(days * perDay) <= Number.MAX_SAFE_INTEGER
    ? count
    : BigInt(days) * BigInt(perDay) + BigInt(rest);
}

/** Whole months from one moment to another. */
function monthsBetween(days: number, nanoseconds: number, toDays: number, toNanoseconds: number): number {
  const [from, to] = [civilOf(days), civilOf(toDays)];
  const months = (to.year - from.year) * 12 + to.month - from.month;
  const reached = monthsLater(days, months);
  const difference = reached === toDays ? nanoseconds - toNanoseconds : reached - toDays;
  if (months > 0 && difference > 0) return months - 1;
  return months < 0 && difference < 0 ? months + 1 : months;
}

function until(from: Vector, to: Vector, unit: string, { type, rows }: FunctionCall): Vector {
  const months = MONTHS[unit];
  const offset = months === undefined ? 0 : offsetOf(from.type);
  const [a, b] = [momentsOf(from, offset), momentsOf(to, offset)];
  return integerVector(type, rows.length, bothValid(from, to, rows.length), row => {
    const [i, j] = [row * a.step, row * b.step];
    const [days, nanoseconds] = [a.days[i] ?? 0, a.nanoseconds[i] ?? 0];
    const [toDays, toNanoseconds] = [b.days[j] ?? 0, b.nanoseconds[j] ?? 0];
    if (months !== undefined) return Math.trunc(monthsBetween(days, nanoseconds, toDays, toNanoseconds) / months) + 0;
    let [whole, rest] = [toDays - days, toNanoseconds - nanoseconds];
    if (whole > 0 && rest < 0) [whole, rest] = [whole - 1, rest + DAY];
    else if (whole < 0 && rest > 0) [whole, rest] = [whole + 1, rest - DAY];
    return fitting(unitsIn(whole, rest, LENGTHS[unit] ?? 1), () =>
      beyondType(`until of ${text(from, i)} and ${text(to, j)}`, type, rowNumber(rows, row)),
    );
  });
}

const text = (vector: Vector, at: number): string => String(integers(vector).values[at] ?? 0);

function fitting(count: number | bigint, refuse: () => Error): number | bigint {
  if (typeof count === 'bigint' && BigInt.asIntN(64, count) !== count) throw refuse();
  return count;
}

const PER_SECOND: { readonly [unit: string]: number } = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

/** Differences of dates and timestamps, and their distance from 1970. */
export const DIFFERENCE_KERNELS: Kernels = {
  until: ([from, to, unit], call) => {
    if (!from || !to || !unit) throw new TypeError('until was called with fewer than three operands');
    return until(from, to, unitText(unit), call);
  },
  fromEpoch: binary((count, _unit, { type, rows }) => {
    if (count.form === 'opaque') return nulls(type, rows);
    const { values, step } = integers(count);
    // Only uint64 has more than a timestamp.
    if (valueType(count.type).id !== 'uint64') return { ...integers(count), type };
    return integerVector(type, rows.length, allValid([count], rows.length), row => {
      const value = values[row * step] ?? 0;
      return fitting(value, () => beyondType(`fromEpoch of ${value}`, type, rowNumber(rows, row)));
    });
  }),
  epoch: binary((vector, unit, { type, rows }) => {
    const length = 1e9 / (PER_SECOND[unitText(unit)] ?? 1);
    const { days, nanoseconds, step } = momentsOf(vector, 0);
    return integerVector(type, rows.length, bothValid(vector, unit, rows.length), row => {
      const at = row * step;
      // Days and nanoseconds of them are a sum that is rounded down.
      const count = unitsIn(days[at] ?? 0, Math.floor((nanoseconds[at] ?? 0) / length) * length, length);
      return fitting(count, () => beyondType(`epoch of ${text(vector, at)}`, type, rowNumber(rows, row)));
    });
  }),
};

import { valueType, type DataType } from '../data/types.js';
import { fixedOffset } from '../data/zone.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';
import { INT64 } from './numeric-types.js';

const BOOL: DataType = { id: 'bool' };
const DAY: DataType = { id: 'date', unit: 'day' };

/** A date, or a timestamp whose clock needs no database of zones. */
export function isCalendar(given: DataType): boolean {
  const type = valueType(given);
  return type.id === 'date' || (type.id === 'timestamp' && fixedOffset(type.timezone) !== undefined);
}

const hasClock = (type: DataType): boolean => isCalendar(type) || valueType(type).id === 'time';

export const CALENDAR =
  'a date, or a timestamp without a zone, in UTC or at a fixed offset such as +01:00 (zones such as Europe/Berlin need a database that is not there yet: cast to UTC first)';

const common = { arity: 1, nulls: 'operands', fails: () => false } as const;
const ofCalendar =
  (result: DataType): ScalarFunctionDefinition['result'] =>
  ([type]) =>
    type && isCalendar(type) ? result : undefined;

const calendar = (summary: string) =>
  ({ ...common, accepts: CALENDAR, result: ofCalendar(INT64), summary, type: 'int64' }) as const satisfies ScalarFunctionDefinition;

const clock = (summary: string) =>
  ({
    ...common,
    accepts: `a time, ${CALENDAR}`,
    result: ([type]: readonly DataType[]) => (type && hasClock(type) ? INT64 : undefined),
    summary,
    type: 'int64',
  }) as const satisfies ScalarFunctionDefinition;

const day = (summary: string) =>
  ({
    ...common,
    accepts: CALENDAR,
    result: ofCalendar(DAY),
    fails: () => true,
    summary,
    type: 'date[day]',
    errors: 'CAST_FAILED for a day that date[day] does not have, millions of years away',
  }) as const satisfies ScalarFunctionDefinition;

/** Parts of dates and times: of the clock of the zone, by the Gregorian calendar also before it was there, in years of any size. */
export const TIME_FUNCTIONS = functions({
  year: calendar('The year; 0 is the one before year 1.'),
  quarter: calendar('The quarter of the year, 1 to 4.'),
  month: calendar('The month, 1 to 12.'),
  day: calendar('The day of the month, 1 to 31.'),
  dayOfYear: calendar('The day of the year, 1 to 366.'),
  weekday: calendar('The day of the week as ISO 8601 counts it: 1 is Monday, 7 is Sunday.'),
  isoWeek: calendar('The week of ISO 8601, 1 to 53: weeks begin on Monday, and the first is the one with the first Thursday of the year.'),
  isoYear: calendar('The year that the week of ISO 8601 belongs to, which around New Year may be another than `year`.'),
  hour: clock('The hour of the day, 0 to 23; 0 of a date.'),
  minute: clock('The minute of the hour, 0 to 59.'),
  second: clock('The second of the minute, 0 to 59.'),
  millisecond: clock('The millisecond of the second, 0 to 999.'),
  microsecond: clock('The microsecond of the millisecond, 0 to 999: not that of the second.'),
  nanosecond: clock('The nanosecond of the microsecond, 0 to 999: not that of the second.'),
  isLeapYear: { ...calendar('Whether the year has 366 days.'), result: ofCalendar(BOOL), selectivity: () => 0.25, type: 'bool' },
  date: day('The day, without the time of the day.'),
  monthStart: day('The first day of the month.'),
  monthEnd: day('The last day of the month.'),
});

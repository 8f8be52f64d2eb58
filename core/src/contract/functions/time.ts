import { isInteger, isString, valueType, type DataType } from '../data/types.js';
import { functions, type ScalarFunctionDefinition } from './definition.js';
import { INT64 } from './numeric-types.js';

const BOOL: DataType = { id: 'bool' };
const DAY: DataType = { id: 'date', unit: 'day' };

/** A date, or a timestamp, by the clock of its zone. */
export function isCalendar(given: DataType): boolean {
  const { id } = valueType(given);
  return id === 'date' || id === 'timestamp';
}

const hasClock = (type: DataType): boolean => isCalendar(type) || valueType(type).id === 'time';

export const CALENDAR = 'a date or a timestamp';

const common = { arity: 1, zoned: 'clock', nulls: 'operands', fails: () => false } as const;
const ofCalendar =
  (result: DataType): ScalarFunctionDefinition['result'] =>
  ([type]) =>
    type && isCalendar(type) ? result : undefined;

const calendar = (summary: string) =>
  ({
    ...common,
    method: { of: 'instant', gives: 'int64' },
    accepts: CALENDAR,
    result: ofCalendar(INT64),
    summary,
    type: 'int64',
  }) as const satisfies ScalarFunctionDefinition;

const clock = (summary: string) =>
  ({
    ...common,
    method: { of: 'clock', gives: 'int64' },
    accepts: `a time, ${CALENDAR}`,
    result: ([type]: readonly DataType[]) => (type && hasClock(type) ? INT64 : undefined),
    summary,
    type: 'int64',
  }) as const satisfies ScalarFunctionDefinition;

const day = (summary: string) =>
  ({
    ...common,
    method: { of: 'instant', gives: 'date' },
    accepts: CALENDAR,
    result: ofCalendar(DAY),
    fails: () => true,
    summary,
    type: 'date[day]',
    errors: 'CAST_FAILED for a day that date[day] does not have, millions of years away',
  }) as const satisfies ScalarFunctionDefinition;

const BEYOND = 'INTEGER_OVERFLOW for what the type does not have';
const moved = {
  arity: 2,
  nulls: 'operands',
  fails: () => true,
  operand: (index: number): DataType => (index === 0 ? { id: 'timestamp', unit: 'us', timezone: null } : INT64),
  type: 'that of the date or timestamp; a dictionary is decoded',
  errors: BEYOND,
} as const;
/** A unit comes after so many instants. */
const instantAndUnit =
  (instants: number) =>
  (index: number): DataType =>
    index < instants ? { id: 'timestamp', unit: 'us', timezone: null } : { id: 'utf8' };
const CALENDAR_UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
const EPOCH_UNITS = ['s', 'ms', 'us', 'ns'] as const;
const isEpochUnit = (unit: unknown): unit is (typeof EPOCH_UNITS)[number] => EPOCH_UNITS.some(known => known === unit);
const UNITS = [...CALENDAR_UNITS, 'millisecond', 'microsecond', 'nanosecond'] as const;
const movable = (type: DataType | undefined): DataType | undefined => (type && isCalendar(type) ? valueType(type) : undefined);

/** Parts of dates and times: of the clock of the zone, by the Gregorian calendar also before it was there, in years of any size. */
export const TIME_FUNCTIONS = functions({
  year: calendar('The year; 0 is the one before year 1.'),
  quarter: calendar('The quarter of the year, 1 to 4.'),
  month: calendar('The month, 1 to 12.'),
  day: calendar('The day of the month, 1 to 31.'),
  dayOfYear: calendar('The day of the year, 1 to 366.'),
  weekday: calendar('The day of the week as ISO 8601 counts it: 1 is Monday, 7 is Sunday.'),
  isoWeek: calendar(
    'The week of ISO 8601, 1 to 53: weeks begin on Monday, and the first is the one with the first Thursday of the year.',
  ),
  isoYear: calendar('The year that the week of ISO 8601 belongs to, which around New Year may be another than `year`.'),
  hour: clock('The hour of the day, 0 to 23; 0 of a date.'),
  minute: clock('The minute of the hour, 0 to 59.'),
  second: clock('The second of the minute, 0 to 59.'),
  millisecond: clock('The millisecond of the second, 0 to 999.'),
  microsecond: clock('The microsecond of the millisecond, 0 to 999: not that of the second.'),
  nanosecond: clock('The nanosecond of the microsecond, 0 to 999: not that of the second.'),
  isLeapYear: {
    ...calendar('Whether the year has 366 days.'),
    method: { of: 'instant', gives: 'bool' },
    result: ofCalendar(BOOL),
    selectivity: () => 0.25,
    type: 'bool',
  },
  date: day('The day, without the time of the day.'),
  monthStart: day('The first day of the month.'),
  monthEnd: day('The last day of the month.'),
  truncateTime: {
    ...moved,
    zoned: 'start',
    method: { of: 'instant', takes: [{ oneOf: CALENDAR_UNITS }], gives: 'unchanged' },
    operand: instantAndUnit(1),
    accepts: `${CALENDAR}, and a unit`,
    result: ([type, unit]) => (unit && isString(unit) ? movable(type) : undefined),
    choices: { 1: CALENDAR_UNITS },
    summary:
      'The beginning of the year, quarter, month, week (a Monday), day, hour, minute or second that it lies in. A date is the beginning of its hours.',
  },
  roundTime: {
    ...moved,
    zoned: 'round',
    method: { of: 'instant', takes: [{ oneOf: CALENDAR_UNITS }], gives: 'unchanged' },
    operand: instantAndUnit(1),
    accepts: `${CALENDAR}, and a unit`,
    result: ([type, unit]) => (unit && isString(unit) ? movable(type) : undefined),
    choices: { 1: CALENDAR_UNITS },
    summary:
      'The nearest beginning of a year, quarter, month, week (a Monday), day, hour, minute or second, by the clock; the later of two that are as near.',
  },
  addMonths: {
    ...moved,
    zoned: 'moved',
    method: { of: 'instant', takes: ['integer'], gives: 'unchanged' },
    accepts: `${CALENDAR}, and an integer`,
    result: ([type, months]) => (months && isInteger(valueType(months)) ? movable(type) : undefined),
    summary:
      'The same time of the same day, so many months later, or earlier for numbers below 0; the last day of a month that has no such day.',
  },
  addDays: {
    ...moved,
    zoned: 'moved',
    method: { of: 'instant', takes: ['integer'], gives: 'unchanged' },
    accepts: `${CALENDAR}, and an integer`,
    result: ([type, days]) => (days && isInteger(valueType(days)) ? movable(type) : undefined),
    summary:
      'The same time of the day, so many days later, or earlier for numbers below 0; where the clock of the zone changes that is not 24 hours each.',
  },
  addYears: {
    ...moved,
    zoned: 'moved',
    method: { of: 'instant', takes: ['integer'], gives: 'unchanged' },
    accepts: `${CALENDAR}, and an integer`,
    result: ([type, years]) => (years && isInteger(valueType(years)) ? movable(type) : undefined),
    summary:
      'The same time of the same day, so many years later, or earlier for numbers below 0; the 28th of February where there is no 29th.',
  },
  epoch: {
    ...moved,
    method: { of: 'instant', takes: [{ oneOf: EPOCH_UNITS }], gives: 'int64' },
    operand: instantAndUnit(1),
    accepts: `${CALENDAR}, and a unit`,
    result: ([type, unit]) => (type && unit && isString(unit) && isCalendar(type) ? INT64 : undefined),
    choices: { 1: EPOCH_UNITS },
    summary:
      'How many whole seconds, milliseconds, microseconds or nanoseconds have passed since 1970 began in UTC, rounded down; a clock without a zone counts as UTC.',
    type: 'int64',
  },
  fromEpoch: {
    arity: 2,
    method: { of: 'integer', takes: [{ oneOf: EPOCH_UNITS }], gives: 'timestamp' },
    accepts: 'an integer, and a unit',
    result: ([count], _to, [, unit] = []) =>
      count && isInteger(valueType(count)) && isEpochUnit(unit) ? { id: 'timestamp', unit, timezone: null } : undefined,
    operand: index => (index === 0 ? INT64 : { id: 'utf8' }),
    choices: { 1: EPOCH_UNITS },
    nulls: 'operands',
    fails: () => true,
    summary:
      'The timestamp, without a zone, so many seconds, milliseconds, microseconds or nanoseconds after 1970 began, or before it for numbers below 0: what `epoch` counts. `atTimeZone("UTC")` says that it is one of UTC.',
    type: 'a timestamp of that unit',
    errors: 'INTEGER_OVERFLOW for a uint64 beyond int64',
  },
  until: {
    arity: 3,
    method: { of: 'instant', takes: ['instant', { oneOf: UNITS }], gives: 'int64' },
    zoned: 'distance',
    accepts: 'two dates or timestamps, and a unit',
    result: ([from, to, unit]) =>
      from && to && unit && isString(unit) && isCalendar(from) && isCalendar(to) ? INT64 : undefined,
    operand: instantAndUnit(2),
    choices: { 2: UNITS },
    nulls: 'operands',
    fails: () => true,
    summary:
      'How many whole units lie between the first and the second, towards zero, below 0 where the second is earlier. Months, quarters and years are whole when `addMonths` gets from the first, by the clock of its zone, to the second or not as far; all other units have a fixed length.',
    type: 'int64',
    errors: BEYOND,
  },
});

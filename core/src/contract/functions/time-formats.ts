import { isString, type DataType } from '../data/types.js';
import { functions } from './definition.js';
import { faultOfFormat, faultOfReading } from './time-format.js';
import { CALENDAR, isCalendar } from './time.js';
import { signature } from './signature.js';

const UTF8: DataType = { id: 'utf8' };
const DAY: DataType = { id: 'date', unit: 'day' };
const MICROSECONDS: DataType = { id: 'timestamp', unit: 'us', timezone: null };

const fault = (format: unknown, find: (text: string) => string | undefined): string | undefined => {
  const found = typeof format === 'string' ? find(format) : undefined;
  return found === undefined ? undefined : `the format ${JSON.stringify(format)} cannot be used: ${found}`;
};

const READ =
  'The whole text must be as the format says. %Y has four digits and %y two, of which 69 to 99 are 1969 to 1999 and others 2000 to 2068; the other numbers take as many digits as there are, up to three for %j, nine for %f and two for the rest. Names are English, in upper or lower case: %b and %a three letters, %B and %A whole; weekdays are read, but need not fit. All other text stands for itself.';
const failing = {
  nulls: 'operands',
  fails: () => true,
  errors: 'CAST_FAILED with value and row for other texts, and days that there are not',
} as const;

const lenient = { nulls: 'own', fails: () => false } as const;

/** Dates and times as texts, in formats of strftime. */
export const TIME_FORMAT_FUNCTIONS = functions({
  formatTime: {
    arity: 2,
    zoned: 'clock',
    constants: [1],
    method: { of: 'instant', takes: ['constant text'], gives: 'utf8' },
    accepts: `${CALENDAR}, and a text`,
    result: ([type, format]) => (type && format && isString(format) && isCalendar(type) ? UTF8 : undefined),
    operand: index => (index === 0 ? MICROSECONDS : UTF8),
    check: ([, format]) => fault(format, faultOfFormat),
    nulls: 'operands',
    fails: () => true,
    summary:
      'The date or timestamp by the clock of its zone in a format: %Y the year, of four digits or more, %y its last two; %m, %d, %H, %M, %S month, day, hour, minute and second of two digits; %I the hour from 01 to 12 and %p AM or PM; %f or %6f the fraction of the second in six digits, %3f in three, %9f in nine, cut off; %j the day of the year in three; %b, %B, %a, %A English names of month and weekday, short and long; %u the weekday from 1, a Monday, to 7; %G and %V year and week of ISO 8601; %q the quarter; %F is %Y-%m-%d, %T %H:%M:%S, %R %H:%M, %D %m/%d/%y, and %% a percent sign. All other text stands for itself.',
    type: 'utf8',
    errors: 'OUT_OF_MEMORY for texts of 2 GiB and more',
  },
  toDate: {
    ...failing,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'date' }, () => DAY),
    check: ([, format]) => fault(format, text => faultOfReading(text, false)),
    summary: `The date that a text stands for in a format of %Y or %y, %m, %b or %B, %d, or %j instead of month and day, %a and %A. ${READ}`,
    type: 'date[day]',
  },
  toTimestamp: {
    ...failing,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'timestamp' }, () => MICROSECONDS),
    check: ([, format]) => fault(format, text => faultOfReading(text, true)),
    summary: `The timestamp without a zone that a text stands for in a format: as \`toDate\`, and %H, or %I with %p, %M, %S and %f, of which those that are left out are 0 and digits beyond microseconds are cut off. ${READ}`,
    type: 'timestamp[us]',
  },
  tryToDate: {
    ...lenient,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'date' }, () => DAY),
    check: ([, format]) => fault(format, text => faultOfReading(text, false)),
    summary: 'As `toDate`; null for a text that is not as the format says, and for a day that there is not.',
    type: 'date[day]',
  },
  tryToTimestamp: {
    ...lenient,
    ...signature({ of: 'text', takes: ['constant text'], gives: 'timestamp' }, () => MICROSECONDS),
    check: ([, format]) => fault(format, text => faultOfReading(text, true)),
    summary: 'As `toTimestamp`; null for a text that is not as the format says, and for a day that there is not.',
    type: 'timestamp[us]',
  },
});

import { formatParts, type FormatPart } from '@parquetframe/core/engine';
import { failed } from '../cast.js';
import { integerVector } from '../counts.js';
import { binary, type Kernels, type ScalarKernel } from '../kernel.js';
import { writeRows } from '../text-writer.js';
import { stringAt, textsOf } from '../texts.js';
import { allValid } from '../vector.js';
import type { Vector } from '../vector.js';
import { civilOf, daysOf, thursdayOf, weekdayOf, type Civil } from './civil.js';
import { DAY_SECONDS, clockOf } from './clock.js';
import { MONTHS, WEEKDAYS } from './names.js';
import { readTime, type Moment } from './read-time.js';

/** Dates and times as texts, and the other way around. */
export const TIME_FORMAT_KERNELS: Kernels = {
  formatTime: binary((given, format, { type, rows }) => {
    const formats = textsOf(format);
    const parts = partsOf(formats.validity?.[0] === 0 || rows.length === 0 ? '' : stringAt(formats, 0));
    if (given.form === 'opaque') return writeRows(type, [given], rows, 0, () => undefined);
    const { days, rest, perSecond } = clockOf(given);
    return writeRows(type, [given, formats], rows, rows.length * 16, (row, writer) => {
      const at = row * given.step;
      writer.string(written(parts, days[at] ?? 0, rest[at] ?? 0, perSecond));
    });
  }),
  toDate: read(dayOf, true),
  tryToDate: read(dayOf, false),
  toTimestamp: read(microsecondsOf, true),
  tryToTimestamp: read(microsecondsOf, false),
};

function dayOf(value: Moment): number {
  return value.days;
}

function microsecondsOf({ days, microseconds }: Moment): number | bigint {
  const count = days * DAY_SECONDS * 1e6 + microseconds;
  return Number.isSafeInteger(count) ? count : BigInt(days) * BigInt(DAY_SECONDS * 1e6) + BigInt(microseconds);
}

function partsOf(format: string): readonly FormatPart[] {
  const parts = formatParts(format);
  if ('fault' in parts) throw new TypeError(parts.fault);
  return parts;
}

const padded = (value: number, digits: number): string =>
  value < 0 ? `-${String(-value).padStart(digits, '0')}` : String(value).padStart(digits, '0');

/** A moment in the parts of a format. */
function written(parts: readonly FormatPart[], days: number, rest: number, perSecond: number): string {
  const civil = civilOf(days);
  let text = '';
  for (const part of parts)
    text += 'text' in part ? part.text : (ofDate(part.directive, days, civil) ?? ofClock(part.directive, rest, perSecond));
  return text;
}

function ofDate(directive: string, days: number, { year, month, day }: Civil): string | undefined {
  switch (directive) {
    case 'Y':
      return padded(year, 4);
    case 'y':
      return padded(((year % 100) + 100) % 100, 2);
    case 'q':
      return String(Math.ceil(month / 3));
    case 'm':
      return padded(month, 2);
    case 'd':
      return padded(day, 2);
    case 'j':
      return padded(days - daysOf(year, 1, 1) + 1, 3);
    case 'B':
      return MONTHS[month - 1];
    case 'b':
      return MONTHS[month - 1]?.slice(0, 3);
    case 'A':
      return WEEKDAYS[weekdayOf(days) - 1];
    case 'a':
      return WEEKDAYS[weekdayOf(days) - 1]?.slice(0, 3);
    case 'u':
      return String(weekdayOf(days));
    case 'G':
      return padded(civilOf(thursdayOf(days)).year, 4);
    case 'V': {
      const thursday = thursdayOf(days);
      return padded(Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1, 2);
    }
    default:
      return undefined;
  }
}

function ofClock(directive: string, rest: number, perSecond: number): string {
  const seconds = Math.floor(rest / perSecond);
  const hour = Math.floor(seconds / 3600);
  switch (directive) {
    case 'H':
      return padded(hour, 2);
    case 'I':
      return padded(hour % 12 === 0 ? 12 : hour % 12, 2);
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'M':
      return padded(Math.floor(seconds / 60) % 60, 2);
    case 'S':
      return padded(seconds % 60, 2);
    default: {
      const nanoseconds = (rest % perSecond) * (1e9 / perSecond);
      const digits = directive === 'f' ? 6 : Number(directive.slice(0, 1));
      return padded(nanoseconds, 9).slice(0, digits);
    }
  }
}

/** `strict`: a text of another form is an error, not null. */
function read(value: (time: Moment) => number | bigint, strict: boolean): ScalarKernel {
  return binary((given, format, { type, rows }): Vector => {
    const [texts, formats] = [textsOf(given), textsOf(format)];
    const parts = partsOf(formats.validity?.[0] === 0 || rows.length === 0 ? '' : stringAt(formats, 0));
    return integerVector(type, rows.length, allValid([texts, formats], rows.length), row => {
      const text = stringAt(texts, row);
      const time = readTime(parts, text);
      if (!time && strict) throw failed(text, texts.type, type, rows, row);
      return time && value(time);
    });
  });
}

import type { FormatPart } from '@parquetframe/core/engine';
import { daysInMonth, daysOf, isLeap } from './civil.js';
import { MONTHS, WEEKDAYS } from './names.js';

/** A moment by a clock without a zone. */
export interface Moment {
  readonly days: number;
  /** of the day */
  readonly microseconds: number;
}

/** How many digits a number has at least and at most. */
const DIGITS: { readonly [directive: string]: readonly [least: number, most: number] } = {
  Y: [4, 4],
  y: [2, 2],
  j: [1, 3],
  f: [1, 9],
};

/** What a text stands for that is as the parts of a format say; undefined where it is not, or where there is no such day or time. */
export function readTime(parts: readonly FormatPart[], text: string): Moment | undefined {
  const fields = new Map<string, number>();
  let at = 0;
  for (const part of parts) {
    if ('text' in part) {
      if (!text.startsWith(part.text, at)) return undefined;
      at += part.text.length;
      continue;
    }
    const found = field(part.directive, text, at);
    if (!found) return undefined;
    fields.set(part.directive, found.value);
    at += found.length;
  }
  return at === text.length ? momentOf(fields) : undefined;
}

function field(directive: string, text: string, at: number): { readonly value: number; readonly length: number } | undefined {
  switch (directive) {
    case 'B':
    case 'b':
      return name(MONTHS, directive === 'b', text, at);
    case 'A':
    case 'a':
      return name(WEEKDAYS, directive === 'a', text, at);
    case 'p': {
      const half = text.slice(at, at + 2).toUpperCase();
      return half === 'AM' || half === 'PM' ? { value: half === 'AM' ? 0 : 12, length: 2 } : undefined;
    }
  }
  const [least, most] = DIGITS[directive] ?? [1, 2];
  let length = 0;
  while (length < most && /^[0-9]$/.test(text.charAt(at + length))) length++;
  if (length < least) return undefined;
  const digits = text.slice(at, at + length);
  return { value: Number(directive === 'f' ? digits.padEnd(6, '0').slice(0, 6) : digits), length };
}

/** From 1. Of names that begin alike the whole one is meant. */
function name(names: readonly string[], isShort: boolean, text: string, at: number) {
  for (const [index, whole] of names.entries()) {
    const wanted = isShort ? whole.slice(0, 3) : whole;
    const given = text.slice(at, at + wanted.length);
    // Letters that lower case makes ASCII, such as the Kelvin sign, are none.
    if (/^[A-Za-z]*$/.test(given) && given.toLowerCase() === wanted.toLowerCase())
      return { value: index + 1, length: wanted.length };
  }
  return undefined;
}

function momentOf(fields: ReadonlyMap<string, number>): Moment | undefined {
  const short = fields.get('y') ?? 0;
  const year = fields.get('Y') ?? (short < 69 ? 2000 : 1900) + short;
  const days = dayOf(fields, year);
  if (days === undefined) return undefined;
  const half = fields.get('I');
  if (half !== undefined && (half < 1 || half > 12)) return undefined;
  const hour = fields.get('H') ?? (half === undefined ? 0 : (half % 12) + (fields.get('p') ?? 0));
  const [minute, second] = [fields.get('M') ?? 0, fields.get('S') ?? 0];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { days, microseconds: ((hour * 60 + minute) * 60 + second) * 1e6 + (fields.get('f') ?? 0) };
}

function dayOf(fields: ReadonlyMap<string, number>, year: number): number | undefined {
  const ofYear = fields.get('j');
  if (ofYear !== undefined)
    return ofYear >= 1 && ofYear <= (isLeap(year) ? 366 : 365) ? daysOf(year, 1, 1) + ofYear - 1 : undefined;
  const month = fields.get('m') ?? fields.get('b') ?? fields.get('B') ?? 0;
  const day = fields.get('d') ?? 0;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysOf(year, month, day);
}

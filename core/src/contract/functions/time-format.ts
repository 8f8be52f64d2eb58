/** A part of a format of dates and times: text as it is, or a directive by its letters. */
export type FormatPart = { readonly text: string } | { readonly directive: string };

/** What a directive shows, for formats that are read: two of the same cannot be. */
const FIELDS: { readonly [directive: string]: string } = {
  Y: 'year',
  y: 'year',
  m: 'month',
  b: 'month',
  B: 'month',
  d: 'day',
  j: 'day of the year',
  H: 'hour',
  I: 'hour',
  p: 'half of the day',
  M: 'minute',
  S: 'second',
  f: 'fraction',
  a: 'weekday',
  A: 'weekday',
};
/** Those that are written only. */
const WRITTEN = ['u', 'G', 'V', 'q', '3f', '6f', '9f'];
/** Those that stand for others. */
const SHORT: { readonly [directive: string]: string } = { F: '%Y-%m-%d', T: '%H:%M:%S', D: '%m/%d/%y', R: '%H:%M' };

/** The parts of a format, or what is wrong with it. */
export function formatParts(format: string): readonly FormatPart[] | { readonly fault: string } {
  const parts: FormatPart[] = [];
  const long = format.replaceAll(/%[%FTDR]/g, pair => SHORT[pair.slice(1)] ?? pair);
  let text = '';
  for (let at = 0; at < long.length; at++) {
    if (long[at] !== '%') {
      text += long[at] ?? '';
      continue;
    }
    const digit = '369'.includes(long[at + 1] ?? '-') ? long.slice(at + 1, at + 3) : long.slice(at + 1, at + 2);
    at += digit.length;
    if (digit === '%') {
      text += '%';
      continue;
    }
    if (!Object.hasOwn(FIELDS, digit) && !WRITTEN.includes(digit))
      return {
        fault: `%${digit} is no directive; there are ${[...Object.keys(FIELDS), ...WRITTEN, ...Object.keys(SHORT), '%'].map(each => `%${each}`).join(' ')}`,
      };
    if (text !== '') parts.push({ text });
    text = '';
    parts.push({ directive: digit });
  }
  if (text !== '') parts.push({ text });
  return parts;
}

/** What is wrong with a format that dates and times are written in. */
export function faultOfFormat(format: string): string | undefined {
  const parts = formatParts(format);
  return 'fault' in parts ? parts.fault : undefined;
}

/** What is wrong with a format that dates are read in, or with `clock` timestamps. */
export function faultOfReading(format: string, clock: boolean): string | undefined {
  const parts = formatParts(format);
  if ('fault' in parts) return parts.fault;
  const used = new Map<string, string>();
  for (const part of parts) {
    if ('text' in part) continue;
    const { directive } = part;
    const field = FIELDS[directive];
    if (field === undefined) return `%${directive} is for writing only`;
    const other = used.get(field);
    if (other !== undefined) return `%${other} and %${directive} are both the ${field}`;
    if (!clock && 'HIpMSf'.includes(directive)) return `%${directive} is no part of a date; read a timestamp, and take its date`;
    used.set(field, directive);
  }
  const has = (field: string): boolean => used.has(field);
  if (!has('year') || !(has('day of the year') ? !has('month') && !has('day') : has('month') && has('day')))
    return 'it needs a year and either month and day or the day of the year';
  if ((used.get('hour') === 'I') !== has('half of the day')) return '%I and %p go together';
  if (has('fraction') && !has('second')) return '%f needs %S';
  return undefined;
}

/** A length of time, or one of the calendar. */
export type Span = { readonly nanoseconds: bigint } | { readonly months: bigint };

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/** Nanoseconds of the units of a span that are always as long. */
const NANOSECONDS: { readonly [unit: string]: bigint | undefined } = {
  ns: 1n,
  us: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
  d: DAY,
  w: 7n * DAY,
};
const MONTHS: { readonly [unit: string]: bigint | undefined } = { mo: 1n, q: 3n, y: 12n };

const PART = /(\d+)(ns|us|ms|mo|s|m|h|d|w|q|y)/g;
const WHOLE = /^[+-]?(?:\d{1,18}(?:ns|us|ms|mo|s|m|h|d|w|q|y))+$/;

/**
 * A span of time as text: whole numbers and their units, one after the other, with a sign before all of them: `15m`, `-1h30m`, `2q`. Units are `ns`, `us`, `ms`, `s`, `m` (minutes), `h`, `d` (24 hours), `w`,
 * or those of the calendar, `mo` (months), `q` and `y`. Undefined where it is none, also where both kinds are mixed: a month has no length of its own.
 */
export function parseSpan(text: string): Span | undefined {
  if (!WHOLE.test(text)) return undefined;
  let [nanoseconds, months] = [0n, 0n];
  const kinds = new Set<'fixed' | 'calendar'>();
  for (const [, count = '0', unit = ''] of text.matchAll(PART)) {
    const [fixed, calendar] = [NANOSECONDS[unit], MONTHS[unit]];
    kinds.add(fixed === undefined ? 'calendar' : 'fixed');
    nanoseconds += BigInt(count) * (fixed ?? 0n);
    months += BigInt(count) * (calendar ?? 0n);
  }
  if (kinds.size !== 1) return undefined;
  const sign = text.startsWith('-') ? -1n : 1n;
  return kinds.has('fixed') ? { nanoseconds: sign * nanoseconds } : { months: sign * months };
}

/** The nanoseconds of a span of fixed length; undefined where the text is none. */
export function parseDuration(text: string): bigint | undefined {
  const span = parseSpan(text);
  return span && 'nanoseconds' in span ? span.nanoseconds : undefined;
}

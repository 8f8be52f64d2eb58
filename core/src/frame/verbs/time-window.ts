import {
  faultOfZone,
  fixedOffset,
  floorDivide,
  formatType,
  parseInstant,
  parseSpan,
  unitsPerSecond,
  valueType,
  zoneTable,
  type DataType,
  type Field,
} from '../../contract/data/index.js';
import { checkOptionNames, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import type { UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import { requireChoice } from '../settings.js';
import { callExpression, castExpression, columnExpression, literalExpression } from './lowering.js';
import { columnNames } from './names.js';

/** A length of time: a whole number and `ns`, `us`, `ms`, `s`, `m` (minutes), `h`, `d`, `w`, `mo` (months), `q` or `y`; several one after the other too, as in `1h30m`. */
export type Every = `${number}${'ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y'}`;

export interface TimeWindowOptions<K extends string = string> {
  /** how far apart windows begin, and how long each is where `period` does not say otherwise: `'15m'`, `'1h'`, `'1d'`, `'1w'`, `'1mo'` */
  readonly every: Every;
  /** how long a window is: longer than `every`, windows overlap and a row is in several; shorter, some rows are in none */
  readonly period?: Every;
  /** further keys, before the time */
  readonly by?: K | readonly K[];
  /** where a window begins, for lengths up to weeks; default 1970 by the clock of the column, and Monday 5 January 1970 for weeks */
  readonly origin?: Date | string;
  /** which end of a window stands for it: its beginning (`left`, default), which is in it, or its end (`right`), which is not */
  readonly label?: 'left' | 'right';
}

/** What the windows of a call are. */
export interface TimeWindow {
  readonly every: string;
  readonly by: readonly string[];
  readonly length: Length;
  /** undefined: as long as they are apart */
  readonly period: { readonly text: string; readonly length: Length } | undefined;
  /** nanoseconds since 1970: in UTC where it is given, else by the clock of the column */
  readonly origin: bigint;
  readonly isGiven: boolean;
  readonly label: 'left' | 'right';
}
/** A fixed length, or one of the calendar. */
export type Length = { readonly nanoseconds: bigint } | { readonly months: number };

const SECOND = 1_000_000_000n;
const HOUR = 3600n * SECOND;
export const DAY = 86_400n * SECOND;
const MOST_MONTHS = 12_000_000n;
/** 1970 began on a Thursday. */
const FIRST_MONDAY = 4n * DAY;

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function timeWindowOf(verb: string, options: unknown): TimeWindow {
  checkOptionNames(verb, options, ['every', 'period', 'by', 'origin', 'label']);
  const { every, period, by, origin, label = 'left' }: { readonly [option: string]: unknown } = { ...(options ?? {}) };
  requireChoice(verb, 'label', label, ['left', 'right']);
  const length = lengthOf(verb, every);
  if (origin !== undefined && 'months' in length)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: windows of months, quarters and years begin with the first of a month, so they take no origin; received ${received(origin)}`,
    );
  return {
    every: String(every),
    by: by === undefined ? [] : columnNames(`${verb}: by`, by),
    length,
    period: period === undefined ? undefined : { text: period as string, length: lengthOf(verb, period, 'period') },
    origin: origin === undefined ? (isWeeks(every) ? FIRST_MONDAY : 0n) : instantOf(verb, origin),
    isGiven: origin !== undefined,
    label: label === 'right' ? 'right' : 'left',
  };
}

const isWeeks = (every: unknown): boolean => typeof every === 'string' && every.endsWith('w');

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function lengthOf(verb: string, every: unknown, option = 'every'): Length {
  const span = typeof every === 'string' ? parseSpan(every) : undefined;
  if (span && 'nanoseconds' in span && span.nanoseconds > 0n) return span;
  if (span && 'months' in span && span.months > 0n) {
    if (span.months <= MOST_MONTHS) return { months: Number(span.months) };
    throw tooLong(verb, option, every, `${String(MOST_MONTHS)}mo`);
  }
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb}: ${option} must be a whole number and a unit, ns, us, ms, s, m, h, d, w, mo, q or y, as in '15m' or '1mo', and not 0; received ${described(every)}`,
  );
}

const tooLong = (verb: string, option: string, given: unknown, most: string, of = ''): ParquetFrameError =>
  new ParquetFrameError('INVALID_ARGUMENT', `${verb}: ${option} must be at most '${most}'${of}, received ${described(given)}`);

/** Half of what a column can hold, so that a window and what is before it fit. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireFits(verb: string, { name, type }: Field, option: string, given: string, nanoseconds: bigint): void {
  const counted = valueType(type);
  const most =
    counted.id === 'date' && counted.unit === 'day'
      ? 2n ** 30n * DAY
      : 2n ** 62n * (SECOND / (counted.id === 'timestamp' ? unitsPerSecond(counted.unit) : 1000n));
  if (nanoseconds > most)
    throw tooLong(verb, option, given, `${String(most / DAY)}d`, ` for ${quoted(name)}, which is ${formatType(type)}`);
}

function instantOf(verb: string, origin: unknown): bigint {
  const time = origin instanceof Date ? origin.getTime() : NaN;
  const found = Number.isNaN(time)
    ? typeof origin === 'string'
      ? parseInstant(origin)?.nanoseconds
      : undefined
    : BigInt(time) * 1_000_000n;
  if (found !== undefined) return found;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb}: origin must be a Date or a text such as '2024-01-01T06:00', received ${received(origin)}`,
  );
}

/** The type of a column of times. @throws ParquetFrameError `TYPE_MISMATCH` */
export function calendarType(
  verb: string,
  { name, type: given }: Field,
): Extract<DataType, { readonly id: 'date' | 'timestamp' }> {
  const type = valueType(given);
  if (type.id === 'date' || type.id === 'timestamp') return type;
  throw new ParquetFrameError('TYPE_MISMATCH', `${verb} takes a date or a timestamp; ${quoted(name)} is ${formatType(given)}`, {
    details: { column: name, received: formatType(given) },
  });
}

/** The window that a time lies in, as the time at which it begins or ends. @throws ParquetFrameError `TYPE_MISMATCH`, `INVALID_ARGUMENT` */
export function windowExpression(verb: string, field: Field, window: TimeWindow): UserExpression {
  const type = calendarType(verb, field);
  const column = columnExpression(field.name);
  // Counted from a moment, windows of a fixed length have nothing to do with clocks.
  if (type.id === 'date' || fixedOffset(type.timezone) !== undefined || window.isGiven)
    return plainWindow(verb, field, column, window);
  const { label, length } = window;
  const isShort = 'nanoseconds' in length && length.nanoseconds < DAY;
  // The end of a window of an hour or less is so much later also where the clock is changed.
  const isLater = label === 'right' && 'nanoseconds' in length && length.nanoseconds <= HOUR;
  const local: Field = { ...field, type: { ...type, timezone: null } };
  const clock = callExpression('atTimeZone', column, literalExpression(null));
  const found = plainWindow(verb, local, clock, isLater ? { ...window, label: 'left' } : window);
  const moment = zonedExpression(verb, found, type, isShort ? 'same' : 'earliest', column);
  if (!isLater) return moment;
  return callExpression(
    'add',
    moment,
    literalExpression((length.nanoseconds * unitsPerSecond(type.unit)) / SECOND, { id: 'duration', unit: type.unit }),
  );
}

/** When the clock of a zone shows a time; where it skips it, when it does. */
function zonedExpression(
  verb: string,
  local: UserExpression,
  { timezone }: Counted,
  ambiguous: 'same' | 'earliest',
  like: UserExpression,
): UserExpression {
  const zone = timezone ?? 'UTC';
  const table = zoneTable(zone);
  if (!table) throw new ParquetFrameError('TYPE_MISMATCH', `${verb}: ${faultOfZone(zone) ?? zone}`, { details: { zone } });
  const modes = [ambiguous, 'next'].map(mode => literalExpression(mode));
  return callExpression('zonedTime', local, literalExpression(zone), literalExpression(table), ...modes, like);
}

/** By the clock of the column, which never changes. */
function plainWindow(verb: string, field: Field, column: UserExpression, window: TimeWindow): UserExpression {
  const { name, type: given } = field;
  const type = valueType(given);
  if ('months' in window.length) return monthsFrom(column, window.length.months, window.label);
  requireFits(verb, field, 'every', window.every, window.length.nanoseconds);
  const counted = countedType(type);
  const time = formatType(counted) === formatType(given) ? column : castExpression(column, counted);
  const start = fixedWindow(verb, name, time, counted, {
    ...window,
    length: window.length.nanoseconds,
    // By the clock of the column, so that days begin at its midnight.
    offset: window.isGiven ? 0 : (fixedOffset(counted.timezone) ?? 0),
  });
  if (type.id !== 'date') return start;
  if (type.unit === 'day' && (window.length.nanoseconds % DAY !== 0n || window.origin % DAY !== 0n))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: ${quoted(name)} is a date, whose windows are whole days; cast it to a timestamp for windows of ${window.every}`,
      { details: { column: name } },
    );
  return castExpression(start, type);
}

type Counted = Extract<DataType, { readonly id: 'timestamp' }>;

/** A date has no clock: its windows are counted on a timestamp. */
const countedType = (type: DataType): Counted =>
  type.id === 'timestamp'
    ? type
    : { id: 'timestamp', unit: type.id === 'date' && type.unit === 'day' ? 's' : 'ms', timezone: null };

/** How times of a type are counted: as timestamps, which dates are cast to and back. */
export function counting(type: DataType) {
  const counted = countedType(type);
  const isCounted = formatType(counted) === formatType(type);
  const perUnit = SECOND / unitsPerSecond(counted.unit);
  return {
    unit: counted.unit,
    /** nanoseconds of a unit of what is counted */
    perUnit,
    /** nanoseconds between two values of the type */
    apart: type.id === 'date' && type.unit === 'day' ? DAY : perUnit,
    duration: { id: 'duration', unit: counted.unit } as const satisfies DataType,
    to: (time: UserExpression): UserExpression => (isCounted ? time : castExpression(time, counted)),
    from: (time: UserExpression): UserExpression => (isCounted ? time : castExpression(time, type)),
  };
}

/** Windows that are longer or shorter than they are apart: each row is tried in all that could hold it. */
export interface SeparateWindows {
  /** how many there are for each row */
  readonly tries: number;
  /** the beginning of the last window that could hold the row */
  readonly last: UserExpression;
  /** the beginning of a window so many before one that begins at `start` */
  before(start: UserExpression, windows: UserExpression): UserExpression;
  /** the end of the window that begins at `start` */
  end(start: UserExpression): UserExpression;
  /** whether the row is before the end of the window that begins at `start` */
  holds(start: UserExpression): UserExpression;
}

/** Copies of a row beyond which somebody has mistaken a unit. */
const MOST_TRIES = 10_000;

/** @throws ParquetFrameError `TYPE_MISMATCH`, `INVALID_ARGUMENT` */
export function separateWindows(verb: string, field: Field, window: TimeWindow): SeparateWindows {
  const { length, period = { text: window.every, length } } = window;
  requireSteadyClock(verb, field, window);
  const last = windowExpression(verb, field, { ...window, label: 'left' });
  const { perUnit, apart, duration, to, from } = counting(calendarType(verb, field));
  if ('nanoseconds' in period.length) {
    requireFits(verb, field, 'period', period.text, period.length.nanoseconds);
    if (period.length.nanoseconds % apart !== 0n)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `${verb}: a period of ${period.text} must be a whole count of the unit of ${quoted(field.name)}, which is ${formatType(field.type)}; cast it to a finer unit`,
        { details: { column: field.name } },
      );
  }
  const tries = Number((longest(period.length) + shortest(length) - 1n) / shortest(length));
  if (tries > MOST_TRIES)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: a row would be in ${tries} windows of ${period.text}, one every ${window.every}; at most ${MOST_TRIES}: give a greater every or a shorter period`,
    );
  const end = (start: UserExpression): UserExpression =>
    'months' in period.length
      ? callExpression('addMonths', start, literalExpression(BigInt(period.length.months)))
      : from(callExpression('add', to(start), literalExpression(period.length.nanoseconds / perUnit, duration)));
  return {
    tries,
    last,
    before(start, windows) {
      const times = (by: bigint): UserExpression => callExpression('multiply', windows, literalExpression(by));
      if ('months' in length) return callExpression('addMonths', start, callExpression('negate', times(BigInt(length.months))));
      // Windows shorter than the unit of the column begin with each unit.
      const units = length.nanoseconds < perUnit ? 1n : length.nanoseconds / perUnit;
      return from(callExpression('subtract', to(start), castExpression(times(units), duration)));
    },
    end,
    holds: start => callExpression('less', columnExpression(field.name), end(start)),
  };
}

/** Where a clock is changed, a window does not begin a fixed time after the one before. @throws ParquetFrameError `TYPE_MISMATCH` */
function requireSteadyClock(verb: string, { name, type: given }: Field, { isGiven }: TimeWindow): void {
  const type = valueType(given);
  if (isGiven || type.id !== 'timestamp' || fixedOffset(type.timezone) !== undefined) return;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `${verb}: windows with a period do not follow a clock that is changed; ${quoted(name)} is ${formatType(given)}: ` +
      'take its clock first, atTimeZone(null), or give an origin, from which windows of a fixed length are counted',
    { details: { column: name, received: formatType(given) } },
  );
}

/** No month has fewer days, and none has more. */
const shortest = (length: Length): bigint => ('months' in length ? BigInt(length.months) * 28n * DAY : length.nanoseconds);
const longest = (length: Length): bigint => ('months' in length ? BigInt(length.months) * 31n * DAY : length.nanoseconds);

function monthsFrom(column: UserExpression, months: number, label: 'left' | 'right'): UserExpression {
  const month = callExpression('truncateTime', column, literalExpression('month'));
  const whole = (value: number): UserExpression => literalExpression(BigInt(value));
  const past = callExpression(
    'modulo',
    callExpression(
      'add',
      callExpression('multiply', callExpression('year', column), whole(12)),
      callExpression('add', callExpression('month', column), whole(-1)),
    ),
    whole(months),
  );
  const start = months === 1 ? month : callExpression('addMonths', month, callExpression('negate', past));
  return label === 'left' ? start : callExpression('addMonths', start, whole(months));
}

function fixedWindow(
  verb: string,
  name: string,
  time: UserExpression,
  type: Counted,
  { every, length, origin, offset, label }: Omit<TimeWindow, 'length'> & { readonly length: bigint; readonly offset: number },
): UserExpression {
  const perUnit = SECOND / unitsPerSecond(type.unit);
  if ((length % perUnit !== 0n && perUnit % length !== 0n) || origin % perUnit !== 0n)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: windows of ${every} and their origin must be whole counts of the unit of ${quoted(name)}, which is ${formatType(type)}; cast it to a finer unit`,
      { details: { column: name } },
    );
  const units = length % perUnit === 0n ? length / perUnit : 1n;
  const shift = (BigInt(offset) * SECOND - origin) / perUnit;
  const whole = (value: bigint): UserExpression => literalExpression(value);
  const past = callExpression('modulo', callExpression('epoch', time, literalExpression(type.unit)), whole(units));
  const within = callExpression(
    'modulo',
    callExpression('add', past, whole(shift - floorDivide(shift, units) * units)),
    whole(units),
  );
  const duration: DataType = { id: 'duration', unit: type.unit };
  const start = callExpression('subtract', time, castExpression(within, duration));
  return label === 'left' ? start : callExpression('add', start, literalExpression(units, duration));
}

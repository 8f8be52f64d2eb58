import type { DataType, TimeUnit } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, time, timestamp } from './types.js';

/** Instants around what calendars get wrong: leap days, centuries, 1970, New Year in weeks, years 1 and 9999. */
const INSTANTS = [
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2000-02-29T12:34:56.789Z',
  '1900-02-28T23:59:59.999Z',
  '1900-03-01T00:00:00.000Z',
  '2024-12-30T00:00:00.001Z',
  '2026-01-01T06:07:08.009Z',
  '2027-01-03T23:00:00.000Z',
  '2020-12-31T01:01:01.001Z',
  '0001-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '0000-12-31T23:59:59.999Z',
  '-000400-02-29T00:00:00.000Z',
].map(text => new Date(text));
const MILLISECONDS: DataType = { id: 'date', unit: 'millisecond' };
const PER_MILLISECOND: { readonly [unit in Exclude<TimeUnit, 's'>]: bigint } = { ms: 1n, us: 1000n, ns: 1_000_000n };

const instants = (unit: 'ms' | 'us' | 'ns'): readonly (bigint | null)[] =>
  INSTANTS.filter(at => unit !== 'ns' || Math.abs(at.getUTCFullYear() - 1970) < 290)
    .map((at): bigint | null => BigInt(at.getTime()) * PER_MILLISECOND[unit])
    .concat(null);

/** The part of each of them, in UTC; `hours` ahead of it for a zone at an offset. */
const parts = (part: (at: Date) => unknown, unit: 'ms' | 'us' | 'ns' = 'ms', hours = 0): readonly unknown[] =>
  instants(unit).map(count =>
    count === null ? null : part(new Date(Number(count / PER_MILLISECOND[unit]) + hours * 3_600_000)),
  );

const wholeDays = INSTANTS.map(at => Math.floor(at.getTime() / 86_400_000));
const midnights = wholeDays.map(day => new Date(day * 86_400_000));

/** Moments, and what the clock shows. */
const IN_BERLIN = [
  ['2024-03-31T00:59:59.999Z', '2024-03-31T01:59:59.999'],
  ['2024-03-31T01:00:00.000Z', '2024-03-31T03:00:00.000'],
  ['2024-10-27T00:30:00.001Z', '2024-10-27T02:30:00.001'],
  ['2024-10-27T01:30:00.001Z', '2024-10-27T02:30:00.001'],
  ['2023-12-31T23:00:00.000Z', '2024-01-01T00:00:00.000'],
  ['2999-06-30T22:00:00.000Z', '2999-07-01T00:00:00.000'],
  ['1850-01-01T00:00:00.000Z', '1850-01-01T00:53:28.000'],
] as const;

/** A part of dates, whose values the Date of JavaScript gives. */
function dated(part: (at: Date) => unknown, type: LiteralColumn[0], more: readonly FunctionCase[] = []): readonly FunctionCase[] {
  return [
    { name: 'timestamp[ms]', input: { t: [timestamp('ms'), instants('ms')] }, gives: [type, parts(part)] },
    { name: 'timestamp[us, UTC]', input: { t: [timestamp('us', 'UTC'), instants('us')] }, gives: [type, parts(part, 'us')] },
    { name: 'timestamp[ns], beyond 53 bits', input: { t: [timestamp('ns'), instants('ns')] }, gives: [type, parts(part, 'ns')] },
    {
      name: 'the clock of a zone ahead of UTC',
      input: { t: [timestamp('ms', '+05:00'), instants('ms')] },
      gives: [type, parts(part, 'ms', 5)],
    },
    {
      name: 'the clock of a zone behind UTC',
      input: { t: [timestamp('ns', '-1100'), instants('ns')] },
      gives: [type, parts(part, 'ns', -11)],
    },
    {
      name: 'timestamp[s]',
      input: { t: [timestamp('s'), INSTANTS.map(at => BigInt(Math.floor(at.getTime() / 1000)))] },
      gives: [type, INSTANTS.map(at => part(new Date(Math.floor(at.getTime() / 1000) * 1000)))],
    },
    { name: 'date[day]', input: { t: [DAYS, [...wholeDays, null]] }, gives: [type, [...midnights.map(part), null]] },
    { name: 'date[millisecond]', input: { t: [MILLISECONDS, instants('ms')] }, gives: [type, parts(part)] },
    {
      name: 'a dictionary',
      input: { t: [{ id: 'dictionary', index: { id: 'int8' }, values: timestamp('ms'), ordered: false }, [-1n, null, -1n]] },
      gives: [type, [part(new Date(-1)), null, part(new Date(-1))]],
    },
    {
      name: 'a literal',
      input: { x: ['int8', [1, 2]] },
      operands: [literal(new Date(0))],
      gives: [type, [part(new Date(0)), part(new Date(0))]],
    },
    { name: 'no rows', input: { t: [timestamp('us'), []] }, gives: [type, []] },
    { name: 'nulls alone', input: { n: ['null', [null]] }, gives: [type, [null]] },
    {
      name: 'the clock of a zone that is put forward and back',
      input: { t: [timestamp('ms', 'Europe/Berlin'), [...IN_BERLIN.map(([moment]) => BigInt(Date.parse(moment))), null]] },
      gives: [type, [...IN_BERLIN.map(([, shown]) => part(new Date(`${shown}Z`))), null]],
    },
    {
      name: 'a zone that there is not',
      input: { t: [timestamp('ms', 'Mars/Base'), [0n]] },
      gives: { error: 'TYPE_MISMATCH' },
    },
    ...more,
  ];
}

const integers = (part: (at: Date) => number, more: readonly FunctionCase[] = []) => dated(at => BigInt(part(at)), 'int64', more);

const DAY = 86_400_000;
/** ISO 8601: the year of the Thursday, and how many Thursdays it has had. */
const isoWeek = (at: Date): readonly [number, number] => {
  const thursday = new Date((Math.floor(at.getTime() / DAY) - ((at.getUTCDay() + 6) % 7) + 3) * DAY);
  return [thursday.getUTCFullYear(), Math.floor(dayOfYear(thursday) / 7 - 1 / 7) + 1];
};
function dayOfYear(at: Date): number {
  const first = new Date(at);
  first.setUTCMonth(0, 1);
  return Math.round((at.getTime() - first.getTime()) / DAY) + 1;
}
const monthDay = (at: Date, month: number, day: number): number => {
  const of = new Date(at);
  of.setUTCMonth(month, day);
  return Math.floor(of.getTime() / DAY);
};
const isLeap = (at: Date): boolean => {
  const february = new Date(at);
  february.setUTCMonth(1, 29);
  return february.getUTCMonth() === 1;
};

const extremes = (first: bigint, last: bigint): FunctionCase => ({
  name: 'the least and the greatest timestamp[s]',
  input: { t: [timestamp('s'), [INT_MIN, INT_MAX]] },
  gives: ['int64', [first, last]],
});
const days = (part: (at: Date) => number): readonly FunctionCase[] =>
  dated(part, DAYS, [
    {
      name: 'a day that date[day] does not have',
      input: { t: [timestamp('s'), [0n, INT_MAX]] },
      gives: { error: 'CAST_FAILED' },
    },
  ]);

const clocked = (part: (at: Date) => number, of: readonly [bigint, bigint]): readonly FunctionCase[] => [
  ...integers(part),
  {
    name: 'times',
    input: { t: [time('ms'), [0n, 45_296_789n, 86_399_999n, null]] },
    gives: ['int64', [0n, BigInt(part(new Date(45_296_789))), BigInt(part(new Date(86_399_999))), null]],
  },
  { name: 'time[ns] and time[s]', input: { t: [time('ns'), [45_296_789_012_345n]] }, gives: ['int64', [of[0]]] },
  { name: 'time[s]', input: { t: [time('s'), [45_296n]] }, gives: ['int64', [of[1]]] },
  {
    name: 'a timestamp of nanoseconds before 1970',
    input: { t: [timestamp('ns'), [45_296_789_012_345n - 86_400n * 10n ** 14n]] },
    gives: ['int64', [of[0]]],
  },
];

export const timeCases: FunctionCases = {
  year: integers(at => at.getUTCFullYear(), [extremes(-292_277_022_657n, 292_277_026_596n)]),
  quarter: integers(at => Math.ceil((at.getUTCMonth() + 1) / 3), [extremes(1n, 4n)]),
  month: integers(at => at.getUTCMonth() + 1, [extremes(1n, 12n)]),
  day: integers(at => at.getUTCDate(), [extremes(27n, 4n)]),
  dayOfYear: integers(dayOfYear, [extremes(27n, 339n)]),
  weekday: integers(at => at.getUTCDay() || 7, [extremes(7n, 7n)]),
  isoWeek: integers(at => isoWeek(at)[1]),
  isoYear: integers(at => isoWeek(at)[0]),
  hour: clocked(at => at.getUTCHours(), [12n, 12n]),
  minute: clocked(at => at.getUTCMinutes(), [34n, 34n]),
  second: clocked(at => at.getUTCSeconds(), [56n, 56n]),
  millisecond: clocked(at => at.getUTCMilliseconds(), [789n, 0n]),
  microsecond: clocked(() => 0, [12n, 0n]),
  nanosecond: clocked(() => 0, [345n, 0n]),
  isLeapYear: dated(isLeap, 'bool'),
  date: days(at => Math.floor(at.getTime() / DAY)),
  monthStart: days(at => monthDay(at, at.getUTCMonth(), 1)),
  monthEnd: days(at => monthDay(at, at.getUTCMonth() + 1, 0)),
};

import type { DataType, LiteralValue } from '@parquetframe/core/engine';
import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, timestamp } from './types.js';

const NONE: LiteralColumn = ['null', [null, null]];
const MICROS = timestamp('us');
const of = (name: string, input: LiteralColumn, format: LiteralValue, gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { x: input },
  operands: [column('x'), literal(format)],
  gives,
});
const refused = (formats: readonly string[], input: LiteralColumn): readonly FunctionCase[] =>
  formats.map(format => of(`${format} is refused`, input, format, { error: 'INVALID_ARGUMENT' }));

/** 2024-02-29 23:05:09.123456 by a clock without a zone. */
const MOMENT = 1_709_247_909_123_456n;
const LEAP_DAY = 19_782;

/** Format, what it makes of the moment. */
const WRITTEN: readonly (readonly [format: string, text: string])[] = [
  ['%Y-%m-%dT%H:%M:%S.%f', '2024-02-29T23:05:09.123456'],
  ['%F %T', '2024-02-29 23:05:09'],
  ['%D %R', '02/29/24 23:05'],
  ['%I:%M %p', '11:05 PM'],
  ['%A %a %B %b', 'Thursday Thu February Feb'],
  ['%j %u %G-W%V %q', '060 4 2024-W09 1'],
  ['%3f %6f %9f', '123 123456 123456000'],
  ['%% %%Y é😀\n', '% %Y é😀\n'],
  ['', ''],
];

/** Dates that calendars differ about. */
const OTHER_DAYS: readonly (readonly [day: number, text: string])[] = [
  [-719_528, '0000-01-01 001 Saturday -0001-W52'],
  [-719_163, '0000-12-31 366 Sunday 0000-W52'],
  [-719_162, '0001-01-01 001 Monday 0001-W01'],
  [2_932_897, '10000-01-01 001 Saturday 9999-W52'],
  [-719_529, '-0001-12-31 365 Friday -0001-W52'],
  [18_627, '2020-12-31 366 Thursday 2020-W53'],
];
const MONTHS: readonly (readonly [day: number, text: string])[] = [
  ...[19_723, 19_754, 19_783, 19_814, 19_844, 19_875, 19_905, 19_936, 19_967, 19_997, 20_028, 20_058],
].map((day, i) => [
  day,
  [
    'Jan Mon',
    'Feb Thu',
    'Mar Fri',
    'Apr Mon',
    'May Wed',
    'Jun Sat',
    'Jul Mon',
    'Aug Thu',
    'Sep Sun',
    'Oct Tue',
    'Nov Fri',
    'Dec Sun',
  ][i] ?? '',
]);

const column2 = <A, B>(pairs: readonly (readonly [A, B])[]): readonly [readonly A[], readonly B[]] => [
  pairs.map(([a]) => a),
  pairs.map(([, b]) => b),
];
const days = (name: string, format: string, pairs: readonly (readonly [number, string])[]): FunctionCase => {
  const [given, texts] = column2(pairs);
  return of(name, [DAYS, [...given, null]], format, ['utf8', [...texts, null]]);
};

/** Format, text, the day and the microseconds of it that it stands for; undefined: it fails. */
type Reading = readonly [format: string, text: string, day?: number, micros?: number];
const READ: readonly Reading[] = [
  ['%Y-%m-%d', '2024-02-29', LEAP_DAY],
  ['%F', '2024-2-29', LEAP_DAY],
  ['%Y%m%d', '20240229', LEAP_DAY],
  ['%d.%m.%y', '29.2.24', LEAP_DAY],
  ['%d/%b/%Y', '29/fEb/2024', LEAP_DAY],
  ['%A, %B %d, %Y', 'Monday, FEBRUARY 29, 2024', LEAP_DAY],
  ['%a %Y %j', 'thu 2024 60', LEAP_DAY],
  ['%Y-%j', '2024-366', 20_088],
  ['%F', '0000-01-01', -719_528],
  ['%F', '9999-12-31', 2_932_896],
  ['%y-%m-%d', '69-01-01', -365],
  ['%y-%m-%d', '68-01-01', 35_794],
  ['é%F%%', 'é1970-01-01%', 0],
  ['%F', '2023-02-29'],
  ['%F', '2024-13-01'],
  ['%F', '2024-00-01'],
  ['%F', '2024-01-00'],
  ['%F', '2024-04-31'],
  ['%F', '2024-02-29 '],
  ['%F', ' 2024-02-29'],
  ['%F', '24-02-29'],
  ['%F', '02024-02-29'],
  ['%F', '-2024-02-29'],
  ['%F', '2024-02'],
  ['%F', ''],
  ['%F', '２０２４-02-29'],
  ['%Y-%j', '2023-366'],
  ['%Y-%j', '2023-0'],
  ['%b %d %Y', '\u212aan 1 2024'],
  ['%b %d %Y', 'January 1 2024'],
  ['%B %d %Y', 'Jan 1 2024'],
];
const CLOCK: readonly Reading[] = [
  ['%F %T', '2024-02-29 23:05:09', LEAP_DAY, 83_109_000_000],
  ['%FT%T.%f', '2024-02-29T23:05:09.123456', LEAP_DAY, 83_109_123_456],
  ['%FT%T.%f', '2024-02-29T23:05:09.5', LEAP_DAY, 83_109_500_000],
  ['%FT%T.%f', '2024-02-29T23:05:09.123456789', LEAP_DAY, 83_109_123_456],
  ['%F %I:%M %p', '2024-02-29 12:01 am', LEAP_DAY, 60_000_000],
  ['%F %I %p', '2024-02-29 12 PM', LEAP_DAY, 43_200_000_000],
  ['%F %p%I', '2024-02-29 Pm1', LEAP_DAY, 46_800_000_000],
  ['%F %H', '1969-12-31 23', -1, 82_800_000_000],
  ['%FT%T.%f', '9999-12-31T23:59:59.999999', 2_932_896, 86_399_999_999],
  ['%F %H', '2024-02-29 24'],
  ['%F %R', '2024-02-29 00:60'],
  ['%F %T', '2024-02-29 00:00:60'],
  ['%F %I %p', '2024-02-29 0 AM'],
  ['%F %I %p', '2024-02-29 13 AM'],
  ['%F %I %p', '2024-02-29 1 XM'],
  ['%FT%T.%f', '2024-02-29T23:05:09.'],
  ['%FT%T.%f', '2024-02-29T23:05:09.1234567890'],
];
const ONCE = ['%Q', '%', '%4f', '%u %F', '%G %F', '%q %F', '%3f%S%F', '%Y', '%Y-%m', '%m-%d', '%Y %j %m', '%Y %y %m %d', '%F %m'];
const readings = (
  type: DataType,
  all: readonly Reading[],
  value: (day: number, micros: number) => unknown,
  strict = true,
): readonly FunctionCase[] =>
  all.map(([format, text, day, micros = 0]) =>
    of(
      `${JSON.stringify(text)} as ${format}`,
      ['utf8', [text, null]],
      format,
      day === undefined ? (strict ? { error: 'CAST_FAILED' } : [type, [null, null]]) : [type, [value(day, micros), null]],
    ),
  );
const microsOf = (day: number, micros: number): bigint => BigInt(day) * 86_400_000_000n + BigInt(micros);
const common = (type: DataType, value: unknown): readonly FunctionCase[] => [
  of('views', ['utf8View', ['2024-02-29', null]], '%F', [type, [value, null]]),
  of('large offsets', ['largeUtf8', ['2024-02-29']], '%F', [type, [value]]),
  { name: 'a literal', input: { x: ['int8', [1]] }, operands: [literal('2024-02-29'), literal('%F')], gives: [type, [value]] },
  of('a null for a format', ['utf8', ['a']], null, [type, [null]]),
  of('nulls', NONE, '%F', [type, [null, null]]),
  of('no rows', ['utf8', []], '%F', [type, []]),
  of('a number', ['int64', [1n]], '%F', { error: 'TYPE_MISMATCH' }),
  ...refused(ONCE, ['utf8', ['a']]),
];

export const timeFormatCases: FunctionCases = {
  formatTime: [
    ...WRITTEN.map(([format, text]) => of(JSON.stringify(format), [MICROS, [MOMENT, null]], format, ['utf8', [text, null]])),
    days('days of all kinds', '%F %j %A %G-W%V', OTHER_DAYS),
    days('names', '%b %a', MONTHS),
    of('dates at midnight', [DAYS, [LEAP_DAY]], '%F %T.%f %I %p', ['utf8', ['2024-02-29 00:00:00.000000 12 AM']]),
    of('dates in milliseconds', [{ id: 'date', unit: 'millisecond' }, [-1n]], '%F %T.%3f', ['utf8', ['1969-12-31 23:59:59.999']]),
    of('nanoseconds', [timestamp('ns'), [-1n, INT_MAX, INT_MIN]], '%F %T.%9f', [
      'utf8',
      ['1969-12-31 23:59:59.999999999', '2262-04-11 23:47:16.854775807', '1677-09-21 00:12:43.145224192'],
    ]),
    of('seconds', [timestamp('s'), [43_200n]], '%T.%f %I %p', ['utf8', ['12:00:00.000000 12 PM']]),
    of('the greatest timestamp', [timestamp('s'), [INT_MAX, INT_MIN]], '%Y-%m-%d', [
      'utf8',
      ['292277026596-12-04', '-292277022657-01-27'],
    ]),
    of('the clock of a zone', [timestamp('ms', '-01:30'), [0n, null]], '%F %T', ['utf8', ['1969-12-31 22:30:00', null]]),
    of('a null for a format', [DAYS, [1]], null, ['utf8', [null]]),
    of('nulls', NONE, '%F', ['utf8', [null, null]]),
    of('no rows', [DAYS, []], '%F', ['utf8', []]),
    of('a text', ['utf8', ['2024-01-01']], '%F', { error: 'TYPE_MISMATCH' }),
    ...refused(['%Q', '%', '%3', 'a%4f', '%-d', '%z'], [DAYS, [1]]),
  ],
  toDate: [
    ...readings(DAYS, READ, day => day),
    ...common(DAYS, LEAP_DAY),
    ...refused(['%F %H', '%F %S', '%F %f'], ['utf8', ['a']]),
  ],
  toTimestamp: [
    ...readings(MICROS, [...READ, ...CLOCK], microsOf),
    ...common(MICROS, microsOf(LEAP_DAY, 0)),
    ...refused(['%F %I', '%F %p', '%F %H %p', '%F %f', '%F %H %I %p'], ['utf8', ['a']]),
  ],
  tryToDate: [
    ...readings(DAYS, READ, day => day, false),
    ...common(DAYS, LEAP_DAY),
    of('some of many', ['utf8', ['2024-02-29', 'x', null, '2023-02-29']], '%F', [DAYS, [LEAP_DAY, null, null, null]]),
  ],
  tryToTimestamp: [...readings(MICROS, [...READ, ...CLOCK], microsOf, false), ...common(MICROS, microsOf(LEAP_DAY, 0))],
};

import type { LiteralColumn } from '../../values.js';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, timestamp } from './types.js';

const at = (text: string): bigint => BigInt(Date.parse(text.includes('T') ? text : text.replace('Z', '')));
const day = (text: string): number => Number(at(text) / 86_400_000n);
const TEXTS = ['2024-02-29T13:45:59.999Z', '1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
const MOMENTS = TEXTS.map(at);

/** Truncation to a unit of each of them. */
const truncated = (unit: string, ...to: readonly string[]): readonly FunctionCase[] => [
  {
    name: `to a ${unit}, in milliseconds`,
    input: { t: [timestamp('ms'), [...MOMENTS, null]] },
    operands: [column('t'), literal(unit)],
    gives: [timestamp('ms'), [...to.map(text => at(`${text}Z`)), null]],
  },
  {
    name: `to a ${unit}, in nanoseconds`,
    input: { t: [timestamp('ns', 'UTC'), MOMENTS.slice(0, 2).map(ms => ms * 1_000_000n + 999_999n)] },
    operands: [column('t'), literal(unit)],
    gives: [timestamp('ns', 'UTC'), to.slice(0, 2).map(text => at(`${text}Z`) * 1_000_000n)],
  },
];

const moved = (
  name: string,
  type: LiteralColumn[0],
  from: readonly unknown[],
  by: readonly (bigint | null)[],
  gives: readonly unknown[],
): FunctionCase => ({ name, input: { t: [type, from], n: ['int64', by] }, gives: [type, gives] });
const beyond = (name: string, type: LiteralColumn[0], from: unknown, by: bigint): FunctionCase => ({
  name,
  input: { t: [type, [from]], n: ['int64', [by]] },
  gives: { error: 'INTEGER_OVERFLOW' },
});

const between = (
  name: string,
  unit: string,
  from: LiteralColumn,
  to: LiteralColumn,
  gives: readonly (bigint | null)[],
): FunctionCase => ({
  name: `${name}, in units of a ${unit}`,
  input: { a: from, b: to },
  operands: [column('a'), column('b'), literal(unit)],
  gives: ['int64', gives],
});
const ms = (...texts: readonly (string | null)[]): LiteralColumn => [
  timestamp('ms'),
  texts.map(text => (text === null ? null : at(`${text}Z`))),
];
const zero: LiteralColumn = [timestamp('s'), [INT_MIN]];

/** Rounding to a unit, of milliseconds. */
const rounded = (unit: string, ...pairs: readonly (readonly [from: string, to: string])[]): FunctionCase => ({
  name: `to a ${unit}`,
  input: { t: [timestamp('ms'), [...pairs.map(([from]) => at(`${from}Z`)), null]] },
  operands: [column('t'), literal(unit)],
  gives: [timestamp('ms'), [...pairs.map(([, to]) => at(`${to}Z`)), null]],
});
const counted = (name: string, unit: string, counts: LiteralColumn, gives: FunctionCase['gives']): FunctionCase => ({
  name,
  input: { n: counts },
  operands: [column('n'), literal(unit)],
  gives,
});

export const calendarCases: FunctionCases = {
  roundTime: [
    rounded(
      'year',
      ['2024-07-01T23:59:59.999', '2024-01-01'],
      ['2024-07-02', '2025-01-01'],
      ['2023-07-02T11:59:59.999', '2023-01-01'],
      ['2023-07-02T12:00', '2024-01-01'],
    ),
    rounded(
      'quarter',
      ['2024-02-15T11:59:59.999', '2024-01-01'],
      ['2024-02-15T12:00', '2024-04-01'],
      ['1969-12-31', '1970-01-01'],
    ),
    rounded('month', ['2024-02-15T11:59:59.999', '2024-02-01'], ['2024-02-15T12:00', '2024-03-01'], ['2024-12-17', '2025-01-01']),
    rounded('week', ['2024-02-29T11:59:59.999', '2024-02-26'], ['2024-02-29T12:00', '2024-03-04'], ['1969-12-31', '1969-12-29']),
    rounded(
      'day',
      ['2024-02-28T11:59:59.999', '2024-02-28'],
      ['2024-02-28T12:00', '2024-02-29'],
      ['1969-12-31T12:00', '1970-01-01'],
    ),
    rounded('hour', ['2024-02-28T23:29:59.999', '2024-02-28T23:00'], ['2024-02-28T23:30', '2024-02-29']),
    rounded('minute', ['2024-02-28T23:59:29.999', '2024-02-28T23:59'], ['2024-02-28T23:59:30', '2024-02-29']),
    rounded('second', ['1969-12-31T23:59:59.499', '1969-12-31T23:59:59'], ['1969-12-31T23:59:59.500', '1970-01-01']),
    {
      name: 'nanoseconds: one less than half',
      input: { t: [timestamp('ns'), [43_200_000_000_000n, 43_199_999_999_999n]] },
      operands: [column('t'), literal('day')],
      gives: [timestamp('ns'), [86_400_000_000_000n, 0n]],
    },
    {
      name: 'dates: the middle of a week is noon',
      input: { t: [DAYS, [day('2024-02-29'), day('2024-03-01'), null]] },
      operands: [column('t'), literal('week')],
      gives: [DAYS, [day('2024-02-26'), day('2024-03-04'), null]],
    },
    { name: 'a date stays in its hour', input: { t: [DAYS, [7]] }, operands: [column('t'), literal('hour')], gives: [DAYS, [7]] },
    {
      name: 'beyond the type',
      input: { t: [timestamp('ns'), [INT_MAX]] },
      operands: [column('t'), literal('second')],
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'a unit that there is not',
      input: { t: [DAYS, [7]] },
      operands: [column('t'), literal('fortnight')],
      gives: { error: 'INVALID_ARGUMENT' },
    },
    {
      name: 'no rows',
      input: { t: [timestamp('us'), []] },
      operands: [column('t'), literal('day')],
      gives: [timestamp('us'), []],
    },
  ],
  addDays: [
    moved(
      'over the ends of months',
      DAYS,
      ['2024-02-28', '2023-02-28', '2024-01-01'].map(day),
      [1n, 1n, -1n],
      [day('2024-02-29'), day('2023-03-01'), day('2023-12-31')],
    ),
    moved(
      'keeps the time of the day',
      timestamp('us'),
      [-1n, 5n, null, 5n],
      [1n, -1n, 1n, null],
      [86_399_999_999n, 5n - 86_400_000_000n, null, null],
    ),
    {
      name: 'a literal number',
      input: { t: [DAYS, [0, null]] },
      operands: [column('t'), literal(-3)],
      gives: [DAYS, [-3, null]],
    },
    { name: 'uint64', input: { t: [DAYS, [0]], n: ['uint64', [1n]] }, gives: [DAYS, [1]] },
    moved('as far as seconds go', timestamp('s'), [INT_MIN], [213_503_982_334_601n], [INT_MIN + 213_503_982_334_601n * 86_400n]),
    beyond('beyond nanoseconds', timestamp('ns'), 0n, 120_000n),
    beyond('beyond date[day]', DAYS, 2 ** 31 - 1, 1n),
    beyond('more days than there are', timestamp('s'), 0n, INT_MAX),
    beyond('fewer', timestamp('s'), 0n, INT_MIN),
    { name: 'no rows', input: { t: [DAYS, []], n: ['int8', []] }, gives: [DAYS, []] },
  ],
  fromEpoch: [
    ...(['s', 'ms', 'us', 'ns'] as const).map(unit =>
      counted(unit, unit, ['int64', [INT_MIN, -1n, 0n, null, INT_MAX]], [timestamp(unit), [INT_MIN, -1n, 0n, null, INT_MAX]]),
    ),
    counted('narrow integers', 's', ['uint8', [255, null]], [timestamp('s'), [255n, null]]),
    counted('uint64', 'ms', ['uint64', [2n ** 63n - 1n, null]], [timestamp('ms'), [INT_MAX, null]]),
    counted('beyond', 'ms', ['uint64', [1n, 2n ** 63n]], { error: 'INTEGER_OVERFLOW' }),
    counted('floats', 's', ['float64', [1]], { error: 'TYPE_MISMATCH' }),
    counted('a unit that there is not', 'day', ['int64', [1n]], { error: 'INVALID_ARGUMENT' }),
    counted('nulls alone', 'us', ['null', [null]], [timestamp('us'), [null]]),
    counted('no rows', 's', ['int64', []], [timestamp('s'), []]),
  ],
  truncateTime: [
    ...truncated('year', '2024-01-01', '1969-01-01', '0001-01-01', '9999-01-01'),
    ...truncated('quarter', '2024-01-01', '1969-10-01', '0001-01-01', '9999-10-01'),
    ...truncated('month', '2024-02-01', '1969-12-01', '0001-01-01', '9999-12-01'),
    ...truncated('week', '2024-02-26', '1969-12-29', '0001-01-01', '9999-12-27'),
    ...truncated('day', '2024-02-29', '1969-12-31', '0001-01-01', '9999-12-31'),
    ...truncated('hour', '2024-02-29T13:00:00', '1969-12-31T23:00:00', '0001-01-01T00:00:00', '9999-12-31T23:00:00'),
    ...truncated('minute', '2024-02-29T13:45:00', '1969-12-31T23:59:00', '0001-01-01T00:00:00', '9999-12-31T23:59:00'),
    ...truncated('second', '2024-02-29T13:45:59', '1969-12-31T23:59:59', '0001-01-01T00:00:00', '9999-12-31T23:59:59'),
    {
      name: 'by the clock of the zone',
      input: { t: [timestamp('s', '+05:30'), [0n, -19_801n]] },
      operands: [column('t'), literal('day')],
      gives: [timestamp('s', '+05:30'), [-19_800n, -106_200n]],
    },
    {
      name: 'dates',
      input: { t: [DAYS, [day('2024-02-29'), -1, null]] },
      operands: [column('t'), literal('week')],
      gives: [DAYS, [day('2024-02-26'), -3, null]],
    },
    { name: 'a date stays in its hour', input: { t: [DAYS, [7]] }, operands: [column('t'), literal('hour')], gives: [DAYS, [7]] },
    {
      name: 'a literal',
      input: { x: ['int8', [1]] },
      operands: [literal(new Date(1)), literal('second')],
      gives: [timestamp('ms'), [0n]],
    },
    {
      name: 'nulls alone',
      input: { n: ['null', [null]] },
      operands: [column('n'), literal('day')],
      gives: [timestamp('us'), [null]],
    },
    {
      name: 'no rows',
      input: { t: [timestamp('us'), []] },
      operands: [column('t'), literal('day')],
      gives: [timestamp('us'), []],
    },
    {
      name: 'the least timestamp has no beginning of its year',
      input: { t: [timestamp('ns'), [INT_MIN]] },
      operands: [column('t'), literal('year')],
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'a unit that there is not',
      input: { t: [DAYS, [7]] },
      operands: [column('t'), literal('fortnight')],
      gives: { error: 'INVALID_ARGUMENT' },
    },
    {
      name: 'a unit in a column',
      input: { t: [DAYS, [7]], u: ['utf8', ['day']] },
      operands: [column('t'), column('u')],
      gives: { error: 'INVALID_ARGUMENT' },
    },
  ],
  addMonths: [
    moved(
      'clamps to the last day',
      DAYS,
      ['2024-01-31', '2023-01-31', '2024-03-31', '2024-02-29'].map(day),
      [1n, 1n, -1n, 12n],
      ['2024-02-29', '2023-02-28', '2024-02-29', '2025-02-28'].map(day),
    ),
    moved(
      'keeps the time of the day',
      timestamp('us'),
      [-1n, 0n, null, 5n],
      [2n, -1n, 1n, null],
      [at('1970-02-28T23:59:59.999Z') * 1000n + 999n, at('1969-12-01') * 1000n, null, null],
    ),
    moved('over years', timestamp('ns'), [0n], [-1200n], [at('1870-01-01') * 1_000_000n]),
    moved(
      'by the clock of the zone',
      timestamp('s', '-01:00'),
      [at('2024-03-01T00:30:00Z') / 1000n],
      [1n],
      [at('2024-03-30T00:30:00Z') / 1000n],
    ),
    { name: 'a literal number', input: { t: [DAYS, [0, null]] }, operands: [column('t'), literal(1)], gives: [DAYS, [31, null]] },
    {
      name: 'a literal date',
      input: { n: ['int8', [1, -1]] },
      operands: [literal(new Date(0)), column('n')],
      gives: [timestamp('ms'), [at('1970-02-01'), at('1969-12-01')]],
    },
    { name: 'no number', input: { t: [DAYS, [0, null]] }, operands: [column('t'), literal(null)], gives: [DAYS, [null, null]] },
    beyond('beyond nanoseconds', timestamp('ns'), 0n, 12n * 300n),
    beyond('beyond date[day]', DAYS, 2 ** 31 - 1, 1n),
    beyond('more months than there are', timestamp('s'), 0n, INT_MAX),
    beyond('fewer', timestamp('s'), 0n, INT_MIN),
    { name: 'no rows', input: { t: [DAYS, []], n: ['int8', []] }, gives: [DAYS, []] },
  ],
  addYears: [
    moved(
      'the 29th of February',
      DAYS,
      ['2024-02-29', '2024-02-29', '2000-02-29'].map(day),
      [1n, 4n, -100n],
      ['2025-02-28', '2028-02-29', '1900-02-28'].map(day),
    ),
    moved(
      'to the years 1 and 9999',
      timestamp('ms'),
      [at('2000-06-15T12:00:00Z'), at('2000-06-15T12:00:00Z')],
      [-1999n, 7999n],
      [at('0001-06-15T12:00:00Z'), at('9999-06-15T12:00:00Z')],
    ),
    { name: 'uint64', input: { t: [DAYS, [0]], n: ['uint64', [1n]] }, gives: [DAYS, [365]] },
    beyond('beyond', timestamp('us'), 0n, 300_000n),
  ],
  epoch: [
    {
      name: 'seconds, rounded down',
      input: { t: [timestamp('ms'), [1999n, -1n, null]] },
      operands: [column('t'), literal('s')],
      gives: ['int64', [1n, -1n, null]],
    },
    {
      name: 'nanoseconds of days',
      input: { t: [DAYS, [1, -1, null]] },
      operands: [column('t'), literal('ns')],
      gives: ['int64', [86_400_000_000_000n, -86_400_000_000_000n, null]],
    },
    {
      name: 'in UTC, whatever the zone',
      input: { t: [timestamp('s', '+01:00'), [3600n]] },
      operands: [column('t'), literal('ms')],
      gives: ['int64', [3_600_000n]],
    },
    {
      name: 'the least and the greatest',
      input: { t: [timestamp('ns'), [INT_MIN, INT_MAX]] },
      operands: [column('t'), literal('us')],
      gives: ['int64', [-9_223_372_036_854_776n, 9_223_372_036_854_775n]],
    },
    {
      name: 'the same unit',
      input: { t: [timestamp('ns'), [INT_MIN, INT_MAX]] },
      operands: [column('t'), literal('ns')],
      gives: ['int64', [INT_MIN, INT_MAX]],
    },
    {
      name: 'beyond int64',
      input: { t: [timestamp('s'), [0n, INT_MAX]] },
      operands: [column('t'), literal('ns')],
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'a unit that there is not',
      input: { t: [DAYS, [7]] },
      operands: [column('t'), literal('day')],
      gives: { error: 'INVALID_ARGUMENT' },
    },
  ],
  until: [
    between(
      'towards zero',
      'day',
      ms('2024-01-01T12:00', '2024-01-03T11:00', null),
      ms('2024-01-03T11:00', '2024-01-01T12:00', '2024-01-01'),
      [1n, -1n, null],
    ),
    between('towards zero', 'week', ms('2024-01-01', '2024-01-15'), ms('2024-01-14T23:00', '2024-01-01T00:30'), [1n, -1n]),
    between(
      'months of the calendar',
      'month',
      ms('2024-01-31', '2024-02-29', '2024-03-31', '2024-01-15T12:00', '2024-03-15T12:00'),
      ms('2024-02-29', '2024-01-31', '2024-02-29', '2024-03-15T11:59', '2024-01-15T12:01'),
      [1n, 0n, -1n, 1n, -1n],
    ),
    between('quarters', 'quarter', ms('2024-01-01', '2024-01-01'), ms('2024-12-31', '2025-01-01'), [3n, 4n]),
    between('years', 'year', ms('2024-02-29', '2000-01-01', '2000-01-01'), ms('2025-02-28', '1999-01-02', '9999-12-31'), [
      1n,
      0n,
      7999n,
    ]),
    between(
      'different units',
      'microsecond',
      [timestamp('s'), [1n, -1n]],
      [timestamp('ns'), [1_000_001_999n, 0n]],
      [1n, 1_000_000n],
    ),
    between('a date and a timestamp', 'hour', [DAYS, [1]], [timestamp('us'), [90_000_000_000n]], [1n]),
    between(
      'different zones, by the instants',
      'minute',
      [timestamp('s', '+01:00'), [0n]],
      [timestamp('s', 'UTC'), [120n]],
      [2n],
    ),
    between(
      'months by the clock of the first',
      'month',
      [timestamp('s', '+01:00'), [at('2024-01-31T23:30:00Z') / 1000n]],
      [timestamp('s', 'UTC'), [at('2024-02-29T23:00:00Z') / 1000n]],
      [0n],
    ),
    between('the widest of all', 'second', zero, [timestamp('s'), [-1n]], [INT_MAX]),
    {
      name: 'beyond int64',
      input: { a: zero, b: [timestamp('s'), [0n]] },
      operands: [column('a'), column('b'), literal('second')],
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'a Date',
      input: { a: [DAYS, [0, null]] },
      operands: [column('a'), literal(new Date(86_400_000)), literal('day')],
      gives: ['int64', [1n, null]],
    },
    {
      name: 'a text',
      input: { a: [timestamp('us'), [0n]] },
      operands: [column('a'), literal('1970-01-02'), literal('millisecond')],
      gives: ['int64', [86_400_000n]],
    },
    {
      name: 'no rows',
      input: { a: [DAYS, []], b: [DAYS, []] },
      operands: [column('a'), column('b'), literal('nanosecond')],
      gives: ['int64', []],
    },
  ],
};

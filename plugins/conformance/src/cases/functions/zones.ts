import { zoneTable, type DataType, type LiteralValue } from '@parquetframe/core/engine';
import { column, literal } from '../expressions.js';
import type { FunctionCase, FunctionCases } from './case.js';
import { DAYS, INT_MAX, INT_MIN, timestamp } from './types.js';

const BERLIN = 'Europe/Berlin';
/** A moment with its offset, or what a clock shows, in milliseconds. */
const at = (text: string): bigint => BigInt(Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`));
const moments = (texts: readonly (string | null)[]): readonly (bigint | null)[] =>
  texts.map(text => (text === null ? null : at(text)));

const inZone = (
  name: string,
  zone: string | null,
  others: readonly LiteralValue[],
  from: readonly [zone: string | null, texts: readonly (string | null)[]],
  gives: readonly (string | null)[] | { readonly error: string },
): FunctionCase => ({
  name,
  input: { t: [timestamp('ms', from[0]), moments(from[1])] },
  operands: [column('t'), literal(zone), ...others.map(value => literal(value))],
  gives: 'error' in gives ? gives : [timestamp('ms', zone), moments(gives)],
});

/** What a clock shows, and when, where `ambiguous` and `nonExistent` say what to do. */
const zoned = (
  name: string,
  zone: string,
  modes: readonly LiteralValue[],
  pairs: readonly (readonly [local: string | null, moment: string | null])[],
): FunctionCase =>
  inZone(
    name,
    zone,
    modes,
    [null, pairs.map(([local]) => local)],
    pairs.map(([, moment]) => moment),
  );

const tableOf = (zone: string): Uint8Array => zoneTable(zone) ?? new Uint8Array();
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int8' }, values: timestamp('ms', BERLIN), ordered: false };

/** Times that zones show, also far from today: moments and what their clocks say. */
const SHOWN: readonly (readonly [zone: string, moment: string, local: string])[] = [
  [BERLIN, '2024-03-31T00:59:59.999Z', '2024-03-31T01:59:59.999'],
  [BERLIN, '2024-03-31T01:00:00Z', '2024-03-31T03:00:00'],
  [BERLIN, '2024-10-27T00:59:59.999Z', '2024-10-27T02:59:59.999'],
  [BERLIN, '2024-10-27T01:00:00Z', '2024-10-27T02:00:00'],
  [BERLIN, '1893-03-31T23:06:31Z', '1893-03-31T23:59:59'],
  [BERLIN, '1893-03-31T23:06:32Z', '1893-04-01T00:06:32'],
  [BERLIN, '0001-01-01T00:00:00Z', '0001-01-01T00:53:28'],
  [BERLIN, '2437-03-29T01:00:00Z', '2437-03-29T03:00:00'],
  [BERLIN, '9999-06-30T22:00:00Z', '9999-07-01T00:00:00'],
  ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29T23:59:59'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31T00:00:00'],
  ['Australia/Lord_Howe', '2024-04-06T15:00:00Z', '2024-04-07T01:30:00'],
  ['Asia/Kolkata', '1969-12-31T18:30:00Z', '1970-01-01T00:00:00'],
  ['America/New_York', '2040-11-04T05:59:59.999Z', '2040-11-04T01:59:59.999'],
  ['America/New_York', '2040-11-04T06:00:00Z', '2040-11-04T01:00:00'],
  ['Asia/Gaza', '2086-05-18T00:00:00Z', '2086-05-18T03:00:00'],
];
const clocks = [...new Set(SHOWN.map(([zone]) => zone))].map(
  (zone): readonly [string, readonly (readonly [string, string])[]] => [
    zone,
    SHOWN.filter(shown => shown[0] === zone).map(([, moment, local]) => [moment, local] as const),
  ],
);

const NOT_THERE = { error: 'CAST_FAILED' } as const;
const TWICE = '2024-10-27T02:30:00';
const SKIPPED = '2024-03-31T02:30:00';

export const zoneCases: FunctionCases = {
  convertTimeZone: [
    inZone(
      'from one zone to another',
      'America/New_York',
      [],
      [BERLIN, ['2024-01-01T00:00:00Z', null]],
      ['2024-01-01T00:00:00Z', null],
    ),
    inZone('a timestamp without a zone is in UTC', BERLIN, [], [null, ['2024-07-01T00:00:00Z']], ['2024-07-01T00:00:00Z']),
    inZone('to an offset', '+05:30', [], ['UTC', ['2024-07-01T00:00:00Z']], ['2024-07-01T00:00:00Z']),
    inZone('a zone that there is not', 'Europe/Berln', [], [null, ['2024-07-01T00:00:00Z']], { error: 'INVALID_ARGUMENT' }),
    {
      name: 'a zone in a column',
      input: { t: [timestamp('ms'), [0n]], z: ['utf8', [BERLIN]] },
      gives: { error: 'INVALID_ARGUMENT' },
    },
    { name: 'a date', input: { t: [DAYS, [0]] }, operands: [column('t'), literal(BERLIN)], gives: { error: 'TYPE_MISMATCH' } },
    {
      name: 'a dictionary',
      input: { t: [DICTIONARY, [-1n, null]] },
      operands: [column('t'), literal('UTC')],
      gives: [timestamp('ms', 'UTC'), [-1n, null]],
    },
    {
      name: 'nulls alone',
      input: { n: ['null', [null]] },
      operands: [column('n'), literal(BERLIN)],
      gives: [timestamp('us', BERLIN), [null]],
    },
  ],
  atTimeZone: [
    ...clocks.map(([zone, shown]) =>
      inZone(
        `what the clock of ${zone} shows`,
        null,
        [],
        [zone, [...shown.map(([moment]) => moment), null]],
        [...shown.map(([, local]) => local), null],
      ),
    ),
    zoned(
      'times that are there once',
      BERLIN,
      [],
      [
        ['2024-03-31T01:59:59.999', '2024-03-31T01:59:59.999+01:00'],
        ['2024-03-31T03:00:00', '2024-03-31T03:00:00+02:00'],
        ['2024-10-27T01:59:59.999', '2024-10-27T01:59:59.999+02:00'],
        ['2024-10-27T03:00:00', '2024-10-27T03:00:00+01:00'],
        ['9999-07-01T00:00:00', '9999-06-30T22:00:00Z'],
        [null, null],
      ],
    ),
    zoned(
      'the earliest of two',
      BERLIN,
      ['earliest'],
      [
        [TWICE, '2024-10-27T02:30:00+02:00'],
        ['2024-10-27T02:00:00', '2024-10-27T02:00:00+02:00'],
        ['2437-10-25T02:59:59', '2437-10-25T02:59:59+02:00'],
      ],
    ),
    zoned(
      'the latest of two',
      BERLIN,
      ['latest'],
      [
        [TWICE, '2024-10-27T02:30:00+01:00'],
        ['2437-10-25T02:59:59', '2437-10-25T02:59:59+01:00'],
        ['2024-10-27T03:00:00', '2024-10-27T03:00:00+01:00'],
      ],
    ),
    zoned(
      'null for two',
      BERLIN,
      ['null'],
      [
        [TWICE, null],
        ['2024-10-27T03:00:00', '2024-10-27T03:00:00+01:00'],
      ],
    ),
    zoned(
      'null for one that is skipped',
      BERLIN,
      ['raise', 'null'],
      [
        [SKIPPED, null],
        ['2024-03-31T02:00:00', null],
        ['2024-03-31T01:59:59', '2024-03-31T01:59:59+01:00'],
      ],
    ),
    zoned(
      'a whole day that is skipped',
      'Pacific/Apia',
      ['raise', 'null'],
      [
        ['2011-12-30T12:00:00', null],
        ['2011-12-31T00:00:00', '2011-12-30T10:00:00Z'],
      ],
    ),
    zoned(
      'half an hour twice',
      'Australia/Lord_Howe',
      ['latest'],
      [
        ['2024-04-07T01:29:59', '2024-04-06T14:29:59Z'],
        ['2024-04-07T01:30:00', '2024-04-06T15:00:00Z'],
      ],
    ),
    zoned('an offset', '-11:00', [], [['2024-01-01T00:00:00', '2024-01-01T11:00:00Z']]),
    inZone('two times are an error', BERLIN, [], [null, [TWICE]], NOT_THERE),
    inZone(
      'two times are an error, whatever is done with those that are skipped',
      BERLIN,
      ['raise', 'null'],
      [null, [TWICE]],
      NOT_THERE,
    ),
    inZone('one that is skipped is an error', BERLIN, ['earliest'], [null, [SKIPPED]], NOT_THERE),
    inZone('from zone to zone', 'America/New_York', [], [BERLIN, ['2024-07-01T12:00:00+02:00']], ['2024-07-01T12:00:00-04:00']),
    inZone('a zone that there is not', 'Berlin', [], [null, ['2024-01-01T00:00:00Z']], { error: 'INVALID_ARGUMENT' }),
    inZone('a mode that there is not', BERLIN, ['first'], [null, ['2024-01-01T00:00:00Z']], { error: 'INVALID_ARGUMENT' }),
    inZone('without a zone, as it is', null, [], [null, ['2024-01-01T00:00:00Z', null]], ['2024-01-01T00:00:00Z', null]),
    {
      name: 'what the type does not have',
      input: { t: [timestamp('ns'), [INT_MAX]] },
      operands: [column('t'), literal('-11:00')],
      gives: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'the last of all seconds',
      input: { t: [timestamp('s', BERLIN), [INT_MAX - 7200n, INT_MIN]] },
      operands: [column('t'), literal(null)],
      gives: [timestamp('s'), [INT_MAX - 3600n, INT_MIN + 3208n]],
    },
    {
      name: 'a dictionary',
      input: { t: [DICTIONARY, [0n, null]] },
      operands: [column('t'), literal(null)],
      gives: [timestamp('ms'), [3_600_000n, null]],
    },
    {
      name: 'a literal',
      input: { x: ['int8', [1, 2]] },
      operands: [literal(new Date(0)), literal(BERLIN)],
      gives: [timestamp('ms', BERLIN), [-3_600_000n, -3_600_000n]],
    },
    {
      name: 'no rows',
      input: { t: [timestamp('us'), []] },
      operands: [column('t'), literal(BERLIN)],
      gives: [timestamp('us', BERLIN), []],
    },
    {
      name: 'nulls alone',
      input: { n: ['null', [null]] },
      operands: [column('n'), literal(null)],
      gives: [timestamp('us'), [null]],
    },
  ],
  localTime: [
    {
      name: 'the clock of a table',
      input: { t: [timestamp('us', BERLIN), [0n, null, 1_720_000_000_000_000n]] },
      operands: [column('t'), literal(tableOf(BERLIN))],
      gives: [timestamp('us'), [3_600_000_000n, null, 1_720_007_200_000_000n]],
    },
  ],
  zonedTime: [
    {
      name: 'of two times the one at the offset of another moment',
      input: {
        t: [timestamp('ms'), [at(TWICE), at(TWICE), null, at(TWICE), at('2024-01-01T00:00:00')]],
        l: [
          timestamp('ms', BERLIN),
          moments(['2024-01-01T00:00:00Z', '2024-07-01T00:00:00Z', '2024-01-01T00:00:00Z', null, '2024-07-01T00:00:00Z']),
        ],
      },
      operands: [column('t'), literal(BERLIN), literal(tableOf(BERLIN)), literal('same'), literal('next'), column('l')],
      gives: [
        timestamp('ms', BERLIN),
        moments(['2024-10-27T01:30:00Z', '2024-10-27T00:30:00Z', null, null, '2023-12-31T23:00:00Z']),
      ],
    },
    {
      name: 'the moment that skips a time, or later by as much',
      input: { t: [timestamp('ms'), [at(SKIPPED), at('2424-03-31T02:10:00')]] },
      operands: [column('t'), literal(BERLIN), literal(tableOf(BERLIN)), literal('raise'), literal('next')],
      gives: [timestamp('ms', BERLIN), moments(['2024-03-31T01:00:00Z', '2424-03-31T01:00:00Z'])],
    },
    {
      name: 'later by as much as is skipped',
      input: { t: [timestamp('ms'), [at(SKIPPED)]] },
      operands: [column('t'), literal(BERLIN), literal(tableOf(BERLIN)), literal('raise'), literal('shift')],
      gives: [timestamp('ms', BERLIN), moments(['2024-03-31T03:30:00+02:00'])],
    },
  ],
};

const onClock = (
  name: string,
  zone: string,
  from: readonly string[],
  others: readonly LiteralValue[],
  gives: readonly string[],
): FunctionCase => ({
  name,
  input: { t: [timestamp('ms', zone), moments([...from, null])] },
  operands: [column('t'), ...others.map(value => literal(value))],
  gives: [timestamp('ms', zone), moments([...gives, null])],
});

/** Of functions that move times, in zones whose clocks change. */
export const zonedCalendarCases: FunctionCases = {
  truncateTime: [
    onClock(
      'days of 23 and 25 hours',
      BERLIN,
      ['2024-03-31T12:00:00+02:00', '2024-10-27T12:00:00+01:00'],
      ['day'],
      ['2024-03-30T23:00:00Z', '2024-10-26T22:00:00Z'],
    ),
    onClock(
      'an hour that is there twice',
      BERLIN,
      ['2024-10-27T00:45:00Z', '2024-10-27T01:45:00Z'],
      ['hour'],
      ['2024-10-27T00:00:00Z', '2024-10-27T01:00:00Z'],
    ),
    onClock(
      'hours of a zone at half past',
      'Asia/Kolkata',
      ['2024-01-01T00:45:00+05:30'],
      ['hour'],
      ['2024-01-01T00:00:00+05:30'],
    ),
    onClock(
      'a midnight that is there twice',
      'America/Havana',
      ['2024-11-03T12:00:00-05:00'],
      ['day'],
      ['2024-11-03T00:00:00-04:00'],
    ),
    onClock(
      'a midnight that is skipped',
      'America/Sao_Paulo',
      ['2018-11-04T12:00:00-02:00'],
      ['day'],
      ['2018-11-04T01:00:00-02:00'],
    ),
    onClock('quarters and years', BERLIN, ['2024-05-01T00:00:00+02:00'], ['quarter'], ['2024-04-01T00:00:00+02:00']),
    onClock('weeks', BERLIN, ['2024-03-31T12:00:00+02:00'], ['week'], ['2024-03-25T00:00:00+01:00']),
  ],
  addMonths: [
    onClock('the same time of the day', BERLIN, ['2024-01-31T12:00:00+01:00'], [6n], ['2024-07-31T12:00:00+02:00']),
    onClock(
      'to a time that is skipped: later by as much',
      BERLIN,
      ['2024-02-29T02:30:00+01:00', '2024-01-31T02:30:00+01:00'],
      [1n],
      ['2024-03-29T02:30:00+01:00', '2024-02-29T02:30:00+01:00'],
    ),
    onClock('to a skipped time', BERLIN, ['2024-01-31T02:30:00+01:00'], [2n], ['2024-03-31T03:30:00+02:00']),
    onClock(
      'to one that is there twice: at the offset from UTC that it has',
      BERLIN,
      ['2024-09-27T02:30:00+02:00', '2024-11-27T02:30:00+01:00'],
      [1n],
      ['2024-10-27T02:30:00+02:00', '2024-12-27T02:30:00+01:00'],
    ),
    onClock('back to one that is there twice', BERLIN, ['2024-11-27T02:30:00+01:00'], [-1n], ['2024-10-27T02:30:00+01:00']),
  ],
  addDays: [
    onClock(
      'days of 23 and 25 hours',
      BERLIN,
      ['2024-03-30T12:00:00+01:00', '2024-10-26T12:00:00+02:00'],
      [1n],
      ['2024-03-31T12:00:00+02:00', '2024-10-27T12:00:00+01:00'],
    ),
    onClock('to a skipped time', BERLIN, ['2024-03-30T02:30:00+01:00'], [1n], ['2024-03-31T03:30:00+02:00']),
  ],
  roundTime: [
    onClock(
      'noon of days of 23 and 25 hours',
      BERLIN,
      ['2024-03-31T12:00:00+02:00', '2024-10-27T11:59:59+01:00'],
      ['day'],
      ['2024-04-01T00:00:00+02:00', '2024-10-27T00:00:00+02:00'],
    ),
    onClock(
      'a minute before the clock is put back, and before it is put forward',
      BERLIN,
      ['2024-10-27T02:59:40+02:00', '2024-10-27T02:59:20+02:00', '2024-03-31T01:59:40+01:00'],
      ['minute'],
      ['2024-10-27T02:00:00+01:00', '2024-10-27T02:59:00+02:00', '2024-03-31T03:00:00+02:00'],
    ),
    onClock('an hour that is there twice', BERLIN, ['2024-10-27T02:30:00+02:00'], ['hour'], ['2024-10-27T02:00:00+01:00']),
    onClock('hours at half past', 'Asia/Kolkata', ['2024-01-01T00:30:00+05:30'], ['hour'], ['2024-01-01T01:00:00+05:30']),
    onClock('seconds', BERLIN, ['2024-10-27T02:59:59.500+02:00'], ['second'], ['2024-10-27T02:00:00+01:00']),
    {
      name: 'seconds of whole seconds',
      input: { t: [timestamp('s', BERLIN), [1_700_000_001n, null]] },
      operands: [column('t'), literal('second')],
      gives: [timestamp('s', BERLIN), [1_700_000_001n, null]],
    },
  ],
  addYears: [onClock('at another offset', BERLIN, ['2023-03-29T12:00:00+02:00'], [-4n], ['2019-03-29T12:00:00+01:00'])],
  until: [
    {
      name: 'months by the clock of the first, days of 24 hours',
      input: {
        a: [timestamp('ms', BERLIN), moments(['2024-03-01T00:00:00+01:00'])],
        b: [timestamp('ms', BERLIN), moments(['2024-04-01T00:00:00+02:00'])],
      },
      operands: [column('a'), column('b'), literal('month')],
      gives: ['int64', [1n]],
    },
    {
      name: 'days across a change',
      input: {
        a: [timestamp('ms', BERLIN), moments(['2024-03-31T00:00:00+01:00'])],
        b: [timestamp('ms', BERLIN), moments(['2024-04-01T00:00:00+02:00'])],
      },
      operands: [column('a'), column('b'), literal('day')],
      gives: ['int64', [0n]],
    },
    {
      name: 'years to a date, by the clock of the first',
      input: { a: [timestamp('ms', BERLIN), moments(['2022-12-31T23:30:00Z'])], b: [DAYS, [19_723]] },
      operands: [column('a'), column('b'), literal('year')],
      gives: ['int64', [1n]],
    },
  ],
  epoch: [
    {
      name: 'in a zone whose clock changes',
      input: { t: [timestamp('ms', BERLIN), moments(['2024-07-01T00:00:00+02:00'])] },
      operands: [column('t'), literal('s')],
      gives: ['int64', [at('2024-07-01T00:00:00+02:00') / 1000n]],
    },
  ],
  formatTime: [
    {
      name: 'by the clock of a zone',
      input: { t: [timestamp('ms', BERLIN), moments(['2024-07-01T00:00:00+02:00', '2024-12-31T23:00:00Z'])] },
      operands: [column('t'), literal('%Y-%m-%dT%H')],
      gives: ['utf8', ['2024-07-01T00', '2025-01-01T00']],
    },
  ],
};

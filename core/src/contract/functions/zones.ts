import { faultOfZone } from '../data/time-zones.js';
import { isBinary, valueType, type DataType } from '../data/types.js';
import { functions } from './definition.js';

type Timestamp = Extract<DataType, { readonly id: 'timestamp' }>;
const NAIVE: Timestamp = { id: 'timestamp', unit: 'us', timezone: null };

function timestampOf(type: DataType | undefined): Timestamp | undefined {
  const value = type && valueType(type);
  return value?.id === 'timestamp' ? value : undefined;
}

/** The timestamp in a zone that is a literal: it decides the type. */
function inZone(type: DataType | undefined, zone: unknown): DataType | undefined {
  const timestamp = timestampOf(type);
  return timestamp && (typeof zone === 'string' || zone === null) ? { ...timestamp, timezone: zone } : undefined;
}

const fault = (zone: unknown): string | undefined => (typeof zone === 'string' ? faultOfZone(zone) : undefined);

/** What is done with a time that the clock of the zone shows twice. */
export const AMBIGUOUS = ['raise', 'earliest', 'latest', 'null'] as const;
/** What is done with a time that the clock of the zone skips. */
export const NON_EXISTENT = ['raise', 'null'] as const;

const operand = (index: number): DataType => (index === 0 ? NAIVE : { id: 'utf8' });
const TABLE: DataType = { id: 'binary' };

/** Time zones: those of the tz database, and offsets such as `+05:30`. */
export const ZONE_FUNCTIONS = functions({
  convertTimeZone: {
    arity: 2,
    zoned: 'convert',
    constants: [1],
    method: { of: 'timestamp', takes: ['constant text'], gives: 'timestamp' },
    accepts: 'a timestamp and the name of a zone, written out',
    result: ([type], _to, [, zone] = []) => (typeof zone === 'string' ? inZone(type, zone) : undefined),
    operand,
    check: ([, zone]) => fault(zone),
    nulls: 'operands',
    fails: () => false,
    summary:
      'The same moment by the clock of another zone: of the tz database, such as Europe/Berlin, or at an offset such as +05:30. A timestamp without a zone counts as UTC.',
    type: 'timestamp[u, zone] of timestamp[u]',
  },
  atTimeZone: {
    arity: 2,
    optional: 2,
    zoned: 'local',
    constants: [1],
    choices: { 2: AMBIGUOUS, 3: NON_EXISTENT },
    accepts: 'a timestamp and the name of a zone or null, written out',
    result: ([type], _to, [, zone] = []) => inZone(type, zone),
    operand,
    check: ([, zone]) => fault(zone),
    nulls: 'own',
    fails: () => true,
    summary:
      'The moment at which the clock of another zone shows the same date and time; with null for the zone the date and time that the clock shows, without one. Where clocks are put back they show a time twice, of which `ambiguous` takes the `earliest` or the `latest` or gives `null`; where they are put forward they skip some, for which `nonExistent` may be `null`. Both are errors by default, `raise`. As a method: `t.atTimeZone(zone, { ambiguous, nonExistent })`.',
    type: 'timestamp[u, zone] of timestamp[u]',
    errors: 'CAST_FAILED for a time that the clock shows twice or not at all, INTEGER_OVERFLOW for what the type does not have',
  },
  localTime: {
    arity: 2,
    constants: [1],
    accepts: 'a timestamp and the table of a zone',
    result: ([type, table]) => (table && isBinary(table) ? inZone(type, null) : undefined),
    operand: index => (index === 0 ? NAIVE : TABLE),
    nulls: 'operands',
    fails: () => true,
    text: ([time = '']) => `localTime(${time})`,
    summary:
      'What plans spell out the functions of zones in: the date and time that the clock of a zone shows. The zone is a table of 64-bit integers, low bytes first: the second since 1970 from which all repeats after 400 years, the seconds that the clock is ahead of UTC at first, and then by turns the second of a change and the seconds that it is ahead from then on.',
    type: 'timestamp[u]',
    errors: 'INTEGER_OVERFLOW for what the type does not have',
  },
  zonedTime: {
    arity: 5,
    optional: 1,
    constants: [1, 2],
    choices: { 3: [...AMBIGUOUS, 'same'], 4: [...NON_EXISTENT, 'next', 'shift'] },
    accepts:
      'a timestamp, the name of a zone, its table, what is done with times that are there twice or not at all, and a timestamp if given',
    result: ([type, , table, , , like], _to, [, zone] = []) =>
      table && isBinary(table) && (!like || timestampOf(like)) ? inZone(type, zone) : undefined,
    operand: index => (index === 0 || index === 5 ? NAIVE : index === 2 ? TABLE : { id: 'utf8' }),
    nulls: 'own',
    fails: () => true,
    text: ([time = '', zone = '']) => `zonedTime(${time}, ${zone})`,
    summary:
      'The inverse of `localTime`, which plans spell out `atTimeZone` and others in. Of a time that the clock shows twice `same` takes the one with the offset from UTC that the last operand has, or the earliest; for one that it skips `next` gives the moment at which it does, and `shift` a time later by as much as it skips.',
    type: 'timestamp[u, zone] of timestamp[u]',
    errors: 'as `atTimeZone`',
  },
});

import { brotliDecompressSync } from 'node:zlib';
import { didYouMean, quoted } from '../errors/index.js';
import { TIME_ZONE_DATA } from './time-zone-data.js';
import { fixedOffset } from './zone.js';

/**
 * Time zones of the tz database. Engines have none of their own: what a plan needs of a zone goes with it, as a table of the moments at which its clock changes, so that all of them give the same
 * answers.
 */
interface Zone {
  /** seconds ahead of UTC before the first change */
  readonly first: number;
  /** seconds since 1970, and seconds ahead of UTC from then on */
  readonly changes: readonly (readonly [at: number, offset: number])[];
  /** for all years after the last change */
  readonly rule: Rule | undefined;
}
interface Rule {
  readonly standard: number;
  readonly summer: number;
  readonly begin: YearlyDay;
  readonly end: YearlyDay;
}
/** A weekday, from Sunday on 0, of a week of a month, of which the fifth is the last, and the seconds of that day. */
type YearlyDay = readonly [month: number, week: number, weekday: number, seconds: number];

/** 400 years have as many days in every calendar, and whole weeks: rules repeat after them. */
export const ZONE_CYCLE_DAYS = 146_097;
const CYCLE_YEARS = 400;
const NEVER = 2n ** 63n - 1n;

let packed: ReadonlyMap<string, string> | undefined;
/** Zones as they are written, by their names. */
function zones(): ReadonlyMap<string, string> {
  if (packed) return packed;
  const text = brotliDecompressSync(Buffer.from(TIME_ZONE_DATA, 'base64')).toString('utf8');
  packed = new Map(
    text.split('\n').flatMap(line => {
      const end = line.indexOf(';');
      const written = line.slice(end + 1);
      return line
        .slice(0, end)
        .split(' ')
        .map(name => [name, written] as const);
    }),
  );
  return packed;
}

/** Whether there is a zone of that name: in the tz database, or at a fixed offset such as `+05:30`. */
export const isZone = (name: string): boolean => fixedOffset(name) !== undefined || zones().has(name);

/** What is wrong with the name of a zone. */
export function faultOfZone(name: string): string | undefined {
  if (isZone(name)) return undefined;
  const hint = didYouMean(
    name,
    [...zones().keys()],
    'zones are named as in the tz database, such as "Europe/Berlin", or are offsets such as "+05:30"',
  );
  return `there is no time zone ${quoted(name)}${hint}`;
}

const tables = new Map<string, Uint8Array>();

/**
 * What engines get of a zone: 64-bit integers, low bytes first. The first is the moment, in seconds since 1970, from which all repeats after 400 years, the second how many seconds the clock is ahead of
 * UTC before its first change. After them, in pairs, come the moment of each change, and how many seconds the clock is ahead of UTC from then on. Undefined for a zone that there is not.
 */
export function zoneTable(name: string): Uint8Array | undefined {
  const known = tables.get(name);
  if (known) return known;
  const fixed = fixedOffset(name);
  const written = fixed === undefined ? zones().get(name) : undefined;
  if (fixed === undefined && written === undefined) return undefined;
  const table = tableOf(written === undefined ? { first: fixed ?? 0, changes: [], rule: undefined } : zoneOf(written));
  tables.set(name, table);
  return table;
}

function tableOf({ first, changes, rule }: Zone): Uint8Array {
  const all = [...changes];
  let repeats = NEVER;
  if (rule) {
    const [last, offset] = changes.at(-1) ?? [0, first];
    const year = new Date(last * 1000).getUTCFullYear();
    // A year more on either side, so that what is near the ends is there too.
    all.push(...yearly(rule, year, year + CYCLE_YEARS + 4, last, offset));
    repeats = BigInt(Date.UTC(year + 2, 0, 1) / 1000);
  }
  const table = new Uint8Array(16 * (all.length + 1));
  const view = new DataView(table.buffer);
  [repeats, first, ...all.flat()].forEach((value, index) => view.setBigInt64(8 * index, BigInt(value), true));
  return table;
}

/** The changes of a rule in some years, from a moment on at which the clock was so much ahead. */
function yearly(
  { standard, summer, begin, end }: Rule,
  from: number,
  to: number,
  after: number,
  before: number,
): [number, number][] {
  const found: [number, number][] = [];
  for (let year = from; year <= to; year++)
    found.push([momentOf(year, begin) - standard, summer], [momentOf(year, end) - summer, standard]);
  let offset = before;
  return found
    .toSorted(([a], [b]) => a - b)
    .filter(([at, next]) => {
      const isChange = at > after && next !== offset;
      if (isChange) offset = next;
      return isChange;
    });
}

function momentOf(year: number, [month, week, weekday, seconds]: YearlyDay): number {
  const first = new Date(Date.UTC(year, month - 1, 1));
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = 1 + ((weekday - first.getUTCDay() + 7) % 7) + 7 * (week - 1);
  if (day > days) day -= 7;
  return Date.UTC(year, month - 1, day) / 1000 + seconds;
}

/** Of its text: the offset before all changes, the changes, each as what it adds to the one before, to base 36, and the rule. */
function zoneOf(written: string): Zone {
  const [first = '0', listed = '', rule = ''] = written.split(';');
  let [at, offset] = [0, parseInt(first, 36)];
  const changes = (listed === '' ? [] : listed.split(',')).map(change => {
    const [later = '0', more = '0'] = change.split(' ');
    at += parseInt(later, 36);
    offset += parseInt(more, 36);
    return [at, offset] as const;
  });
  return { first: parseInt(first, 36), changes, rule: rule === '' ? undefined : ruleOf(rule.split(' ').map(Number)) };
}

function ruleOf(numbers: readonly number[]): Rule {
  const [standard = 0, summer = 0] = numbers;
  const day = (from: number): YearlyDay => {
    const [month = 1, week = 1, weekday = 0, seconds = 0] = numbers.slice(from);
    return [month, week, weekday, seconds];
  };
  return { standard, summer, begin: day(2), end: day(6) };
}

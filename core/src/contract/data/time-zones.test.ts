import test from 'ava';
import { faultOfZone, isZone, zoneTable } from './time-zones.js';

const offsetAt = (name: string, instant: string): number => {
  const table = zoneTable(name);
  if (!table) throw new TypeError(`there is no zone ${name}`);
  const values = new BigInt64Array(table.buffer);
  const seconds = BigInt(Date.parse(instant) / 1000);
  let offset = values[1] ?? 0n;
  for (let i = 2; i < values.length && (values[i] ?? 0n) <= seconds; i += 2) offset = values[i + 1] ?? 0n;
  return Number(offset) / 60;
};

test('offsets around changes, by the words of the tz database', t => {
  t.is(offsetAt('Europe/Berlin', '2024-03-31T00:59:59Z'), 60);
  t.is(offsetAt('Europe/Berlin', '2024-03-31T01:00:00Z'), 120);
  t.is(offsetAt('Europe/Berlin', '2024-10-27T01:00:00Z'), 60);
  t.is(offsetAt('Europe/Berlin', '2399-07-01T00:00:00Z'), 120);
  t.is(offsetAt('Europe/Berlin', '0001-01-01T00:00:00Z'), 53 + 28 / 60);
  t.is(offsetAt('Pacific/Apia', '2011-12-30T09:59:59Z'), -600);
  t.is(offsetAt('Pacific/Apia', '2011-12-30T10:00:00Z'), 840);
  t.is(offsetAt('Australia/Lord_Howe', '2030-01-01T00:00:00Z'), 660);
  t.is(offsetAt('Europe/Dublin', '2040-01-01T00:00:00Z'), 0);
  t.is(offsetAt('Asia/Kolkata', '2024-01-01T00:00:00Z'), 330);
  t.is(offsetAt('+05:30', '2024-01-01T00:00:00Z'), 330);
  t.is(offsetAt('UTC', '2024-01-01T00:00:00Z'), 0);
});

test('offsets are those that Node knows, which has the same database', t => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    if (!isZone(name)) continue;
    const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
    for (let year = 1980; year < 2024; year += 3)
      for (const month of ['02', '08']) {
        const instant = `${String(year)}-${month}-03T12:00:00Z`;
        const shown = format.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
        const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(shown) ?? [];
        const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes) + Number(seconds) / 60);
        t.is(offsetAt(name, instant), offset + 0, `${name} ${instant}`);
      }
  }
});

test('a zone that there is not names one that there is', t => {
  t.is(faultOfZone('Europe/Berlin'), undefined);
  t.is(faultOfZone('-1100'), undefined);
  t.regex(faultOfZone('Europe/Berln') ?? '', /^there is no time zone "Europe\/Berln"; did you mean "Europe\/Berlin"\?/);
  t.regex(faultOfZone('CEST') ?? '', /such as "Europe\/Berlin", or are offsets such as "\+05:30"$/);
  t.is(zoneTable('Mars/Base'), undefined);
});

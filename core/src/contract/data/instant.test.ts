import test from 'ava';
import { instantValue, parseInstant } from './instant.js';

const DAY = 86_400_000_000_000n;
const of = (text: string): bigint | undefined => parseInstant(text)?.nanoseconds;

test('a text without an offset is in UTC, whatever the time zone of the machine', t => {
  const before = process.env['TZ'];
  process.env['TZ'] = 'America/New_York';
  try {
    t.is(of('1970-01-02'), DAY);
    t.is(of('1970-01-01T10:00:00'), 36_000_000_000_000n);
    t.is(of('1970-01-01 10:00'), 36_000_000_000_000n);
    t.is(of('1970-01-01T10:00:00+02:00'), 28_800_000_000_000n);
    t.is(of('1970-01-01T10:00:00-0230'), 45_000_000_000_000n);
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test('all digits of the fraction count, also before 1970', t => {
  t.deepEqual(parseInstant('1970-01-01T00:00:00.000000001Z'), { nanoseconds: 1n, fractionDigits: 9 });
  t.deepEqual(parseInstant('1969-12-31T23:59:59.9Z'), { nanoseconds: -100_000_000n, fractionDigits: 1 });
  t.is(of('0001-01-01'), -719_162n * DAY);
  t.is(of('0050-03-01'), -701_206n * DAY);
});

for (const text of [
  '2021-02-30',
  '2021-02-29',
  '2021-04-31T00:00:00Z',
  '2021-13-01',
  '2021-00-10',
  '2021-01-01T24:00:00',
  '2021-01-01T10:60',
  '2021-01-01T10:00:60Z',
  '2021-01-01T10:00:00+24:00',
  '2021-01-01T10:00:00.0000000001',
  '2021-1-1',
  'Jan 1 2021',
  '1',
  '',
  ' 2021-01-01',
  '2021-01-01\n',
]) {
  test(`${JSON.stringify(text)} is not an instant`, t => {
    t.is(parseInstant(text), undefined);
  });
}

test('a column holds an instant without loss, or not', t => {
  t.is(instantValue({ id: 'date', unit: 'day' }, -DAY), -1n);
  t.is(instantValue({ id: 'date', unit: 'day' }, DAY + 1n), undefined);
  t.is(instantValue({ id: 'date', unit: 'millisecond' }, DAY), 86_400_000n);
  t.is(instantValue({ id: 'timestamp', unit: 'us', timezone: null }, 1_500n), undefined);
  t.is(instantValue({ id: 'timestamp', unit: 'ns', timezone: null }, 2n ** 63n), undefined);
  t.is(instantValue({ id: 'timestamp', unit: 's', timezone: 'UTC' }, -1_000_000_000n), -1n);
});

import test from 'ava';
import { parseDuration, parseSpan } from './span.js';

test('spans are whole numbers and units, with a sign before all of them', t => {
  t.deepEqual(parseSpan('15m'), { nanoseconds: 900_000_000_000n });
  t.deepEqual(parseSpan('-1h30m'), { nanoseconds: -5_400_000_000_000n });
  t.deepEqual(parseSpan('+2w1ns'), { nanoseconds: 1_209_600_000_000_001n });
  t.deepEqual(parseSpan('0ms'), { nanoseconds: 0n });
  t.deepEqual(parseSpan('1y2q3mo'), { months: 21n });
  t.deepEqual(parseSpan('999999999999999999w'), { nanoseconds: 999_999_999_999_999_999n * 604_800_000_000_000n });
});

test('what is no span is none', t => {
  for (const text of ['', '5', 'm', '1.5h', '1 h', '-', '1h-30m', '1H', '1min', '1mo1d', '9999999999999999999s', '1h\n', '٣s'])
    t.is(parseSpan(text), undefined, text);
});

test('a month has no length of its own', t => {
  t.is(parseDuration('1mo'), undefined);
  t.is(parseDuration('1d'), 86_400_000_000_000n);
});

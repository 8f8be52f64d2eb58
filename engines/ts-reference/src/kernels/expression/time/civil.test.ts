import test from 'ava';
import { civilOf, daysInMonth, daysOf, weekdayOf } from './civil.js';

const DAY = 86_400_000;

test('days and dates are inverse, as the Date of JavaScript has them', t => {
  for (let days = -719_200; days < 2_933_000; days += 97) {
    const { year, month, day } = civilOf(days);
    const date = new Date(days * DAY);
    t.deepEqual([year, month, day], [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()], String(days));
    t.is(daysOf(year, month, day), days);
    t.is(weekdayOf(days), date.getUTCDay() || 7);
    t.true(day <= daysInMonth(year, month));
  }
});

test('the first and the last day that a timestamp of seconds has', t => {
  for (const days of [-106_751_991_167_301, 106_751_991_167_300]) {
    const { year, month, day } = civilOf(days);
    t.is(daysOf(year, month, day), days);
  }
  t.is(civilOf(-719_162).year, 1);
  t.is(civilOf(-719_163).year, 0);
});

import test from 'ava';
import { fixedOffset } from './zone.js';

test('offsets that never change are known, zones are not', t => {
  for (const [zone, seconds] of [
    [null, 0],
    ['UTC', 0],
    ['Z', 0],
    ['Etc/UTC', 0],
    ['+05:30', 19_800],
    ['-0100', -3600],
    ['-23:59', -86_340],
  ] as const)
    t.is(fixedOffset(zone), seconds, String(zone));
  for (const zone of ['Europe/Berlin', '+24:00', '+1:00', '', '+', 'utc', '+01:60', '+0100 ', '+010'])
    t.is(fixedOffset(zone), undefined, zone);
});

import test from 'ava';
import { RecentMap } from './recent-map.js';

test('what has not been used for longest makes room', t => {
  const map = new RecentMap<string, number>(3);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const)
    map.set(key, value);
  t.is(map.get('a'), 1);
  t.is(map.peek('b'), 2);
  map.set('d', 4);
  t.deepEqual(
    [...map],
    [
      ['c', 3],
      ['a', 1],
      ['d', 4],
    ],
  );
  map.set('c', 5);
  map.set('e', 6);
  t.deepEqual(
    [...map],
    [
      ['d', 4],
      ['c', 5],
      ['e', 6],
    ],
  );
  map.delete('c');
  t.is(map.get('c'), undefined);
  t.is(map.size, 2);
  map.clear();
  t.is(map.size, 0);
});

import test from 'ava';
import { parseJsonPath } from './json-path.js';

test('paths are members by names and items by places', t => {
  t.deepEqual(parseJsonPath('$'), []);
  t.deepEqual(parseJsonPath('$.a[10]["b \\u00e9"].ü'), [{ key: 'a' }, { place: 10 }, { key: 'b é' }, { key: 'ü' }]);
  t.deepEqual(parseJsonPath('$["\\"]"]'), [{ key: '"]' }]);
  const wrong = ['', 'a', '$a', '$.', '$..a', '$[01]', '$[-1]', '$[', '$["a]', '$.a b', "$['a']", '$.*', '$[1234567890]'];
  for (const path of [...wrong, '$["\\ud800"]', '$["\n"]', '$.a\u00a0']) t.is(parseJsonPath(path), undefined, path);
});

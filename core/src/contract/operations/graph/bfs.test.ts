import test from 'ava';
import { parameterList } from '../../plan/index.js';
import { graphBfs } from './bfs.js';

const bind = (source: unknown): unknown =>
  graphBfs.bind(
    { sources: ['a', source], columns: ['distance'] },
    [{ kind: 'graph', id: { id: 'utf8' }, weighted: false, directed: true }],
    parameterList(),
  );

test('half of a surrogate pair is not a source: as UTF-8 it would be the vertex U+FFFD', t => {
  for (const source of ['\ud800', 'a\udc00b', '\udc00\ud800'])
    t.throws(() => bind(source), { code: 'INVALID_ARGUMENT', message: /\\ud[8c]00.*surrogate/ });
  t.notThrows(() => bind('\u{1f600}'));
  t.notThrows(() => bind('\ufffd'));
});

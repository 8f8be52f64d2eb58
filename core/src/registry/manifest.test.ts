import test from 'ava';
import { manifestProblems } from './manifest.js';

const good = {
  id: 'fast@process',
  version: '1.2.3-beta',
  native: true,
  description: 'An engine.',
  $schema: './schema.json',
  operations: {
    'table.filter': { revision: 1, class: 'exact', functions: ['add', 'sub'] },
    'my.own.sort': { revision: 2, class: 'epsilon' },
  },
};
const { operations, ...head } = good;
const filter = operations['table.filter'];
const claiming = (claim: unknown): unknown => ({ ...head, operations: { 'table.filter': claim } });

test('what an engine may say of itself', t => {
  t.deepEqual(manifestProblems(good), []);
  t.deepEqual(manifestProblems({ id: 'a', version: '0.0.1', native: false, operations: {} }), []);
});

test('every wrong field is named, all at once', t => {
  t.deepEqual(
    manifestProblems({ id: 'Bad Id', version: 'one', native: 'yes', operations: { filter: { revision: 0 } }, author: 'me' }),
    [
      '/id must be in lower case, like fast or fast@process',
      '/version must begin like 1.2.3',
      '/native must be true or false',
      '/operations/filter must be named like table.filter',
      '/operations/filter must have the field class',
      '/operations/filter/revision must be an integer of at least 1',
      '/ must not have the field "author"',
    ],
  );
});

test('one wrong field is one problem', t => {
  const wrong: readonly unknown[] = [
    null,
    [good],
    'engine',
    head,
    { ...good, description: 1 },
    { ...good, $schema: null },
    { ...good, operations: [] },
    { ...good, constructor: Object },
    claiming([]),
    claiming({ ...filter, revision: 1.5 }),
    claiming({ ...filter, revision: '1' }),
    claiming({ ...filter, class: 'fast' }),
    claiming({ ...filter, functions: 'add' }),
    claiming({ ...filter, functions: ['add', 'add'] }),
    claiming({ ...filter, functions: [1] }),
    claiming({ ...filter, since: 1 }),
  ];
  for (const manifest of wrong) t.is(manifestProblems(manifest).length, 1, JSON.stringify(manifest));
});

test('fields of every object are not taken for fields of a manifest', t => {
  const inherited: unknown = Object.create(good);
  t.is(manifestProblems(inherited).length, 4);
});

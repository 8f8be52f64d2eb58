import test from 'ava';
import { functionSince } from '../functions/index.js';
import { integerOption, choiceOption, stringsOption, type OptionDefinition } from './option.js';
import { BUILT_IN_OPERATIONS } from './built-in.js';
import { CATALOGUE_REVISION } from './catalogue.js';
import { neededRevision, newerOption } from './revision.js';

const options: { readonly [option: string]: OptionDefinition } = {
  old: integerOption({ placement: 'argument', description: '' }, 0),
  extra: integerOption({ placement: 'argument', description: '', nullable: true, since: 2 }, 0),
  limit: integerOption({ placement: 'argument', description: '', default: 5, since: 3 }, 0),
  list: stringsOption({ placement: 'binding', description: '', default: [], since: 4 }),
  mode: choiceOption({ placement: 'binding', description: '', default: 'a' }, [
    'a',
    { value: 'b', since: 5 },
    { value: 'c', since: 1, meaningSince: 6 },
  ]),
  changed: integerOption({ placement: 'argument', description: '', meaningSince: 7 }, 0),
};

test('a step needs the revision of the newest thing that it uses', t => {
  const needed = (given: object): number => neededRevision({ options }, { ...given });
  t.is(needed({}), 1);
  t.is(needed({ old: 3, extra: null, limit: 5, list: [], mode: 'a' }), 1);
  t.is(needed({ extra: 0 }), 2);
  t.is(needed({ limit: 6 }), 3);
  t.is(needed({ list: ['x'] }), 4);
  t.is(needed({ mode: 'b', extra: 1 }), 5);
  t.is(needed({ mode: 'c' }), 6);
  t.is(needed({ changed: 1 }), 7);
  t.is(neededRevision({ since: 2, options: {} }, {}), 2);
  t.is(neededRevision({ since: 2, meaningSince: 3, options: {} }, {}), 3);
  t.deepEqual(newerOption({ options }, { mode: 'b', limit: 6 }, 3), { name: 'mode', since: 5 });
  t.is(newerOption({ options }, { limit: 6 }, 3), undefined);
});

test('a choice of a later revision is a choice', t => {
  const mode = options['mode'];
  t.true(mode?.check('b'));
  t.false(mode?.check('d'));
  t.is(mode?.accepts, 'one of "a", "b", "c"');
});

test('nothing built in is newer than the catalogue', t => {
  for (const operation of BUILT_IN_OPERATIONS) {
    t.true(operation.revision <= CATALOGUE_REVISION, operation.name);
    t.true((operation.meaningSince ?? operation.since ?? 1) <= operation.revision, operation.name);
    for (const [name, { since, meaningSince = since, choices = [], valueSince }] of Object.entries(operation.options)) {
      t.true(Math.max(since, meaningSince) <= operation.revision, `${operation.name} ${name}`);
      for (const choice of choices)
        t.true((valueSince?.(choice) ?? 1) <= operation.revision, `${operation.name} ${name}: ${choice}`);
    }
  }
});

test('functions belong to the revision that brought them, others to none', t => {
  t.is(functionSince('add'), 1);
  t.is(functionSince('toString'), undefined);
});

import test from 'ava';
import { checkOptionNames, didYouMean, hasMembers, nearest, optionNames, ParquetFrameError, received } from './index.js';

test('an option that there is not is refused, with what may have been meant and what there is', t => {
  const known = ['memory', 'threads', 'wisdom'];
  const refused = (given: unknown) =>
    t.throws(() => checkOptionNames('createRuntime', given, known), { instanceOf: ParquetFrameError, code: 'INVALID_ARGUMENT' });
  t.is(
    refused({ memoy: 1 }).message,
    'createRuntime has no option "memoy"; did you mean "memory"? It has memory, threads, wisdom',
  );
  t.is(refused({ sep: 1 }).message, 'createRuntime has no option "sep"; it has memory, threads, wisdom');
  t.deepEqual(refused({ memoy: null }).details, { taker: 'createRuntime', option: 'memoy', known });
  t.notThrows(() => checkOptionNames('createRuntime', { threads: 1, other: undefined }, known));
  t.notThrows(() => checkOptionNames('createRuntime', undefined, known));
  t.is(t.throws(() => checkOptionNames('tsReference', { a: 1 }, [])).message, 'tsReference has no option "a"; it has no options');
});

test('what is not an object of options is refused', t => {
  const lost = [new Map([['a', 1]]), new Set(['a']), Promise.resolve({ a: 1 }), new Date()];
  for (const given of [null, 5, 'x', [], () => 1, Symbol('s'), 1n, true, ...lost])
    t.throws(() => checkOptionNames('limit', given, ['a']), {
      code: 'INVALID_ARGUMENT',
      message: /^limit takes its options as an object of a; received /,
    });
});

test('the nearest name is within a third of the letters, swaps counting once', t => {
  const names = ['descending', 'nulls', 'delimiter', 'int64'];
  t.is(nearest('decsending', names), 'descending');
  t.is(nearest('Delimter', names), 'delimiter');
  t.is(nearest('INT46', names), 'int64');
  t.is(nearest('sep', names), undefined);
  t.is(nearest('', names), undefined);
  t.is(nearest('d'.repeat(1000), names), undefined);
});

test('a name is not meant when nothing of it is left', t => {
  const names = ['a', 'k', 'on', 'table.limit'];
  t.is(nearest('b', names), undefined);
  t.is(nearest('kk', names), undefined);
  t.is(nearest('A', names), 'a');
  t.is(nearest('no', names), 'on');
  t.is(nearest('limit', names), 'table.limit');
  t.is(nearest('table.limt', names), 'table.limit');
});

test('a message about a name that there is not ends with what there is', t => {
  t.is(didYouMean('on', ['own'], 'there are own'), '; did you mean "own"? There are own');
  t.is(didYouMean('x', ['own'], 'there are own'), '; there are own');
});

test('what has members can be read by their names', t => {
  class Options {
    readonly a = 1;
  }
  for (const value of [{}, { a: 1 }, Object.create(null), new Options()]) t.true(hasMembers(value));
  for (const value of [[], new Map([['a', 1]]), Promise.resolve(1), null, 'a', () => 1]) t.false(hasMembers(value));
});

test('names of options are those of the type', t => {
  t.deepEqual(optionNames<{ readonly a?: number; readonly b: string }>()({ a: true, b: true }), ['a', 'b']);
  // @ts-expect-error the type has an option that the list lacks
  optionNames<{ readonly a?: number; readonly b: string }>()({ a: true });
  // @ts-expect-error the list has an option that the type lacks
  optionNames<{ readonly a?: number }>()({ a: true, b: true });
});

test('any value can be named in a message', t => {
  const hostile = new Proxy({}, { get: () => t.fail('code of the value was called') });
  const named = [
    'x',
    5,
    -0,
    7n,
    null,
    undefined,
    true,
    [],
    {},
    () => 1,
    Symbol('s'),
    hostile,
    new Map(),
    new Set(),
    new Date(0),
    Promise.resolve(),
  ].map(received);
  t.deepEqual(named, [
    '"x"',
    '5',
    '-0',
    '7n',
    'null',
    'undefined',
    'true',
    'an array',
    'an object',
    'a function',
    'the symbol Symbol(s)',
    'an object',
    'a Map',
    'a Set',
    'a Date',
    'a promise (is an await missing?)',
  ]);
  t.is(received('y'.repeat(100)).length, 63);
});

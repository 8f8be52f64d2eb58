import test from 'ava';
import { isParquetFrameError } from '../contract/errors/index.js';

import { formatExpression } from '../contract/plan/index.js';
import { compile } from './compile.test.data.js';
import { col } from './operands.js';
import { when } from './when.js';

const HEAD = `
import { col, lit, when } from './index.js';
import type { Expr, Readers } from './index.js';
declare const pf: Readers;
const trips = pf.readParquet('t', { schema: { zone: 'utf8', distance: 'float64', pieces: 'int32', weight: 'int64', paid: 'bool', at: 'timestamp' } });
type Row = { zone: Expr<'utf8'>; distance: Expr<'float64'>; pieces: Expr<'int32'>; weight: Expr<'int64'>; paid: Expr<'bool'>; at: Expr<'timestamp'> };
`;
const LINES = HEAD.split('\n').length;
const errorsOf = (snippets: readonly string[]): readonly (readonly string[])[] => {
  const { errors } = compile(HEAD + snippets.join('\n'));
  return snippets.map((_, index) => errors.filter(error => error.line === LINES + index).map(error => error.message));
};

const RIGHT = [
  "((row: Row): Expr<'int32'> => when(row.paid).then(row.pieces).otherwise(0));",
  "((row: Row): Expr<'int64'> => when(row.paid).then(row.pieces).otherwise(row.weight));",
  "((row: Row): Expr<'float64'> => when(row.paid).then(row.pieces).when(row.zone.eq('x')).then(row.distance).otherwise(null));",
  "((row: Row): Expr<'utf8'> => when(row.paid).then('yes').otherwise('no'));",
  "((row: Row): Expr<'utf8'> => when(row.paid).then(null).otherwise(row.zone));",
  "((row: Row): Expr<'int32'> => when(row.paid).then(1).otherwise(row.pieces));",
  "((row: Row): Expr<'int64'> => when(row.paid).then(1).otherwise(0));",
  "((row: Row): Expr<'timestamp'> => when(row.paid).then(row.at).otherwise(new Date(0)));",
  'trips.withColumns(row => ({ fare: when(row.paid).then(row.pieces).otherwise(0) })).filter(row => row.fare.gt(1));',
];
const WRONG: readonly (readonly [string, ...string[]])[] = [
  ['trips.withColumns(row => ({ x: when(row.pieces).then(1).otherwise(0) }));', 'int32', 'BoolOperand'],
  ["trips.withColumns(row => ({ x: when(row.paid).then(row.pieces).otherwise('no') }));", 'int32'],
  ['trips.withColumns(row => ({ x: when(row.paid).then(row.pieces).otherwise(row.zone) }));', 'utf8'],
  ["trips.withColumns(row => ({ x: when(row.paid).then('yes').when(row.paid).then(1).otherwise('no') }));", 'utf8'],
  ['trips.withColumns(row => ({ x: when(row.paid).then(row.pieces) }));', 'Then'],
];

test('a choice has the type that its values have in common', t => {
  t.deepEqual(
    errorsOf(RIGHT),
    RIGHT.map(() => []),
  );
});

test('conditions that are none, and values of different kinds, do not compile', t => {
  errorsOf(WRONG.map(([snippet]) => snippet)).forEach((messages, index) => {
    const [snippet = '', ...words] = WRONG[index] ?? [];
    t.true(messages.length > 0, `compiles: ${snippet}`);
    for (const word of words) t.true(messages.join('\n').includes(word), `${snippet}: ${word} in ${messages.join('\n')}`);
  });
});

test('a choice is one call, however many conditions it has', t => {
  const choice = when(col('x').gt(1)).then('a').when(col('y').isNull()).then(col('s')).otherwise(null);
  t.is(formatExpression(choice.node), 'when (x > 1) then "a" when (y is null) then s otherwise null');
  const { node } = choice;
  t.is(node.kind === 'call' ? node.arguments.length : 0, 5);
});

test('what is no condition, and arguments too many, are refused', t => {
  const codeOf = (make: () => unknown): string => {
    try {
      make();
      return 'none';
    } catch (error) {
      return isParquetFrameError(error) ? error.code : String(error);
    }
  };
  const half = when(col('x').gt(1));
  const whole = half.then(1);
  const given = (method: (...values: never[]) => unknown, of: unknown, values: readonly unknown[]) => (): unknown =>
    Reflect.apply(method, of, values);
  for (const [what, make] of Object.entries({
    'a bool': given(when, undefined, [true]),
    nothing: given(when, undefined, []),
    'two conditions': given(when, undefined, [col('p'), col('q')]),
    'a condition that is none': given(whole.when, whole, ['p']),
    'an object as a value': given(whole.otherwise, whole, [{ a: 1 }]),
    'two values': given(half.then, half, [1, 2]),
    'two others': given(whole.otherwise, whole, [1, 2]),
  }))
    t.is(codeOf(make), 'INVALID_ARGUMENT', what);
});

import test from 'ava';
import { AGGREGATE_FUNCTIONS } from '../contract/functions/index.js';
import { aggregateMethods } from './aggregate.js';
import type { AnyAggregate } from './expr.js';
import { col, count, lit } from './operands.js';
import { withoutLostConditions } from './conditions.js';
import { aggregatePlan } from './verbs/lowering.js';
import { planNode } from '../contract/plan/index.js';

const source = planNode('csv.scan', {}, [], {});
const planOf = (aggregates: { readonly [name: string]: AnyAggregate }) =>
  aggregatePlan(source, ['k'], Object.entries(aggregates), {});

/** A call as plain JavaScript makes it. */
const untyped = (method: (...given: never[]) => unknown, self: unknown, given: readonly unknown[]): unknown =>
  Reflect.apply(method, self, given);

test('every aggregate function is a method that takes what its record says', t => {
  const methods = aggregateMethods(node => node);
  t.deepEqual(
    methods.map(([name]) => name),
    Object.keys(AGGREGATE_FUNCTIONS),
  );
  const most = Object.fromEntries(methods.map(([name, arity]) => [name, arity]));
  t.like(most, { sum: 0, std: 1, first: 1, quantile: 1, join: 1, argMax: 1, cov: 2, corr: 1 });
  t.deepEqual(col('x').quantile(0.25).options, { q: 0.25 });
  t.deepEqual(col('x').std().options, { ddof: 1 });
  t.deepEqual(col('x').cov(col('y'), { ddof: 0 }).options, { ddof: 0 });
  t.deepEqual(col('x').cov(col('y')).second, col('y').node);
  t.deepEqual(col('x').joinBy(col('y'), '-').options, { separator: '-', descending: false });
  t.deepEqual(col('x').histogram([0, 1]).options, { breaks: [0, 1] });
  t.is(col('x').sum().options, undefined);
});

test('what an aggregate does not take is refused at once, and what it is is named', t => {
  const refused: readonly (readonly [() => unknown, RegExp])[] = [
    [() => col('x').quantile(1.5), /quantile: q must be a number from 0 to 1, received 1.5/],
    [() => col('x').quantile(Number.NaN), /quantile: q must be/],
    [() => col('x').histogram([1, 0]), /histogram: breaks must be an array of two or more finite numbers/],
    [() => col('x').histogram([0, Number.NaN]), /histogram: breaks must be/],
    [() => col('x').std({ ddof: -1 }), /std: ddof must be an integer from 0/],
    [() => untyped(col('x').std, col('x'), [{ dof: 1 }]), /std has no option "dof"; did you mean "ddof"/],
    [() => untyped(col('x').std, col('x'), [0]), /std takes its options as an object, received 0/],
    [() => untyped(col('x').argMax, col('x'), ['y']), /argMax takes another column, as in row.a.argMax\(row.b\), received "y"/],
    [() => untyped(col('x').join, col('x'), []), /join: separator must be a text/],
    [() => col('x').join('\uD800'), /join: separator must be a text without half of a surrogate pair/],
    [() => untyped(col('x').median, col('x'), [1]), /median takes no argument/],
    [() => untyped(count().where, undefined, [true]), /where takes an expression such as row.x.gt\(1\), received true/],
    [() => untyped(count().where, undefined, [lit(true), lit(true)]), /where takes one argument; received 2/],
  ];
  for (const [call, message] of refused) t.throws(call, { code: 'INVALID_ARGUMENT', message });
});

test('conditions and second columns become columns where they are none, and are joined by and', t => {
  const plain = planOf({ n: count().where(col('p')), best: col('x').argMax(col('y')) });
  t.deepEqual(plain.options['aggregates'], [
    { name: 'n', function: 'count', column: null, where: 'p' },
    { name: 'best', function: 'argMax', column: 'x', second: 'y' },
  ]);
  const computed = planOf({ n: col('x').sum().where(col('p')).where(col('y').gt(1)), all: col('x').std({ ddof: 0 }) });
  t.deepEqual(computed.options['aggregates'], [
    { name: 'n', function: 'sum', column: 'x', where: 'p and (y > 1)' },
    { name: 'all', function: 'std', column: 'x 2', options: { ddof: 0 } },
  ]);
});

test('a condition of an aggregate is part of what a callback returns', t => {
  t.notThrows(() =>
    withoutLostConditions('agg', () => ({
      n: count().where(col('x').gt(1)),
      m: col('x')
        .argMin(col('y').eq(2))
        .where(col('p').and(col('q'))),
    })),
  );
  t.throws(
    () =>
      withoutLostConditions('agg', () => {
        col('x').gt(1);
        return { n: count().where(col('y').gt(2)) };
      }),
    {
      code: 'INVALID_ARGUMENT',
    },
  );
});

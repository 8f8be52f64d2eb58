import test from 'ava';
import { isParquetFrameError } from '../contract/errors/index.js';
import { FakeExecutor } from './fake-executor.test.data.js';
import type { Expr, Operand } from './expr.js';
import { col, count, lit } from './operands.js';
import { makeReaders } from './readers.js';

const frame = makeReaders(new FakeExecutor()).readParquet('x.parquet', {
  schema: { k: 'int64', x: 'utf8', b: 'bool' },
});
type Row = { readonly k: Expr<'int64', 'k'>; readonly x: Expr<'utf8', 'x'>; readonly b: Expr<'bool', 'b'> };

/** As code without types does it: TypeScript says that an object is always true. */
const truthy = (value: unknown): boolean => Boolean(value);

const lost: Record<string, (r: Row) => Operand<'bool'>> = {
  '&&': r => (truthy(r.k.gt(1)) ? r.x.eq('a') : r.k.gt(1)),
  'three of them': r => {
    const [a, b, c] = [r.k.gt(1), r.k.lt(9), r.x.eq('a')];
    return truthy(a) && truthy(b) ? c : a;
  },
  '&& inside of and': r => r.b.and(truthy(r.k.gt(1)) ? r.x.eq('a') : r.b),
  if: r => {
    if (truthy(r.k.isNull())) return r.b;
    return r.x.eq('a');
  },
  '?:': r => (truthy(r.k.gt(1)) ? r.x.eq('a') : r.x.eq('b')),
  '!': r => (truthy(r.k.gt(1)) ? lit(false) : lit(true)),
};
for (const [name, predicate] of Object.entries(lost)) {
  test(`${name} loses a condition, which is an error`, t => {
    const error = t.throws(() => frame.filter(predicate));
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT' && error.message.includes('.and(b)'), error.message);
  });
}

test('the message names the condition that is lost', t => {
  const error = t.throws(() => frame.filter(r => (truthy(r.k.gt(1)) ? r.x.eq('a') : r.b)));
  t.regex(error.message, /^filter: the condition k > 1 /);
});

test('so it is in the columns of withColumns and agg', t => {
  t.throws(() => frame.withColumns(r => ({ y: truthy(r.k.gt(1)) ? r.x.eq('a') : r.b })), { message: /^withColumns: .*k > 1/ });
  t.throws(() => frame.agg(r => ({ n: truthy(r.k.gt(1)) ? count() : r.k.sum() })), { message: /^agg: .*k > 1/ });
});

const outside = col('k').gt(1);
const between = (e: Expr<'int64', 'k'>): Expr<'bool'> => e.between(1, 5).or(e.isIn([7, 8, 9]));
const kept: Record<string, (r: Row) => Operand<'bool'>> = {
  'a condition kept in a variable and used twice': r => {
    const a = r.k.gt(1);
    return a.and(r.b).or(a.not());
  },
  'one made outside': r => outside.and(r.b),
  'one made outside and not used': r => (truthy(outside) ? r.b : r.x.eq('a')),
  'functions that build conditions': r => between(r.k).and(r.b),
  'folded from a list': r => [r.k.gt(1), r.k.lt(9), r.b].reduce<Expr<'bool'>>((a, b) => a.and(b), lit(true)),
  'isIn of nothing': r => r.k.isIn([]),
  'inside of a cast': r => r.k.gt(1).cast('int64').eq(1),
  'a column taken apart and not used': ({ k, x: _x, b: _b }) => k.gt(1),
};
for (const [name, predicate] of Object.entries(kept)) {
  test(`${name} is no error`, t => {
    t.notThrows(() => frame.filter(predicate));
  });
}

test('aggregates of conditions, and a frame built inside of a callback, are no errors', t => {
  t.notThrows(() => frame.agg(r => ({ n: r.k.gt(1).cast('int64').sum(), m: count() })));
  t.notThrows(() =>
    frame.filter(r => {
      t.truthy(frame.filter(inner => inner.k.gt(1)));
      return r.b;
    }),
  );
});

test('a callback that throws leaves nothing behind', t => {
  t.throws(
    () =>
      frame.filter(r => {
        r.k.gt(1);
        throw new Error('mine');
      }),
    { message: 'mine' },
  );
  t.notThrows(() => frame.filter(r => r.b));
});

test('a boolean from ! says what to write', t => {
  const negated: unknown = (r: Row) => !r.b;
  const error = t.throws(() => Reflect.apply(frame.filter, frame, [negated]) as unknown);
  t.regex(error.message, /a\.not\(\)/);
});

test('operators of JavaScript on an expression throw, text of it does not', t => {
  t.throws(() => Number(outside), { message: /a\.add\(b\)/ });
  t.throws(() => (outside as unknown as number) + 1, { message: /a\.add\(b\)/ });
  t.throws(() => (outside as unknown as number) > 1, { message: /a\.gt\(b\)/ });
  t.is(Reflect.apply(String, undefined, [outside]), 'k > 1');
});

/** As code without types calls them. */
const called =
  (verb: (...given: never[]) => unknown, of: object, given: readonly unknown[]): (() => unknown) =>
  () =>
    Reflect.apply(verb, of, given) as unknown;

test('what follows the only argument of a verb is not lost', t => {
  const [first, second] = [(r: Row) => r.k.gt(1), (r: Row) => r.x.eq('a')];
  t.throws(called(frame.filter, frame, [first, second]), { code: 'INVALID_ARGUMENT', message: /received 2\. .*a\.and\(b\)/ });
  t.throws(called(frame.withColumns, frame, [{ a: outside }, { b: outside }]), { message: /one object/ });
  t.throws(called(frame.agg, frame, [{ n: count() }, { m: count() }]), { message: /one object/ });
  const groups = frame.groupBy('k');
  t.throws(called(groups.agg, groups, [{ n: count() }, { m: count() }]), { message: /one object/ });
});

test('a callback cannot be async, and members are those of a plain object', t => {
  // eslint-disable-next-line @typescript-eslint/require-await -- the mistake that is tried
  const async = async (r: Row): Promise<object> => ({ z: r.k });
  for (const verb of [frame.filter, frame.withColumns, frame.agg])
    t.throws(called(verb, frame, [async]), { code: 'INVALID_ARGUMENT', message: /cannot be async/ });
  t.throws(called(frame.withColumns, frame, [new Map([['z', outside]])]), {
    message: /takes an object such as .*received a Map/,
  });
  t.throws(called(frame.agg, frame, [(r: Row) => r.k.sum()]), { message: /received an aggregate without a name/ });
});

test('members of full types are checked by their names', t => {
  const cast = (to: unknown) => called(outside.cast, outside, [to]);
  t.throws(cast({ id: 'decimal', precison: 3, scale: 1 }), {
    message: /the type decimal has no option "precison"; did you mean "precision"/,
  });
  t.throws(cast({ id: 'decimal', precision: 3, scale: 1, unit: 's' }), { message: /has no option "unit"/ });
  t.throws(cast({ id: 'decimal', precision: 39, scale: 1 }), {
    message: /of 1 to 38 digits; received \{"id":"decimal","precision":39/,
  });
  t.throws(cast({ id: 'time', unit: 'sec' }), { message: /or 's', 'us', 'ns'; received/ });
  t.notThrows(cast({ id: 'timestamp', unit: 'ms', timezone: 'UTC' }));
});

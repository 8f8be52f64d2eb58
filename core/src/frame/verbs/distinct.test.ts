import test from 'ava';
import { distinctStep } from './rows.js';

test('distinct is a step of its options, and refuses those that there are not', t => {
  t.deepEqual(distinctStep(undefined), { operation: 'table.distinct', options: {} });
  t.deepEqual(distinctStep({ subset: ['a'], keep: 'last' }), {
    operation: 'table.distinct',
    options: { subset: ['a'], keep: 'last' },
  });
  t.throws(() => Reflect.apply(distinctStep, undefined, [{ on: ['a'] }]) as unknown, {
    code: 'INVALID_ARGUMENT',
    message: /no option "on"/,
  });
  t.throws(() => Reflect.apply(distinctStep, undefined, [{ keep: 'middle' }]) as unknown, { code: 'INVALID_ARGUMENT' });
});

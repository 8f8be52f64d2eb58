import test from 'ava';
import { distinctStep } from './rows.js';

test('distinct is a step of its options, and refuses those that there are not', t => {
  t.deepEqual(distinctStep(undefined), { operation: 'table.distinct', options: {} });
  t.deepEqual(distinctStep({ subset: ['a'], keep: 'last' }), {
    operation: 'table.distinct',
    options: { subset: ['a'], keep: 'last' },
  });
  t.throws(() => distinctStep(Object.assign({}, { on: ['a'] })), { code: 'INVALID_ARGUMENT', message: /no option "on"/ });
  t.throws(() => distinctStep(JSON.parse('{"keep":"middle"}') as object), { code: 'INVALID_ARGUMENT' });
});

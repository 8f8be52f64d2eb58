import test from 'ava';
import { BUILT_IN_OPERATIONS } from '@parquetframe/core/engine';
import { BUILT_IN_CASES } from './index.js';

/** Files are where plans begin: no operation gives one to a step above it. */
const BEGINS_PLANS = ['file'];

test('every operation that can stand on another says how to continue a plan, so that its fragments are certified', t => {
  const above = BUILT_IN_OPERATIONS.filter(({ inputs }) => inputs.some(kind => !BEGINS_PLANS.includes(kind)));
  t.true(above.length > 10);
  t.deepEqual(
    above.filter(({ name }) => BUILT_IN_CASES[name]?.chain === undefined).map(({ name }) => name),
    [],
  );
});

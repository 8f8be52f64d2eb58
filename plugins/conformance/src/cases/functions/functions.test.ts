import { AGGREGATE_FUNCTIONS, BUILT_IN_FUNCTIONS, SCALAR_FUNCTIONS } from '@parquetframe/core/engine';
import test from 'ava';

import { everyFunction } from '../every-function.js';
import { tableAggregateCases } from '../table/aggregate.js';
import { FUNCTION_CASES } from './index.js';

test('every scalar function has cases, and every case a function', t => {
  t.deepEqual(Object.keys(FUNCTION_CASES).toSorted(), Object.keys(BUILT_IN_FUNCTIONS).toSorted());
  for (const [name, cases] of Object.entries(FUNCTION_CASES)) t.true(cases.length > 0, name);
});

test('every aggregate function has cases', t => {
  const used = new Set(
    tableAggregateCases.literals.flatMap(({ options }) =>
      (options['aggregates'] as readonly { readonly function: string }[]).map(aggregate => aggregate.function),
    ),
  );
  for (const name of Object.keys(AGGREGATE_FUNCTIONS)) t.true(used.has(name), name);
});

test('every function stands in a predicate, or no engine would be certified for it there', t => {
  t.deepEqual(
    everyFunction().map(({ name }) => name),
    Object.keys(SCALAR_FUNCTIONS),
  );
});

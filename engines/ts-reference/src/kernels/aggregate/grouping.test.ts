import { columnFromValues, columnReader } from '@parquetframe/core/engine';
import test from 'ava';
import { positiveZeros } from './grouping.js';

const ROWS = 100_000;
/** Rows that are looked at between two looks at the clock at most. */
const ROWS_AT_ONCE = 4_096;

test('millions of float keys are shown as they should be in steps', t => {
  const values = Array.from({ length: ROWS }, (_, row) => (row === ROWS - 1 ? -0 : row % 5 === 0 ? null : row / 3));
  const steps = positiveZeros({ id: 'float64' }, columnFromValues({ id: 'float64' }, values));
  let pauses = 0;
  let next = steps.next();
  for (; next.done !== true; next = steps.next()) pauses++;
  t.true(pauses >= 2 * Math.floor(ROWS / ROWS_AT_ONCE), `${String(pauses)} pauses`);
  const reader = columnReader({ id: 'float64' }, next.value);
  t.is(reader.get(ROWS - 1), 0);
  for (let row = 0; row < ROWS - 1; row += 997) t.is(reader.get(row), values[row] ?? null);
});

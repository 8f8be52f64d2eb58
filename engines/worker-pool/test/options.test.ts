import test from 'ava';
import workerPool from '@parquetframe/engine-worker-pool';

// Ranges of rows are reckoned from them: `NaN` gave none, and so no rows at all.
for (const option of ['threads', 'minPartitionWork'] as const)
  for (const wrong of [NaN, 0, -1, 1.5, '2'])
    test(`${option}: ${JSON.stringify(wrong)}${Number.isNaN(wrong) ? ' (NaN)' : ''} is refused`, t => {
      t.throws(() => workerPool({ [option]: wrong as number }), {
        code: 'INVALID_ARGUMENT',
        message: new RegExp(`worker-pool: ${option} must be a whole number`),
      });
    });

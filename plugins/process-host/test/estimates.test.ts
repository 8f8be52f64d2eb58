import test from 'ava';
import { certify } from '@parquetframe/conformance';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';

test('an isolated engine expects to need what long strings take', async t => {
  // Seeds at which the strings of the large case are far longer than the eight bytes that go with a unit of work.
  for (const seed of [1_807_051_031, 7, 11]) {
    const report = await certify(isolate(tsReference()), {
      reference: tsReference(),
      operations: ['parquet.scan', 'table.concat', 'table.limit', 'table.filter', 'table.join'],
      checks: ['estimates'],
      seed,
    });
    t.deepEqual(
      report.checks.filter(({ outcome }) => outcome !== 'passed'),
      [],
    );
  }
});

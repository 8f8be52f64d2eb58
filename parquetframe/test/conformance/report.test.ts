/** What a report says of engines that are right, or not there. */
import test from 'ava';
import { certify, type CheckName, type ConformanceReport } from '@parquetframe/conformance';
import tsReference from '@parquetframe/engine-ts-reference';
import { broken, withRows, type Defect } from './defect.js';
import { failedChecks } from './mutants/mutant.js';

const run = (defect: Defect, checks?: readonly CheckName[]): Promise<ConformanceReport> =>
  certify(broken(defect), { reference: tsReference(), cases: 40, seed: 7, ...(checks ? { checks } : {}) });

const SOME = [
  'table.limit',
  'table.sort',
  'table.filter',
  'table.aggregate',
  'graph.build',
  'graph.bfs',
  'graph.wcc',
  'graph.pageRank',
];

test('a right engine passes every check and is certified for all it claims', async t => {
  const report = await run({ operations: SOME });
  t.deepEqual(
    failedChecks(report),
    [],
    JSON.stringify(
      report.checks.filter(({ outcome }) => outcome === 'failed'),
      null,
      1,
    ),
  );
  t.true(report.passed);
  t.deepEqual([...report.certified].sort(), [...SOME].sort());
  t.deepEqual(Object.keys(report.certificate?.operations ?? {}).sort(), [...SOME].sort());
});

test('reported: an operation that works and is not claimed', async t => {
  const report = await run(
    {
      operations: ['table.limit', 'table.sort'],
      manifest: manifest => ({ ...manifest, operations: { 'table.limit': { revision: 1, class: 'exact' } } }),
    },
    ['undeclared', 'literals'],
  );
  t.true(report.passed);
  t.deepEqual(report.undeclared, ['table.sort']);
});

test('an engine that is not available is not certified, and is no failure of its own', async t => {
  const report = await run({
    operations: ['table.limit'],
    module: module => ({
      ...module,
      probe: () =>
        Promise.resolve({ available: false, code: 'NATIVE_BINARY_MISSING', reason: 'there is no binary', remedy: 'build it' }),
    }),
  });
  t.is(report.unavailable, 'there is no binary');
  t.is(report.certificate, undefined);
  t.false(report.passed);
  t.deepEqual(failedChecks(report), []);
});

test('a failing case is shrunk, and its seed is stated', async t => {
  const report = await run(
    {
      operations: ['table.sort'],
      run: result => withRows(result, rows => (rows.length > 3 ? rows.slice(1) : rows)),
    },
    ['generated'],
  );
  const message = report.checks.find(({ check }) => check === 'generated')?.message ?? '';
  t.regex(message, /seed 7/);
  t.regex(message, /, 4 rows/);
});

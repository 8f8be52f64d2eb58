import test from 'ava';
import { formatParity, parity } from '@parquetframe/conformance';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { broken, withRows } from './defect.js';

const options = { reference: tsReference(), cases: 30, seed: 11 };

test('engines that agree have the hashes of the reference', async t => {
  const report = await parity([workerPool()], { ...options, operations: ['graph.wcc', 'table.filter'] });
  t.true(report.equal);
  t.deepEqual(
    report.results.map(({ operation, cases, outcome }) => ({ operation, cases, outcome })),
    [
      { operation: 'table.filter', cases: 30, outcome: 'equal' },
      { operation: 'graph.wcc', cases: 30, outcome: 'equal' },
    ],
  );
  for (const { hash, referenceHash } of report.results) t.is(hash, referenceHash);
  t.regex(formatParity(report), /table\.filter +exact [0-9a-f]{8} \(30\)/);
});

test('an engine that differs is shown with its smallest case', async t => {
  const wrong = broken({ operations: ['table.limit'], run: result => withRows(result, rows => rows.slice(1)) });
  const report = await parity([wrong], options);
  t.false(report.equal);
  t.regex(formatParity(report), /DIFFERENT[\s\S]*broken: table\.limit: 0 rows, expected 1/);
});

test('each function by itself: one that is wrong is named, the others are equal', async t => {
  const wrong = broken({
    operations: ['table.project'],
    run: (result, _call, _context, { root }) => {
      const columns = root.binding['columns'] as readonly { readonly expression: { readonly function?: string } }[];
      return columns[0]?.expression.function === 'reverse' ? withRows(result, rows => rows.map(() => ['wrong'])) : result;
    },
  });
  const report = await parity([wrong], { ...options, cases: 1, functions: 5, seed: 4 });
  const functions = report.results.filter(result => result.function !== undefined);
  t.true(functions.length > 150);
  t.deepEqual(
    functions.filter(({ outcome }) => outcome !== 'equal').map(result => result.function),
    ['reverse'],
  );
  t.true(functions.every(({ function: f, cases }) => f === 'reverse' || cases >= 5));
  t.regex(
    formatParity(report),
    /its functions +1\d\d equal \(5 or more\), 1 different[\s\S]*broken: table\.project \(reverse\): /,
  );
});

test('an engine that is not available is said to be so, and is not a difference', async t => {
  const absent = broken({
    operations: ['table.limit'],
    module: module => ({
      ...module,
      probe: () => Promise.resolve({ available: false, code: 'NATIVE_BINARY_MISSING', reason: 'no binary', remedy: 'build it' }),
    }),
  });
  const report = await parity([absent], options);
  t.true(report.equal);
  t.regex(formatParity(report), /not available/);
});

test('the same seed gives the same cases', async t => {
  const run = async (seed: number): Promise<string | undefined> =>
    (await parity([tsReference()], { ...options, seed, operations: ['table.sort'] })).results[0]?.hash;
  t.is(await run(5), await run(5));
  t.not(await run(5), await run(6));
});

test('an abort ends it after the case that is running', async t => {
  const controller = new AbortController();
  let runs = 0;
  const counting = broken({
    operations: ['table.limit', 'table.sort'],
    run: result => {
      if (++runs === 3) setImmediate(() => controller.abort());
      return result;
    },
  });
  await t.throwsAsync(parity([counting], { ...options, cases: 500, threads: [1], signal: controller.signal }), {
    code: 'ABORTED',
  });
  t.true(runs >= 3 && runs < 20, String(runs));
  await t.throwsAsync(parity([counting], { ...options, signal: AbortSignal.abort() }), { code: 'ABORTED' });
});

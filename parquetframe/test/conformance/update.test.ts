/**
 * A certificate that is brought up to date: only what it does not cover any more is run, everything else is kept as it is. One after the other, for the kit measures memory
 * and processor time of the whole process.
 */
import test from 'ava';
import { certificateText, certify, staleOperations, type ConformanceReport } from '@parquetframe/conformance';
import type { Certificate, EngineModule } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import { broken, withRows } from './defect.js';
import { fused } from './fused.js';

const OPERATIONS = ['table.filter', 'table.limit', 'table.sort'];
const options = { reference: tsReference(), cases: 20, seed: 7 };
const engine = (): EngineModule => fused({ operations: OPERATIONS });
const FULL = await certify(engine(), options);

function certified({ certificate }: ConformanceReport): Certificate {
  if (certificate === undefined) throw new TypeError('there is no certificate');
  return certificate;
}

const update = (
  certificate: Certificate | undefined,
  stale: { readonly [operation: string]: string } = {},
): Promise<ConformanceReport> => certify(engine(), { ...options, update: { certificate, stale } });

/** The certificate with another entry of an operation. */
const edited = (operation: string, change: Partial<Certificate['operations'][string]>): Certificate => {
  const whole = certified(FULL);
  const entry = whole.operations[operation];
  if (entry === undefined) throw new TypeError(`${operation} is not certified`);
  return { ...whole, operations: { ...whole.operations, [operation]: { ...entry, ...change } } };
};

const runAgain = ({ checks }: ConformanceReport): readonly string[] => [
  ...new Set(checks.flatMap(({ operation }) => operation ?? [])),
];

test.serial('nothing is run where everything still holds', async t => {
  const report = await update(certified(FULL));
  t.deepEqual(report.checks, []);
  t.deepEqual(report.stale, {});
  t.deepEqual([...report.kept].sort(), OPERATIONS);
  t.true(report.passed);
  t.is(certificateText(certified(report)), certificateText(certified(FULL)));
});

test.serial(
  'a stale operation is run with its pairs, which are dropped and filled again; the others are kept to the byte',
  async t => {
    const pairs = certified(FULL).operations['table.filter']?.pairs;
    t.deepEqual(pairs, [OPERATIONS]);
    // A pair that is gone, and one that was never right: both are with the stale operation.
    const before = edited('table.filter', { pairs: [['table.filter', 'table.sort']] });
    const report = await update(before, { 'table.limit': 'its kernel changed' });
    t.deepEqual(report.stale, { 'table.limit': 'its kernel changed' });
    t.deepEqual(runAgain(report), ['table.limit']);
    t.true(report.checks.some(({ check, cases }) => check === 'fragments' && cases > 0));
    t.is(certificateText(certified(report)), certificateText(certified(FULL)));
  },
);

test.serial('pairs of operations that still hold are believed, and not run again', async t => {
  const before = edited('table.filter', { pairs: [['table.filter', 'table.limit']] });
  const report = await update(before, { 'table.limit': 'its kernel changed' });
  t.deepEqual(certified(report).operations['table.filter']?.pairs, [['table.filter', 'table.limit']]);
});

test.serial('a digest that is another makes its operation stale, and no other', async t => {
  const report = await update(edited('table.sort', { digest: '0'.repeat(64) }));
  t.deepEqual(Object.keys(report.stale), ['table.sort']);
  t.regex(report.stale['table.sort'] ?? '', /digest/);
  t.deepEqual(runAgain(report), ['table.sort']);
  t.is(certificateText(certified(report)), certificateText(certified(FULL)));
});

test.serial('what is claimed otherwise, or was never certified, is stale', async t => {
  const { 'table.sort': _left, ...others } = certified(FULL).operations;
  const missing = { ...certified(FULL), operations: others };
  const stale = async (certificate: Certificate): Promise<readonly string[]> =>
    Object.keys(await staleOperations(engine(), { ...options, update: { certificate, stale: {} } }));
  t.deepEqual(await stale(missing), ['table.sort']);
  t.deepEqual(await stale(edited('table.limit', { class: 'epsilon' })), ['table.limit']);
  t.deepEqual(await stale(edited('table.limit', { revision: 7 })), ['table.limit']);
});

test.serial('what concerns the engine or the kit as a whole makes everything stale', async t => {
  const stale = async (certificate: Certificate | undefined, more: { readonly code?: string } = {}): Promise<readonly string[]> =>
    Object.keys(await staleOperations(engine(), { ...options, ...more, update: { certificate, stale: {} } })).sort();
  const whole = certified(FULL);
  t.deepEqual(await stale(whole), []);
  t.deepEqual(await stale({ ...whole, code: 'a' }, { code: 'a' }), []);
  for (const [certificate, more] of [
    [undefined, {}],
    [{ ...whole, kit: 1 }, {}],
    [{ ...whole, version: '0.0.9' }, {}],
    [{ ...whole, engine: 'another' }, {}],
    [{ ...whole, wraps: { library: '1' } }, {}],
    [{ ...whole, code: 'a' }, { code: 'b' }],
    [whole, { code: 'b' }],
    [{ ...whole, code: 'a' }, {}],
  ] as const)
    t.deepEqual(await stale(certificate, more), OPERATIONS);
});

test.serial('an operation that is wrong now leaves the certificate, and the pairs of the others', async t => {
  const wrong = broken({
    operations: OPERATIONS,
    module: module => ({ ...module, manifest: { ...module.manifest, id: 'fused' } }),
    run: (result, _call, _context, { root }) =>
      root.operation === 'table.limit' ? withRows(result, rows => rows.slice(1)) : result,
  });
  const report = await certify(wrong, {
    ...options,
    update: { certificate: certified(FULL), stale: { 'table.limit': 'changed' } },
  });
  t.false(report.passed);
  t.deepEqual(Object.keys(report.certificate?.operations ?? {}).sort(), ['table.filter', 'table.sort']);
  t.false(JSON.stringify(report.certificate).includes('table.limit'));
});

test.serial('operations that are stale and were not asked for are not certified any more', async t => {
  const report = await certify(engine(), {
    ...options,
    operations: ['table.sort'],
    update: { certificate: certified(FULL), stale: { 'table.limit': 'changed', 'table.sort': 'changed' } },
  });
  t.deepEqual(runAgain(report), ['table.sort']);
  t.true(report.passed, JSON.stringify(report.checks.filter(({ outcome }) => outcome === 'failed')));
  t.deepEqual(Object.keys(certified(report).operations).sort(), ['table.filter', 'table.sort']);
});

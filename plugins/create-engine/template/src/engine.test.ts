import assert from 'node:assert/strict';
import test from 'node:test';
import { createRuntime } from '@parquetframe/core';
import { registeredEngines } from '@parquetframe/core/engine';
import { certify, formatReport } from '@parquetframe/conformance';
import tsReference from '@parquetframe/engine-ts-reference';
import __FUNCTION__ from './index.js';
import './register.js';

test('it gives the answers of the reference', async () => {
  const report = await certify(__FUNCTION__(), { reference: tsReference(), cases: 50 });
  assert.ok(report.passed, formatReport(report));
});

test('it is registered', () => {
  assert.ok(registeredEngines().some(({ manifest }) => manifest.id === '__ID__'));
});

test('it answers in a runtime', async () => {
  const pf = await createRuntime({ engines: [__FUNCTION__(), tsReference()], wisdom: 'off' });
  try {
    const table = await pf
      .fromRows([{ a: 1 }, { a: 2 }, { a: 3 }])
      .limit(2)
      .collect({ engine: '__ID__' });
    assert.deepEqual(table.toRows(), [{ a: 1 }, { a: 2 }]);
    assert.equal(table.provenance.stages[0]?.engine, '__ID__');
  } finally {
    await pf.close();
  }
});

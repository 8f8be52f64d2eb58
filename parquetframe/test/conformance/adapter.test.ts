/** The ava adapter: as an engine author uses it, and what it does with failures. */
import test from 'ava';
import { conformanceTests, type AvaTest } from '@parquetframe/conformance/ava';
import tsReference from '@parquetframe/engine-ts-reference';
import { broken, withRows } from './defect.js';

conformanceTests(test, broken({ operations: ['table.limit'] }), { reference: tsReference(), cases: 10 });

test('a failing check is a failing test that names engine, operation and check', async t => {
  const registered = new Map<string, (context: { pass(): void; fail(message?: string): void; log(): void }) => Promise<void>>();
  const ends: (() => Promise<void>)[] = [];
  const fake: AvaTest = {
    serial: (title, implementation) => void registered.set(title, implementation),
    after: { always: (_, implementation) => void ends.push(implementation) },
  };
  const wrong = broken({ operations: ['table.limit'], run: result => withRows(result, rows => rows.slice(1)) });
  conformanceTests(fake, wrong, { reference: tsReference(), cases: 10, seed: 1 });
  const outcome = async (title: string): Promise<string> => {
    let said = 'nothing';
    const context = { pass: () => void (said = 'passed'), fail: (message = '') => void (said = message), log: () => undefined };
    await registered.get(title)?.(context);
    return said;
  };
  t.is(await outcome('broken: engine: manifest'), 'passed');
  t.regex(await outcome('broken: table.limit: literals'), /rows, expected/);
  for (const end of ends) await end();
});

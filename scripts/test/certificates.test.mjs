import test from 'ava';
import { certified, changedSources, sourceStamp } from '../lib/certificates.mjs';
import { readSource } from '../lib/source-graph.mjs';

const engineOf = name => certified.find(engine => engine.name === name);
/** The operations of an engine that are stale when a file changes, and nothing else has since it was certified. */
function staleAfter(name, changed) {
  const engine = engineOf(name);
  const now = sourceStamp(engine, file => (file === changed ? `${readSource(file)}// changed\n` : readSource(file)));
  return changedSources(engine, now, sourceStamp(engine));
}

test('a change of one operation concerns that operation alone, and says what it was', t => {
  for (const [file, reason] of [
    ['plugins/conformance/src/cases/table/limit.ts', 'its cases changed'],
    ['core/src/contract/operations/table/limit.ts', 'its definition changed'],
    ['engines/ts-reference/src/kernels/table/join.ts', 'its reference kernel changed'],
  ]) {
    const operation = file.endsWith('join.ts') ? 'table.join' : 'table.limit';
    t.deepEqual(staleAfter('ts-reference', file), { [operation]: reason }, file);
  }
  t.deepEqual(staleAfter('rust-neon', 'plugins/conformance/src/cases/table/limit.ts'), {});
});

test('what several operations use concerns all of them', t => {
  const stale = Object.keys(staleAfter('ts-reference', 'plugins/conformance/src/cases/expressions.ts'));
  for (const operation of ['table.filter', 'table.project', 'parquet.scan']) t.true(stale.includes(operation), operation);
  t.false(stale.includes('graph.wcc'));
});

test('the kit, the contract and the code of an engine concern everything', t => {
  for (const [name, file, reason] of [
    ['rust-neon', 'plugins/conformance/src/checks/generated.ts', 'the conformance kit changed'],
    ['rust-neon', 'core/src/contract/data/column.ts', 'the contract or the catalogue changed'],
    ['rust-neon', 'native/pf-neon/src/lib.rs', 'the engine changed'],
    ['rust-napi', 'plugins/process-host/src/child/server.ts', 'the engine changed'],
    // The pool runs kernels of the reference inside its own.
    ['worker-pool', 'engines/ts-reference/src/kernels/table/filter.ts', 'the reference engine changed'],
    // It asks /engine for what the definition of an aggregate says.
    ['worker-pool', 'core/src/contract/operations/table/aggregate.ts', 'the contract or the catalogue changed'],
  ]) {
    const stale = staleAfter(name, file);
    t.deepEqual(new Set(Object.values(stale)), new Set([reason]), file);
    t.true(Object.keys(stale).length > 1);
  }
  // Another engine's code does not.
  t.deepEqual(staleAfter('ts-reference', 'engines/worker-pool/src/pool.ts'), {});
});

test('an operation that was not certified is stale, and so is everything of an engine of which nothing is known', t => {
  const engine = engineOf('rust-neon');
  const now = sourceStamp(engine);
  const operations = Object.fromEntries(Object.entries(now.operations).filter(([operation]) => operation !== 'graph.bfs'));
  t.deepEqual(changedSources(engine, now, { ...now, operations }), { 'graph.bfs': 'it was not certified' });
  for (const known of [null, 'the fingerprint of an older kind'])
    t.deepEqual(Object.keys(changedSources(engine, now, known)), Object.keys(now.operations));
});

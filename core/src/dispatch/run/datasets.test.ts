import { planNode } from '../../contract/plan/index.js';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { HEAP_ARROW, heldReplica } from '../../contract/data/index.js';
import { SCHEMA, toyTable } from '../../test/toy-engine.js';
import { Datasets } from './datasets.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects until something that nobody holds is gone. */
async function until(gone: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !gone(); i++) {
    // What a WeakRef has been asked for stays until the job ends.
    await new Promise<void>(resolve => setImmediate(resolve));
    collectGarbage();
  }
}

const PLAN = planNode('table.limit', { count: 1 }, []);

test('data of frames that were dropped without being closed is given back', async t => {
  const datasets = new Datasets(1e9);
  let released = 0;
  (() => {
    datasets.table(toyTable(1000));
    datasets.keep(PLAN, 'graph').replicas = [
      heldReplica(HEAP_ARROW, undefined, 500, () => {
        released++;
      }),
    ];
  })();
  t.true(datasets.bytes > 500);
  await until(() => datasets.bytes === 0 && released === 1);
  t.is(datasets.bytes, 0);
  t.is(released, 1);
});

test('results of calls count until they are released, and once when a kept dataset adopts them', async t => {
  const datasets = new Datasets(1000);
  const kept = datasets.keep(PLAN, 'kept');
  const result = datasets.temporary('result', { kind: 'table', schema: SCHEMA }, [heldReplica(HEAP_ARROW, undefined, 300)], {
    rows: 1,
  });
  t.is(datasets.bytes, 300);
  datasets.adopt(kept, result);
  t.is(datasets.bytes, 300);
  t.deepEqual([kept.kind?.kind, kept.sizes['rows']], ['table', 1]);
  const other = datasets.temporary('other', { kind: 'record' }, [heldReplica(HEAP_ARROW, undefined, 600)], {});
  t.deepEqual(await datasets.makeRoom(200), ['kept']);
  await datasets.release(other);
  t.is(datasets.bytes, 0);
});

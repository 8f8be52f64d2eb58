import test from 'ava';
import { HEAP_ARROW, heldReplica, type Residency } from '../../contract/data/index.js';
import type { Kernel, KernelCall, Transfer } from '../../contract/index.js';
import { planNode } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { limitKernel, tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

const FAR: Residency = { space: 'quick/memory', layout: 'arrow' };
const cost = (seconds: number) => () => ({ seconds, peakBytes: 0 });

test('a shared step is placed for all its consumers, not for the one that asks first', async t => {
  const pass = (inputs: Kernel['inputs']): Kernel => ({
    inputs,
    outputs: [HEAP_ARROW],
    estimate: cost(0.001),
    run: call => tableResult(tableOf(call)),
  });
  const far: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [FAR],
    estimate: cost(0.5),
    run: (call: KernelCall) => ({ replica: heldReplica(FAR, tableOf(call), 0) }),
  };
  const home: Transfer = {
    kind: 'table',
    from: FAR,
    to: HEAP_ARROW,
    alias: false,
    estimate: cost(0.8),
    run: call => ({ replica: heldReplica(HEAP_ARROW, tableOf(call), 0) }),
  };
  const quick = toyEngine({ id: 'quick', kernels: { 'table.limit': () => far }, transfers: [home] });
  const near = toyEngine({
    id: 'near',
    kernels: {
      'table.limit': limitKernel(1),
      'table.sort': () => pass([[FAR, HEAP_ARROW]]),
      'table.join': () => pass([[HEAP_ARROW], [HEAP_ARROW]]),
    },
  });
  await using pf = await createRuntime({ engines: [quick, near], wisdom: 'off' });
  const shared = planNode('table.limit', { count: 4 }, [{ kind: 'dataset', dataset: pf.executor.table(toyTable(10)) }]);
  const alone = planNode('table.sort', { keys: [{ column: 'id' }] }, [shared]);
  // By itself the sort would have it from the quick engine: 0.5 s against 1 s. The join could then only have it for 0.8 s more.
  t.is((await pf.executor.explain(alone, [HEAP_ARROW])).stages[0]?.engine, 'quick');
  const both = planNode('table.join', { on: [{ left: 'id', right: 'id' }] }, [alone, shared]);
  const explained = (await pf.executor.explain(both, [HEAP_ARROW])).stages.map(s => `${s.operations.join()} on ${s.engine}`);
  const expected = ['table.limit on near', 'table.sort on near', 'table.join on near'];
  t.deepEqual(explained, expected);
  const { stages } = (await pf.executor.execute(both, [HEAP_ARROW])).provenance;
  t.deepEqual(
    stages.map(s => `${s.operations.join()} on ${s.engine}`),
    expected,
  );
});

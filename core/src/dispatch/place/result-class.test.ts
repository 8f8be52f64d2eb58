import test from 'ava';
import { HEAP_ARROW } from '../../contract/data/index.js';
import { planNode } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

const loose = (): ReturnType<typeof toyEngine> =>
  toyEngine({
    id: 'loose',
    claims: { 'table.limit': { revision: 1, class: 'equivalence' } },
    kernels: {
      'table.limit': () => ({ inputs: [[HEAP_ARROW]], outputs: [HEAP_ARROW], run: call => tableResult(tableOf(call)) }),
    },
  });

test('an engine that claims less than the class asked for is not a candidate, unless engines are taken as they are', async t => {
  for (const uncertified of ['refuse', 'allow'] as const) {
    await using pf = await createRuntime({ engines: [loose()], uncertified, wisdom: 'off' });
    const input = { kind: 'dataset', dataset: pf.executor.table(toyTable(3)) } as const;
    const running = pf.executor.execute(planNode('table.limit', { count: 3, offset: 0 }, [input]), [HEAP_ARROW]);
    if (uncertified === 'refuse') {
      await t.throwsAsync(running, { code: 'NO_ENGINE', message: /it meets equivalence, asked is exact/ });
      continue;
    }
    const { provenance, release } = await running;
    t.is(provenance.stages.at(-1)?.resultClass, 'equivalence');
    await release();
  }
});

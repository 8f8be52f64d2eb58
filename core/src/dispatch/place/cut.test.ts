import test from 'ava';
import { HEAP_ARROW } from '../../contract/data/index.js';
import type { Certificate, EngineModule, Fragment, Step } from '../../contract/index.js';
import { isStep, planNode, type PlanInput } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

const namesIn = (step: Step): readonly string[] => [step.operation, ...step.inputs.filter(isStep).flatMap(namesIn)];

/** An engine that fuses sorts and limits whatever stands on what, with a certificate that names these operations right below a sort. */
function fusing(belowSort: readonly string[], bound: (fragment: Fragment) => void = () => undefined): EngineModule {
  const module = toyEngine({
    id: 'fusing',
    kernels: {},
    claims: { 'table.limit': { revision: 1, class: 'exact' }, 'table.sort': { revision: 1, class: 'exact' } },
    open: () =>
      Promise.resolve({
        transfers: [],
        covers: () => 'alone',
        bind(fragment) {
          bound(fragment);
          return {
            inputs: fragment.ports.map(() => [HEAP_ARROW]),
            outputs: [HEAP_ARROW],
            estimate: () => ({ seconds: 1e-3, peakBytes: 0 }),
            run: call => tableResult(tableOf(call)),
          };
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  });
  const certified = { revision: 1, class: 'exact', cases: 1 } as const;
  const certificate: Certificate = {
    engine: 'fusing',
    version: module.manifest.version,
    kit: 2,
    operations: { 'table.limit': certified, 'table.sort': { ...certified, pairs: [belowSort] } },
  };
  return { ...module, certificate };
}

/** Two sorts on a limit. */
const plan = (input: PlanInput): ReturnType<typeof planNode> =>
  planNode('table.sort', { keys: [{ column: 'id' }] }, [
    planNode('table.sort', { keys: [{ column: 'value' }] }, [planNode('table.limit', { count: 3, offset: 1 }, [input])]),
  ]);

const CUT = 'cut: table.limit at input 0 of table.sort was never certified in one fragment';

test('a fragment is cut at a pair that was never certified, and explain() says so', async t => {
  const fragments: string[] = [];
  const engine = fusing(['table.sort'], ({ root }) => void fragments.push(namesIn(root).join(' on ')));
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const input = { kind: 'dataset', dataset: pf.executor.table(toyTable(10)) } as const;
  const explained = String(await pf.executor.explain(plan(input), [HEAP_ARROW]));
  t.true(explained.includes(CUT), explained);
  t.true(explained.includes('2 steps at once'), explained);
  const { provenance, release } = await pf.executor.execute(plan(input), [HEAP_ARROW]);
  t.is(provenance.stages.length, 2);
  t.deepEqual([...new Set(fragments)].sort(), ['table.limit', 'table.sort', 'table.sort on table.sort']);
  await release();
});

test('a certified pair is one fragment, and nothing is cut where certificates do not matter', async t => {
  for (const [engine, uncertified, pin] of [
    [fusing(['table.limit', 'table.sort']), 'refuse', undefined],
    [fusing([]), 'allow', undefined],
    [fusing([]), 'refuse', 'fusing'],
  ] as const) {
    await using pf = await createRuntime({ engines: [engine], uncertified, wisdom: 'off' });
    const input = { kind: 'dataset', dataset: pf.executor.table(toyTable(10)) } as const;
    const options = pin === undefined ? {} : { engine: pin };
    const { provenance, release } = await pf.executor.execute(plan(input), [HEAP_ARROW], options);
    t.is(provenance.stages.length, 1);
    t.false(String(await pf.executor.explain(plan(input), [HEAP_ARROW], options)).includes('cut:'));
    await release();
  }
});

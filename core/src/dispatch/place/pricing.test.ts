import test from 'ava';
import { HEAP_ARROW, HEAP_BATCHES, type Dataset, type TableData } from '../../contract/data/index.js';
import {
  heldReplica,
  type CostEstimate,
  type Engine,
  type EngineModule,
  type Fragment,
  type Kernel,
  type Statistics,
  type Step,
  type Transfer,
  type TransferSubject,
} from '../../contract/index.js';
import { isStep, planNode, type PlanInput } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

const stepsOf = (step: Step): number => 1 + step.inputs.filter(isStep).reduce((sum, inner) => sum + stepsOf(inner), 0);

interface Fusing {
  readonly id: string;
  readonly fuses?: Engine['fuses'];
  estimate(steps: number, statistics: Statistics): CostEstimate;
  readonly outputs?: Kernel['outputs'];
  readonly transfers?: readonly Transfer[];
  readonly bound?: (fragment: Fragment) => void;
}

/** An engine that covers limits, joins and sorts, fuses any of them, and gives its first input. */
const fusing = ({ id, fuses, estimate, outputs = [HEAP_ARROW], transfers = [], bound }: Fusing): EngineModule =>
  toyEngine({
    id,
    kernels: {},
    claims: {
      'table.limit': { revision: 1, class: 'exact' },
      'table.sort': { revision: 1, class: 'exact' },
      'table.join': { revision: 1, class: 'exact' },
    },
    open: () =>
      Promise.resolve({
        transfers,
        covers: () => 'alone',
        ...(fuses === undefined ? {} : { fuses }),
        bind(fragment) {
          bound?.(fragment);
          const steps = stepsOf(fragment.root);
          return {
            inputs: fragment.ports.map(() => [HEAP_ARROW]),
            outputs,
            estimate: statistics => estimate(steps, statistics),
            run: call => tableResult(tableOf(call)),
          };
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  });

const sorts = (dataset: Dataset, count: number): PlanInput => {
  let plan: PlanInput = { kind: 'dataset', dataset };
  for (let i = 0; i < count; i++) plan = planNode('table.sort', { keys: [{ column: i % 2 === 0 ? 'id' : 'value' }] }, [plan]);
  return plan;
};

test('an engine gets fragments as large as it says: all it covers, so many steps, or one', async t => {
  for (const [fuses, stages, largest] of [
    [undefined, 1, 40],
    [{ steps: 10 }, 4, 10],
    [{ steps: 1 }, 40, 1],
    [false, 40, 1],
  ] as const) {
    let most = 0;
    const bound = (fragment: Fragment): void => void (most = Math.max(most, stepsOf(fragment.root)));
    await using pf = await createRuntime({
      engines: [fusing({ id: 'fusing', fuses, bound, estimate: steps => ({ seconds: steps * 1e-3, peakBytes: 0 }) })],
      wisdom: 'off',
    });
    const execution = await pf.executor.execute(sorts(pf.executor.table(toyTable(10)), 40), [HEAP_ARROW]);
    t.is(execution.provenance.stages.length, stages);
    t.is(most, largest);
    await execution.release();
  }
});

test('what is bound and priced grows with the plan, not with its combinations', async t => {
  let bound = 0;
  await using pf = await createRuntime({
    engines: ['one', 'two'].map(id =>
      fusing({ id, bound: () => bound++, estimate: steps => ({ seconds: steps * 1e-3, peakBytes: 0 }) }),
    ),
    wisdom: 'off',
  });
  const dataset = pf.executor.table(toyTable(10));
  await pf.executor.explain(sorts(dataset, 150), [HEAP_ARROW]);
  t.true(bound <= 2 * 150 * 12, `${String(bound)} fragments`);
  // A tree of joins over chains: every level doubles the steps, and no more.
  const tree = (depth: number): PlanInput => {
    if (depth === 0) return sorts(pf.executor.table(toyTable(3)), 2);
    const right = planNode('table.limit', { count: depth }, [tree(depth - 1)]);
    return planNode('table.join', { on: [{ left: 'id', right: 'id' }], suffix: `_${String(depth)}` }, [tree(depth - 1), right]);
  };
  bound = 0;
  const explained = await pf.executor.explain(tree(5), [HEAP_ARROW]);
  t.true(explained.stages.length >= 1);
  t.true(bound <= 2 * 130 * 12, `${String(bound)} fragments`);
});

test('a larger fragment is never priced above its own parts, and is chosen before them', async t => {
  const fused = fusing({ id: 'fused', estimate: steps => ({ seconds: steps === 1 ? 0.1 : 10, peakBytes: 0 }) });
  const other = fusing({ id: 'other', fuses: false, estimate: () => ({ seconds: 0.5, peakBytes: 0 }) });
  await using pf = await createRuntime({ engines: [fused, other], wisdom: 'off' });
  const { stages } = await pf.executor.explain(sorts(pf.executor.table(toyTable(10)), 5), [HEAP_ARROW]);
  t.is(stages.length, 1);
  t.is(stages[0]?.engine, 'fused');
  t.true(Math.abs((stages[0]?.seconds ?? 0) - 0.5) < 1e-9);
  // Parts of three steps, cheaper than those of one.
  const odd = fusing({ id: 'odd', estimate: steps => ({ seconds: steps === 3 ? 0.01 : steps === 1 ? 1 : 50, peakBytes: 0 }) });
  await using second = await createRuntime({ engines: [odd], wisdom: 'off' });
  const six = (await second.executor.explain(sorts(second.executor.table(toyTable(10)), 6), [HEAP_ARROW])).stages;
  t.is(six.length, 1);
  t.true(Math.abs((six[0]?.seconds ?? 0) - 0.02) < 1e-9);
});

test('a preferred engine is preferred whatever it costs, and never split', async t => {
  const dear = fusing({ id: 'dear', estimate: steps => ({ seconds: steps === 1 ? 1 : 40 * steps, peakBytes: 0 }) });
  const cheap = fusing({ id: 'cheap', estimate: () => ({ seconds: 1e-6, peakBytes: 0 }) });
  await using pf = await createRuntime({ engines: [dear, cheap], wisdom: 'off' });
  const plan = sorts(pf.executor.table(toyTable(10)), 5);
  const preferred = await pf.executor.explain(plan, [HEAP_ARROW], { prefer: 'dear' });
  t.deepEqual(
    preferred.stages.map(stage => [stage.engine, stage.operations.length]),
    [['dear', 5]],
  );
  t.regex(String(preferred), /cheap/);
  t.false(/e\+|1000000/.test(String(preferred)), String(preferred));
  t.is((await pf.executor.explain(plan, [HEAP_ARROW])).stages[0]?.engine, 'cheap');
});

test('estimates are told where the result is wanted, and decide by it', async t => {
  const wants = new Set<string | undefined>();
  const outputs = [HEAP_BATCHES, HEAP_ARROW];
  const slowTables = fusing({
    id: 'streams',
    outputs,
    estimate(_steps, { want }) {
      wants.add(want?.layout);
      return { seconds: want?.layout === 'arrow' ? 5 : 0.1, peakBytes: 0 };
    },
  });
  const tables = fusing({ id: 'tables', estimate: () => ({ seconds: 1, peakBytes: 0 }) });
  await using pf = await createRuntime({ engines: [slowTables, tables], wisdom: 'off' });
  const plan = sorts(pf.executor.table(toyTable(10)), 1);
  t.is((await pf.executor.explain(plan, [HEAP_BATCHES])).stages[0]?.engine, 'streams');
  t.deepEqual([...wants].sort(), ['arrow', 'batches']);
});

test('transfers are told the schema and the rows of what they would move', async t => {
  const told: TransferSubject[] = [];
  const own = { space: 'remote/memory', layout: 'arrow' } as const;
  const fetch: Transfer = {
    kind: 'table',
    from: own,
    to: HEAP_ARROW,
    alias: false,
    estimate(_bytes, about) {
      if (about) told.push(about);
      return { seconds: 1e-3, peakBytes: 0 };
    },
    run: call => ({ replica: heldReplica(HEAP_ARROW, call.inputs[0]?.value as TableData, 0) }),
  };
  const remote = fusing({
    id: 'remote',
    outputs: [own],
    transfers: [fetch],
    estimate: () => ({ seconds: 1e-3, peakBytes: 0 }),
  });
  await using pf = await createRuntime({ engines: [remote], wisdom: 'off' });
  await pf.executor.explain(sorts(pf.executor.table(toyTable(10)), 1), [HEAP_ARROW]);
  const about = told.at(-1);
  t.is(about?.rows, 10);
  t.deepEqual(about?.kind.kind === 'table' ? about.kind.schema.map(f => f.name) : [], ['id', 'value']);
});

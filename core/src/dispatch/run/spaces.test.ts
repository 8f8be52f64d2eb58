import test from 'ava';
import { HEAP_ARROW, heldReplica, type Residency } from '../../contract/data/index.js';
import type { EngineContext, Kernel, Transfer } from '../../contract/index.js';
import { planNode, type PlanInput, type PlanNode } from '../../contract/plan/index.js';
import { createRuntime, type Runtime } from '../../runtime.js';
import { operation, passing, plugin } from '../../test/plan-plugin.js';
import { tableOf, toyEngine, toyTable } from '../../test/toy-engine.js';

const FAR: Residency = { space: 'cluster/memory', layout: 'cluster:rdd' };

/** An engine whose results lie elsewhere, `bytes` each, and a plugin whose results lie here. */
async function cluster(bytes: number, budget: number | undefined, memory: number) {
  const runs: string[] = [];
  const far = (_step: unknown, _fragment: unknown, context: EngineContext): Kernel => {
    context.space('memory', budget === undefined ? {} : { budget });
    return {
      inputs: [[HEAP_ARROW]],
      outputs: [FAR],
      estimate: () => ({ seconds: 1, peakBytes: budget === undefined ? 0 : bytes }),
      run(call) {
        runs.push('far');
        return { replica: heldReplica(FAR, tableOf(call), bytes) };
      },
    };
  };
  const home: Transfer = {
    kind: 'table',
    from: FAR,
    to: HEAP_ARROW,
    alias: false,
    estimate: () => ({ seconds: 1e-6, peakBytes: 100 }),
    run: call => ({ replica: heldReplica(HEAP_ARROW, tableOf(call), 0) }),
  };
  const pf = await createRuntime({
    engines: [toyEngine({ id: 'cluster', kernels: { 'table.sort': far }, transfers: [home] })],
    plugins: [
      plugin({ definition: operation('test.near'), reference: () => passing(() => void runs.push('near'), { peakBytes: 500 }) }),
    ],
    wisdom: 'off',
    memory,
  });
  const source: PlanInput = { kind: 'dataset', dataset: pf.executor.table(toyTable(3)) };
  const keep = (plan: PlanNode, label: string) => ({ kind: 'dataset', dataset: pf.executor.keep(plan, label) }) as const;
  const sort = (descending: boolean): PlanNode => planNode('table.sort', { keys: [{ column: 'id', descending }] }, [source]);
  return {
    pf,
    runs,
    near: keep(planNode('test.near', {}, [source]), 'near'),
    remote: keep(sort(false), 'remote'),
    other: keep(sort(true), 'other'),
  };
}

const run = async (pf: Runtime, plan: PlanInput): Promise<void> => (await pf.executor.execute(plan, [HEAP_ARROW])).release();

test('what lies elsewhere evicts nothing here, whether its engine says so or it is more than there is', async t => {
  for (const [bytes, budget] of [
    [5e12, undefined],
    [5e12, Infinity],
    [900_000, 1e12],
  ] as const) {
    const { pf, runs, near, remote } = await cluster(bytes, budget, 1e6);
    await run(pf, near);
    await run(pf, remote);
    await run(pf, near);
    await run(pf, remote);
    t.deepEqual(runs, ['near', 'far'], `${String(bytes)} of ${String(budget)}`);
    t.true(pf.composition.dispatcher.datasets.bytes < 10_000);
    await pf.close();
  }
});

test('a space with a budget of its own evicts within it, what was used longest ago', async t => {
  const { pf, runs, near, remote, other } = await cluster(600, 1000, 1e6);
  await run(pf, near);
  await run(pf, remote);
  await run(pf, other);
  t.deepEqual(
    [remote, other].map(({ dataset }) => dataset.replicas.some(({ residency }) => residency.space === FAR.space)),
    [false, true],
  );
  t.true(near.dataset.replicas.length > 0);
  t.deepEqual(runs, ['near', 'far', 'far']);
  await pf.close();
});

test('short memory here leaves what lies elsewhere where it is', async t => {
  const { pf, remote } = await cluster(600, 1000, 1e6);
  await run(pf, remote);
  t.deepEqual(remote.dataset.replicas.map(({ residency }) => residency.space).sort(), ['cluster/memory', 'heap']);
  await pf.composition.dispatcher.datasets.makeRoom(1e9);
  t.deepEqual(
    remote.dataset.replicas.map(({ residency }) => residency.space),
    ['cluster/memory'],
  );
  await pf.close();
});

test('a budget that is none is refused', async t => {
  const { pf, remote } = await cluster(600, -1, 1e6);
  await t.throwsAsync(run(pf, remote), { message: /budget of cluster\/memory must be bytes/ });
  await pf.close();
});

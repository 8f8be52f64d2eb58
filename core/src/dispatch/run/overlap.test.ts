import test from 'ava';
import { HEAP_ARROW, type Dataset } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { KernelCall } from '../../contract/index.js';
import { planNode, type PlanInput } from '../../contract/plan/index.js';
import { createRuntime, type RuntimeOptions } from '../../runtime.js';
import { gate, operation, passing, plugin, rowsOf } from '../../test/plan-plugin.js';
import { limitKernel, toyEngine, toyTable } from '../../test/toy-engine.js';

const on = (dataset: Dataset): PlanInput => ({ kind: 'dataset', dataset });
const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise<void>(resolve => setImmediate(resolve));
};
const untilCancelled = async (call: KernelCall): Promise<void> => {
  for (;;) await (call.checkpoint() ?? turns(1));
};

/** `test.left` and `test.right` on a table each, and `test.both` over them. */
async function branches(
  left: (call: KernelCall) => unknown,
  right: (call: KernelCall) => unknown,
  { more = [], ...options }: RuntimeOptions & { readonly more?: readonly ReturnType<typeof toyEngine>[] } = {},
) {
  const pf = await createRuntime({
    engines: [...more],
    plugins: [
      plugin(
        { definition: operation('test.left'), reference: () => passing(left) },
        { definition: operation('test.right'), reference: () => passing(right) },
        { definition: operation('test.both'), reference: () => passing(() => undefined, { ports: 2 }) },
      ),
    ],
    wisdom: 'off',
    uncertified: 'allow',
    threads: 8,
    ...options,
  });
  const source = (rows: number): PlanInput => on(pf.executor.table(toyTable(rows)));
  const [one, other] = [planNode('test.left', {}, [source(10)]), planNode('test.right', {}, [source(20)])];
  return { pf, one, other, both: planNode('test.both', {}, [one, other]) };
}

test('stages that do not stand on each other run at the same time, each with a core', async t => {
  const [first, second] = [gate(), gate()];
  const threads: number[] = [];
  const { pf, both } = await branches(
    async call => {
      threads.push(call.threads);
      first.open();
      await second.passed;
    },
    async call => {
      threads.push(call.threads);
      second.open();
      await first.passed;
    },
  );
  const execution = await pf.executor.execute(both, [HEAP_ARROW]);
  t.is(rowsOf(execution.replica.value), 10);
  t.deepEqual(threads, [7, 1], 'one is kept for the stage that is ready too');
  t.deepEqual(
    execution.provenance.stages.map(stage => stage.overlapped),
    [true, true, undefined],
  );
  await pf.close();
});

test('with one core they run one after the other', async t => {
  let running = 0;
  const alone = async (): Promise<void> => {
    t.is(++running, 1);
    await turns(3);
    running--;
  };
  const { pf, both } = await branches(alone, alone, { threads: 1 });
  const execution = await pf.executor.execute(both, [HEAP_ARROW]);
  t.deepEqual(
    execution.provenance.stages.map(stage => stage.overlapped),
    [undefined, undefined, undefined],
  );
  await pf.close();
});

test('a stage falls back while its siblings run on', async t => {
  const answered = gate();
  const spare = toyEngine({
    id: 'hasty',
    kernels: {
      'test.right': () => ({
        ...passing(() => {
          throw new ParquetFrameError('ENGINE_CRASH', 'it died');
        }),
        estimate: () => ({ seconds: 1e-9, peakBytes: 8 }),
      }),
    },
  });
  const runs: string[] = [];
  const { pf, both } = await branches(
    async () => {
      runs.push('left');
      await answered.passed;
    },
    () => {
      runs.push('right');
      answered.open();
    },
    { more: [spare] },
  );
  const execution = await pf.executor.execute(both, [HEAP_ARROW]);
  t.deepEqual(runs, ['left', 'right']);
  const [right, left, last] = execution.provenance.stages;
  t.deepEqual(
    right?.fallbacks.map(f => [f.engine, f.code]),
    [['hasty', 'ENGINE_CRASH']],
  );
  t.deepEqual(left?.fallbacks, []);
  t.deepEqual(last?.operations, ['test.both']);
  await pf.close();
});

test('a failure that is final stops its siblings, and leaves nothing behind', async t => {
  const started = gate();
  let stopped = false;
  const { pf, both } = await branches(
    async call => {
      started.open();
      await untilCancelled(call).catch((error: unknown) => {
        stopped = true;
        throw error;
      });
    },
    async () => {
      await started.passed;
      throw new ParquetFrameError('DATA_CORRUPT', 'bad bytes');
    },
  );
  await t.throwsAsync(pf.executor.execute(both, [HEAP_ARROW]), { code: 'DATA_CORRUPT', message: /bad bytes/ });
  t.true(stopped);
  t.is(pf.composition.dispatcher.options.admission.bytes, 0);
  await pf.close();
});

test('what somebody else wants too is not stopped by a failure, nor by an abort', async t => {
  for (const end of ['failure', 'abort'] as const) {
    const [started, joined, go] = [gate(), gate(), gate()];
    let builds = 0;
    const limit = limitKernel(1, async () => {
      builds++;
      started.open();
      await go.passed;
    });
    const { pf, other } = await branches(
      () => undefined,
      async call => {
        await joined.passed;
        if (end === 'failure') throw new ParquetFrameError('DATA_CORRUPT', 'bad bytes');
        await untilCancelled(call);
      },
      { more: [toyEngine({ id: 'toy', kernels: { 'table.limit': limit } })] },
    );
    const kept = pf.executor.keep(planNode('table.limit', { count: 4 }, [on(pf.executor.table(toyTable(10)))]), 'kept');
    const alsoKept = pf.executor.keep(other, 'also kept');
    const controller = new AbortController();
    const both = planNode('test.both', {}, [on(kept), on(alsoKept)]);
    const failing = t.throwsAsync(pf.executor.execute(both, [HEAP_ARROW], { signal: controller.signal }), {
      code: end === 'abort' ? 'ABORTED' : 'DATA_CORRUPT',
    });
    await started.passed;
    const wanted = pf.executor.execute(on(kept), [HEAP_ARROW]);
    // Planning gives way where the turn was long already, once for each of its stages at most.
    await turns(30);
    joined.open();
    if (end === 'abort') controller.abort();
    await failing;
    go.open();
    t.is(rowsOf((await wanted).replica.value), 4);
    t.is(builds, 1);
    await pf.close();
  }
});

test('progress counts every stage that runs, and never goes back', async t => {
  const [first, second] = [gate(), gate()];
  const { pf, both } = await branches(
    async call => {
      call.progress(0.5);
      first.open();
      await second.passed;
      call.progress(1);
    },
    async call => {
      await first.passed;
      call.progress(0.5);
      second.open();
    },
  );
  const seen: number[] = [];
  await pf.executor.execute(both, [HEAP_ARROW], { onProgress: fraction => seen.push(fraction) });
  t.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  t.true(seen.includes(1 / 3), 'two halves of three stages');
  t.is(seen.at(-1), 1);
  await pf.close();
});

test('many branches at once: no warning of listeners, all cores come back', async t => {
  const warnings: string[] = [];
  const listen = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', listen);
  const { pf } = await branches(
    () => turns(2),
    () => undefined,
  );
  let plan: PlanInput = planNode('test.left', {}, [on(pf.executor.table(toyTable(3)))]);
  for (let i = 0; i < 30; i++)
    plan = planNode('test.both', {}, [planNode('test.left', {}, [on(pf.executor.table(toyTable(3)))]), plan]);
  const execution = await pf.executor.execute(plan, [HEAP_ARROW]);
  t.is(execution.provenance.stages.length, 61);
  await turns(2);
  process.off('warning', listen);
  t.false(warnings.includes('MaxListenersExceededWarning'));
  t.is(pf.composition.dispatcher.options.admission.bytes, 0);
  await pf.close();
});

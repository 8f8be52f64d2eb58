import test from 'ava';
import { HEAP_ARROW, HEAP_RECORD, heldReplica, type Dataset } from '../../contract/data/index.js';
import { planNode, type PlanInput } from '../../contract/plan/index.js';
import { createRuntime, type Runtime, type RuntimeOptions } from '../../runtime.js';
import { gate, operation, passing, plugin, rowsOf } from '../../test/plan-plugin.js';
import { limitKernel, SCHEMA, toyEngine, toyTable } from '../../test/toy-engine.js';
import type { Kernel } from '../../contract/index.js';

const CPUS = ['none', 'one', 'many'] as const;
const limited = (input: PlanInput, count = 3): PlanInput => planNode('table.limit', { count }, [input]);
const on = (dataset: Dataset): PlanInput => ({ kind: 'dataset', dataset });

interface Setting extends RuntimeOptions {
  readonly cpu?: Kernel['cpu'];
  readonly peakBytes?: number;
  /** of the limits that calls from inside take */
  readonly limit?: ReturnType<typeof limitKernel>;
}

/** A runtime with `test.nest`, which does `inside` while it has what it leased, and `table.limit`. */
async function nesting(inside: (pf: Runtime, depth: number) => unknown, { cpu, peakBytes, limit, ...more }: Setting = {}) {
  let pf: Runtime | undefined = undefined;
  let depth = 0;
  const kernel = passing(
    async () => {
      if (!pf) throw new Error('not there yet');
      depth++;
      await inside(pf, depth);
      depth--;
    },
    { ...(cpu === undefined ? {} : { cpu }), ...(peakBytes === undefined ? {} : { peakBytes }) },
  );
  pf = await createRuntime({
    engines: [toyEngine({ id: 'toy', kernels: { 'table.limit': limit ?? limitKernel(1) } })],
    plugins: [plugin({ definition: operation('test.nest'), reference: () => kernel })],
    wisdom: 'off',
    ...more,
  });
  const runtime = pf;
  const nest = (): PlanInput => planNode('test.nest', {}, [on(runtime.executor.table(toyTable(10)))]);
  return { pf: runtime, nest };
}

const run = async (pf: Runtime, input: PlanInput): Promise<number> => {
  const execution = await pf.executor.execute(input, [HEAP_ARROW]);
  const rows = rowsOf(execution.replica.value);
  await execution.release();
  return rows;
};

for (const cpu of CPUS)
  for (const threads of [1, 2, 8])
    test(`calls from inside a kernel get what it has: cpu ${cpu}, ${String(threads)} cores`, async t => {
      const seen: number[] = [];
      const { pf, nest } = await nesting(
        async inner => {
          seen.push(await run(inner, limited(on(inner.executor.table(toyTable(10))))));
        },
        { cpu, threads },
      );
      // More parents than there are cores.
      const rows = await Promise.all(Array.from({ length: 5 }, () => run(pf, nest())));
      t.deepEqual(rows, [10, 10, 10, 10, 10]);
      t.deepEqual(seen, [3, 3, 3, 3, 3]);
      await pf.close();
    });

for (const cpu of CPUS)
  test(`calls inside calls, several at once at each level: cpu ${cpu}`, async t => {
    let leaves = 0;
    const { pf, nest } = await nesting(
      async inner => {
        const next = leaves++ < 20 ? [nest(), nest()] : [];
        await Promise.all([...next, limited(nest2(inner))].map(plan => run(inner, plan)));
      },
      { cpu, threads: 2 },
    );
    const nest2 = (inner: Runtime): PlanInput => on(inner.executor.table(toyTable(5)));
    t.is(await run(pf, nest()), 10);
    t.true(leaves > 20);
    await pf.close();
  });

test('a kernel lends its memory; what it has not and the budget has not is an error, not a wait', async t => {
  const greedy =
    (bytes: number): ReturnType<typeof limitKernel> =>
    async (...args) => {
      const kernel = await limitKernel(1)(...args);
      return 'declined' in kernel ? kernel : { ...kernel, estimate: () => ({ seconds: 1, peakBytes: bytes }) };
    };
  const call = async (peakBytes: number, inner: number, cpu: Kernel['cpu']): Promise<number> => {
    const { pf, nest } = await nesting(runtime => run(runtime, limited(on(runtime.executor.table(toyTable(4))))), {
      cpu,
      peakBytes,
      limit: greedy(inner),
      memory: 100_000,
      threads: 2,
    });
    await using _ = pf;
    return await run(pf, nest());
  };
  for (const cpu of CPUS) {
    t.is(await call(90_000, 80_000, cpu), 10, 'within what the kernel has');
    t.is(await call(1_000, 80_000, cpu), 10, 'borrowed of what is free');
    t.is(await call(60_000, 95_000, cpu), 10, 'some of each');
  }
});

test('two kernels whose calls need more than is there: one gets it, the other an error', async t => {
  const both = gate();
  let waiting = 0;
  const { pf, nest } = await nesting(
    async runtime => {
      if (++waiting === 2) both.open();
      await both.passed;
      await run(runtime, limited(on(runtime.executor.table(toyTable(4)))));
    },
    {
      cpu: 'one',
      threads: 2,
      peakBytes: 40_000,
      memory: 100_000,
      limit: async (...args) => {
        const kernel = await limitKernel(1)(...args);
        return 'declined' in kernel ? kernel : { ...kernel, estimate: () => ({ seconds: 1, peakBytes: 70_000 }) };
      },
    },
  );
  const settled = await Promise.allSettled([run(pf, nest()), run(pf, nest())]);
  // Each has 40 kB and needs 30 more; 20 are free.
  for (const one of settled) t.like(one, { status: 'rejected', reason: { code: 'OUT_OF_MEMORY' } });
  await pf.close();
});

test('a call from inside waits for a build that somebody outside started, which waits for the cores that its own kernel has', async t => {
  const asked = gate();
  const { pf, nest } = await nesting(
    async runtime => {
      asked.open();
      // Whoever builds it has asked first, and gets no core before this kernel ends.
      await outside.passed;
      await run(runtime, limited(on(kept), 1));
    },
    { threads: 1 },
  );
  const outside = gate();
  const kept: Dataset = pf.executor.keep(
    { ...planNode('table.limit', { count: 2 }, [on(pf.executor.table(toyTable(10)))]) },
    'kept',
  );
  const parent = run(pf, nest());
  await asked.passed;
  const other = run(pf, limited(on(kept), 2));
  while (kept.building === undefined) await new Promise<void>(resolve => setImmediate(resolve));
  outside.open();
  t.deepEqual(await Promise.all([parent, other]), [10, 2]);
  await pf.close();
});

test('a schema that a call from inside and one from outside both need is read without a core', async t => {
  const asked = gate();
  const outside = gate();
  const metadata: Kernel = {
    inputs: [[{ space: 'file', layout: 'bytes' }]],
    outputs: [HEAP_RECORD],
    run: () => ({ replica: heldReplica(HEAP_RECORD, { schema: SCHEMA }, 0) }),
  };
  const kernel = passing(async () => {
    asked.open();
    await outside.passed;
    t.deepEqual(await frame.schema(), SCHEMA);
  });
  const pf = await createRuntime({
    engines: [toyEngine({ id: 'toy', kernels: { 'parquet.metadata': () => metadata } })],
    plugins: [plugin({ definition: operation('test.nest'), reference: () => kernel })],
    wisdom: 'off',
    threads: 1,
  });
  const frame = pf.readParquet('whatever.parquet');
  const parent = run(pf, planNode('test.nest', {}, [on(pf.executor.table(toyTable(10)))]));
  await asked.passed;
  const schema = frame.schema();
  outside.open();
  t.is(await parent, 10);
  t.deepEqual(await schema, SCHEMA);
  await pf.close();
});

test('calls that a kernel does not wait for go on when it has ended', async t => {
  const started = gate();
  const go = gate();
  let late: Promise<number> | undefined;
  const { pf, nest } = await nesting(
    async runtime => {
      late = run(runtime, limited(on(runtime.executor.table(toyTable(10)))));
      await started.passed;
    },
    {
      threads: 1,
      limit: limitKernel(1, async () => {
        started.open();
        await go.passed;
      }),
    },
  );
  t.is(await run(pf, nest()), 10);
  const next = run(pf, limited(on(pf.executor.table(toyTable(10))), 2));
  go.open();
  t.deepEqual(await Promise.all([late, next]), [3, 2]);
  t.is(await run(pf, limited(on(pf.executor.table(toyTable(10))), 1)), 1);
  await pf.close();
});

test('a call from inside ends with the call around it, and with the runtime', async t => {
  for (const end of ['abort', 'close'] as const) {
    const inside = gate();
    let innermost: Promise<unknown> | undefined;
    const { pf, nest } = await nesting(
      async runtime => {
        innermost = t.throwsAsync(run(runtime, limited(on(runtime.executor.table(toyTable(10))))));
        await innermost;
        throw new Error('it was ended');
      },
      {
        threads: 1,
        limit: limitKernel(1, async call => {
          inside.open();
          for (;;) await (call.checkpoint() ?? new Promise<void>(resolve => setImmediate(resolve)));
        }),
      },
    );
    const controller = new AbortController();
    const call = pf.executor.execute(nest(), [HEAP_ARROW], { signal: controller.signal });
    const failed = t.throwsAsync(call, { code: end === 'abort' ? 'ABORTED' : 'CLOSED' });
    await inside.passed;
    if (end === 'abort') controller.abort();
    else await pf.close();
    await failed;
    t.is((await (innermost as Promise<{ code?: string }>)).code, end === 'abort' ? 'ABORTED' : 'CLOSED');
    await pf.close();
  }
});

for (const callsBack of [undefined, false] as const)
  test(`calls from inside a kernel are ${callsBack === false ? 'not looked for where its engine makes none' : 'run with its cores'}`, async t => {
    const started = gate();
    let isStarted = false;
    let late: Promise<number> | undefined;
    let calls = 0;
    const module = toyEngine({
      id: 'toy',
      kernels: {
        'table.limit': limitKernel(1, async () => {
          if (++calls > 1) {
            isStarted = true;
            started.open();
            return;
          }
          late = run(pf, limited(on(pf.executor.table(toyTable(10))), 2));
          // The only core is taken: it is this kernel's to lend, or nobody's.
          if (callsBack === undefined) await started.passed;
          else for (let turn = 0; turn < 100; turn++) await new Promise<void>(resolve => setImmediate(resolve));
          t.is(isStarted, callsBack === undefined);
        }),
      },
    });
    const engine = callsBack === undefined ? module : { ...module, callsBack };
    const pf: Runtime = await createRuntime({ engines: [engine], wisdom: 'off', threads: 1 });
    t.is(await run(pf, limited(on(pf.executor.table(toyTable(10))))), 3);
    t.is(await late, 2);
    await pf.close();
  });

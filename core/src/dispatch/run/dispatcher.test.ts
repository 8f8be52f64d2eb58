import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import test from 'ava';
import { HEAP_ARROW, heldReplica, type Dataset, type TableData } from '../../contract/data/index.js';
import { isParquetFrameError, ParquetFrameError } from '../../contract/errors/index.js';
import { planNode, type PlanNode } from '../../contract/plan/index.js';
import { createRuntime, type RuntimeOptions } from '../../runtime.js';
import { limitKernel, tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';
import { decline, HEAP_BATCHES, resultOf, type BatchStream, type EngineModule } from '../../contract/index.js';
import type { StageEvent } from './events.js';

const runtime = (engines: readonly EngineModule[], options: RuntimeOptions = {}) =>
  createRuntime({ engines, wisdom: 'off', ...options });
const limit = (dataset: Dataset, count: number, extra: Parameters<typeof planNode>[3] = {}): PlanNode =>
  planNode('table.limit', { count }, [{ kind: 'dataset', dataset }], extra);
const codeOf = (error: unknown): string | undefined => (isParquetFrameError(error) ? error.code : undefined);

test('runs a step on the cheapest engine and says why', async t => {
  await using pf = await runtime([
    toyEngine({ id: 'slow', kernels: { 'table.limit': limitKernel(1) } }),
    toyEngine({ id: 'fast', kernels: { 'table.limit': limitKernel(0.001) } }),
  ]);
  const execution = await pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW]);
  t.is((execution.replica.value as TableData).length, 3);
  t.is(execution.provenance.stages[0]?.engine, 'fast');
  t.regex(execution.provenance.stages[0]?.why ?? '', /cheapest.*slow/);
  await execution.release();
});

test('a crash falls back to the next engine, with the attempt in the provenance', async t => {
  const crash = (): never => {
    throw new ParquetFrameError('ENGINE_CRASH', 'the process died');
  };
  await using pf = await runtime([
    toyEngine({ id: 'first', kernels: { 'table.limit': limitKernel(0.001, crash) } }),
    toyEngine({ id: 'second', kernels: { 'table.limit': limitKernel(1) } }),
  ]);
  const execution = await pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW]);
  t.is((execution.replica.value as TableData).length, 3);
  const [stage] = execution.provenance.stages;
  t.is(stage?.engine, 'second');
  t.deepEqual(
    stage?.fallbacks.map(f => [f.engine, f.outcome, f.code]),
    [['first', 'crashed', 'ENGINE_CRASH']],
  );
});

test('an untyped error of a kernel counts as a defect and falls back; data errors and pins do not', async t => {
  const broken = toyEngine({
    id: 'first',
    kernels: {
      'table.limit': limitKernel(0.001, () => {
        throw new Error('oops');
      }),
    },
  });
  const second = toyEngine({ id: 'second', kernels: { 'table.limit': limitKernel(1) } });
  await using pf = await runtime([broken, second]);
  const dataset = pf.executor.table(toyTable(10));
  const execution = await pf.executor.execute(limit(dataset, 3), [HEAP_ARROW]);
  t.is(execution.provenance.stages[0]?.fallbacks[0]?.code, 'ENGINE_DEFECT');
  t.is(codeOf(await t.throwsAsync(pf.executor.execute(limit(dataset, 3), [HEAP_ARROW], { engine: 'first' }))), 'ENGINE_DEFECT');
  const data = toyEngine({
    id: 'data',
    kernels: {
      'table.limit': limitKernel(0.001, () => {
        throw new ParquetFrameError('DATA_CORRUPT', 'bad bytes');
      }),
    },
  });
  await using other = await runtime([data, second]);
  t.is(
    codeOf(await t.throwsAsync(other.executor.execute(limit(other.executor.table(toyTable(10)), 3), [HEAP_ARROW]))),
    'DATA_CORRUPT',
  );
});

test('three crashes quarantine an engine', async t => {
  let runs = 0;
  const crash = (): never => {
    runs++;
    throw new ParquetFrameError('ENGINE_CRASH', 'the process died');
  };
  await using pf = await runtime([
    toyEngine({ id: 'first', kernels: { 'table.limit': limitKernel(1e-12, crash) } }),
    toyEngine({ id: 'second', kernels: { 'table.limit': limitKernel(1) } }),
  ]);
  const dataset = pf.executor.table(toyTable(10));
  for (let i = 0; i < 5; i++) await (await pf.executor.execute(limit(dataset, 3), [HEAP_ARROW])).release();
  t.is(runs, 3);
  const first = pf.engines().find(e => e.id === 'first');
  t.is(first?.availability.available === false ? first.availability.code : '', 'QUARANTINED');
});

test('no engine: every engine is listed with its reason', async t => {
  const refusing = toyEngine({
    id: 'refusing',
    kernels: { 'table.limit': () => decline('UNSUPPORTED_COLUMN_TYPE', 'int32 is too narrow', 'cast it') },
  });
  const uncertified = toyEngine({ id: 'uncertified', certified: false, kernels: { 'table.limit': limitKernel(1) } });
  await using pf = await runtime([refusing, uncertified]);
  const node = limit(pf.executor.table(toyTable(10)), 3);
  const error = await t.throwsAsync(pf.executor.execute(node, [HEAP_ARROW]));
  t.is(codeOf(error), 'NO_ENGINE');
  t.regex(error.message, /refusing: UNSUPPORTED_COLUMN_TYPE: int32 is too narrow/);
  t.regex(error.message, /uncertified: UNCERTIFIED/);
  const pinned = await pf.executor.execute(node, [HEAP_ARROW], { engine: 'uncertified' });
  t.is(pinned.provenance.stages[0]?.why, 'pinned');
  await using lenient = await runtime([uncertified], { uncertified: 'allow' });
  t.is(
    (await lenient.executor.execute(limit(lenient.executor.table(toyTable(10)), 3), [HEAP_ARROW])).provenance.stages[0]?.engine,
    'uncertified',
  );
});

test('an aborted call rejects with ABORTED once the kernel acknowledges; a deadline with DEADLINE_EXCEEDED', async t => {
  const untilCancelled = async (call: { readonly checkpoint: () => Promise<void> | undefined }): Promise<void> => {
    for (;;) await (call.checkpoint() ?? new Promise<void>(resolve => setImmediate(resolve)));
  };
  await using pf = await runtime([toyEngine({ id: 'endless', kernels: { 'table.limit': limitKernel(1, untilCancelled) } })]);
  const node = limit(pf.executor.table(toyTable(10)), 3);
  const controller = new AbortController();
  const running = pf.executor.execute(node, [HEAP_ARROW], { signal: controller.signal });
  setImmediate(() => {
    controller.abort();
  });
  t.is(codeOf(await t.throwsAsync(running)), 'ABORTED');
  t.is(codeOf(await t.throwsAsync(pf.executor.execute(node, [HEAP_ARROW], { signal: controller.signal }))), 'ABORTED');
  t.is(codeOf(await t.throwsAsync(pf.executor.execute(node, [HEAP_ARROW], { deadline: 5 }))), 'DEADLINE_EXCEEDED');
});

test('a kept dataset is built once for all who wait, and rebuilt when it was evicted', async t => {
  let builds = 0;
  await using pf = await runtime([
    toyEngine({
      id: 'counting',
      kernels: {
        'table.limit': limitKernel(1, () => {
          builds++;
        }),
      },
    }),
  ]);
  const source = pf.executor.table(toyTable(100));
  const kept = pf.executor.keep(limit(source, 50), 'first fifty');
  const results = await Promise.all([1, 2, 3].map(n => pf.executor.execute(limit(kept, n), [HEAP_ARROW])));
  t.deepEqual(
    results.map(r => (r.replica.value as TableData).length),
    [1, 2, 3],
  );
  t.is(builds, 4);
  await (await pf.executor.execute(limit(kept, 4), [HEAP_ARROW])).release();
  t.is(builds, 5);
  t.true(kept.replicas.length > 0);
  const { datasets } = pf.composition.dispatcher;
  t.deepEqual(await datasets.makeRoom(Number.MAX_SAFE_INTEGER), ['first fifty']);
  t.is(kept.replicas.length, 0);
  const again = await pf.executor.execute(limit(kept, 5), [HEAP_ARROW]);
  t.is((again.replica.value as TableData).length, 5);
  t.is(builds, 7);
  t.deepEqual(again.provenance.rebuilt, ['first fifty']);
  await pf.executor.dispose(kept);
  t.is(codeOf(await t.throwsAsync(pf.executor.execute(limit(kept, 5), [HEAP_ARROW]))), 'CLOSED');
});

test('a replica lost with its space is rebuilt from lineage', async t => {
  let alive = true;
  const remote = toyEngine({
    id: 'remote',
    kernels: {
      'table.limit': (step, _fragment, context) => {
        const own = { space: context.space('memory'), layout: 'arrow' } as const;
        const inner = limitKernel(0.001)(step, _fragment, context);
        return Promise.resolve(inner).then(kernel => {
          if ('declined' in kernel) return kernel;
          return {
            ...kernel,
            inputs: [[own, HEAP_ARROW]],
            outputs: [own, HEAP_ARROW],
            run: async call => {
              const result = resultOf(await kernel.run(call));
              return call.want.space === own.space
                ? { replica: { ...result.replica, residency: own, lost: () => !alive } }
                : result;
            },
          };
        });
      },
    },
  });
  await using pf = await runtime([remote]);
  const kept = pf.executor.keep(limit(pf.executor.table(toyTable(100)), 50), 'remote fifty');
  await (await pf.executor.execute(limit(kept, 2), [HEAP_ARROW])).release();
  alive = false;
  t.is(pf.composition.dispatcher.datasets.alive(kept).filter(r => r.residency.space !== 'heap').length, 0);
  alive = true;
  const again = await pf.executor.execute(limit(kept, 3), [HEAP_ARROW]);
  t.is((again.replica.value as TableData).length, 3);
});

test('shared steps run once per call', async t => {
  let runs = 0;
  const join = toyEngine({
    id: 'toy',
    kernels: {
      'table.limit': limitKernel(1, () => {
        runs++;
      }),
      'table.join': () => ({
        inputs: [[HEAP_ARROW], [HEAP_ARROW]],
        outputs: [HEAP_ARROW],
        run: call => tableResult({ ...tableOf(call, 0) }),
      }),
    },
  });
  await using pf = await runtime([join]);
  const shared = limit(pf.executor.table(toyTable(10)), 4);
  const node = planNode('table.join', { on: [{ left: 'id', right: 'id' }] }, [shared, shared]);
  const execution = await pf.executor.execute(node, [HEAP_ARROW]);
  t.is(runs, 1);
  t.deepEqual(
    execution.provenance.stages.map(s => s.operations[0]),
    ['table.limit', 'table.join'],
  );
});

test('an engine whose peak is over the budget is left for one that fits; when none fits it is OUT_OF_MEMORY', async t => {
  const greedy = toyEngine({
    id: 'greedy',
    kernels: {
      'table.limit': async (...args) => ({
        ...(await limitKernel(0.001)(...args)),
        estimate: () => ({ seconds: 0.001, peakBytes: 2e9 }),
      }),
    },
  });
  const modest = toyEngine({ id: 'modest', kernels: { 'table.limit': limitKernel(1) } });
  await using pf = await runtime([greedy, modest], { memory: '1GB' });
  const execution = await pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW]);
  t.is(execution.provenance.stages[0]?.engine, 'modest');
  t.true(execution.provenance.stages[0]?.fallbacks.some(f => f.engine === 'greedy' && f.outcome === 'memory'));
  await using tight = await runtime([greedy], { memory: '1GB' });
  t.is(
    codeOf(await t.throwsAsync(tight.executor.execute(limit(tight.executor.table(toyTable(10)), 3), [HEAP_ARROW]))),
    'OUT_OF_MEMORY',
  );
});

test('broken engines never break start-up', async t => {
  const kernels = { 'table.limit': limitKernel(1) };
  const wrong = { ...toyEngine({ id: 'wrong', kernels }), contract: 99 as 1 };
  const hanging = toyEngine({ id: 'hanging', kernels, probe: () => new Promise(() => undefined) });
  const throwing = toyEngine({ id: 'throwing', kernels, probe: () => Promise.reject(new Error('no socket')) });
  const unopenable = toyEngine({ id: 'unopenable', kernels, open: () => Promise.reject(new Error('no memory')) });
  const manifest = toyEngine({ id: 'Bad Id', kernels });
  const good = toyEngine({ id: 'good', kernels });
  await using pf = await runtime([wrong, hanging, throwing, unopenable, manifest, good], { probeLimit: 20 });
  const execution = await pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW]);
  t.is(execution.provenance.stages[0]?.engine, 'good');
  const codes = Object.fromEntries(pf.engines().map(e => [e.id, e.availability.available ? 'ok' : e.availability.code]));
  t.deepEqual(codes, {
    wrong: 'CONTRACT_VERSION',
    hanging: 'PROBE_TIMEOUT',
    throwing: 'ENGINE_UNAVAILABLE',
    unopenable: 'ENGINE_UNAVAILABLE',
    'Bad Id': 'INVALID_MANIFEST',
    good: 'ok',
  });
});

test('errors of a plan carry the call site; unknown options and operations are typed', async t => {
  await using pf = await runtime([toyEngine({ id: 'toy', kernels: { 'table.limit': limitKernel(1) } })]);
  const dataset = pf.executor.table(toyTable(10));
  const wrong = planNode('table.sort', { keys: [{ column: 'vaule' }] }, [{ kind: 'dataset', dataset }], {
    callSite: 'trips.ts:7:3',
  });
  const error = await t.throwsAsync(pf.executor.resolveKind(wrong));
  t.is(codeOf(error), 'COLUMN_NOT_FOUND');
  t.regex(error.message, /Did you mean "value"\?$/);
  t.is(
    codeOf(
      await t.throwsAsync(pf.executor.resolveKind(planNode('table.limit', { count: 1, of: 2 }, [{ kind: 'dataset', dataset }]))),
    ),
    'INVALID_ARGUMENT',
  );
  t.is(codeOf(await t.throwsAsync(pf.executor.resolveKind(planNode('table.nothing', {}, [])))), 'OPERATION_NOT_FOUND');
  t.is(
    codeOf(await t.throwsAsync(pf.executor.execute(limit(dataset, 1), [HEAP_ARROW], { engine: 'nobody' }))),
    'ENGINE_NOT_FOUND',
  );
});

test.serial('explain names every engine considered; tracing events follow a run', async t => {
  await using pf = await runtime([
    toyEngine({ id: 'slow', kernels: { 'table.limit': limitKernel(1) } }),
    toyEngine({ id: 'traced', kernels: { 'table.limit': limitKernel(0.001) } }),
  ]);
  const node = limit(pf.executor.table(toyTable(10)), 3);
  const explanation = await pf.executor.explain(node, [HEAP_ARROW]);
  t.is(explanation.stages[0]?.engine, 'traced');
  t.deepEqual(explanation.stages[0]?.considered.map(c => c.engine).sort(), ['slow', 'traced']);
  t.regex(explanation.toString(), /table\.limit {2}on traced/);
  const seen: StageEvent[] = [];
  const listener = (event: unknown): void => {
    if ((event as StageEvent).engine === 'traced') seen.push(event as StageEvent);
  };
  subscribe('tracing:parquetframe:stage:start', listener);
  await pf.executor.execute(node, [HEAP_ARROW]);
  unsubscribe('tracing:parquetframe:stage:start', listener);
  t.deepEqual(
    seen.map(e => [e.engine, e.operations]),
    [['traced', ['table.limit']]],
  );
});

test.serial('the event of a stage that has finished has its duration and rows', async t => {
  await using pf = await runtime([toyEngine({ id: 'timed', kernels: { 'table.limit': limitKernel(1) } })]);
  const seen: StageEvent[] = [];
  const listener = (event: unknown): void => {
    if ((event as StageEvent).engine === 'timed') seen.push({ ...(event as StageEvent) });
  };
  subscribe('tracing:parquetframe:stage:start', listener);
  subscribe('tracing:parquetframe:stage:asyncEnd', listener);
  await pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW]);
  unsubscribe('tracing:parquetframe:stage:start', listener);
  unsubscribe('tracing:parquetframe:stage:asyncEnd', listener);
  const [start, end] = seen;
  t.deepEqual([start?.rows, start?.seconds], [undefined, undefined]);
  t.is(end?.rows, 3);
  t.true((end?.seconds ?? -1) >= 0);
});

test('a kernel that can do with less is not refused for its peak, and is told what it has', async t => {
  const memory: number[] = [];
  const spilling = toyEngine({
    id: 'spilling',
    kernels: {
      'table.limit': async (...args) => ({
        ...(await limitKernel(1, call => memory.push(call.memory))(...args)),
        estimate: () => ({ seconds: 1, peakBytes: 2e9, minBytes: 1e6 }),
      }),
    },
  });
  await using pf = await runtime([spilling], { memory: 5e6 });
  const node = limit(pf.executor.table(toyTable(10)), 3);
  t.is((await pf.executor.execute(node, [HEAP_ARROW])).provenance.stages[0]?.engine, 'spilling');
  t.deepEqual(memory, [5e6]);
  await using tight = await runtime([spilling], { memory: 5e5 });
  await t.throwsAsync(tight.executor.execute(limit(tight.executor.table(toyTable(10)), 3), [HEAP_ARROW]), {
    code: 'OUT_OF_MEMORY',
  });
});

test('the time of a result that is not computed yet is booked where it is needed', async t => {
  const far = { space: 'far/queries', layout: 'far:query' } as const;
  const lazy = toyEngine({
    id: 'far',
    kernels: {
      'table.limit': () => ({
        inputs: [[HEAP_ARROW]],
        outputs: [far],
        estimate: () => ({ seconds: 1, peakBytes: 0 }),
        run: call => ({ replica: { ...heldReplica(far, tableOf(call), 0), deferred: true } }),
      }),
    },
    transfers: [
      {
        kind: 'table',
        from: far,
        to: HEAP_ARROW,
        alias: false,
        estimate: () => ({ seconds: 1, peakBytes: 0 }),
        run: call => tableResult(tableOf(call)),
      },
    ],
  });
  await using pf = await runtime([lazy]);
  const [stage] = (await pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW])).provenance.stages;
  t.true(stage?.deferred);
  t.is(stage?.moves.length, 1);
  t.is(pf.composition.wisdom.size, 0, 'that it was asked for is no measurement');
});

test('a table is delivered as a stream of batches', async t => {
  await using pf = await runtime([toyEngine({ id: 'toy', kernels: { 'table.limit': limitKernel(1) } })]);
  const execution = await pf.executor.execute(limit(pf.executor.table(toyTable(150_000)), 140_000), [HEAP_BATCHES]);
  let rows = 0;
  let batches = 0;
  for await (const batch of execution.replica.value as BatchStream) {
    rows += batch.length;
    batches++;
  }
  t.is(rows, 140_000);
  t.true(batches > 1);
});

test('measurements decide once there are some', async t => {
  let pause = true;
  const wait = async (): Promise<void> => {
    if (pause) for (let i = 0; i < 200; i++) await new Promise<void>(resolve => setImmediate(resolve));
  };
  const optimist = toyEngine({ id: 'optimist', kernels: { 'table.limit': limitKernel(1e-6, wait) } });
  const honest = toyEngine({ id: 'honest', kernels: { 'table.limit': limitKernel(2e-6) } });
  await using pf = await runtime([optimist, honest]);
  const dataset = pf.executor.table(toyTable(10));
  const first = await pf.executor.execute(limit(dataset, 3), [HEAP_ARROW]);
  t.is(first.provenance.stages[0]?.engine, 'optimist');
  pause = false;
  await pf.executor.execute(limit(dataset, 3), [HEAP_ARROW], { engine: 'honest' });
  const later = await pf.executor.explain(limit(dataset, 3), [HEAP_ARROW]);
  t.true(later.stages[0]?.considered.every(c => c.reason.includes('measured')));
  t.is(later.stages[0]?.engine, 'honest');
});

test('two runtimes in one process do not know of each other', async t => {
  await using one = await runtime([toyEngine({ id: 'one', kernels: { 'table.limit': limitKernel(1) } })]);
  await using two = await runtime([toyEngine({ id: 'two', kernels: { 'table.limit': limitKernel(1) } })]);
  t.deepEqual([one.engines().map(e => e.id), two.engines().map(e => e.id)], [['one'], ['two']]);
  await one.close();
  t.is(codeOf(await t.throwsAsync(one.executor.execute(limit(one.executor.table(toyTable(1)), 1), [HEAP_ARROW]))), 'CLOSED');
  t.is(
    ((await two.executor.execute(limit(two.executor.table(toyTable(5)), 1), [HEAP_ARROW])).replica.value as TableData).length,
    1,
  );
});

import { mock } from 'node:test';
import test from 'ava';
import {
  HEAP_ARROW,
  HEAP_GRAPH,
  HEAP_RECORD,
  heldReplica,
  tableBytes,
  type Dataset,
  type Residency,
  type TableData,
} from '../../contract/data/index.js';
import {
  HEAP_BATCHES,
  type BatchStream,
  type EngineModule,
  type Kernel,
  type KernelCall,
  type Transfer,
} from '../../contract/index.js';
import { isParquetFrameError, ParquetFrameError } from '../../contract/errors/index.js';
import { planNode, type PlanInput, type PlanNode } from '../../contract/plan/index.js';
import { createRuntime, type RuntimeOptions } from '../../runtime.js';
import { limitKernel, SCHEMA, tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';
import type { Execution } from '../../executor/executor.js';
import { Admission } from './admission.js';
import { GRACE } from './cancellation.js';
import { Entry } from './entry.js';
import { supervised } from '../transfer/moves.js';
import { Session } from './session.js';

const runtime = (engines: readonly EngineModule[], options: RuntimeOptions = {}) =>
  createRuntime({ engines, wisdom: 'off', ...options });
const limitOf = (input: PlanInput, count: number, extra: Parameters<typeof planNode>[3] = {}): PlanNode =>
  planNode('table.limit', { count }, [input], extra);
const limit = (dataset: Dataset, count: number): PlanNode => limitOf({ kind: 'dataset', dataset }, count);
const codeOf = (error: unknown): string | undefined => (isParquetFrameError(error) ? error.code : undefined);
const rowsOf = (value: unknown): number => (value as TableData).length;
const blamed = ({ provenance }: Execution, code: string): Set<string> =>
  new Set(provenance.stages.flatMap(stage => stage.fallbacks.filter(f => f.code === code).map(f => f.engine)));
const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise<void>(resolve => setImmediate(resolve));
};

const REMOTE: Residency = { space: 'remote/memory', layout: 'arrow' };

/** An engine whose results stay in a memory of its own, which is gone once one of them is fetched. */
function remoteEngine(runs: string[]): EngineModule {
  let alive = true;
  const fetch: Transfer = {
    kind: 'table',
    from: REMOTE,
    to: HEAP_ARROW,
    alias: false,
    estimate: () => ({ seconds: 1e-6, peakBytes: 0 }),
    run() {
      alive = false;
      throw new ParquetFrameError('ENGINE_CRASH', 'the process died during fetch');
    },
  };
  const kernel: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [REMOTE],
    estimate: () => ({ seconds: 1e-6, peakBytes: 0 }),
    run(call) {
      runs.push('remote');
      const table = tableOf(call);
      return { replica: { ...heldReplica(REMOTE, table, tableBytes(table)), lost: () => !alive } };
    },
  };
  return toyEngine({ id: 'remote', kernels: { 'table.sort': () => kernel }, transfers: [fetch] });
}

const sorting = (runs: string[]): Kernel => ({
  inputs: [[HEAP_ARROW]],
  outputs: [HEAP_ARROW],
  estimate: () => ({ seconds: 1, peakBytes: 0 }),
  run(call) {
    runs.push('local sort');
    return tableResult(tableOf(call));
  },
});

const sorted = (input: PlanInput): PlanNode => planNode('table.sort', { keys: [{ column: 'id' }] }, [input]);

test('a crash while the result is fetched falls back, with everything it stood on made again', async t => {
  const runs: string[] = [];
  const local = toyEngine({
    id: 'local',
    kernels: { 'table.limit': limitKernel(1, () => runs.push('limit')), 'table.sort': () => sorting(runs) },
  });
  await using pf = await runtime([remoteEngine(runs), local]);
  const node = sorted(limit(pf.executor.table(toyTable(10)), 3));
  const execution = await pf.executor.execute(node, [HEAP_ARROW]);
  t.is(rowsOf(execution.replica.value), 3);
  t.deepEqual(runs, ['limit', 'remote', 'limit', 'local sort']);
  t.true(blamed(execution, 'ENGINE_CRASH').has('remote'));
  await t.throwsAsync(pf.executor.execute(node, [HEAP_ARROW], { engine: 'remote' }));
});

test('a crash while an input is fetched is the fault of the engine that had it, not of the one that wants it', async t => {
  const runs: string[] = [];
  const local = toyEngine({
    id: 'local',
    kernels: { 'table.limit': limitKernel(1, () => runs.push('limit')), 'table.sort': () => sorting(runs) },
  });
  await using pf = await runtime([remoteEngine(runs), local]);
  const node = limitOf(sorted(limit(pf.executor.table(toyTable(10)), 5)), 2);
  const execution = await pf.executor.execute(node, [HEAP_ARROW]);
  t.is(rowsOf(execution.replica.value), 2);
  t.deepEqual(runs, ['limit', 'remote', 'limit', 'local sort', 'limit']);
  t.deepEqual(blamed(execution, 'ENGINE_CRASH'), new Set(['remote']));
});

test('a class asked for in one call is not that of the next', async t => {
  const build: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_GRAPH],
    run: () => ({ replica: heldReplica(HEAP_GRAPH, undefined, 0) }),
  };
  const components: Kernel = { inputs: [[HEAP_GRAPH]], outputs: [HEAP_ARROW], run: () => tableResult(toyTable(1)) };
  const weak = toyEngine({
    id: 'weak',
    claims: { 'graph.build': { revision: 1, class: 'exact' }, 'graph.wcc': { revision: 1, class: 'equivalence' } },
    kernels: { 'graph.build': () => build, 'graph.wcc': () => components },
  });
  await using pf = await runtime([weak]);
  const frame = pf.graph.fromEdges(pf.fromRows([{ src: 1n, dst: 2n }])).wcc();
  t.is((await frame.collect({ determinism: 'fast' })).length, 1);
  t.regex((await t.throwsAsync(frame.collect())).message, /meets equivalence, asked is exact/);
});

test('two kept datasets that do not fit the budget together are both built, once', async t => {
  let builds = 0;
  const greedy: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_ARROW],
    estimate: () => ({ seconds: 1, peakBytes: 12_000 }),
    run() {
      if (++builds > 10) throw new ParquetFrameError('INTERNAL', 'built again and again');
      return tableResult(toyTable(1000));
    },
  };
  const toy = toyEngine({
    id: 'toy',
    kernels: {
      'table.limit': () => greedy,
      'table.join': () => ({
        inputs: [[HEAP_ARROW], [HEAP_ARROW]],
        outputs: [HEAP_ARROW],
        estimate: () => ({ seconds: 1, peakBytes: 0 }),
        run: call => tableResult(tableOf(call, 0)),
      }),
    },
  });
  await using pf = await runtime([toy], { memory: 20_000 });
  const source = pf.executor.table(toyTable(10));
  const [one, two] = [1, 2].map(count => pf.executor.keep(limit(source, count), `kept ${String(count)}`));
  t.truthy(one && two);
  if (!one || !two) return;
  const inputs = [one, two].map(dataset => ({ kind: 'dataset', dataset }) as const);
  const execution = await pf.executor.execute(planNode('table.join', { on: [{ left: 'id', right: 'id' }] }, inputs), [
    HEAP_ARROW,
  ]);
  t.is(rowsOf(execution.replica.value), 1000);
  t.is(builds, 2);
  await execution.release();
  t.deepEqual([one.leases, two.leases], [0, 0]);
});

test('what is closed while it is built gives back what was built', async t => {
  let released = 0;
  let finish: (() => void) | undefined;
  const slow: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_ARROW],
    async run(call) {
      await new Promise<void>(resolve => (finish = resolve));
      return {
        replica: heldReplica(HEAP_ARROW, tableOf(call), 8, () => {
          released++;
        }),
      };
    },
  };
  await using pf = await runtime([toyEngine({ id: 'toy', kernels: { 'table.limit': () => slow } })]);
  const kept = pf.executor.keep(limit(pf.executor.table(toyTable(3)), 2), 'kept');
  const running = pf.executor.execute({ kind: 'dataset', dataset: kept }, []);
  while (!finish) await turns(1);
  await pf.executor.dispose(kept);
  finish();
  t.is(codeOf(await t.throwsAsync(running)), 'CLOSED');
  t.is(released, 1);
  t.is(kept.replicas.length, 0);
});

test("a user's own exception in onProgress ends the call as it is, and no engine is blamed", async t => {
  const reporting = limitKernel(1, call => {
    call.progress(0.5);
    return call.checkpoint();
  });
  await using pf = await runtime([toyEngine({ id: 'toy', kernels: { 'table.limit': reporting } })]);
  const mine = new Error('mine');
  const onProgress = (): never => {
    throw mine;
  };
  const node = limit(pf.executor.table(toyTable(10)), 3);
  for (let i = 0; i < 4; i++) t.is(await t.throwsAsync(pf.executor.execute(node, [HEAP_ARROW], { onProgress })), mine);
  t.true(pf.engines()[0]?.availability.available);
});

test('progress never goes back over the stages of a call, and ends with 1', async t => {
  const reporting = limitKernel(1, call => {
    for (const fraction of [0, 0.5, 1]) call.progress(fraction);
  });
  const pass: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_ARROW],
    run(call) {
      for (const fraction of [0.1, 0.9]) call.progress(fraction);
      return tableResult(tableOf(call));
    },
  };
  await using pf = await runtime([toyEngine({ id: 'toy', kernels: { 'table.limit': reporting, 'table.sort': () => pass } })]);
  const kept = pf.executor.keep(limit(pf.executor.table(toyTable(10)), 5), 'kept');
  const seen: number[] = [];
  await pf.executor.execute(sorted(sorted({ kind: 'dataset', dataset: kept })), [HEAP_ARROW], {
    onProgress: fraction => seen.push(fraction),
  });
  t.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  t.is(seen.at(-1), 1);
  t.true(seen.filter(fraction => fraction < 1).length >= 4);
});

test('a stream can be aborted, and its runtime closed, for as long as it is read', async t => {
  const streaming = (call: KernelCall): BatchStream => ({
    schema: SCHEMA,
    async *[Symbol.asyncIterator]() {
      for (;;) {
        await turns(1);
        yield* tableOf(call).batches;
      }
    },
  });
  const kernel: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_BATCHES],
    run: call => ({ replica: heldReplica(HEAP_BATCHES, streaming(call), undefined) }),
  };
  const engine = toyEngine({ id: 'toy', kernels: { 'table.sort': () => kernel } });
  await using pf = await runtime([engine]);
  const frame = pf.fromRows([{ id: 1, value: 2 }]).sort('id');
  const read = async (signal: AbortSignal, stop: () => unknown): Promise<void> => {
    let batches = 0;
    for await (const batch of frame.batches({ signal })) {
      t.is(batch.length, 1);
      if (++batches === 2) stop();
      if (batches > 50) throw new Error('still reading');
    }
  };
  const controller = new AbortController();
  const aborted = read(controller.signal, () => {
    controller.abort();
  });
  t.is(codeOf(await t.throwsAsync(aborted)), 'ABORTED');
  t.is(codeOf(await t.throwsAsync(read(new AbortController().signal, () => pf.close()))), 'CLOSED');
});

test('closing a runtime ends its calls with CLOSED', async t => {
  let started: (() => void) | undefined;
  const running = new Promise<void>(resolve => (started = resolve));
  const endless = limitKernel(1, async call => {
    started?.();
    for (;;) await (call.checkpoint() ?? turns(1));
  });
  const pf = await runtime([toyEngine({ id: 'toy', kernels: { 'table.limit': endless } })]);
  const call = t.throwsAsync(pf.executor.execute(limit(pf.executor.table(toyTable(10)), 3), [HEAP_ARROW]));
  await running;
  await pf.close();
  t.is(codeOf(await call), 'CLOSED');
});

test("one caller's deadline is not that of others who wait for the same schema", async t => {
  let answer: (() => void) | undefined;
  const metadata: Kernel = {
    inputs: [[{ space: 'file', layout: 'bytes' }]],
    outputs: [HEAP_RECORD],
    async run() {
      await new Promise<void>(resolve => (answer = resolve));
      return { replica: heldReplica(HEAP_RECORD, { schema: SCHEMA }, 0) };
    },
  };
  await using pf = await runtime([toyEngine({ id: 'toy', kernels: { 'parquet.metadata': () => metadata } })]);
  const frame = pf.readParquet('whatever.parquet');
  const hurried = t.throwsAsync(frame.schema({ deadline: 1 }));
  const patient = frame.schema();
  t.is(codeOf(await hurried), 'DEADLINE_EXCEEDED');
  while (!answer) await turns(1);
  answer();
  t.deepEqual(await patient, SCHEMA);
  t.is(codeOf(await t.throwsAsync(frame.schema({ signal: AbortSignal.abort() }))), 'ABORTED');
});

test.serial('what a kernel gives after its caller was let go is released', async t => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const controller = new AbortController();
    const session = new Session({ signal: controller.signal }, false, new Entry(new Admission(1, () => 1), false));
    let finish: ((result: { replica: ReturnType<typeof heldReplica> }) => void) | undefined;
    const running = new Promise<{ replica: ReturnType<typeof heldReplica> }>(resolve => (finish = resolve));
    const waiting = t.throwsAsync(supervised(running, [], session));
    controller.abort();
    mock.timers.tick(GRACE);
    t.is(codeOf(await waiting), 'ABORTED');
    let released = 0;
    finish?.({
      replica: heldReplica(HEAP_ARROW, undefined, 0, () => {
        released++;
      }),
    });
    await turns(2);
    t.is(released, 1);
  } finally {
    mock.timers.reset();
  }
});

import test from 'ava';
import { HEAP_ARROW } from '../contract/data/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import type { EngineModule } from '../contract/index.js';
import { planNode } from '../contract/plan/index.js';
import { createRuntime, type RuntimeOptions } from '../runtime.js';
import { gate } from '../test/plan-plugin.js';
import { limitKernel, toyEngine, toyTable } from '../test/toy-engine.js';

/** Two engines, the first of which crashes when it is told to, and a clock that a test sets. */
async function crashing(
  { module = {}, ...options }: RuntimeOptions & { readonly module?: Partial<EngineModule> } = {},
  before = (): unknown => undefined,
) {
  const state = { crashes: true, now: Date.UTC(2026, 0, 1), runs: 0 };
  const first = toyEngine({
    id: 'first',
    kernels: {
      'table.limit': limitKernel(1e-12, async () => {
        state.runs++;
        await before();
        if (state.crashes) throw new ParquetFrameError('ENGINE_CRASH', 'the process died');
      }),
    },
  });
  const second = toyEngine({ id: 'second', kernels: { 'table.limit': limitKernel(1) } });
  const pf = await createRuntime({
    engines: [{ ...first, ...module }, second],
    wisdom: 'off',
    services: { clock: { now: () => state.now } },
    ...options,
  });
  const dataset = pf.executor.table(toyTable(10));
  const run = async () => {
    const execution = await pf.executor.execute(planNode('table.limit', { count: 3 }, [{ kind: 'dataset', dataset }]), [
      HEAP_ARROW,
    ]);
    await execution.release();
    return execution.provenance.stages[0];
  };
  const status = () => pf.engines()[0]?.availability;
  return { pf, run, status, state };
}

test('three crashes within five minutes, then five minutes of rest, then it is tried again', async t => {
  const { pf, run, status, state } = await crashing();
  for (let i = 0; i < 3; i++) t.is((await run())?.engine, 'second');
  const until = '2026-01-01T00:05:00.000Z';
  t.like(status(), { available: false, code: 'QUARANTINED', until });
  const stage = await run();
  t.is(state.runs, 3);
  t.like(stage?.fallbacks[0], { engine: 'first', outcome: 'unavailable', code: 'QUARANTINED', until });
  t.regex(
    stage?.fallbacks[0]?.reason ?? '',
    /crashed 3 times within 300 s, last: the process died; it is tried again at 2026-01-01T00:05:00\.000Z/,
  );
  state.now += 5 * 60_000;
  state.crashes = false;
  t.true(status()?.available);
  t.is((await run())?.engine, 'first');
  await pf.close();
});

test('the module has a rule, and the runtime overrules it', async t => {
  const byModule = await crashing({ module: { quarantine: { crashes: 1, for: 50 } } });
  await byModule.run();
  t.like(byModule.status(), { available: false, until: '2026-01-01T00:00:00.050Z' });
  byModule.state.now += 50;
  t.true(byModule.status()?.available);
  const byRuntime = await crashing({ module: { quarantine: { crashes: 1 } }, quarantine: { crashes: Infinity } });
  for (let i = 0; i < 9; i++) await byRuntime.run();
  t.is(byRuntime.state.runs, 9);
  t.true(byRuntime.status()?.available);
  const apart = await crashing({ quarantine: { within: 10 } });
  for (let i = 0; i < 9; i++) {
    await apart.run();
    apart.state.now += 10;
  }
  t.true(apart.status()?.available, 'never three within 10 ms');
  await Promise.all([byModule, byRuntime, apart].map(({ pf }) => pf.close()));
});

test('a process that dies under many calls has crashed once', async t => {
  const all = gate();
  let waiting = 0;
  const { pf, run, status, state } = await crashing({ threads: 8 }, () => {
    if (++waiting === 6) all.open();
    return all.passed;
  });
  await Promise.all(Array.from({ length: 6 }, run));
  t.is(state.runs, 6);
  t.true(status()?.available);
  await run();
  await run();
  t.like(status(), { available: false, code: 'QUARANTINED' });
  await pf.close();
});

test('a rule that is none is refused: of a module with the engine, of the runtime with the runtime', async t => {
  const { pf, run, status } = await crashing({ module: { quarantine: { crashes: 0 } } });
  t.like(status(), { available: false, code: 'INVALID_ARGUMENT' });
  t.is((await run())?.engine, 'second');
  await pf.close();
  for (const quarantine of [{ crashes: 0 }, { within: -1 }, { for: Number.NaN }])
    await t.throwsAsync(createRuntime({ engines: [], quarantine }), { code: 'INVALID_ARGUMENT', message: /quarantine/ });
});

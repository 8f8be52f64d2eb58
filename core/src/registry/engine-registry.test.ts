import test from 'ava';
import { HEAP_ARROW, decline, type EngineModule, type Kernel } from '../contract/index.js';
import { createRuntime } from '../runtime.js';
import { limitKernel, toyEngine, toyTable } from '../test/toy-engine.js';
import { planNode } from '../contract/plan/index.js';
import { REMEMBERED } from './recent-map.js';

const kernels = { 'table.limit': limitKernel(1) };
const good = toyEngine({ id: 'good', kernels });

/** Runs a limit on the given engine and a good one: which ran it. */
async function engineOf(broken: EngineModule): Promise<string | undefined> {
  await using pf = await createRuntime({ engines: [broken, good], wisdom: 'off' });
  const input = { kind: 'dataset', dataset: pf.executor.table(toyTable(10)) } as const;
  const execution = await pf.executor.execute(planNode('table.limit', { count: 3 }, [input]), [HEAP_ARROW]);
  return execution.provenance.stages[0]?.engine;
}

test('whatever an engine does when it is asked, another one runs the step', async t => {
  const broken = toyEngine({ id: 'broken', kernels });
  const opening = (change: object): EngineModule => ({
    ...broken,
    open: async context => ({ ...(await broken.open(context)), ...change }),
  });
  const fail = (): never => {
    throw new Error('not today');
  };
  t.is(await engineOf(opening({ covers: fail })), 'good');
  t.is(await engineOf(opening({ bind: fail })), 'good');
  t.is(await engineOf(opening({ bind: () => undefined })), 'good');
  t.is(await engineOf({ ...broken, probe: () => Promise.resolve(JSON.parse('null')) }), 'good');
});

test('an estimate that is not valid does not decide', async t => {
  const estimating = (estimate: Kernel['estimate']): EngineModule =>
    toyEngine({
      id: 'broken',
      kernels: {
        'table.limit': async (...args) => {
          const kernel = await limitKernel(1e3)(...args);
          return 'declined' in kernel || !estimate ? kernel : { ...kernel, estimate };
        },
      },
    });
  const broken = [
    (): never => {
      throw new Error('not today');
    },
    () => ({ seconds: Number.NaN, peakBytes: 0 }),
    () => ({ seconds: -1, peakBytes: 0 }),
  ];
  for (const estimate of broken) t.truthy(await engineOf(estimating(estimate)));
});

test('an engine may ask for a longer probe, which the runtime may overrule', async t => {
  const probe = async (): ReturnType<EngineModule['probe']> => {
    await new Promise<void>(resolve => setImmediate(resolve));
    return { available: true, version: '1.0.0' };
  };
  const hanging = { ...toyEngine({ id: 'hanging', kernels, probe: () => new Promise(() => undefined) }), probeLimit: 1 };
  const patient = { ...toyEngine({ id: 'patient', kernels, probe }), probeLimit: 60_000 };
  await using pf = await createRuntime({ engines: [hanging, patient], wisdom: 'off' });
  t.deepEqual(
    pf.engines().map(({ availability }) => (availability.available ? 'available' : availability.code)),
    ['PROBE_TIMEOUT', 'available'],
  );
  const [, other] = pf.engines();
  t.is(other?.id, 'patient');
  await using overruled = await createRuntime({ engines: [{ ...hanging, probeLimit: 60_000 }], wisdom: 'off', probeLimit: 1 });
  const status = overruled.engines()[0]?.availability;
  t.regex(status?.available === false ? status.reason : '', /within 1 ms/);
});

test('options that would hang or starve every call are refused', async t => {
  const options = [{ threads: 0 }, { threads: 1.5 }, { memory: Number.NaN }, { memory: 0 }, { probeLimit: 0 }];
  for (const option of options) await t.throwsAsync(createRuntime({ engines: [good], ...option }), { code: 'INVALID_ARGUMENT' });
  const modes: object[] = [{ mode: 'quick' }, { uncertified: true }];
  for (const option of modes)
    await t.throwsAsync(createRuntime({ engines: [good], ...option }), { code: 'INVALID_ARGUMENT', message: /must be one of/ });
  await using pf = await createRuntime({ engines: [good], wisdom: 'off' });
  const frame = pf.fromRows([{ a: 1 }]).limit(1);
  const calls: object[] = [{ determinism: 'quick' }, { deadline: -1 }, { deadline: 'soon' }, { signal: {} }, { onProgress: 1 }];
  for (const call of calls) await t.throwsAsync(frame.collect(call), { code: 'INVALID_ARGUMENT' });
  await t.throwsAsync(frame.collect({ prefer: 'nobody' }), { code: 'ENGINE_NOT_FOUND' });
  t.is((await frame.collect({ deadline: Infinity })).length, 1);
});

test('kernels are remembered for the signatures used last', async t => {
  const bound: string[] = [];
  const module = toyEngine({ id: 'toy', kernels });
  const opening: EngineModule = {
    ...module,
    open: async context => ({
      ...(await module.open(context)),
      bind: ({ signature }) => {
        bound.push(signature);
        return decline('UNSUPPORTED_FRAGMENT', 'a test', 'none');
      },
    }),
  };
  await using pf = await createRuntime({ engines: [opening], wisdom: 'off' });
  const engine = pf.composition.registry.get('toy');
  const bind = (signature: string): Promise<unknown> => {
    const root = { kind: 'step', operation: 'table.limit', revision: 1, binding: {}, arguments: {}, inputs: [] } as const;
    const output = { kind: 'table', schema: [] } as const;
    return engine.bind({ signature, root: { ...root, output }, determinism: 'exact', ports: [], parameters: [] });
  };
  await bind('first');
  await bind('steady');
  for (let i = 0; i < REMEMBERED; i++) {
    await bind(`signature ${String(i)}`);
    await bind('steady');
  }
  t.is(bound.filter(signature => signature === 'steady').length, 1);
  await bind('first');
  t.is(bound.filter(signature => signature === 'first').length, 2);
});

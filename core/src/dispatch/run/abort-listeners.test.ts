import { getEventListeners } from 'node:events';
import test from 'ava';
import { createRuntime } from '../../runtime.js';
import { toyEngine, limitKernel, toyTable } from '../../test/toy-engine.js';
import { ownController, whenAborted } from './abort-listeners.js';

test('a hundred callbacks share one listener, which goes with the last of them', t => {
  const { signal } = new AbortController();
  const stops = Array.from({ length: 100 }, () => whenAborted(signal, () => undefined));
  t.is(getEventListeners(signal, 'abort').length, 1);
  for (const stop of stops) stop();
  t.is(getEventListeners(signal, 'abort').length, 0);
  whenAborted(signal, () => undefined);
  t.is(getEventListeners(signal, 'abort').length, 1, 'and comes back with the next');
});

test('each callback is called once, but not what was taken back, also in between', t => {
  const controller = new AbortController();
  const called: string[] = [];
  const stops: (() => void)[] = [];
  whenAborted(controller.signal, () => {
    called.push('first');
  });
  stops.push(whenAborted(controller.signal, () => void called.push('taken back')));
  stops[0]?.();
  const same = (): void => void called.push('same');
  whenAborted(controller.signal, same);
  whenAborted(controller.signal, same);
  controller.abort();
  controller.abort();
  t.deepEqual(called, ['first', 'same', 'same']);
});

test.serial('many calls under one signal, and a call whose engine listens many times, warn of no leak', async t => {
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', note);
  const { signal } = new AbortController();
  await using pf = await createRuntime({
    engines: [toyEngine({ id: 'toy', kernels: { 'table.limit': limitKernel(1e-6) } })],
    wisdom: 'off',
    uncertified: 'allow',
  });
  const frame = pf.fromArrow(toyTable(10)).limit(3);
  const tables = await Promise.all(Array.from({ length: 30 }, () => frame.collect({ signal })));
  t.true(tables.every(({ length }) => length === 3));
  t.is(getEventListeners(signal, 'abort').length, 0);
  const own = ownController();
  for (let i = 0; i < 30; i++) own.signal.addEventListener('abort', () => undefined);
  // Warnings are emitted in a turn of their own.
  await new Promise<void>(resolve => setImmediate(resolve));
  process.off('warning', note);
  t.deepEqual(warnings, []);
});

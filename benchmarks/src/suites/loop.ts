/** How long asynchronous calls hold the event loop: the longest block per call, and the same without garbage collection. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Runtime } from '@parquetframe/core';
import { inFolder, loopCalls } from './loop-calls.js';

/** Milliseconds. */
export interface Blocking {
  readonly call: string;
  readonly seconds: number;
  readonly longest: number;
  /** garbage collection apart, and no more than the processor time of the process meanwhile: on a busy machine others run in between */
  readonly own: number;
}

/** The calls of the suite over `rows` rows, on the engine of this id, or the fastest. */
export async function* blockings(runtime: Runtime, rows: number, engine: string): AsyncGenerator<Blocking> {
  const { folder, remove } = inFolder();
  try {
    for (const { name, prepare, run } of loopCalls(runtime, rows, engine, folder)) {
      const given = prepare?.();
      yield { call: name, ...(await blocking(() => run(given))) };
    }
  } finally {
    remove();
  }
}

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds between two turns of the event loop that are looked at. */
const WORTH_NOTING = 1;

/** The longest time between two turns of the event loop while a call runs. */
async function blocking(run: () => Promise<unknown>): Promise<Omit<Blocking, 'call'>> {
  const collections: { readonly start: number; readonly end: number }[] = [];
  const observer = new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) collections.push({ start: startTime, end: startTime + duration });
  });
  observer.observe({ entryTypes: ['gc'] });
  const blocks: { readonly from: number; readonly to: number; readonly cpu: number }[] = [];
  const state = { running: true };
  const started = performance.now();
  const beat = (async () => {
    let before = cpuMilliseconds();
    for (let last = started; state.running;) {
      await setImmediate();
      const now = performance.now();
      const used = cpuMilliseconds();
      if (now - last >= WORTH_NOTING) blocks.push({ from: last, to: now, cpu: used - before });
      before = used;
      last = now;
    }
  })();
  await run();
  const seconds = (performance.now() - started) / 1000;
  state.running = false;
  await beat;
  // Entries of garbage collection are delivered a turn later.
  await setImmediate();
  await setImmediate();
  observer.disconnect();
  let [longest, own] = [0, 0];
  for (const { from, to, cpu } of blocks) {
    const collected = collections.reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)),
      0,
    );
    longest = Math.max(longest, to - from);
    own = Math.max(own, Math.min(to - from, cpu) - collected);
  }
  return { seconds, longest, own };
}

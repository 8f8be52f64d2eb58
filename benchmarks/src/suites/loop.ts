/** How long asynchronous calls hold the event loop: the longest block per call, and the work of this thread in it without garbage collection. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { isParquetFrameError, type Runtime } from '@parquetframe/core';
import { inFolder, loopCalls } from './loop-calls.js';
import { atWork, ThreadClock } from './thread-time.js';

/** Milliseconds. */
export interface Blocking {
  readonly call: string;
  /** medians over the rounds */
  readonly seconds: number;
  readonly longest: number;
  /** what this thread was at work in the longest of them, garbage collection apart: the median over the rounds, and the first round, in which nothing is compiled yet */
  readonly own: number;
  readonly first: number;
}

interface Round {
  readonly seconds: number;
  readonly longest: number;
  readonly own: number;
}

/** The calls of the suite over `rows` rows, each so many times, on the engine of this id, or the fastest. */
export async function* blockings(runtime: Runtime, rows: number, engine: string, rounds: number): AsyncGenerator<Blocking> {
  const { folder, remove } = inFolder();
  const clock = new ThreadClock();
  try {
    for (const { name, prepare, run } of loopCalls(runtime, rows, engine, folder)) {
      const results = await unlessDeclined(async () => {
        const taken: Round[] = [];
        for (let round = 0; round < rounds; round++) {
          const given = await prepare?.();
          taken.push(await blocking(() => run(given), clock));
        }
        return taken;
      });
      if (results === undefined) continue;
      const medianOf = (value: (round: Round) => number): number => median(results.map(value));
      yield {
        call: name,
        seconds: medianOf(round => round.seconds),
        longest: medianOf(round => round.longest),
        own: medianOf(round => round.own),
        first: results[0]?.own ?? 0,
      };
    }
  } finally {
    clock.close();
    remove();
  }
}

/** Undefined where the engine that was asked for does not do that. */
async function unlessDeclined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isParquetFrameError(error) && (error.code === 'NO_ENGINE' || error.category === 'decline')) return undefined;
    throw error;
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Milliseconds between two turns of the event loop that are looked at. */
const WORTH_NOTING = 1;

/** The longest time between two turns of the event loop while a call runs. */
async function blocking(run: () => Promise<unknown>, clock: ThreadClock): Promise<Round> {
  const collections: { readonly start: number; readonly end: number }[] = [];
  const observer = new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) collections.push({ start: startTime, end: startTime + duration });
  });
  observer.observe({ entryTypes: ['gc'] });
  const blocks: { readonly from: number; readonly to: number; readonly work: number }[] = [];
  const state = { running: true };
  const started = performance.now();
  const beat = (async () => {
    for (let last = clock.now(); state.running;) {
      await setImmediate();
      const now = clock.now();
      if (now.at - last.at >= WORTH_NOTING) blocks.push({ from: last.at, to: now.at, work: atWork(last, now) });
      last = now;
    }
  })();
  let seconds: number;
  try {
    await run();
  } finally {
    seconds = (performance.now() - started) / 1000;
    state.running = false;
    await beat;
  }
  // Entries of garbage collection are delivered a turn later.
  await setImmediate();
  await setImmediate();
  observer.disconnect();
  let [longest, own] = [0, 0];
  for (const { from, to, work } of blocks) {
    const collected = collections.reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)),
      0,
    );
    longest = Math.max(longest, to - from);
    own = Math.max(own, work - collected);
  }
  return { seconds, longest, own };
}

/** How long asynchronous calls hold the event loop: the longest block per call, and the same without garbage collection. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { count, type DataFrame, type Runtime } from '@parquetframe/core';

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
  const folder = mkdtempSync(join(tmpdir(), 'parquetframe-loop-'));
  try {
    yield* callsOf(runtime, rows, engine, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* callsOf(runtime: Runtime, rows: number, engine: string, folder: string): AsyncGenerator<Blocking> {
  const few = Math.ceil(rows / 10);
  const objects = Array.from({ length: Math.ceil(rows / 33) }, (_, i) => ({ id: i, name: `name ${String(i)}`, at: new Date(i) }));
  const frame: DataFrame<{ k: 'int64'; x: 'float64'; i: 'int32' }> = runtime.fromArrow(numbers(rows), {
    schema: { k: 'int64', x: 'float64', i: 'int32' },
    engine,
  });
  const calls: readonly (readonly [name: string, call: () => Promise<unknown>])[] = [
    [`fromRows ${String(objects.length)}, collect`, async () => (await runtime.fromRows(objects).collect()).close()],
    [`toRows ${String(few)}`, () => frame.limit(few).toRows()],
    [`toArrow ${String(rows)}`, () => frame.toArrow()],
    [`filter ${String(rows)}`, async () => (await frame.filter(row => row.x.gt(0.5)).collect()).close()],
    [`project ${String(rows)}`, async () => (await frame.withColumns(row => ({ y: row.x.mul(2) })).collect()).close()],
    [`aggregate to 1,000 groups ${String(rows)}`, async () => (await grouped(frame, 'i').collect()).close()],
    [`aggregate to ${String(few)} groups`, async () => (await grouped(frame, 'k').collect()).close()],
    [`sort ${String(few)}`, async () => (await frame.limit(few).sort('x').collect()).close()],
    [
      `join ${String(few)}`,
      async () => (await frame.limit(few).join(frame.limit(few), { on: 'k' }).agg({ n: count() }).collect()).close(),
    ],
    [`writeParquet ${String(rows)}`, () => frame.writeParquet(join(folder, 'x.parquet'))],
    [
      `readParquet ${String(rows)}`,
      async () => (await runtime.readParquet(join(folder, 'x.parquet'), { engine }).collect()).close(),
    ],
  ];
  for (const [call, run] of calls) yield { call, ...(await blocking(run)) };
}

const grouped = (frame: DataFrame<{ k: 'int64'; x: 'float64'; i: 'int32' }>, key: 'i' | 'k'): DataFrame =>
  frame
    .groupBy(key)
    .agg(row => ({ n: count(), mean: row.x.mean() }))
    .unchecked();

/** Plain buffers, of which nothing is copied. */
function numbers(rows: number): object {
  const k = new BigInt64Array(rows);
  const x = new Float64Array(rows);
  const i = new Int32Array(rows);
  let state = 1;
  for (let row = 0; row < rows; row++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    k[row] = BigInt(state % Math.ceil(rows / 10));
    x[row] = state / 2 ** 32;
    i[row] = state % 1000;
  }
  const schema = [
    { name: 'k', type: { id: 'int64' }, nullable: false },
    { name: 'x', type: { id: 'float64' }, nullable: false },
    { name: 'i', type: { id: 'int32' }, nullable: false },
  ];
  const columns = [k, x, i].map(values => ({ length: rows, nullCount: 0, buffers: [undefined, values] }));
  return { schema, length: rows, batches: [{ length: rows, columns }] };
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

import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {
  HEAP_ARROW,
  HEAP_RECORD,
  heldReplica,
  isParquetFrameError,
  resultOf,
  tableData,
  type Replica,
} from '@parquetframe/core/engine';
import { isolatedToy, TABLE, Workbench, X_SCHEMA, xTable, xValues } from './engines/workbench.js';
import type { TestOperation } from './engines/test-engine.js';

const LONG = 1e9;

for (const [operation, why] of [
  ['test.abort', /ended by SIGABRT during run/],
  ['test.kill', /ended by SIGKILL during run/],
  ['test.garbage', /broke the protocol: .*magic/],
  ['test.huge', /broke the protocol: a frame claims a body of 1152921504606847000 bytes/],
] as const satisfies readonly (readonly [TestOperation, RegExp])[]) {
  test(`${operation}: a crash, everything in the child is lost, the next use starts another child`, async t => {
    const bench = await Workbench.open(t, isolatedToy({ messageDeadline: LONG }));
    const stored = await bench.store(xTable([1, 2]));
    const first = await bench.pid();
    t.false(stored.lost?.() ?? true);
    const error = await t.throwsAsync(bench.run(operation), { code: 'ENGINE_CRASH' });
    t.regex(error.message, why);
    t.true(isParquetFrameError(error) && error.category === 'crash');
    t.true(stored.lost?.());
    t.true(bench.lost.includes('toy@process/heap'));
    t.false(existsSync(`/proc/${first}`), 'its process is gone');
    // What was in the old child is refused in the new one, not mistaken for something of it.
    const again = await bench.store(xTable([3]));
    await t.throwsAsync(bench.run('test.echo', [stored]), { code: 'ENGINE_CRASH', message: /an input was lost/ });
    t.deepEqual(xValues(await bench.fetch((await bench.run('test.echo', [again])).replica)), [3]);
    await stored.release();
    t.deepEqual(xValues(await bench.fetch(again)), [3], 'releasing a lost handle touches nothing of the new child');
  });
}

test('a kernel bound in a child that died is bound again in the next', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const kernel = await bench.bind('test.arguments');
  const run = async (): Promise<unknown> =>
    resultOf(await kernel.run(bench.call([], HEAP_RECORD, { arguments: ['x'] }))).replica.value;
  t.deepEqual(await run(), ['x']);
  await t.throwsAsync(bench.run('test.abort'), { code: 'ENGINE_CRASH' });
  t.deepEqual(await run(), ['x']);
});

test('kill -9 from outside, with several calls under way: each of them learns of it', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const pid = await bench.pid();
  const calls = [bench.run('test.deaf'), bench.run('test.progress'), bench.run('test.deaf')];
  await bench.line('deaf');
  process.kill(pid, 'SIGKILL');
  for (const result of await Promise.allSettled(calls)) {
    t.is(result.status, 'rejected');
    if (result.status === 'rejected') t.true(isParquetFrameError(result.reason) && result.reason.code === 'ENGINE_CRASH');
  }
});

test('an idle child that is killed is noticed, and its datasets are lost', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1]));
  const noticed = bench.line('SIGKILL');
  process.kill(await bench.pid(), 'SIGKILL');
  await noticed;
  t.true(stored.lost?.());
  t.deepEqual(await bench.record('test.arguments', 1), [1]);
});

test('a kernel that never returns to the event loop is a hang past the deadline', async t => {
  const bench = await Workbench.open(t, isolatedToy({ hangDeadline: 3_000 }));
  await t.throwsAsync(bench.run('test.spin'), {
    code: 'ENGINE_CRASH',
    message: /did not return to its event loop for 3000 ms and was killed/,
  });
});

test('a stopped process is a hang past the deadline', async t => {
  const bench = await Workbench.open(t, isolatedToy({ hangDeadline: 3_000 }));
  process.kill(await bench.pid(), 'SIGSTOP');
  await t.throwsAsync(bench.run('test.record'), { code: 'ENGINE_CRASH', message: /did not answer for 3000 ms and was killed/ });
});

test('a message without an answer within its deadline is a crash', async t => {
  const bench = await Workbench.open(t, isolatedToy({ messageDeadline: 3_000, hangDeadline: LONG }));
  process.kill(await bench.pid(), 'SIGSTOP');
  await t.throwsAsync(bench.bind('test.echo'), { code: 'ENGINE_CRASH', message: /did not answer bind within 3000 ms/ });
});

test('a kernel that ignores its cancellation is killed after the grace period', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: 50 }));
  const controller = new AbortController();
  const run = bench.run('test.deaf', [], { signal: controller.signal });
  await bench.line('deaf');
  controller.abort();
  await t.throwsAsync(run, { code: 'ENGINE_CRASH', message: /did not stop run within 50 ms of its cancellation/ });
});

test('an abort reaches a kernel that holds the main thread, as the word in shared memory', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: LONG, hangDeadline: LONG }));
  const controller = new AbortController();
  const fractions: number[] = [];
  const run = bench.run('test.wait', [], { signal: controller.signal, progress: fraction => fractions.push(fraction) });
  await bench.line('waiting');
  controller.abort();
  await t.throwsAsync(run, { code: 'ABORTED' });
  t.deepEqual(fractions, [0.5]);
  t.deepEqual(await bench.record('test.arguments', 1), [1], 'the child goes on');
});

test('an abort reaches a kernel that awaits, as its signal; progress comes while it runs', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: LONG }));
  const controller = new AbortController();
  const run = bench.run('test.progress', [], { signal: controller.signal, progress: () => controller.abort() });
  await t.throwsAsync(run, { code: 'ABORTED' });
});

test('a call that is aborted before it begins is not sent', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  await t.throwsAsync(bench.run('test.abort', [], { signal: AbortSignal.abort() }), { code: 'ABORTED' });
  t.deepEqual(await bench.record('test.arguments', 1), [1]);
});

test('a cancelled slot is used again without cancelling its next call', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: LONG }));
  for (let round = 0; round < 20; round++) {
    const controller = new AbortController();
    const run = bench.run('test.progress', [], { signal: controller.signal, progress: () => controller.abort() });
    await t.throwsAsync(run, { code: 'ABORTED' });
    t.deepEqual(await bench.record('test.arguments', round), [round]);
  }
});

test('a space that the engine lost itself is lost here, and no other', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const stored = await bench.store(xTable([1]));
  const { replica: own } = await bench.run('test.own', [stored]);
  await bench.record('test.lose');
  // The loss travels on the control connection; a ping behind it would do, but any later use is enough.
  while (bench.lost.length === 0) await bench.record('test.arguments');
  t.deepEqual(bench.lost, ['toy@process/memory']);
  t.true(own.lost?.());
  t.false(stored.lost?.() ?? true);
});

test('crashes are for the registry to count: here the next use starts another child, as often as it is asked', async t => {
  const pids: number[] = [];
  const bench = await Workbench.open(t, isolatedToy({}, {}, { started: pid => pids.push(pid) }));
  const kernel = await bench.bind('test.abort');
  for (let i = 0; i < 4; i++) await t.throwsAsync(async () => kernel.run(bench.call([], HEAP_RECORD)), { code: 'ENGINE_CRASH' });
  t.deepEqual(await bench.record('test.arguments', 1), [1]);
  t.is(new Set(pids).size, 5);
});

test('a child that takes more than the budget is ended: OUT_OF_MEMORY, and the next use starts another', async t => {
  const bench = await Workbench.open(t, isolatedToy({ hangDeadline: LONG, messageDeadline: LONG }), { memory: 64 * 2 ** 20 });
  const stored = await bench.store(xTable([1]));
  // It holds the main thread: only another one can see what it does.
  const error: unknown = await t.throwsAsync(bench.run('test.grow'), {
    code: 'OUT_OF_MEMORY',
    message: /more than the budget leaves it.*during run/,
  });
  t.true(isParquetFrameError(error) && Number(error.details['bytes']) < 2 ** 30, 'long before it has all it wants');
  t.true(stored.lost?.());
  t.deepEqual(await bench.record('test.arguments', 1), [1]);
});

test('an abort during a transfer stops it between its frames', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: LONG }));
  const { replica } = await bench.run('test.make', [], { arguments: [1000] });
  const fetch = bench.transfer('table', replica.residency, { space: 'heap', layout: 'arrow' });
  await t.throwsAsync(bench.move(fetch, replica, undefined, { signal: AbortSignal.abort() }), { code: 'ABORTED' });
  t.is((await bench.fetch(replica)).length, 1000);
});

test('a replica whose process was replaced cannot be fetched', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const replica: Replica = await bench.store(xTable([1]));
  await t.throwsAsync(bench.run('test.abort'), { code: 'ENGINE_CRASH' });
  await t.throwsAsync(bench.fetch(replica), { code: 'ENGINE_CRASH', message: /an input was lost/ });
});

const runHost = (mode: string, temporary?: string, ...execArgv: readonly string[]) =>
  spawn(process.execPath, [new URL('./engines/host-program.js', import.meta.url).pathname, mode, ...execArgv], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(temporary === undefined ? {} : { TMPDIR: temporary }) },
  });

for (const [how, signal] of [
  ['killed', 'SIGKILL'],
  ['interrupted', 'SIGINT'],
] as const) {
  test(`a host that is ${how} while it meets its child leaves no folder and no child`, async t => {
    const temporary = await mkdtemp('/tmp/pf-meeting-');
    t.teardown(() => rm(temporary, { recursive: true }));
    const note = path.join(temporary, 'pid');
    // Runs in the child before anything else: the folder is there, the sockets listen, the start message is written.
    const first = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(note)}, String(process.pid)); process.kill(process.ppid, '${signal}');`;
    const host = runHost('idle', temporary, '--import', `data:text/javascript,${encodeURIComponent(first)}`);
    await once(host, 'close');
    await gone(Number(await readFile(note, 'utf8')));
    t.deepEqual(await readdir(temporary), ['pid']);
  });
}

test('closing ends a kernel that holds the main thread of the child by its word', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: LONG, messageDeadline: LONG, hangDeadline: LONG }));
  const run = bench.run('test.wait');
  await bench.line('waiting');
  const closed = bench.engine[Symbol.asyncDispose]();
  await t.throwsAsync(run);
  await closed;
  // What the child wrote last may arrive after its end.
  t.regex(await bench.line('cancel seen'), /cancel seen/);
});

test('a start that is aborted does not wait for an engine that loads for ever', async t => {
  const controller = new AbortController();
  const module = isolatedToy({ messageDeadline: LONG, startDeadline: LONG }, { fail: 'never' });
  const opened = module.open({ ...Workbench.contextOf(module, controller.signal), log: () => controller.abort() });
  await t.throwsAsync(opened, { code: 'CLOSED' });
});

test('a table that is cancelled on its way into the child stops between its frames', async t => {
  const bench = await Workbench.open(t, isolatedToy({ grace: LONG }));
  const column = { length: 12_000_000, nullCount: 0, buffers: [undefined, new Float64Array(12_000_000)] };
  const table = tableData(
    X_SCHEMA,
    [1, 2, 3].map(() => ({ length: 12_000_000, columns: [column] })),
  );
  const controller = new AbortController();
  const into = bench.transfer('table', { space: 'heap', layout: 'arrow' }, { layout: 'arrow' });
  const stored = bench.move(into, heldReplica(HEAP_ARROW, table, undefined), TABLE, { signal: controller.signal });
  // By then the first of three frames is on its way.
  setImmediate(() => controller.abort());
  await t.throwsAsync(stored, { code: 'ABORTED', message: 'the transfer was aborted' });
  t.deepEqual(await bench.record('test.arguments', 1), [1], 'the child goes on');
});

test('an idle child does not keep its host alive, and ends with it', async t => {
  const host = runHost('idle');
  const output: Buffer[] = [];
  host.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(host, 'close')) as [number];
  t.is(code, 0);
  // stdout closes only when the child, which shares nothing of it, has nothing to do with it; its end is seen in /proc.
  await gone(Number(Buffer.concat(output).toString()));
  t.pass();
});

for (const mode of ['busy', 'spinning']) {
  test(`a ${mode} child dies when its host is killed`, async t => {
    const host = runHost(mode);
    const [chunk] = (await once(host.stdout, 'data')) as [Buffer];
    const pid = Number(chunk.toString());
    t.true(existsSync(`/proc/${pid}`));
    host.kill('SIGKILL');
    await once(host, 'close');
    await gone(pid);
    t.pass();
  });
}

/** Resolves when a process that is not our child has ended: its socket to us cannot tell, so /proc is asked on every turn of the event loop. */
async function gone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await new Promise(resolve => setImmediate(resolve));
}

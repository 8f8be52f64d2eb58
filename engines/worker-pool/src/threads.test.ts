import test from 'ava';
import { allocateShared } from '@parquetframe/core/engine';
import { ThreadDied } from './thread.js';
import { Threads, type ThreadsOptions } from './threads.js';

const program = (name: string): URL => new URL(`./test/programs/${name}.js`, import.meta.url);
const threadsOf = (options: Partial<ThreadsOptions> = {}): Threads =>
  new Threads({ file: program('thread'), maximum: 1, resourceLimits: { maxOldGenerationSizeMb: 32 }, ...options });
const echo = (threads: Threads, value: number): Promise<unknown> => threads.run(() => ({ do: 'echo', value }));
const close = (threads: Threads): Promise<void> => threads.close(new Error('closed'));

test('jobs are answered each by its own reply, on no more threads than allowed', async t => {
  const threads = threadsOf({ maximum: 2 });
  const values = Array.from({ length: 20 }, (_, i) => i);
  t.deepEqual(await Promise.all(values.map(value => echo(threads, value))), values);
  t.is(threads.size, 2);
  t.is(threads.pending, 0);
  await close(threads);
  t.is(threads.size, 0);
});

for (const [what, why] of [
  ['exit', /code 3/],
  ['throw', /thrown by the program/],
  ['fill the heap', /memory limit/],
  ['close the port', /code/],
] as const) {
  test(`a thread that meets "${what}" takes its own job with it, and no other`, async t => {
    const threads = threadsOf();
    const [first, lost, next] = [echo(threads, 1), threads.run(() => ({ do: what })), echo(threads, 2)];
    t.is(await first, 1);
    const error = await t.throwsAsync(lost, { instanceOf: ThreadDied });
    t.regex(error.message, why);
    t.is(await next, 2);
    t.is(threads.pending, 0);
    await close(threads);
  });
}

test('a program that cannot start fails each job once, and none waits for ever', async t => {
  const threads = threadsOf({ file: program('missing') });
  for (const result of await Promise.allSettled([1, 2, 3].map(value => echo(threads, value))))
    t.true(result.status === 'rejected' && result.reason instanceof ThreadDied);
  t.deepEqual([threads.pending, threads.size], [0, 0]);
  await close(threads);
});

test('a thread that does not become ready is ended', async t => {
  const threads = threadsOf({ file: program('late'), startDeadline: 1 });
  const error = await t.throwsAsync(echo(threads, 1), { instanceOf: ThreadDied });
  t.regex(error.message, /was not ready within/);
  await close(threads);
});

test('what cannot be sent is refused, and the thread goes on', async t => {
  const threads = threadsOf();
  await t.throwsAsync(
    threads.run(() => ({ do: () => undefined })),
    { any: true, name: 'DataCloneError' },
  );
  t.is(await echo(threads, 3), 3);
  await close(threads);
});

test('an abort ends the thread that has the job, and takes a waiting one out of the queue', async t => {
  const threads = threadsOf();
  const [running, waiting] = [new AbortController(), new AbortController()];
  const stuck = threads.run(() => ({ do: 'never' }), { signal: running.signal });
  const queued = threads.run(() => ({ do: 'never' }), { signal: waiting.signal });
  waiting.abort();
  await t.throwsAsync(queued, { instanceOf: ThreadDied });
  running.abort();
  await t.throwsAsync(stuck, { instanceOf: ThreadDied });
  t.is(await echo(threads, 4), 4);
  await close(threads);
});

test('closing ends what runs and refuses what comes', async t => {
  const threads = threadsOf();
  const [stuck, queued] = [threads.run(() => ({ do: 'never' })), echo(threads, 1)];
  const closing = threads.close(new Error('closed by the test'));
  for (const run of [stuck, queued, echo(threads, 2)]) await t.throwsAsync(run, { message: 'closed by the test' });
  await closing;
});

const PIECES = 100;
const PIECE = 8 * 2 ** 20;
/** Two of the collector's steps of 64 MB of buffers, and what came while it worked. */
const KEPT = 40;

test('shared memory that was sent is let go: neither thread collects hundreds of megabytes of it', async t => {
  const threads = threadsOf();
  const here: WeakRef<SharedArrayBuffer>[] = [];
  const send = async (): Promise<void> => {
    const memory = allocateShared(PIECE);
    here.push(new WeakRef(memory));
    await threads.run(fresh => ({ do: 'see', memory, fresh }), { shared: [memory] });
  };
  for (let i = 0; i < PIECES; i++) await send();
  await new Promise(resolve => setImmediate(resolve));
  // Only now: a weak reference that is asked for its value keeps it for a while.
  const there = Number(await threads.run(() => ({ do: 'count' })));
  const kept = here.filter(reference => reference.deref() !== undefined).length;
  t.true(there < KEPT, `the thread held ${there} of ${PIECES}`);
  t.true(kept < KEPT, `the main thread holds ${kept} of ${PIECES}`);
  await close(threads);
});

test('memory is new to a thread once', async t => {
  const threads = threadsOf();
  const memory = allocateShared(1000);
  const lengths: number[] = [];
  for (let i = 0; i < 3; i++) {
    await threads.run(
      fresh => {
        lengths.push(fresh.length);
        return { do: 'echo', value: 0 };
      },
      { shared: [memory] },
    );
  }
  t.deepEqual(lengths, [1, 0, 0]);
  await close(threads);
});

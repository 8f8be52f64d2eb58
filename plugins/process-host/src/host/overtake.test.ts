import test from 'ava';
import { hostSettings } from '../options.js';
import { readCount, readObject } from '../wire/read.js';
import { openSession, startChild } from './session.js';
import { spawnChild } from './spawn.js';

const source = { url: new URL('../test/engines/test-engine.js', import.meta.url).href, options: {} };
const settings = hostSettings({ hangDeadline: 1e9, grace: 1e9 });
const step = (operation: string) => ({
  root: { kind: 'step', operation, revision: 1, binding: {}, arguments: {}, inputs: [], output: { kind: 'record' } } as const,
  determinism: 'exact' as const,
  parameters: [],
  facts: {},
});

test('a cancellation overtakes a transfer that is stuck half-way', async t => {
  let cancelSeen: () => void = () => undefined;
  const seen = new Promise<void>(resolve => {
    cancelSeen = resolve;
  });
  const { signal } = new AbortController();
  const listener = {
    log: (line: string) => {
      if (line.includes('cancel seen')) cancelSeen();
    },
    crashed: (error: Error) => t.fail(error.message),
    lost: () => undefined,
    minted: () => undefined,
  };
  const session = await openSession(await startChild('toy@process', undefined, settings, listener, signal), {
    source,
    settings,
    signal,
    context: { threads: 1, memory: 1e9, settings: { nativeLog: undefined } },
  });
  t.teardown(() => session.connection.close());
  const bind = (operation: string): Promise<number> =>
    session.ask('bind', step(operation), ({ header }) => readCount(header, 'kernel'));
  const [make, wait] = [await bind('test.make'), await bind('test.notice')];
  const call = { inputs: [], threads: 1, memory: 0 };
  const handle = await session.ask(
    'run',
    { ...call, kernel: make, arguments: [8_000_000], want: { space: 'heap', layout: 'arrow' } },
    ({ header }) => readCount(readObject(header, 'replica'), 'handle'),
    { signal: new AbortController().signal },
  );
  const controller = new AbortController();
  let arrived = false;
  let fetched: Promise<number | undefined> | undefined;
  const running = session.ask(
    'run',
    { ...call, kernel: wait, arguments: [], want: { space: 'heap', layout: 'record' } },
    () => t.fail('it was cancelled'),
    {
      signal: controller.signal,
      progress() {
        // The kernel runs. Now this side stops reading, and asks for more than the sockets can hold: the transfer is stuck.
        session.connection.answers.pause();
        fetched = session.ask('fetch', { handle, kind: 'table' }, ({ bodies }) => bodies[0]?.byteLength, {
          signal: new AbortController().signal,
        });
        void fetched.then(() => (arrived = true));
        controller.abort();
      },
    },
  );
  await seen;
  t.false(arrived, 'the transfer still waits');
  session.connection.answers.resume();
  await t.throwsAsync(running, { code: 'ABORTED' });
  t.is(await fetched, 64_000_000);
});

test('the child gets a minimal environment, and the token is in neither it nor its arguments', async t => {
  process.env['SECRET_OF_THE_HOST'] = 'x';
  const lines: string[] = [];
  const child = await spawnChild(
    'toy@process',
    undefined,
    hostSettings({ environment: { ADDED: 'yes' } }),
    line => lines.push(line),
    new AbortController().signal,
  );
  t.teardown(() => child.process.kill('SIGKILL'));
  const { readFile } = await import('node:fs/promises');
  const [environment, argv] = await Promise.all([
    readFile(`/proc/${child.pid}/environ`, 'utf8'),
    readFile(`/proc/${child.pid}/cmdline`, 'utf8'),
  ]);
  const names = environment
    .split('\0')
    .filter(Boolean)
    .map(entry => entry.split('=')[0]);
  const allowed = ['HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'LD_LIBRARY_PATH', 'ADDED'];
  // Node hands this one on to every child by itself, whatever environment it is given.
  if (process.env['NODE_V8_COVERAGE'] !== undefined) allowed.push('NODE_V8_COVERAGE');
  t.deepEqual(
    names.filter(name => !allowed.includes(name ?? '')),
    [],
  );
  t.true(names.includes('ADDED'));
  t.notRegex(environment + argv, /[0-9a-f]{64}/);
  t.deepEqual(argv.split('\0').filter(Boolean).length, 2, 'node and the entry, nothing else');
});

import process from 'node:process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { EngineModule } from '@parquetframe/core/engine';
import { isolate, type CommandEngine } from '@parquetframe/process-host';
import { testManifest } from './engines/test-engine.js';
import { Workbench } from './engines/workbench.js';

const program = fileURLToPath(new URL('./engines/standalone.js', import.meta.url));
const engine: CommandEngine = { manifest: testManifest, command: [process.execPath, program, '1', '7'], options: { a: 1 } };
const { signal } = new AbortController();

test('a program that speaks the protocol is an engine, whatever it is written in', async t => {
  const bench = await Workbench.open(t, isolate(engine));
  const answer = await bench.record('test.arguments', 1, 'two');
  t.like(answer, { arguments: [1, 'two'] });
});

test('it gets the minimal environment and what was named', async t => {
  process.env['SECRET_OF_THE_HOST'] = 'x';
  const bench = await Workbench.open(t, isolate(engine, { environment: { NAMED: 'yes' } }));
  const { environment } = (await bench.record('test.arguments')) as { environment: string[] };
  t.true(environment.includes('NAMED'));
  t.false(environment.includes('SECRET_OF_THE_HOST'));
  t.false(environment.includes('PATH'));
});

test('manifest and certificate are of this side, and the module can be opened again elsewhere', async t => {
  const certificate = { catalogue: 1, engine: 'toy', version: '1.0.0', kit: 1, operations: {} };
  const module = isolate({ ...engine, certificate });
  t.is(module.manifest.id, 'toy@process');
  t.is(module.certificate?.engine, 'toy@process');
  const source = JSON.parse(JSON.stringify(module.source)) as typeof module.source;
  const { default: again } = (await import(source.url)) as { default: (options: unknown) => EngineModule };
  const reopened = again(source.options);
  t.deepEqual(reopened.manifest, module.manifest);
  t.true((await reopened.probe({ signal })).available);
});

test('versions are negotiated: a program that speaks none of ours is refused, saying which', async t => {
  const answer = await isolate({ ...engine, command: [process.execPath, program, '7', '8'] }).probe({ signal });
  t.like(answer, { available: false, code: 'CONTRACT_VERSION' });
  t.regex(answer.available ? '' : answer.reason, /speaks protocol version 7, 8, this end 1/);
});

test('no shell and no PATH: a command is an absolute path and its arguments', t => {
  for (const [command, reason] of [
    [['node', program], /absolute path/],
    [['./engine'], /absolute path/],
    [[], /absolute path/],
    ['/usr/bin/engine --fast', /must be an array/],
    [['/usr/bin/engine', 1], /all strings/],
  ] as const)
    t.throws(() => isolate({ ...engine, command: command as unknown as CommandEngine['command'] }), {
      code: 'INVALID_ARGUMENT',
      message: reason,
    });
  t.throws(() => isolate(engine, { execArgv: ['--expose-gc'] }), { code: 'INVALID_ARGUMENT', message: /execArgv/ });
});

test('a program that is not there, or is none, is an answer of the probe', async t => {
  for (const command of [['/nowhere/engine'], ['/bin/sh', '-c', 'exit 3; echo never']] as const) {
    const answer = await isolate({ ...engine, command }).probe({ signal });
    t.like(answer, { available: false, code: 'ENGINE_CRASH' });
    t.not(answer.available ? '' : answer.reason, '');
  }
});

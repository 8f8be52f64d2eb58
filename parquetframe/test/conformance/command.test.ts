/** `parquetframe-conformance`, as the author of an engine uses it: in a package of their own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { Certificate } from '@parquetframe/core/engine';

const command = fileURLToPath(new URL('command/main.js', import.meta.resolve('@parquetframe/conformance')));
const ENGINE = `
import tsReference from '@parquetframe/engine-ts-reference';
export default () => {
  const { certificate: _none, ...right } = tsReference();
  const { 'table.limit': limit, 'table.sort': sort } = right.manifest.operations;
  return { ...right, manifest: { ...right.manifest, id: 'mine', operations: { 'table.limit': limit, 'table.sort': sort } } };
};
`;

interface Package {
  readonly file: (name: string) => string;
  readonly run: (...options: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;
}

/** A package with an engine of two operations. */
function packageOf(t: ExecutionContext): Package {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-engine-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string): string => path.join(folder, name);
  symlinkSync(
    fileURLToPath(new URL('../../../node_modules', import.meta.resolve('@parquetframe/conformance'))),
    file('node_modules'),
    'junction',
  );
  writeFileSync(file('package.json'), JSON.stringify({ name: 'mine', version: '1.0.0', type: 'module' }));
  writeFileSync(file('engine.js'), ENGINE);
  return {
    file,
    run: (...options) =>
      new Promise(resolve => {
        execFile(
          process.execPath,
          [command, './engine.js', '--cases', '10', '--seed', '7', ...options],
          { cwd: folder },
          (error, stdout, stderr) => {
            resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr });
          },
        );
      }),
  };
}

const certificateIn = ({ file }: Package): Certificate =>
  JSON.parse(readFileSync(file('conformance.json'), 'utf8')) as Certificate;

test('an engine is certified once, and again only for what changed', async t => {
  const mine = packageOf(t);
  const { file, run } = mine;
  const first = await run();
  t.is(first.code, 0, first.output);
  t.deepEqual(Object.keys(certificateIn(mine).operations), ['table.limit', 'table.sort']);

  writeFileSync(file('README.md'), 'no code');
  t.deepEqual(await run('--check'), { code: 0, output: 'the certificate is fresh\n' });

  const whole = certificateIn(mine);
  const sort = whole.operations['table.sort'];
  writeFileSync(
    file('conformance.json'),
    JSON.stringify({ ...whole, operations: { ...whole.operations, 'table.sort': { ...sort, digest: 'x' } } }),
  );
  const check = await run('--check');
  t.is(check.code, 1);
  t.regex(check.output, /^table\.sort: its digest is another.*\n$/);
  const again = await run();
  t.is(again.code, 0, again.output);
  t.regex(again.output, /kept table\.limit\n/);
  t.regex(again.output, /ok {3}table\.sort \(\d+ cases\): its digest/);
  t.deepEqual(certificateIn(mine), whole);

  writeFileSync(file('engine.js'), `${ENGINE}// changed\n`);
  const changed = await run('--check');
  t.is(changed.code, 1);
  t.is(changed.output, 'table.limit: the code of the engine changed\ntable.sort: the code of the engine changed\n');
});

test('an engine that is wrong keeps no certificate for what is wrong', async t => {
  const mine = packageOf(t);
  t.is((await mine.run('--operation', 'table.limit')).code, 0);
  t.deepEqual(Object.keys(certificateIn(mine).operations), ['table.limit']);
  writeFileSync(
    mine.file('engine.js'),
    ENGINE.replace('return {', 'return { open: () => Promise.reject(new Error("broken")), ').replace(
      '...right, manifest',
      'probe: right.probe, contract: right.contract, source: right.source, manifest',
    ),
  );
  const { code, output } = await mine.run();
  t.is(code, 1, output);
  t.throws(() => certificateIn(mine), { code: 'ENOENT' });
});

test('a wrong call says what is wrong', async t => {
  const { run, file } = packageOf(t);
  for (const [options, message] of [
    [['--nonsense'], /nonsense/],
    [['another.js'], /give one engine module/],
    [['--plugin', 'no.js'], /there is no file/],
    [['--plugin', file('engine.js')], /is not a plugin/],
    [['--cases', 'many'], /takes a whole number, received many/],
  ] as const) {
    const { code, output } = await run(...options);
    t.is(code, 2, output);
    t.regex(output, message);
  }
  const help = await run('--help');
  t.is(help.code, 0);
  t.regex(help.output, /^Usage: parquetframe-conformance/);
});

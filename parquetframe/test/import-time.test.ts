import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';

const run = promisify(execFile);

/** Refuses what must not be loaded by an import alone: slow libraries, a polyfill with side effects, native code. */
const guard = `
  import { register } from 'node:module';
  const refused = /^(apache-arrow|tsyringe|reflect-metadata|piscina|fast-check)(\\/|$)/;
  const hook = 'export async function resolve(specifier, context, next) {' +
    'if (' + refused + '.test(specifier)) throw new Error(specifier + " is loaded at import time by " + context.parentURL);' +
    'return next(specifier, context); }';
  register('data:text/javascript,' + encodeURIComponent(hook));
  process.dlopen = () => { throw new Error('native code is loaded at import time'); };
  const before = new Set(Reflect.ownKeys(globalThis));
  await import(process.argv[1]);
  const added = Reflect.ownKeys(globalThis).filter(key => !before.has(key)).map(String);
  if (added.length > 0) throw new Error('global state is added at import time: ' + added.join(', '));
`;

const entries = [
  '@parquetframe/core',
  '@parquetframe/core/engine',
  '@parquetframe/engine-ts-reference',
  '@parquetframe/engine-worker-pool',
  '@parquetframe/engine-rust-napi',
  '@parquetframe/engine-rust-neon',
  '@parquetframe/process-host',
  'parquetframe',
];

for (const entry of entries) {
  test(`importing ${entry} does no work`, async t => {
    await t.notThrowsAsync(run(process.execPath, ['--input-type=module', '--eval', guard, entry], { cwd: import.meta.dirname }));
  });
}

/** The library of regular expressions cannot be found: who does without patterns does not notice. */
const withoutPatterns = `
  import { register } from 'node:module';
  const hook = 'export async function resolve(specifier, context, next) {' +
    'if (specifier === "re2js") throw new Error("re2js is loaded"); return next(specifier, context); }';
  register('data:text/javascript,' + encodeURIComponent(hook));
  const { createRuntime } = await import('@parquetframe/core');
  const { default: tsReference } = await import('@parquetframe/engine-ts-reference');
  const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off', uncertified: 'allow' });
  const frame = pf.fromRows([{ a: 'x' }, { a: 'y' }]);
  const { length } = await frame.filter(row => row.a.contains('x')).withColumns(row => ({ b: row.a.upper() })).toRows();
  const why = await frame.filter(row => row.a.matches('x')).toRows().then(() => 'nothing', error => String(error.message));
  await pf.close();
  process.stdout.write(JSON.stringify({ length, why }));
`;

test('regular expressions are loaded for the first pattern', async t => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', withoutPatterns], {
    cwd: import.meta.dirname,
  });
  t.regex(stdout, /^\{"length":1,"why":".*re2js is loaded/);
});

test('the guard refuses what it should', async t => {
  const error = await t.throwsAsync(
    run(process.execPath, ['--input-type=module', '--eval', guard, 'apache-arrow'], { cwd: import.meta.dirname }),
  );
  t.regex(error.message, /apache-arrow is loaded at import time/);
});

import test from 'ava';
import type { Decline, EngineContext } from './contract.js';
import { decline } from './contract.js';
import { defineEngine } from './define-engine.js';
import { kernelEngine } from './kernel-engine.js';
import type { NativeAddon } from './native-addon.js';

const manifest = { id: 'mine', version: '1.2.3', native: false, operations: { 'table.limit': { revision: 1, class: 'exact' } } };
const own = { name: '@me/engine-mine', from: import.meta.url };
const declined = (): Decline => decline('UNSUPPORTED_FRAGMENT', 'a reason', 'a remedy');

interface Options {
  readonly threads?: number;
  readonly binary?: string;
}
interface Addon {
  readonly answer: number;
}

const context: EngineContext = {
  space: name => `mine/${name}`,
  threads: 1,
  memory: 1 << 20,
  settings: { nativeLog: undefined },
  scratch: () => Promise.reject(new Error('there is none')),
  allocateShared: bytes => new SharedArrayBuffer(bytes),
  signal: new AbortController().signal,
  lost: () => undefined,
  log: () => undefined,
};
const asked = { signal: context.signal };

test('a table of kernels becomes a module with what all modules have', async t => {
  const certificate = { engine: 'mine' };
  const module = defineEngine({ package: own, manifest, certificate, kernels: { 'table.limit': declined } })();
  t.like(module, { contract: 1, manifest, certificate, source: { options: {} } });
  t.deepEqual(await module.probe(asked), { available: true, version: '1.2.3' });
  const engine = await module.open(context);
  t.false(engine.fuses);
  t.is(
    engine.covers({
      kind: 'step',
      operation: 'table.limit',
      revision: 1,
      binding: {},
      arguments: {},
      inputs: [],
      output: { kind: 'record' },
    }),
    'alone',
  );
});

test('an engine without a certificate has none', t => {
  t.false('certificate' in defineEngine({ package: own, manifest, certificate: undefined, kernels: {} })());
});

test('options are checked by name and go to other processes as given', t => {
  const mine = defineEngine<Options>({ package: own, manifest, options: { threads: true, binary: true }, kernels: {} });
  t.deepEqual(mine({ threads: 2 }).source.options, { threads: 2 });
  t.throws(() => mine(JSON.parse('{ "thread": 2 }') as Options), {
    code: 'INVALID_ARGUMENT',
    message: /the engine mine has no option "thread".*"threads"/,
  });
  const bare = defineEngine({ package: own, manifest, kernels: {} });
  t.throws(() => bare(JSON.parse('{ "threads": 2 }') as object), { code: 'INVALID_ARGUMENT', message: /has no options/ });
});

test('a native addon that is missing is the answer of the probe, and the typed error of opening', async t => {
  const missing = { available: false, code: 'NATIVE_BINARY_MISSING', reason: 'there is none', remedy: 'build it' } as const;
  const native = ({ binary }: Options): NativeAddon<Addon> =>
    binary === 'there' ? { available: true, addon: { answer: 42 } } : missing;
  const seen: number[] = [];
  const mine = defineEngine<Options, Addon>({
    package: own,
    manifest,
    options: { threads: true, binary: true },
    native,
    probe: ({ addon }) => ({ available: true, version: String(addon.answer) }),
    transfers: ({ addon }) => (seen.push(addon.answer), []),
    kernels: ({ addon, options }) => (seen.push(addon.answer, options.threads ?? 0), {}),
  });
  t.deepEqual(await mine().probe(asked), missing);
  await t.throwsAsync(mine().open(context), { code: 'NATIVE_BINARY_MISSING', message: 'there is none; build it' });
  const present = mine({ binary: 'there', threads: 3 });
  t.deepEqual(await present.probe(asked), { available: true, version: '42' });
  await present.open(context);
  t.deepEqual(seen.sort(), [3, 42, 42]);
});

test('a file that must be there and is not is the answer of the probe', async t => {
  const mine = defineEngine({ package: own, manifest, files: ['dist/worker.js'], kernels: {} });
  const answer = await mine().probe(asked);
  t.like(answer, { available: false, code: 'PACKAGE_FILE_MISSING' });
  t.regex(
    answer.available ? '' : `${answer.reason}; ${answer.remedy}`,
    /@me\/engine-mine\/dist\/worker\.js must be a file.*locatePackages/,
  );
});

test('an engine that fuses opens itself, and is given the paths of its files', async t => {
  const core = { name: '@parquetframe/core', from: import.meta.url };
  const mine = defineEngine({
    package: core,
    manifest: { ...manifest, version: '0.1.0' },
    files: ['package.json'],
    open: ({ context: given, file }) => {
      t.true(file('package.json').endsWith('package.json'));
      return { ...kernelEngine(given, { kernels: {} }), fuses: { steps: 9 } };
    },
  });
  const module = mine();
  t.deepEqual(await module.probe(asked), { available: true, version: '0.1.0' });
  t.deepEqual((await module.open(context)).fuses, { steps: 9 });
  t.true(module.source.url.endsWith('/dist/index.js'));
});

for (const wrong of [undefined, null, 'engine.json', {}, { id: 'mine' }, { id: 1, version: '1.0.0', operations: {} }])
  test(`a manifest that names no engine is refused by name of the package: ${JSON.stringify(wrong)}`, t => {
    t.throws(() => defineEngine({ package: own, manifest: wrong, kernels: {} })(), {
      code: 'INVALID_MANIFEST',
      message: /@me\/engine-mine/,
    });
  });

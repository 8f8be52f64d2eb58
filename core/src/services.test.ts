import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { HEAP_ARROW, type Scratch } from './contract/index.js';
import { ScratchFolders } from './contract/engine/scratch.js';
import { planNode } from './contract/plan/index.js';
import { Admission } from './dispatch/index.js';
import { createRuntime, type Runtime, type RuntimeOptions } from './runtime.js';
import { gate } from './test/plan-plugin.js';
import { limitKernel, toyEngine, toyTable } from './test/toy-engine.js';

const limit = (pf: Runtime): Promise<unknown> =>
  pf.executor.execute(planNode('table.limit', { count: 1 }, [{ kind: 'dataset', dataset: pf.executor.table(toyTable(3)) }]), [
    HEAP_ARROW,
  ]);

/** An engine that puts a file into scratch, and logs where. */
const spilling = (kept: Scratch[]): ReturnType<typeof toyEngine> =>
  toyEngine({
    id: 'spilling',
    kernels: {
      'table.limit': (step, fragment, context) =>
        limitKernel(1, async () => {
          const scratch = await context.scratch(10);
          writeFileSync(join(scratch.path, 'part'), 'spilled');
          context.log(`spilled to ${scratch.path}`);
          kept.push(scratch);
        })(step, fragment, context),
    },
  });

test('each service may be replaced', async t => {
  const lines: string[] = [];
  const written: string[] = [];
  const kept: Scratch[] = [];
  const asked: number[] = [];
  let closed = 0;
  const folders = new ScratchFolders(mkdtempSync(join(tmpdir(), 'storage-')));
  const services: RuntimeOptions['services'] = {
    logger: { debug: line => void lines.push(line) },
    wisdom: { read: () => written.at(-1), write: text => void written.push(text) },
    storage: {
      scratch: bytes => {
        asked.push(bytes);
        return folders.scratch(bytes);
      },
      close: async () => {
        closed++;
        await folders.close();
      },
    },
  };
  const pf = await createRuntime({ engines: [spilling(kept)], services });
  await limit(pf);
  t.deepEqual(asked, [10]);
  t.regex(lines.join(), /^spilling: spilled to /);
  t.true(existsSync(join(kept[0]?.path ?? '', 'part')));
  await pf.close();
  t.is(closed, 1);
  t.false(existsSync(kept[0]?.path ?? tmpdir()));
  t.is(written.length, 1);
  const again = await createRuntime({ engines: [spilling(kept)], services: { wisdom: services.wisdom } });
  t.is(again.composition.wisdom.size, 1);
  await again.close();
});

test('runtimes that share an admission share its cores', async t => {
  const admission = new Admission(1, () => 1e9);
  const [started, go] = [gate(), gate()];
  let running = 0;
  let most = 0;
  const engine = (): ReturnType<typeof toyEngine> =>
    toyEngine({
      id: 'toy',
      kernels: {
        'table.limit': limitKernel(1, async () => {
          most = Math.max(most, ++running);
          started.open();
          await go.passed;
          running--;
        }),
      },
    });
  const runtimes = await Promise.all(
    [1, 2].map(() => createRuntime({ engines: [engine()], wisdom: 'off', services: { admission } })),
  );
  const calls = runtimes.map(limit);
  await started.passed;
  await new Promise<void>(resolve => setImmediate(resolve));
  go.open();
  await Promise.all(calls);
  t.is(most, 1);
  for (const pf of runtimes) await pf.close();
});

test('a service that is none is refused', async t => {
  const wrong: readonly unknown[] = [
    { clock: {} },
    { admission: { acquire: () => undefined } },
    { clok: { now: Date.now } },
    'clock',
    { wisdom: 5 },
  ];
  for (const services of wrong) {
    const options: object = { engines: [], services };
    await t.throwsAsync(createRuntime(options), { code: 'INVALID_ARGUMENT', message: /services/ });
  }
});

test('scratch is counted against what the disk has, and deleted when it has served', async t => {
  const parent = join(mkdtempSync(join(tmpdir(), 'scratch-')), 'deep', 'folder');
  const folders = new ScratchFolders(parent);
  await t.throwsAsync(folders.scratch(2 ** 60), { code: 'OUT_OF_DISK', message: /bytes of scratch were asked for/ });
  await t.throwsAsync(folders.scratch(Number.NaN), { code: 'INVALID_ARGUMENT' });
  {
    await using one = await folders.scratch(100);
    const two = await folders.scratch(50);
    t.not(one.path, two.path);
    t.is(folders.bytes, 150);
    writeFileSync(join(one.path, 'x'), 'x');
  }
  t.is(folders.bytes, 50);
  t.is(readdirSync(parent).length, 1);
  await folders.close();
  t.deepEqual(readdirSync(parent), []);
  await t.throwsAsync(folders.scratch(1), { code: 'CLOSED' });
});

test('what a process left that was killed is deleted by the next; what others use is not', async t => {
  const parent = mkdtempSync(join(tmpdir(), 'scratch-'));
  const folders = new ScratchFolders(parent);
  const { path } = await folders.scratch(1);
  const own = path.slice(path.lastIndexOf('/') + 1);
  // No process has this id: it is above the largest that there can be.
  const dead = own.replace(/^\d+/, String(2 ** 30));
  const elsewhere = dead.replace(/@.*-/, '@another-machine-');
  for (const name of [dead, elsewhere, 'something else']) writeFileSync(join(parent, name), '');
  await new ScratchFolders(parent).scratch(1);
  t.false(existsSync(join(parent, dead)));
  for (const name of [own, elsewhere, 'something else']) t.true(existsSync(join(parent, name)), name);
});

import test from 'ava';
import { createRuntime, type Plugin } from '@parquetframe/core';
import {
  addKinds,
  HEAP_RECORD,
  heldReplica,
  makeFragment,
  planNode,
  resultOf,
  type OperationDefinition,
  type Replica,
} from '@parquetframe/core/engine';
import { isolate } from '@parquetframe/process-host';
import testEngine, { HEAP_MODEL, Model, modelCodec, testManifest } from './engines/test-engine.js';
import { isolatedToy, RECORD, TABLE, Workbench, xTable } from './engines/workbench.js';

const MODEL = { kind: 'toy:model' } as const;
const common = {
  revision: 1,
  summary: '',
  meaning: '',
  source: '',
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  sizes: () => ({ bytes: 16 }),
  work: () => 1,
} as const;
const define = (name: string, input: 'table' | 'toy:model', output: typeof MODEL | typeof RECORD): OperationDefinition => ({
  ...common,
  name,
  inputs: [input],
  effect: 'none',
  bind: () => ({ binding: {}, arguments: {}, output }),
});

test('a value of a plugin’s kind goes into a child and comes out of it', async t => {
  addKinds([modelCodec]);
  const bench = await Workbench.open(t, isolatedToy());
  const made = await bench.bind('test.model', [TABLE], MODEL);
  const [inside] = made.outputs;
  if (inside === undefined) return t.fail();
  t.is(inside.layout, 'toy:model');
  const { replica } = resultOf(await made.run(bench.call([await bench.store(xTable([1, 2, 3]))], inside)));
  t.false(replica.value instanceof Model, 'it stays there');
  const fetched = await bench.move(bench.transfer('toy:model', inside, HEAP_MODEL), replica, MODEL);
  t.deepEqual(fetched.value, new Model('sum', Float64Array.of(3, -0)));
  const own: Replica = heldReplica(HEAP_MODEL, new Model('ours', Float64Array.of(NaN, 2)), 16);
  const stored = await bench.move(bench.transfer('toy:model', HEAP_MODEL, inside), own, MODEL);
  const use = await bench.bind('test.useModel', [MODEL], RECORD);
  const used = resultOf(await use.run(bench.call([stored], HEAP_RECORD)));
  t.deepEqual(used.replica.value, { name: 'ours', weights: [NaN, 2] });
});

test('one engine makes it in its process, another one uses it here', async t => {
  const isolated = isolatedToy({}, {});
  const uses: unknown[] = [];
  const plugin: Plugin = {
    name: 'models',
    kinds: [modelCodec],
    operations: [
      {
        definition: define('test.model', 'table', MODEL),
        reference: () => ({ declined: true, code: 'X', reason: 'not here', remedy: 'none' }),
      },
      {
        definition: define('test.useModel', 'toy:model', RECORD),
        reference: () => ({
          inputs: [[HEAP_MODEL]],
          outputs: [HEAP_RECORD],
          run: call => {
            uses.push(call.inputs[0]?.value);
            return { replica: heldReplica(HEAP_RECORD, 'used here', 0) };
          },
        }),
      },
    ],
  };
  await using pf = await createRuntime({
    engines: [isolated],
    plugins: [plugin],
    uncertified: 'allow',
    wisdom: 'off',
    probeLimit: 60_000,
  });
  const frame = pf.fromRows([{ x: 1 }, { x: 2 }]);
  const model = pf.executor.keep(planNode('test.model', {}, [frame.plan]), 'model');
  for (const [engine, expected] of [
    ['plugin-models', 'used here'],
    ['toy@process', { name: 'sum', weights: [2, -0] }],
  ] as const) {
    const plan = planNode('test.useModel', {}, [{ kind: 'dataset', dataset: model }], { engine });
    const execution = await pf.executor.execute(plan, [HEAP_RECORD]);
    t.deepEqual(execution.replica.value, expected);
    await execution.release();
  }
  t.deepEqual(uses, [new Model('sum', Float64Array.of(2, -0))]);
  t.deepEqual(isolate({ ...testEngine() }).kinds, [modelCodec]);
});

test('codecs that make no sense are refused', t => {
  for (const kind of ['table', 'model', 'Example:model', ''])
    t.throws(() => addKinds([{ ...modelCodec, kind: kind as 'a:b' }]), { code: 'INVALID_ARGUMENT' });
  t.throws(() => addKinds([{ ...modelCodec, layout: 'other:model' }]), { code: 'INVALID_ARGUMENT', message: /twice/ });
});

test('a replica that is not computed yet, and a space that lies elsewhere, are so outside as well', async t => {
  const budgets = new Map<string, number | undefined>();
  const module = isolatedToy();
  const bench = await Workbench.open(t, module, {
    space: (name, { budget } = {}) => {
      budgets.set(name, budget);
      return `${module.manifest.id}/${name}`;
    },
  });
  const kernel = await bench.bind('test.far', [TABLE], TABLE);
  const [far] = kernel.outputs;
  if (far === undefined) return t.fail();
  t.is(budgets.get('device'), 2 ** 41);
  t.is(budgets.get('memory'), undefined);
  const { replica } = resultOf(await kernel.run(bench.call([await bench.store(xTable([1]))], far)));
  t.true(replica.deferred);
  t.is(replica.bytes, 2 ** 40);
  t.is((await bench.store(xTable([1]))).deferred, undefined);
});

test('what a kernel can do with is part of its estimate', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const estimate = (await bench.bind('test.spills')).estimate?.({ ports: [], result: {}, work: 5_500 });
  t.like(estimate, { peakBytes: 6_500, minBytes: 650 });
  t.is((await bench.bind('test.make', [], TABLE)).estimate?.({ ports: [], result: {}, work: 1 }).minBytes, undefined);
});

test('a dataset of a terabyte in a space of its own evicts nothing here', async t => {
  const plugin: Plugin = {
    name: 'far',
    operations: [
      {
        definition: {
          ...define('test.far', 'table', MODEL),
          bind: (_options, [input]) => ({ binding: {}, arguments: {}, output: input ?? MODEL }),
        },
        reference: () => ({ declined: true, code: 'X', reason: 'not here', remedy: 'none' }),
      },
    ],
  };
  await using pf = await createRuntime({
    engines: [isolate({ manifest: testManifest, source: testEngine().source })],
    plugins: [plugin],
    uncertified: 'allow',
    wisdom: 'off',
    memory: 2 ** 30,
    probeLimit: 60_000,
  });
  const execution = await pf.executor.execute(planNode('test.far', {}, [pf.fromRows([{ x: 1 }]).plan]), []);
  t.is(execution.replica.residency.space, 'toy@process/device');
  t.true(execution.provenance.stages.at(-1)?.deferred);
  t.is(pf.composition.dispatcher.datasets.spaces.budgetOf('toy@process/device'), 2 ** 41);
  t.true(pf.composition.dispatcher.datasets.bytes < 1000);
  t.deepEqual(execution.replica.residency, { space: 'toy@process/device', layout: 'toy:table' });
  await execution.release();
});

test('an engine in a child asks how its files were written, as far as it wants to know', async t => {
  const bench = await Workbench.open(t, isolatedToy());
  const root = {
    kind: 'step',
    operation: 'test.picky',
    revision: 1,
    binding: {},
    arguments: {},
    inputs: [],
    output: RECORD,
  } as const;
  const fragment = makeFragment(root, 'exact', []);
  const facts = (codec: string) => ({ columns: [{ path: 'x', physicalType: 'INT32', codecs: [codec], encodings: [] }] });
  const asked: number[] = [];
  const bound = (first: string, second: string | undefined) =>
    bench.engine.bind(fragment, {
      facts: port => {
        asked.push(port);
        const codec = port === 0 ? first : second;
        return Promise.resolve(codec === undefined ? undefined : facts(codec));
      },
    });
  t.like(await bound('LZO', 'SNAPPY'), { reason: 'port 0 is LZO' });
  t.deepEqual(asked.splice(0), [0]);
  t.like(await bound('SNAPPY', undefined), { reason: 'port 1 is unknown' });
  t.deepEqual(asked.splice(0), [0, 1]);
  const kernel = await bound('SNAPPY', 'SNAPPY');
  if ('declined' in kernel) return t.fail(kernel.reason);
  t.is(resultOf(await kernel.run(bench.call([], HEAP_RECORD))).replica.value, 'taken');
  t.like(await bench.engine.bind(fragment), { reason: 'port 0 is unknown' });
});

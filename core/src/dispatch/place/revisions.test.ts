import test from 'ava';
import { HEAP_ARROW } from '../../contract/data/index.js';
import { isParquetFrameError } from '../../contract/errors/index.js';
import { decline, type BindStep, type Kernel } from '../../contract/index.js';
import { integerOption, usedFeatures, type OperationDefinition } from '../../contract/operations/index.js';
import { tableAggregate } from '../../contract/operations/table/aggregate.js';
import { SCALAR_FUNCTIONS } from '../../contract/functions/index.js';
import { planNode } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { limitKernel, tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

const same: Kernel = { inputs: [[HEAP_ARROW]], outputs: [HEAP_ARROW], run: call => tableResult(tableOf(call)) };
const definition: OperationDefinition = {
  name: 'example.same',
  revision: 2,
  summary: '',
  meaning: '',
  source: '',
  inputs: ['table'],
  options: { extra: integerOption({ placement: 'argument', description: '', nullable: true, since: 2 }, 0) },
  classes: { exact: 'exact', fast: 'exact' },
  bind: (_options, [input]) => ({ binding: {}, arguments: {}, output: input ?? { kind: 'record' } }),
  sizes: ([table]) => table ?? {},
  work: () => 1,
};

/** A runtime with an engine that claims and is certified for a revision; the plugin's own kernel declines. */
const withRevision = (revision: number, bind: BindStep = () => same) =>
  createRuntime({
    engines: [
      toyEngine({
        id: 'old',
        kernels: { 'example.same': bind },
        claims: { 'example.same': { revision, class: 'exact' } },
      }),
    ],
    plugins: [{ name: 'p', operations: [{ definition, reference: () => decline('X', 'only here for its definition', 'none') }] }],
    wisdom: 'off',
  });

test('an engine of an older revision runs what uses nothing newer, and is told that revision', async t => {
  for (const revision of [1, 2]) {
    const revisions: number[] = [];
    await using pf = await withRevision(revision, step => {
      revisions.push(step.revision);
      return same;
    });
    const frame = pf.fromRows([{ a: 1 }]);
    const stages = (options: object) =>
      pf.executor.explain(planNode('example.same', { ...options }, [frame.plan]), [HEAP_ARROW]).then(e => e.stages);
    t.is((await stages({}))[0]?.engine, 'old');
    t.is((await stages({ extra: null }))[0]?.engine, 'old');
    t.deepEqual([...new Set(revisions)], [1]);
    if (revision === 2) t.is((await stages({ extra: 1 }))[0]?.engine, 'old');
    else {
      const error = await t.throwsAsync(stages({ extra: 1 }), { code: 'NO_ENGINE' });
      t.regex(error.message, /old: UNSUPPORTED_OPTION: option extra, as it is used here, needs revision 2, it has revision 1/);
    }
  }
});

test('a claim of a revision that this core does not know is not trusted', async t => {
  await using pf = await withRevision(3);
  const node = planNode('example.same', {}, [pf.fromRows([{ a: 1 }]).plan]);
  const error = await t.throwsAsync(pf.executor.explain(node, [HEAP_ARROW]), { code: 'NO_ENGINE' });
  t.regex(error.message, /revision 3 of example\.same, which this core does not know yet/);
});

test('an engine from before an aggregate function runs every other one', async t => {
  const aggregate: BindStep = () => same;
  const engines = ([1, 2] as const).map(revision =>
    toyEngine({
      id: `revision-${String(revision)}`,
      kernels: { 'table.aggregate': aggregate },
      claims: { 'table.aggregate': { revision, class: 'exact' } },
    }),
  );
  await using pf = await createRuntime({ engines, wisdom: 'off' });
  const input = { kind: 'dataset', dataset: pf.executor.table(toyTable(3)) } as const;
  const explained = async (name: string, prefer: string) => {
    const node = planNode('table.aggregate', { aggregates: [{ name: 'x', function: name, column: 'value' }] }, [input]);
    const [stage] = (await pf.executor.explain(node, [HEAP_ARROW], { prefer })).stages;
    return stage;
  };
  for (const name of ['count', 'sum', 'min', 'max', 'mean'])
    t.is((await explained(name, 'revision-1'))?.engine, 'revision-1', name);
  const stage = await explained('countDistinct', 'revision-1');
  t.is(stage?.engine, 'revision-2');
  const reason = stage?.considered.find(({ engine }) => engine === 'revision-1')?.reason;
  t.regex(reason ?? '', /option aggregates, as it is used here, needs revision 2, it has revision 1/);
});

test('what a kit asks of an engine counts values of options too', t => {
  const options = { keys: [], aggregates: [{ name: 'x', function: 'countDistinct', column: 'id' }] };
  t.is(usedFeatures(tableAggregate, options, {}, []).revision, 2);
  t.is(
    usedFeatures(tableAggregate, { ...options, aggregates: [{ name: 'x', function: 'sum', column: 'id' }] }, {}, []).revision,
    1,
  );
});

test.serial('a function that is added later is not sent to engines that do not name it', async t => {
  let bound = 0;
  const bind: BindStep = () => {
    bound++;
    return same;
  };
  const engine = (functions?: readonly string[]) =>
    toyEngine({
      id: 'old',
      kernels: { 'table.project': bind, 'table.limit': limitKernel(1) },
      claims: { 'table.project': { revision: 1, class: 'exact', ...(functions ? { functions } : {}) } },
    });
  const expression = {
    kind: 'call',
    function: 'power',
    arguments: [{ kind: 'column', name: 'value' }],
  };
  Reflect.set(SCALAR_FUNCTIONS, 'power', { arity: 1, accepts: 'a number', result: () => ({ id: 'float64' }) });
  try {
    await using pf = await createRuntime({ engines: [engine()], wisdom: 'off' });
    const node = planNode('table.project', { columns: [{ name: 'p', expression }] }, [
      { kind: 'dataset', dataset: pf.executor.table(toyTable(3)) },
    ]);
    const error = await t.throwsAsync(pf.executor.execute(node, [HEAP_ARROW]));
    t.is(isParquetFrameError(error) ? error.code : '', 'NO_ENGINE');
    t.regex(error.message, /old: UNSUPPORTED_EXPRESSION: it has the functions of revision 1, and power is not one of them/);
    t.is(bound, 0);
    t.true(pf.engines()[0]?.availability.available);
    await using named = await createRuntime({ engines: [engine(['power'])], wisdom: 'off' });
    t.is((await named.executor.explain(node, [HEAP_ARROW])).stages[0]?.engine, 'old');
  } finally {
    Reflect.deleteProperty(SCALAR_FUNCTIONS, 'power');
  }
});

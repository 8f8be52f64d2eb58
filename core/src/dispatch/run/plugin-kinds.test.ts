import test from 'ava';
import { HEAP_ARROW, heldReplica, type Residency } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Plugin } from '../../contract/index.js';
import { tableInput, type OperationDefinition } from '../../contract/operations/index.js';
import { planNode } from '../../contract/plan/index.js';
import { createRuntime } from '../../runtime.js';
import { tableOf, tableResult } from '../../test/toy-engine.js';

const HEAP_MODEL: Residency = { space: 'heap', layout: 'example:model' };
const common = {
  revision: 1,
  summary: '',
  meaning: '',
  source: '',
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
} as const;

const fit: OperationDefinition = {
  ...common,
  name: 'example.fit',
  inputs: ['table'],
  bind: (_options, inputs) => ({
    binding: {},
    arguments: {},
    output: { kind: 'example:model', about: tableInput('example.fit', inputs, 0).schema.map(field => field.name) },
  }),
  sizes: () => ({ bytes: 8 }),
  work: () => 1,
};
const predict: OperationDefinition = {
  ...common,
  name: 'example.predict',
  inputs: ['example:model', 'table'],
  bind(_options, [model, table]) {
    if (model?.kind !== 'example:model')
      throw new ParquetFrameError('INVALID_ARGUMENT', `example.predict takes a model, received a ${model?.kind ?? 'nothing'}`);
    return {
      binding: { columns: model.about ?? null },
      arguments: {},
      output: table ?? model,
    };
  },
  sizes: ([, table]) => table ?? {},
  work: () => 1,
};

const fits: number[] = [];
const plugin: Plugin = {
  name: 'models',
  operations: [
    {
      definition: fit,
      reference: () => ({
        inputs: [[HEAP_ARROW]],
        outputs: [HEAP_MODEL],
        run(call) {
          fits.push(tableOf(call).length);
          return { replica: heldReplica(HEAP_MODEL, { rows: tableOf(call).length }, 8) };
        },
      }),
    },
    {
      definition: predict,
      reference: step => ({
        inputs: [[HEAP_MODEL], [HEAP_ARROW]],
        outputs: [HEAP_ARROW],
        run(call) {
          const model = call.inputs[0]?.value as { readonly rows: number };
          return { ...tableResult(tableOf(call, 1)), notes: { rows: model.rows, columns: step.binding['columns'] ?? null } };
        },
      }),
    },
  ],
};

test('a kind of a plugin is made, kept, read and given back like any other', async t => {
  await using pf = await createRuntime({ engines: [], plugins: [plugin], wisdom: 'off' });
  const frame = pf.fromRows([{ a: 1 }, { a: 2 }]);
  const model = pf.executor.keep(planNode('example.fit', {}, [frame.plan]), 'model');
  const predicted = planNode('example.predict', {}, [{ kind: 'dataset', dataset: model }, frame.plan]);
  for (let i = 0; i < 2; i++) {
    const execution = await pf.executor.execute(predicted, [HEAP_ARROW]);
    t.deepEqual(execution.notes, { rows: 2, columns: ['a'] });
    await execution.release();
  }
  t.deepEqual(fits, [2]);
  t.deepEqual(await pf.executor.resolveKind({ kind: 'dataset', dataset: model }), { kind: 'example:model', about: ['a'] });
  const wrong = planNode('example.predict', {}, [frame.plan, frame.plan]);
  await t.throwsAsync(pf.executor.execute(wrong, [HEAP_ARROW]), { code: 'INVALID_ARGUMENT', message: /received a table/ });
  await t.throwsAsync(frame.run('example.fit').collect(), { code: 'NO_ENGINE' });
});

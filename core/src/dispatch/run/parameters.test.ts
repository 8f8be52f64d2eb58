import test from 'ava';
import type { BindStep } from '../../contract/index.js';
import { isParquetFrameError } from '../../contract/errors/index.js';
import { DataFrame, col, param } from '../../frame/index.js';
import { createRuntime, type Runtime } from '../../runtime.js';
import { limitKernel, tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

/** Counts how often it is bound, and keeps the values that it is run with. */
function recording() {
  const seen: { bound: number; readonly values: (readonly unknown[])[] } = { bound: 0, values: [] };
  const limit: BindStep = (step, fragment, context) => {
    seen.bound++;
    return limitKernel(0.001, call => seen.values.push(call.arguments))(step, fragment, context);
  };
  const filter: BindStep = (_step, { root }) => {
    seen.bound++;
    return {
      inputs: [[{ space: 'heap', layout: 'arrow' }]],
      outputs: [{ space: 'heap', layout: 'arrow' }],
      cpu: 'one',
      run: call => {
        seen.values.push([...call.arguments, JSON.stringify(root.binding['predicate'])]);
        return tableResult(tableOf(call));
      },
    };
  };
  return { seen, engine: toyEngine({ id: 'toy', kernels: { 'table.limit': limit, 'table.filter': filter } }) };
}

const frameOf = ({ executor }: Runtime): DataFrame =>
  new DataFrame({ kind: 'dataset', dataset: executor.table(toyTable(10)) }, { executor });

const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isParquetFrameError(error) ? error : undefined;
};

test('a frame with parameters is bound once and run with the values of each call', async t => {
  const { seen, engine } = recording();
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const frame = frameOf(pf).limit(param('rows', 'int64'), param('after', 'int32'));
  for (const rows of [3, 5, 2n]) {
    const table = await frame.collect({ params: { rows: typeof rows === 'bigint' ? 2 : rows, after: 1 } });
    t.is(table.length, Number(rows));
    await table.close();
  }
  t.is((await frame.toRows({ params: { rows: 4, after: 8 } })).length, 2);
  t.is(seen.bound, 1);
  t.deepEqual(seen.values, [
    [3, 1],
    [5, 1],
    [2, 1],
    [4, 8],
  ]);
});

test('engines get parameters of expressions as they get literals: by index, with the type that was stated', async t => {
  const { seen, engine } = recording();
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const frame = frameOf(pf).filter(
    col('id')
      .gt(param('least', 'int64'))
      .and(col('value').lt(param('most', 'float64'))),
  );
  await (await frame.collect({ params: { least: 3, most: 2.5 } })).close();
  await (await frame.collect({ params: { least: 2n ** 60n, most: null } })).close();
  t.is(seen.bound, 1);
  const [first, second] = seen.values;
  t.deepEqual(first?.slice(0, 2), [3n, 2.5]);
  t.deepEqual(second?.slice(0, 2), [2n ** 60n, null]);
  t.is(first?.[2], second?.[2]);
  t.regex(String(first?.[2]), /"kind":"parameter","index":0,"type":\{"id":"int64"\}/);
});

test('missing, unknown and wrongly typed values are errors that name the parameter', async t => {
  const { engine } = recording();
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const frame = frameOf(pf).filter(col('id').gt(param('threshold', 'int64')));
  const missing = await failure(frame.collect());
  t.is(missing?.code, 'INVALID_ARGUMENT');
  t.is(missing?.details['parameter'], 'threshold');
  t.regex(missing?.message ?? '', /"threshold" has no value.*int64/);
  const misspelt = await failure(frame.collect({ params: { threshhold: 1 } }));
  t.regex(misspelt?.message ?? '', /no parameter "threshhold".*did you mean "threshold"\?/);
  const more = await failure(frame.collect({ params: { threshold: 1, other: 2 } }));
  t.regex(more?.message ?? '', /no parameter "other".*it has threshold/);
  for (const wrong of [1.5, 'x', true, new Date(0), 2n ** 70n]) {
    const error = await failure(frame.collect({ params: { threshold: wrong } }));
    t.is(error?.code, 'INVALID_ARGUMENT');
    t.regex(error?.message ?? '', /the parameter "threshold" must be a int64, received/);
  }
  t.regex((await failure(frameOf(pf).collect({ params: { any: 1 } })))?.message ?? '', /it has none/);
  const list: unknown = [1];
  t.regex(
    (await failure(Reflect.apply(frame.collect, frame, [{ params: list }]) as Promise<unknown>))?.message ?? '',
    /params must be an object/,
  );
  t.is(
    (
      await failure(
        frameOf(pf)
          .limit(param('rows', 'int64'))
          .collect({ params: { rows: -1 } }),
      )
    )?.code,
    'INVALID_ARGUMENT',
  );
});

test('every kind of call takes parameters; the schema needs none', async t => {
  const { engine } = recording();
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const frame = frameOf(pf).limit(param('rows', 'int64'));
  const params = { rows: 3 };
  t.is((await frame.schema()).length, 2);
  t.is((await frame.toArrow({ params })).numRows, 3);
  let rows = 0;
  for await (const piece of frame.batches({ params })) rows += piece.length;
  t.is(rows, 3);
  t.is((await frame.explain({ params })).stages.length, 1);
  t.regex((await failure(frame.explain()))?.message ?? '', /"rows" has no value/);
  t.regex(frame.filter(col('id').eq(param('id', 'int32'))).toString(), /\$id/);
});

test('what is kept, and what decides how a plan is prepared, cannot depend on a parameter', async t => {
  const { engine } = recording();
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const frame = frameOf(pf).limit(param('rows', 'int64'));
  t.throws(() => frame.cache(), { code: 'INVALID_ARGUMENT', message: /kept.*parameter "rows"/ });
  t.throws(() => pf.graph.fromEdges(frame, { src: 'id', dst: 'id' }), { code: 'INVALID_ARGUMENT', message: /"rows"/ });
  const keyed = frameOf(pf).run('table.distinct', { subset: [param('key', 'utf8')] });
  t.regex((await failure(keyed.schema()))?.message ?? '', /subset cannot be a parameter/);
  const twice = frameOf(pf)
    .filter(col('id').eq(param('x', 'int32')))
    .limit(param('x', 'int64'));
  t.regex(
    (await failure(twice.collect({ params: { x: 1 } })))?.message ?? '',
    /"x" is a int32 in one place and a int64 in another/,
  );
  t.throws(() => param('', 'int64'), { code: 'INVALID_ARGUMENT' });
  t.throws(() => Reflect.apply(param, undefined, ['x', 'number']) as unknown, { code: 'INVALID_ARGUMENT', message: /float64/ });
});

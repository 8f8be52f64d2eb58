import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { HEAP_ARROW, HEAP_BATCHES, HEAP_RECORD, heldReplica, type BatchStream } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import { decline, type Kernel } from '../../contract/index.js';
import type { OperationDefinition } from '../../contract/operations/index.js';
import { planNode, type PlanInput } from '../../contract/plan/index.js';
import { createRuntime, type Runtime } from '../../runtime.js';
import { operation, passing, plugin, recordOperation, recording } from '../../test/plan-plugin.js';
import { limitKernel, tableOf, tableResult, toyEngine, toyTable } from '../../test/toy-engine.js';

/** A cheap engine whose kernel does `first`, and a plugin that answers otherwise. */
async function sinks(definition: OperationDefinition, first: () => unknown) {
  const runs: string[] = [];
  const cheap = toyEngine({
    id: 'cheap',
    kernels: {
      [definition.name]: () =>
        recording(() => {
          runs.push('cheap');
          return first();
        }, 1e-9),
    },
  });
  const own = recording(() => {
    runs.push('plugin');
    return { ok: true };
  }, 1);
  const pf = await createRuntime({
    engines: [cheap],
    plugins: [plugin({ definition, reference: () => own })],
    wisdom: 'off',
    uncertified: 'allow',
  });
  const input: PlanInput = { kind: 'dataset', dataset: pf.executor.table(toyTable(3)) };
  const run = (engine?: string): Promise<unknown> =>
    pf.executor.execute(planNode(definition.name, {}, [input]), [HEAP_RECORD], { engine }).finally(() => pf.close());
  return { run, runs };
}

const failures: readonly (readonly [string, () => never])[] = [
  [
    'an untyped error',
    () => {
      throw new Error('connection reset after commit');
    },
  ],
  [
    'a crash',
    () => {
      throw new ParquetFrameError('ENGINE_CRASH', 'it died after commit');
    },
  ],
  [
    'memory',
    () => {
      throw new ParquetFrameError('OUT_OF_MEMORY', 'no memory after commit');
    },
  ],
  [
    'a thrown decline',
    () => {
      throw new ParquetFrameError('UNSUPPORTED_OPTION', 'not this after commit');
    },
  ],
];

for (const [what, fail] of failures) {
  test(`a sink that failed is not run again elsewhere, unless it says that nothing was written: ${what}`, async t => {
    for (const definition of [
      recordOperation('test.append'),
      operation('test.append', { effect: 'writes', bind: recordOperation('x').bind }),
    ]) {
      const { run, runs } = await sinks(definition, fail);
      await t.throwsAsync(run(), {
        message: /commit; test\.append had begun on cheap and may have written: it was not run again/,
        name: 'ParquetFrameError',
      });
      t.deepEqual(runs, ['cheap']);
    }
    // It only reads: as ever.
    const reading = await sinks(recordOperation('test.look', { effect: 'none' }), fail);
    await reading.run();
    t.deepEqual(reading.runs, ['cheap', 'plugin']);
  });
}

test('the error says what happened, and a kernel that has written nothing lets the next one write', async t => {
  const unknown = await sinks(recordOperation('test.append'), () => {
    throw new ParquetFrameError('ENGINE_CRASH', 'it died', { details: { host: 'db' } });
  });
  const error = await t.throwsAsync<ParquetFrameError>(unknown.run(), { code: 'ENGINE_CRASH' });
  t.deepEqual(error.details, { host: 'db', operation: 'test.append', engine: 'cheap', written: 'unknown' });
  const refused = await sinks(recordOperation('test.append'), () => {
    throw new ParquetFrameError('ENGINE_CRASH', 'it was not reached', { details: { written: false } });
  });
  await refused.run();
  t.deepEqual(refused.runs, ['cheap', 'plugin']);
  const declined = await sinks(recordOperation('test.append'), () => undefined);
  await declined.run();
  t.deepEqual(declined.runs, ['cheap']);
});

test('a file is written once more on the next engine: what is left of the first attempt is not where it was wanted', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sink-'));
  const writing = (seconds: number, after: () => void): Kernel =>
    recording(({ arguments: [path] }) => {
      writeFileSync(String(path), `${readdirSync(folder).length.toString()} `, { flag: 'a' });
      after();
      return { rows: 3, bytes: 2 };
    }, seconds);
  const crash = (): never => {
    throw new ParquetFrameError('NATIVE_PANIC', 'it panicked');
  };
  const engines = [
    toyEngine({ id: 'first', kernels: { 'parquet.write': () => writing(1e-9, crash) } }),
    toyEngine({ id: 'second', kernels: { 'parquet.write': () => writing(1, () => undefined) } }),
  ];
  await using pf = await createRuntime({ engines, wisdom: 'off' });
  const frame = pf.fromRows([{ a: 1 }]);
  const { provenance } = await frame.writeParquet(join(folder, 'x.parquet'));
  t.deepEqual(
    provenance.stages.map(({ engine, fallbacks }) => [engine, fallbacks.map(f => f.code)]),
    [['second', ['NATIVE_PANIC']]],
  );
  t.deepEqual(readdirSync(folder), ['x.parquet']);
  t.true(readFileSync(join(folder, 'x.parquet')).length > 0);
  // Whoever runs the operation on a path of their own is told.
  const bare = planNode('parquet.write', { path: join(folder, 'y.parquet') }, [frame.plan]);
  await t.throwsAsync(pf.executor.execute(bare, [HEAP_RECORD]), { code: 'NATIVE_PANIC', message: /not run again/ });
});

/** An engine that looks at its input and does not take it. */
const picky = (kernel: Kernel): ReturnType<typeof toyEngine> =>
  toyEngine({ id: 'picky', kernels: { 'table.sort': () => kernel } });
const answer = decline('UNSUPPORTED_CODEC', 'the file is LZO', 'write it again with zstd');
const sorted = (input: PlanInput): PlanInput => planNode('table.sort', { keys: [{ column: 'id' }] }, [input]);

test('a kernel may decline when it sees its data: another takes over, and nobody is blamed', async t => {
  const declining = { ...passing(() => undefined), run: () => answer, estimate: () => ({ seconds: 1e-9, peakBytes: 0 }) };
  const other = toyEngine({ id: 'other', kernels: { 'table.sort': () => passing(() => undefined) } });
  const warnings: unknown[] = [];
  const listen = (warning: Error): void => void warnings.push(warning.message);
  process.on('warning', listen);
  await using pf = await createRuntime({ engines: [picky(declining), other], wisdom: 'off', quarantine: { crashes: 1 } });
  const input: PlanInput = { kind: 'dataset', dataset: pf.executor.table(toyTable(3)) };
  for (let i = 0; i < 5; i++) {
    const { provenance } = await pf.executor.execute(sorted(input), [HEAP_ARROW]);
    const [stage] = provenance.stages;
    t.is(stage?.engine, 'other');
    t.deepEqual(stage?.fallbacks, [
      { engine: 'picky', outcome: 'declined', code: answer.code, reason: answer.reason, remedy: answer.remedy },
    ]);
  }
  await new Promise<void>(resolve => setImmediate(resolve));
  process.off('warning', listen);
  t.deepEqual(
    warnings.filter(message => String(message).includes('picky')),
    [],
  );
  t.true(pf.engines().every(({ availability }) => availability.available));
  // Where there is no other, every reason is there.
  await t.throwsAsync(pf.executor.execute(sorted(input), [HEAP_ARROW], { engine: 'picky' }), {
    code: 'NO_ENGINE',
    message: /picky: UNSUPPORTED_CODEC: the file is LZO \(write it again with zstd\)/,
  });
});

test('a stream that was not read is there for the next engine', async t => {
  let streams = 0;
  const source: Kernel = {
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_BATCHES],
    run(call) {
      streams++;
      const table = tableOf(call);
      const stream: BatchStream = {
        schema: table.schema,
        async *[Symbol.asyncIterator]() {
          await Promise.resolve();
          yield* table.batches;
        },
      };
      return { replica: heldReplica(HEAP_BATCHES, stream, undefined) };
    },
  };
  const reading = (seconds: number, run: Kernel['run']): Kernel => ({
    inputs: [[HEAP_BATCHES]],
    outputs: [HEAP_ARROW],
    estimate: () => ({ seconds, peakBytes: 0 }),
    run,
  });
  const engines = [
    toyEngine({ id: 'source', kernels: { 'table.limit': () => source } }),
    picky(reading(1e-9, () => answer)),
    toyEngine({
      id: 'other',
      kernels: {
        'table.sort': () =>
          reading(1, async call => {
            let rows = 0;
            for await (const batch of call.inputs[0]?.value as BatchStream) rows += batch.length;
            return tableResult(toyTable(rows));
          }),
      },
    }),
  ];
  await using pf: Runtime = await createRuntime({ engines, wisdom: 'off' });
  const input: PlanInput = { kind: 'dataset', dataset: pf.executor.table(toyTable(6)) };
  const execution = await pf.executor.execute(sorted(planNode('table.limit', { count: 6 }, [input])), [HEAP_ARROW]);
  t.is((execution.replica.value as { readonly length: number }).length, 6);
  t.is(streams, 1);
  t.is(execution.provenance.stages[1]?.engine, 'other');
});

test('limits are not strikes: what only data makes an engine throw costs it the call and no more', async t => {
  const failing = ['ENGINE_DEFECT', 'OUT_OF_MEMORY', 'UNSUPPORTED_COLUMN_TYPE', 'untyped'] as const;
  for (const code of failing) {
    let runs = 0;
    const fail = (): never => {
      runs++;
      throw code === 'untyped' ? new RangeError('Invalid string length') : new ParquetFrameError(code, 'the field is too long');
    };
    const only = toyEngine({
      id: 'only',
      kernels: { 'table.limit': limitKernel(1, call => (tableOf(call).length > 5 ? fail() : 0)) },
    });
    await using pf = await createRuntime({ engines: [only], wisdom: 'off' });
    const limit = (rows: number): Promise<unknown> =>
      pf.executor.execute(
        planNode('table.limit', { count: 1 }, [{ kind: 'dataset', dataset: pf.executor.table(toyTable(rows)) }]),
        [HEAP_ARROW],
      );
    for (let i = 0; i < 7; i++) await t.throwsAsync(limit(9));
    t.is(runs, 7);
    await t.notThrowsAsync(limit(3), code);
    t.true(pf.engines()[0]?.availability.available);
  }
});

import test from 'ava';
import { columnFromValues, HEAP_ARROW, tableData, type Schema, type TableData } from '../../contract/data/index.js';
import type { CostEstimate, EngineModule, Statistics } from '../../contract/index.js';
import { planNode, type PlanInput } from '../../contract/plan/index.js';
import { createRuntime, type Runtime } from '../../runtime.js';
import { tableOf, tableResult, toyEngine } from '../../test/toy-engine.js';
import { sampledDistinct } from './sample.js';

const SCHEMA: Schema = ['wide', 'narrow'].map(name => ({ name, type: { id: 'int32' }, nullable: false }));
const ROWS = 50_000;
const table = (rows = ROWS, each = 2): TableData => {
  const column = (of: (i: number) => number) =>
    columnFromValues(
      { id: 'int32' },
      Array.from({ length: rows }, (_, i) => of(i)),
    );
  return tableData(SCHEMA, [
    { length: rows, columns: [column(i => Math.floor(((i * 7919) % rows) / each)), column(i => i % 10)] },
  ]);
};

/** Counts groups for real, so that what it gives has as many rows as the data says; nothing else of the answer is right. */
const grouping = (id: string, estimate: (statistics: Statistics) => CostEstimate, before?: () => void): EngineModule =>
  toyEngine({
    id,
    claims: { 'table.aggregate': { revision: 1, class: 'exact' } },
    kernels: {
      'table.aggregate': step => ({
        inputs: [[HEAP_ARROW]],
        outputs: [HEAP_ARROW],
        cpu: 'one',
        estimate,
        run(call) {
          before?.();
          const data = tableOf(call);
          const names = step.output.kind === 'table' ? step.output.schema : [];
          const groups = Math.min(data.length, Math.round(sampledDistinct(data, [names[0]?.name ?? ''])));
          const values = Array.from({ length: groups }, (_, i) => i);
          const columns = names.map((_, index) =>
            columnFromValues(index === 0 ? { id: 'int32' } : { id: 'int64' }, index === 0 ? values : values.map(BigInt)),
          );
          return tableResult(tableData(names, [{ length: groups, columns }]));
        },
      }),
    },
  });
const groupBy = (input: PlanInput, keys: readonly string[]): PlanInput =>
  planNode('table.aggregate', { keys, aggregates: [{ name: 'n', function: 'count', column: null }] }, [input]);
const engineOf = async (pf: Runtime, plan: PlanInput): Promise<string | undefined> =>
  (await pf.executor.explain(plan, [HEAP_ARROW])).stages[0]?.engine;

test('how many values there are is told by a sample: few, many, all different, and none', t => {
  const column = (of: (i: number) => number, rows = 200_000): TableData =>
    tableData(
      [{ name: 'k', type: { id: 'int32' }, nullable: false }],
      [
        {
          length: rows,
          columns: [
            columnFromValues(
              { id: 'int32' },
              Array.from({ length: rows }, (_, i) => of(i)),
            ),
          ],
        },
      ],
    );
  t.is(
    sampledDistinct(
      column(i => i % 7),
      ['k'],
    ),
    7,
  );
  const half = sampledDistinct(
    column(i => (i * 7919) % 100_000),
    ['k'],
  );
  t.true(half > 50_000 && half <= 200_000, String(half));
  t.true(
    sampledDistinct(
      column(i => i),
      ['k'],
    ) > 100_000,
  );
  t.is(
    sampledDistinct(
      column(() => 1, 3),
      ['k'],
    ),
    1,
  );
  t.is(
    sampledDistinct(
      column(() => 1, 0),
      ['k'],
    ),
    0,
  );
});

test('a sample of the keys tells all engines how many groups there will be', async t => {
  const seen: number[] = [];
  const engine = grouping('only', ({ result }) => {
    seen.push(result['rows'] ?? -1);
    return { seconds: 1, peakBytes: 0 };
  });
  await using pf = await createRuntime({ engines: [engine], wisdom: 'off' });
  const input = { kind: 'dataset', dataset: pf.executor.table(table()) } as const;
  await engineOf(pf, groupBy(input, ['narrow']));
  t.deepEqual([...new Set(seen)], [10]);
  seen.length = 0;
  const columns = [{ name: 'key', expression: { kind: 'column', name: 'wide' } }];
  await engineOf(pf, groupBy(planNode('table.project', { columns }, [input]), ['key'])).catch(() => undefined);
  await engineOf(pf, groupBy(input, ['wide']));
  t.true(
    seen.every(groups => groups > ROWS / 4),
    String(seen),
  );
});

test('the number of groups is a fact of the data: it is learned once, and prices every engine', async t => {
  const rowsSeen = new Map<string, number>();
  const estimate =
    (id: string, perRow: number, perGroup: number) =>
    ({ ports: [port], result }: Statistics): CostEstimate => {
      rowsSeen.set(id, result['rows'] ?? -1);
      return { seconds: (port?.['rows'] ?? 0) * perRow + (result['rows'] ?? 0) * perGroup, peakBytes: 0 };
    };
  const engines = [grouping('quick', estimate('quick', 1, 1)), grouping('slow', estimate('slow', 2, 9))];
  await using pf = await createRuntime({ engines, wisdom: 'off' });
  const input = { kind: 'dataset', dataset: pf.executor.table(table(900)) } as const;
  await (await pf.executor.execute(groupBy(input, ['wide']), [HEAP_ARROW])).release();
  rowsSeen.clear();
  t.is(await engineOf(pf, groupBy(input, ['wide'])), 'quick');
  t.deepEqual([...rowsSeen.values()], [450, 450]);
  // Another aggregation by the same keys has as many groups.
  rowsSeen.clear();
  const other = planNode('table.aggregate', { keys: ['wide'], aggregates: [{ name: 'm', function: 'max', column: 'narrow' }] }, [
    input,
  ]);
  await engineOf(pf, other);
  t.deepEqual([...rowsSeen.values()], [450, 450]);
  // Other data with the same columns is other data.
  rowsSeen.clear();
  const elsewhere = { kind: 'dataset', dataset: pf.executor.table(table(1)) } as const;
  await engineOf(pf, groupBy(elsewhere, ['wide']));
  t.deepEqual([...rowsSeen.values()], [1, 1]);
});

test('what hard data costs is expected of all engines, not held against the one that met it', async t => {
  // Estimates that know nothing of groups: the quick engine takes far longer than it says, because there are far more groups than anyone expects.
  const busy = (): void => {
    const end = performance.now() + 40;
    while (performance.now() < end);
  };
  const flat =
    (perRow: number) =>
    (statistics: Statistics): CostEstimate => ({
      seconds: (statistics.ports[0]?.['rows'] ?? 0) * perRow,
      peakBytes: 0,
    });
  await using pf = await createRuntime({
    engines: [grouping('quick', flat(1e-7), busy), grouping('slow', flat(6e-7))],
    wisdom: 'off',
  });
  const input = { kind: 'dataset', dataset: pf.executor.table(table(990, 1)) } as const;
  for (let i = 0; i < 3; i++) {
    const execution = await pf.executor.execute(groupBy(input, ['wide']), [HEAP_ARROW]);
    t.is(execution.provenance.stages[0]?.engine, 'quick');
    await execution.release();
  }
  // And what it took there says nothing of groupings by other keys.
  t.is(await engineOf(pf, groupBy(input, ['narrow'])), 'quick');
});

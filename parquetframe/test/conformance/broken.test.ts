import test from 'ava';
import { certify, type CheckName, type ConformanceReport } from '@parquetframe/conformance';
import { ParquetFrameError, decline, heldReplica, isDecline, HEAP_ARROW, type GraphData } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import { broken, rowsOfTable, tableOfResult, withRows, type Defect } from './defect.js';

const CASES = 40;
const run = (defect: Defect, patience?: number): Promise<ConformanceReport> =>
  certify(broken(defect), { reference: tsReference(), cases: CASES, seed: 7, ...(patience === undefined ? {} : { patience }) });

const failedChecks = (report: ConformanceReport): string[] => [
  ...new Set(report.checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)),
];

/** The kit finds the defect by the checks named, at least, and does not certify the operation. */
function finds(
  title: string,
  defect: Defect,
  checks: readonly CheckName[],
  options: { readonly message?: RegExp; readonly patience?: number } = {},
): void {
  test(`found: ${title}`, async t => {
    const report = await run(defect, options.patience);
    const failed = failedChecks(report);
    for (const check of checks) t.true(failed.includes(check), `${check} must fail; failed: ${failed.join(', ') || 'none'}`);
    t.false(report.passed);
    if (options.message) t.regex(report.checks.map(({ message }) => message ?? '').join('\n'), options.message);
  });
}

const SOME = [
  'table.limit',
  'table.sort',
  'table.filter',
  'table.aggregate',
  'graph.build',
  'graph.bfs',
  'graph.wcc',
  'graph.pageRank',
];

test('a right engine passes every check and is certified for all it claims', async t => {
  const report = await run({ operations: SOME });
  t.deepEqual(
    failedChecks(report),
    [],
    JSON.stringify(
      report.checks.filter(({ outcome }) => outcome === 'failed'),
      null,
      1,
    ),
  );
  t.true(report.passed);
  t.deepEqual([...report.certified].sort(), [...SOME].sort());
  t.deepEqual(Object.keys(report.certificate?.operations ?? {}).sort(), [...SOME].sort());
});

// ── wrong answers ────────────────────────────────────────────────────────────────────────────────────────────────────

finds(
  'a sum that is off by one',
  {
    operations: ['table.aggregate'],
    run: (result, _call, _context, { root }) => {
      const sum = (root.binding['aggregates'] as readonly { function: string }[]).findIndex(a => a.function === 'sum');
      const keys = (root.binding['keys'] as readonly string[]).length;
      return sum === -1
        ? result
        : withRows(result, rows => rows.map(row => row.map((v, i) => (i === keys + sum && typeof v === 'bigint' ? v + 1n : v))));
    },
  },
  ['literals', 'generated'],
);

finds(
  'a mean that loses precision',
  {
    operations: ['table.aggregate'],
    run: (result, _call, _context, { root }) => {
      const mean = (root.binding['aggregates'] as readonly { function: string }[]).findIndex(a => a.function === 'mean');
      const keys = (root.binding['keys'] as readonly string[]).length;
      return mean === -1
        ? result
        : withRows(result, rows =>
            rows.map(row => row.map((v, i) => (i === keys + mean && typeof v === 'number' ? v * (1 + 1e-9) : v))),
          );
    },
  },
  ['generated'],
);

finds(
  'the group of nulls is dropped',
  {
    operations: ['table.aggregate'],
    run: (result, _call, _context, { root }) =>
      (root.binding['keys'] as readonly string[]).length === 0
        ? result
        : withRows(result, rows => rows.filter(row => row[0] !== null)),
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'rows with null in the first column are dropped by a sort',
  {
    operations: ['table.sort'],
    run: result => withRows(result, rows => rows.filter(row => row[0] !== null)),
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'a sort that does nothing',
  {
    operations: ['table.sort'],
    run: (result, call) => ({
      replica: heldReplica(HEAP_ARROW, call.inputs[0]?.value, 0),
      ...(result.notes ? { notes: result.notes } : {}),
    }),
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'a limit that is off by one',
  {
    operations: ['table.limit'],
    run: result => withRows(result, rows => rows.slice(0, -1)),
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'a filter that keeps rows where the predicate is null',
  {
    operations: ['table.filter'],
    run: (result, call) => {
      const input = call.inputs[0];
      const kept = rowsOfTable(tableOfResult(result));
      if (!input || kept.length === 0) return result;
      const all = rowsOfTable(tableOfResult({ replica: input }));
      const extra = all.find(row => row[0] === null);
      return extra ? withRows(result, rows => [...rows, extra]) : result;
    },
  },
  ['generated', 'laws'],
);

finds(
  'wrong predecessors',
  {
    operations: ['graph.build', 'graph.bfs'],
    run: (result, _call, _context, { root }) => {
      const schema = root.output.kind === 'table' ? root.output.schema : [];
      const column = schema.findIndex(f => f.name === 'predecessor');
      return column === -1
        ? result
        : withRows(result, rows => rows.map(row => row.map((v, i) => (i === column && v !== null ? row[0] : v))));
    },
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'wrong distances, but only in fast',
  {
    operations: ['graph.build', 'graph.bfs'],
    run: (result, _call, _context, { root, determinism }) => {
      const schema = root.output.kind === 'table' ? root.output.schema : [];
      const column = schema.findIndex(f => f.name === 'distance');
      return column === -1 || determinism === 'exact' || root.operation !== 'graph.bfs'
        ? result
        : withRows(result, rows => rows.map(row => row.map((v, i) => (i === column && v === 2 ? 3 : v))));
    },
  },
  ['generated (fast)', 'laws'],
);

finds(
  'ranks that do not sum to 1',
  {
    operations: ['graph.pageRank'],
    run: result => withRows(result, rows => rows.map(([vertex, rank]) => [vertex, Number(rank) * 1.001])),
  },
  ['literals', 'generated', 'generated (fast)', 'laws'],
);

finds(
  'ranks that differ in the last bit',
  {
    operations: ['graph.pageRank'],
    run: result => withRows(result, rows => rows.map(([vertex, rank]) => [vertex, Number(rank) * (1 + Number.EPSILON)])),
  },
  ['literals', 'generated'],
);

finds(
  'components in another order',
  {
    operations: ['graph.wcc'],
    run: result =>
      withRows(result, rows => {
        const last = Math.max(0, ...rows.map(row => Number(row[1])));
        return rows.map(([vertex, component]) => [vertex, last - Number(component)]);
      }),
  },
  ['literals', 'generated'],
);

finds(
  'a component split in two',
  {
    operations: ['graph.wcc'],
    run: result => withRows(result, rows => rows.map(([vertex, component], row) => [vertex, row === 1 ? 99 : component])),
  },
  ['laws', 'generated (fast)'],
);

finds(
  'a graph whose facts are wrong',
  {
    operations: ['graph.build'],
    run: result => ({ ...result, statistics: { ...result.statistics, selfLoops: 0 } }),
  },
  ['literals', 'generated'],
);

finds(
  'a graph with unsorted rows',
  {
    operations: ['graph.build'],
    run: result => {
      const graph = result.replica.value as GraphData;
      const csr = { ...graph.csr, targets: graph.csr.targets.slice().reverse() };
      return { ...result, also: [], replica: heldReplica(result.replica.residency, { ...graph, csr }, undefined) };
    },
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'a column under another name',
  {
    operations: ['table.limit'],
    run: result => {
      const table = tableOfResult(result);
      const schema = table.schema.map(f => ({ ...f, name: `${f.name}!` }));
      return { ...result, also: [], replica: heldReplica(result.replica.residency, { ...table, schema }, undefined) };
    },
  },
  ['literals', 'generated'],
  { message: /schema/ },
);

finds(
  'a null count that is not true',
  {
    operations: ['table.limit'],
    run: result => {
      const table = tableOfResult(result);
      const batches = table.batches.map(batch => ({
        ...batch,
        columns: batch.columns.map(column => ({ ...column, nullCount: column.nullCount + 1 })),
      }));
      return { ...result, also: [], replica: heldReplica(result.replica.residency, { ...table, batches }, undefined) };
    },
  },
  ['literals', 'generated'],
  { message: /nullCount/ },
);

let first: ReturnType<typeof tableOfResult> | undefined;
finds(
  'an answer that is remembered from an earlier run',
  {
    operations: ['table.limit'],
    run: result => {
      first ??= tableOfResult(result);
      return { ...result, also: [], replica: heldReplica(result.replica.residency, first, undefined) };
    },
  },
  ['literals', 'generated', 'laws'],
);

finds(
  'another answer with two threads',
  {
    operations: ['table.sort'],
    run: (result, call) => (call.threads === 1 ? result : withRows(result, rows => [...rows].reverse())),
  },
  ['generated', 'determinism'],
);

let turn = 0;
finds(
  'another answer every other time',
  {
    operations: ['table.sort'],
    run: result => (turn++ % 2 === 0 ? result : withRows(result, rows => [...rows].reverse())),
  },
  ['determinism'],
);

// ── errors ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const failing =
  (instead: (error: unknown) => unknown): NonNullable<Defect['bind']> =>
  answer =>
    isDecline(answer)
      ? answer
      : {
          ...answer,
          run: async call => {
            try {
              return await answer.run(call);
            } catch (error) {
              throw instead(error);
            }
          },
        };

finds(
  'the wrong error code',
  {
    operations: ['graph.build', 'graph.bfs'],
    bind: failing(error => new ParquetFrameError('INVALID_ARGUMENT', 'no', { cause: error })),
  },
  ['errors'],
  { message: /VERTEX_NOT_FOUND/ },
);

finds(
  'errors without a code',
  {
    operations: ['graph.build'],
    bind: failing(() => new RangeError('index out of range')),
  },
  ['errors', 'cancellation'],
);

finds(
  'a result where there must be an error',
  {
    operations: ['graph.bfs'],
    bind: answer =>
      isDecline(answer)
        ? answer
        : {
            ...answer,
            run: async call => {
              try {
                return await answer.run(call);
              } catch {
                return { replica: heldReplica(call.want, { schema: [], batches: [], length: 0 }, 0) };
              }
            },
          },
  },
  ['errors'],
);

// ── contract ─────────────────────────────────────────────────────────────────────────────────────────────────────────

finds(
  'bind throws',
  {
    operations: ['table.limit'],
    bind: () => {
      throw new Error('no such thing');
    },
  },
  ['binding', 'literals'],
  { message: /threw instead of answering/ },
);
finds(
  'a Decline without a reason',
  { operations: ['table.limit'], bind: () => decline('UNSUPPORTED_OPERATION', '', '') },
  ['declines', 'binding'],
  { message: /needs a reason/ },
);
finds(
  'an operation that is claimed and always declined',
  { operations: ['table.limit'], bind: () => decline('UNSUPPORTED_COLUMN_TYPE', 'no type is supported', 'none') },
  ['literals', 'generated'],
  { message: /every literal case is declined/ },
);
finds(
  'an operation that is claimed and not there',
  {
    operations: ['table.limit'],
    engine: engine => ({ ...engine, bind: () => decline('UNSUPPORTED_OPERATION', 'not there', 'none') }),
  },
  ['binding', 'literals'],
);
finds(
  'covers says no to what bind takes',
  { operations: ['table.limit'], engine: engine => ({ ...engine, covers: () => 'no' }) },
  ['binding'],
  { message: /covers says "no"/ },
);
finds(
  'covers says yes to everything',
  { operations: ['table.limit'], engine: engine => ({ ...engine, covers: () => 'alone' }) },
  ['declines'],
);
finds(
  'an operation nobody knows is claimed',
  {
    operations: ['table.limit'],
    manifest: manifest => ({
      ...manifest,
      operations: { ...manifest.operations, 'table.imagine': { revision: 1, class: 'exact' } },
    }),
  },
  ['manifest'],
);
finds(
  'a manifest that does not follow its schema',
  { operations: ['table.limit'], manifest: manifest => ({ ...manifest, version: 'new' }) },
  ['manifest'],
);
finds(
  'a revision that does not exist yet',
  {
    operations: ['table.limit'],
    manifest: manifest => ({ ...manifest, operations: { 'table.limit': { revision: 99, class: 'exact' } } }),
  },
  ['binding'],
  { message: /revision 99/ },
);
finds(
  'not available, without saying why',
  {
    operations: ['table.limit'],
    module: module => ({ ...module, probe: () => Promise.resolve({ available: false, code: '', reason: '', remedy: '' }) }),
  },
  ['availability'],
);
finds(
  'a kernel that ignores what is wanted',
  {
    operations: ['table.limit'],
    run: result => ({ ...result, replica: { ...result.replica, residency: { space: 'heap', layout: 'broken:mine' } } }),
  },
  ['literals', 'residencies'],
  { message: /asked for/ },
);
finds(
  'an output residency that is declared and does not work',
  {
    operations: ['table.limit'],
    bind: answer =>
      isDecline(answer) ? answer : { ...answer, outputs: [...answer.outputs, { space: 'shared', layout: 'arrow' }] },
  },
  ['residencies'],
);
finds(
  'a residency in somebody else’s space',
  {
    operations: ['table.limit'],
    bind: answer =>
      isDecline(answer)
        ? answer
        : { ...answer, inputs: answer.inputs.map(port => [...port, { space: 'other/memory', layout: 'arrow' as const }]) },
  },
  ['binding'],
  { message: /minted/ },
);
finds(
  'an estimate that is not a number when sizes are unknown',
  {
    operations: ['table.limit'],
    bind: answer =>
      isDecline(answer)
        ? answer
        : { ...answer, estimate: ({ ports: [port] }) => ({ seconds: Number(port?.rows) * 1e-9, peakBytes: 0 }) },
  },
  ['binding'],
  { message: /estimate gives seconds NaN/ },
);
finds(
  'a call that never settles',
  {
    operations: ['table.limit'],
    bind: answer => (isDecline(answer) ? answer : { ...answer, run: () => new Promise(() => undefined) }),
  },
  ['literals'],
  { message: /did not settle/, patience: 50 },
);
finds(
  'closing fails',
  {
    operations: ['table.limit'],
    engine: engine => ({ ...engine, [Symbol.asyncDispose]: () => Promise.reject(new Error('still busy')) }),
  },
  ['close'],
);

// ── memory and cancelling ────────────────────────────────────────────────────────────────────────────────────────────

finds(
  'the input is written to',
  {
    operations: ['table.sort'],
    run: (result, call) => {
      const table = call.inputs[0]?.value as ReturnType<typeof tableOfResult>;
      for (const batch of table.batches)
        for (const buffer of batch.columns[0]?.buffers ?? [])
          if (buffer) new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).fill(1);
      return result;
    },
  },
  ['immutability'],
);

const released = new WeakSet();
finds(
  'releasing twice fails',
  {
    operations: ['table.limit'],
    run: result => {
      const replica = {
        ...result.replica,
        release: (): void => {
          if (released.has(replica)) throw new Error('freed twice');
          released.add(replica);
        },
      };
      return { ...result, also: [], replica };
    },
  },
  ['release'],
  { message: /releasing twice/ },
);

finds(
  'memory is reused once it is released, under the eyes of its reader',
  {
    operations: ['table.sort'],
    run: result => {
      const copied = withRows(result, rows => rows);
      const { batches } = tableOfResult(copied);
      return {
        ...copied,
        replica: {
          ...copied.replica,
          release: () => {
            for (const buffer of batches[0]?.columns[0]?.buffers ?? [])
              if (buffer) new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).fill(0);
          },
        },
      };
    },
  },
  ['release'],
  { message: /changed when/ },
);

finds(
  'the cancel flag is ignored',
  {
    operations: ['table.sort'],
    bind: answer =>
      isDecline(answer)
        ? answer
        : {
            ...answer,
            run: call =>
              answer.run({
                ...call,
                signal: new AbortController().signal,
                cancelled: new Int32Array(1),
                checkpoint: () => undefined,
              }),
          },
  },
  ['cancellation'],
  { message: /ignores the cancel flag/ },
);

finds(
  'a cancelled call goes on for long',
  {
    operations: ['table.sort'],
    bind: answer =>
      isDecline(answer)
        ? answer
        : {
            ...answer,
            run: async call => {
              for (let step = 0; step < 1000; step++) call.checkpoint()?.catch(() => undefined);
              return answer.run(call);
            },
          },
  },
  ['cancellation'],
  { message: /went on for/ },
);

// ── what is right, but to be known ───────────────────────────────────────────────────────────────────────────────────

test('reported: an operation that works and is not claimed', async t => {
  const report = await run({
    operations: ['table.limit', 'table.sort'],
    manifest: manifest => ({ ...manifest, operations: { 'table.limit': { revision: 1, class: 'exact' } } }),
  });
  t.true(report.passed);
  t.deepEqual(report.undeclared, ['table.sort']);
});

test('an engine that is not available is not certified, and is not a failure of its own', async t => {
  const report = await run({
    operations: ['table.limit'],
    module: module => ({
      ...module,
      probe: () =>
        Promise.resolve({ available: false, code: 'NATIVE_BINARY_MISSING', reason: 'there is no binary', remedy: 'build it' }),
    }),
  });
  t.is(report.unavailable, 'there is no binary');
  t.is(report.certificate, undefined);
  t.false(report.passed);
  t.deepEqual(failedChecks(report), []);
});

test('a failing case is shrunk, and its seed is stated', async t => {
  const report = await run({
    operations: ['table.sort'],
    run: result => withRows(result, rows => (rows.length > 3 ? rows.slice(1) : rows)),
  });
  const message = report.checks.find(({ check }) => check === 'generated')?.message ?? '';
  t.regex(message, /seed 7/);
  t.regex(message, /, 4 rows/);
});

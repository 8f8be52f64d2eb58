import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime, type Executor, type Runtime } from '@parquetframe/core';
import {
  HEAP_ARROW,
  HEAP_RECORD,
  field,
  isParquetFrameError,
  planNode,
  rowsOf,
  tableFromRows,
  type PlanInput,
  type Schema,
  type TableData,
  type UserExpression,
} from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';
import fc from 'fast-check';

const SCHEMA: Schema = [field('a', 'int64'), field('b', 'float64'), field('s', 'utf8'), field('k', 'int32')];
const RIGHT: Schema = [field('k', 'int32'), field('a', 'int64'), field('t', 'utf8')];

const HOW = ['inner', 'left', 'right', 'full', 'semi', 'anti'] as const;

const runtime = (): Promise<Runtime> => createRuntime({ engines: [tsReference()], uncertified: 'allow', wisdom: 'off' });

const rows = fc.array(
  fc.record({
    a: fc.option(fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.constant(9223372036854775807n)), { freq: 5 }),
    b: fc.option(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant(Number.NaN), fc.constant(-0)), { freq: 5 }),
    s: fc.option(fc.constantFrom('', 'x', 'yy', 'ü'), { freq: 5 }),
    k: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 5 }),
  }),
  { maxLength: 30 },
);
const rightRows = fc.array(
  fc.record({
    k: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 5 }),
    a: fc.bigInt({ min: -3n, max: 3n }),
    t: fc.constantFrom('p', 'q'),
  }),
  { maxLength: 6 },
);

const column = (name: string): UserExpression => ({ kind: 'column', name });
const call = (
  name: 'greater' | 'less' | 'equal' | 'and' | 'or' | 'isNull' | 'add' | 'cast',
  ...args: UserExpression[]
): UserExpression => ({ kind: 'call', function: name, arguments: args });

/** Verbs over the columns a, b, s, k; each says which columns there are after it, so that plans are always valid. */
type Verb = (input: PlanInput, columns: readonly string[]) => { readonly plan: PlanInput; readonly columns: readonly string[] };

const predicate = (columns: readonly string[], choice: number, value: number): UserExpression => {
  const name = columns[choice % columns.length] ?? 'k';
  if (name === 's' || name === 't')
    return choice % 2 === 0 ? call('equal', column(name), { kind: 'literal', value: 'x' }) : call('isNull', column(name));
  const compared = call(choice % 3 === 0 ? 'less' : 'greater', column(name), { kind: 'literal', value });
  if (choice % 5 === 0) return call('and', compared, call('isNull', column(columns[0] ?? name)));
  // arithmetic that may overflow: the rewrite must not add an error
  if (choice % 2 === 0 && name === 'a')
    return call('greater', call('add', column(name), { kind: 'literal', value: 1 }), { kind: 'literal', value });
  return compared;
};

const verb: fc.Arbitrary<Verb> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(20), fc.integer({ min: -3, max: 3 })).map(([choice, value]): Verb => (input, columns) => ({
      plan: planNode('table.filter', { predicate: predicate(columns, choice, value) }, [input]),
      columns,
    })),
  },
  {
    weight: 2,
    arbitrary: fc.nat(20).map((choice): Verb => (input, columns) => {
      const kept = columns.filter((_, index) => (choice >> index) % 2 === 0);
      const names = kept.length > 0 ? kept : columns.slice(0, 1);
      return {
        plan: planNode('table.project', { columns: names.map(name => ({ name, expression: column(name) })) }, [input]),
        columns: names,
      };
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Verb>((input, columns) => ({
      plan: planNode('table.sort', { keys: columns.map(name => ({ column: name })) }, [input]),
      columns,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(12), fc.nat(4)).map(([count, offset]): Verb => (input, columns) => ({
      plan: planNode('table.limit', { count, offset }, [input]),
      columns,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.nat(3).map((choice): Verb => (input, columns) => {
      const key = columns[choice % columns.length] ?? 'k';
      const name = key === 'n' ? 'm' : 'n';
      return {
        plan: planNode('table.aggregate', { keys: [key], aggregates: [{ name, function: 'count', column: null }] }, [input]),
        columns: [key, name],
      };
    }),
  },
);

/** Rows as a sorted list of texts where order means nothing, else as they are. */
function canonical(table: TableData, ordered: boolean): readonly string[] {
  const texts = rowsOf(table).map(row =>
    JSON.stringify(Object.values(row), (_, value: unknown) =>
      typeof value === 'bigint'
        ? `${String(value)}n`
        : typeof value === 'number'
          ? Object.is(value, -0)
            ? '0'
            : String(value)
          : value,
    ),
  );
  return ordered ? texts : texts.sort();
}

async function outcome(
  executor: Executor,
  plan: PlanInput,
  rewrite: boolean,
  ordered: boolean,
): Promise<readonly string[] | { readonly code: string }> {
  try {
    const execution = await executor.execute(plan, [HEAP_ARROW], { rewrite });
    const result = canonical(execution.replica.value as TableData, ordered);
    await execution.release();
    return result;
  } catch (error) {
    if (isParquetFrameError(error)) return { code: error.code };
    throw error;
  }
}

test('rewritten plans give the rows of the plans as written, and never a new error', async t => {
  await using pf = await runtime();
  const { executor } = pf;
  const folder = mkdtempSync(join(tmpdir(), 'rewrite-'));
  let number = 0;
  let errors = 0;
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(
      rows,
      rightRows,
      fc.array(verb, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('memory', 'file', 'join'),
      async (left, right, verbs, source) => {
        const table = executor.table(tableFromRows(SCHEMA, left));
        let plan: PlanInput = { kind: 'dataset', dataset: table };
        let columns: readonly string[] = SCHEMA.map(f => f.name);
        if (source === 'file') {
          const path = join(folder, `${String(number++)}.parquet`);
          await (await executor.execute(planNode('parquet.write', { path, rowGroupRows: 7 }, [plan]), [HEAP_RECORD])).release();
          plan = planNode('parquet.scan', {}, [{ kind: 'dataset', dataset: executor.file('parquet', path) }]);
        } else if (source === 'join') {
          const other = executor.table(tableFromRows(RIGHT, right));
          const how = HOW[number++ % HOW.length];
          plan = planNode('table.join', { on: [{ left: 'k', right: 'k' }], how }, [plan, { kind: 'dataset', dataset: other }]);
          if (how !== 'semi' && how !== 'anti') columns = [...columns, 'a_right', 't'];
        }
        for (const apply of verbs) ({ plan, columns } = apply(plan, columns));
        // Row order is defined where nothing unordered (join, aggregation) is in the plan; a limit after such a step is any prefix, so those are compared by count.
        const text = JSON.stringify(plan, (_, value: unknown) =>
          typeof value === 'bigint'
            ? String(value)
            : typeof value === 'object' && value !== null && 'replicas' in value
              ? undefined
              : value,
        );
        const unordered = text.includes('table.join') || text.includes('table.aggregate');
        const limited = text.includes('table.limit');
        const written = await outcome(executor, plan, false, !unordered);
        const rewritten = await outcome(executor, plan, true, !unordered);
        if ('code' in written) {
          errors++;
          if ('code' in rewritten) t.is(rewritten.code, written.code);
          return;
        }
        if ('code' in rewritten) throw new Error(`a rewrite added ${rewritten.code}`);
        if (unordered && limited) t.is(rewritten.length, written.length);
        else t.deepEqual(rewritten, written);
        const explained = await executor.explain(plan, [HEAP_ARROW]);
        if (explained.rewrites.length > 0) changed++;
        await executor.dispose(table);
      },
    ),
    { numRuns: 300 },
  );
  t.true(changed > 50, `only ${String(changed)} plans were rewritten`);
  t.true(errors > 0, 'no plan raised an error: the generator has lost its overflow');
});

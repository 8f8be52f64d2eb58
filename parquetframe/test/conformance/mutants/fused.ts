import { isStep, type KernelResult, type Port, type Step } from '@parquetframe/core/engine';
import { ParquetFrameError, schemaOf } from '@parquetframe/core/engine';
import { rowsOfTable, tableOfResult, withRows } from '../defect.js';
import type { FusedDefect } from '../fused.js';
import { emptyTable, inputTable, tableOfRows, withCells, withInput } from './cells.js';
import { BATCH } from './data.js';
import { fusedMutant, type Mutant } from './mutant.js';

type At = { readonly step: Step; readonly root: Step };
const isFused = ({ root }: At): boolean => root.inputs.some(isStep);
const depth = (step: Step): number => 1 + Math.max(0, ...step.inputs.filter(isStep).map(depth));

/** A defect of one operation that only fused fragments have. */
const inside =
  (operation: string, defect: NonNullable<FusedDefect['step']>): NonNullable<FusedDefect['step']> =>
  (run, call, at) =>
    isFused(at) && at.step.operation === operation ? defect(run, call, at) : run(call);

/** As `inside`, for what only changes the result. */
const giving = (operation: string, edit: (result: KernelResult, at: At) => KernelResult): NonNullable<FusedDefect['step']> =>
  inside(operation, async (run, call, at) => edit(await run(call), at));

const portsOf = (node: Step | Port): readonly number[] => (isStep(node) ? node.inputs.flatMap(portsOf) : [node.index]);

const aggregates = ({ binding }: Step): readonly { readonly function: string }[] =>
  (binding['aggregates'] ?? []) as readonly { readonly function: string }[];
const keys = ({ binding }: Step): readonly string[] => (binding['keys'] ?? []) as readonly string[];

/** Engines whose single steps are right, and whose fragments are not. */
export const FUSED: readonly Mutant[] = [
  fusedMutant('filter and aggregate together answer nothing', {
    operations: ['table.filter', 'table.aggregate'],
    step: giving('table.aggregate', result => withRows(result, () => [])),
  }),
  fusedMutant('concat leaves out its last rows', {
    operations: ['table.filter', 'table.concat'],
    step: giving('table.concat', result => withRows(result, rows => rows.slice(0, -1))),
  }),
  fusedMutant('nulls are lost from row 2,048 on', {
    operations: ['table.filter', 'table.limit'],
    step: giving('table.filter', result => {
      const rows = rowsOfTable(tableOfResult(result));
      const another = (row: number): unknown => rows[row]?.find(value => value !== null) ?? null;
      return withCells(result, (value, row) => (value === null && row >= BATCH ? another(row) : value));
    }),
  }),
  fusedMutant('bools are the other way round from row 2,048 on', {
    operations: ['table.filter', 'table.project', 'table.sort'],
    step: giving('table.project', result =>
      withCells(result, (value, row) => (typeof value === 'boolean' && row >= BATCH ? !value : value)),
    ),
  }),
  fusedMutant(
    'long strings are cut from row 2,048 on',
    {
      operations: ['table.filter', 'table.project', 'table.sort'],
      step: giving('table.filter', result =>
        withCells(result, (value, row) =>
          typeof value === 'string' && value.length > 12 && row >= BATCH ? value.slice(0, 12) : value,
        ),
      ),
    },
    160,
  ),
  fusedMutant('an overflow in a projection is lost', {
    operations: ['table.project', 'table.sort'],
    step: inside('table.project', async (run, call, { step }) => {
      try {
        return await run(call);
      } catch (error) {
        const table = inputTable(call);
        if (!table) throw error;
        // Every value of the rows that it could not compute is null.
        const rows: unknown[][] = [];
        let result = await run(withInput(call, emptyTable(table.schema)));
        for (const values of rowsOfTable(table)) {
          try {
            result = await run(withInput(call, tableOfRows(table.schema, [values])));
            rows.push(...rowsOfTable(tableOfResult(result)));
          } catch {
            rows.push(schemaOf(step).map(() => null));
          }
        }
        return withRows(result, () => rows);
      }
    }),
  }),
  fusedMutant('an overflow of a sum is lost', {
    operations: ['table.aggregate', 'table.filter', 'table.project'],
    step: inside('table.aggregate', async (run, call) => {
      try {
        return await run(call);
      } catch (error) {
        const table = inputTable(call);
        if (!table) throw error;
        const result = await run(withInput(call, emptyTable(table.schema)));
        return withRows(result, rows => rows);
      }
    }),
  }),
  fusedMutant('an error under AND is lost', {
    operations: ['table.filter', 'table.limit'],
    step: inside('table.filter', async (run, call, { step }) => {
      try {
        return await run(call);
      } catch (error) {
        const table = inputTable(call);
        if (!table || !JSON.stringify(step.binding).includes('"and"')) throw error;
        return run(withInput(call, emptyTable(table.schema)));
      }
    }),
  }),
  fusedMutant('an error where the steps have none', {
    operations: ['table.project', 'table.limit'],
    step: inside('table.limit', (run, call) => {
      if ((inputTable(call)?.length ?? 0) > 3)
        throw new ParquetFrameError('INTEGER_OVERFLOW', 'computed for rows that are not asked for');
      return run(call);
    }),
  }),
  fusedMutant('a sort that is not stable', {
    operations: ['table.sort', 'table.filter'],
    step: inside('table.sort', (run, call) => {
      const table = inputTable(call);
      return run(table ? withInput(call, tableOfRows(table.schema, rowsOfTable(table).reverse())) : call);
    }),
  }),
  fusedMutant('a mean that divides by all rows', {
    operations: ['table.aggregate', 'table.filter'],
    step: giving('table.aggregate', (result, { step }) => {
      const first = keys(step).length;
      const means = new Set(aggregates(step).flatMap((a, index) => (a.function === 'mean' ? [first + index] : [])));
      return withRows(result, rows =>
        rows.map(row => row.map((value, index) => (means.has(index) && typeof value === 'number' ? value / 2 : value))),
      );
    }),
  }),
  fusedMutant('a left join that is an inner join', {
    operations: ['table.join', 'table.project'],
    step: inside('table.join', async (run, call, { step }) => {
      const result = await run(call);
      const left = inputTable(call)?.schema.length ?? 0;
      if (step.binding['how'] !== 'left' || schemaOf(step).length === left) return result;
      return withRows(result, rows => rows.filter(row => row.slice(left).some(value => value !== null)));
    }),
  }),
  fusedMutant('data that is used twice is there once', {
    operations: ['table.join', 'table.filter', 'table.limit'],
    step: inside('table.join', (run, call, { step }) => {
      const right = inputTable(call, 1);
      const [before, again] = step.inputs.map(portsOf);
      const isRead = again?.some(index => before?.includes(index)) === true;
      return right && isRead ? run(withInput(call, emptyTable(right.schema), 1)) : run(call);
    }),
  }),
  fusedMutant('the second input of a join is taken for the first', {
    operations: ['table.join', 'table.filter'],
    step: inside('table.join', (run, call) => {
      const [left, right] = [inputTable(call, 0), inputTable(call, 1)];
      const alike = left && right && JSON.stringify(left.schema) === JSON.stringify(right.schema);
      return alike ? run(withInput(withInput(call, right, 0), left, 1)) : run(call);
    }),
  }),
  fusedMutant('the last row is not written', {
    operations: ['parquet.write', 'table.filter', 'table.limit'],
    step: inside('parquet.write', (run, call) => {
      const table = inputTable(call);
      return run(table ? withInput(call, tableOfRows(table.schema, rowsOfTable(table).slice(0, -1))) : call);
    }),
  }),
  fusedMutant('a scan forgets its predicate below something', {
    operations: ['parquet.scan', 'table.limit', 'table.project'],
    step: giving('parquet.scan', result => withRows(result, rows => [...rows, ...rows.slice(0, 1)])),
  }),
  fusedMutant('a graph loses a component when its edges are filtered on the way', {
    operations: ['table.filter', 'graph.build', 'graph.wcc'],
    step: giving('graph.wcc', result => withCells(result, (value, _, column) => (column === 'component' ? 0 : value))),
  }),
  fusedMutant('more than three steps lose the last row', {
    operations: ['table.filter', 'table.limit'],
    step: async (run, call, at) => {
      const result = await run(call);
      return at.step === at.root && depth(at.root) > 3 && at.root.output.kind === 'table'
        ? withRows(result, rows => rows.slice(0, -1))
        : result;
    },
  }),
];

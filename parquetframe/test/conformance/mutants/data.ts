import { setImmediate } from 'node:timers/promises';
import {
  ParquetFrameError,
  isDecline,
  sliceTable,
  type DataType,
  type Kernel,
  type KernelCall,
  type KernelResult,
  type Schema,
  type Step,
} from '@parquetframe/core/engine';
import { given, rowsOfTable, type Defect } from '../defect.js';
import { emptyTable, inputTable, readingColumns, tableOfRows, withCells, withInput } from './cells.js';
import { mutant, type Mutant } from './mutant.js';

/** Where the second batch of a vectorised engine begins. */
export const BATCH = 2048;

type Run = (run: (call: KernelCall) => Promise<KernelResult>, call: KernelCall, step: Step) => Promise<KernelResult>;

/** Runs something else around the right kernel. */
const around =
  (instead: Run): NonNullable<Defect['bind']> =>
  (answer, { root }) =>
    isDecline(answer)
      ? answer
      : { ...answer, run: call => instead(async changed => given(await answer.run(changed)), call, root) };

const estimating =
  (peakBytes: (right: number) => number): NonNullable<Defect['bind']> =>
  answer => {
    if (isDecline(answer)) return answer;
    const changed: Kernel = {
      ...answer,
      estimate: statistics => {
        const right = answer.estimate?.(statistics) ?? { seconds: 0, peakBytes: 0 };
        return { ...right, peakBytes: peakBytes(right.peakBytes) };
      },
    };
    return changed;
  };

/** Finds columns as an engine does that takes names for something else. */
const byName = (find: Parameters<typeof readingColumns>[1]): NonNullable<Defect['bind']> =>
  around((run, call) => {
    const table = inputTable(call);
    return run(table ? withInput(call, readingColumns(table, find)) : call);
  });

const refusing = (isRefused: (name: string) => boolean): NonNullable<Defect['bind']> =>
  around((run, call) => {
    // A table or a stream: both have a schema.
    const { schema = [] } = (call.inputs[0]?.value ?? {}) as { readonly schema?: Schema };
    const name = schema.find(f => isRefused(f.name))?.name;
    if (name !== undefined) throw new Error(`syntax error near ${name}`);
    return run(call);
  });

/** A decimal as it comes back from a float: 15 digits are sure. */
function throughFloat(value: unknown, type: DataType | undefined): unknown {
  if (typeof value !== 'bigint' || type?.id !== 'decimal' || type.scale < 0) return value;
  const float = Number((Number(value) / 10 ** type.scale).toPrecision(15));
  return BigInt(float.toFixed(type.scale).replace('.', ''));
}

const isIn =
  (text: string): ((name: string) => boolean) =>
  name =>
    name.includes(text);

/** Engines that are right for small, simple data. */
export const DATA: readonly Mutant[] = [
  mutant(
    'CSV text is cut from row 2,048 on',
    {
      operations: ['csv.scan'],
      run: result => withCells(result, (value, row) => (typeof value === 'string' && row >= BATCH ? value.slice(0, 200) : value)),
    },
    ['many rows'],
  ),
  mutant(
    'nulls are lost from row 2,048 on',
    {
      operations: ['table.filter'],
      run: result => {
        const last = new Map<string, unknown>();
        return withCells(result, (value, row, column) => {
          if (value !== null) last.set(column, value);
          return value === null && row >= BATCH ? (last.get(column) ?? null) : value;
        });
      },
    },
    ['many rows'],
  ),
  mutant(
    'bools are the other way round from row 2,048 on',
    {
      operations: ['table.project'],
      run: result => withCells(result, (value, row) => (typeof value === 'boolean' && row >= BATCH ? !value : value)),
    },
    ['many rows'],
  ),
  mutant(
    'long strings are cut from row 2,048 on',
    {
      operations: ['table.limit', 'table.filter'],
      run: result =>
        withCells(result, (value, row) =>
          typeof value === 'string' && row >= BATCH && value.length > 12 ? value.slice(0, 12) : value,
        ),
    },
    ['many rows'],
  ),
  mutant(
    'decimals are rounded to what a float holds',
    {
      operations: ['table.filter'],
      bind: around(async (run, call) => {
        const table = inputTable(call);
        if (!table?.schema.some(f => f.type.id === 'decimal')) return run(call);
        const kept: unknown[][] = [];
        const rows = rowsOfTable(table);
        let result = await run(withInput(call, emptyTable(table.schema)));
        for (const [row, values] of rows.entries()) {
          const rounded = values.map((value, index) => throughFloat(value, table.schema[index]?.type));
          result = await run(withInput(call, tableOfRows(table.schema, [rounded])));
          const found = result.replica.value;
          if (rowsOfTable(found as typeof table).length > 0) kept.push(rows[row] ?? []);
        }
        return { ...result, also: [], replica: { ...result.replica, value: tableOfRows(table.schema, kept) } };
      }),
    },
    ['literals'],
  ),
  mutant(
    'AND stops at false, and the error of the other side is lost',
    {
      operations: ['table.filter'],
      bind: around(async (run, call, step) => {
        try {
          return await run(call);
        } catch (error) {
          const table = inputTable(call);
          if (!table || !JSON.stringify(step.binding).includes('"and"')) throw error;
          const rows: unknown[][] = [];
          let result = await run(withInput(call, emptyTable(table.schema)));
          for (let row = 0; row < table.length; row++) {
            try {
              result = await run(withInput(call, sliceTable(table, row, row + 1)));
              rows.push(...rowsOfTable(result.replica.value as typeof table));
            } catch {
              // The row is dropped, as if the other side had settled it.
            }
          }
          return { ...result, also: [], replica: { ...result.replica, value: tableOfRows(table.schema, rows) } };
        }
      }),
    },
    ['errors'],
  ),
  mutant(
    'a running call is never interrupted',
    {
      operations: ['table.aggregate'],
      bind: around(async (run, call) => {
        if (call.signal.aborted) throw new ParquetFrameError('ABORTED', 'the call was aborted');
        let checkpoints = 0;
        const checkpoint = (): Promise<void> | undefined => (++checkpoints % 16 === 0 ? setImmediate() : undefined);
        return run({ ...call, signal: new AbortController().signal, cancelled: new Int32Array(1), checkpoint });
      }),
    },
    ['cancellation'],
  ),
  mutant(
    'calls that run at the same time share a name',
    {
      operations: ['table.filter', 'table.limit'],
      bind: (() => {
        let shared: KernelCall['inputs'] = [];
        return around(async (run, call) => {
          shared = call.inputs;
          await setImmediate();
          return run({ ...call, inputs: shared });
        });
      })(),
    },
    ['concurrency'],
  ),
  mutant(
    'columns are found whatever their case',
    {
      operations: ['table.filter'],
      bind: byName((name, schema) => schema.findIndex(f => f.name.toLowerCase() === name.toLowerCase())),
    },
    ['names'],
  ),
  mutant(
    'columns are found whatever their normal form',
    {
      operations: ['table.project'],
      bind: byName((name, schema) => schema.findIndex(f => f.name.normalize('NFC') === name.normalize('NFC'))),
    },
    ['names'],
  ),
  mutant(
    'what is before a dot is taken for a table',
    {
      operations: ['table.sort'],
      bind: byName((name, schema) => schema.findIndex(f => f.name === name.slice(name.lastIndexOf('.') + 1))),
    },
    ['names'],
  ),
  mutant('double quotes end a name', { operations: ['table.filter'], bind: refusing(isIn('"')) }, ['names']),
  mutant('single quotes end a name', { operations: ['table.limit'], bind: refusing(isIn("'")) }, ['names']),
  mutant('names are ASCII', { operations: ['table.aggregate'], bind: refusing(name => /[^ -~]/.test(name)) }, ['names']),
  mutant(
    'a column called __proto__ is not there',
    {
      operations: ['table.limit'],
      run: result => withCells(result, (value, _, column) => (column === '__proto__' ? undefined : value)),
    },
    ['names'],
  ),
  mutant(
    'paths are patterns',
    {
      operations: ['parquet.scan'],
      bind: around((run, call) => {
        const { path = '' } = call.inputs[0]?.value as { readonly path?: string };
        if (/[*?[{]/.test(path)) throw new ParquetFrameError('FILE_NOT_FOUND', 'nothing matches the pattern');
        return run(call);
      }),
    },
    ['generated'],
  ),
  mutant(
    'statistics that are off by one',
    {
      operations: ['table.filter'],
      run: result => ({ ...result, statistics: { ...result.statistics, rows: (result.statistics?.['rows'] ?? 0) + 1 } }),
    },
    ['estimates'],
  ),
  mutant('it expects to need no memory', { operations: ['table.sort'], bind: estimating(() => 0) }, ['estimates']),
  mutant('it expects to need more memory than there is', { operations: ['table.sort'], bind: estimating(() => 1e15) }, [
    'estimates',
  ]),
  mutant(
    'results are kept after they were released',
    (() => {
      const kept: unknown[] = [];
      return {
        operations: ['table.sort'],
        run: (result: KernelResult): KernelResult => {
          kept.push(structuredClone(result.replica.value));
          return result;
        },
      };
    })(),
    ['memory'],
  ),
  mutant(
    'files by other writers are read as if they were its own',
    {
      operations: ['parquet.scan'],
      bind: around(async (run, call, step) => {
        const result = await run(call);
        const { bytes = 0 } = call.inputs[0]?.value as { readonly bytes?: number };
        // INT96 files have no statistics and no index, so they are the smallest there are.
        const isForeign =
          step.output.kind === 'table' && step.output.schema.some(f => f.type.id === 'timestamp' && f.type.unit === 'ns');
        return isForeign && bytes > 0 ? withCells(result, value => (typeof value === 'bigint' ? value / 1000n : value)) : result;
      }),
    },
    ['literals'],
  ),
];

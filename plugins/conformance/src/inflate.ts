import {
  familyOf,
  type CaseInput,
  type CaseRandom,
  type OperationCase,
  type OperationOptions,
  type TableData,
} from '@parquetframe/core/engine';
import { columnValues } from './compare.js';
import { tableOfValues } from './values.js';

/** More than three batches of 2,048 rows, and never a multiple of them; now and then more than a thread or a batch of 8,192 takes. */
const ROWS = [6157, 6157, 6157, 2049, 20_011] as const;
const BATCHES = [6157, 2048, 1000, 333] as const;
/** Beyond what is held inline by any layout of strings, and beyond 255. */
const LONG = 300;

export type Given = Omit<OperationCase, 'name' | 'expect'>;

/** The same case with many rows in its first input; undefined where that has nothing that could grow. The others stay as they are: two that do would be joined to millions of rows. */
export function blownUp(given: Given, random: CaseRandom, rows?: number): Given | undefined {
  const [first, ...others] = given.inputs;
  if (!first || rowsOf(first) === 0) return undefined;
  return { inputs: [inflated(first, random, rows), ...others], options: nearFrames(manyRowsWritten(given.options)) };
}

/** Functions for which the reference reads every row of every frame: of thousands of rows in frames without an end that takes minutes. */
const READS_WHOLE_FRAMES: ReadonlySet<unknown> = new Set(['corr', 'cov', 'histogram', 'kurtosis', 'mode', 'skew']);

/** The same windows; frames of rows of those functions end after three rows. */
function nearFrames(options: OperationOptions): OperationOptions {
  const windows: unknown = options['windows'];
  if (!Array.isArray(windows)) return options;
  return {
    ...options,
    windows: (windows as OperationOptions[]).map(window => {
      const rows = (window['frame'] as OperationOptions | undefined)?.['rows'];
      if (!READS_WHOLE_FRAMES.has(window['function']) || !Array.isArray(rows) || !rows.includes('unbounded')) return window;
      const [from, to] = rows as readonly unknown[];
      // The whole partition is one frame, however long it is.
      if (from === 'unbounded' && to === 'unbounded') return window;
      return { ...window, frame: { rows: from === 'unbounded' ? [distance(to) - 3, to] : [from, distance(from) + 3] } };
    }),
  };
}

const distance = (bound: unknown): number => (bound === 'current' ? 0 : Number(bound));

function rowsOf(input: CaseInput): number {
  if (input.kind === 'table') return input.table.length;
  if (input.kind === 'graph') return input.edges.length;
  return typeof input.content === 'string' || input.content instanceof Uint8Array ? 0 : input.content.length;
}

/** The same input with many rows: those of the small table again and again, strings of the later ones long. What an engine does batch by batch shows only then. */
function inflated(input: CaseInput, random: CaseRandom, rows: number = random.pick(ROWS)): CaseInput {
  const batch = random.pick(BATCHES);
  if (input.kind === 'table') return { ...input, table: inflatedTable(input.table, rows, batch) };
  if (input.kind === 'graph') return { ...input, edges: inflatedTable(input.edges, rows, batch, false) };
  return typeof input.content === 'string' || input.content instanceof Uint8Array
    ? input
    : { ...input, content: inflatedTable(input.content, rows, batch), write: manyRowsWritten(input.write ?? {}) };
}

/** Row groups of one row are for small tables. */
export const manyRowsWritten = (options: OperationOptions): OperationOptions =>
  typeof options['rowGroupRows'] === 'number' ? { ...options, rowGroupRows: Math.max(options['rowGroupRows'], 999) } : options;

/** `longer`: whether strings may change; the ids of vertices may not. */
export function inflatedTable(table: TableData, rows: number, batch: number, longer = true): TableData {
  if (table.length === 0) return table;
  const columns = table.schema.map(f => {
    const values = columnValues(table, f.name);
    const isText = longer && familyOf(f.type) === 'string' && f.type.id !== 'dictionary';
    return Array.from({ length: rows }, (_, row) => {
      // Another order in every round, so that no batch looks like the one before.
      const value = values[(row + Math.floor(row / values.length) * 7) % values.length];
      return isText && typeof value === 'string' && row % 61 === 60
        ? value.padEnd(LONG, `${value}·${row % 5}`).toWellFormed()
        : value;
    });
  });
  const lengths: number[] = [];
  for (let start = 0; start < rows; start += batch) lengths.push(Math.min(batch, rows - start));
  return tableOfValues(table.schema, columns, lengths);
}

const INT_MAX = 2n ** 63n - 1n;

/** The same table with its int64 values at the ends of the range: two of them in a sum, or in arithmetic, overflow. */
export function atTheEnds(input: CaseInput): CaseInput {
  if (input.kind !== 'table' || !input.table.schema.some(f => f.type.id === 'int64')) return input;
  const { schema, batches } = input.table;
  const columns = schema.map(f => {
    const values = columnValues(input.table, f.name);
    if (f.type.id !== 'int64') return values;
    return values.map(value =>
      typeof value !== 'bigint' ? value : value >= 0n ? INT_MAX - (value % 3n) : -INT_MAX - (value % 3n),
    );
  });
  return {
    ...input,
    table: tableOfValues(
      schema,
      columns,
      batches.map(({ length }) => length),
    ),
  };
}

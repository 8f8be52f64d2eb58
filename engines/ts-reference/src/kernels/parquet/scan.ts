import {
  FILE_BYTES,
  ParquetFrameError,
  argumentOf,
  bindingExpression,
  bindingSchema,
  bindingStrings,
  columnsOf,
  fieldOf,
  formatType,
  isParquetFrameError,
  sliceBatch,
} from '@parquetframe/core/engine';
import type { Batch, BindStep, ColumnData, Expression, KernelCall, Schema, Step } from '@parquetframe/core/engine';
import type { MemoryMeter } from '../memory-meter.js';
import { openSource } from '../source-file.js';
import type { SourceFile } from '../source-file.js';
import { selectRows, takeRows } from '../table/filter.js';
import { streamedKernel } from '../table-kernel.js';
import type { Findings } from '../table-kernel.js';
import { readFooter } from './footer.js';
import type { Footer } from './footer.js';
import { mayMatch } from './prune.js';
import { readGroupColumn, rowsAtOnce, rowsOfGroup } from './row-group.js';
import { TooLarge } from './row-window.js';
import type { RowWindow } from './row-window.js';
import type { ParquetNode, ParquetSchema } from './schema.js';

/** Bytes of one column beyond which a row group is decoded some rows at a time. */
const COLUMN_BYTES = 1 << 30;

/**
 * `parquet.scan`: row group by row group; a group that its statistics rule out is not read, nor is one behind the limit. A group of which a column has more than
 * so many bytes gives several batches.
 */
export const parquetScan =
  (columnBytes: number): BindStep =>
  step => {
    const plan = scanPlan(step);
    return streamedKernel(step, {
      inputs: [[FILE_BYTES]],
      estimate: ({ ports: [file], result }) => {
        const bytes = file?.bytes ?? 1e6;
        const groups = Math.max(1, file?.rowGroups ?? bytes / 64e6);
        const outBytes = result.bytes ?? bytes * 3;
        return {
          seconds: 1e-3 + (file?.rows ?? bytes / 32) * plan.read.length * 5e-8,
          peakBytes: outBytes + (bytes * 8) / groups,
        };
      },
      batches: (call, findings, meter) =>
        scanBatches(plan, call, Number(argumentOf(step, 'limit', call.arguments) ?? Infinity), findings, meter, columnBytes),
    });
  };
export const bindParquetScan = parquetScan(COLUMN_BYTES);

interface ScanPlan {
  /** columns of the result, in order */
  readonly columns: Schema;
  /** columns to read: those, and what only the predicate reads */
  readonly read: Schema;
  readonly predicate: Expression | undefined;
  /** columns that the predicate reads */
  readonly tested: ReadonlySet<string>;
}

function scanPlan(step: Step): ScanPlan {
  const schema = bindingSchema(step);
  const predicate = bindingExpression(step, 'predicate');
  const tested = predicate ? columnsOf(predicate) : new Set<string>();
  const columns = bindingStrings(step, 'columns').map(name => fieldOf(schema, name));
  const hidden = [...tested].filter(name => !columns.some(f => f.name === name)).map(name => fieldOf(schema, name));
  return { columns, read: [...columns, ...hidden], predicate, tested };
}

async function* scanBatches(
  plan: ScanPlan,
  call: KernelCall,
  limit: number,
  findings: Findings,
  meter: MemoryMeter,
  columnBytes: number,
): AsyncGenerator<Batch> {
  const file = await openSource(call.inputs[0]);
  try {
    const footer = await readFooter(file, call.checkpoint);
    const nodes = plan.read.map(f => nodeOf(file, footer.schema, f));
    const groups = footer.metadata.row_groups.length;
    let [left, row, read, pruned] = [limit, 0, 0, 0];
    const report = (): void => {
      findings.notes = { rowGroups: groups, rowGroupsRead: read, rowGroupsPruned: pruned };
    };
    report();
    for (let group = 0; group < groups && left > 0; group++) {
      const rows = rowsOfGroup(file, footer, group);
      if (plan.predicate && !mayMatch(plan.predicate, call.arguments, footer, group)) pruned++;
      else if (rows > 0) {
        read++;
        const of = { file, footer, group, rows, firstRow: row };
        for await (const batch of groupBatches(plan, of, nodes, call, meter, columnBytes)) {
          const kept = batch.length > left ? sliceBatch(plan.columns, batch, 0, left) : batch;
          left -= kept.length;
          report();
          if (kept.length > 0) yield kept;
          if (left === 0) break;
        }
      }
      row += rows;
      report();
      call.progress((group + 1) / groups);
    }
  } finally {
    await file.close();
  }
}

interface RowGroup {
  readonly file: SourceFile;
  readonly footer: Footer;
  readonly group: number;
  readonly rows: number;
  /** row of the file that it starts with */
  readonly firstRow: number;
}

/** A row group in as many batches as it takes. Values are not all of the size that they have on average: where some rows are too large together, fewer are read. */
async function* groupBatches(
  plan: ScanPlan,
  of: RowGroup,
  nodes: readonly ParquetNode[],
  call: KernelCall,
  meter: MemoryMeter,
  columnBytes: number,
): AsyncGenerator<Batch> {
  const { file, footer, group, rows } = of;
  const usual = rowsAtOnce(file, footer, group, nodes, columnBytes);
  let count = usual;
  for (let from = 0; from < rows;) {
    const to = Math.min(rows, from + count);
    try {
      const batch = await windowBatch(plan, of, { from, to }, nodes, call, meter);
      meter.back(0);
      from = to;
      count = Math.min(usual, count * 2);
      yield batch;
    } catch (error) {
      meter.back(0);
      if (!mayBeRead(error, call)) throw error;
      if (to - from === 1) throw singleRow(error, of, from);
      count = Math.max(1, Math.floor((to - from) / 8));
    }
  }
}

/** Whether fewer rows at a time may help: where rows are handed on as they come, also against a budget that is too small for more. */
const mayBeRead = (error: unknown, call: KernelCall): boolean =>
  error instanceof TooLarge || (call.want.layout === 'batches' && isParquetFrameError(error) && error.code === 'OUT_OF_MEMORY');

const singleRow = (error: unknown, { file, group, firstRow }: RowGroup, row: number): unknown =>
  error instanceof TooLarge
    ? new ParquetFrameError(
        'UNSUPPORTED_TYPE',
        `${file.path}: row ${firstRow + row} (row group ${group}) has ${error.message}, which offsets of 32 bits cannot address`,
        { cause: error, details: { file: file.path, row: firstRow + row } },
      )
    : error;

/** Some rows of one group, those for which the predicate is true. The other columns are read only when there are any. */
async function windowBatch(
  plan: ScanPlan,
  { file, footer, group, firstRow }: RowGroup,
  window: RowWindow,
  nodes: readonly ParquetNode[],
  call: KernelCall,
  meter: MemoryMeter,
): Promise<Batch> {
  const length = window.to - window.from;
  const columns = new Map<string, ColumnData>();
  const read = async (node: ParquetNode): Promise<ColumnData> => {
    const column =
      columns.get(node.field.name) ?? (await readGroupColumn(file, footer, group, node, window, meter, call.checkpoint));
    columns.set(node.field.name, column);
    return column;
  };
  let rows: Uint32Array | undefined;
  if (plan.predicate) {
    const tested = nodes.filter(node => plan.tested.has(node.field.name));
    const batch = { length, columns: await inOrder(tested, read) };
    rows = await selectRows(
      batch,
      tested.map(node => node.field),
      plan.predicate,
      call.arguments,
      call.checkpoint,
      firstRow + window.from,
    );
    if (rows.length === 0) return { length: 0, columns: [] };
  }
  const batch = { length, columns: await inOrder(nodes.slice(0, plan.columns.length), read) };
  return rows && rows.length < length ? takeRows(batch, plan.columns, rows, call.checkpoint) : batch;
}

/** One after the other: chunks are decoded on this thread, and memory holds one at a time. */
async function inOrder(nodes: readonly ParquetNode[], read: (node: ParquetNode) => Promise<ColumnData>): Promise<ColumnData[]> {
  const columns: ColumnData[] = [];
  for (const node of nodes) columns.push(await read(node));
  return columns;
}

function nodeOf(file: SourceFile, schema: ParquetSchema, { name, type }: Schema[number]): ParquetNode {
  const node = schema.columns.find(column => column.field.name === name);
  if (node && formatType(node.field.type) === formatType(type)) return node;
  throw new ParquetFrameError(
    'SCHEMA_MISMATCH',
    `${file.path}: the column ${JSON.stringify(name)} was expected as ${formatType(type)}, the file has ${node ? formatType(node.field.type) : 'no such column'}`,
    { details: { file: file.path, column: name } },
  );
}

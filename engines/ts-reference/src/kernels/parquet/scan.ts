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
import { readGroupColumn, rowsOfGroup } from './row-group.js';
import type { ParquetNode, ParquetSchema } from './schema.js';

/** `parquet.scan`: row group by row group; a group that its statistics rule out is not read, nor is one behind the limit. */
export const bindParquetScan: BindStep = step => {
  const plan = scanPlan(step);
  return streamedKernel(step, {
    inputs: [[FILE_BYTES]],
    estimate: ({ ports: [file], result }) => {
      const bytes = file?.bytes ?? 1e6;
      const groups = Math.max(1, file?.rowGroups ?? bytes / 64e6);
      const outBytes = result.bytes ?? bytes * 3;
      return { seconds: 1e-3 + (file?.rows ?? bytes / 32) * plan.read.length * 5e-8, peakBytes: outBytes + (bytes * 8) / groups };
    },
    batches: (call, findings, meter) =>
      scanBatches(plan, call, Number(argumentOf(step, 'limit', call.arguments) ?? Infinity), findings, meter),
  });
};

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
): AsyncGenerator<Batch> {
  const file = await openSource(call.inputs[0]);
  try {
    const footer = await readFooter(file);
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
        const batch = await groupBatch(plan, file, footer, group, nodes, call, row, meter);
        meter.back(0);
        const kept = batch.length > left ? sliceBatch(plan.columns, batch, 0, left) : batch;
        left -= kept.length;
        report();
        if (kept.length > 0) yield kept;
      }
      row += rows;
      report();
      call.progress((group + 1) / groups);
    }
  } finally {
    await file.close();
  }
}

/** The rows of one group for which the predicate is true. The other columns are read only when there are any. */
async function groupBatch(
  plan: ScanPlan,
  file: SourceFile,
  footer: Footer,
  group: number,
  nodes: readonly ParquetNode[],
  call: KernelCall,
  firstRow: number,
  meter: MemoryMeter,
): Promise<Batch> {
  const length = rowsOfGroup(file, footer, group);
  const columns = new Map<string, ColumnData>();
  const read = async (node: ParquetNode): Promise<ColumnData> => {
    const column = columns.get(node.field.name) ?? (await readGroupColumn(file, footer, group, node, meter, call.checkpoint));
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
      firstRow,
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

import {
  FILE_BYTES,
  HEAP_ARROW,
  HEAP_BATCHES,
  SHARED_ARROW,
  heldReplica,
  schemaOf,
  tableBytes,
  tableData,
} from '@parquetframe/core/engine';
import type {
  Batch,
  BatchStream,
  CostEstimate,
  JsonObject,
  Kernel,
  KernelCall,
  KernelResult,
  Replica,
  Residency,
  Schema,
  Sizes,
  Statistics,
  Step,
  TableData,
} from '@parquetframe/core/engine';
import { MemoryMeter } from './memory-meter.js';

/** Tables on the heap or in shared memory. */
export const TABLE_INPUTS: readonly Residency[] = [HEAP_ARROW, SHARED_ARROW];
/** The same, or a stream: for operations that look at one batch at a time. */
export const STREAMED_INPUTS: readonly Residency[] = [HEAP_ARROW, SHARED_ARROW, HEAP_BATCHES];
/** A whole table, or a stream of batches with back-pressure. */
export const TABLE_OUTPUTS: readonly Residency[] = [HEAP_ARROW, HEAP_BATCHES];

/** Batches of an input table or stream, whichever was leased. */
export interface TableInput {
  readonly schema: Schema;
  readonly batches: Iterable<Batch> | AsyncIterable<Batch>;
}

/** What a kernel learns while it runs; read when the last batch has been taken, or when the first one is there for a stream. */
export interface Findings {
  statistics?: Sizes;
  notes?: JsonObject;
}

export interface StreamedKernelOptions {
  /** sources read a file and have no table input */
  readonly inputs?: readonly (readonly Residency[])[];
  estimate(statistics: Statistics): CostEstimate;
  /** The result, batch by batch; nothing is computed before it is asked for. */
  batches(call: KernelCall, findings: Findings, meter: MemoryMeter): AsyncIterable<Batch>;
}

/** A kernel whose result is a table made batch by batch: materialised, or given out as a stream that holds one batch at a time. */
export function streamedKernel(step: Step, options: StreamedKernelOptions): Kernel {
  const schema = schemaOf(step);
  return {
    inputs: options.inputs ?? [STREAMED_INPUTS],
    outputs: TABLE_OUTPUTS,
    cpu: 'one',
    estimate: statistics => options.estimate(statistics),
    run: async call => {
      const findings: Findings = {};
      const meter = new MemoryMeter(call.memory, sourcePath(call.inputs[0]));
      const batches = options.batches(call, findings, meter);
      return call.want.layout === 'batches'
        ? streamResult(schema, batches, findings)
        : // Batches of a file are memory of their own, others may be views.
          tableResult(
            await collect(schema, options.inputs?.[0]?.includes(FILE_BYTES) ? kept(batches, schema, meter) : batches),
            findings,
          );
    },
  };
}

/** A materialised table as the result of a kernel. */
export const tableResult = (table: TableData, findings: Findings = {}): KernelResult => ({
  replica: heldReplica(HEAP_ARROW, table, tableBytes(table)),
  statistics: { ...findings.statistics, rows: table.length },
  ...(findings.notes ? { notes: findings.notes } : {}),
});

/** The table or stream behind a leased replica. */
export function tableInput(replica: Replica | undefined): TableInput {
  const value = replica?.value;
  if (typeof value !== 'object' || value === null || !('schema' in value)) throw new TypeError('the input is not a table');
  // The residency says which of the two it is.
  if (replica?.residency.layout === 'batches') {
    const stream = value as BatchStream;
    return { schema: stream.schema, batches: stream };
  }
  return value as TableData;
}

/** A whole table, also where the input is a stream. */
export async function wholeTable(replica: Replica | undefined): Promise<TableData> {
  const { schema, batches } = tableInput(replica);
  return Array.isArray(batches) ? (replica?.value as TableData) : collect(schema, batches);
}

async function* kept(batches: AsyncIterable<Batch>, schema: Schema, meter: MemoryMeter): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    meter.keep(tableBytes(tableData(schema, [batch])));
    yield batch;
  }
}

const sourcePath = (replica: Replica | undefined): string => {
  const value = replica?.value;
  return typeof value === 'object' && value !== null && 'path' in value ? String(value.path) : 'the input';
};

export async function collect(schema: Schema, batches: Iterable<Batch> | AsyncIterable<Batch>): Promise<TableData> {
  const kept: Batch[] = [];
  for await (const batch of batches) if (batch.length > 0) kept.push(batch);
  return tableData(schema, kept);
}

/** Time and errors up to the first batch belong to the kernel; the rest is computed as the consumer takes it. */
export async function streamResult(schema: Schema, batches: AsyncIterable<Batch>, findings: Findings): Promise<KernelResult> {
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next();
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  const stream: BatchStream = {
    schema,
    async *[Symbol.asyncIterator]() {
      try {
        for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
      } finally {
        await close();
      }
    },
  };
  return {
    replica: heldReplica(HEAP_BATCHES, stream, undefined, close),
    ...(findings.notes ? { notes: findings.notes } : {}),
  };
}

import { stat } from 'node:fs/promises';
import {
  Catalogue,
  FILE_BYTES,
  HEAP_ARROW,
  HEAP_BATCHES,
  checkOptions,
  columnAt,
  columnFromValues,
  columnReader,
  heldReplica,
  isDecline,
  isParquetFrameError,
  makeFragment,
  parameterList,
  resultOf,
  ScratchFolders,
  tableData,
} from '@parquetframe/core/engine';
import type {
  Batch,
  BindStep,
  BatchStream,
  DataType,
  Decline,
  EngineContext,
  Kernel,
  KernelCall,
  KernelResult,
  Kind,
  LiteralValue,
  OperationOptions,
  ParquetMetadata,
  Replica,
  Residency,
  ScalarFunction,
  Schema,
  SimpleTypeId,
  TableData,
  UserExpression,
} from '@parquetframe/core/engine';
import { kernels } from '@parquetframe/engine-ts-reference/kernels';

const catalogue = new Catalogue();
const scratch = new ScratchFolders();

const context: EngineContext = {
  space: name => `test/${name}`,
  threads: 1,
  memory: 2 ** 33,
  settings: { nativeLog: undefined },
  scratch: bytes => scratch.scratch(bytes),
  allocateShared: bytes => new SharedArrayBuffer(bytes),
  signal: new AbortController().signal,
  lost: () => undefined,
  log: () => undefined,
};

export interface Input {
  readonly kind: Kind;
  readonly replica: Replica;
}

export interface Bound {
  readonly kernel: Kernel;
  call(want?: Residency, checkpoint?: KernelCall['checkpoint']): Promise<KernelResult>;
}

/** Binds one operation as dispatch does. */
export async function bind(
  operation: string,
  given: OperationOptions,
  inputs: readonly Input[],
  by: BindStep | undefined = kernels[operation],
): Promise<Bound | Decline> {
  const definition = catalogue.get(operation);
  const parameters = parameterList();
  const bound = definition.bind(
    checkOptions(definition, given),
    inputs.map(input => input.kind),
    parameters,
  );
  const fragment = makeFragment(
    {
      kind: 'step',
      operation,
      revision: definition.revision,
      ...bound,
      inputs: inputs.map(({ kind }, index) => ({ kind: 'port', index, data: kind })),
    },
    'exact',
    parameters.types,
  );
  const kernel = await by?.(fragment.root, fragment, context);
  if (kernel === undefined) throw new Error(`no kernel for ${operation}`);
  if (isDecline(kernel)) return kernel;
  return {
    kernel,
    call: async (want, checkpoint) => {
      const residency = want ?? kernel.outputs[0];
      if (!residency) throw new Error('a kernel without outputs');
      return resultOf(
        await kernel.run({
          inputs: inputs.map(input => input.replica),
          arguments: parameters.values,
          want: residency,
          signal: context.signal,
          cancelled: new Int32Array(new SharedArrayBuffer(4)),
          threads: 1,
          memory: context.memory,
          progress: () => undefined,
          checkpoint: checkpoint ?? (() => Promise.resolve()),
        }),
      );
    },
  };
}

/** Runs one operation on this thread, giving way at every checkpoint. */
export async function run(
  operation: string,
  options: OperationOptions,
  inputs: readonly Input[],
  want?: Residency,
  by?: BindStep,
): Promise<KernelResult> {
  const bound = await bind(operation, options, inputs, by);
  if ('declined' in bound) throw new Error(bound.reason);
  return bound.call(want);
}

export async function runTable(operation: string, options: OperationOptions, inputs: readonly Input[]): Promise<TableData> {
  return (await run(operation, options, inputs, HEAP_ARROW)).replica.value as TableData;
}

export async function runStream(operation: string, options: OperationOptions, inputs: readonly Input[]): Promise<BatchStream> {
  return (await run(operation, options, inputs, HEAP_BATCHES)).replica.value as BatchStream;
}

/** The code of the error that a call ends with, or `none`. */
export async function codeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'none';
  } catch (error) {
    if (isParquetFrameError(error)) return error.code;
    throw error;
  }
}

export const input = (table: TableData, residency: Residency = HEAP_ARROW): Input => ({
  kind: { kind: 'table', schema: table.schema },
  replica: heldReplica(residency, table, undefined),
});

/** A stream that counts the batches that were taken from it, and notes whether it was closed. */
export function streamInput(table: TableData): Input & { readonly seen: { taken: number; closed: boolean } } {
  const seen = { taken: 0, closed: false };
  const stream: BatchStream = {
    schema: table.schema,
    async *[Symbol.asyncIterator](): AsyncGenerator<Batch> {
      try {
        for (const batch of table.batches) {
          seen.taken++;
          yield await Promise.resolve(batch);
        }
      } finally {
        seen.closed = true;
      }
    },
  };
  return { kind: { kind: 'table', schema: table.schema }, replica: heldReplica(HEAP_BATCHES, stream, undefined), seen };
}

export async function fileInput(path: string, scheme = 'parquet'): Promise<Input> {
  const { size, mtimeMs } = await stat(path);
  return { kind: { kind: 'file', scheme }, replica: heldReplica(FILE_BYTES, { path, bytes: size, modified: mtimeMs }, size) };
}

export async function metadataOf(path: string): Promise<ParquetMetadata> {
  return (await run('parquet.metadata', {}, [await fileInput(path)])).replica.value as ParquetMetadata;
}

export interface ScanOptions {
  readonly columns?: readonly string[];
  readonly predicate?: UserExpression;
  readonly limit?: number;
}

export async function scanParquet(
  path: string,
  options: ScanOptions = {},
  by?: BindStep,
): Promise<{ readonly table: TableData; readonly notes: KernelResult['notes'] }> {
  const { schema } = await metadataOf(path);
  const { replica, notes } = await run('parquet.scan', { schema, ...options }, [await fileInput(path)], HEAP_ARROW, by);
  return { table: replica.value as TableData, notes };
}

export type TypeLike = DataType | SimpleTypeId;
export const typeOf = (type: TypeLike): DataType => (typeof type === 'string' ? { id: type } : type);

/** A table from columns of values, cut into batches of `batchRows`. */
export function table(
  columns: { readonly [name: string]: readonly [TypeLike, readonly unknown[]] },
  batchRows = Infinity,
): TableData {
  const entries = Object.entries(columns);
  const schema: Schema = entries.map(([name, [type]]) => ({ name, type: typeOf(type), nullable: true }));
  const rows = entries[0]?.[1][1].length ?? 0;
  const batches: Batch[] = [];
  for (let from = 0; from < rows; from += Math.min(batchRows, rows)) {
    const to = Math.min(rows, from + batchRows);
    batches.push({
      length: to - from,
      columns: entries.map(([, [type, values]]) => columnFromValues(typeOf(type), values.slice(from, to))),
    });
  }
  return tableData(schema, batches);
}

/** All values of a column, as `columnReader` gives them. */
export function values(result: TableData, name: string): unknown[] {
  const index = result.schema.findIndex(field => field.name === name);
  const type = result.schema[index]?.type;
  if (!type) throw new Error(`no column ${name}`);
  return result.batches.flatMap(batch => {
    const reader = columnReader(type, columnAt(batch, index));
    return Array.from({ length: batch.length }, (_, i) => reader.get(i));
  });
}

export const rowsAsArrays = (result: TableData): unknown[][] => {
  const columns = result.schema.map(field => values(result, field.name));
  return Array.from({ length: result.length }, (_, i) => columns.map(column => column[i]));
};

export const column = (name: string): UserExpression => ({ kind: 'column', name });
export const literal = (value: LiteralValue, type?: TypeLike): UserExpression => ({
  kind: 'literal',
  value,
  ...(type === undefined ? {} : { type: typeOf(type) }),
});
export const call = (
  name: ScalarFunction,
  args: readonly UserExpression[],
  extra: { readonly to?: DataType; readonly overflow?: 'error' | 'wrap' | 'null' } = {},
): UserExpression => ({ kind: 'call', function: name, arguments: args, ...extra });

import {
  Catalogue,
  checkOptions,
  isDecline,
  makeFragment,
  parameterList,
  resultOf,
  ScratchFolders,
} from '@parquetframe/core/engine';
import type {
  EngineContext,
  GraphData,
  JsonObject,
  Kind,
  KernelResult,
  OperationOptions,
  Replica,
  Residency,
  Schema,
  Sizes,
  TableData,
} from '@parquetframe/core/engine';
import {
  HEAP_ARROW,
  HEAP_GRAPH,
  columnFromValues,
  columnReader,
  columnAt,
  heldReplica,
  tableData,
} from '@parquetframe/core/engine';
import { kernels } from '@parquetframe/engine-ts-reference/kernels';

const catalogue = new Catalogue();
const scratch = new ScratchFolders();

export interface Input {
  readonly kind: Kind;
  readonly replica: Replica;
}

const context: EngineContext = {
  space: name => `test/${name}`,
  threads: 1,
  memory: 2 ** 30,
  settings: { nativeLog: undefined },
  scratch: bytes => scratch.scratch(bytes),
  allocateShared: bytes => new SharedArrayBuffer(bytes),
  signal: new AbortController().signal,
  lost: () => undefined,
  log: () => undefined,
};

/** Binds one operation as dispatch does and runs it on this thread, giving way at every checkpoint. */
export async function run(
  operation: string,
  given: OperationOptions,
  inputs: readonly Input[],
  checkpoint: () => Promise<void> | undefined = () => Promise.resolve(),
): Promise<KernelResult> {
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
  const bind = kernels[operation];
  if (!bind) throw new Error(`no kernel for ${operation}`);
  const kernel = await bind(fragment.root, fragment, context);
  if (isDecline(kernel)) throw new Error(kernel.reason);
  const [want] = kernel.outputs;
  if (!want) throw new Error('a kernel without outputs');
  return resultOf(
    await kernel.run({
      inputs: inputs.map(input => input.replica),
      arguments: parameters.values,
      want,
      signal: context.signal,
      cancelled: new Int32Array(new SharedArrayBuffer(4)),
      threads: 1,
      memory: context.memory,
      progress: () => undefined,
      checkpoint,
    }),
  );
}

export const tableInput = (table: TableData, residency: Residency = HEAP_ARROW): Input => ({
  kind: { kind: 'table', schema: table.schema },
  replica: heldReplica(residency, table, undefined),
});

/** A table from columns of values, cut into batches of `batchRows`. */
export function table(schema: Schema, columns: readonly (readonly unknown[])[], batchRows = Infinity): TableData {
  const rows = columns[0]?.length ?? 0;
  const batches = [];
  for (let from = 0; from < rows || (from === 0 && rows === 0); from += Math.min(batchRows, rows + 1)) {
    const to = Math.min(rows, from + batchRows);
    batches.push({
      length: to - from,
      columns: schema.map(({ type }, i) => columnFromValues(type, (columns[i] ?? []).slice(from, to))),
    });
  }
  return tableData(schema, batches);
}

export const int64 = (name: string, nullable = true): Schema[number] => ({ name, type: { id: 'int64' }, nullable });

/** Edges of int64 ids. */
export const edgeTable = (edges: readonly (readonly [number, number])[], batchRows?: number): TableData =>
  table([int64('src'), int64('dst')], [edges.map(([u]) => BigInt(u)), edges.map(([, v]) => BigInt(v))], batchRows);

export interface Built extends Input {
  readonly graph: GraphData;
  readonly facts: Sizes;
}

export async function build(edges: TableData, options: OperationOptions = {}, vertices?: TableData): Promise<Built> {
  const inputs = [edges, ...(vertices ? [vertices] : [])].map(input => tableInput(input));
  const { replica, statistics } = await run('graph.build', options, inputs);
  const graph = replica.value as GraphData;
  return {
    kind: { kind: 'graph', directed: graph.directed, weighted: graph.weighted, id: graph.id },
    replica: heldReplica(HEAP_GRAPH, graph, replica.bytes),
    graph,
    facts: statistics ?? {},
  };
}

export interface Rows {
  readonly table: TableData;
  readonly notes: JsonObject;
  /** all values of a column */
  column(name: string): unknown[];
}

export async function rows(operation: string, options: OperationOptions, input: Input): Promise<Rows> {
  const { replica, notes } = await run(operation, options, [input]);
  const result = replica.value as TableData;
  return { table: result, notes: notes ?? {}, column: name => columnValues(result, name) };
}

export function columnValues(result: TableData, name: string): unknown[] {
  const index = result.schema.findIndex(field => field.name === name);
  const type = result.schema[index]?.type;
  if (!type) throw new Error(`no column ${name}`);
  return result.batches.flatMap(batch => {
    const reader = columnReader(type, columnAt(batch, index));
    return Array.from({ length: batch.length }, (_, i) => reader.get(i));
  });
}

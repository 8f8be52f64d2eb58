import {
  Catalogue,
  HEAP_ARROW,
  ParquetFrameError,
  checkOptions,
  graphToShared,
  heldReplica,
  isDecline,
  makeFragment,
  parameterList,
  resultOf,
  ScratchFolders,
  toShared,
} from '@parquetframe/core/engine';
import type {
  Engine,
  EngineContext,
  EngineModule,
  GraphData,
  Kernel,
  KernelResult,
  Kind,
  OperationOptions,
  TableData,
} from '@parquetframe/core/engine';
import { SHARED_ARROW, SHARED_GRAPH } from '@parquetframe/core/engine';

const catalogue = new Catalogue();
const scratch = new ScratchFolders();

export interface Opened extends AsyncDisposable {
  readonly engine: Engine;
  readonly log: string[];
  readonly context: EngineContext;
}

export async function open(module: EngineModule, threads = 2): Promise<Opened> {
  const log: string[] = [];
  const context: EngineContext = {
    space: name => `${module.manifest.id}/${name}`,
    threads,
    memory: 2 ** 30,
    settings: { nativeLog: undefined },
    scratch: bytes => scratch.scratch(bytes),
    allocateShared: bytes => new SharedArrayBuffer(bytes),
    signal: new AbortController().signal,
    lost: () => undefined,
    log: message => log.push(message),
  };
  const engine = await module.open(context);
  return { engine, log, context, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

export type Data = { readonly table: TableData } | { readonly graph: GraphData };

const kindOf = (data: Data): Kind =>
  'table' in data
    ? { kind: 'table', schema: data.table.schema }
    : { kind: 'graph', directed: data.graph.directed, weighted: data.graph.weighted, id: data.graph.id };

/** Cancels as core does: the signal, and the word that threads see. */
export class Cancel {
  readonly cancelled = new Int32Array(new SharedArrayBuffer(4));
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  abort(): void {
    Atomics.store(this.cancelled, 0, 1);
    this.#controller.abort(new ParquetFrameError('ABORTED', 'by the test'));
  }
}

export interface RunSettings {
  readonly threads?: number;
  readonly cancel?: Cancel;
  /** hands inputs over as they are, whatever the kernel asks for */
  readonly asIs?: boolean;
  onProgress?(fraction: number): void;
}

export async function bind(
  { engine }: Opened,
  operation: string,
  given: OperationOptions,
  data: readonly Data[],
): Promise<{ readonly kernel: Kernel; readonly values: readonly unknown[] }> {
  const definition = catalogue.get(operation);
  const parameters = parameterList();
  const kinds = data.map(kindOf);
  const bound = definition.bind(checkOptions(definition, given), kinds, parameters);
  const inputs = kinds.map((kind, index) => ({ kind: 'port', index, data: kind }) as const);
  const step = { kind: 'step', operation, revision: definition.revision, ...bound, inputs } as const;
  const kernel = await engine.bind(makeFragment(step, 'exact', parameters.types));
  if (isDecline(kernel)) throw new Error(kernel.reason);
  return { kernel, values: parameters.values };
}

/** Binds and runs one operation; inputs go to the residency that the kernel likes best. */
export async function run(
  opened: Opened,
  operation: string,
  given: OperationOptions,
  data: readonly Data[],
  { threads = 2, cancel = new Cancel(), asIs = false, onProgress }: RunSettings = {},
): Promise<KernelResult> {
  const { kernel, values } = await bind(opened, operation, given, data);
  const [want = HEAP_ARROW] = kernel.outputs;
  return resultOf(
    await kernel.run({
      inputs: data.map((input, port) => {
        const shared = !asIs && kernel.inputs[port]?.[0]?.space === 'shared';
        return 'table' in input
          ? heldReplica(shared ? SHARED_ARROW : HEAP_ARROW, shared ? toShared(input.table) : input.table, undefined)
          : heldReplica(SHARED_GRAPH, shared ? graphToShared(input.graph) : input.graph, undefined);
      }),
      arguments: values,
      want,
      signal: cancel.signal,
      cancelled: cancel.cancelled,
      threads,
      memory: 2 ** 30,
      progress: fraction => onProgress?.(fraction),
      checkpoint: () => undefined,
    }),
  );
}

export const tableOf = (result: KernelResult): TableData => result.replica.value as TableData;
export const graphOf = (result: KernelResult): GraphData => result.replica.value as GraphData;

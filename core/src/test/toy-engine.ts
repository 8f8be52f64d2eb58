import {
  CONTRACT_VERSION,
  HEAP_ARROW,
  heldReplica,
  kernelEngine,
  sliceTable,
  tableBytes,
  tableData,
  columnFromValues,
  argumentOf,
  type BindStep,
  type Certificate,
  type ClaimedOperation,
  type Engine,
  type EngineContext,
  type EngineModule,
  type Kernel,
  type KernelCall,
  type Schema,
  type TableData,
  type Transfer,
} from '../contract/index.js';

/** A small engine for tests of dispatch: its kernels are given, everything else is what the contract asks. */
export interface ToyOptions {
  readonly id: string;
  readonly kernels: { readonly [operation: string]: BindStep };
  readonly certified?: boolean;
  readonly native?: boolean;
  readonly claims?: { readonly [operation: string]: ClaimedOperation };
  readonly transfers?: readonly Transfer[];
  readonly probe?: EngineModule['probe'];
  readonly open?: (context: EngineContext) => Promise<Engine>;
}

export function toyEngine(options: ToyOptions): EngineModule {
  const claim: ClaimedOperation = { revision: 1, class: 'exact' };
  const operations: { readonly [operation: string]: ClaimedOperation } =
    options.claims ?? Object.fromEntries(Object.keys(options.kernels).map(name => [name, claim]));
  const manifest = { id: options.id, version: '1.0.0', native: options.native ?? false, operations };
  const certificate: Certificate = {
    engine: options.id,
    version: '1.0.0',
    kit: 1,
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, { revision, class: resultClass }]) => [
        name,
        { revision, class: resultClass, cases: 1, pairs: [Object.keys(operations), Object.keys(operations)] },
      ]),
    ),
  };
  return {
    contract: CONTRACT_VERSION,
    manifest,
    ...(options.certified === false ? {} : { certificate }),
    source: { url: import.meta.url, options: null },
    probe: options.probe ?? (() => Promise.resolve({ available: true, version: '1.0.0' })),
    open:
      options.open ??
      (context => Promise.resolve(kernelEngine(context, { kernels: options.kernels, transfers: options.transfers ?? [] }))),
  };
}

export const SCHEMA: Schema = [
  { name: 'id', type: { id: 'int32' }, nullable: false },
  { name: 'value', type: { id: 'float64' }, nullable: true },
];

export function toyTable(rows: number): TableData {
  const ids = Array.from({ length: rows }, (_, i) => i);
  const values = ids.map(i => (i % 7 === 3 ? null : i / 2));
  return tableData(SCHEMA, [
    { length: rows, columns: [columnFromValues({ id: 'int32' }, ids), columnFromValues({ id: 'float64' }, values)] },
  ]);
}

export const tableOf = (call: KernelCall, port = 0): TableData => call.inputs[port]?.value as TableData;

export const tableResult = (table: TableData): { readonly replica: ReturnType<typeof heldReplica<TableData>> } => ({
  replica: heldReplica(HEAP_ARROW, table, tableBytes(table)),
});

/** table.limit at a stated cost; `before` runs first and may throw, wait or count. */
export const limitKernel =
  (seconds: number, before: (call: KernelCall) => unknown = () => undefined): BindStep =>
  (step): Kernel => ({
    inputs: [[HEAP_ARROW]],
    outputs: [HEAP_ARROW],
    cpu: 'one',
    estimate: () => ({ seconds, peakBytes: 0 }),
    async run(call) {
      await before(call);
      const count = Number(argumentOf(step, 'count', call.arguments));
      const offset = Number(argumentOf(step, 'offset', call.arguments) ?? 0);
      const table = tableOf(call);
      return tableResult(sliceTable(table, Math.min(offset, table.length), Math.min(table.length, offset + count)));
    },
  });

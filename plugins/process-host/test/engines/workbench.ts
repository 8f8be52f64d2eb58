import type { ExecutionContext } from 'ava';
import {
  isDecline,
  makeFragment,
  resultOf,
  ScratchFolders,
  tableData,
  type Engine,
  type EngineContext,
  type EngineModule,
  type Json,
  type Kernel,
  type KernelCall,
  type KernelResult,
  type Kind,
  type Replica,
  type Residency,
  type TableData,
  type Transfer,
} from '@parquetframe/core/engine';
import { isolate, type HostHooks, type IsolateOptions } from '@parquetframe/process-host';
import { testManifest, type TestEngineOptions, type TestOperation } from './test-engine.js';

const url = new URL('./test-engine.js', import.meta.url).href;

/** The test engine, isolated. Its module is not loaded in this process. */
export const isolatedToy = (
  options: IsolateOptions = {},
  engine: TestEngineOptions = {},
  hooks: HostHooks = {},
): ReturnType<typeof isolate> => isolate({ manifest: testManifest, source: { url, options: { ...engine } } }, options, hooks);

export const X_SCHEMA = [{ name: 'x', type: { id: 'float64' }, nullable: false }] as const;
export const xTable = (...batches: readonly (readonly number[])[]): TableData =>
  tableData(
    X_SCHEMA,
    batches.map(values => ({
      length: values.length,
      columns: [{ length: values.length, nullCount: 0, buffers: [undefined, Float64Array.from(values)] }],
    })),
  );
export const xValues = (table: TableData): readonly number[] =>
  table.batches.flatMap(batch => [...(batch.columns[0]?.buffers[1] as Float64Array)]);
export const TABLE: Kind = { kind: 'table', schema: X_SCHEMA };
export const RECORD: Kind = { kind: 'record' };

const scratch = new ScratchFolders();

/** A runtime's side of one open engine: what it logs, what it loses. */
export class Workbench implements AsyncDisposable {
  readonly lines: string[] = [];
  readonly lost: string[] = [];
  readonly #watchers: { readonly wanted: (line: string) => boolean; readonly found: (line: string) => void }[] = [];
  readonly #closing = new AbortController();
  engine: Engine;

  private constructor(readonly module: EngineModule) {
    this.engine = undefined as unknown as Engine;
  }

  static async open(t: ExecutionContext, module: EngineModule, context: Partial<EngineContext> = {}): Promise<Workbench> {
    const bench = new Workbench(module);
    bench.engine = await module.open({ ...bench.context, ...context });
    t.teardown(() => bench[Symbol.asyncDispose]());
    return bench;
  }

  static contextOf(module: EngineModule, signal: AbortSignal): Omit<EngineContext, 'log'> {
    return {
      space: name => `${module.manifest.id}/${name}`,
      threads: 2,
      memory: 2 ** 30,
      settings: { nativeLog: 'debug' },
      scratch: bytes => scratch.scratch(bytes),
      allocateShared: bytes => new SharedArrayBuffer(bytes),
      signal,
      lost: () => undefined,
    };
  }

  get context(): EngineContext {
    return {
      ...Workbench.contextOf(this.module, this.#closing.signal),
      lost: space => void this.lost.push(space),
      log: line => {
        this.lines.push(line);
        for (const watcher of [...this.#watchers]) if (watcher.wanted(line)) watcher.found(line);
      },
    };
  }

  /** The first line, from now on or already there, that contains the text. */
  line(text: string): Promise<string> {
    const known = this.lines.find(line => line.includes(text));
    if (known !== undefined) return Promise.resolve(known);
    return new Promise(resolve => {
      // An idle child keeps nobody alive; who waits for its words does.
      const awake = setInterval(() => undefined, 60_000);
      const found = (line: string): void => {
        clearInterval(awake);
        resolve(line);
      };
      this.#watchers.push({ wanted: line => line.includes(text), found });
    });
  }

  async bind(operation: TestOperation, inputs: readonly Kind[] = [], output: Kind = RECORD): Promise<Kernel> {
    const root = {
      kind: 'step' as const,
      operation,
      revision: 1,
      binding: {},
      arguments: {},
      inputs: inputs.map((data, index) => ({ kind: 'port' as const, index, data })),
      output,
    };
    const bound = await this.engine.bind(makeFragment(root, 'exact', []));
    if (isDecline(bound)) throw new Error(`${bound.code}: ${bound.reason}`);
    return bound;
  }

  call(inputs: readonly Replica[], want: Residency, more: Partial<KernelCall> = {}): KernelCall {
    return {
      inputs,
      arguments: [],
      want,
      signal: new AbortController().signal,
      cancelled: new Int32Array(1),
      threads: 1,
      memory: 2 ** 30,
      progress: () => undefined,
      checkpoint: () => undefined,
      ...more,
    };
  }

  /** Binds and runs in one, in the kernel's first output. */
  async run(operation: TestOperation, inputs: readonly Replica[] = [], more: Partial<KernelCall> = {}): Promise<KernelResult> {
    const kinds = inputs.map(() => TABLE);
    const kernel = await this.bind(operation, kinds, kinds.length > 0 ? TABLE : RECORD);
    const [want] = kernel.outputs;
    if (want === undefined) throw new Error('a kernel without outputs');
    return resultOf(await kernel.run(this.call(inputs, want, more)));
  }

  async record(operation: TestOperation, ...values: readonly unknown[]): Promise<unknown> {
    return (await this.run(operation, [], { arguments: values })).replica.value;
  }

  transfer(kind: Kind['kind'], from: Partial<Residency>, to: Partial<Residency>): Transfer {
    const fits = (residency: Residency, wanted: Partial<Residency>): boolean =>
      (wanted.space === undefined || residency.space === wanted.space) &&
      (wanted.layout === undefined || residency.layout === wanted.layout);
    const found = this.engine.transfers.find(
      transfer => transfer.kind === kind && fits(transfer.from, from) && fits(transfer.to, to),
    );
    if (found === undefined) throw new Error(`no transfer of a ${kind} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`);
    return found;
  }

  async move(transfer: Transfer, replica: Replica, kind: Kind = TABLE, more: Partial<KernelCall> = {}): Promise<Replica> {
    return (await transfer.run(this.call([replica], transfer.to, more), kind)).replica;
  }

  /** Into the child's heap. */
  store(table: TableData): Promise<Replica> {
    const residency = { space: 'heap', layout: 'arrow' } as const;
    const replica = { residency, value: table, bytes: undefined, release: () => undefined };
    return this.move(this.transfer('table', residency, { layout: 'arrow' }), replica);
  }

  /** Out of the child's heap. */
  async fetch(replica: Replica): Promise<TableData> {
    const moved = await this.move(this.transfer('table', replica.residency, { space: 'heap', layout: 'arrow' }), replica);
    return moved.value as TableData;
  }

  async pid(): Promise<number> {
    await this.record('test.print');
    return Number(/^\[(\d+)\]/.exec(await this.line('to stderr'))?.[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.engine[Symbol.asyncDispose]();
  }
}

export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

import {
  isDecline,
  residencyKey,
  resultFault,
  resultOf,
  type CaseResult,
  type Decline,
  type Engine,
  type EngineModule,
  type Kernel,
  type KernelCall,
  type KernelResult,
  type Kind,
  type PreparedInput,
  type Replica,
  type Residency,
} from '@parquetframe/core/engine';
import { bindOperation, type BoundCase } from './bind.js';
import { ContractViolation, messageOf } from './contract-violation.js';
import { CallControl } from './control.js';
import { engineContext, MEMORY } from './engine-context.js';
import { heapReplica, homeOf, kindOf, releaseAll, toResult } from './replicas.js';
import { CORE_TRANSFERS } from '@parquetframe/core/host';
import { findRoute } from './routes.js';
import { settled } from './settle.js';

/** What came of a run. */
export type Outcome =
  | {
      readonly outcome: 'result';
      readonly result: CaseResult;
      readonly held: readonly Replica[];
      readonly inputs: readonly Replica[];
    }
  | { readonly outcome: 'declined'; readonly decline: Decline }
  | { readonly outcome: 'error'; readonly error: unknown };

export interface DriveOptions {
  readonly control?: CallControl;
  /** index into `kernel.outputs`; the first that can be brought to the heap by default */
  readonly output?: number;
  /** index into `kernel.inputs[port]`; the first that can be reached by default */
  readonly input?: { readonly port: number; readonly index: number };
  /** keep the replicas; otherwise they are released before this returns */
  readonly keep?: boolean;
}

/** Drives one engine through the contract, as dispatch does, but with every choice in the hands of a check. */
export class EngineDriver {
  readonly #kernels = new Map<string, Promise<Kernel | Decline>>();

  private constructor(
    readonly module: EngineModule,
    readonly engine: Engine,
    readonly threads: number,
    private readonly abort: AbortController,
    private readonly patience: number | undefined,
  ) {}

  /** `patience`: milliseconds after which a call counts as hanging */
  static async open(module: EngineModule, threads: number, patience?: number): Promise<EngineDriver> {
    const abort = new AbortController();
    const engine = await settled(
      module.open(engineContext(module.manifest.id, threads, abort.signal)),
      `open of ${module.manifest.id}`,
    );
    return new EngineDriver(module, engine, threads, abort, patience);
  }

  /** Binds once per signature. @throws ContractViolation when `bind` throws: it must answer. */
  bind(bound: BoundCase): Promise<Kernel | Decline> {
    let kernel = this.#kernels.get(bound.fragment.signature);
    if (!kernel) {
      kernel = this.#bind(bound);
      kernel.catch(() => undefined);
      this.#kernels.set(bound.fragment.signature, kernel);
    }
    return kernel;
  }

  async #bind({ fragment }: BoundCase): Promise<Kernel | Decline> {
    try {
      return await settled(Promise.resolve(this.engine.bind(fragment)), `bind of ${fragment.root.operation}`, this.patience);
    } catch (cause) {
      throw new ContractViolation(
        `bind of ${fragment.root.operation} threw instead of answering with a Decline: ${messageOf(cause)}`,
        {
          cause,
        },
      );
    }
  }

  /** Moves the inputs to where the kernel wants them, runs it, and brings the result to the heap. */
  async run(bound: BoundCase, inputs: readonly PreparedInput[], options: DriveOptions = {}): Promise<Outcome> {
    const kernel = await this.bind(bound);
    if (isDecline(kernel)) return { outcome: 'declined', decline: kernel };
    const placed: Replica[] = [];
    const held: Replica[] = [];
    let kept = false;
    try {
      const ports: Replica[] = [];
      for (const [port, input] of inputs.entries()) {
        const wanted = kernel.inputs[port] ?? [];
        const only = options.input?.port === port ? wanted[options.input.index] : undefined;
        ports.push(await this.#place(input, only ? [only] : wanted, placed, bound));
      }
      const output = bound.fragment.root.output;
      const want = this.#output(kernel, output, options.output);
      const control = options.control ?? new CallControl();
      const ran = await this.#call(bound.fragment.root.operation, kernel.run.bind(kernel), ports, bound.arguments, want, control);
      if (isDecline(ran)) return { outcome: 'declined', decline: ran };
      held.push(ran.replica, ...(ran.also ?? []));
      const home = await this.#move(ran.replica, output, [homeOf(output.kind)], held);
      kept = options.keep === true;
      return { outcome: 'result', result: toResult(output, home, ran.statistics ?? {}), held, inputs: placed };
    } catch (error) {
      if (error instanceof ContractViolation) throw error;
      return { outcome: 'error', error };
    } finally {
      if (!kept) await releaseAll([...held, ...placed]);
    }
  }

  async close(): Promise<void> {
    for (const pending of this.#kernels.values()) {
      const kernel = await pending.catch(() => undefined);
      if (kernel && !isDecline(kernel)) await kernel[Symbol.asyncDispose]?.();
    }
    this.abort.abort();
    await settled(Promise.resolve(this.engine[Symbol.asyncDispose]()), 'close', this.patience);
  }

  /** Residencies of a kernel's port that an input on the heap can be brought to. */
  reachable(input: PreparedInput, wanted: readonly Residency[]): number[] {
    const from = heapReplica(input).residency;
    return [...wanted.keys()].filter(index => {
      const to = wanted[index];
      return to !== undefined && findRoute(input.kind, from, to, this.#transfers()) !== undefined;
    });
  }

  /** Outputs of a kernel that can be brought to the heap. */
  returnable(kernel: Kernel, kind: Kind): number[] {
    return [...kernel.outputs.keys()].filter(index => {
      const from = kernel.outputs[index];
      return from !== undefined && findRoute(kind.kind, from, homeOf(kind.kind), this.#transfers()) !== undefined;
    });
  }

  #transfers(): readonly Engine['transfers'][number][] {
    return [...this.engine.transfers, ...CORE_TRANSFERS];
  }

  async #place(input: PreparedInput, wanted: readonly Residency[], placed: Replica[], bound: BoundCase): Promise<Replica> {
    const source = heapReplica(input);
    if (wanted.some(to => findRoute(input.kind, source.residency, to, this.#transfers()) !== undefined))
      return this.#move(source, kindOf(input), wanted, placed);
    const own = input.kind === 'graph' ? await this.#buildOwn(input, wanted, placed, bound) : undefined;
    if (own) return own;
    throw new ContractViolation(
      `no transfer brings a ${input.kind} from ${residencyKey(source.residency)} to ${wanted.map(residencyKey).join(' or ') || '(no residency: the kernel has too few inputs)'}`,
    );
  }

  /** An engine that takes only graphs it built itself builds this one from the same tables. */
  async #buildOwn(
    input: Extract<PreparedInput, { kind: 'graph' }>,
    wanted: readonly Residency[],
    placed: Replica[],
    { fragment }: BoundCase,
  ): Promise<Replica | undefined> {
    const tables = input.recipe.tables.map((table): PreparedInput => ({ kind: 'table', table }));
    const bound = bindOperation('graph.build', input.recipe.options, tables.map(kindOf), fragment.determinism);
    const kernel = await this.bind(bound);
    if (isDecline(kernel)) return undefined;
    const want = wanted.find(to => kernel.outputs.some(from => residencyKey(from) === residencyKey(to)));
    if (!want) return undefined;
    const ports: Replica[] = [];
    for (const [port, table] of tables.entries()) ports.push(await this.#place(table, kernel.inputs[port] ?? [], placed, bound));
    const built = await this.#call('graph.build', kernel.run.bind(kernel), ports, bound.arguments, want, new CallControl());
    if (isDecline(built)) return undefined;
    placed.push(built.replica, ...(built.also ?? []));
    return built.replica;
  }

  #output(kernel: Kernel, kind: Kind, asked: number | undefined): Residency {
    const index = asked ?? this.returnable(kernel, kind)[0];
    const want = index === undefined ? undefined : kernel.outputs[index];
    if (want) return want;
    throw new ContractViolation(
      `no output of the kernel (${kernel.outputs.map(residencyKey).join(', ') || 'none'}) can be brought to ${residencyKey(homeOf(kind.kind))}`,
    );
  }

  async #move(source: Replica, kind: Kind, wanted: readonly Residency[], placed: Replica[]): Promise<Replica> {
    let route = undefined;
    for (const to of wanted) route ??= findRoute(kind.kind, source.residency, to, this.#transfers());
    if (!route)
      throw new ContractViolation(
        `no transfer from ${residencyKey(source.residency)} to ${wanted.map(residencyKey).join(' or ')}`,
      );
    let replica = source;
    for (const transfer of route) {
      const run = (call: KernelCall): ReturnType<typeof transfer.run> => transfer.run(call, kind);
      const moved = resultOf(
        await this.#call(`transfer to ${residencyKey(transfer.to)}`, run, [replica], [], transfer.to, new CallControl()),
      );
      replica = moved.replica;
      placed.push(replica, ...(moved.also ?? []));
    }
    return replica;
  }

  async #call(
    what: string,
    run: Kernel['run'],
    inputs: readonly Replica[],
    values: readonly unknown[],
    want: Residency,
    control: CallControl,
  ): Promise<KernelResult | Decline> {
    const call: KernelCall = {
      inputs,
      arguments: values,
      want,
      signal: control.signal,
      cancelled: control.cancelled,
      threads: this.threads,
      memory: MEMORY,
      progress: fraction => void control.progress.push(fraction),
      checkpoint: () => control.checkpoint(),
    };
    control.onStart();
    const begun = performance.now();
    const started = new Promise<KernelResult | Decline>(resolve => resolve(run(call)));
    const subject = `${what} on ${this.module.manifest.id}`;
    const result = await settled(started, subject, this.patience);
    control.milliseconds = performance.now() - begun;
    control.onEnd();
    // A kernel may find out when it sees the data that it cannot do it: legal as long as it has emitted nothing.
    if (isDecline(result)) return result;
    const fault = resultFault(result, want);
    if (fault !== undefined) throw new ContractViolation(`${subject}: ${fault}`);
    return result;
  }
}

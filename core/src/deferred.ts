import { readConfiguration } from './configuration.js';
import type { Dataset, DeferredTable, Kind, Residency, TableData } from './contract/data/index.js';
import { ParquetFrameError, received } from './contract/errors/index.js';
import { Datasets } from './dispatch/run/datasets.js';
import { Catalogue } from './contract/operations/index.js';
import type { Execution, Executor, Explanation, RunOptions } from './executor/index.js';
import { makeReaders, readerFunctions, type Readers } from './frame/index.js';
import { makeGraphs, type Graphs } from './graph/index.js';
import type { PlanInput, PlanNode } from './contract/plan/index.js';
import { createRuntime, type Runtime, type RuntimeOptions } from './runtime.js';

/** A runtime that is made when the first frame is run: readers and graphs are there at once, because frames are lazy. */
export interface DeferredRuntime extends Readers {
  readonly graph: Graphs;
  /** Makes the runtime now, or gives the one that is there. */
  start(): Promise<Runtime>;
}

/** @param options asked for when the runtime is first needed: nothing is loaded before */
export function deferRuntime(options: () => RuntimeOptions): DeferredRuntime {
  if (typeof (options as unknown) !== 'function')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `deferRuntime takes a function that gives the options, as in deferRuntime(() => ({ engines: [tsReference()] })); received ${received(options)}`,
    );
  let runtime: Promise<Runtime> | undefined;
  let datasets: Datasets | undefined;
  const ownDatasets = (): Datasets => (datasets ??= new Datasets(readConfiguration().memory));
  const create = async (): Promise<Runtime> => createRuntime({ ...options(), datasets: ownDatasets() });
  const start = (): Promise<Runtime> => {
    runtime ??= create().catch((error: unknown) => {
      // What was wrong, such as a variable of the environment, may be right next time.
      runtime = undefined;
      throw error;
    });
    return runtime;
  };
  const executor = new DeferredExecutor(ownDatasets, async () => (await start()).executor);
  const readers = makeReaders(executor);
  return {
    ...readerFunctions(readers),
    graph: makeGraphs(executor),
    start,
  };
}

class DeferredExecutor implements Executor {
  constructor(
    private readonly datasets: () => Datasets,
    private readonly ready: () => Promise<Executor>,
  ) {}

  async resolveKind(input: PlanInput, run?: RunOptions): Promise<Kind> {
    return (await this.ready()).resolveKind(input, run);
  }

  async execute(input: PlanInput, want: readonly Residency[], run?: RunOptions): Promise<Execution> {
    return (await this.ready()).execute(input, want, run);
  }

  async explain(input: PlanInput, want: readonly Residency[], run?: RunOptions): Promise<Explanation> {
    return (await this.ready()).explain(input, want, run);
  }

  /** By what is built in: plugins are not known before the runtime is made. */
  describe(node: PlanNode): string | undefined {
    return new Catalogue().describe(node.operation, node.options);
  }

  keep(plan: PlanNode, label: string): Dataset {
    return this.datasets().keep(plan, label);
  }

  file(scheme: string, path: string): Dataset {
    return this.datasets().file(scheme, path);
  }

  table(table: TableData | DeferredTable, label?: string): Dataset {
    return this.datasets().table(table, label);
  }

  dispose(dataset: Dataset): Promise<void> {
    return this.datasets().dispose(dataset);
  }
}

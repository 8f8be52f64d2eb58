/**
 * The reference kernels on a pool of worker threads. Columns and graphs are in shared memory, so that threads see them without a copy;
 * work is divided into ranges of rows, and results do not depend on how many threads there are.
 * @packageDocumentation
 */
import { pathToFileURL } from 'node:url';
import { defineEngine, kernelEngine, ParquetFrameError, received, type EngineModule } from '@parquetframe/core/engine';
import { hasKernel } from '@parquetframe/engine-ts-reference/kernels/parallel';
import { certificate } from './generated/certificate.js';
import { manifest } from './generated/manifest.js';
import { bindAggregate } from './kernels/aggregate.js';
import { bindDistinct } from './kernels/distinct.js';
import { bindFilter } from './kernels/filter.js';
import { bindJoin } from './kernels/join.js';
import { bindPageRank } from './kernels/page-rank.js';
import { bindProject } from './kernels/project.js';
import { bindSort } from './kernels/sort.js';
import { bindWcc } from './kernels/wcc.js';
import { bindWindow } from './kernels/window.js';
import { WorkerPool } from './pool.js';
import { hasModule } from './user-functions.js';

export type WorkerPoolOptions = {
  /** Threads at most; by default the cores of the runtime's CPU lease. */
  readonly threads?: number;
  /** Rows, or vertices and arcs, below which a part is not worth a thread. Default 65,536. */
  readonly minPartitionWork?: number;
  /** For tests of crashes: the tasks, counted from 1 in the order they are sent, in the middle of which their worker ends. */
  readonly exitDuringTasks?: readonly number[];
};

/** The program of a thread: it needs a file, and in a bundle there may be none. */
const WORKER = 'dist/worker.js';

const define = defineEngine<WorkerPoolOptions>({
  package: { name: '@parquetframe/engine-worker-pool', from: import.meta.url },
  manifest,
  certificate,
  options: { threads: true, minPartitionWork: true, exitDuringTasks: true },
  callsBack: false,
  files: [WORKER],
  open({ context, options, file }) {
    const pool = new WorkerPool({
      ...options,
      threads: options.threads ?? context.threads,
      memory: context.memory,
      file: pathToFileURL(file(WORKER)),
      log: line => context.log(line),
    });
    return kernelEngine(context, {
      evaluates: name => hasKernel(name) || hasModule(name),
      kernels: {
        'table.filter': bindFilter(pool),
        'table.project': bindProject(pool),
        'table.aggregate': bindAggregate(pool),
        'table.distinct': bindDistinct(pool),
        'table.join': bindJoin(pool),
        'table.sort': bindSort(pool),
        'table.window': bindWindow(pool),
        'graph.pageRank': bindPageRank(pool),
        'graph.wcc': bindWcc(pool),
      },
      close: () => pool.close(),
    });
  },
});

/**
 * The engine module to give to `createRuntime({ engines: [workerPool(), tsReference()] })`. Threads are started by the first run and do not keep
 * the process alive while they are idle.
 */
export default function workerPool(options?: Partial<WorkerPoolOptions>): EngineModule {
  const module = define(options);
  for (const name of ['threads', 'minPartitionWork'] as const) requireCount(name, options?.[name]);
  return module;
}

/** Ranges of rows are reckoned from these: of NaN ranges there would be none, and no rows. */
function requireCount(name: keyof WorkerPoolOptions, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1)) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `the engine worker-pool: ${name} must be a whole number, 1 or more, received ${received(value)}`,
    { details: { option: name } },
  );
}

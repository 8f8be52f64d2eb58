/**
 * The reference kernels on a pool of worker threads. Columns and graphs are in shared memory, so that threads see them without a copy;
 * work is divided into ranges of rows, and results do not depend on how many threads there are.
 * @packageDocumentation
 */
import { pathToFileURL } from 'node:url';
import { defineEngine, kernelEngine } from '@parquetframe/core/engine';
import { hasKernel } from '@parquetframe/engine-ts-reference/kernels/parallel';
import { certificate } from './generated/certificate.js';
import { manifest } from './generated/manifest.js';
import { bindAggregate } from './kernels/aggregate.js';
import { bindFilter } from './kernels/filter.js';
import { bindPageRank } from './kernels/page-rank.js';
import { bindWcc } from './kernels/wcc.js';
import { WorkerPool } from './pool.js';

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

/**
 * The engine module to give to `createRuntime({ engines: [workerPool(), tsReference()] })`. Threads are started by the first run and do not keep
 * the process alive while they are idle.
 */
const workerPool = defineEngine<WorkerPoolOptions>({
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
      evaluates: hasKernel,
      kernels: {
        'table.filter': bindFilter(pool),
        'table.aggregate': bindAggregate(pool),
        'graph.pageRank': bindPageRank(pool),
        'graph.wcc': bindWcc(pool),
      },
      close: () => pool.close(),
    });
  },
});
export default workerPool;

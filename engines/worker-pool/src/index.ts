/**
 * The reference kernels on a pool of worker threads. Columns and graphs are in shared memory, so that threads see them without a copy;
 * work is divided into ranges of rows, and results do not depend on how many threads there are.
 * @packageDocumentation
 */
import { pathToFileURL } from 'node:url';
import {
  checkOptionNames,
  isParquetFrameError,
  kernelEngine,
  packageFile,
  packageModule,
  optionNames,
} from '@parquetframe/core/engine';
import type { Availability, Certificate, EngineManifest, EngineModule } from '@parquetframe/core/engine';
import { hasKernel } from '@parquetframe/engine-ts-reference/kernels/parallel';
import { certificate as embeddedCertificate } from './generated/certificate.js';
import { manifest as embeddedManifest } from './generated/manifest.js';
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

const OPTIONS = optionNames<WorkerPoolOptions>()({ threads: true, minPartitionWork: true, exitDuringTasks: true });

/**
 * The engine module to give to `createRuntime({ engines: [workerPool(), tsReference()] })`. Threads are started by the first run and do not keep
 * the process alive while they are idle.
 */
export default function workerPool(options: WorkerPoolOptions = {}): EngineModule {
  checkOptionNames('workerPool', options, OPTIONS);
  // The registry validates both against their schemas.
  const manifest = embeddedManifest as EngineManifest;
  const certificate = embeddedCertificate as Certificate | undefined;
  const own = { name: '@parquetframe/engine-worker-pool', from: import.meta.url, version: manifest.version } as const;
  const workerFile = (): string => packageFile(own, 'dist/worker.js');
  return {
    contract: 1,
    manifest,
    ...(certificate ? { certificate } : {}),
    source: { url: packageModule(own), options },
    probe: () => Promise.resolve(probe(workerFile, manifest.version)),
    open: context => {
      const pool = new WorkerPool({
        ...options,
        threads: options.threads ?? context.threads,
        memory: context.memory,
        file: pathToFileURL(workerFile()),
        log: line => context.log(line),
      });
      return Promise.resolve(
        kernelEngine(context, {
          evaluates: hasKernel,
          kernels: {
            'table.filter': bindFilter(pool),
            'table.aggregate': bindAggregate(pool),
            'graph.pageRank': bindPageRank(pool),
            'graph.wcc': bindWcc(pool),
          },
          close: () => pool.close(),
        }),
      );
    },
  };
}

/** Threads need a program in a file; in a bundle there may be none. */
function probe(workerFile: () => string, version: string): Availability {
  try {
    workerFile();
    return { available: true, version };
  } catch (error) {
    if (!isParquetFrameError(error)) throw error;
    const [reason = '', remedy = ''] = error.message.split('; ');
    return { available: false, code: error.code, reason, remedy };
  }
}

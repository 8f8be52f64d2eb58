/**
 * The reference kernels on a pool of worker threads. Columns and graphs are in shared memory, so that threads see them without a copy;
 * work is divided into ranges of rows, and results do not depend on how many threads there are.
 * @packageDocumentation
 */
import { existsSync, readFileSync } from 'node:fs';
import { kernelEngine } from '@parquetframe/core/engine';
import type { Certificate, EngineManifest, EngineModule } from '@parquetframe/core/engine';
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

const manifestUrl = new URL('../engine.json', import.meta.url);
const certificateUrl = new URL('../conformance.json', import.meta.url);

/**
 * The engine module to give to `createRuntime({ engines: [workerPool(), tsReference()] })`. Threads are started by the first run and do not keep
 * the process alive while they are idle.
 */
export default function workerPool(options: WorkerPoolOptions = {}): EngineModule {
  // The registry validates both against their schemas.
  const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as EngineManifest;
  const certificate = existsSync(certificateUrl) ? (JSON.parse(readFileSync(certificateUrl, 'utf8')) as Certificate) : undefined;
  return {
    contract: 1,
    manifest,
    ...(certificate ? { certificate } : {}),
    source: { url: import.meta.url, options },
    probe: () => Promise.resolve({ available: true, version: manifest.version }),
    open: context => {
      const pool = new WorkerPool({ ...options, threads: options.threads ?? context.threads, log: line => context.log(line) });
      return Promise.resolve(
        kernelEngine(context, {
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

import { HEAP_ARROW, SHARED_ARROW, schemaOf, sortKeysOf } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedTable } from './inputs.js';
import { tableOf, takenRows } from './taken.js';

/** `table.sort`: each range of rows sorted on a thread, sorted ranges merged two by two, then each range of the result taken on a thread. 8 bytes per row beside those of the threads. */
export const bindSort =
  (pool: WorkerPool): BindStep =>
  (step, _fragment, context) => {
    const keys = sortKeysOf(step);
    const schema = schemaOf(step);
    return {
      inputs: [[SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [port] }) => {
        const rows = port?.rows ?? 1e5;
        const sort = (rows * Math.log2(2 + rows) * keys.length * 1.5e-8) / pool.threads;
        const merge = pool.threads > 1 ? rows * keys.length * 3e-8 : 0;
        return {
          seconds: pool.startSeconds + 5e-4 + sort + merge,
          // The result; and in each thread the columns put together, where there are several batches.
          peakBytes: (1 + pool.threads) * (port?.bytes ?? rows * 32) + rows * 28,
        };
      },
      run: async call => {
        const table = sharedTable(call);
        const order = new Uint32Array(context.allocateShared(table.length * 4));
        let runs = rowRanges(table.length, pool.division(call));
        const partitions = runs.length;
        await pool.map(
          call,
          'sort',
          runs.map(run => ({ table, keys, order, ...run })),
        );
        call.progress(0.5);
        while (runs.length > 1) {
          const pairs = runs.flatMap(({ from, to: middle }, i) => {
            const next = runs[i + 1];
            return i % 2 === 0 && next ? [{ from, middle, to: next.to }] : [];
          });
          await pool.map(
            call,
            'sort.merge',
            pairs.map(pair => ({ table, keys, order, ...pair })),
          );
          const odd = runs.length % 2 === 1 ? runs.slice(-1) : [];
          runs = [...pairs.map(({ from, to }) => ({ from, to })), ...odd];
        }
        call.progress(0.8);
        return tableOf(schema, await takenRows(pool, call, table, order), { partitions });
      },
    };
  };

import { HEAP_ARROW, SHARED_ARROW, joinHowOf, joinKeysOf, schemaOf } from '@parquetframe/core/engine';
import type { BindStep } from '@parquetframe/core/engine';
import { rowRanges } from '../partition.js';
import type { WorkerPool } from '../pool.js';
import { sharedTable } from './inputs.js';
import { tableOf } from './taken.js';

/** `table.join`: each range of left rows on a thread, which makes a hash table of the right side; right rows without a partner are those that none of them has met. */
export const bindJoin =
  (pool: WorkerPool): BindStep =>
  (step, _fragment, context) => {
    const keys = Math.max(1, joinKeysOf(step).length);
    const how = joinHowOf(step);
    const schema = schemaOf(step);
    return {
      inputs: [[SHARED_ARROW], [SHARED_ARROW]],
      outputs: [HEAP_ARROW],
      estimate: ({ ports: [left, right], result }) => ({
        seconds: pool.startSeconds + 5e-4 + ((left?.rows ?? 1e5) / pool.threads + 2 * (right?.rows ?? 1e5)) * keys * 8e-8,
        peakBytes: 1e6 + ((right?.bytes ?? 1e6) + (right?.rows ?? 1e5) * 37) * pool.threads + (result.bytes ?? 1e6),
      }),
      run: async call => {
        const [left, right] = [sharedTable(call), sharedTable(call, 1)];
        const matched = new Uint8Array(context.allocateShared(right.length));
        const ranges = rowRanges(left.length, pool.division(call));
        const parts = await pool.map(
          call,
          'join',
          ranges.map(range => ({ step, left, right, matched, ...range })),
        );
        call.progress(0.9);
        const hasRest = how === 'right' || how === 'full';
        const rest = hasRest ? await pool.run(call, 'join.rest', { step, left: left.schema, right, matched }) : [];
        return tableOf(schema, [...parts.flat(), ...rest], { partitions: ranges.length });
      },
    };
  };
